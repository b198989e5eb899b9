#include "bench/support/engine.h"

#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/check.h"
#include "bench/support/report.h"

namespace gl::bench {
namespace {

template <class T>
T value(Result<T> result) {
  GL_CHECK(result.has_value(), result.error().what);
  return std::move(*result);
}

/// Counts lists in and answers out.
class Countdown {
 public:
  void add() {
    std::scoped_lock const lock(mutex_);
    ++open_;
  }
  void done() {
    std::scoped_lock const lock(mutex_);
    if (--open_ == 0) all_done_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    all_done_.wait(lock, [&] { return open_ == 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_done_;
  std::size_t open_ = 0;
};

void expect_accepted(sequencer::Answers const& answers) {
  GL_CHECK(answers.has_value(), answers.error().what);
  for (auto const& answer : *answers) {
    GL_CHECK(answer.outcome == ledger::Outcome::accepted, answer.refusal.sentence);
  }
}

}  // namespace

Scratch::Scratch() {
  auto pattern = (std::filesystem::temp_directory_path() / "gl-bench-XXXXXX").string();
  GL_CHECK(::mkdtemp(pattern.data()) != nullptr, "no temporary directory");
  path_ = pattern;
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Engine::Engine(std::filesystem::path const& directory, bool with_views) {
  std::filesystem::create_directories(directory);
  auto const made = journal::Journal::create(directory);
  GL_CHECK(made.has_value(), made.error().what);
  journal::Config journal_config;
  journal_config.dir = directory;
  journal_ = value(journal::Journal::open(journal_config));
  SystemRandom random;
  auto const id = make_uuid_v7(clock_.now(), random);
  ledger::Actor founder;
  founder.person = ledger::PersonId{"init"};
  founder.role = ledger::Role::system;
  auto const created = sequencer::create_ledger(
      *journal_, ledger::LedgerCreated{id, false, "bench"}, founder, clock_.now());
  GL_CHECK(created.has_value(), created.error().what);
  if (with_views) {
    projections::ViewsConfig config;
    config.dir = directory;
    config.ledger = id;
    views_ = value(projections::Views::open(config, *journal_));
  }
  sequencer_ = value(sequencer::Sequencer::open({}, *journal_, clock_, {}));
}

Engine::~Engine() {
  sequencer_.reset();
  views_.reset();
}

CivilDate Engine::today() { return paris_date(clock_.now()); }

void Engine::run(std::vector<CommandList> lists) {
  Countdown countdown;
  for (auto& list : lists) {
    countdown.add();
    sequencer::Submission submission;
    submission.commands = std::move(list);
    submission.answer = [&](sequencer::Answers const& answers) {
      expect_accepted(answers);
      countdown.done();
    };
    while (true) {
      auto const taken = sequencer_->submit(std::move(submission));
      if (taken) break;
      GL_CHECK(taken.error().code == Errc::busy, taken.error().what);
      std::this_thread::sleep_for(std::chrono::microseconds{200});
    }
  }
  countdown.wait();
}

double Engine::catch_up() {
  Stopwatch const watch;
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::minutes{10};
  GL_CHECK(views_->wait_for(journal_->head().position, deadline), "the views do not catch up");
  return watch.seconds();
}

std::size_t count(std::vector<CommandList> const& lists) {
  std::size_t commands = 0;
  for (auto const& list : lists) commands += list.size();
  return commands;
}

}  // namespace gl::bench
