#include <string>

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

void Fold::operator()(ProgrammeCreated const& event) {
  auto& programme = state_.programmes.change(event.programme);
  advance(programme.stream, StreamKind::programme, event.programme.view());
  programme.settings = event.settings;
  programme.since = day();
}

void Fold::operator()(AuthorityVoted const& event) {
  auto& programme = this->programme(event.programme);
  advance(programme.stream, StreamKind::programme, event.programme.view());
  post({&programme}, moves_of(event));
}

void Fold::operator()(AuthorityAdjusted const& event) {
  auto& programme = this->programme(event.programme);
  advance(programme.stream, StreamKind::programme, event.programme.view());
  post({&programme}, moves_of(event));
}

void Fold::operator()(PaymentCreditsOpened const& event) {
  auto& year = state_.years.change(event.year);
  advance(year.stream, StreamKind::year, std::to_string(event.year));
  year.state = YearState::open;
  auto& programme = this->programme(event.programme);
  auto& line = credit_line(state_.programmes.place_of(event.programme), event.year);
  post({&programme, nullptr, nullptr, &line}, moves_of(event));
  line.opened = true;
  line.live.add_posted(position());
}

void Fold::operator()(ExerciseClosed const& event) {
  auto& year = state_.years.change(event.year);
  advance(year.stream, StreamKind::year, std::to_string(event.year));
  year.state = YearState::closed;
  for (auto const& closing : event.lines) {
    auto const place = state_.programmes.place_of(closing.programme);
    GL_CHECK(!place.is_none(), "credits of a programme that was never created lapsed");
    auto& line = credit_line(place, event.year);
    post({nullptr, nullptr, nullptr, &line}, moves_of(closing, event.year));
    line.live.add_fixed(position());
  }
}

void Fold::operator()(CallOpened const& event) {
  auto const place = state_.programmes.place_of(event.programme);
  GL_CHECK(!place.is_none(), "a call of a programme that was never created");
  auto& call = state_.calls.change(event.call);
  advance(call.stream, StreamKind::call, event.call.view());
  call.programme = place;
  call.state = CallState::open;
  call.versions.push_back(version_of(event.terms, day()));
}

void Fold::operator()(CallAmended const& event) {
  auto& call = this->call(event.call);
  advance(call.stream, StreamKind::call, event.call.view());
  GL_CHECK(event.version == call.versions.size() + 1, "a call's versions have a gap");
  call.versions.push_back(version_of(event.after, day()));
}

void Fold::operator()(CallClosed const& event) {
  auto& call = this->call(event.call);
  advance(call.stream, StreamKind::call, event.call.view());
  call.state = CallState::closed;
}

}  // namespace gl::ledger
