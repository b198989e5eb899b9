#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "audit/checks.h"
#include "codec/event_codec.h"
#include "tools/grandlivre/event_source.h"
#include "tools/grandlivre/progress.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

struct AuditFlags {
  std::vector<std::string> checks;
  SourceFlags source;
  std::uint64_t to = 0;
  std::vector<std::string> thresholds;
  double margin_percent = 0;
  std::string split_threshold;
  audit::Parameters parameters;
};

constexpr double ppm_of_percent = 10'000;

/// Errors: malformed, naming the flag.
Result<audit::Parameters> read_parameters(AuditFlags const& flags) {
  auto parameters = flags.parameters;
  if (!flags.thresholds.empty()) parameters.thresholds.clear();
  for (auto const& text : flags.thresholds) {
    auto const amount = ledger::parse_amount(text);
    if (!amount || amount->units <= 0) {
      return fail(Errc::usage, "--threshold takes amounts above 0, not \"" + text + "\"");
    }
    parameters.thresholds.push_back(*amount);
  }
  if (!flags.split_threshold.empty()) {
    auto const amount = ledger::parse_amount(flags.split_threshold);
    if (!amount || amount->units <= 0) {
      return fail(Errc::usage, "--split-threshold takes an amount above 0, not \"" +
                                   flags.split_threshold + "\"");
    }
    parameters.split_threshold = *amount;
  }
  parameters.margin =
      ledger::Rate{static_cast<std::int32_t>(flags.margin_percent * ppm_of_percent)};
  return parameters;
}

Result<std::vector<audit::CheckSpec const*>> chosen(std::vector<std::string> const& names) {
  std::vector<audit::CheckSpec const*> specs;
  std::string all;
  for (auto const& spec : audit::all_checks()) {
    if (!all.empty()) all += ", ";
    all += spec.name;
    if (names.empty()) specs.push_back(&spec);
  }
  for (auto const& name : names) {
    auto const* const spec = audit::find_check(name);
    if (spec == nullptr) {
      return fail(Errc::usage, fmt::format("there is no check \"{}\": choose of {}", name, all));
    }
    specs.push_back(spec);
  }
  return specs;
}

ExitCode print_list(Options const& options, audit::Parameters const& parameters) {
  Table table{{{"Check"}, {"Asks"}, {"With"}}, {}};
  for (auto const& spec : audit::all_checks()) {
    table.rows.push_back(
        {std::string{spec.name}, std::string{spec.question}, spec.asked_with(parameters)});
    if (options.output != Output::json) continue;
    print_json({{"check", spec.name},
                {"question", spec.question},
                {"parameters", spec.asked_with(parameters)}});
  }
  if (options.output != Output::json) print(options, {}, table);
  return ExitCode::done;
}

/// A number stays a number, but for amounts: those are decimal strings everywhere.
Json value_of(audit::Column const& column, std::string const& cell) {
  bool const whole = !cell.empty() && cell.size() < 19 &&
                     cell.find_first_not_of("0123456789") == std::string::npos;
  if (column.number && whole) return std::stoull(cell);
  return cell;
}

void print_answer(Options const& options, audit::CheckSpec const& spec,
                  audit::Parameters const& parameters, std::vector<audit::Row> const& rows) {
  if (options.output == Output::json) {
    for (auto const& row : rows) {
      Json json{{"check", spec.name}};
      for (std::size_t i = 0; i < row.size(); ++i) {
        json[std::string{spec.columns[i].name}] = value_of(spec.columns[i], row[i]);
      }
      print_json(json);
    }
    return;
  }
  Table table;
  for (auto const& column : spec.columns) {
    table.columns.push_back({std::string{column.name}, column.number ? Align::right : Align::left});
  }
  table.rows = rows;
  auto const asked_with = spec.asked_with(parameters);
  auto const heading = fmt::format("{}: {}{}: {}", spec.name, spec.question,
                                   asked_with.empty() ? "" : " (" + asked_with + ")",
                                   rows.empty() ? "none" : std::to_string(rows.size()));
  if (rows.empty() && options.output == Output::table) {
    std::puts(heading.c_str());
  } else {
    print(options, {}, table, heading);
    if (options.output == Output::table) std::puts("");
  }
}

