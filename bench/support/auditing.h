#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "journal/journal.h"

namespace gl::bench {

/// Makes a ledger of at least so many events, and closes it. In a process of its own, whose memory
/// does not count here: called before there are threads.
void make_ledger(std::filesystem::path const& directory, std::uint64_t events,
                 std::size_t projects);
/// Opens it as an auditor does, for reading only.
[[nodiscard]] std::unique_ptr<journal::Journal> open_to_read(
    std::filesystem::path const& directory);

/// What `grandlivre replay` does with each event: every command decided again, books beside it, the
/// tree. How many findings there are: 0.
[[nodiscard]] std::size_t replay(journal::Journal& journal);

/// The most memory that this program has had, in MB.
[[nodiscard]] double memory_mb();

}  // namespace gl::bench
