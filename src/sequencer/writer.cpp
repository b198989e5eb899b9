#include "sequencer/writer.h"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <variant>

namespace gl::sequencer {
namespace {

using ledger::Answer;
using ledger::Outcome;
using Steady = std::chrono::steady_clock;

/// How far ahead of deciding the table of ids is brought into the cache.
constexpr std::size_t prefetch_distance = 12;
/// How far ahead the commands themselves are.
constexpr std::size_t command_prefetch_distance = 2;

/// Blocks of so many events are written on the deciding thread: handing them to another one takes
/// longer than deciding what comes in meanwhile.
constexpr std::size_t small_block_events = 64;

/// Brings an object into the cache.
template <class T>
void prefetch(T const& object) {
  constexpr std::size_t line_bytes = 64;
  auto const* const begin = reinterpret_cast<char const*>(&object);
  for (std::size_t at = 0; at < sizeof(T); at += line_bytes) __builtin_prefetch(begin + at);
}

ledger::Refusal malformed(std::string sentence, std::string limit, std::string actual) {
  ledger::Refusal refusal;
  refusal.rule = ledger::Rule::malformed;
  refusal.sentence = std::move(sentence);
  refusal.limit = std::move(limit);
  refusal.actual = std::move(actual);
  return refusal;
}

/// The same refusal for every command, none of which was tried.
AnswerList all_refused(Submission const& submission, ledger::Refusal const& refusal) {
  AnswerList answers;
  answers.reserve(submission.commands.size());
  for (auto const& command : submission.commands) {
    answers.emplace_back();
    answers.back().command_id = command.header.id;
    answers.back().outcome = Outcome::refused;
    answers.back().refusal = refusal;
  }
  return answers;
}

}  // namespace

Writer::Writer(Limits limits, InputQueue& queue, Committer& committer, KnownCommands& known,
               EarlierEvents& earlier, Decider& decider, Clock& clock,
               std::function<void(Error const&)> on_failure)
    : limits_(limits),
      queue_(queue),
      committer_(committer),
      known_(known),
      earlier_(earlier),
      decider_(decider),
      clock_(clock),
      on_failure_(std::move(on_failure)) {
  for (auto& each : blocks_) each.restart(next(decider_.state().head()));
  earlier_.look_into(blocks_[1 - building_], blocks_[building_]);
}

void Writer::run() {
  pthread_setname_np(pthread_self(), "sequencer");
  while (!failed_ && !committer_.failed()) {
    bool const closed = queue_.closed();  // before the look: nothing comes in after it
    if (auto request = queue_.try_pop()) {
      std::visit([&](auto&& each) { take(std::forward<decltype(each)>(each)); },
                 std::move(*request));
      if (is_full(0)) hand_over();
      continue;
    }
    write_summaries(closed);
    if (!block().empty() && (closed || committer_.idle())) {
      commit_or_hand_over();
    } else if (closed) {
      break;
    } else {
      queue_.wait(next_summary());
    }
  }
  committer_.wait_idle();
}

void Writer::take(Submission submission) {
  auto const now = clock_.now();
  if (is_turned_away(submission, now)) return turn_away(std::move(submission), now);
  auto answers = decide(submission, now);
  if (failed_) return;
  answer_later(std::move(submission), std::move(answers));
}

void Writer::take(Lookup lookup) {
  auto const first = known_.find(lookup.command_id, known_.hash(lookup.command_id));
  if (!first) return fail_stop(first.error());
  std::optional<Answer> found;
  if (*first) {
    auto answer = known_.answer(lookup.command_id, **first);
    if (!answer) return fail_stop(answer.error());
    found = std::move(*answer);
  }
  block().answers.emplace_back([call = std::move(lookup.answer),
                                found = std::move(found)]() mutable { call(std::move(found)); });
}

void Writer::take(AdministrativeAct act) {
  std::ignore = set_time(std::nullopt, clock_.now());
  auto const position = decider_.record(act.body, act.actor, block());
  block().answers.emplace_back([call = std::move(act.done),
                                recorded = AdministrativeAct::Recorded{
                                    position, block().recorded_at}]() mutable { call(recorded); });
}

bool Writer::is_turned_away(Submission const& submission, Instant now) {
  if (submission.dry_run) return false;
  if (submission.turned_away && submission.turned_away->load(std::memory_order_acquire)) {
    return true;
  }
  return !budget_.admits(submission.commands.front().header.actor.person, now);
}

void Writer::turn_away(Submission submission, Instant now) {
  if (submission.turned_away) submission.turned_away->store(true, std::memory_order_release);
  auto const count = submission.commands.size();
  auto const& person = submission.commands.front().header.actor.person;
  budget_.turned_away(person, now, count);
  gauges_.turned_away.fetch_add(count, std::memory_order_relaxed);
  answer_later(
      std::move(submission),
      fail(Errc::busy, "the refusals of " + person.string() + " that are recorded are limited to " +
                           std::to_string(RefusalBudget::per_second) + " a second and " +
                           std::to_string(RefusalBudget::reserve) +
                           " in reserve, which are used up: none of these commands was "
                           "tried; send them again in a while"));
}

std::optional<ledger::Refusal> Writer::set_time(std::optional<Instant> wanted, Instant now) {
  auto const& state = decider_.state();
  if (!state.simulated()) {
    if (wanted) {
      return malformed("this ledger takes its time from the server's clock, and the request says " +
                           to_string(*wanted) + ": leave the recorded time out",
                       "", to_string(*wanted));
    }
    if (block().records.empty()) block().recorded_at = never_back(now);
    return std::nullopt;
  }
  auto const last = state.last_recorded_at();
  if (wanted && *wanted < last) {
    return malformed("recorded time never goes back: the request says " + to_string(*wanted) +
                         ", the ledger is at " + to_string(last),
                     to_string(last), to_string(*wanted));
  }
  auto const time = wanted.value_or(last);
  if (!block().records.empty() && block().recorded_at != time) hand_over();
  block().recorded_at = time;
  return std::nullopt;
}

Instant Writer::never_back(Instant now) {
  auto const last = decider_.state().last_recorded_at();
  auto const skew = std::max<std::int64_t>(0, last.microseconds() - now.microseconds());
  auto const before = gauges_.skew_us.exchange(skew, std::memory_order_relaxed);
  if (skew > 0 && before == 0) {
    spdlog::warn("event=clock_behind skew_us={} recorded_at={} clock={}", skew, to_string(last),
                 to_string(now));
  } else if (skew == 0 && before > 0) {
    spdlog::info("event=clock_caught_up clock={}", to_string(now));
  }
  return std::max(last, now);
}

void Writer::hash_ids(Submission const& submission) {
  hashes_.clear();
  for (auto const& command : submission.commands) {
    hashes_.push_back(known_.hash(command.header.id));
  }
}

Answers Writer::decide(Submission const& submission, Instant now) {
  auto const count = submission.commands.size();
  if (submission.atomic && !submission.dry_run && is_full(count)) hand_over();
  if (auto const refusal = set_time(submission.recorded_at, now)) {
    hash_ids(submission);
    return repeats_or(submission, *refusal);
  }
  if (!submission.dry_run && !submission.atomic) return decide_each(submission);
  hash_ids(submission);
  auto answers = submission.dry_run ? decider_.try_out(submission, hashes_, block().recorded_at)
                                    : decider_.decide_list(submission, hashes_, block());
  if (!answers) {
    fail_stop(answers.error());
  } else if (!submission.dry_run) {
    spend(answers->front(), submission.commands.front(), now);
  }
  return answers;
}

Answers Writer::repeats_or(Submission const& submission, ledger::Refusal const& refusal) {
  auto answers = all_refused(submission, refusal);
  std::size_t repeated = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    auto known = known_.answer(submission.commands[i].header, hashes_[i]);
    if (!known) {
      fail_stop(known.error());
      return answers;
    }
    if (!*known) continue;
    ++repeated;
    answers[i] = std::move(**known);
  }
  if (submission.atomic && repeated < answers.size()) return all_refused(submission, refusal);
  return answers;
}

