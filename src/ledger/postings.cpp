#include <string_view>
#include <variant>

#include "ledger/event.h"
#include "ledger/moves.h"

namespace gl::ledger {
namespace {

using enum AccountKind;

/// Whose accounts an event's moves are on.
struct Names {
  ProgrammeId const& programme;
  std::string_view project = {};
  std::string_view call = {};
};

/// What stands between the kind and the programme in an account's name.
std::string_view scope_of(Move const& move, Names const& names) {
  switch (move.kind) {
    case ae_available: return move.of_call ? names.call : std::string_view{};
    case ae_committed:
    case ae_payable:
    case ae_disbursed:
    case ae_recoverable:
    case ae_recovered:
    case ae_written_off: return names.project;
    case none:
    case ae_voted:
    case ae_lapsed:
    case cp_voted:
    case cp_available:
    case cp_consumed:
    case cp_lapsed: return {};
  }
  return {};
}

void add_lines(Postings& postings, Moves const& moves, Names const& names) {
  for (auto const& move : moves) {
    auto& line = postings.emplace_back();
    line.account.kind = move.kind;
    line.account.programme = names.programme;
    line.account.scope = StreamId{scope_of(move, names)};
    line.account.year = move.year;
    line.amount = move.amount;
  }
}

Postings lines(Moves const& moves, Names const& names) {
  Postings postings;
  add_lines(postings, moves, names);
  return postings;
}

template <class Event>
Names of_project(Event const& event) {
  return {event.programme, event.project.view(), {}};
}

template <class Event>
Names of_call(Event const& event) {
  return {event.programme, {}, event.call.view()};
}

template <class Event>
Names of_award(Event const& event) {
  return {event.programme, event.project.view(), event.call.view()};
}

/// Every event type has its line here: a new one does not compile until it has.
struct PostingsOf {
  Postings operator()(AuthorityVoted const& e) const { return lines(moves_of(e), {e.programme}); }
  Postings operator()(AuthorityAdjusted const& e) const {
    return lines(moves_of(e), {e.programme});
  }
  Postings operator()(AuthorityLapsed const& e) const { return lines(moves_of(e), {e.programme}); }
  Postings operator()(AuthorityTransferred const& e) const {
    auto const moves = moves_of(e);
    auto postings = lines(moves.of_from, {e.from_programme});
    add_lines(postings, moves.of_to, {e.to_programme});
    return postings;
  }
  Postings operator()(CallAllocated const& e) const { return lines(moves_of(e), of_call(e)); }
  Postings operator()(CallReleased const& e) const { return lines(moves_of(e), of_call(e)); }
  Postings operator()(PaymentCreditsOpened const& e) const {
    return lines(moves_of(e), {e.programme});
  }
  Postings operator()(PaymentCreditsAdjusted const& e) const {
    return lines(moves_of(e), {e.programme});
  }
  Postings operator()(PaymentCreditsCarriedOver const& e) const {
    return lines(moves_of(e), {e.programme});
  }
  Postings operator()(ExerciseClosed const& e) const {
    Postings postings;
    for (auto const& line : e.lines) add_lines(postings, moves_of(line, e.year), {line.programme});
    return postings;
  }
  Postings operator()(AwardDecided const& e) const { return lines(moves_of(e), of_award(e)); }
  Postings operator()(AwardIncreased const& e) const { return lines(moves_of(e), of_award(e)); }
  Postings operator()(AwardReduced const& e) const { return lines(moves_of(e), of_award(e)); }
  Postings operator()(FinalAmountSet const& e) const { return lines(moves_of(e), of_award(e)); }
  Postings operator()(AwardCancelled const& e) const { return lines(moves_of(e), of_award(e)); }
  Postings operator()(DecisionWithdrawn const& e) const { return lines(moves_of(e), of_award(e)); }
  Postings operator()(PaymentAnnulled const& e) const { return lines(moves_of(e), of_award(e)); }
  Postings operator()(PaymentApproved const& e) const { return lines(moves_of(e), of_project(e)); }
  Postings operator()(PaymentExecuted const& e) const { return lines(moves_of(e), of_project(e)); }
  Postings operator()(PaymentReturned const& e) const { return lines(moves_of(e), of_project(e)); }
  Postings operator()(RecoveryOrdered const& e) const { return lines(moves_of(e), of_project(e)); }
  Postings operator()(RecoveryReceived const& e) const { return lines(moves_of(e), of_project(e)); }
  Postings operator()(RecoveryReduced const& e) const { return lines(moves_of(e), of_project(e)); }
  Postings operator()(RecoveryCancelled const& e) const {
    return lines(moves_of(e), of_project(e));
  }
  Postings operator()(RecoveryWrittenOff const& e) const {
    return lines(moves_of(e), of_project(e));
  }
  Postings operator()(EventReversed const& e) const { return e.postings; }

