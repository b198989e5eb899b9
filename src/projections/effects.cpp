#include "projections/effects.h"

#include <concepts>
#include <string>
#include <utility>
#include <variant>

namespace gl::projections {

namespace {

using namespace ledger;  // NOLINT: every name here is an event's

template <class Body, class... Others>
concept OneOf = (std::same_as<Body, Others> || ...);

/// Events that say nothing about a project beside its accounts.
template <class Body>
concept SilentOnFacts =
    OneOf<Body, LedgerCreated, ProgrammeCreated, ProgrammeAmended, AuthorityVoted,
          AuthorityAdjusted, AuthorityLapsed, AuthorityTransferred, PaymentCreditsOpened,
          PaymentCreditsAdjusted, PaymentCreditsCarriedOver, ExerciseClosed, CallDrafted,
          CallOpened, CallAmended, CallReopened, CallClosed, CallCancelled, CallSettled,
          CallAllocated, CallReleased, AssessmentRecorded, ApplicantNotified, ConflictDeclared,
          ConventionAmended, PayeeRegistered, PayeeAccountChanged, PayeeAccountVerified,
          PaymentRequested, PaymentRequestWithdrawn, PaymentRefused, PaymentApproved,
          PaymentAnnulled, PaymentIssued, OrderRejected, OrderRequisitioned, PaymentExecuted,
          AwardProlonged, FinalReportFiled, RecoveryOrdered, RecoveryReceived, RecoveryReduced,
          RecoveryCancelled, RecoveryWrittenOff, DelegationGiven, DelegationEnded, GrantPublished,
          StateAidNotified, SubjectErased, CommandRefused, RefusalsSummarised, ConsumerReset,
          LogKeyRotated>;

struct FactsFold {
  ProjectFacts& facts;

  template <SilentOnFacts Body>
  void operator()(Body const&) const {}

