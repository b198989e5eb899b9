#include <algorithm>
#include <concepts>
#include <utility>
#include <variant>

#include "ledger/decisions.h"
#include "ledger/files.h"
#include "ledger/moves.h"
#include "ledger/project_rules.h"
#include "ledger/wide.h"

namespace gl::ledger {
namespace {

template <class Body, class... Others>
concept OneOf = (std::same_as<Body, Others> || ...);

/// What a reversal of each event says about what it acted on, for the events that can be reversed
/// (domain §6 rule 11); nothing for the others. A new event does not compile without its line.
struct Undo {
  State const& state;
  using Undone = std::optional<EventReversed>;

  Undone operator()(AuthorityVoted const& e) const { return of_programme(e); }
  Undone operator()(AuthorityAdjusted const& e) const { return of_programme(e); }
  Undone operator()(AuthorityLapsed const& e) const { return of_programme(e); }
  Undone operator()(AuthorityTransferred const& e) const {
    EventReversed undone;
    undone.programme = e.from_programme;
    return undone;
  }
  Undone operator()(CallAllocated const& e) const { return of_call(e); }
  Undone operator()(CallReleased const& e) const { return of_call(e); }
  Undone operator()(PaymentCreditsOpened const& e) const {
    auto undone = of_credits(e);
    undone.restored.credits_unopened = true;
    return undone;
  }
  Undone operator()(PaymentCreditsAdjusted const& e) const { return of_credits(e); }
  Undone operator()(PaymentCreditsCarriedOver const& e) const {
    auto undone = of_credits(e);
    undone.restored.credits_carried_back = true;
    return undone;
  }
  Undone operator()(AwardDecided const& e) const {
    auto undone = of_project(e);
    undone.restored.project_state = e.state_before;
    undone.restored.award_removed = true;
    return undone;
  }
  Undone operator()(AwardIncreased const& e) const { return of_change(e); }
  Undone operator()(AwardReduced const& e) const { return of_change(e); }
  Undone operator()(FinalAmountSet const& e) const {
    auto undone = of_project(e);
    undone.restored.award_amount = e.amount_before;
    undone.restored.final_account_removed = true;
    return undone;
  }
  Undone operator()(AwardCancelled const& e) const { return of_end(e); }
  Undone operator()(DecisionWithdrawn const& e) const { return of_end(e); }
  Undone operator()(PaymentApproved const& e) const {
    auto undone = of_payment(e, PaymentState::requested);
    undone.year = e.budget_year;
    undone.restored.payment_amount = e.requested;
    return undone;
  }
  Undone operator()(PaymentAnnulled const& e) const {
    auto undone = of_payment(e, e.state_before);
    if (e.credits_restored) undone.year = e.budget_year;
    return undone;
  }
  Undone operator()(PaymentExecuted const& e) const { return of_payment(e, PaymentState::issued); }
  Undone operator()(PaymentReturned const& e) const {
    auto undone = of_payment(e, PaymentState::paid);
    if (e.project_state_before == ProjectState::settled) {
      undone.restored.project_state = e.project_state_before;
    }
    return undone;
  }
  Undone operator()(RecoveryOrdered const& e) const {
    return of_recovery(e, RecoveryState::cancelled, Money{});
  }
  Undone operator()(RecoveryReceived const& e) const { return of_taking(e); }
  Undone operator()(RecoveryReduced const& e) const { return of_taking(e); }
  Undone operator()(RecoveryCancelled const& e) const { return of_taking(e); }
  Undone operator()(RecoveryWrittenOff const& e) const { return of_taking(e); }

  template <OneOf<LedgerCreated, ProgrammeCreated, ProgrammeAmended, ExerciseClosed, CallDrafted,
                  CallOpened, CallAmended, CallReopened, CallClosed, CallCancelled, CallSettled,
                  ProjectSubmitted, ProjectAmended, CompletionRequested, ProjectCompleted,
                  ProjectDeclaredComplete, EligibilityDecided, AssessmentRecorded, AssessmentClosed,
                  ProjectRejected, ProjectOriented, ProjectWaitlisted, ProjectWithdrawn,
                  ProjectClosedWithoutDecision, ProjectReopened, ApplicantNotified,
                  ConflictDeclared, ConventionSigned, ConventionAmended, PayeeRegistered,
                  PayeeAccountChanged, PayeeAccountVerified, PaymentRequested,
                  PaymentRequestWithdrawn, PaymentRefused, PaymentIssued, OrderRejected,
                  OrderRequisitioned, AwardProlonged, FinalReportFiled, ProjectSettled,
                  DelegationGiven, DelegationEnded, GrantPublished, StateAidNotified, SubjectErased,
                  EventReversed, CommandRefused, RefusalsSummarised, ConsumerReset, LogKeyRotated>
                Body>
  Undone operator()(Body const&) const {
    return std::nullopt;
  }