ExitCode run_checks(Options const& options, AuditFlags const& flags) {
  auto const parameters = read_parameters(flags);
  if (!parameters) return complain(parameters.error().what, ExitCode::usage);
  if (flags.checks == std::vector<std::string>{"list"}) return print_list(options, *parameters);
  auto const specs = chosen(flags.checks);
  if (!specs) return complain(specs.error().what, ExitCode::usage);
  if (options.output == Output::csv && specs->size() != 1) {
    return complain("CSV has rows of one kind: name one check", ExitCode::usage);
  }
  auto const source = open_source(options, flags.source);
  if (!source) return complain(source.error());
  auto const head = (*source)->head();
  if (flags.to > head.value()) {
    return complain(
        fmt::format("--to {} is beyond the head, {}: give at most that", flags.to, head.value()),
        ExitCode::usage);
  }
  Position const last = flags.to == 0 ? head : Position{flags.to};
  std::vector<std::unique_ptr<audit::Check>> checks;
  for (auto const* const spec : *specs) checks.push_back(spec->make(*parameters));
  {
    Progress progress{"events", last.value()};
    auto const done = (*source)->each(last, [&](Position at, ByteView bytes) -> Result<bool> {
      auto const event = codec::decode_event(bytes);
      if (!event) return std::unexpected(event.error());
      for (auto const& check : checks) check->take(*event);
      if (at.value() % 8'192 == 0) progress.show(at.value());
      return true;
    });
    if (!done) return complain(done.error());
  }
  for (std::size_t i = 0; i < checks.size(); ++i) {
    print_answer(options, *(*specs)[i], *parameters, checks[i]->rows());
  }
  return ExitCode::done;
}

}  // namespace

void add_audit(Program program) {
  auto* const verb = program.app.add_subcommand(
      "audit", "Named questions to all events: what an auditor looks at first");
  auto const flags = std::make_shared<AuditFlags>();
  auto& parameters = flags->parameters;
  flags->margin_percent = parameters.margin.ppm() / ppm_of_percent;
  verb->add_option("CHECK", flags->checks, "Names, else all; `list` shows them");
  verb->add_option("--dir", flags->source.directory, "A data directory, not being served")
      ->type_name("DIR");
  verb->add_flag("--from-backup", flags->source.from_backup,
                 "Of the directory only journal/ and HEAD are looked at");
  verb->add_option("--to", flags->to, "Up to this position; 0: all")->type_name("N");
  verb->add_option("--threshold", flags->thresholds, "Of near-thresholds, in place of ours")
      ->delimiter(',')
      ->type_name("AMOUNT,…");
  verb->add_option("--margin", flags->margin_percent, "Of near-thresholds: below by so much")
      ->type_name("PERCENT")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str();
  verb->add_option("--split-threshold", flags->split_threshold, "Of split-awards; 23000")
      ->type_name("AMOUNT");
  verb->add_option("--split-days", parameters.split_days, "Of split-awards")
      ->check(CLI::Range(0, 36'600))
      ->capture_default_str();
  verb->add_option("--account-days", parameters.account_days, "Of account-changes")
      ->check(CLI::Range(0, 36'600))
      ->capture_default_str();
  verb->add_option("--late-days", parameters.late_days, "Of late-entries")
      ->check(CLI::Range(0, 36'600))
      ->capture_default_str();
  verb->footer(
      "What is found is an answer, not an error: the exit code is 0. Examples:\n"
      "  grandlivre --data region --as auditor audit\n"
      "  grandlivre --data region --as auditor audit near-thresholds --threshold 90000 --margin 2\n"
      "  grandlivre --output csv audit reversals --dir received --from-backup");
  verb->callback([program, flags] { program.exit_code = run_checks(program.options, *flags); });
}

}  // namespace gl::tools
