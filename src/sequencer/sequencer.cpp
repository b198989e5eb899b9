#include "sequencer/sequencer.h"

#include <spdlog/spdlog.h>

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "codec/event_codec.h"
#include "ledger/decide.h"
#include "replication/solo.h"
#include "sequencer/committer.h"
#include "sequencer/decider.h"
#include "sequencer/earlier_events.h"
#include "sequencer/input_queue.h"
#include "sequencer/known_commands.h"
#include "sequencer/replay.h"
#include "sequencer/writer.h"

namespace gl::sequencer {

void end_process() { std::_Exit(70); }

struct Sequencer::Impl {
  Impl(Config given, journal::Journal& of, replication::OrderedLog& order,
       std::unique_ptr<replication::OrderedLog> own_order, replication::Epoch epoch, Clock& clock,
       Replayed replayed)
      : config(std::move(given)),
        journal(of),
        solo(std::move(own_order)),
        queue(config.queue_commands_max, config.queue_submissions_max),
        earlier(of),
        known(replayed.state.ledger(), std::move(replayed.fingerprints), earlier),
        decider(std::move(replayed.state), known, earlier),
        committer(of, order, epoch,
                  {[this] { queue.poke(); }, [this](Error const& error) { fail_stop(error); }}),
        writer({config.block_events_max, config.block_bytes_max}, queue, committer, known, earlier,
               decider, clock, [this](Error const& error) { fail_stop(error); }),
        thread([this] { writer.run(); }) {}

  void fail_stop(Error const& error) {
    if (stopped_by_failure.exchange(true)) return;
    spdlog::critical("event=sequencer_failed code={} what=\"{}\"", name(error.code), error.what);
    spdlog::default_logger_raw()->flush();
    queue.close();
    config.stop_process();
  }

  void stop() {
    std::scoped_lock const lock(stop_mutex);
    queue.close();
    if (!thread.joinable()) return;
    thread.join();
    if (!stopped_by_failure) {
      spdlog::info("event=sequencer_stopped position={}", journal.watermark().value());
    }
  }

  Config const config;
  journal::Journal& journal;
  std::unique_ptr<replication::OrderedLog> solo;
  InputQueue queue;
  EarlierEvents earlier;
  KnownCommands known;
  Decider decider;
  std::atomic<bool> stopped_by_failure{false};
  Committer committer;
  Writer writer;
  std::mutex stop_mutex;
  std::thread thread;
};

Result<std::unique_ptr<Sequencer>> Sequencer::open(Config config, journal::Journal& journal,
                                                   Clock& clock, Start start) {
  auto replayed = replay(journal, std::move(start), config.on_progress);
  if (!replayed) return std::unexpected(std::move(replayed.error()));
  if (config.on_folded) {
    if (auto done = config.on_folded(replayed->state); !done) return std::unexpected(done.error());
  }
  std::unique_ptr<replication::OrderedLog> solo;
  if (config.order == nullptr) {
    solo = std::make_unique<replication::Solo>(journal.watermark());
    config.order = solo.get();
  }
  auto const epoch = config.order->open_epoch();
  if (!epoch) return std::unexpected(epoch.error());
  auto& order = *config.order;
  return std::unique_ptr<Sequencer>(new Sequencer(std::make_unique<Impl>(
      std::move(config), journal, order, std::move(solo), *epoch, clock, std::move(*replayed))));
}

Sequencer::Sequencer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Sequencer::~Sequencer() { stop(); }

Result<void> Sequencer::submit(Submission&& submission) {
  auto const count = submission.commands.size();
  auto const most = submission.atomic ? atomic_commands_max : submission_commands_max;
  if (count == 0 || count > most) {
    return fail(Errc::malformed, std::to_string(count) + " commands in one " +
                                     (submission.atomic ? "atomic list" : "submission") +
                                     ": send 1 to " + std::to_string(most));
  }
  if (!submission.targets.empty() && submission.targets.size() != count) {
    return fail(Errc::malformed, std::to_string(submission.targets.size()) + " targets for " +
                                     std::to_string(count) + " commands: give one each, or none");
  }
  return impl_->queue.push(std::move(submission), count);
}

Result<void> Sequencer::lookup(Lookup&& lookup) { return impl_->queue.push(std::move(lookup), 1); }

Result<void> Sequencer::record(AdministrativeAct&& act) {
  return impl_->queue.push(std::move(act), 1);
}

void Sequencer::when_room(std::function<void()> ready) { impl_->queue.when_room(std::move(ready)); }

void Sequencer::stop() { impl_->stop(); }

Status Sequencer::status() const {
  auto const depth = impl_->queue.depth();
  auto const counts = impl_->committer.counts();
  auto const& gauges = impl_->writer.gauges();
  auto const now = std::chrono::steady_clock::now();
  Status status;
  status.head = impl_->journal.watermark();
  status.queue_commands = depth.commands;
  status.queue_submissions = depth.requests;
  status.blocks = counts.blocks;
  status.events = counts.events;
  status.commands = counts.commands;
  status.turned_away = gauges.turned_away;
  status.commit_p50 = impl_->committer.latency().quantile(0.5, now);
  status.commit_p99 = impl_->committer.latency().quantile(0.99, now);
  status.clock_skew = std::chrono::microseconds{gauges.skew_us};
  status.command_ids = gauges.command_ids;
  status.command_id_bytes = gauges.command_id_bytes;
  return status;
}

Result<void> create_ledger(journal::Journal& journal, ledger::LedgerCreated const& ledger,
                           ledger::Actor const& actor, Instant now) {
  if (journal.watermark() != Position{}) {
    return fail(Errc::exists, "the journal holds " + std::to_string(journal.watermark().value()) +
                                  " events already: a ledger is created in an empty one");
  }
  journal::Records records;
  records.append(codec::encode_event(ledger::make_ledger_created(ledger, actor, now)));
  auto const head = journal.append(Position{1}, records);
  if (!head) return std::unexpected(head.error());
  return {};
}

}  // namespace gl::sequencer
