#include "sequencer/decider.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/check.h"
#include "codec/event_codec.h"

namespace gl::sequencer {
namespace {

using ledger::Answer;
using ledger::Command;
using ledger::Event;
using ledger::Outcome;
using ledger::Refusal;
using ledger::Rule;

Answer refused(Command const& command, Refusal refusal) {
  Answer answer;
  answer.command_id = command.header.id;
  answer.outcome = Outcome::refused;
  answer.refusal = std::move(refusal);
  return answer;
}

Answer accepted(Command const& command, std::vector<Event> const& events) {
  GL_CHECK(!events.empty(), "a command was accepted without an event");
  Answer answer;
  answer.command_id = command.header.id;
  answer.outcome = Outcome::accepted;
  answer.first = events.front().envelope.position;
  answer.last = events.back().envelope.position;
  answer.stream_version = events.back().envelope.stream_version;
  return answer;
}

/// The same refusal for every command of a list, because of the one at `index`.
AnswerList all_refused(Submission const& submission, std::size_t index, Refusal const& refusal) {
  AnswerList answers;
  answers.reserve(submission.commands.size());
  for (auto const& command : submission.commands) {
    answers.push_back(refused(command, refusal));
    answers.back().list_index = static_cast<std::uint32_t>(index);
  }
  return answers;
}

Event const* target_at(Submission const& submission, std::size_t index) {
  return submission.targets.empty() ? nullptr : submission.targets[index].get();
}

/// The index of a command whose id stands in the list before it.
std::optional<std::size_t> id_used_twice(Submission const& submission) {
  auto const& commands = submission.commands;
  auto const id = [&](std::size_t index) { return commands[index].header.id; };
  std::vector<std::size_t> order(commands.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t index) { return std::pair{id(index), index}; });
  auto const twice = std::ranges::adjacent_find(order, {}, id);
  if (twice == order.end()) return std::nullopt;
  return *std::next(twice);
}

Refusal too_long() {
  Refusal refusal;
  refusal.rule = Rule::malformed;
  refusal.limit = std::to_string(atomic_bytes_max);
  refusal.sentence = "the events of the atomic list come to more than " + refusal.limit +
                     " bytes: send it in parts";
  return refusal;
}

Refusal cannot_be_repeated(Command const& command, std::string const& why) {
  Refusal refusal;
  refusal.rule = Rule::duplicate_command_mismatch;
  refusal.actual = to_string(command.header.id);
  refusal.sentence = "command " + refusal.actual + " " + why;
  return refusal;
}

}  // namespace

ledger::Situation Decider::situation(Instant recorded_at, Event const* target) {
  if (recorded_at != today_of_ || today_ == CivilDate{}) {
    today_of_ = recorded_at;
    today_ = paris_date(recorded_at);
  }
  return {recorded_at, today_, target};
}

Result<Event const*> Decider::target(Command const& command, Event const* given) {
  if (!std::holds_alternative<ledger::AmendProject>(command.body)) return given;
  auto const position = ledger::target_position(state_, command.body);
  if (position.value() == 0) return nullptr;
  auto const index = position.value() - list_first_.value();  // wraps when it lies before
  bool const in_list = index < list_records_.size();
  auto const bytes = in_list ? Result<ByteView>{list_records_[index]} : earlier_.at(position);
  if (!bytes) return std::unexpected(bytes.error());
  auto event = codec::decode_event(*bytes);
  if (!event) return std::unexpected(std::move(event.error()));
  application_ = std::move(*event);
  return &*application_;
}

void Decider::start_list() {
  list_records_.clear();
  list_first_ = next(state_.head());
}

void Decider::append(Event const& event, journal::Records& records) {
  event_bytes_.clear();
  codec::append_event(event, event_bytes_);
  records.append(event_bytes_);
}

Result<Answer> Decider::decide_one(Command const& command, std::uint64_t hash, Event const* given,
                                   Block& block) {
  if (known_.may_know(hash)) {
    auto known = known_.answer(command.header, hash);
    if (!known) return std::unexpected(std::move(known.error()));
    if (*known) return std::move(**known);
  }
  auto const target = this->target(command, given);
  if (!target) return std::unexpected(target.error());
  auto const now = situation(block.recorded_at, *target);
  auto events = ledger::decide(state_, command, now, std::move(events_memory_));
  if (!events) return refuse(command, hash, std::move(events.error()), now, block);
  for (auto const& event : *events) {
    append(event, block.records);
    ledger::apply(state_, event);
  }
  auto answer = accepted(command, *events);
  known_.add(hash, answer.first);
  events_memory_ = std::move(*events);
  return answer;
}

Answer Decider::refuse(Command const& command, std::uint64_t hash, Refusal refusal,
                       ledger::Situation const& situation, Block& block) {
  if (!ledger::is_recorded(refusal.rule)) return refused(command, std::move(refusal));
  auto const event = ledger::record_refusal(state_, command, refusal, situation);
  append(event, block.records);
  ledger::apply(state_, event);
  known_.add(hash, event.envelope.position);
  auto answer = refused(command, std::move(refusal));
  answer.first = answer.last = event.envelope.position;
  return answer;
}

