#include "system/books.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace gl::system_test {
namespace {

using Json = nlohmann::ordered_json;

std::string without(std::string text, char unwanted) {
  std::erase(text, unwanted);
  return text;
}

/// The next day, in the calendar of `date`: our own would judge itself.
std::string day_after(std::string const& day) {
  auto const next = run({"date", "-u", "-d", day + " + 1 day", "+%Y-%m-%d"});
  if (next.exit_code != 0) throw std::runtime_error("no such day: " + day);
  return next.out.substr(0, 10);
}

/// A line of an account and an amount with a currency, whatever stands between them.
void add_line(Books& books, std::string const& line, char separator) {
  auto const clean = without(line, '"');
  auto const at = clean.find(separator);
  bool const is_account = clean.starts_with("Assets:") || clean.starts_with("Equity:");
  if (!is_account || at == std::string::npos) return;
  std::istringstream amounts{clean.substr(at + 1)};
  std::string amount;
  if (!(amounts >> amount)) return;
  auto const units = minor_units(amount);
  if (units != 0) books[without(clean.substr(0, at), ' ')] = units;
}

Books read_lines(std::string const& text, char separator) {
  Books books;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) add_line(books, line, separator);
  return books;
}

}  // namespace

std::vector<std::string> const& accounting_tools() {
  static std::vector<std::string> const tools{"hledger", "ledger", "beancount"};
  return tools;
}

Outcome check_books(std::string const& tool, std::string const& journal, Strictness strictness) {
  if (tool == "beancount") return run({"bean-check", journal});
  if (tool == "ledger") return run({"ledger", "--pedantic", "-f", journal, "source"});
  std::vector<std::string> words{"env", "LC_ALL=C.UTF-8", "hledger", "-f", journal, "check"};
  if (strictness == Strictness::all) words.emplace_back("-s");
  words.emplace_back("ordereddates");
  return run(words);
}

Books books_of(std::string const& tool, std::string const& journal, std::string const& day) {
  Outcome asked;
  if (tool == "beancount") {
    asked = run({"bean-query", "-f", "csv", journal,
                 "select account, sum(position) where date <= " + day + " group by account"});
  } else if (tool == "ledger") {
    asked = run({"ledger", "-f", journal, "balance", "--flat", "--no-total", "-e", day_after(day),
                 "--format", "%(account)\t%(display_total)\n"});
  } else {
    asked = run({"env", "LC_ALL=C.UTF-8", "hledger", "-f", journal, "balance", "--flat", "-N", "-O",
                 "csv", "-e", day_after(day)});
  }
  if (asked.exit_code != 0) throw std::runtime_error(asked.err);
  return read_lines(asked.out, tool == "ledger" ? '\t' : ',');
}

Books terms_of(Json const& balances) {
  Books terms;
  for (auto const& [name, amount] : balances.at("authority").items()) {
    terms[name] = minor_units(amount);
  }
  for (auto const& line : balances.at("credits")) {
    auto const year = "cp" + std::to_string(line.at("year").get<int>()) + " ";
    for (auto const* name : {"available", "consumed", "lapsed"}) {
      terms[year + name] = minor_units(line.at(name));
    }
  }
  std::erase_if(terms, [](auto const& term) { return term.second == 0; });
  return terms;
}

Books terms_of(Books const& accounts, std::string const& programme) {
  static std::map<std::string, std::string> const names{
      {"Available", "available"}, {"Committed", "committed"},     {"Payable", "payable"},
      {"Disbursed", "disbursed"}, {"Recoverable", "recoverable"}, {"Recovered", "recovered"},
      {"Lapsed", "lapsed"},       {"WrittenOff", "written_off"},  {"Consumed", "consumed"},
  };
  auto const below = programme.empty() ? "" : programme + ":";
  Books terms;
  for (auto const& [account, units] : accounts) {
    auto const starts = [&](std::string const& start) {
      return account.starts_with(start + below);
    };
    auto part = account.substr(std::min(account.size(), std::size_t{10} + below.size()));
    std::string before;
    if (starts("Equity:AE:")) {
      terms["voted"] -= units;
    } else if (starts("Assets:CP:") || starts("Assets:AE:")) {
      if (account.starts_with("Assets:CP:")) {
        before = "cp" + part.substr(1, 4) + " ";
        part = part.substr(6);
      }
      terms[before + names.at(part.substr(0, part.find(':')))] += units;
    }
  }
  std::erase_if(terms, [](auto const& term) { return term.second == 0; });
  return terms;
}

std::int64_t minor_units(std::string const& amount) {
  auto const point = amount.find('.');
  if (point == std::string::npos) return std::stoll(amount) * 100;
  if (amount.size() - point != 3) throw std::runtime_error("not in cents: " + amount);
  return std::stoll(without(amount, '.'));
}

}  // namespace gl::system_test
