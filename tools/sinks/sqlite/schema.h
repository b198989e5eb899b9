#pragma once

#include "base/result.h"
#include "tools/sinks/sqlite/database.h"

namespace gl::sinks {

/// The number of the database's schema (`pragma user_version`): docs/sinks.md has its tables.
constexpr std::int64_t schema_version = 1;
/// `pragma application_id`: that a file is a report of ours, as `file` and a look at it tell.
constexpr std::int64_t application_id = 0x474c5231;  // "GLR1"

/// Makes the tables in an empty database; leaves one that has them alone. Errors: newer_format,
/// exists (the database is somebody else's), and what `Database` says.
[[nodiscard]] Result<void> prepare_schema(Database& database, std::filesystem::path const& file);

}  // namespace gl::sinks
