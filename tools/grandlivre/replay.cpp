#include <spdlog/fmt/fmt.h>

#include <cstdio>
#include <memory>
#include <string>

#include "tools/grandlivre/progress.h"
#include "tools/grandlivre/replaying.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

struct ReplayFlags {
  SourceFlags source;
  std::uint64_t to = 0;
  std::string programme;
};

Json finding_json(audit::Finding const& finding) {
  return {{"position", finding.position.value()},
          {"event_type", finding.event_type},
          {"code", code_of(finding)},
          {"sentence", finding.sentence},
          {"limit", finding.limit},
          {"actual", finding.actual}};
}

Table findings_table(std::vector<audit::Finding> const& findings) {
  Table table{{{"Position", Align::right}, {"Event"}, {"Code"}, {"Limit"}, {"Actual"}, {"What"}},
              {}};
  for (auto const& f : findings) {
    table.rows.push_back({std::to_string(f.position.value()), f.event_type, std::string{code_of(f)},
                          f.limit, f.actual, f.sentence});
  }
  return table;
}

Json kept_json(std::optional<Replay::Kept> const& kept) {
  if (!kept) return nullptr;
  return {{"position", kept->at.value()},
          {"kept", to_hex(kept->kept)},
          {"replayed", to_hex(kept->replayed)},
          {"agrees", kept->agrees()}};
}

Json rules_json(Replay const& replay, std::vector<audit::Finding> const& findings) {
  Json list = Json::array();
  for (auto const& finding : findings) list.push_back(finding_json(finding));
  return {{"checked", replay.checked().value()},
          {"commands", replay.recheck().decided()},
          {"refusals", replay.recheck().refusals()},
          {"findings", std::move(list)}};
}

/// "as replayed", or both values.
std::string in_words(std::optional<Replay::Kept> const& kept, std::string_view without) {
  if (!kept) return std::string{without};
  if (kept->agrees()) return fmt::format("as replayed, at position {}", kept->at.value());
  return fmt::format("NOT as replayed, at position {}: {} is kept, the events give {}",
                     kept->at.value(), to_hex(kept->kept), to_hex(kept->replayed));
}

void print_summary(Replay const& replay, std::size_t findings, Progress const& clock) {
  auto const last = replay.last().value();
  auto const text = fmt::format(
      "replayed {} events in {:.2f} s ({:.0f} a second)\n"
      "rules       {} commands decided again, {} refusals held against the state: {}\n"
      "root        {}\n"
      "digest      {}\n"
      "journal     its root is {}\n"
      "checkpoint  its root is {}\n"
      "views       their digest is {}\n",
      last, clock.seconds(), clock.rate(last), replay.recheck().decided(),
      replay.recheck().refusals(),
      findings == 0 ? "no rule is broken" : fmt::format("{} findings", findings),
      to_hex(replay.root()), to_hex(replay.balance().digest()),
      in_words(replay.head(), "not compared: it is of the head"),
      in_words(replay.checkpoint(), "not compared: none is signed up to here"),
      in_words(replay.views(), "not compared: they answer when a server runs"));
  std::fputs(text.c_str(), stdout);
}

Result<std::vector<ledger::ProgrammeBalances>> balances_of(Replay const& replay,
                                                           std::string const& programme) {
  std::vector<ledger::ProgrammeBalances> all;
  for (auto const& id : replay.balance().programmes()) {
    if (!programme.empty() && id.view() != programme) continue;
    auto balances = replay.balance().balances(id);
    if (!balances) return std::unexpected(balances.error());
    all.push_back(*std::move(balances));
  }
  if (!programme.empty() && all.empty()) {
    return fail(Errc::not_found, "there is no programme " + programme + " up to position " +
                                     std::to_string(replay.checked().value()));
  }
  return all;
}

/// What is wrong, in one sentence for standard error; nothing where all is well.
ExitCode verdict(Replay const& replay, std::vector<audit::Finding> const& findings) {
  if (findings.empty()) {
    if (replay.agrees()) return ExitCode::done;
    return complain("what is kept beside the events is not what they give: see above; restore it");
  }
  auto const& first = findings.front();
  auto const rest = replay.last().value() - replay.checked().value();
  return complain(fmt::format(
      "{} findings; the first: position {}, {}: {}: {}{}", findings.size(), first.position.value(),
      first.event_type, code_of(first), first.sentence,
      rest == 0 ? ""
                : fmt::format("; {} events from there on stand on it and were not checked", rest)));
}

ExitCode print_replay(Options const& options, ReplayFlags const& flags, Replay const& replay,
                      Progress const& clock) {
  auto const findings = replay.findings();
  auto const all = balances_of(replay, flags.programme);
  if (!all) return complain(all.error());
  if (options.output == Output::json) {
    Json json{{"position", replay.last().value()},
              {"root", to_hex(replay.root())},
              {"digest", to_hex(replay.balance().digest())},
              {"programmes", Json::array()}};
    for (auto const& balances : *all) json["programmes"].push_back(to_json(balances));
    json["rules"] = rules_json(replay, findings);
    json["journal"] = kept_json(replay.head());
    json["checkpoint"] = kept_json(replay.checkpoint());
    json["views"] = kept_json(replay.views());
    print_json(json);
    return verdict(replay, findings);
  }
  if (!findings.empty()) print(options, {}, findings_table(findings), "What follows from no rule");
  for (auto const& balances : *all) {
    print(options, {}, to_table(balances),
          "Programme " + balances.programme.string() + ", " + describe(balances.as_of));
  }
  if (options.output == Output::table) print_summary(replay, findings.size(), clock);
  return verdict(replay, findings);
}

ExitCode run_replay(Options const& options, ReplayFlags const& flags) {
  auto const source = open_source(options, flags.source);
  if (!source) return complain(source.error());
  auto const head = (*source)->head();
  if (flags.to > head.value()) {
    return complain(
        fmt::format("--to {} is beyond the head, {}: give at most that", flags.to, head.value()),
        ExitCode::usage);
  }
  Progress const clock{"events", 0};
  Replay replay{**source, flags.to == 0 ? head : Position{flags.to}};
  if (auto const done = replay.run(); !done) return complain(done.error());
  return print_replay(options, flags, replay, clock);
}

}  // namespace

void add_replay(Program program) {
  auto* const verb = program.app.add_subcommand(
      "replay", "Decides every event again and rebuilds the balances, from the events alone");
  auto const flags = std::make_shared<ReplayFlags>();
  verb->add_option("DIR", flags->source.directory,
                   "A data directory, not being served; else as --data or --server say");
  verb->add_flag("--from-backup", flags->source.from_backup,
                 "The directory is a backup: only its journal/ and HEAD are looked at");
  verb->add_option("--to", flags->to, "Up to this position; 0: all")->type_name("N");
  verb->add_option("--programme", flags->programme, "Only this programme's balances");
  verb->footer(
      "Exit code 1 where an event breaks a rule, or what is kept beside the events is not what "
      "they\n"
      "give. What can be checked again, and what cannot: docs/audit.md. Examples:\n"
      "  grandlivre replay region\n"
      "  grandlivre replay received --from-backup --to 39\n"
      "  grandlivre --data region --as auditor replay");
  verb->callback([program, flags] { program.exit_code = run_replay(program.options, *flags); });
}

}  // namespace gl::tools
