#include "audit/recheck.h"

#include <algorithm>
#include <expected>
#include <string>
#include <utility>
#include <variant>

#include "audit/recover.h"
#include "audit/refusals.h"
#include "codec/event_codec.h"
#include "codec/event_difference.h"
#include "ledger/decide.h"
#include "ledger/text.h"

namespace gl::audit {
namespace {

using namespace ledger;

using Decision = std::expected<std::vector<Event>, Refusal>;

Decision decide_again(State const& state, Command const& command, Situation const& situation,
                      std::vector<Event> memory) {
  if (auto const form = well_formed(command); !form) return std::unexpected(form.error());
  return decide(state, command, situation, std::move(memory));
}

/// No event is recorded behind it: dates end there.
CivilDate const last_day = civil_date(9999, 12, 31);

/// True for what `init` and the server write by themselves, and for refusals.
bool is_own(EventBody const& body) {
  return std::holds_alternative<LedgerCreated>(body) ||
         std::holds_alternative<CommandRefused>(body) ||
         std::holds_alternative<RefusalsSummarised>(body) ||
         std::holds_alternative<ConsumerReset>(body) || std::holds_alternative<LogKeyRotated>(body);
}

/// What a command of the past, and from whoever may send it, does not need to say.
void excuse(Envelope& decided, Envelope const& recorded) {
  decided.actor.role = recorded.actor.role;
  decided.expected_version = recorded.expected_version;
  decided.imported = recorded.imported;
  decided.flags = recorded.flags;
}

}  // namespace

Result<void> Recheck::take(Event event, ByteView bytes) {
  if (ended_) return {};
  if (!joins_pending(event)) {
    if (auto done = judge(); !done) return done;
  }
  pending_.push_back(std::move(event));
  pending_bytes_.emplace_back(bytes.begin(), bytes.end());
  return {};
}

Result<void> Recheck::finish() {
  if (auto done = judge(); !done) return done;
  if (!ended_) books_.compare(state_, state_.head(), findings_);
  return {};
}

bool Recheck::joins_pending(Event const& event) const {
  if (pending_.empty() || pending_.size() == command_events_max) return false;
  auto const& id = pending_.front().envelope.command_id;
  return !is_own(pending_.front().body) && !id.is_nil() && event.envelope.command_id == id;
}

Result<void> Recheck::judge() {
  if (ended_ || pending_.empty()) return {};
  auto const& envelope = pending_.front().envelope;
  if (envelope.position != next(state_.head())) {
    end(found(Flaw::out_of_order,
              say("it says position ", envelope.position, " at position ", next(state_.head()))));
  } else if (envelope.recorded_at < state_.last_recorded_at()) {
    end(found(Flaw::out_of_order, "its recorded time is before that of the event before it",
              say(state_.last_recorded_at()), say(envelope.recorded_at)));
  } else if (paris_date(envelope.recorded_at) > last_day) {
    end(found(Flaw::out_of_order, "it was recorded on no day of the calendar", to_string(last_day),
              say(envelope.recorded_at.microseconds(), " µs")));
  } else if (is_own(pending_.front().body)) {
    judge_own();
  } else if (auto done = judge_command(); !done) {
    return done;
  }
  pending_.clear();
  pending_bytes_.clear();
  return {};
}

Result<void> Recheck::judge_command() {
  auto command = command_of(pending_);
  if (state_.ledger().is_nil() || command->header.id.is_nil()) {
    end(found(Flaw::no_command, state_.ledger().is_nil()
                                    ? "the first event of a ledger is LedgerCreated"
                                    : "it bears no command's id: nobody has sent it"));
    return {};
  }
  auto const recorded_at = pending_.front().envelope.recorded_at;
  Situation situation{recorded_at, paris_date(recorded_at), nullptr};
  auto const target = target_position(state_, command->body);
  Result<Event> earlier{Event{}};
  if (target.value() > 0 && target <= state_.head()) {
    earlier = earlier_(target);
    if (!earlier) return std::unexpected(earlier.error());
    situation.target = &*earlier;
  }
  ++decided_;
  auto decided = decide_again(state_, *command, situation, std::move(decided_events_));
  if (!decided) {
    auto finding =
        found(Flaw::rule, decided.error().sentence, decided.error().limit, decided.error().actual);
    finding.rule = decided.error().rule;
    relax(*std::move(command), situation, std::move(finding));
    return {};
  }
  decided_events_ = *std::move(decided);
  if (is_same(decided_events_)) {
    accept();
    return {};
  }
  relax(*std::move(command), situation, *difference(decided_events_));
  return {};
}

/// The same once more as of the past, whose slips are flags: if it then comes to the same event the
/// state can go on from it, and the flags name every rule that was broken.
void Recheck::relax(Command command, Situation const& situation, Finding first) {
  bool const was_imported = command.header.imported.has_value();
  auto const broken = first.rule;
  findings_.push_back(std::move(first));
  if (broken == Rule::malformed) {
    ended_ = true;
    return;
  }
  if (!was_imported) command.header.imported = Imported{{}, 1};
  command.header.expected_version.reset();
  auto const own_role = command.header.actor.role;
  for (unsigned number = 0; number < static_cast<unsigned>(Role::system); ++number) {
    command.header.actor.role = number == 0 ? own_role : static_cast<Role>(number);
    auto decided = decide(state_, command, situation);
    if (!decided || decided->size() != pending_.size()) continue;
    auto const flags = decided->front().envelope.flags;
    for (std::size_t i = 0; i < pending_.size(); ++i) {
      excuse((*decided)[i].envelope, pending_[i].envelope);
    }
    if (!is_same(*decided)) continue;
    for (auto const flag : flags) {
      if (was_imported || flag == broken) continue;
      findings_.push_back(found(Flaw::rule, "it breaks this rule too"));
      findings_.back().rule = flag;
    }
    accept();
    return;
  }
  ended_ = true;
}

void Recheck::judge_own() {
  auto const& event = pending_.front();
  auto const& envelope = event.envelope;
  Situation const situation{envelope.recorded_at, paris_date(envelope.recorded_at), nullptr};
  Event expected = summarise_refusals(state_, {}, situation);
  if (auto const* const created = std::get_if<LedgerCreated>(&event.body)) {
    if (!state_.ledger().is_nil()) {
      return end(found(Flaw::no_command, "a ledger is created once, by its first event"));
    }
    expected = make_ledger_created(*created, envelope.actor, envelope.recorded_at);
  } else if (state_.ledger().is_nil()) {
    return end(found(Flaw::no_command, "the first event of a ledger is LedgerCreated"));
  }
  Actor const actor{envelope.actor.person, envelope.actor.role, {}, {}};
  if (auto const* const reset = std::get_if<ConsumerReset>(&event.body)) {
    if (auto const why = refuse_reset(envelope.actor, *reset, state_.head())) {
      return end(found(Flaw::no_command, *why));
    }
    expected = record_act(state_, *reset, actor, situation);
  }
  if (auto const* const rotated = std::get_if<LogKeyRotated>(&event.body)) {
    if (auto const why = rotations_.refuse(state_, envelope.actor, *rotated)) {
      return end(found(Flaw::no_command, *why));
    }
    rotations_.take(*rotated);
    expected = record_act(state_, *rotated, actor, situation);
  }
  expected.body = event.body;
  auto const* const refused = std::get_if<CommandRefused>(&event.body);
  if (refused != nullptr) {
    expected.envelope.actor = envelope.actor;
    expected.envelope.command_id = envelope.command_id;
    expected.envelope.payload_digest = envelope.payload_digest;
    expected.envelope.correlation_id = envelope.correlation_id;
    expected.envelope.causation = envelope.causation;
  }
  std::vector<Event> const own{std::move(expected)};
  if (!is_same(own)) return end(*difference(own));
  if (refused != nullptr) {
    ++refusals_;
    if (auto no = check_refusal(state_, event, *refused)) findings_.push_back(*std::move(no));
  }
  accept();
}

/// The bytes, or, where those hold fields that this version does not know, what is known of them.
bool Recheck::is_same(std::vector<Event> const& decided) {
  if (decided.size() != pending_.size()) return false;
  for (std::size_t i = 0; i < decided.size(); ++i) {
    encoded_.clear();
    codec::append_event(decided[i], encoded_);
    if (std::ranges::equal(encoded_, pending_bytes_[i])) continue;
    if (encoded_ != codec::encode_event(pending_[i])) return false;
  }
  return true;
}

std::optional<Finding> Recheck::difference(std::vector<Event> const& decided) {
  if (decided.size() != pending_.size()) {
    return found(Flaw::not_decided,
                 say("its command makes ", decided.size(), " events, beginning with ",
                     name(decided.front().body), "; the ledger has ", pending_.size()),
                 say(decided.size()), say(pending_.size()));
  }
  for (std::size_t i = 0; i < decided.size(); ++i) {
    auto const differs =
        codec::first_difference(codec::encode_event(decided[i]), pending_bytes_[i]);
    if (!differs) continue;
    auto finding = found(Flaw::not_decided,
                         say(differs->field, " is not what the rules give: they give ",
                             differs->expected, ", the event says ", differs->actual),
                         differs->expected, differs->actual);
    finding.position = pending_[i].envelope.position;
    finding.event_type = name(pending_[i].body);
    return finding;
  }
  return found(Flaw::not_decided, "its bytes are not those that the rules give");
}

void Recheck::accept() {
  for (auto const& event : pending_) {
    books_.enter(event, findings_);
    apply(state_, event);
    if (accepted_) accepted_(event);
  }
  ended_ = findings_.size() >= findings_max;
}

void Recheck::end(Finding finding) {
  findings_.push_back(std::move(finding));
  ended_ = true;
}

Finding Recheck::found(Flaw flaw, std::string sentence, std::string limit,
                       std::string actual) const {
  auto const& event = pending_.front();
  return {event.envelope.position,
          std::string{name(event.body)},
          flaw,
          Rule::none,
          std::move(sentence),
          std::move(limit),
          std::move(actual)};
}

}  // namespace gl::audit
