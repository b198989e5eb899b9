#include "sequencer/sequencer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "codec/event_codec.h"
#include "ledger/command_hash.h"
#include "ledger/decide.h"
#include "replication/solo.h"
#include "sequencer/rig.h"

namespace gl::sequencer {
namespace {

using ledger::Command;
using ledger::Outcome;
using ledger::Rule;

struct Waiting {
  std::vector<std::future<Answers>> futures;

  Submission of(std::vector<Command> commands) {
    auto promise = std::make_shared<std::promise<Answers>>();
    futures.push_back(promise->get_future());
    Submission submission;
    submission.commands = std::move(commands);
    submission.answer = [promise](Answers answers) { promise->set_value(std::move(answers)); };
    return submission;
  }
};

Submission just(Command command) {
  Submission submission;
  submission.commands.push_back(std::move(command));
  return submission;
}

/// An order that fails, or gives way to another writer, from some position on.
class FailingOrder final : public replication::OrderedLog {
 public:
  explicit FailingOrder(Position good_to) : good_to_(good_to), solo_(Position{1}) {}

  Result<replication::Epoch> open_epoch() override { return solo_.open_epoch(); }
  Result<replication::Verdict> append(replication::Block const& block) override {
    if (block.first <= good_to_) return solo_.append(block);
    if (gives_way) return replication::Verdict{};
    return fail(Errc::io, "the disk said no");
  }
  Result<replication::OrderedBlock> read(replication::Sequence from) override {
    return solo_.read(from);
  }
  Result<replication::Sequence> head() override { return solo_.head(); }
  replication::Info info() const override { return solo_.info(); }

  bool gives_way = false;

 private:
  Position good_to_;
  replication::Solo solo_;
};

/// An order that holds a block back until it is told to let it through.
class GateOrder final : public replication::OrderedLog {
 public:
  Result<replication::Epoch> open_epoch() override { return solo_.open_epoch(); }
  Result<replication::Verdict> append(replication::Block const& block) override {
    std::unique_lock lock(mutex_);
    if (block.first >= closed_from_) {
      is_held_ = true;
      changed_.notify_all();
      changed_.wait(lock, [&] { return closed_from_ == open_; });
      is_held_ = false;
    }
    return solo_.append(block);
  }
  Result<replication::OrderedBlock> read(replication::Sequence from) override {
    return solo_.read(from);
  }
  Result<replication::Sequence> head() override { return solo_.head(); }
  replication::Info info() const override { return solo_.info(); }

  void close_from(Position position) {
    std::scoped_lock const lock(mutex_);
    closed_from_ = position;
  }
  void let_through() {
    close_from(open_);
    changed_.notify_all();
  }
  void wait_until_held() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_held_; });
  }

 private:
  static constexpr Position open_{~std::uint64_t{0}};
  replication::Solo solo_{Position{1}};
  std::mutex mutex_;
  std::condition_variable changed_;
  Position closed_from_ = open_;
  bool is_held_ = false;
};

/// `first` and so many votes that the committer's thread writes the block, not the deciding one.
std::vector<Command> large_block(Command first) {
  std::vector<Command> commands{std::move(first)};
  while (commands.size() < 100) commands.push_back(vote("P1", "1"));
  return commands;
}

void expect_durable(journal::Journal const& journal, AnswerList const& answers) {
  for (auto const& answer : answers) {
    EXPECT_NE(answer.last, Position{0});
    EXPECT_LE(answer.last, journal.watermark());
  }
}