Answers Writer::decide_each(Submission const& submission) {
  auto const& commands = submission.commands;
  AnswerList answers;
  answers.reserve(commands.size());
  hashes_.clear();
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (is_full(0)) {
      hand_over();
      std::ignore = set_time(submission.recorded_at, clock_.now());
    }
    while (hashes_.size() < std::min(commands.size(), i + prefetch_distance)) {
      hashes_.push_back(known_.hash(commands[hashes_.size()].header.id));
      known_.prefetch(hashes_.back());
    }
    if (i + command_prefetch_distance < commands.size()) {
      prefetch(commands[i + command_prefetch_distance]);
    }
    auto const& command = commands[i];
    auto const* const target = submission.targets.empty() ? nullptr : submission.targets[i].get();
    auto answer = decider_.decide_one(command, hashes_[i], target, block());
    if (!answer) {
      fail_stop(answer.error());
      return answers;
    }
    if (answer->outcome == Outcome::refused) spend(*answer, command, clock_.now());
    answers.push_back(std::move(*answer));
  }
  return answers;
}

void Writer::spend(Answer const& answer, ledger::Command const& command, Instant now) {
  bool const was_recorded =
      answer.outcome == Outcome::refused && answer.first != Position{} && !answer.repeated;
  if (was_recorded) budget_.spend(command.header.actor.person, now);
}