  void operator()(ProjectSubmitted const& event) const {
    facts.state = ProjectState::submitted;
    facts.asked = event.asked_amount;
  }
  void operator()(ProjectAmended const& event) const { facts.asked = event.asked_amount; }
  void operator()(CompletionRequested const&) const { facts.state = ProjectState::incomplete; }
  void operator()(ProjectCompleted const&) const { facts.state = ProjectState::complete; }
  void operator()(ProjectDeclaredComplete const&) const { facts.state = ProjectState::complete; }
  void operator()(EligibilityDecided const& event) const {
    facts.state = event.eligible ? ProjectState::eligible : ProjectState::ineligible;
  }
  void operator()(AssessmentClosed const&) const { facts.state = ProjectState::assessed; }
  void operator()(ProjectWaitlisted const&) const { facts.state = ProjectState::waitlisted; }
  void operator()(ProjectRejected const&) const { facts.state = ProjectState::rejected; }
  void operator()(ProjectOriented const&) const { facts.state = ProjectState::oriented; }
  void operator()(ProjectWithdrawn const&) const { facts.state = ProjectState::withdrawn; }
  void operator()(ProjectClosedWithoutDecision const&) const {
    facts.state = ProjectState::no_action;
  }
  /// Award and agreement start anew.
  void operator()(ProjectReopened const&) const {
    facts.state = ProjectState::complete;
    facts.award = {};
    facts.has_convention = false;
  }
  void operator()(AwardDecided const& event) const {
    facts.state = ProjectState::awarded;
    facts.award = event.amount;
  }
  void operator()(ConventionSigned const&) const {
    facts.state = ProjectState::contracted;
    facts.has_convention = true;
  }
  void operator()(AwardIncreased const& event) const { facts.award = event.amount_after; }
  void operator()(AwardReduced const& event) const { facts.award = event.amount_after; }
  void operator()(FinalAmountSet const& event) const { facts.award = event.amount; }
  void operator()(AwardCancelled const&) const { facts.state = ProjectState::cancelled; }
  void operator()(DecisionWithdrawn const&) const { facts.state = ProjectState::cancelled; }
  void operator()(ProjectSettled const&) const { facts.state = ProjectState::settled; }
  /// Money came back to a settled project: it is open again (domain §3, letter h).
  void operator()(PaymentReturned const&) const {
    if (facts.state != ProjectState::settled) return;
    facts.state = facts.has_convention ? ProjectState::contracted : ProjectState::awarded;
  }
  void operator()(EventReversed const& event) const {
    auto const& restored = event.restored;
    if (restored.project_state) facts.state = *restored.project_state;
    if (restored.award_amount) facts.award = *restored.award_amount;
    if (restored.award_removed) facts.award = {};
  }
};

}  // namespace

Money ProjectFacts::awarded() const {
  switch (state) {
    case ProjectState::awarded:
    case ProjectState::contracted:
    case ProjectState::settled: return award;
    default: return {};
  }
}

ProjectId project_of(EventBody const& body) {
  return std::visit(
      [](auto const& event) -> ProjectId {
        if constexpr (requires { event.project; }) {
          return event.project;
        } else {
          return {};
        }
      },
      body);
}

void take(ProjectFacts& facts, EventBody const& body) { std::visit(FactsFold{facts}, body); }

ProjectFacts facts_of(SeriesState const& project) {
  return {.state = static_cast<ProjectState>(project[field::state]),
          .asked = Money::from_minor_units(project[field::asked]),
          .award = Money::from_minor_units(project[field::award]),
          .has_convention = project[field::has_convention] != 0};
}

PostingPlace place_of(Account const& account) {
  using enum PostingPlace::Owner;
  auto const of_project = [](std::size_t place) { return PostingPlace{project, place, place}; };
  switch (account.kind) {
    case AccountKind::ae_voted: return {programme, field::voted, std::nullopt};
    case AccountKind::ae_available:
      if (account.scope.empty()) return {programme, field::unallocated, field::available};
      return {call, field::call_available, field::available};
    case AccountKind::ae_committed: return of_project(field::committed);
    case AccountKind::ae_payable: return of_project(field::payable);
    case AccountKind::ae_disbursed: return of_project(field::disbursed);
    case AccountKind::ae_recoverable: return of_project(field::recoverable);
    case AccountKind::ae_recovered: return of_project(field::recovered);
    case AccountKind::ae_written_off: return of_project(field::written_off);
    case AccountKind::ae_lapsed: return {programme, field::lapsed, std::nullopt};
    case AccountKind::cp_voted: return {credits, field::credits_voted, std::nullopt};
    case AccountKind::cp_available: return {credits, field::credits_available, std::nullopt};
    case AccountKind::cp_consumed: return {credits, field::credits_consumed, std::nullopt};
    case AccountKind::cp_lapsed: return {credits, field::credits_lapsed, std::nullopt};
    case AccountKind::none: break;
  }
  GL_CHECK(false, "an event posts to an account of no kind");
}

AccountKind project_account(std::size_t place) {
  switch (place) {
    case field::committed: return AccountKind::ae_committed;
    case field::payable: return AccountKind::ae_payable;
    case field::disbursed: return AccountKind::ae_disbursed;
    case field::recoverable: return AccountKind::ae_recoverable;
    case field::recovered: return AccountKind::ae_recovered;
    case field::written_off: return AccountKind::ae_written_off;
    default: return AccountKind::none;
  }
}

Bytes encode(ProjectHead const& head) {
  Bytes row;
  RowWriter out{row};
  out.text(head.call.view());
  out.text(head.programme.view());
  out.number(head.currency.packed());
  out.text(head.applicant.view());
  out.text(head.title);
  return row;
}

Result<ProjectHead> decode_project_head(Chunk const& row) {
  RowReader in{row.bytes};
  auto const call = in.text();
  auto const programme = in.text();
  auto const currency = Currency::from_packed(static_cast<std::uint32_t>(in.number()));
  auto const applicant = in.text();
  auto const title = in.text();
  if (!in.ok() || call.size() > CallId::bytes_max || programme.size() > ProgrammeId::bytes_max ||
      applicant.size() > PayeeId::bytes_max) {
    return damaged_row(row.first);
  }
  return ProjectHead{CallId{call}, ProgrammeId{programme}, currency, PayeeId{applicant},
                     std::string{title}};
}

}  // namespace gl::projections
