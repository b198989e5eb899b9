#include "tools/grandlivre/diff.h"

#include <algorithm>
#include <utility>

namespace gl::tools {

using namespace ledger;

AsOf Diff::as_of() const {
  AsOf wanted;
  wanted.position = std::max(from_.position, to_.position);
  if (from_.effective && to_.effective)
    wanted.effective = std::max(*from_.effective, *to_.effective);
  return wanted;
}

Position Diff::after() const {
  if (from_.effective || to_.effective) return {};
  return std::min(from_.position, to_.position);
}

void Diff::take(StatementLine const& line) {
  auto const [entry, is_new] = accounts_.try_emplace(line.account);
  auto& account = entry->second;
  if (is_new && after().value() != 0) {
    account.before = account.after = subtract(line.balance, line.amount);
  }
  bool const before = from_.counts(line);
  bool const after = to_.counts(line);
  if (before) account.before = add(account.before, line.amount);
  if (after) account.after = add(account.after, line.amount);
  if (before == after) return;
  auto& move = account.moves.emplace_back(line);
  if (before) move.amount = line.amount.negated();
}

std::map<Account, AccountDiff> Diff::accounts() const {
  auto moved = accounts_;
  std::erase_if(moved, [](auto const& entry) { return entry.second.moves.empty(); });
  return moved;
}

Money Diff::sum() const {
  Money sum;
  for (auto const& [account, diff] : accounts_) sum = add(sum, diff.difference());
  return sum;
}

namespace {

Json to_json(DiffPoint const& point) {
  Json json{{"position", point.position.value()}};
  if (point.effective) json["effective"] = to_string(*point.effective);
  return json;
}

Json to_json(AccountDiff const& diff, Currency currency) {
  Json json{{"before", to_string(diff.before, currency)},
            {"after", to_string(diff.after, currency)},
            {"difference", to_string(diff.difference(), currency)},
            {"events", Json::array()}};
  for (auto const& move : diff.moves) {
    json["events"].push_back({{"position", move.position.value()},
                              {"effective_date", to_string(move.effective_date)},
                              {"event_type", move.event_type},
                              {"stream", to_string(move.stream)},
                              {"amount", to_string(move.amount, currency)}});
  }
  return json;
}

Currency currency_of(std::map<Account, AccountDiff> const& accounts) {
  return accounts.empty() ? Currency{} : accounts.begin()->second.moves.front().currency;
}

}  // namespace

Json to_json(Diff const& diff) {
  auto const accounts = diff.accounts();
  auto const currency = currency_of(accounts);
  Json json{{"from", to_json(diff.from())}, {"to", to_json(diff.to())}};
  if (!currency.is_none()) json["currency"] = currency.code();
  json["accounts"] = Json::array();
  for (auto const& [account, moved] : accounts) {
    Json entry{{"account", to_string(account)}};
    entry.update(to_json(moved, currency));
    json["accounts"].push_back(std::move(entry));
  }
  json["sum"] = to_string(diff.sum(), currency);
  return json;
}

Table to_table(Diff const& diff, bool for_people) {
  Table table{{{"Account"},
               {"Before", Align::right},
               {"After", Align::right},
               {"Difference", Align::right},
               {"Position", Align::right},
               {"Effective"},
               {"Event"},
               {"Amount", Align::right}},
              {}};
  auto const accounts = diff.accounts();
  auto const currency = currency_of(accounts);
  for (auto const& [account, moved] : accounts) {
    std::vector<std::string> own{to_string(account), grouped(moved.before, currency),
                                 grouped(moved.after, currency),
                                 grouped(moved.difference(), currency)};
    for (auto const& move : moved.moves) {
      auto row = own;
      row.insert(row.end(), {std::to_string(move.position.value()), to_string(move.effective_date),
                             move.event_type, grouped(move.amount, currency)});
      table.rows.push_back(std::move(row));
      if (for_people) std::ranges::fill(own, "");
    }
  }
  if (for_people && !accounts.empty()) {
    table.rows.push_back({"Sum", "", "", grouped(diff.sum(), currency), "", "", "", ""});
  }
  return table;
}

}  // namespace gl::tools