void wait_until(std::function<bool()> const& is_so) {
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  while (!is_so() && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  ASSERT_TRUE(is_so());
}

TEST(Sequencer, SumsExactlyWhatManyThreadsSubmitAtOnce) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  constexpr int threads = 16;
  constexpr int each = 100;
  {
    std::vector<std::jthread> senders;
    for (int t = 0; t < threads; ++t) {
      senders.emplace_back([&rig] {
        for (int i = 0; i < each; ++i) {
          EXPECT_EQ(rig.run_one(vote("P1", "2.50")).outcome, Outcome::accepted);
        }
      });
    }
  }
  EXPECT_EQ(rig.head(), 2U + threads * each);
  // 4,000.00 were voted: that much can be taken back and not a cent more.
  EXPECT_EQ(rig.run_one(adjust("P1", "-4000.01")).refusal.rule, Rule::authority_exceeded);
  EXPECT_EQ(rig.run_one(adjust("P1", "-4000.00")).outcome, Outcome::accepted);
  expect_one_gapless_order(*rig.journal);
  auto const status = rig.sequencer->status();
  EXPECT_EQ(status.head.value(), rig.head());
  EXPECT_EQ(status.events, rig.head() - 1);
  EXPECT_EQ(status.commands, threads * each + 3U);
  EXPECT_LT(status.blocks, status.events) << "blocks hold what came while the disk was busy";
  EXPECT_GT(status.commit_p99.count(), 0);
  EXPECT_GE(status.commit_p99, status.commit_p50);
}

TEST(Sequencer, NeverAnswersBeforeItsEventsAreDurable) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  Waiting waiting;
  for (int i = 0; i < 300; ++i) {
    auto submission = waiting.of({vote("P1", "1"), adjust("P1", "-1000000")});
    auto deliver = std::move(submission.answer);
    submission.answer = [deliver, &journal = *rig.journal](Answers answers) {
      EXPECT_TRUE(answers.has_value());
      expect_durable(journal, answers.value_or(AnswerList{}));
      deliver(std::move(answers));
    };
    ASSERT_TRUE(rig.sequencer->submit(std::move(submission)));
  }
  for (auto& future : waiting.futures) EXPECT_TRUE(future.get().has_value());
}

TEST(Sequencer, HoldsEveryAnswerBackThatRestsOnABlockBeingWritten) {
  GateOrder order;
  Rig rig{false, [&](Config& config) { config.order = &order; }};
  rig.run_one(create_programme("P1"));
  order.close_from(Position{3});
  Waiting waiting;
  auto const first = vote("P1", "1");
  auto other = vote("P1", "2");
  other.header.id = first.header.id;
  auto tried = waiting.of({vote("P1", "3")});
  tried.dry_run = true;
  ASSERT_TRUE(rig.sequencer->submit(waiting.of(large_block(first))));
  order.wait_until_held();
  ASSERT_TRUE(rig.sequencer->submit(waiting.of({first})));            // a repeat
  ASSERT_TRUE(rig.sequencer->submit(waiting.of({other})));            // a mismatch
  ASSERT_TRUE(rig.sequencer->submit(waiting.of({vote("P9", "1")})));  // refused, not recorded
  ASSERT_TRUE(rig.sequencer->submit(std::move(tried)));
  std::promise<std::optional<ledger::Answer>> promise;
  auto found = promise.get_future();
  Lookup lookup{first.header.id, [&](auto answer) { promise.set_value(std::move(answer)); }};
  ASSERT_TRUE(rig.sequencer->lookup(std::move(lookup)));
  wait_until([&] { return rig.sequencer->status().queue_submissions == 0; });
  std::this_thread::sleep_for(std::chrono::milliseconds{50});
  for (auto& future : waiting.futures) {
    EXPECT_EQ(future.wait_for(std::chrono::seconds{0}), std::future_status::timeout);
  }
  EXPECT_EQ(found.wait_for(std::chrono::seconds{0}), std::future_status::timeout);
  EXPECT_EQ(rig.head(), 2U);

  order.let_through();
  std::vector<ledger::Answer> answers;
  for (auto& future : waiting.futures) answers.push_back(future.get().value().front());
  EXPECT_EQ(answers[0].outcome, Outcome::would_accept);
  EXPECT_EQ(answers[1].first, Position{3});
  EXPECT_EQ(answers[2].first, Position{3});
  EXPECT_TRUE(answers[2].repeated);
  EXPECT_EQ(answers[3].refusal.rule, Rule::duplicate_command_mismatch);
  EXPECT_EQ(answers[4].refusal.rule, Rule::unknown_target);
  EXPECT_EQ(found.get()->first, Position{3});
  EXPECT_EQ(rig.head(), 2U + 100);
}

