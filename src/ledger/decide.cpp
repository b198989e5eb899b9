#include "ledger/decide.h"

#include <type_traits>
#include <variant>

#include "ledger/case.h"
#include "ledger/decisions.h"

namespace gl::ledger {
namespace {

StreamRef stream_ref(StreamKind kind, std::string_view id) { return {kind, StreamId{id}}; }

/// The stream that each command's event joins; a new command does not compile without its own.
struct TargetOf {
  State const& state;

  StreamRef operator()(CreateProgramme const& c) const { return programme(c); }
  StreamRef operator()(AmendProgramme const& c) const { return programme(c); }
  StreamRef operator()(VoteAuthority const& c) const { return programme(c); }
  StreamRef operator()(AdjustAuthority const& c) const { return programme(c); }
  StreamRef operator()(LapseAuthority const& c) const { return programme(c); }
  StreamRef operator()(TransferAuthority const& c) const {
    return stream_ref(StreamKind::programme, c.from_programme.view());
  }
  StreamRef operator()(AllocateToCall const& c) const { return call(c); }
  StreamRef operator()(ReleaseAllocation const& c) const { return call(c); }
  StreamRef operator()(OpenPaymentCredits const& c) const { return year(c); }
  StreamRef operator()(AdjustPaymentCredits const& c) const { return year(c); }
  StreamRef operator()(CarryOverCredits const& c) const { return year(c); }
  StreamRef operator()(CloseExercise const& c) const { return year(c); }
  StreamRef operator()(DraftCall const& c) const { return call(c); }
  StreamRef operator()(OpenCall const& c) const { return call(c); }
  StreamRef operator()(AmendCall const& c) const { return call(c); }
  StreamRef operator()(CloseCall const& c) const { return call(c); }
  StreamRef operator()(ReopenCall const& c) const { return call(c); }
  StreamRef operator()(CancelCall const& c) const { return call(c); }
  StreamRef operator()(SettleCall const& c) const { return call(c); }
  StreamRef operator()(SubmitProject const& c) const { return project(c); }
  StreamRef operator()(AmendProject const& c) const { return project(c); }
  StreamRef operator()(RequestCompletion const& c) const { return project(c); }
  StreamRef operator()(CompleteProject const& c) const { return project(c); }
  StreamRef operator()(DeclareComplete const& c) const { return project(c); }
  StreamRef operator()(DeclareEligible const& c) const { return project(c); }
  StreamRef operator()(DeclareIneligible const& c) const { return project(c); }
  StreamRef operator()(RecordAssessment const& c) const { return project(c); }
  StreamRef operator()(CloseAssessment const& c) const { return project(c); }
  StreamRef operator()(DecideAward const& c) const { return project(c); }
  StreamRef operator()(RejectProject const& c) const { return project(c); }
  StreamRef operator()(OrientProject const& c) const { return project(c); }
  StreamRef operator()(WaitlistProject const& c) const { return project(c); }
  StreamRef operator()(WithdrawProject const& c) const { return project(c); }
  StreamRef operator()(CloseWithoutDecision const& c) const { return project(c); }
  StreamRef operator()(ReopenProject const& c) const { return project(c); }
  StreamRef operator()(NotifyApplicant const& c) const { return project(c); }
  StreamRef operator()(DeclareConflict const& c) const { return project(c); }
  StreamRef operator()(SignConvention const& c) const { return project(c); }
  StreamRef operator()(AmendConvention const& c) const { return project(c); }
  StreamRef operator()(RegisterPayee const& c) const { return payee(c); }
  StreamRef operator()(ChangePayeeAccount const& c) const { return payee(c); }
  StreamRef operator()(VerifyPayeeAccount const& c) const { return payee(c); }
  StreamRef operator()(RequestPayment const& c) const { return project(c); }
  StreamRef operator()(WithdrawPaymentRequest const& c) const { return payment(c); }
  StreamRef operator()(RefusePayment const& c) const { return payment(c); }
  StreamRef operator()(ApprovePayment const& c) const { return payment(c); }
  StreamRef operator()(AnnulApproval const& c) const { return payment(c); }
  StreamRef operator()(IssuePayment const& c) const { return payment(c); }
  StreamRef operator()(RejectOrder const& c) const { return payment(c); }
  StreamRef operator()(Requisition const& c) const { return payment(c); }
  StreamRef operator()(ConfirmPayment const& c) const { return payment(c); }
  StreamRef operator()(RecordBankReturn const& c) const { return payment(c); }
  StreamRef operator()(AmendAward const& c) const { return project(c); }
  StreamRef operator()(FileFinalReport const& c) const { return project(c); }
  StreamRef operator()(AcceptFinalAccount const& c) const { return project(c); }
  StreamRef operator()(CancelAward const& c) const { return project(c); }
  StreamRef operator()(WithdrawDecision const& c) const { return project(c); }
  StreamRef operator()(OrderRecovery const& c) const { return recovery(c); }
  StreamRef operator()(ReduceRecovery const& c) const { return recovery(c); }
  StreamRef operator()(CancelRecovery const& c) const { return recovery(c); }
  StreamRef operator()(RecordRecoveryReceipt const& c) const { return recovery(c); }
  StreamRef operator()(WriteOffRecovery const& c) const { return recovery(c); }
  StreamRef operator()(SettleProject const& c) const { return project(c); }
  StreamRef operator()(ReverseEvent const&) const { return {}; }
  StreamRef operator()(GiveDelegation const& c) const {
    return stream_ref(StreamKind::delegation, c.delegation.view());
  }
  StreamRef operator()(EndDelegation const& c) const {
    return stream_ref(StreamKind::delegation, c.delegation.view());
  }
  StreamRef operator()(PublishGrant const& c) const { return project(c); }
  StreamRef operator()(NotifyStateAid const& c) const { return project(c); }
  StreamRef operator()(EraseSubject const& c) const {
    return stream_ref(StreamKind::subject, to_hex(c.subject));
  }

