#include <utility>

#include "ledger/decisions.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

Stream stream_of(RecoveryId const& id, StreamHead head) {
  return {StreamKind::recovery, id.view(), head};
}

Objection check_ids_free(Case const& c, OrderRecovery const& command) {
  if (c.state().recoveries.contains(command.recovery)) {
    return c.refuse(Rule::id_taken,
                    say("recovery ", command.recovery, " exists already: choose another id"), {},
                    command.recovery.string());
  }
  auto const* const used = c.state().titres.find(command.titre_number);
  if (used == nullptr) return {};
  return c.refuse(Rule::id_taken,
                  say("titre number ", command.titre_number, " was used at position ", *used,
                      ": take the next one"),
                  {}, command.titre_number.string());
}

Objection check_within(Case const& c, Currency currency, Money amount, Money limit,
                       std::string const& what) {
  if (amount <= limit) return {};
  return c.refuse(Rule::recovery_exceeded,
                  say(Sum{amount, currency}, " is more than the ", Sum{limit, currency}, " ", what,
                      ": lower the amount"),
                  to_string(limit, currency), to_string(amount, currency));
}

/// The rules of a recovery order, in the order of domain §6.
Objection check_order(Case const& c, ProjectFile const& file, OrderRecovery const& command,
                      Money amount) {
  if (auto no = check_ids_free(c, command)) return no;
  if (auto no = check_project_state(c, file, running_or_cancelled)) return no;
  if (auto no = check_since_award(c, file)) return no;
  if (auto no = c.check_open_year()) return no;
  if (auto no = c.check_delegation()) return no;
  return check_within(c, file.currency(), amount, file.project.balances.disbursed,
                      say("disbursed on ", file.id));
}

Objection check_outstanding(Case const& c, RecoveryFile const& of) {
  auto const state = of.recovery.state;
  if (state == RecoveryState::ordered || state == RecoveryState::part_received) return {};
  return c.refuse(Rule::state,
                  say("recovery ", of.id, " is ", name(state),
                      ", but this needs it to be Ordered or PartReceived"),
                  "Ordered or PartReceived", std::string{name(state)});
}

/// What every step of a recovery must not break, in the order of domain §6.
Objection check_step(Case const& c, RecoveryFile const& of) {
  if (auto no = check_access(c, of.recovery.stream)) return no;
  if (auto no = check_outstanding(c, of)) return no;
  if (auto no = c.check_date(of.recovery.ordered_on, "the recovery was ordered")) return no;
  if (auto no = c.check_open_year()) return no;
  return c.check_delegation();
}

/// The same for a step that takes an amount.
Objection check_step(Case const& c, RecoveryFile const& of, Money amount) {
  if (auto no = check_step(c, of)) return no;
  return check_within(c, of.file.currency(), amount, of.recovery.outstanding,
                      say("outstanding of recovery ", of.id));
}

/// Takes the amount out of what is outstanding, without money.
template <class Reduced>
Decision reduce(Case const& c, RecoveryFile const& of, Money amount) {
  Reduced event;
  event.recovery = of.id;
  event.project = of.file.id;
  event.programme = of.file.programme_id;
  event.amount = amount;
  event.state_before = of.recovery.state;
  return c.accept(stream_of(of.id, of.recovery.stream), of.file.currency(), std::move(event));
}

/// Takes all that is outstanding.
template <class Ended>
Decision end(Case const& c, RecoveryId const& id) {
  auto const of = find_file(c.state(), id);
  if (!of) return c.unknown("recovery", id.view());
  if (auto no = check_step(c, *of)) return refused(no);
  return reduce<Ended>(c, *of, of->recovery.outstanding);
}

}  // namespace

Decision decide_on(Case& c, OrderRecovery const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  Converter convert{file->currency()};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  auto const head = c.state().stream({StreamKind::recovery, StreamId{command.recovery.view()}});
  if (auto no = check_access(c, head)) return refused(no);
  if (auto no = check_order(c, *file, command, amount)) return refused(no);
  return c.accept(stream_of(command.recovery, head), file->currency(),
                  RecoveryOrdered{command.recovery, file->id, file->programme_id,
                                  command.titre_number, amount, command.ground.sealed});
}

Decision decide_on(Case& c, RecordRecoveryReceipt const& command) {
  auto const of = find_file(c.state(), command.recovery);
  if (!of) return c.unknown("recovery", command.recovery.view());
  auto const& file = of->file;
  Converter convert{file.currency()};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = check_step(c, *of, amount)) return refused(no);
  bool const re_credited = file.programme.settings.re_credit == ReCredit::authority;
  return c.accept(stream_of(command.recovery, of->recovery.stream), file.currency(),
                  RecoveryReceived{command.recovery, file.id, file.programme_id, amount,
                                   command.reference, re_credited, of->recovery.state});
}

Decision decide_on(Case& c, ReduceRecovery const& command) {
  auto const of = find_file(c.state(), command.recovery);
  if (!of) return c.unknown("recovery", command.recovery.view());
  Converter convert{of->file.currency()};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = check_step(c, *of, amount)) return refused(no);
  return reduce<RecoveryReduced>(c, *of, amount);
}

Decision decide_on(Case& c, CancelRecovery const& command) {
  return end<RecoveryCancelled>(c, command.recovery);
}

Decision decide_on(Case& c, WriteOffRecovery const& command) {
  return end<RecoveryWrittenOff>(c, command.recovery);
}

}  // namespace gl::ledger
