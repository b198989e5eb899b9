#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/account.h"
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

struct ProgrammeCreated {
  ProgrammeId programme;
  ProgrammeSettings settings;
};

struct AuthorityVoted {
  ProgrammeId programme;
  Money amount;
};

struct AuthorityAdjusted {
  ProgrammeId programme;
  Money amount;  ///< signed
};

struct PaymentCreditsOpened {
  ProgrammeId programme;
  std::int32_t year = 0;
  Money amount;
};

/// The year is over for all programmes; what was left on each line lapsed.
struct ExerciseClosed {
  struct Line {
    ProgrammeId programme;
    Money opened;  ///< opened, adjusted and carried in
    Money consumed;
    Money carried;  ///< to the next year
    Money lapsed;
    Currency currency;
    friend bool operator==(Line const&, Line const&) = default;
  };
  std::int32_t year = 0;
  std::vector<Line> lines;  ///< by programme id
};

/// Where a call stands (domain §3). Numbers are frozen.
enum class CallState : std::uint8_t {
  none = 0,
  draft = 1,
  open = 2,
  closed = 3,
  settled = 4,
  cancelled = 5,
};
[[nodiscard]] std::string_view name(CallState state);

struct CallOpened {
  CallId call;
  ProgrammeId programme;
  CallTerms terms;
};

/// The whole conditions before and after; readers show the fields that differ.
struct CallAmended {
  CallId call;
  ProgrammeId programme;
  std::uint32_t version = 0;  ///< of the new terms; the opening has 1
  CallTerms before;
  CallTerms after;
};

struct CallClosed {
  CallId call;
  ProgrammeId programme;
};

struct ProjectSubmitted {
  ProjectId project;
  CallId call;
  ProgrammeId programme;
  std::uint32_t call_version = 0;
  std::string title;
  Applicant applicant;
  std::vector<Partner> partners;
  std::vector<Location> locations;
  Money eligible_cost;
  Money asked_amount;
  std::vector<Funder> other_funders;
  std::optional<CivilDate> start;
  std::optional<CivilDate> end;
  std::optional<Instant> received_at;
  std::optional<Hash> evidence;
  std::vector<Document> documents;
  Sealed contact;
  Money de_minimis_declared;
};

struct ProjectDeclaredComplete {
  ProjectId project;
};

struct EligibilityDecided {
  ProjectId project;
  bool eligible = false;
  std::vector<CriterionResult> criteria;
};

/// Where a project stands (domain §3). Numbers are frozen.
enum class ProjectState : std::uint8_t {
  none = 0,
  submitted = 1,
  incomplete = 2,
  complete = 3,
  eligible = 4,
  ineligible = 5,
  assessed = 6,
  waitlisted = 7,
  rejected = 8,
  oriented = 9,
  withdrawn = 10,
  no_action = 11,
  awarded = 12,
  contracted = 13,
  cancelled = 14,
  settled = 15,
};
[[nodiscard]] std::string_view name(ProjectState state);

struct AwardDecided {
  ProjectId project;
  CallId call;
  ProgrammeId programme;
  Money amount;
  Rate rate;
  Money cost_base;
  std::vector<PayeeShare> payees;
  std::vector<PlanStep> plan;
  AidRegime aid_regime = AidRegime::none;
  Money de_minimis_equivalent;
  std::optional<CivilDate> valid_until;
  BeneficiaryKey undertaking;
  std::uint32_t call_version = 0;
  AuthorityPool pool = AuthorityPool::unallocated;
  ProjectState state_before = ProjectState::none;
};

struct ProjectOriented {
  ProjectId project;
  std::string target_scheme;
};

struct ConventionSigned {
  ProjectId project;
  ActNumber number;
  CivilDate signed_by_funder;
  CivilDate signed_by_payee;
  Money amount;
  std::vector<PlanStep> plan;
  std::optional<CivilDate> end_date;
};

struct PayeeRegistered {
  PayeeId payee;
  LegalKind legal_kind = LegalKind::unstated;
  PartyText name;
  Sealed iban;
};

struct PayeeAccountChanged {
  PayeeId payee;
  Sealed iban;
};

struct PayeeAccountVerified {
  PayeeId payee;
  std::array<std::byte, 16> account_token{};
};

struct PaymentRequested {
  ProjectId project;
  PaymentId payment;
  PaymentKind kind = PaymentKind::unstated;
  Money amount;
  PayeeId payee;
  std::vector<Document> documents;
};

/// Where a payment request stands (domain §3). Numbers are frozen.
enum class PaymentState : std::uint8_t {
  none = 0,
  requested = 1,
  approved = 2,
  issued = 3,
  rejected_by_accountant = 4,
  paid = 5,
  returned = 6,
  refused = 7,
  withdrawn = 8,
  annulled = 9,
};
[[nodiscard]] std::string_view name(PaymentState state);

