#include <string>

#include "ledger/fold.h"

namespace gl::ledger {
void Fold::operator()(ProgrammeCreated const& event) {
  auto& programme = state_.programmes.change(event.programme);
  advance(programme.stream, StreamKind::programme, event.programme.view());
  programme.settings = event.settings;
  programme.since = day();
}

void Fold::operator()(ProgrammeAmended const& event) {
  auto& programme = this->programme(event.programme);
  advance(programme.stream, StreamKind::programme, event.programme.view());
  programme.settings = event.after;
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

void Fold::operator()(AuthorityLapsed const& event) {
  auto& programme = this->programme(event.programme);
  advance(programme.stream, StreamKind::programme, event.programme.view());
  post({&programme}, moves_of(event));
}

void Fold::operator()(AuthorityTransferred const& event) {
  auto& from = programme(event.from_programme);
  advance(from.stream, StreamKind::programme, event.from_programme.view());
  auto const moves = moves_of(event);
  post({&from}, moves.of_from);
  post({&programme(event.to_programme)}, moves.of_to);
}

void Fold::advance_year(std::int32_t number) {
  auto& year = state_.years.change(number);
  advance(year.stream, StreamKind::year, std::to_string(number));
  year.state = YearState::open;
}

void Fold::operator()(PaymentCreditsOpened const& event) {
  advance_year(event.year);
  auto& programme = this->programme(event.programme);
  auto& line = credit_line(state_.programmes.place_of(event.programme), event.year);
  post({&programme, nullptr, nullptr, &line}, moves_of(event));
  line.opened = true;
  line.live.add_posted(position());
}

void Fold::operator()(PaymentCreditsAdjusted const& event) {
  advance_year(event.year);
  auto& programme = this->programme(event.programme);
  auto& line = credit_line(state_.programmes.place_of(event.programme), event.year);
  post({&programme, nullptr, nullptr, &line}, moves_of(event));
  line.live.add_posted(position());
}

void Fold::operator()(PaymentCreditsCarriedOver const& event) {
  advance_year(event.year);
  state_.years.change(event.year + 1).state = YearState::open;
  auto const place = state_.programmes.place_of(event.programme);
  GL_CHECK(!place.is_none(), "credits of a programme that was never created carried over");
  for (auto const& move : moves_of(event)) {
    auto& line = credit_line(place, move.year);
    ledger::move({nullptr, nullptr, nullptr, &line}, move);
    line.live.add_posted(position());
  }
  count_carried(place, event.year, event.amount);
}

void Fold::count_carried(Place<Programme> programme, std::int32_t year, Money amount) {
  auto& line = credit_line(programme, year);
  line.carried = add(line.carried, amount);
  auto& next = credit_line(programme, year + 1);
  next.voted = add(next.voted, amount);
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

}  // namespace gl::ledger