 private:
  static EventReversed of_programme(auto const& e) {
    EventReversed undone;
    undone.programme = e.programme;
    return undone;
  }
  static EventReversed of_credits(auto const& e) {
    auto undone = of_programme(e);
    undone.year = e.year;
    return undone;
  }
  static EventReversed of_call(CallAllocation const& e) {
    auto undone = of_programme(e);
    undone.call = e.call;
    return undone;
  }
  static EventReversed of_project(auto const& e) {
    auto undone = of_programme(e);
    undone.project = e.project;
    return undone;
  }
  static EventReversed of_change(AwardChange const& e) {
    auto undone = of_project(e);
    undone.restored.award_amount = e.amount_before;
    undone.restored.award_rate = e.rate_before;
    return undone;
  }
  static EventReversed of_end(AwardEnd const& e) {
    auto undone = of_project(e);
    undone.restored.project_state = e.state_before;
    return undone;
  }
  static EventReversed of_payment(auto const& e, PaymentState before) {
    auto undone = of_project(e);
    undone.payment = e.payment;
    undone.restored.payment_state = before;
    return undone;
  }
  static EventReversed of_recovery(auto const& e, RecoveryState state, Money outstanding) {
    auto undone = of_project(e);
    undone.recovery = e.recovery;
    undone.restored.recovery_state = state;
    undone.restored.recovery_outstanding = outstanding;
    return undone;
  }
  /// What was taken is outstanding again.
  EventReversed of_taking(auto const& e) const {
    auto const outstanding = state.recoveries.find(e.recovery)->outstanding;
    return of_recovery(e, e.state_before,
                       saturated(Wide{outstanding.minor_units()} + e.amount.minor_units()));
  }
};

/// The target's lines with the other sign, last one first: no balance dips on the way.
Postings negated(Postings postings) {
  std::ranges::reverse(postings);
  for (auto& posting : postings) posting.amount = posting.amount.negated();
  return postings;
}

Objection check_not_reversed(Case const& c, Position target) {
  auto const* const reversal = c.state().reversed.find(target);
  if (reversal == nullptr) return {};
  return c.refuse(Rule::already_reversed,
                  say("the event at position ", target, " was reversed at position ", *reversal,
                      " already: record the right event instead"),
                  {}, say(target));
}

Objection check_reversible(Case const& c, Event const& target, bool reversible) {
  if (reversible) return {};
  return c.refuse(Rule::not_reversible,
                  say("a ", name(target.body),
                      " cannot be reversed: only events that post can, "
                      "save ExerciseClosed and reversals; use the command that corrects it"),
                  {}, std::string{name(target.body)});
}

/// The target's own date or, when its year is closed, the first open day.
CivilDate due_date(State const& state, Event const& target) {
  auto const date = target.envelope.effective_date;
  auto const year = date.year();
  return state.is_closed(year) ? state.first_open_day(year) : date;
}

/// Also of an imported reversal: with another date, totals by date would count both.
Objection check_due_date(Case const& c, CivilDate due) {
  if (c.effective() == due) {
    if (due <= c.today()) return {};
    return c.refusal(
        Rule::date,
        say("the reversal takes effect on ", due, ", the first open day, after today, ", c.today(),
            ": send it from that day on"),
        say(c.today()), say(due));
  }
  return c.refusal(Rule::date,
                   say("the reversal takes effect on ", due, ", not on ", c.effective(),
                       ": leave the effective date out"),
                   say(due), say(c.effective()));
}

/// A target that moved credits of a closed year stays; nothing posts into a closed year.
Objection check_years(Case const& c, EventReversed const& undone) {
  if (auto no = c.check_open_year()) return no;
  if (undone.year == 0) return {};
  auto const last = undone.restored.credits_carried_back ? undone.year + 1 : undone.year;
  for (auto year = undone.year; year <= last; ++year) {
    if (!c.state().is_closed(year)) continue;
    return c.refuse(Rule::year_closed,
                    say("the event at position ", undone.target, " moved credits of ", year,
                        ", which is closed: ",
                        undone.project.empty() ? "adjust those of an open year"
                                               : "annul the approval or order a recovery",
                        " instead"),
                    {}, say(year));
  }
  return {};
}

/// The last event of a credit line's own, for what opened it or was carried over.
Position last_of_credits(State const& state, EventReversed const& undone) {
  auto const programme = state.programmes.place_of(undone.programme);
  auto const last_in = [&](std::int32_t year) {
    auto const* const line = state.credit_lines.find({programme, year});
    return line == nullptr ? Position{} : line->live.last();
  };
  if (undone.restored.credits_carried_back) {
    return std::max(last_in(undone.year), last_in(undone.year + 1));
  }
  return undone.restored.credits_unopened ? last_in(undone.year) : Position{};
}

/// The end of the call, behind which nothing is set apart for it and no award of it comes back;
/// nothing before its end.
Position end_of_call(Call const& call) {
  bool const over = call.state == CallState::cancelled || call.state == CallState::settled;
  return over ? call.stream.last : Position{};
}

/// The last event that stands on the target, or nothing (domain §6 rule 11).
Position last_dependent(State const& state, EventReversed const& undone) {
  if (!undone.call.empty()) return end_of_call(*state.calls.find(undone.call));
  if (undone.project.empty()) return last_of_credits(state, undone);
  auto const& project = *state.projects.find(undone.project);
  bool const own = undone.payment.empty() && undone.recovery.empty();
  if (own) return std::max(project.live.last(), end_of_call(state.calls.at(project.call)));
  auto const of_same = undone.recovery.empty()
                           ? state.payments.find(undone.payment)->live.last()
                           : state.recoveries.find(undone.recovery)->live.last();
  return std::max(
      {of_same, project.final_account, project.cancelled, project.settled, project.reopened});
}

Objection check_no_dependents(Case const& c, EventReversed const& undone) {
  auto const last = last_dependent(c.state(), undone);
  if (last <= undone.target) return {};
  return c.refuse(Rule::dependent_events,
                  say("the event at position ", last, " came after position ", undone.target,
                      " and stands on it: reverse that first where it can be, else correct by the "
                      "command for it"),
                  say(undone.target), say(last));
}

/// Whose balance of this account the reversal changes.
Looked holders_of(State const& state, EventReversed const& undone, Account const& account) {
  Looked holders;
  auto const programme = state.programmes.place_of(account.programme);
  holders.programme = &state.programmes.at(programme);
  holders.call = state.calls.find(undone.call);
  if (auto const* const project = state.projects.find(undone.project)) {
    holders.project = project;
    holders.call = &state.calls.at(project->call);
  }
  auto const year = account.year == 0 ? undone.year : account.year;
  if (year != 0) holders.line = state.credit_lines.find({programme, year});
  return holders;
}

/// What the account would hold after the reversal, if 64 bits can hold it. What is voted is kept
/// with the other sign, and that of credits by year too.
std::optional<Money> after(Looked const& holders, Postings const& postings, Posting const& line) {
  bool const of_call =
      line.account.kind == AccountKind::ae_available && !line.account.scope.empty();
  std::optional<Money> sum =
      balance_of(holders, {line.account.kind, {}, line.account.year, of_call});
  for (auto const& each : postings) {
    if (sum && each.account == line.account) sum = sum->plus(each.amount);
  }
  if (!sum || !is_equity(line.account.kind)) return sum;
  bool const of_year = line.account.kind == AccountKind::cp_voted;
  bool const fits = Money{}.minus(*sum) && (!of_year || holders.line->voted.minus(line.amount));
  return fits ? sum : std::nullopt;
}

/// DEPENDENT_EVENTS where a balance would fall below 0, AMOUNT_OVERFLOW where one grows too large.
Objection check_balances(Case const& c, EventReversed const& undone, Currency currency) {
  Objection overflow;
  for (auto const& line : undone.postings) {
    auto const holders = holders_of(c.state(), undone, line.account);
    auto const sum = after(holders, undone.postings, line);
    if (!sum) {
      overflow = c.refuse(Rule::amount_overflow, say(to_string(line.account),
                                                     " would hold more than the ledger can: "
                                                     "correct by the command for it"));
    } else if (sum->is_negative() && !is_equity(line.account.kind)) {
      return c.refuse(Rule::dependent_events,
                      say(to_string(line.account), " would fall to ", Sum{*sum, currency},
                          ": what the event at position ", undone.target,
                          " brought is used already; correct by the command for it"),
                      to_string(Money{}, currency), to_string(*sum, currency));
    }
  }
  return overflow;
}

/// The rules of a reversal, in the order of domain §6.
Objection check_reversal(Case const& c, Event const& target,
                         std::optional<EventReversed> const& undone) {
  if (auto no = check_access(c, c.state().stream(target.envelope.stream))) return no;
  if (auto no = check_not_reversed(c, target.envelope.position)) return no;
  if (auto no = check_reversible(c, target, undone.has_value())) return no;
  if (auto no = check_due_date(c, due_date(c.state(), target))) return no;
  if (auto no = check_years(c, *undone)) return no;
  if (auto no = c.check_delegation()) return no;
  if (auto no = check_no_dependents(c, *undone)) return no;
  return check_balances(c, *undone, target.envelope.currency);
}

}  // namespace

Decision decide_on(Case& c, ReverseEvent const& command) {
  auto const* const target = c.situation().target;
  if (target == nullptr || target->envelope.position != command.position) {
    return c.unknown("event at position", std::to_string(command.position.value()));
  }
  c.narrow_senders(reversers(target->body));
  c.default_date(due_date(c.state(), *target));
  auto undone = std::visit(Undo{c.state()}, target->body);
  if (undone) {
    undone->target = command.position;
    undone->target_type = name(target->body);
    undone->postings = negated(postings(*target));
    auto const year = target->envelope.effective_date.year();
    undone->concerns_year = c.state().is_closed(year) ? year : 0;
  }
  if (auto no = check_reversal(c, *target, undone)) return refused(no);
  auto const& stream = target->envelope.stream;
  return c.accept({stream.kind, stream.id.view(), c.state().stream(stream)},
                  target->envelope.currency, std::move(*undone));
}

}  // namespace gl::ledger