TEST(Sequencer, BuildsOneBlockWhileAnotherIsBeingWritten) {
  GateOrder order;
  Rig rig{false, [&](Config& config) { config.order = &order; }};
  rig.run_one(create_programme("P1"));
  auto const blocks = rig.sequencer->status().blocks;
  order.close_from(Position{3});
  Waiting waiting;
  ASSERT_TRUE(rig.sequencer->submit(waiting.of(large_block(vote("P1", "1")))));
  order.wait_until_held();
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(rig.sequencer->submit(waiting.of({vote("P1", "1")})));
  }
  wait_until([&] { return rig.sequencer->status().queue_submissions == 0; });
  order.let_through();
  for (auto& future : waiting.futures) EXPECT_TRUE(future.get().has_value());
  EXPECT_LE(rig.sequencer->status().blocks, blocks + 3);  // the last may have come a moment late
  EXPECT_EQ(rig.head(), 2U + 200);
}

TEST(Sequencer, SplitsALargeSubmissionIntoBlocksAndAnswersItOnce) {
  Rig rig{false, [](Config& config) { config.block_events_max = 100; }};
  std::vector<Command> commands{create_programme("P1")};
  while (commands.size() < 1'050) commands.push_back(vote("P1", "1"));
  auto const answers = rig.run_each(commands);
  ASSERT_EQ(answers.size(), 1'050U);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    ASSERT_EQ(answers[i].command_id, commands[i].header.id);
    ASSERT_EQ(answers[i].first, Position{2 + i});
  }
  EXPECT_GE(rig.sequencer->status().blocks, 11U);
}

TEST(Sequencer, TurnsNumbersOutsideItsLimitsAwayAndSaysThem) {
  Rig rig;
  auto const none = rig.run({});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::malformed);
  Submission many;
  many.commands.resize(submission_commands_max + 1);
  auto const too_many = rig.run(std::move(many));
  ASSERT_FALSE(too_many);
  EXPECT_NE(too_many.error().what.find("8192"), std::string::npos);
  Submission odd;
  odd.commands.resize(2);
  odd.targets.resize(1);
  EXPECT_EQ(rig.run(std::move(odd)).error().code, Errc::malformed);
}

TEST(Sequencer, IsBusyWhenItsQueueIsFullAndTellsWhenThereIsRoom) {
  Rig rig{false, [](Config& config) { config.queue_commands_max = 100; }};
  rig.run_one(create_programme("P1"));
  std::promise<void> release;
  auto gate = release.get_future().share();
  Waiting waiting;
  // The committer is held up in a callback: one block more is built, then the queue fills.
  auto first = waiting.of({vote("P1", "1")});
  first.answer = [deliver = std::move(first.answer), gate](Answers answers) {
    gate.wait();
    deliver(std::move(answers));
  };
  ASSERT_TRUE(rig.sequencer->submit(std::move(first)));
  Result<void> taken;
  std::size_t sent = 1;
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
  std::vector<Command> const fifty(50, vote("P1", "1"));
  while (taken && std::chrono::steady_clock::now() < deadline) {
    auto next_one = waiting.of(fifty);
    taken = rig.sequencer->submit(std::move(next_one));
    if (taken) ++sent;
    if (!taken) {
      EXPECT_EQ(taken.error().code, Errc::busy);
      EXPECT_EQ(next_one.commands.size(), 50U);  // NOLINT(bugprone-use-after-move): not taken
      waiting.futures.pop_back();
    }
  }
  ASSERT_FALSE(taken);
  std::promise<void> room;
  rig.sequencer->when_room([&] { room.set_value(); });
  release.set_value();
  room.get_future().get();
  EXPECT_EQ(waiting.futures.size(), sent);
  for (auto& future : waiting.futures) EXPECT_TRUE(future.get().has_value());
}