 private:
  static StreamRef programme(auto const& c) {
    return stream_ref(StreamKind::programme, c.programme.view());
  }
  static StreamRef call(auto const& c) { return stream_ref(StreamKind::call, c.call.view()); }
  static StreamRef year(auto const& c) {
    return stream_ref(StreamKind::year, std::to_string(c.year));
  }
  static StreamRef project(auto const& c) {
    return stream_ref(StreamKind::project, c.project.view());
  }
  static StreamRef payee(auto const& c) { return stream_ref(StreamKind::payee, c.payee.view()); }
  static StreamRef recovery(auto const& c) {
    return stream_ref(StreamKind::recovery, c.recovery.view());
  }
  /// A payment's events stand in its project's stream.
  StreamRef payment(auto const& c) const {
    auto const place = state.payments.place_of(c.payment);
    if (place.is_none()) return {};
    auto const& id = state.projects.key_at(state.payments.at(place).project);
    return stream_ref(StreamKind::project, id.view());
  }
};

/// An envelope outside all cases: the ledger's own stream, or the refusals.
Envelope own_envelope(State const& state, StreamRef stream, Situation const& situation) {
  auto const head = state.stream(stream);
  Envelope envelope;
  envelope.position = next(state.head());
  envelope.stream = stream;
  envelope.stream_version = StreamVersion{head.version.value() + 1};
  envelope.previous_in_stream = head.last;
  envelope.recorded_at = situation.recorded_at;
  envelope.effective_date = situation.today;
  envelope.actor.role = Role::system;
  return envelope;
}

}  // namespace

StreamRef target_of(State const& state, CommandBody const& body) {
  return std::visit(TargetOf{state}, body);
}

Position target_position(State const& state, CommandBody const& body) {
  if (auto const* const reversal = std::get_if<ReverseEvent>(&body)) return reversal->position;
  auto const* const amendment = std::get_if<AmendProject>(&body);
  if (amendment == nullptr) return {};
  auto const* const project = state.projects.find(amendment->project);
  // While a project is Submitted, its application is the last event that others can stand on.
  bool const open = project != nullptr && project->state == ProjectState::submitted;
  return open ? project->live.fixed : Position{};
}

std::expected<std::vector<Event>, Refusal> decide(State const& state, Command const& command,
                                                  Situation const& situation,
                                                  std::vector<Event> memory) {
  memory.clear();
  return std::visit(
      [&]<class Body>(Body const& body) {
        Case c{state, command, situation, senders<Body>, memory};
        return decide_on(c, body);
      },
      command.body);
}

Event record_refusal(State const& state, Command const& command, Refusal const& refusal,
                     Situation const& situation) {
  GL_CHECK(is_recorded(refusal.rule), "a refusal that is answered only was to be recorded");
  auto const& header = command.header;
  Event event{own_envelope(state, {StreamKind::refusals, {}}, situation), {}};
  event.envelope.actor = header.actor;
  event.envelope.command_id = header.id;
  event.envelope.payload_digest = header.payload_digest;
  event.envelope.correlation_id = header.correlation_id;
  event.envelope.causation = header.causation;
  CommandRefused body;
  body.command = name(command.body);
  bool const reverses = std::holds_alternative<ReverseEvent>(command.body);
  body.target = reverses && situation.target != nullptr ? situation.target->envelope.stream
                                                        : target_of(state, command.body);
  body.refusal = refusal;
  body.evaluated_at = state.head();
  event.body = std::move(body);
  return event;
}

Event make_ledger_created(LedgerCreated const& ledger, Actor const& actor, Instant recorded_at) {
  Situation const situation{recorded_at, paris_date(recorded_at), nullptr};
  Event event{own_envelope(State{}, {StreamKind::ledger, {}}, situation), ledger};
  event.envelope.actor = actor;
  return event;
}

Event summarise_refusals(State const& state, RefusalsSummarised const& summary,
                         Situation const& situation) {
  Event event{own_envelope(state, {StreamKind::refusals, {}}, situation), summary};
  event.envelope.actor.person = PersonId{"grandlivred"};
  return event;
}

Event record_act(State const& state, AdministrativeBody const& act, Actor const& actor,
                 Situation const& situation) {
  Event event{own_envelope(state, {StreamKind::ledger, {}}, situation), {}};
  std::visit([&](auto const& body) { event.body = body; }, act);
  event.envelope.actor = actor;
  return event;
}

}  // namespace gl::ledger