void Writer::answer_later(Submission submission, Answers answers) {
  block().commands += submission.commands.size();
  // The commands go along, so that the committer frees them: it has the time, this thread has not.
  block().answers.emplace_back(
      [spent = std::move(submission), answers = std::move(answers)]() mutable {
        spent.answer(std::move(answers));
      });
}

void Writer::write_summaries(bool all) {
  auto const next_one = budget_.next_summary();
  if (!next_one) return;
  auto const now = clock_.now();
  auto due = budget_.due_summaries(now, all);
  if (due.empty()) return;
  std::ignore = set_time(std::nullopt, now);
  for (auto& summary : due) {
    if (decider_.state().simulated()) summary.from = summary.to = block().recorded_at;
    spdlog::warn("event=refusals_summarised person={} count={}", summary.person.view(),
                 summary.count);
    decider_.summarise(summary, block());
  }
}

std::optional<Steady::time_point> Writer::next_summary() const {
  if (!budget_.next_summary()) return std::nullopt;
  return Steady::now() + std::chrono::seconds{1};  // the clock that counts may step or stand still
}

bool Writer::is_full(std::size_t more_events) const {
  auto const& records = blocks_[building_].records;
  if (records.empty()) return false;
  return records.size() >= limits_.block_events_max ||
         records.size() + more_events > limits_.block_events_max ||
         records.bytes() >= limits_.block_bytes_max;
}

void Writer::commit_or_hand_over() {
  if (block().records.size() > small_block_events || !committer_.idle()) return hand_over();
  committer_.commit_now(block());
  block().restart(next(decider_.state().head()));
  note_ids();
}

void Writer::hand_over() {
  committer_.wait_idle();
  committer_.hand_over(block());
  building_ = 1 - building_;
  block().restart(next(decider_.state().head()));
  earlier_.look_into(blocks_[1 - building_], block());
  note_ids();
}

void Writer::note_ids() {
  auto const& ids = known_.fingerprints();
  gauges_.command_ids.store(ids.size(), std::memory_order_relaxed);
  gauges_.command_id_bytes.store(ids.bytes(), std::memory_order_relaxed);
}

void Writer::fail_stop(Error const& error) {
  failed_ = true;
  on_failure_(error);
}

}  // namespace gl::sequencer
