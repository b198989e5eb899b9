#include "tools/grandlivre/render.h"

#include <array>
#include <utility>

namespace gl::tools {
namespace {

using namespace ledger;

struct Term {
  char const* field;
  char const* title;
  Money AuthorityBalances::* amount;
};

constexpr auto terms = std::to_array<Term>({
    {"voted", "Voted", &AuthorityBalances::voted},
    {"available", "Available", &AuthorityBalances::available},
    {"committed", "Committed", &AuthorityBalances::committed},
    {"payable", "Payable", &AuthorityBalances::payable},
    {"disbursed", "Disbursed", &AuthorityBalances::disbursed},
    {"recoverable", "Recoverable", &AuthorityBalances::recoverable},
    {"recovered", "Recovered", &AuthorityBalances::recovered},
    {"written_off", "Written off", &AuthorityBalances::written_off},
    {"lapsed", "Lapsed", &AuthorityBalances::lapsed},
});

}  // namespace

Json to_json(AnsweredAt const& as_of) {
  Json json{{"position", as_of.position.value()}, {"recorded_at", to_string(as_of.recorded_at)}};
  if (as_of.effective) json["effective"] = to_string(*as_of.effective);
  return json;
}

Json to_json(ProgrammeBalances const& balances) {
  Json authority = Json::object();
  for (auto const& term : terms) {
    authority[term.field] = to_string(balances.authority.*term.amount, balances.currency);
  }
  Json credits = Json::array();
  for (auto const& line : balances.credits) {
    credits.push_back({{"year", line.year},
                       {"available", to_string(line.available, balances.currency)},
                       {"consumed", to_string(line.consumed, balances.currency)},
                       {"lapsed", to_string(line.lapsed, balances.currency)}});
  }
  return {{"programme", balances.programme.string()},
          {"currency", balances.currency.code()},
          {"as_of", to_json(balances.as_of)},
          {"authority", std::move(authority)},
          {"credits", std::move(credits)}};
}

Table to_table(ProgrammeBalances const& balances) {
  Table table{{{"Account"}, {"Amount " + balances.currency.code(), Align::right}}, {}};
  for (auto const& term : terms) {
    table.rows.push_back({term.title, grouped(balances.authority.*term.amount, balances.currency)});
  }
  for (auto const& line : balances.credits) {
    auto const year = "Credits " + std::to_string(line.year);
    table.rows.push_back({year + " available", grouped(line.available, balances.currency)});
    table.rows.push_back({year + " consumed", grouped(line.consumed, balances.currency)});
    table.rows.push_back({year + " lapsed", grouped(line.lapsed, balances.currency)});
  }
  return table;
}

Json to_json(StatementLine const& line) {
  return {{"position", line.position.value()},
          {"recorded_at", to_string(line.recorded_at)},
          {"effective_date", to_string(line.effective_date)},
          {"event_type", line.event_type},
          {"stream", to_string(line.stream)},
          {"account", to_string(line.account)},
          {"amount", to_string(line.amount, line.currency)},
          {"balance", to_string(line.balance, line.currency)},
          {"currency", line.currency.code()}};
}

Table to_table(std::vector<StatementLine> const& lines) {
  Table table{{{"Position", Align::right},
               {"Effective"},
               {"Event"},
               {"Account"},
               {"Amount", Align::right},
               {"Balance", Align::right}},
              {}};
  for (auto const& line : lines) {
    table.rows.push_back({std::to_string(line.position.value()), to_string(line.effective_date),
                          line.event_type, to_string(line.account),
                          grouped(line.amount, line.currency),
                          grouped(line.balance, line.currency)});
  }
  return table;
}

std::string describe(AnsweredAt const& as_of) {
  auto text = "as of position " + std::to_string(as_of.position.value()) + ", recorded " +
              to_string(as_of.recorded_at);
  if (as_of.effective) text += ", counting what is effective by " + to_string(*as_of.effective);
  return text;
}

}  // namespace gl::tools
