#include "ledger/fold.h"

namespace gl::ledger {
namespace {

/// The terms with their departments as bits, in force from this day.
CallVersion version_of(CallTerms const& terms, CivilDate from) {
  CallVersion version{terms, from, {}};
  for (auto const& department : terms.departments) version.departments.add(department);
  return version;
}

}  // namespace

Call& Fold::made_call(CallId const& id, ProgrammeId const& programme, CallTerms const& terms) {
  auto const place = state_.programmes.place_of(programme);
  GL_CHECK(!place.is_none(), "a call of a programme that was never created");
  auto& call = state_.calls.change(id);
  advance(call.stream, StreamKind::call, id.view());
  call.programme = place;
  call.since = day();
  call.versions.push_back(version_of(terms, day()));
  return call;
}

Call& Fold::advanced_call(CallId const& id) {
  auto& call = this->call(id);
  advance(call.stream, StreamKind::call, id.view());
  return call;
}

void Fold::change_terms(Call& call, CallChange const& event) {
  GL_CHECK(event.version == call.versions.size() + 1, "a call's versions have a gap");
  call.versions.push_back(version_of(event.after, day()));
}

void Fold::operator()(CallDrafted const& event) {
  made_call(event.call, event.programme, event.terms).state = CallState::draft;
}

/// A draft's versions bind nobody before it is opened: all are of that day, so the last one counts.
void Fold::operator()(CallOpened const& event) {
  bool const drafted = event.draft_version != 0;
  auto& call =
      drafted ? advanced_call(event.call) : made_call(event.call, event.programme, event.terms);
  GL_CHECK(!drafted || event.draft_version == call.versions.size(),
           "another version of a draft was opened than its last one");
  call.state = CallState::open;
  for (auto& version : call.versions) version.from = day();
}

void Fold::operator()(CallAmended const& event) { change_terms(advanced_call(event.call), event); }

void Fold::operator()(CallReopened const& event) {
  auto& call = advanced_call(event.call);
  change_terms(call, event);
  call.state = CallState::open;
}

void Fold::operator()(CallClosed const& event) {
  advanced_call(event.call).state = CallState::closed;
}

void Fold::operator()(CallCancelled const& event) {
  advanced_call(event.call).state = CallState::cancelled;
}

void Fold::operator()(CallSettled const& event) {
  advanced_call(event.call).state = CallState::settled;
}

void Fold::operator()(CallAllocated const& event) {
  auto& call = advanced_call(event.call);
  post({&state_.programmes.change_at(call.programme), nullptr, &call, nullptr}, moves_of(event));
  call.allocation = add(call.allocation, event.amount);
}

void Fold::operator()(CallReleased const& event) {
  auto& call = advanced_call(event.call);
  post({&state_.programmes.change_at(call.programme), nullptr, &call, nullptr}, moves_of(event));
  call.allocation = subtract(call.allocation, event.amount);
}

}  // namespace gl::ledger