Answers Decider::decide_list(Submission const& submission, Hashes hashes, Block& block) {
  auto repeats = repeats_in(submission, hashes);
  if (!repeats || !repeats->empty()) return repeats;

  AnswerList answers;
  answers.reserve(submission.commands.size());
  start_list();
  state_.savepoint();
  for (std::size_t i = 0; i < submission.commands.size(); ++i) {
    auto const& command = submission.commands[i];
    auto const target = this->target(command, target_at(submission, i));
    if (!target) return std::unexpected(target.error());
    auto const events = ledger::decide(state_, command, situation(block.recorded_at, *target));
    if (!events) {
      state_.roll_back();
      list_records_.clear();
      return refuse_list(submission, hashes, i, events.error(), block);
    }
    for (auto const& event : *events) {
      append(event, list_records_);
      ledger::apply(state_, event);
    }
    if (list_records_.bytes() > atomic_bytes_max) {
      state_.roll_back();
      list_records_.clear();
      return refuse_list(submission, hashes, i, too_long(), block);
    }
    answers.push_back(accepted(command, *events));
  }
  state_.keep();
  auto const count = list_records_.size();
  auto const added = block.records.append_entries(list_records_.entries(0, count), count);
  GL_CHECK(added, "a list's own records could not be read back");
  for (std::size_t i = 0; i < answers.size(); ++i) known_.add(hashes[i], answers[i].first);
  return answers;
}

AnswerList Decider::refuse_list(Submission const& submission, Hashes hashes, std::size_t index,
                                Refusal const& refusal, Block& block) {
  auto answers = all_refused(submission, index, refusal);
  if (!ledger::is_recorded(refusal.rule)) return answers;
  auto const& broke = submission.commands[index];
  auto const now = situation(block.recorded_at, target_at(submission, index));
  auto event = ledger::record_refusal(state_, broke, refusal, now);
  auto* const body = std::get_if<ledger::CommandRefused>(&event.body);
  GL_CHECK(body != nullptr, "a refusal was recorded as another event");
  body->list_index = static_cast<std::uint32_t>(index);
  for (std::size_t i = 0; i < submission.commands.size(); ++i) {
    auto const& header = submission.commands[i].header;
    if (i != index) body->list.push_back({header.id, header.payload_digest});
  }
  append(event, block.records);
  ledger::apply(state_, event);
  auto const position = event.envelope.position;
  for (auto const hash : hashes) known_.add(hash, position);
  for (auto& answer : answers) answer.first = answer.last = position;
  return answers;
}

Answers Decider::repeats_in(Submission const& submission, Hashes hashes) {
  auto const& commands = submission.commands;
  if (auto const twice = id_used_twice(submission)) {
    return all_refused(submission, *twice,
                       cannot_be_repeated(commands[*twice],
                                          "stands twice in its atomic list: give each its own id"));
  }
  AnswerList answers;
  std::optional<std::size_t> first_known;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    auto known = known_.answer(commands[i].header, hashes[i]);
    if (!known) return std::unexpected(std::move(known.error()));
    if (!*known) continue;
    if (!(*known)->repeated) return all_refused(submission, i, (*known)->refusal);
    if (!first_known) first_known = i;
    answers.push_back(std::move(**known));
  }
  if (answers.empty() || answers.size() == commands.size()) return answers;
  return all_refused(submission, *first_known,
                     cannot_be_repeated(commands[*first_known],
                                        "was answered before, but other commands of its atomic "
                                        "list were not: leave it out, or give all new ids"));
}

Answers Decider::try_out(Submission const& submission, Hashes hashes, Instant recorded_at) {
  if (submission.atomic) {
    auto repeats = repeats_in(submission, hashes);
    if (!repeats || !repeats->empty()) return repeats;
  }
  start_list();
  state_.savepoint();
  auto answers = try_out_each(submission, hashes, recorded_at);
  state_.roll_back();
  list_records_.clear();
  return answers;
}

Answers Decider::try_out_each(Submission const& submission, Hashes hashes, Instant recorded_at) {
  AnswerList answers;
  std::unordered_map<Uuid, std::size_t> tried;
  for (std::size_t i = 0; i < submission.commands.size(); ++i) {
    auto const& command = submission.commands[i];
    auto known = known_.answer(command.header, hashes[i]);
    if (!known) return std::unexpected(std::move(known.error()));
    if (*known) {
      answers.push_back(std::move(**known));
      continue;
    }
    if (auto const [at, is_new] = tried.emplace(command.header.id, i); !is_new) {
      auto const& digest = submission.commands[at->second].header.payload_digest;
      answers.push_back(digest == command.header.payload_digest
                            ? answers[at->second]
                            : refused(command, mismatch(command.header, digest)));
      continue;
    }
    auto const target = this->target(command, target_at(submission, i));
    if (!target) return std::unexpected(target.error());
    auto const events = ledger::decide(state_, command, situation(recorded_at, *target));
    if (!events && submission.atomic) return all_refused(submission, i, events.error());
    if (!events) {
      answers.push_back(refused(command, events.error()));
      continue;
    }
    for (auto const& event : *events) {
      append(event, list_records_);
      ledger::apply(state_, event);
    }
    if (submission.atomic && list_records_.bytes() > atomic_bytes_max) {
      return all_refused(submission, i, too_long());
    }
    Answer answer;
    answer.command_id = command.header.id;
    answer.outcome = Outcome::would_accept;
    answers.push_back(std::move(answer));
  }
  return answers;
}

void Decider::summarise(ledger::RefusalsSummarised const& summary, Block& block) {
  auto const event =
      ledger::summarise_refusals(state_, summary, situation(block.recorded_at, nullptr));
  append(event, block.records);
  ledger::apply(state_, event);
}

Position Decider::record(ledger::AdministrativeBody const& act, ledger::Actor const& actor,
                         Block& block) {
  auto const event = ledger::record_act(state_, act, actor, situation(block.recorded_at, nullptr));
  append(event, block.records);
  ledger::apply(state_, event);
  return event.envelope.position;
}

}  // namespace gl::sequencer
