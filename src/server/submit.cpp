#include "server/submit.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "base/check.h"
#include "codec/command_codec.h"
#include "codec/event_codec.h"
#include "ledger/decide.h"
#include "sequencer/submission.h"
#include "server/errors.h"

namespace gl::server {
namespace {

using Targets = std::vector<std::shared_ptr<ledger::Event const>>;

std::optional<wire::Failure> check_list(wire::Submit const& submit, SubmitParts const& parts) {
  auto const size = submit.commands.size();
  if (size == 0) {
    return wire::failure(wire::Code::malformed, "a submit without a command: send at least one");
  }
  auto const commands_max =
      submit.atomic ? std::min(parts.limits.commands_max, sequencer::atomic_commands_max)
                    : parts.limits.commands_max;
  if (size > commands_max) {
    return wire::failure(wire::Code::too_large,
                         submit.atomic ? "too many commands for one atomic list: split it"
                                       : "too many commands in one submit: send several",
                         std::to_string(commands_max), std::to_string(size));
  }
  if (submit.recorded_at && !parts.simulated) {
    return wire::failure(wire::Code::recorded_at,
                         "this ledger takes the time from its own clock: leave the recorded time "
                         "out, or use a ledger made with `init --clock simulated`",
                         {}, to_string(*submit.recorded_at));
  }
  return std::nullopt;
}

ledger::Answer refused(Uuid const& id, ledger::Refusal refusal, std::uint32_t index) {
  ledger::Answer answer;
  answer.command_id = id;
  answer.outcome = ledger::Outcome::refused;
  answer.refusal = std::move(refusal);
  answer.list_index = index;
  return answer;
}

/// The answers of the commands that are not well formed; the others stay `none`.
std::vector<ledger::Answer> answer_malformed(wire::Submit& submit) {
  std::vector<ledger::Answer> answers(submit.commands.size());
  for (auto& bad : submit.bad) {
    answers[bad.index] =
        refused(submit.commands[bad.index].header.id, std::move(bad.refusal), bad.index);
  }
  for (std::uint32_t i = 0; i < answers.size(); ++i) {
    if (answers[i].outcome != ledger::Outcome::none) continue;
    auto formed = ledger::well_formed(submit.commands[i]);
    if (!formed) answers[i] = refused(submit.commands[i].header.id, std::move(formed.error()), i);
  }
  return answers;
}

/// In an atomic list the first command that is not well formed stops all the others.
void stop_atomic_list(std::vector<ledger::Answer>& answers, wire::Submit const& submit) {
  auto const broken =
      std::ranges::find(answers, ledger::Outcome::refused, &ledger::Answer::outcome);
  if (broken == answers.end()) return;
  auto const index = static_cast<std::uint32_t>(broken - answers.begin());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    answers[i].list_index = index;
    if (answers[i].outcome != ledger::Outcome::none) continue;
    answers[i].command_id = submit.commands[i].header.id;
    answers[i].outcome = ledger::Outcome::not_tried;
  }
}

/// The event that a reversal is about; null when there is none at that position.
Result<std::shared_ptr<ledger::Event const>> read_target(Position position,
                                                         journal::Journal const& journal) {
  auto const bytes = journal.read_one(position);
  if (!bytes && bytes.error().code == Errc::not_found) return nullptr;
  if (!bytes) return std::unexpected(bytes.error());
  auto event = codec::decode_event(*bytes);
  if (!event) return std::unexpected(event.error());
  return std::make_shared<ledger::Event const>(*std::move(event));
}

Result<Targets> read_targets(std::vector<ledger::Command> const& commands,
                             journal::Journal const& journal) {
  auto const reverses = [](ledger::Command const& command) {
    return std::holds_alternative<ledger::ReverseEvent>(command.body);
  };
  if (std::ranges::none_of(commands, reverses)) return Targets{};
  Targets targets(commands.size());
  for (std::size_t i = 0; i < commands.size(); ++i) {
    auto const* const reversal = std::get_if<ledger::ReverseEvent>(&commands[i].body);
    if (reversal == nullptr) continue;
    auto target = read_target(reversal->position, journal);
    if (!target) return std::unexpected(target.error());
    targets[i] = *std::move(target);
  }
  return targets;
}

}  // namespace

std::expected<PreparedSubmit, wire::Failure> prepare(wire::Submit submit,
                                                     wire::Principal const& sender,
                                                     SubmitParts const& parts) {
  if (auto failure = check_list(submit, parts)) return std::unexpected(*std::move(failure));
  for (auto& command : submit.commands) {
    command.header.actor.person = sender.person;
    command.header.actor.role = sender.role;
  }
  PreparedSubmit prepared;
  prepared.answers = answer_malformed(submit);
  if (submit.atomic) stop_atomic_list(prepared.answers, submit);
  for (std::uint32_t i = 0; i < prepared.answers.size(); ++i) {
    if (prepared.answers[i].outcome == ledger::Outcome::none) prepared.places.push_back(i);
  }
  if (prepared.places.size() == submit.commands.size()) {
    prepared.commands = std::move(submit.commands);
  } else {
    for (auto const place : prepared.places) {
      prepared.commands.push_back(std::move(submit.commands[place]));
    }
  }
  auto targets = read_targets(prepared.commands, parts.journal);
  if (!targets) return std::unexpected(wire::to_failure(targets.error()));
  prepared.targets = *std::move(targets);
  auto const sealed = parts.keys.seal(prepared.commands);
  if (!sealed) return std::unexpected(failure_of(Asked::keys, sealed.error()));
  for (auto& command : prepared.commands) {
    command.header.payload_digest = codec::payload_digest(command);
  }
  return prepared;
}

wire::SubmitReply complete(std::vector<ledger::Answer> answers,
                           std::vector<std::uint32_t> const& places,
                           std::vector<ledger::Answer> decided) {
  GL_CHECK(decided.size() == places.size(), "the sequencer answers each command that it was given");
  wire::SubmitReply reply;
  reply.answers = std::move(answers);
  for (std::size_t i = 0; i < decided.size(); ++i) {
    reply.answers[places[i]] = std::move(decided[i]);
  }
  for (auto const& answer : reply.answers) {
    reply.not_before = std::max(reply.not_before, answer.last);
  }
  return reply;
}

void shorten(wire::SubmitReply& reply) {
  for (auto& answer : reply.answers) {
    answer.refusal.sentence.clear();
    answer.refusal.limit.clear();
    answer.refusal.actual.clear();
  }
}

}  // namespace gl::server