TEST(Sequencer, AnswersEverythingItTookInBeforeItStops) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  Waiting waiting;
  std::promise<std::optional<ledger::Answer>> found;
  auto const looked_for = vote("P1", "1");
  for (int i = 0; i < 500; ++i) {
    ASSERT_TRUE(rig.sequencer->submit(waiting.of({i == 77 ? looked_for : vote("P1", "1")})));
  }
  Lookup lookup{looked_for.header.id, [&](auto answer) { found.set_value(std::move(answer)); }};
  ASSERT_TRUE(rig.sequencer->lookup(std::move(lookup)));
  rig.sequencer->stop();
  for (auto& future : waiting.futures) {
    ASSERT_EQ(future.wait_for(std::chrono::seconds{0}), std::future_status::ready);
    EXPECT_EQ(future.get()->front().outcome, Outcome::accepted);
  }
  EXPECT_EQ(found.get_future().get()->first, Position{2 + 78});
  EXPECT_EQ(rig.head(), 502U);
  auto const late = rig.run(just(vote("P1", "1")));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Errc::closed);
  rig.sequencer->stop();  // again: nothing
  EXPECT_EQ(rig.process_stopped, 0);
}

TEST(Sequencer, EndsTheProcessAfterAFailedWriteAndAnswersNothingMore) {
  FailingOrder order{Position{2}};
  Rig rig{false, [&](Config& config) { config.order = &order; }};
  EXPECT_EQ(rig.run_one(create_programme("P1")).outcome, Outcome::accepted);
  std::atomic<int> answered{0};
  for (int i = 0; i < 20; ++i) {
    Submission submission;
    submission.commands = {vote("P1", "1")};
    submission.answer = [&](Answers const&) { ++answered; };
    if (!rig.sequencer->submit(std::move(submission))) break;
  }
  wait_until([&] { return rig.process_stopped > 0; });
  EXPECT_EQ(rig.run(just(vote("P1", "1"))).error().code, Errc::closed);
  rig.sequencer->stop();
  EXPECT_EQ(answered, 0);
  EXPECT_EQ(rig.process_stopped, 1);
  EXPECT_EQ(rig.head(), 2U);
}

TEST(Sequencer, EndsTheProcessWhenAnotherWriterTookOver) {
  FailingOrder order{Position{2}};
  order.gives_way = true;
  Rig rig{false, [&](Config& config) { config.order = &order; }};
  rig.run_one(create_programme("P1"));
  Submission submission;
  submission.commands = {vote("P1", "1")};
  submission.answer = [&](Answers const&) { ADD_FAILURE() << "answered"; };
  ASSERT_TRUE(rig.sequencer->submit(std::move(submission)));
  wait_until([&] { return rig.process_stopped > 0; });
  EXPECT_EQ(rig.head(), 2U);
}

TEST(Sequencer, EndsTheProcessWhenTheJournalRefusesToAppend) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  rig.reopen_read_only();
  EXPECT_EQ(rig.try_out({vote("P1", "1")}).front().outcome, Outcome::would_accept);
  Submission submission;
  submission.commands = {vote("P1", "1")};
  submission.answer = [&](Answers const&) { ADD_FAILURE() << "answered"; };
  ASSERT_TRUE(rig.sequencer->submit(std::move(submission)));
  wait_until([&] { return rig.process_stopped > 0; });
}