  Postings operator()(LedgerCreated const&) const { return {}; }
  Postings operator()(ProgrammeCreated const&) const { return {}; }
  Postings operator()(ProgrammeAmended const&) const { return {}; }
  Postings operator()(CallDrafted const&) const { return {}; }
  Postings operator()(CallOpened const&) const { return {}; }
  Postings operator()(CallAmended const&) const { return {}; }
  Postings operator()(CallReopened const&) const { return {}; }
  Postings operator()(CallClosed const&) const { return {}; }
  Postings operator()(CallCancelled const&) const { return {}; }
  Postings operator()(CallSettled const&) const { return {}; }
  Postings operator()(ProjectSubmitted const&) const { return {}; }
  Postings operator()(ProjectAmended const&) const { return {}; }
  Postings operator()(CompletionRequested const&) const { return {}; }
  Postings operator()(ProjectCompleted const&) const { return {}; }
  Postings operator()(ProjectDeclaredComplete const&) const { return {}; }
  Postings operator()(EligibilityDecided const&) const { return {}; }
  Postings operator()(AssessmentRecorded const&) const { return {}; }
  Postings operator()(AssessmentClosed const&) const { return {}; }
  Postings operator()(ProjectRejected const&) const { return {}; }
  Postings operator()(ProjectOriented const&) const { return {}; }
  Postings operator()(ProjectWaitlisted const&) const { return {}; }
  Postings operator()(ProjectWithdrawn const&) const { return {}; }
  Postings operator()(ProjectClosedWithoutDecision const&) const { return {}; }
  Postings operator()(ProjectReopened const&) const { return {}; }
  Postings operator()(ApplicantNotified const&) const { return {}; }
  Postings operator()(ConflictDeclared const&) const { return {}; }
  Postings operator()(ConventionSigned const&) const { return {}; }
  Postings operator()(ConventionAmended const&) const { return {}; }
  Postings operator()(PayeeRegistered const&) const { return {}; }
  Postings operator()(PayeeAccountChanged const&) const { return {}; }
  Postings operator()(PayeeAccountVerified const&) const { return {}; }
  Postings operator()(PaymentRequested const&) const { return {}; }
  Postings operator()(PaymentRequestWithdrawn const&) const { return {}; }
  Postings operator()(PaymentRefused const&) const { return {}; }
  Postings operator()(PaymentIssued const&) const { return {}; }
  Postings operator()(OrderRejected const&) const { return {}; }
  Postings operator()(OrderRequisitioned const&) const { return {}; }
  Postings operator()(AwardProlonged const&) const { return {}; }
  Postings operator()(FinalReportFiled const&) const { return {}; }
  Postings operator()(ProjectSettled const&) const { return {}; }
  Postings operator()(DelegationGiven const&) const { return {}; }
  Postings operator()(DelegationEnded const&) const { return {}; }
  Postings operator()(GrantPublished const&) const { return {}; }
  Postings operator()(StateAidNotified const&) const { return {}; }
  Postings operator()(SubjectErased const&) const { return {}; }
  Postings operator()(CommandRefused const&) const { return {}; }
  Postings operator()(RefusalsSummarised const&) const { return {}; }
  Postings operator()(ConsumerReset const&) const { return {}; }
  Postings operator()(LogKeyRotated const&) const { return {}; }
};

}  // namespace

Postings postings(Event const& event) { return std::visit(PostingsOf{}, event.body); }

}  // namespace gl::ledger
