#include "projections/random_ledger.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "ledger/decide.h"

namespace gl::projections::testing {

using namespace ledger;  // NOLINT: every name here is a word of the ledger

namespace {

Currency euro() { return *Currency::parse("EUR"); }

Money cents(std::uint64_t amount) {
  return Money::from_minor_units(static_cast<std::int64_t>(amount));
}

StreamRef stream(StreamKind kind, std::string_view id = {}) { return {kind, StreamId{id}}; }

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
  if (!done && !projects_.empty()) done = step_of_project(projects_[draw(projects_.size())]);
  if (!done && !step_of_programme(programme)) refuse();
}

bool RandomLedger::step_of_programme(ProgrammeId const& programme) {
  auto const& known = state_.programmes.at(state_.programmes.place_of(programme));
  auto const its = stream(StreamKind::programme, programme.view());
  if (chance(50)) {
    add(its, AuthorityVoted{programme, cents(1 + draw(10'000'000))});
    return true;
  }
  if (known.unallocated() < cents(1'000'000)) return false;
  add(its, AuthorityAdjusted{programme, cents(1 + draw(50'000)).negated()});
  return true;
}

bool RandomLedger::step_of_call() {
  auto const& id = calls_[draw(calls_.size())];
  auto const& call = state_.calls.at(state_.calls.place_of(id));
  auto const& programme = state_.programmes.key_at(call.programme);
  auto const its = stream(StreamKind::call, id.view());
  if (call.state == CallState::open && chance(10)) {
    add(its, CallClosed{id, programme});
    return true;
  }
  auto terms = call.latest().terms;
  auto const before = terms;
  terms.title += "+";
  auto const version = static_cast<std::uint32_t>(call.versions.size() + 1);
  add(its, CallAmended{id, programme, version, before, terms}, paris_date(now_));
  return true;
}

bool RandomLedger::submit() {
  if (projects_.size() >= habits_.projects_max) return false;
  auto const& call_id = calls_[draw(calls_.size())];
  auto const& call = state_.calls.at(state_.calls.place_of(call_id));
  ProjectSubmitted event;
  event.project = ProjectId{"P" + std::to_string(draw(1'000)) + "-" + std::to_string(++number_)};
  event.call = call_id;
  event.programme = state_.programmes.key_at(call.programme);
  event.call_version = static_cast<std::uint32_t>(call.versions.size());
  event.title = "project number " + std::to_string(number_);
  event.applicant.id = PayeeId{"W" + std::to_string(100'000'000 + draw(5))};
  event.applicant.legal_kind = LegalKind::private_body;
  event.applicant.name.open = "association";
  event.eligible_cost = cents(8'000'000);
  event.asked_amount = cents(1 + draw(4'000'000));
  projects_.push_back(event.project);
  add(stream(StreamKind::project, event.project.view()), event);
  return true;
}

bool RandomLedger::step_of_project(ProjectId const& id) {
  auto const& project = state_.projects.at(state_.projects.place_of(id));
  switch (project.state) {
    case ProjectState::submitted:
    case ProjectState::complete:
    case ProjectState::eligible: return step_before_award(id, project);
    case ProjectState::awarded:
    case ProjectState::contracted: return step_of_award(id, project);
    case ProjectState::cancelled:
    case ProjectState::settled: return step_of_payment(id, project);
    default: return false;
  }
}

bool RandomLedger::step_before_award(ProjectId const& id, Project const& project) {
  auto const its = stream(StreamKind::project, id.view());
  if (project.state == ProjectState::submitted) {
    add(its, ProjectDeclaredComplete{id});
    return true;
  }
  if (project.state == ProjectState::complete) {
    add(its, EligibilityDecided{id, !chance(10), {}});
    return true;
  }
  if (chance(5)) {
    add(its, ProjectOriented{id, "AIDE-ESS"});
    return true;
  }
  auto const& call = state_.calls.at(project.call);
  auto const& programme = state_.programmes.at(call.programme);
  AwardDecided event;
  event.project = id;
  event.call = state_.calls.key_at(project.call);
  event.programme = state_.programmes.key_at(call.programme);
  event.amount = part_of(project.asked);
  if (programme.unallocated() < event.amount) return false;
  event.rate = Rate{500'000};
  event.call_version = project.call_version;
  event.cost_base = project.eligible_cost;
  event.payees = {{project.applicant, Rate{Rate::ppm_max}}};
  event.state_before = project.state;
  add(its, event);
  return true;
}

bool RandomLedger::step_of_award(ProjectId const& id, Project const& project) {
  auto const its = stream(StreamKind::project, id.view());
  auto const& call = state_.calls.at(project.call);
  auto const call_id = state_.calls.key_at(project.call);
  auto const programme = state_.programmes.key_at(call.programme);
  auto const& balances = project.balances;
  switch (draw(10)) {
    case 0: {
      if (project.state != ProjectState::awarded) return false;
      ConventionSigned event;
      event.project = id;
      event.number = ActNumber{"conv/" + std::to_string(++number_)};
      event.amount = project.award->amount;
      add(its, event);
      return true;
    }
    case 1: return change_award(id, project);
    case 2:
      if (project.report_filed) return false;
      add(its, FinalReportFiled{id, cents(7'000'000), {}, {}});
      return true;
    case 3: {
      if (!balances.payable.is_zero() || project.final_account >= Position{1}) return false;
      auto const kept = cents(static_cast<std::uint64_t>(balances.committed.minor_units()) / 2);
      FinalAmountSet event{
          id, call_id, programme, cents(7'000'000),          {}, project.award->amount,
          {}, kept,    {},        AuthorityPool::unallocated};
      event.amount = subtract(event.amount_before, kept);
      add(its, event);
      return true;
    }
    case 4: {
      if (!chance(15)) return false;
      AwardCancelled event{id,
                           call_id,
                           programme,
                           CancelGround::renounced,
                           {},
                           balances.committed,
                           AuthorityPool::unallocated,
                           project.state};
      add(its, event);
      return true;
    }
    case 5:
      if (!balances.committed.is_zero() || !balances.payable.is_zero()) return false;
      add(its, ProjectSettled{id});
      return true;
    case 6:
      add(its, AwardProlonged{id, project.award->valid_until, civil_date(2030, 1, 1)});
      return true;
    case 7: return step_of_recovery(id, project);
    default: return step_of_payment(id, project) || request_payment(id, project);
  }
}

bool RandomLedger::change_award(ProjectId const& id, Project const& project) {
  auto const& call = state_.calls.at(project.call);
  AwardChange change;
  change.project = id;
  change.call = state_.calls.key_at(project.call);
  change.programme = state_.programmes.key_at(call.programme);
  change.amount_before = project.award->amount;
  change.rate_before = project.award->rate;
  change.rate_after = Rate{static_cast<std::int32_t>(1 + draw(1'000'000))};
  auto const its = stream(StreamKind::project, id.view());
  if (chance(50)) {
    change.difference = cents(1 + draw(100'000));
    change.amount_after = ledger::add(change.amount_before, change.difference);
    auto const& programme = state_.programmes.at(call.programme);
    if (programme.unallocated() < change.difference) return false;
    add(its, AwardIncreased{change});
    return true;
  }
  if (project.balances.committed.is_zero()) return false;
  change.difference = part_of(project.balances.committed);
  change.amount_after = subtract(change.amount_before, change.difference);
  add(its, AwardReduced{change});
  return true;
}

bool RandomLedger::request_payment(ProjectId const& id, Project const& project) {
  auto const left = subtract(project.balances.committed, project.pending);
  if (!left.is_positive()) return false;
  PaymentRequested event;
  event.project = id;
  event.payment = PaymentId{"R" + std::to_string(++number_)};
  event.kind = PaymentKind::advance;
  event.amount = part_of(left);
  event.payee = project.applicant;
  last_payments_.insert_or_assign(id.string(), event.payment);
  add(stream(StreamKind::project, id.view()), event);
  return true;
}

bool RandomLedger::step_of_payment(ProjectId const& id, Project const& project) {
  auto const last = last_payments_.find(id.string());
  if (last == last_payments_.end()) return false;
  auto const payment_id = last->second;
  auto const& payment = *state_.payments.find(payment_id);
  auto const its = stream(StreamKind::project, id.view());
  auto const& call = state_.calls.at(project.call);
  auto const programme = state_.programmes.key_at(call.programme);
  bool const is_live =
      project.state == ProjectState::awarded || project.state == ProjectState::contracted;
  switch (payment.state) {
    case PaymentState::requested: {
      if (!is_live) return false;
      auto const* line = state_.credit_lines.find({call.programme, year_});
      auto const amount = part_of(payment.amount);
      if (line == nullptr || line->available < amount || project.balances.committed < amount) {
        return false;
      }
      add(its, PaymentApproved{id, programme, payment_id, amount, payment.amount,
                               ActNumber{"m/" + std::to_string(++number_)}, year_});
      return true;
    }
    case PaymentState::approved:
    case PaymentState::returned: {
      if (!is_live) return false;
      PaymentIssued event{id,
                          payment_id,
                          payment.attempt + 1,
                          payment_id.string() + "." + std::to_string(payment.attempt + 1),
                          {},
                          payment.payee,
                          payment.amount};
      add(its, event);
      return true;
    }
    case PaymentState::issued:
      add(its,
          PaymentExecuted{id, programme, payment_id, payment.amount, payment.attempt, {}, {}, 0});
      return true;
    case PaymentState::paid:
      if (!chance(30) || project.balances.disbursed < payment.amount) return false;
      add(its, PaymentReturned{id,
                               programme,
                               payment_id,
                               payment.amount,
                               payment.attempt,
                               ReasonCode{"AC04"},
                               {},
                               {},
                               0,
                               project.state});
      return true;
    default: return false;
  }
}

bool RandomLedger::step_of_recovery(ProjectId const& id, Project const& project) {
  auto const& call = state_.calls.at(project.call);
  auto const programme = state_.programmes.key_at(call.programme);
  for (auto const& known : recoveries_) {
    auto const& recovery = state_.recoveries.at(state_.recoveries.place_of(known));
    if (state_.projects.key_at(recovery.project) != id || recovery.outstanding.is_zero()) continue;
    auto const re_credit = state_.programmes.at(call.programme).settings.re_credit;
    add(stream(StreamKind::recovery, known.view()),
        RecoveryReceived{known, id, programme, part_of(recovery.outstanding), "bank",
                         re_credit == ReCredit::authority, recovery.state});
    return true;
  }
  if (project.balances.disbursed.is_zero()) return false;
  RecoveryOrdered event{RecoveryId{"T" + std::to_string(++number_)},
                        id,
                        programme,
                        ActNumber{"t/" + std::to_string(number_)},
                        part_of(project.balances.disbursed),
                        {}};
  recoveries_.push_back(event.recovery);
  add(stream(StreamKind::recovery, event.recovery.view()), event);
  return true;
}

/// Takes back the last event if it is of a kind that can be: nothing can depend on it then.
bool RandomLedger::reverse() {
  auto const& target = events_.back();
  EventReversed event;
  event.target = target.envelope.position;
  event.target_type = std::string{name(target.body)};
  event.postings = postings(target);
  std::ranges::reverse(event.postings);  // as the ledger does: no balance dips on the way
  for (auto& posting : event.postings) posting.amount = posting.amount.negated();
  if (auto const* executed = std::get_if<PaymentExecuted>(&target.body)) {
    event.programme = executed->programme;
    event.project = executed->project;
    event.payment = executed->payment;
    event.restored.payment_state = PaymentState::issued;
  } else if (auto const* received = std::get_if<RecoveryReceived>(&target.body)) {
    auto const& recovery = state_.recoveries.at(state_.recoveries.place_of(received->recovery));
    event.programme = received->programme;
    event.project = received->project;
    event.recovery = received->recovery;
    event.restored.recovery_state = received->state_before;
    event.restored.recovery_outstanding = ledger::add(recovery.outstanding, received->amount);
  } else if (auto const* reduced = std::get_if<AwardReduced>(&target.body)) {
    event.programme = reduced->programme;
    event.project = reduced->project;
    event.restored.award_amount = reduced->amount_before;
    event.restored.award_rate = reduced->rate_before;
  } else if (auto const* decided = std::get_if<AwardDecided>(&target.body)) {
    event.programme = decided->programme;
    event.project = decided->project;
    event.restored.award_removed = true;
    event.restored.project_state = decided->state_before;
  } else {
    return false;
  }
  auto const its = target.envelope.stream;
  auto const day = target.envelope.effective_date;
  add(its, std::move(event), day);
  return true;
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
    event.lines.push_back({id, line->voted, line->consumed, {}, line->available, euro()});
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
