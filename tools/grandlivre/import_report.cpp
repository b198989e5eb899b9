#include "tools/grandlivre/import_report.h"

#include <spdlog/fmt/fmt.h>

namespace gl::tools {
namespace {

using importing::Tally;
using importing::Verdict;
using ledger::Money;

/// Of lines rejected with money in them a table shows so many; JSON has all.
constexpr std::size_t lines_shown_max = 40;

std::string year_name(std::int32_t year) { return year == 0 ? "none" : std::to_string(year); }

std::string outcome(Verdict const& verdict) {
  if (!verdict.enters()) return "rejected";
  return verdict.flags.empty() && verdict.broken.empty() ? "accepted" : "flagged";
}

/// Why a line was rejected: our code or the ledger's.
std::string reason(Verdict const& verdict) {
  return std::string{verdict.rejected ? name(*verdict.rejected) : ledger::name(*verdict.refused)};
}

Json tally_json(Tally const& tally, ledger::Currency currency) {
  return {{"lines", tally.lines},
          {"accepted", tally.accepted},
          {"flagged", tally.flagged},
          {"rejected", tally.rejected},
          {"read", ledger::to_string(tally.read, currency)},
          {"entered", ledger::to_string(tally.entered, currency)},
          {"by_other_date", tally.by_other_date},
          {"entered_by_other_date", ledger::to_string(tally.entered_by_other_date, currency)}};
}

Json sums_json(std::map<std::int32_t, Money> const& sums, ledger::Currency currency) {
  Json all = Json::array();
  for (auto const& [year, sum] : sums) {
    all.push_back({{"year", year}, {"amount", ledger::to_string(sum, currency)}});
  }
  return all;
}

Json codes_json(importing::Survey const& survey) {
  Json all = Json::array();
  for (auto const& [code, lines] : survey.codes) {
    all.push_back({{"code", name(code)},
                   {"lines", lines},
                   {"rejects", rejects(code)},
                   {"meaning", meaning(code)}});
  }
  for (auto const& [rule, lines] : survey.rules) {
    all.push_back({{"code", ledger::name(rule)},
                   {"lines", lines},
                   {"rejects", !ledger::is_flag(rule)},
                   {"meaning", "a rule of the ledger"}});
  }
  return all;
}

Table codes_table(importing::Survey const& survey) {
  Table table{{{"Code"}, {"Lines", Align::right}, {""}, {"Meaning"}}, {}};
  for (auto const& [code, lines] : survey.codes) {
    table.rows.push_back({std::string{name(code)}, std::to_string(lines),
                          rejects(code) ? "rejected" : "flagged", std::string{meaning(code)}});
  }
  for (auto const& [rule, lines] : survey.rules) {
    table.rows.push_back({std::string{ledger::name(rule)}, std::to_string(lines),
                          ledger::is_flag(rule) ? "flagged" : "rejected", "a rule of the ledger"});
  }
  return table;
}

/// The lines that make the difference between what was read and what entered.
Table rejected_table(ImportReport const& report, std::size_t& left_out) {
  Table table{{{"Line", Align::right}, {"Year"}, {"Code"}, {"Amount", Align::right}}, {}};
  for (auto const& verdict : report.survey.verdicts) {
    if (verdict.enters() || !verdict.amount || verdict.amount->is_zero()) continue;
    if (table.rows.size() == lines_shown_max) {
      ++left_out;
      continue;
    }
    table.rows.push_back({std::to_string(verdict.line), year_name(verdict.year), reason(verdict),
                          grouped(*verdict.amount, report.how.currency)});
  }
  return table;
}

std::string ledger_text(InLedger const& found, ledger::Currency currency) {
  Table table{{{"Year"}, {"Awarded", Align::right}, {"Paid", Align::right}}, {}};
  std::map<std::int32_t, std::pair<Money, Money>> years;
  for (auto const& [year, sum] : found.awarded) years[year].first = sum;
  for (auto const& [year, sum] : found.paid) years[year].second = sum;
  Money awarded;
  Money paid;
  for (auto const& [year, sums] : years) {
    awarded = ledger::add(awarded, sums.first);
    paid = ledger::add(paid, sums.second);
    table.rows.push_back(
        {std::to_string(year), grouped(sums.first, currency), grouped(sums.second, currency)});
  }
  table.rows.push_back({"all", grouped(awarded, currency), grouped(paid, currency)});
  return fmt::format("\nIn the ledger: {} events of this file, by effective date\n{}", found.events,
                     to_text(table));
}

std::string verdict_text(ImportReport const& report) {
  auto const& all = report.survey.all;
  return fmt::format("{} lines: {} accepted, {} accepted with flags, {} rejected\n", all.lines,
                     all.accepted, all.flagged, all.rejected);
}

}  // namespace

Table years_table(ImportReport const& report) {
  Table table{{{"Year"},
               {"Lines", Align::right},
               {"Accepted", Align::right},
               {"Flagged", Align::right},
               {"Rejected", Align::right},
               {"Read", Align::right},
               {"Entered", Align::right},
               {"By other date", Align::right}},
              {}};
  auto const add = [&](std::string const& year, Tally const& tally) {
    table.rows.push_back({year, std::to_string(tally.lines), std::to_string(tally.accepted),
                          std::to_string(tally.flagged), std::to_string(tally.rejected),
                          grouped(tally.read, report.how.currency),
                          grouped(tally.entered, report.how.currency),
                          std::to_string(tally.by_other_date)});
  };
  for (auto const& [year, tally] : report.survey.years) add(year_name(year), tally);
  add("all", report.survey.all);
  return table;
}

Json to_json(Verdict const& verdict, importing::Mapping const& how) {
  Json json{{"line", verdict.line}, {"outcome", outcome(verdict)}};
  if (!verdict.enters()) json["code"] = reason(verdict);
  json["flags"] = Json::array();
  for (auto const flag : verdict.flags.list()) json["flags"].push_back(name(flag));
  for (auto const rule : verdict.broken.list()) json["flags"].push_back(ledger::name(rule));
  if (verdict.year != 0) json["year"] = verdict.year;
  if (verdict.amount) json["amount"] = ledger::to_string(*verdict.amount, how.currency);
  if (verdict.enters() && !how.prefix.empty()) {
    json["project"] = fmt::format("{}-{}", how.prefix, verdict.line);
  }
  return json;
}

Json to_json(ImportReport const& report) {
  auto const& survey = report.survey;
  auto const currency = report.how.currency;
  Json json{{"file", report.file},
            {"sha256", to_hex(survey.sha256)},
            {"mapping", report.mapping},
            {"programme", report.how.programme},
            {"currency", currency.code()}};
  json.update(tally_json(survey.all, currency));
  json["years"] = Json::array();
  for (auto const& [year, tally] : survey.years) {
    Json row{{"year", year == 0 ? Json{} : Json(year)}};
    row.update(tally_json(tally, currency));
    json["years"].push_back(row);
  }
  json["codes"] = codes_json(survey);
  json["rejected_lines"] = Json::array();
  for (auto const& verdict : survey.verdicts) {
    if (!verdict.enters()) json["rejected_lines"].push_back(to_json(verdict, report.how));
  }
  if (report.in_ledger) {
    json["ledger"] = {{"events", report.in_ledger->events},
                      {"awarded", sums_json(report.in_ledger->awarded, currency)},
                      {"paid", sums_json(report.in_ledger->paid, currency)}};
  }
  json["commands"] = report.commands;
  json["repeated"] = report.repeated;
  json["seconds"] = report.seconds;
  return json;
}

std::string to_text(ImportReport const& report) {
  auto const& survey = report.survey;
  auto text = fmt::format("{} ({})\n", report.file, report.how.title) + verdict_text(report);
  if (report.how.enters_as != importing::EntersAs::reference) {
    text += "\n" + to_text(years_table(report));
  }
  if (!survey.codes.empty() || !survey.rules.empty()) {
    text += "\n" + to_text(codes_table(survey));
  }
  std::size_t left_out = 0;
  auto const rejected = rejected_table(report, left_out);
  if (!rejected.rows.empty()) {
    text += "\nRead and not entered\n" + to_text(rejected);
    if (left_out > 0) text += fmt::format("and {} more: --lines FILE has every line\n", left_out);
  }
  if (report.in_ledger) text += ledger_text(*report.in_ledger, report.how.currency);
  auto const rate = [&](std::uint64_t count) {
    return report.seconds > 0 ? static_cast<double>(count) / report.seconds : 0.0;
  };
  text += fmt::format("\n{:.1f} s, {:.0f} lines a second", report.seconds, rate(survey.all.lines));
  if (report.in_ledger) {
    text += fmt::format("; {} commands, {:.0f} a second, {} of them known before", report.commands,
                        rate(report.commands), report.repeated);
  } else {
    text += "; nothing was sent";
  }
  return text + "\n";
}

}  // namespace gl::tools
