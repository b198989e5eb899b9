#pragma once

#include <expected>
#include <string>
#include <vector>

#include "ledger/command.h"
#include "ledger/event.h"
#include "ledger/refusal.h"
#include "ledger/state.h"

namespace gl::ledger {

/// What the world hands to a decision: the clock's reading, and the event that it looks back at.
struct Situation {
  Instant recorded_at;            ///< not before the last event's
  CivilDate today;                ///< the Paris date of `recorded_at`
  Event const* target = nullptr;  ///< the event at `target_position`; null when there is none
};

/// Checks that need no state: ids, texts, amounts, dates, check digits (MALFORMED). Pure; any
/// thread: the session calls it before it queues a command.
[[nodiscard]] std::expected<void, Refusal> well_formed(Command const& command);

/// Whether the role may send this command (domain §5, role × command). For ReverseEvent the target
/// counts: `decide` asks.
[[nodiscard]] bool may_send(Role role, CommandBody const& body);

/// The stream that the command's first event, or its refusal's target, belongs to; of kind `none`
/// when it is not known (a payment that is not there) or depends on a reversal's target.
[[nodiscard]] StreamRef target_of(State const& state, CommandBody const& body);

/// The earlier event that deciding on the command needs whole, because the state keeps no texts:
/// of ReverseEvent the one to reverse, of AmendProject the application as it stands; 0: none.
[[nodiscard]] Position target_position(State const& state, CommandBody const& body);

/// What the ledger does with a well-formed command: events ready to be appended at the state's next
/// position, or the first rule in the order of domain §6 that it breaks. Pure. `memory` is a list
/// of events that nobody needs any more: its room is used again.
[[nodiscard]] std::expected<std::vector<Event>, Refusal> decide(State const& state,
                                                                Command const& command,
                                                                Situation const& situation,
                                                                std::vector<Event> memory = {});

/// The event that records a refusal at the state's next position (domain §9).
[[nodiscard]] Event record_refusal(State const& state, Command const& command,
                                   Refusal const& refusal, Situation const& situation);

/// The first event of a ledger, at position 1: made by `init` for `actor` and by no command.
[[nodiscard]] Event make_ledger_created(LedgerCreated const& ledger, Actor const& actor,
                                        Instant recorded_at);

/// The event that stands for refusals which went over the limit and were not recorded singly; the
/// server itself is its actor.
[[nodiscard]] Event summarise_refusals(State const& state, RefusalsSummarised const& summary,
                                       Situation const& situation);

/// What the server does for somebody and the ledger remembers.
using AdministrativeBody = std::variant<ConsumerReset, LogKeyRotated>;

/// The event that records what `actor` had the server do.
[[nodiscard]] Event record_act(State const& state, AdministrativeBody const& act,
                               Actor const& actor, Situation const& situation);

/// Folds one event into the state. Events come in order, each once: another position is a check.
void apply(State& state, Event const& event);

}  // namespace gl::ledger
