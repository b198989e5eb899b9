#pragma once

#include <map>
#include <string>
#include <vector>

#include "system/program.h"

namespace gl::system_test {

/// One line of tests/data/ami-2016.commands.tsv, by column name.
using Line = std::map<std::string, std::string>;

/// The rows of a tab-separated file whose first line names the columns.
[[nodiscard]] std::vector<Line> read_table(std::filesystem::path const& path);

/// The worked example's commands, in order, and its expected balances, by step.
[[nodiscard]] std::vector<Line> example_commands();
[[nodiscard]] std::vector<Line> example_balances();

/// A command of the example as a line for `grandlivre submit`. Every command of the example makes
/// one event, behind the ledger's first: `number` (from 1) gives id and the positions meant by `@`.
[[nodiscard]] std::string to_json_line(Line const& line, std::size_t number,
                                       std::vector<Line> const& all);

/// The whole command file for `grandlivre submit`.
[[nodiscard]] std::string example_file();

/// The position after step `step` ("13"): of its last command's event.
[[nodiscard]] std::uint64_t position_of_step(std::string const& step);

/// Makes a ledger on a simulated clock with the example's people in `directory`.
void make_example_ledger(std::filesystem::path const& directory);

}  // namespace gl::system_test
