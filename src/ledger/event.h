#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/account.h"
#include "ledger/event_budget.h"
#include "ledger/event_payment.h"
#include "ledger/event_project.h"
#include "ledger/refusal.h"
#include "ledger/values.h"

namespace gl::ledger {

/// Events: facts, named in the past. Each says all that its postings need, so that balances are a
/// fold over the events alone (domain §5, §7). A field `…_before` is what a reversal restores.

/// The first event of every ledger.
struct LedgerCreated {
  Uuid ledger;
  bool simulated_clock = false;  ///< recorded times come from the requests: not a real ledger
  std::string name;
};

struct DelegationGiven {
  DelegationId delegation;
  PersonId from_person;
  PersonId to_person;
  std::vector<CommandName> commands;
  CivilDate start;
  std::optional<CivilDate> end;  ///< the last day; none: until it is ended
};

/// Holds for the last time on the effective date.
struct DelegationEnded {
  DelegationId delegation;
};

struct Publication {
  ProjectId project;
  std::string target;
  CivilDate date;
  std::optional<Hash> file;
};
struct GrantPublished : Publication {};
struct StateAidNotified : Publication {};

/// The subject's keys are destroyed: what was sealed for it can be read by nobody.
struct SubjectErased {
  SubjectToken subject{};
  std::uint32_t keys_destroyed = 0;
  std::string ground;
};

/// A named consumer was moved to another position: an administrative act, without a command.
struct ConsumerReset {
  ConsumerName consumer;
  Position from;  ///< its checkpoint before
  Position to;    ///< and from now on
};

/// Another key signs the ledger's checkpoints: an administrative act, without a command. The first
/// checkpoint that holds this event bears both keys' signatures.
struct LogKeyRotated {
  LogKey retired;  ///< that signed up to here
  LogKey key;      ///< that signs from here on
};

/// The only correction: negates the target's postings and restores what it acted on.
struct EventReversed {
  /// What stood before the target; only the fields that the target's type changed are set.
  struct Restored {
    std::optional<ProjectState> project_state;
    std::optional<Money> award_amount;
    std::optional<Rate> award_rate;
    bool award_removed = false;          ///< the target was the award's decision
    bool final_account_removed = false;  ///< the target was the accepted account
    std::optional<PaymentState> payment_state;
    std::optional<Money> payment_amount;
    std::optional<RecoveryState> recovery_state;
    std::optional<Money> recovery_outstanding;
    bool credits_unopened = false;      ///< the target opened the credit line
    bool credits_carried_back = false;  ///< the target carried credits over to the year after
    friend bool operator==(Restored const&, Restored const&) = default;
  };
  Position target;
  std::string target_type;  ///< "RecoveryReceived"
  Postings postings;        ///< of this event: the target's with the other sign
  std::int32_t concerns_year = 0;
  ProgrammeId programme;
  std::int32_t year = 0;  ///< of a credit line, else 0
  ProjectId project;      ///< empty: none
  PaymentId payment;
  RecoveryId recovery;
  CallId call;  ///< of an allocation; empty: none
  Restored restored;
};

/// An authenticated, well-formed command that broke a rule (domain §9).
struct CommandRefused {
  std::string command;  ///< "DecideAward"
  StreamRef target;
  Refusal refusal;
  Position evaluated_at;         ///< the last position that the decision knew
  std::uint32_t list_index = 0;  ///< in an atomic list: which command broke, from 0
  /// In an atomic list: the other commands' ids and digests, which all got this answer.
  struct ListMember {
    Uuid command_id;
    std::array<std::byte, 16> payload_digest{};
    friend bool operator==(ListMember const&, ListMember const&) = default;
  };
  std::vector<ListMember> list;
};

/// Refusals of one actor in one minute that went over the limit and were not recorded singly.
struct RefusalsSummarised {
  PersonId person;
  Instant from;
  Instant to;
  std::uint64_t count = 0;
};

using EventBody =
    std::variant<LedgerCreated, ProgrammeCreated, ProgrammeAmended, AuthorityVoted,
                 AuthorityAdjusted, AuthorityLapsed, AuthorityTransferred, PaymentCreditsOpened,
                 PaymentCreditsAdjusted, PaymentCreditsCarriedOver, ExerciseClosed, CallDrafted,
                 CallOpened, CallAmended, CallReopened, CallClosed, CallCancelled, CallSettled,
                 CallAllocated, CallReleased, ProjectSubmitted, ProjectAmended, CompletionRequested,
                 ProjectCompleted, ProjectDeclaredComplete, EligibilityDecided, AssessmentRecorded,
                 AssessmentClosed, AwardDecided, ProjectRejected, ProjectOriented,
                 ProjectWaitlisted, ProjectWithdrawn, ProjectClosedWithoutDecision, ProjectReopened,
                 ApplicantNotified, ConflictDeclared, ConventionSigned, ConventionAmended,
                 PayeeRegistered, PayeeAccountChanged, PayeeAccountVerified, PaymentRequested,
                 PaymentRequestWithdrawn, PaymentRefused, PaymentApproved, PaymentAnnulled,
                 PaymentIssued, OrderRejected, OrderRequisitioned, PaymentExecuted, PaymentReturned,
                 AwardIncreased, AwardReduced, AwardProlonged, FinalReportFiled, FinalAmountSet,
                 AwardCancelled, DecisionWithdrawn, RecoveryOrdered, RecoveryReceived,
                 RecoveryReduced, RecoveryCancelled, RecoveryWrittenOff, ProjectSettled,
                 DelegationGiven, DelegationEnded, GrantPublished, StateAidNotified, SubjectErased,
                 EventReversed, CommandRefused, RefusalsSummarised, ConsumerReset, LogKeyRotated>;

/// What every event says beside its own fields (domain §4).
struct Envelope {
  Position position;
  StreamRef stream;
  StreamVersion stream_version;
  Position previous_in_stream;  ///< 0: the stream's first
  std::uint16_t schema_version = 1;
  Instant recorded_at;  ///< the same for a whole block; never decreasing
  CivilDate effective_date;
  Actor actor;
  Uuid command_id;
  std::array<std::byte, 16> payload_digest{};
  std::optional<StreamVersion> expected_version;
  Uuid correlation_id;
  Position causation;
  std::optional<ReasonCode> reason_code;
  Sealed reason_text;
  std::optional<Act> act;
  Currency currency;                 ///< of every amount in the event; none where there is none
  std::optional<Imported> imported;  ///< none: recorded as it happened
  std::vector<Rule> flags;           ///< of an imported event: the rules that it broke

  friend bool operator==(Envelope const&, Envelope const&) = default;
};

struct Event {
  Envelope envelope;
  EventBody body;
};

/// "AwardDecided": the event's name in domain §5.
[[nodiscard]] std::string_view name(EventBody const& body);

/// The lines that an event posts; empty for an event without money (domain §7). Pure: the event
/// says all that is needed.
[[nodiscard]] Postings postings(Event const& event);

}  // namespace gl::ledger
