#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "ledger/event.h"

namespace gl::system_test {

/// What an insider does who has all of our code and every key of the ledger's machine.

/// All events of a closed ledger's journal.
[[nodiscard]] std::vector<ledger::Event> events_in(std::filesystem::path const& ledger);

/// A copy of the closed ledger in `into`, keys and all, whose journal is written anew from these
/// events; neither views nor checkpoint are taken along.
void write_anew(std::filesystem::path const& ledger, std::filesystem::path const& into,
                std::vector<ledger::Event> const& events);

}  // namespace gl::system_test
