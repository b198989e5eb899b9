#include "projections/naive.h"

#include <algorithm>
#include <variant>

namespace gl::projections::testing {

using namespace ledger;  // NOLINT: every name here is a word of the ledger

namespace {

template <class... Bodies>
std::string find_project(EventBody const& body) {
  std::string found;
  auto const look = [&]<class Body>(Body const* event) {
    if (event != nullptr) found = event->project.string();
  };
  (look(std::get_if<Bodies>(&body)), ...);
  return found;
}

ProjectState state_after(ProjectState state, bool signed_, EventBody const& body) {
  auto const type = std::string{name(body)};
  static std::map<std::string, ProjectState> const simple{
      {"ProjectSubmitted", ProjectState::submitted},
      {"CompletionRequested", ProjectState::incomplete},
      {"ProjectCompleted", ProjectState::complete},
      {"ProjectDeclaredComplete", ProjectState::complete},
      {"AssessmentClosed", ProjectState::assessed},
      {"AwardDecided", ProjectState::awarded},
      {"ProjectRejected", ProjectState::rejected},
      {"ProjectOriented", ProjectState::oriented},
      {"ProjectWaitlisted", ProjectState::waitlisted},
      {"ProjectWithdrawn", ProjectState::withdrawn},
      {"ProjectClosedWithoutDecision", ProjectState::no_action},
      {"ProjectReopened", ProjectState::complete},
      {"ConventionSigned", ProjectState::contracted},
      {"AwardCancelled", ProjectState::cancelled},
      {"DecisionWithdrawn", ProjectState::cancelled},
      {"ProjectSettled", ProjectState::settled}};
  if (auto const found = simple.find(type); found != simple.end()) return found->second;
  if (auto const* decided = std::get_if<EligibilityDecided>(&body)) {
    return decided->eligible ? ProjectState::eligible : ProjectState::ineligible;
  }
  if (type == "PaymentReturned" && state == ProjectState::settled) {
    return signed_ ? ProjectState::contracted : ProjectState::awarded;
  }
  if (auto const* reversed = std::get_if<EventReversed>(&body)) {
    return reversed->restored.project_state.value_or(state);
  }
  return state;
}

Money award_after(Money award, EventBody const& body) {
  if (auto const* event = std::get_if<AwardDecided>(&body)) return event->amount;
  if (auto const* event = std::get_if<AwardIncreased>(&body)) return event->amount_after;
  if (auto const* event = std::get_if<AwardReduced>(&body)) return event->amount_after;
  if (auto const* event = std::get_if<FinalAmountSet>(&body)) return event->amount;
  if (std::holds_alternative<ProjectReopened>(body)) return {};
  if (auto const* event = std::get_if<EventReversed>(&body)) {
    if (event->restored.award_removed) return {};
    return event->restored.award_amount.value_or(award);
  }
  return award;
}

bool signed_after(bool signed_, EventBody const& body) {
  if (std::holds_alternative<ProjectReopened>(body)) return false;
  return signed_ || std::holds_alternative<ConventionSigned>(body);
}

Application const* application_in(EventBody const& body) {
  if (auto const* submitted = std::get_if<ProjectSubmitted>(&body)) return submitted;
  return std::get_if<ProjectAmended>(&body);
}

}  // namespace

std::string project_named_by(EventBody const& body) {
  return find_project<
      ProjectSubmitted, ProjectAmended, CompletionRequested, ProjectCompleted,
      ProjectDeclaredComplete, EligibilityDecided, AssessmentRecorded, AssessmentClosed,
      AwardDecided, ProjectRejected, ProjectOriented, ProjectWaitlisted, ProjectWithdrawn,
      ProjectClosedWithoutDecision, ProjectReopened, ApplicantNotified, ConflictDeclared,
      ConventionSigned, ConventionAmended, PaymentRequested, PaymentRequestWithdrawn,
      PaymentRefused, PaymentApproved, PaymentAnnulled, PaymentIssued, OrderRejected,
      OrderRequisitioned, PaymentExecuted, PaymentReturned, AwardIncreased, AwardReduced,
      AwardProlonged, FinalReportFiled, FinalAmountSet, AwardCancelled, DecisionWithdrawn,
      RecoveryOrdered, RecoveryReceived, RecoveryReduced, RecoveryCancelled, RecoveryWrittenOff,
      ProjectSettled, GrantPublished, StateAidNotified, EventReversed>(body);
}

bool Naive::is_known(Event const& event) const { return event.envelope.position <= last_; }

bool Naive::counts(Event const& event) const {
  return is_known(event) && (!effective_ || event.envelope.effective_date <= *effective_);
}

AnsweredAt Naive::at() const {
  return {last_, events_[last_.value() - 1].envelope.recorded_at, effective_};
}

ProgrammeBalances Naive::balances(ProgrammeId const& programme) const {
  ProgrammeBalances result;
  result.programme = programme;
  result.currency = *Currency::parse("EUR");
  result.as_of = at();
  std::map<std::int32_t, CreditBalances> years;
  for (auto const& event : events_) {
    if (!is_known(event)) continue;
    for (auto const& [account, amount] : postings(event)) {
      if (account.programme != programme) continue;
      if (account.year != 0) years[account.year].year = account.year;
      if (!counts(event)) continue;
      auto& authority = result.authority;
      auto& credits = years[account.year];
      auto const move = [&](Money& term) { term = add(term, amount); };
      switch (account.kind) {
        case AccountKind::ae_voted: authority.voted = subtract(authority.voted, amount); break;
        case AccountKind::ae_available: move(authority.available); break;
        case AccountKind::ae_committed: move(authority.committed); break;
        case AccountKind::ae_payable: move(authority.payable); break;
        case AccountKind::ae_disbursed: move(authority.disbursed); break;
        case AccountKind::ae_recoverable: move(authority.recoverable); break;
        case AccountKind::ae_recovered: move(authority.recovered); break;
        case AccountKind::ae_written_off: move(authority.written_off); break;
        case AccountKind::ae_lapsed: move(authority.lapsed); break;
        case AccountKind::cp_available: move(credits.available); break;
        case AccountKind::cp_consumed: move(credits.consumed); break;
        case AccountKind::cp_lapsed: move(credits.lapsed); break;
        default: break;
      }
    }
  }
  years.erase(0);
  for (auto const& [year, credits] : years) result.credits.push_back(credits);
  return result;
}

std::vector<StatementLine> Naive::statement(ProgrammeId const& programme,
                                            StatementFilter const& filter) const {
  std::vector<StatementLine> lines;
  std::map<Account, Money> balances;
  for (auto const& event : events_) {
    if (!is_known(event)) continue;
    for (auto const& [account, amount] : postings(event)) {
      auto& balance = balances[account];
      balance = add(balance, amount);
      bool const of_project =
          account.kind >= AccountKind::ae_committed && account.kind <= AccountKind::ae_written_off;
      if (!counts(event) || account.programme != programme) continue;
      if (filter.kind && account.kind != *filter.kind) continue;
      if (filter.year && account.year != *filter.year) continue;
      if (filter.project && !(of_project && account.scope.view() == filter.project->view())) {
        continue;
      }
      if (filter.call && !(account.kind == AccountKind::ae_available &&
                           account.scope.view() == filter.call->view())) {
        continue;
      }
      auto const& envelope = event.envelope;
      lines.push_back({envelope.position, envelope.recorded_at, envelope.effective_date,
                       std::string{name(event.body)}, envelope.stream, account, amount, balance,
                       envelope.currency});
    }
  }
  return lines;
}

ProjectSummary Naive::summary(ProjectSubmitted const& submitted) const {
  ProjectSummary row;
  row.project = submitted.project;
  row.call = submitted.call;
  row.programme = submitted.programme;
  row.currency = *Currency::parse("EUR");
  Money award;
  bool is_signed = false;
  for (auto const& event : events_) {
    if (!counts(event) || project_named_by(event.body) != submitted.project.view()) continue;
    row.last_event = event.envelope.position;
    row.state = state_after(row.state, is_signed, event.body);
    award = award_after(award, event.body);
    is_signed = signed_after(is_signed, event.body);
    if (auto const* application = application_in(event.body)) {
      row.title = application->title;
      row.applicant = application->applicant.id;
      row.asked = application->asked_amount;
    }
    for (auto const& [account, amount] : postings(event)) {
      if (account.scope.view() != submitted.project.view()) continue;
      if (account.kind == AccountKind::ae_committed) row.committed = add(row.committed, amount);
      if (account.kind == AccountKind::ae_payable) row.payable = add(row.payable, amount);
      if (account.kind == AccountKind::ae_disbursed) row.disbursed = add(row.disbursed, amount);
      if (account.kind == AccountKind::ae_recoverable) {
        row.recoverable = add(row.recoverable, amount);
      }
      if (account.kind == AccountKind::ae_recovered) row.recovered = add(row.recovered, amount);
      if (account.kind == AccountKind::ae_written_off) {
        row.written_off = add(row.written_off, amount);
      }
    }
  }
  bool const lives = row.state == ProjectState::awarded || row.state == ProjectState::contracted ||
                     row.state == ProjectState::settled;
  if (lives) row.awarded = award;
  return row;
}

std::vector<ProjectSummary> Naive::projects(ProjectFilter const& filter) const {
  std::vector<ProjectSummary> rows;
  for (auto const& event : events_) {
    auto const* submitted = std::get_if<ProjectSubmitted>(&event.body);
    if (submitted == nullptr || !counts(event)) continue;
    auto const row = summary(*submitted);
    if (filter.call && row.call != *filter.call) continue;
    if (filter.programme && row.programme != *filter.programme) continue;
    if (filter.state && row.state != *filter.state) continue;
    rows.push_back(row);
  }
  std::ranges::sort(rows, {}, &ProjectSummary::project);
  return rows;
}

std::vector<Position> Naive::events_about(ProjectId const& project) const {
  std::vector<Position> found;
  for (auto const& event : events_) {
    if (counts(event) && project_named_by(event.body) == project.view()) {
      found.push_back(event.envelope.position);
    }
  }
  return found;
}

std::vector<CallView> Naive::calls() const {
  std::map<CallId, CallView> views;
  for (auto const& event : events_) {
    if (counts(event) && event.envelope.stream.kind == StreamKind::call) {
      auto const id = CallId{event.envelope.stream.id.view()};
      views[id].call = id;
      add_to(views[id], event);
    }
    for (auto const& [account, amount] : postings(event)) {
      if (!counts(event) || account.kind != AccountKind::ae_available) continue;
      if (account.scope.empty()) continue;
      auto& available = views[CallId{account.scope.view()}].available;
      available = add(available, amount);
    }
  }
  add_totals(views);
  std::vector<CallView> result;
  for (auto const& [id, view] : views) {
    if (view.state != CallState::none) result.push_back(view);
  }
  return result;
}

/// What an event of the call's stream says of it.
void Naive::add_to(CallView& view, Event const& event) const {
  auto const change = [&](CallChange const& changed) {
    view.version = changed.version;
    view.terms = changed.after;
  };
  if (auto const* drafted = std::get_if<CallDrafted>(&event.body)) {
    view.programme = drafted->programme;
    view.state = CallState::draft;
    view.version = 1;
    view.terms = drafted->terms;
  } else if (auto const* opened = std::get_if<CallOpened>(&event.body)) {
    view.programme = opened->programme;
    view.state = CallState::open;
    view.version = opened->draft_version == 0 ? 1 : opened->draft_version;
    view.terms = opened->terms;
  } else if (auto const* amended = std::get_if<CallAmended>(&event.body)) {
    change(*amended);
  } else if (auto const* reopened = std::get_if<CallReopened>(&event.body)) {
    view.state = CallState::open;
    change(*reopened);
  }
  if (std::holds_alternative<CallClosed>(event.body)) view.state = CallState::closed;
  if (std::holds_alternative<CallCancelled>(event.body)) view.state = CallState::cancelled;
  if (std::holds_alternative<CallSettled>(event.body)) view.state = CallState::settled;
  for (auto const& [account, amount] : postings(event)) {
    if (!account.scope.empty()) view.allocated = add(view.allocated, amount);
  }
  view.currency = *Currency::parse("EUR");
  view.last_event = event.envelope.position;
}

/// Totals add what each event changed on its own day, be the project's story whole or not.
void Naive::add_totals(std::map<CallId, CallView>& views) const {
  std::map<std::string, ProjectSummary> before;
  std::map<std::string, bool> is_signed;
  std::map<std::string, Money> awards;
  for (auto const& event : events_) {
    auto const project = project_named_by(event.body);
    if (project.empty() || !is_known(event)) continue;
    auto& row = before[project];
    if (auto const* application = application_in(event.body)) {
      row.call = application->call;
      if (counts(event)) {
        auto& view = views[row.call];
        if (std::holds_alternative<ProjectSubmitted>(event.body)) ++view.projects;
        view.asked = add(view.asked, subtract(application->asked_amount, row.asked));
      }
      row.asked = application->asked_amount;
    }
    row.state = state_after(row.state, is_signed[project], event.body);
    is_signed[project] = signed_after(is_signed[project], event.body);
    awards[project] = award_after(awards[project], event.body);
    bool const lives = row.state == ProjectState::awarded ||
                       row.state == ProjectState::contracted || row.state == ProjectState::settled;
    auto const awarded = lives ? awards[project] : Money{};
    if (counts(event)) {
      auto& view = views[row.call];
      view.awarded = add(view.awarded, subtract(awarded, row.awarded));
    }
    row.awarded = awarded;
  }
}

std::vector<Position> Naive::history(StreamRef const& stream) const {
  std::vector<Position> found;
  for (auto const& event : events_) {
    if (counts(event) && event.envelope.stream == stream) found.push_back(event.envelope.position);
  }
  return found;
}

std::vector<Position> Naive::refusals(RefusalFilter const& filter) const {
  std::vector<Position> found;
  for (auto const& event : events_) {
    auto const* refused = std::get_if<CommandRefused>(&event.body);
    if (refused == nullptr || !counts(event)) continue;
    if (filter.target && refused->target != *filter.target) continue;
    if (filter.person && event.envelope.actor.person != *filter.person) continue;
    if (filter.rule && refused->refusal.rule != *filter.rule) continue;
    found.push_back(event.envelope.position);
  }
  return found;
}

}  // namespace gl::projections::testing
