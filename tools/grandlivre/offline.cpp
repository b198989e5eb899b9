#include <spdlog/fmt/fmt.h>

#include <cstdio>
#include <memory>

#include "codec/event_codec.h"
#include "journal/journal.h"
#include "ledger/archive.h"
#include "ledger/decide.h"
#include "projections/trial_balance.h"
#include "projections/views.h"
#include "proof/merkle.h"
#include "tools/common/data_directory.h"
#include "tools/grandlivre/progress.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

constexpr std::size_t slice_events = 8'192;
constexpr std::size_t slice_bytes = 8U << 20U;

struct OfflineFlags {
  std::string directory;
  std::uint64_t to = 0;
  std::string programme;
};

/// Everything that a replay folds: nothing of it comes from the views.
struct Replayed {
  ledger::State state;
  projections::TrialBalance balance;
  proof::Frontier tree;
};

Result<void> fold(Replayed& replayed, ByteView bytes) {
  auto const event = codec::decode_event(bytes);
  if (!event) return std::unexpected(event.error());
  ledger::apply(replayed.state, *event);
  replayed.balance.apply(*event);
  replayed.tree.append(proof::leaf_hash(bytes));
  return {};
}

Result<void> fold_journal(Replayed& replayed, journal::Journal const& journal, Position last) {
  Progress progress{"events", last.value()};
  Position at{1};
  while (at <= last) {
    auto const wanted = std::min<std::uint64_t>(slice_events, last.value() - at.value() + 1);
    auto const records = journal.read(at, wanted, slice_bytes);
    if (!records) return std::unexpected(records.error());
    for (std::size_t i = 0; i < records->size(); ++i) {
      if (auto done = fold(replayed, (*records)[i]); !done) {
        return fail(done.error().code,
                    fmt::format("position {}: {}", at.value() + i, done.error().what));
      }
    }
    at = Position{at.value() + records->size()};
    progress.show(at.value() - 1);
  }
  return {};
}

/// A replay stops where a rule of the fold is broken; what it has is then of no use.
ExitCode print_replay(Options const& options, Replayed const& replayed, OfflineFlags const& flags,
                      journal::Head const& head, Progress const& clock) {
  auto const last = replayed.balance.position();
  auto const root = replayed.tree.root();
  bool const whole = last == head.position;
  if (whole && root != head.root) {
    return complain(
        fmt::format("the root of the replayed events is {}, the journal's head says {}: "
                    "the journal is damaged",
                    to_hex(root), to_hex(head.root)));
  }
  Json json{{"position", last.value()},
            {"root", to_hex(root)},
            {"digest", to_hex(replayed.balance.digest())},
            {"programmes", Json::array()}};
  std::vector<ledger::ProgrammeBalances> all;
  for (auto const& programme : replayed.balance.programmes()) {
    if (!flags.programme.empty() && programme.view() != flags.programme) continue;
    auto const balances = replayed.balance.balances(programme);
    if (!balances) return complain(balances.error());
    json["programmes"].push_back(to_json(*balances));
    all.push_back(*balances);
  }
  if (!flags.programme.empty() && all.empty()) {
    return complain("there is no programme " + flags.programme + " up to position " +
                    std::to_string(last.value()));
  }
  if (options.output == Output::json) {
    print_json(json);
    return ExitCode::done;
  }
  for (auto const& balances : all) {
    print(options, {}, to_table(balances),
          "Programme " + balances.programme.string() + ", " + describe(balances.as_of));
  }
  std::printf("replayed %llu events in %.2f s (%.0f a second)\nroot    %s\ndigest  %s\n",
              static_cast<unsigned long long>(last.value()), clock.seconds(),
              clock.rate(last.value()), to_hex(root).c_str(),
              to_hex(replayed.balance.digest()).c_str());
  return ExitCode::done;
}

ExitCode replay(Options const& options, OfflineFlags const& flags) {
  auto const config = DataDirectory{flags.directory}.read_config();
  if (!config) return complain(config.error());
  journal::Config journal_config;
  journal_config.dir = flags.directory;
  journal_config.read_only = true;
  journal_config.verify_in_background = false;
  auto const journal = journal::Journal::open(journal_config);
  if (!journal) return complain(journal.error());
  auto const head = (*journal)->head();
  if (flags.to > head.position.value()) {
    return complain(fmt::format("--to {} is beyond the head, {}: give at most that", flags.to,
                                head.position.value()),
                    ExitCode::usage);
  }
  Position const last{flags.to == 0 ? head.position.value() : flags.to};
  Progress const clock{"events", 0};
  Replayed replayed;
  if (auto done = fold_journal(replayed, **journal, last); !done) return complain(done.error());
  return print_replay(options, replayed, flags, head, clock);
}

ExitCode rebuild(Options const& options, OfflineFlags const& flags) {
  auto const config = DataDirectory{flags.directory}.read_config();
  if (!config) return complain(config.error());
  journal::Config journal_config;
  journal_config.dir = flags.directory;
  journal_config.verify_in_background = false;
  auto const journal = journal::Journal::open(journal_config);
  if (!journal) {
    auto error = journal.error();
    if (error.code == Errc::locked) {
      error.what += "; a running server rebuilds its views while it serves: send it SIGUSR1";
    }
    return complain(error);
  }
  projections::ViewsConfig views_config;
  views_config.dir = flags.directory;
  views_config.ledger = config->ledger;
  views_config.run_events = config->run_events;
  views_config.snapshot_events = config->snapshot_events;
  auto const views = projections::Views::open(views_config, **journal);
  if (!views) return complain(views.error());
  Progress progress{"events", (*journal)->head().position.value()};
  auto const report = (*views)->rebuild([&](projections::FoldProgress const& folded) {
    progress.show(folded.position.value(), folded.head.value());
  });
  if (!report) return complain(report.error());
  Json const json{{"position", report->position.value()},
                  {"runs_built", report->runs_built},
                  {"runs_compared", report->runs_compared},
                  {"events_per_second", static_cast<std::uint64_t>(report->events_per_second)}};
  if (options.output == Output::json) {
    print_json(json);
  } else {
    auto const text = fmt::format(
        "views rebuilt to position {} ({:.0f} events a second); {} runs, {} "
        "compared with the old ones and equal\n",
        report->position.value(), report->events_per_second, report->runs_built,
        report->runs_compared);
    std::fputs(text.c_str(), stdout);
  }
  return ExitCode::done;
}

}  // namespace

void add_offline(Program program) {
  auto* const replaying = program.app.add_subcommand(
      "replay", "Rebuilds balances from the events alone, without a server");
  auto const what = std::make_shared<OfflineFlags>();
  replaying->add_option("DIR", what->directory, "The data directory, not being served")->required();
  replaying->add_option("--to", what->to, "Up to this position; 0: all")->type_name("N");
  replaying->add_option("--programme", what->programme, "Only this programme's balances");
  replaying->callback([program, what] { program.exit_code = replay(program.options, *what); });

  auto* const rebuilding = program.app.add_subcommand(
      "rebuild", "Builds the views again and compares them with the old ones");
  auto const of = std::make_shared<OfflineFlags>();
  rebuilding->add_option("DIR", of->directory, "The data directory, not being served")->required();
  rebuilding->callback([program, of] { program.exit_code = rebuild(program.options, *of); });
}

}  // namespace gl::tools
