#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ledger/answer.h"
#include "ledger/view.h"
#include "tools/grandlivre/table.h"

namespace gl::tools {

using Json = nlohmann::ordered_json;

class PersonalTexts;

/// Views for programs: field names as in the domain, money as decimal strings, dates ISO 8601.
[[nodiscard]] Json to_json(ledger::AnsweredAt const& as_of);
[[nodiscard]] Json to_json(ledger::ProgrammeBalances const& balances);
[[nodiscard]] Json to_json(ledger::StatementLine const& line);
[[nodiscard]] Json to_json(ledger::ProjectSummary const& summary);
[[nodiscard]] Json to_json(ledger::ProjectView const& project, PersonalTexts const& texts);
[[nodiscard]] Json to_json(ledger::CallView const& call);
[[nodiscard]] Json to_json(ledger::Answer const& answer);

/// The same for people.
[[nodiscard]] Table to_table(ledger::ProgrammeBalances const& balances);
[[nodiscard]] Table to_table(std::vector<ledger::StatementLine> const& lines);
[[nodiscard]] Table to_table(std::vector<ledger::ProjectSummary> const& projects);
[[nodiscard]] Table to_table(ledger::ProjectView const& project, PersonalTexts const& texts);
[[nodiscard]] Table to_table(std::vector<ledger::CallView> const& calls);

/// What an event in its JSON form says, for people: "amount 40000.00, rate 500000, payees (…)";
/// what is false, 0 or empty is left out, of a change only what differs is told.
[[nodiscard]] std::string in_words(Json const& event);

/// "as of position 39, recorded 2017-11-20T09:00:00Z": the line above a table.
[[nodiscard]] std::string describe(ledger::AnsweredAt const& as_of);

}  // namespace gl::tools
