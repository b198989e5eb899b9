#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/command.h"

namespace gl::ledger::testing {

/// One line of a table of tab-separated values, by its header's names.
using Row = std::map<std::string, std::string>;

/// All lines of a table in tests/data/.
[[nodiscard]] std::vector<Row> read_table(std::string const& file);

/// The command of one line of ami-2016.commands.tsv; `positions` says where each step's last event
/// stands, for `@39`.
[[nodiscard]] CommandBody parse_command(Row const& row,
                                        std::map<std::string, Position> const& positions);

}  // namespace gl::ledger::testing
