#include <algorithm>
#include <variant>

#include "ledger/decide.h"
#include "ledger/fold.h"

namespace gl::ledger {

void apply(State& state, Event const& event) {
  auto const& envelope = event.envelope;
  auto& scalars = state.scalars;
  GL_CHECK(envelope.position == next(scalars.head), "events are folded in order, each once");
  GL_CHECK(envelope.recorded_at >= scalars.last_recorded_at, "recorded time went back");
  Fold fold{state, envelope};
  std::visit(fold, event.body);
  fold.remember_subjects(event);
  scalars.head = envelope.position;
  scalars.last_recorded_at = envelope.recorded_at;
}

void Fold::advance(StreamHead& head, StreamKind kind, std::string_view id) {
  GL_CHECK(envelope_.stream.kind == kind && envelope_.stream.id.view() == id,
           "an event in another stream than its own");
  GL_CHECK(envelope_.stream_version.value() == head.version.value() + 1,
           "a stream's versions have a gap");
  GL_CHECK(envelope_.previous_in_stream == head.last, "an event names another one before it");
  head = {envelope_.stream_version, envelope_.position};
}

void Fold::post(Holders const& holders, Moves const& moves) {
  for (auto const& line : moves) move(holders, line);
}

Programme& Fold::programme(ProgrammeId const& id) {
  auto const place = state_.programmes.place_of(id);
  GL_CHECK(!place.is_none(), "an event about a programme that was never created");
  return state_.programmes.change_at(place);
}

Call& Fold::call(CallId const& id) {
  auto const place = state_.calls.place_of(id);
  GL_CHECK(!place.is_none(), "an event about a call that was never opened");
  return state_.calls.change_at(place);
}

Project& Fold::project(ProjectId const& id) {
  auto const place = state_.projects.place_of(id);
  GL_CHECK(!place.is_none(), "an event about a project that was never submitted");
  return state_.projects.change_at(place);
}

Payment& Fold::payment(PaymentId const& id) {
  auto const place = state_.payments.place_of(id);
  GL_CHECK(!place.is_none(), "an event about a payment that was never requested");
  return state_.payments.change_at(place);
}

Recovery& Fold::recovery(RecoveryId const& id) {
  auto const place = state_.recoveries.place_of(id);
  GL_CHECK(!place.is_none(), "an event about a recovery that was never ordered");
  return state_.recoveries.change_at(place);
}

CreditLine& Fold::credit_line(Place<Programme> programme, std::int32_t year) {
  return state_.credit_lines.change({programme, year});
}

Holders Fold::holders_of(Project& project) {
  auto& call = state_.calls.change_at(project.call);
  return {&state_.programmes.change_at(call.programme), &project, &call, nullptr};
}

void Fold::touch(Project& project) { project.last_on = std::max(project.last_on, day()); }
void Fold::touch(Payee& payee) { payee.last_on = std::max(payee.last_on, day()); }

void Fold::fixed_for_project(Project& project) {
  touch(project);
  project.live.add_fixed(position());
}

void Fold::posted_for_project(Project& project) {
  touch(project);
  project.live.add_posted(position());
}

void Fold::operator()(LedgerCreated const& event) {
  GL_CHECK(state_.scalars.ledger.is_nil(), "a ledger is created once");
  advance(state_.scalars.ledger_stream, StreamKind::ledger);
  state_.scalars.ledger = event.ledger;
  state_.scalars.simulated = event.simulated_clock;
}

void Fold::operator()(CommandRefused const&) {
  advance(state_.scalars.refusals_stream, StreamKind::refusals);
}

void Fold::operator()(RefusalsSummarised const&) {
  advance(state_.scalars.refusals_stream, StreamKind::refusals);
}

void Fold::operator()(ConsumerReset const&) {
  advance(state_.scalars.ledger_stream, StreamKind::ledger);
}

void Fold::operator()(LogKeyRotated const& event) {
  advance(state_.scalars.ledger_stream, StreamKind::ledger);
  state_.scalars.log_key = event.key;
  state_.scalars.log_key_since = position();
}

void Fold::operator()(PayeeRegistered const& event) {
  auto& payee = state_.payees.change(event.payee);
  advance(payee.stream, StreamKind::payee, event.payee.view());
  payee.legal_kind = event.legal_kind;
  payee.account_token = event.iban.token;
  payee.entered_by = state_.persons.enter(envelope_.actor.person);
  payee.since = day();
  touch(payee);
}

void Fold::operator()(PayeeAccountChanged const& event) {
  auto& payee = state_.payees.change(event.payee);
  advance(payee.stream, StreamKind::payee, event.payee.view());
  payee.account_token = event.iban.token;
  payee.entered_by = state_.persons.enter(envelope_.actor.person);
  payee.since = day();
  payee.verified = false;
  touch(payee);
}

void Fold::operator()(PayeeAccountVerified const& event) {
  auto& payee = state_.payees.change(event.payee);
  advance(payee.stream, StreamKind::payee, event.payee.view());
  payee.verified = true;
  touch(payee);
}

}  // namespace gl::ledger