TEST(Sequencer, TakesAFingerprintForAnIdOnlyIfTheEventSaysSo) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  auto const fresh = vote("P1", "1");
  ledger::CommandHash const hash{Uuid{{std::byte{0x0c}, std::byte{0xa1}}}};
  Start lying;
  lying.load_hashes = [&](HashSink const& sink) -> Result<Position> {
    sink(Position{2}, hash(fresh.header.id));  // another command's event stands there
    return Position{2};
  };
  ASSERT_TRUE(rig.reopen_with(std::move(lying)));
  EXPECT_EQ(rig.look_up(fresh.header.id), std::nullopt);
  auto const first = rig.run_one(fresh);
  EXPECT_FALSE(first.repeated);
  EXPECT_EQ(first.first, Position{3});
  EXPECT_TRUE(rig.run_one(fresh).repeated);
}

TEST(Sequencer, RefusesToOpenOnAnEmptyJournalOrASnapshotBeyondIt) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  Start ahead;
  for (std::uint64_t at = 1; at <= 2; ++at) ledger::apply(ahead.state, rig.event(Position{at}));
  ahead.position = Position{3};
  EXPECT_EQ(rig.reopen_with(std::move(ahead)).error().code, Errc::malformed);
  Start views_ahead;
  views_ahead.load_hashes = [](HashSink const&) -> Result<Position> { return Position{3}; };
  EXPECT_EQ(rig.reopen_with(std::move(views_ahead)).error().code, Errc::malformed);

  auto const empty_dir = rig.dir / "empty";
  std::filesystem::create_directory(empty_dir);
  ASSERT_TRUE(journal::Journal::create(empty_dir));
  journal::Config of_empty;
  of_empty.dir = empty_dir;
  auto const empty = journal::Journal::open(of_empty).value();
  EXPECT_EQ(Sequencer::open(Config{}, *empty, rig.clock, {}).error().code, Errc::not_found);
}

TEST(Sequencer, RefusesToOpenOnAnEventOfANewerType) {
  Rig rig;
  rig.run_one(create_programme("P1"));
  rig.sequencer.reset();
  auto bytes = rig.journal->read_one(Position{2}).value();
  auto const type = codec::peek(bytes).value().type;
  // The type is the discriminant of the root struct: the only place with its number that `peek`
  // follows. Find it by trying.
  bool found = false;
  for (std::size_t at = 0; at + 1 < bytes.size() && !found; at += 2) {
    auto changed = bytes;
    changed[at] = std::byte{0xe7};
    changed[at + 1] = std::byte{0x03};
    auto const header = codec::peek(changed);
    if (!header || header->type != 999 || type == 999) continue;
    found = true;
    journal::Records records;
    records.append(changed);
    ASSERT_TRUE(rig.journal->append(Position{3}, records));
  }
  ASSERT_TRUE(found);
  auto const opened = rig.reopen_with({});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::newer_format);
  EXPECT_NE(opened.error().what.find("position 3"), std::string::npos);
}

TEST(Sequencer, CreatesALedgerOnlyInAnEmptyJournal) {
  Rig rig;
  rig.sequencer.reset();
  auto const again = create_ledger(*rig.journal, {}, {}, Rig::start());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::exists);
  EXPECT_EQ(rig.head(), 1U);
}

TEST(Sequencer, ShowsTheStateOfTheWholeHistoryBeforeItDecidesAnything) {
  std::size_t programmes = 99;
  Rig rig{false, [&](Config& config) {
            config.on_folded = [&](ledger::State const& state) -> Result<void> {
              programmes = state.programmes.size();
              return {};
            };
          }};
  EXPECT_EQ(programmes, 0U);
  static_cast<void>(rig.run_one(create_programme("P")));
  rig.reopen();
  EXPECT_EQ(programmes, 1U);
}

TEST(Sequencer, DoesNotOpenWhenWhatMustHoldOutsideCannotBeDone) {
  bool fails = false;
  Rig rig{false, [&](Config& config) {
            config.on_folded = [&](ledger::State const&) -> Result<void> {
              if (fails) return fail(Errc::io, "the disk said no");
              return {};
            };
          }};
  fails = true;
  auto const opened = rig.reopen_with({});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::io);
}

}  // namespace
}  // namespace gl::sequencer
