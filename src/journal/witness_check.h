#pragma once

#include <filesystem>

#include "base/result.h"
#include "proof/head.h"

namespace rocksdb {
class DB;
class ColumnFamilyHandle;
}  // namespace rocksdb

namespace gl::journal {

/// Whether the head is the one that the witness in this file saw, or one that came after it: the
/// journal may be ahead of its witness, a witness ahead saw blocks that are gone. Errors: corrupt
/// (events are gone, or others than it saw), those of `Witness::read`.
[[nodiscard]] Result<void> compare_with_witness(rocksdb::DB& database,
                                                rocksdb::ColumnFamilyHandle& blocks,
                                                proof::Head const& head,
                                                std::filesystem::path const& path);

}  // namespace gl::journal