struct PaymentApproved {
  ProjectId project;
  ProgrammeId programme;
  PaymentId payment;
  Money amount;
  Money requested;  ///< may be above the amount: the rest is dropped
  ActNumber order_number;
  std::int32_t budget_year = 0;
};

struct PaymentIssued {
  ProjectId project;
  PaymentId payment;
  std::uint32_t attempt = 0;  ///< from 1
  std::string end_to_end_id;
  std::array<std::byte, 16> account_token{};
  PayeeId payee;
  Money amount;
};

struct PaymentExecuted {
  ProjectId project;
  ProgrammeId programme;
  PaymentId payment;
  Money amount;
  std::uint32_t attempt = 0;
  std::optional<CivilDate> value_date;
  std::string bank_reference;
  std::int32_t concerns_year = 0;  ///< a closed year that the value date lies in, else 0
};

struct PaymentReturned {
  ProjectId project;
  ProgrammeId programme;
  PaymentId payment;
  Money amount;
  std::uint32_t attempt = 0;
  ReasonCode reason_code;
  std::optional<CivilDate> value_date;
  std::string bank_reference;
  std::int32_t concerns_year = 0;
  ProjectState project_state_before = ProjectState::none;
};

/// Old and new of an award's amount and rate; which of the two events it is says the direction.
struct AwardChange {
  ProjectId project;
  CallId call;
  ProgrammeId programme;
  Money amount_before;
  Money amount_after;
  Rate rate_before;
  Rate rate_after;
  Money difference;  ///< always positive
  AuthorityPool pool = AuthorityPool::unallocated;
  std::uint32_t call_version = 0;
  Money de_minimis_difference;  ///< 0 unless the award counts as de minimis aid
};
struct AwardIncreased : AwardChange {};
struct AwardReduced : AwardChange {};

struct AwardProlonged {
  ProjectId project;
  std::optional<CivilDate> valid_until_before;
  CivilDate valid_until;
};

struct FinalReportFiled {
  ProjectId project;
  Money real_eligible_cost;
  Money other_funding;
  std::vector<Document> documents;
};

struct FinalAmountSet {
  ProjectId project;
  CallId call;
  ProgrammeId programme;
  Money real_eligible_cost;
  Money other_funding;
  Money amount_before;  ///< the award's
  Money amount;         ///< the award's from now on
  Money decommitted;
  Money to_recover;
  AuthorityPool pool = AuthorityPool::unallocated;
};

struct AwardCancelled {
  ProjectId project;
  CallId call;
  ProgrammeId programme;
  CancelGround ground = CancelGround::unstated;
  std::optional<CivilDate> hearing_date;
  Money decommitted;
  AuthorityPool pool = AuthorityPool::unallocated;
  ProjectState state_before = ProjectState::none;
};

/// Where a recovery stands (domain §3). Numbers are frozen.
enum class RecoveryState : std::uint8_t {
  none = 0,
  ordered = 1,
  part_received = 2,
  received = 3,
  cancelled = 4,
  written_off = 5,
};
[[nodiscard]] std::string_view name(RecoveryState state);

struct RecoveryOrdered {
  RecoveryId recovery;
  ProjectId project;
  ProgrammeId programme;
  ActNumber titre_number;
  Money amount;
  Sealed ground;
};

struct RecoveryReceived {
  RecoveryId recovery;
  ProjectId project;
  ProgrammeId programme;
  Money amount;
  std::string reference;
  bool re_credited = false;  ///< the programme's policy gave authority back
  RecoveryState state_before = RecoveryState::none;
};

struct ProjectSettled {
  ProjectId project;
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
    bool credits_unopened = false;  ///< the target opened the credit line
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

using EventBody = std::variant<
    LedgerCreated, ProgrammeCreated, AuthorityVoted, AuthorityAdjusted, PaymentCreditsOpened,
    ExerciseClosed, CallOpened, CallAmended, CallClosed, ProjectSubmitted, ProjectDeclaredComplete,
    EligibilityDecided, AwardDecided, ProjectOriented, ConventionSigned, PayeeRegistered,
    PayeeAccountChanged, PayeeAccountVerified, PaymentRequested, PaymentApproved, PaymentIssued,
    PaymentExecuted, PaymentReturned, AwardIncreased, AwardReduced, AwardProlonged,
    FinalReportFiled, FinalAmountSet, AwardCancelled, RecoveryOrdered, RecoveryReceived,
    ProjectSettled, EventReversed, CommandRefused, RefusalsSummarised>;

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
  Currency currency;  ///< of every amount in the event; none where there is none

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
