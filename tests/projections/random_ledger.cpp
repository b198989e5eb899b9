#include "projections/random_ledger.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "ledger/decide.h"
#include "projections/random_words.h"

namespace gl::projections::testing {

using namespace ledger;  // NOLINT: every name here is a word of the ledger

namespace {

Currency euro() { return *Currency::parse("EUR"); }

}  // namespace

RandomLedger::RandomLedger(std::uint64_t seed, Habits habits) : random_(seed), habits_(habits) {}

Uuid RandomLedger::ledger_id() const {
  Uuid id;
  id.bytes.fill(std::byte{0x4c});
  return id;
}

std::uint64_t RandomLedger::draw(std::uint64_t below) { return random_() % below; }

Money RandomLedger::part_of(Money whole) {
  auto const units = static_cast<std::uint64_t>(whole.minor_units());
  return chance(25) ? whole : cents(1 + draw(units));
}

void RandomLedger::pass_time() {
  if (chance(habits_.same_time_percent)) return;
  now_ = Instant{now_.microseconds() + 1 +
                 static_cast<std::int64_t>(draw(static_cast<std::uint64_t>(habits_.step_us_max)))};
}

void RandomLedger::add(StreamRef stream, EventBody body) {
  auto const today = paris_date(now_);
  auto day = today;
  if (chance(habits_.late_percent)) {
    day = today.plus_days(
        -static_cast<std::int32_t>(draw(static_cast<std::uint64_t>(habits_.late_days_max) + 1)));
  }
  add(stream, std::move(body), day);
}

void RandomLedger::add(StreamRef stream, EventBody body, CivilDate day) {
  auto const head = state_.stream(stream);
  Event event;
  auto& envelope = event.envelope;
  envelope.position = next(state_.head());
  envelope.stream = stream;
  envelope.stream_version = StreamVersion{head.version.value() + 1};
  envelope.previous_in_stream = head.last;
  envelope.recorded_at = now_;
  envelope.effective_date = day;
  envelope.actor = {PersonId{"p" + std::to_string(draw(4))}, Role::instructor, {}, {}};
  for (auto& byte : envelope.command_id.bytes) byte = static_cast<std::byte>(draw(256));
  envelope.currency = euro();
  event.body = std::move(body);
  apply(state_, event);
  events_.push_back(std::move(event));
}

void RandomLedger::play(std::size_t count) {
  auto const wanted = events_.size() + count;
  if (events_.empty()) begin();
  while (events_.size() < wanted) {
    pass_time();
    step();
  }
}

void RandomLedger::begin() {
  add(stream(StreamKind::ledger), LedgerCreated{ledger_id(), true, "random"});
  for (unsigned index = 0; index < habits_.programmes; ++index) {
    auto const id = "G" + std::to_string(index);
    ProgrammeSettings settings;
    settings.name = "programme " + id;
    settings.currency = euro();
    settings.re_credit = index == 0 ? ReCredit::none : ReCredit::authority;
    add(stream(StreamKind::programme, id), ProgrammeCreated{ProgrammeId{id}, settings});
    add(stream(StreamKind::programme, id),
        AuthorityVoted{ProgrammeId{id}, Money::from_minor_units(habits_.voted_cents)});
    add(stream(StreamKind::year, std::to_string(year_)),
        PaymentCreditsOpened{ProgrammeId{id}, year_, credits()});
    auto const call = CallId{"C" + std::to_string(index)};
    CallTerms terms;
    terms.title = "call " + id;
    terms.deadline = civil_date(2016, 9, 5);
    add(stream(StreamKind::call, call.view()), CallOpened{call, ProgrammeId{id}, terms});
    calls_.push_back(call);
  }
}

void RandomLedger::step() {
  auto const programme = ProgrammeId{"G" + std::to_string(draw(habits_.programmes))};
  auto const kind = draw(100);
  bool done = false;
  if (kind < 4) done = step_of_programme(programme);
  if (kind >= 4 && kind < 7) done = step_of_call();
  if (kind >= 7 && kind < 17) done = submit();
  if (kind >= 17 && kind < 22) done = reverse();
  if (kind == 22 && chance(15)) done = close_year();
  if (kind >= 23 && kind < 27) {
    refuse();
    done = true;
  }
  if (kind >= 27 && kind < 33) done = step_of_programme(programme);
  if (kind >= 33 && kind < 40) done = step_of_call();
  if (!done && !projects_.empty()) done = step_of_project(projects_[draw(projects_.size())]);
  if (!done && !step_of_programme(programme)) refuse();
}

bool RandomLedger::close_year() {
  if (year_ >= 2019) return false;
  auto const next_year = year_ + 1;
  ExerciseClosed event;
  event.year = year_;
  for (unsigned index = 0; index < habits_.programmes; ++index) {
    auto const id = ProgrammeId{"G" + std::to_string(index)};
    auto const* line = state_.credit_lines.find({state_.programmes.place_of(id), year_});
    if (line == nullptr) continue;
    event.lines.push_back(
        {id, line->voted, line->consumed, line->carried, line->available, euro()});
  }
  add(stream(StreamKind::year, std::to_string(year_)), event, civil_date(year_, 12, 31));
  now_ = std::max(now_, paris_midnight(civil_date(next_year, 1, 1)));
  year_ = next_year;
  for (unsigned index = 0; index < habits_.programmes; ++index) {
    auto const id = ProgrammeId{"G" + std::to_string(index)};
    add(stream(StreamKind::year, std::to_string(year_)),
        PaymentCreditsOpened{id, year_, cents(300'000'000)});
  }
  return true;
}

void RandomLedger::refuse() {
  CommandRefused event;
  event.command = "DecideAward";
  event.target = projects_.empty()
                     ? stream(StreamKind::call, calls_.front().view())
                     : stream(StreamKind::project, projects_[draw(projects_.size())].view());
  event.refusal.rule = chance(50) ? Rule::state : Rule::authority_exceeded;
  event.refusal.sentence = "no";
  event.evaluated_at = state_.head();
  if (chance(30)) {
    event.list.resize(2);
    for (auto& member : event.list) {
      for (auto& byte : member.command_id.bytes) byte = static_cast<std::byte>(draw(256));
    }
  }
  add(stream(StreamKind::refusals), event);
}

}  // namespace gl::projections::testing
