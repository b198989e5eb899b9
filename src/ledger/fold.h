#pragma once

#include <string_view>

#include "ledger/event.h"
#include "ledger/moves.h"
#include "ledger/state.h"

namespace gl::ledger {

/// Folds one event's body into the state: an overload per event type, so that the compiler names
/// what a new one still needs. Nothing here can refuse: what cannot be is a check.
class Fold {
 public:
  Fold(State& state, Envelope const& envelope) : state_(state), envelope_(envelope) {}

  void operator()(LedgerCreated const& event);
  void operator()(ProgrammeCreated const& event);
  void operator()(ProgrammeAmended const& event);
  void operator()(AuthorityVoted const& event);
  void operator()(AuthorityAdjusted const& event);
  void operator()(AuthorityLapsed const& event);
  void operator()(AuthorityTransferred const& event);
  void operator()(PaymentCreditsOpened const& event);
  void operator()(PaymentCreditsAdjusted const& event);
  void operator()(PaymentCreditsCarriedOver const& event);
  void operator()(ExerciseClosed const& event);
  void operator()(CallDrafted const& event);
  void operator()(CallOpened const& event);
  void operator()(CallAmended const& event);
  void operator()(CallReopened const& event);
  void operator()(CallClosed const& event);
  void operator()(CallCancelled const& event);
  void operator()(CallSettled const& event);
  void operator()(CallAllocated const& event);
  void operator()(CallReleased const& event);
  void operator()(ProjectSubmitted const& event);
  void operator()(ProjectAmended const& event);
  void operator()(CompletionRequested const& event);
  void operator()(ProjectCompleted const& event);
  void operator()(ProjectDeclaredComplete const& event);
  void operator()(EligibilityDecided const& event);
  void operator()(AssessmentRecorded const& event);
  void operator()(AssessmentClosed const& event);
  void operator()(AwardDecided const& event);
  void operator()(ProjectRejected const& event);
  void operator()(ProjectOriented const& event);
  void operator()(ProjectWaitlisted const& event);
  void operator()(ProjectWithdrawn const& event);
  void operator()(ProjectClosedWithoutDecision const& event);
  void operator()(ProjectReopened const& event);
  void operator()(ApplicantNotified const& event);
  void operator()(ConflictDeclared const& event);
  void operator()(ConventionSigned const& event);
  void operator()(ConventionAmended const& event);
  void operator()(PayeeRegistered const& event);
  void operator()(PayeeAccountChanged const& event);
  void operator()(PayeeAccountVerified const& event);
  void operator()(PaymentRequested const& event);
  void operator()(PaymentRequestWithdrawn const& event);
  void operator()(PaymentRefused const& event);
  void operator()(PaymentApproved const& event);
  void operator()(PaymentAnnulled const& event);
  void operator()(PaymentIssued const& event);
  void operator()(OrderRejected const& event);
  void operator()(OrderRequisitioned const& event);
  void operator()(PaymentExecuted const& event);
  void operator()(PaymentReturned const& event);
  void operator()(AwardIncreased const& event);
  void operator()(AwardReduced const& event);
  void operator()(AwardProlonged const& event);
  void operator()(FinalReportFiled const& event);
  void operator()(FinalAmountSet const& event);
  void operator()(AwardCancelled const& event);
  void operator()(DecisionWithdrawn const& event);
  void operator()(RecoveryOrdered const& event);
  void operator()(RecoveryReceived const& event);
  void operator()(RecoveryReduced const& event);
  void operator()(RecoveryCancelled const& event);
  void operator()(RecoveryWrittenOff const& event);
  void operator()(ProjectSettled const& event);
  void operator()(DelegationGiven const& event);
  void operator()(DelegationEnded const& event);
  void operator()(GrantPublished const& event);
  void operator()(StateAidNotified const& event);
  void operator()(SubjectErased const& event);
  void operator()(EventReversed const& event);
  void operator()(CommandRefused const& event);
  void operator()(RefusalsSummarised const& event);
  void operator()(ConsumerReset const& event);
  void operator()(LogKeyRotated const& event);

  /// What the subjects of the event's sealed texts are tied to: once its body is folded.
  void remember_subjects(Event const& event);

 private:
  [[nodiscard]] Position position() const { return envelope_.position; }
  [[nodiscard]] CivilDate day() const { return envelope_.effective_date; }

  /// The stream's next version: the envelope must say so, and where the last event was.
  void advance(StreamHead& head, StreamKind kind, std::string_view id = {});
  /// Something of the project took effect: its records are kept from then on.
  void touch(Project& project);
  void touch(Payee& payee);
  void fixed_for_project(Project& project);
  void posted_for_project(Project& project);

  Programme& programme(ProgrammeId const& id);
  Call& call(CallId const& id);
  Project& project(ProjectId const& id);
  Payment& payment(PaymentId const& id);
  Recovery& recovery(RecoveryId const& id);
  CreditLine& credit_line(Place<Programme> programme, std::int32_t year);

  /// The holders of a project's accounts.
  Holders holders_of(Project& project);
  void post(Holders const& holders, Moves const& moves);

  // Credits.
  /// The stream of a year that is, or now becomes, open.
  void advance_year(std::int32_t number);
  /// Beside the postings: what went from a line to that of the year after; negative: came back.
  void count_carried(Place<Programme> programme, std::int32_t year, Money amount);

  // Calls.
  Call& made_call(CallId const& id, ProgrammeId const& programme, CallTerms const& terms);
  Call& advanced_call(CallId const& id);
  void change_terms(Call& call, CallChange const& event);

  // Projects.
  /// The project enters this state.
  Project& enter_state(ProjectId const& id, ProjectState state);
  void read_application(Project& project, Application const& application);
  void count_received(Project const& project, bool received);

  // Persons.
  void remember_subject(SubjectToken const& token);
  [[nodiscard]] Tie tie_of_stream() const;

  // Awards.
  void remember_beneficiaries(Place<Project> place, Project const& project);
  void start_aid(AwardDecided const& event, Place<Project> place);
  void add_aid(Place<Project> place, Money equivalent);
  void change_award(Project& project, AwardChange const& event);
  void end_award(AwardEnd const& event);
  void agree(ConventionTerms const& event);

  // Payments.
  void set_payment(Payment& payment, PaymentState state, Money amount);
  void count_request(Payment const& payment, Project& project, int sign);
  void end_pending(PaymentId const& id, PaymentState state);
  void hand_over(OrderHandedOver const& event);

  // Recoveries.
  Recovery& lower_recovery(RecoveryId const& id, Money amount, Moves const& moves);

  // Reversals.
  void post_reversal(EventReversed const& event);
  void restore_project(EventReversed const& event, Project& project);
  void restore_payment(EventReversed const& event);
  void restore_recovery(EventReversed const& event);
  void restore_credits(EventReversed const& event);
  void restore_allocation(EventReversed const& event);
  void advance_reversed_stream(EventReversed const& event);

  State& state_;
  Envelope const& envelope_;
};

}  // namespace gl::ledger
