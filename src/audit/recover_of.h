#pragma once

#include <span>

#include "ledger/command.h"
#include "ledger/event.h"

namespace gl::audit {

/// What the body of a command is recovered from, beside its first event's own fields.
struct Trace {
  ledger::Currency currency;
  std::span<ledger::Event const> events;  ///< all that the command made

  /// An amount as a sender would write it, with all the currency's decimals.
  [[nodiscard]] ledger::Amount written(ledger::Money money) const {
    return {money.minor_units(), static_cast<std::uint8_t>(currency.decimals())};
  }
  [[nodiscard]] std::optional<ledger::Amount> written(
      std::optional<ledger::Money> const& money) const {
    if (!money) return std::nullopt;
    return written(*money);
  }
  [[nodiscard]] std::vector<ledger::PlanStepOf<ledger::Amount>> written(
      std::vector<ledger::PlanStep> const& steps) const;
  [[nodiscard]] std::vector<ledger::FunderOf<ledger::Amount>> written(
      std::vector<ledger::Funder> const& funders) const;
};

/// A personal text as its sender's, which is known sealed only.
[[nodiscard]] inline ledger::PersonalText sealed(ledger::Sealed const& text) { return {{}, text}; }

// The command of each event that a command makes (domain §5).
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ProgrammeCreated const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ProgrammeAmended const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::AuthorityVoted const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::AuthorityAdjusted const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::AuthorityLapsed const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace,
                                          ledger::AuthorityTransferred const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace,
                                          ledger::PaymentCreditsOpened const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace,
                                          ledger::PaymentCreditsAdjusted const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace,
                                          ledger::PaymentCreditsCarriedOver const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ExerciseClosed const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::CallDrafted const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::CallOpened const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::CallAmended const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::CallReopened const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::CallClosed const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::CallCancelled const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::CallSettled const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::CallAllocated const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::CallReleased const& e);

[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ProjectSubmitted const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ProjectAmended const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::CompletionRequested const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ProjectCompleted const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace,
                                          ledger::ProjectDeclaredComplete const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::EligibilityDecided const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::AssessmentRecorded const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::AssessmentClosed const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::AwardDecided const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ProjectRejected const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ProjectOriented const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ProjectWaitlisted const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ProjectWithdrawn const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace,
                                          ledger::ProjectClosedWithoutDecision const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ProjectReopened const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ApplicantNotified const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ConflictDeclared const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ConventionSigned const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ConventionAmended const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::ProjectSettled const& e);

[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::PayeeRegistered const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::PayeeAccountChanged const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace,
                                          ledger::PayeeAccountVerified const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::PaymentRequested const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace,
                                          ledger::PaymentRequestWithdrawn const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::PaymentRefused const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::PaymentApproved const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::PaymentAnnulled const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::PaymentIssued const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::OrderRejected const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::OrderRequisitioned const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::PaymentExecuted const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::PaymentReturned const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::AwardIncreased const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::AwardReduced const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::AwardProlonged const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::FinalReportFiled const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::FinalAmountSet const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::AwardCancelled const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::DecisionWithdrawn const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::RecoveryOrdered const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::RecoveryReceived const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::RecoveryReduced const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::RecoveryCancelled const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::RecoveryWrittenOff const& e);

[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::DelegationGiven const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::DelegationEnded const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::GrantPublished const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::StateAidNotified const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::SubjectErased const& e);
[[nodiscard]] ledger::CommandBody body_of(Trace const& trace, ledger::EventReversed const& e);

}  // namespace gl::audit
