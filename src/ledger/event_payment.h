#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event_project.h"
#include "ledger/values.h"

namespace gl::ledger {

// Events of payees, payments, awards after their decision, and recoveries.

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

struct PaymentRequestWithdrawn {
  ProjectId project;
  PaymentId payment;
};

struct PaymentRefused {
  ProjectId project;
  PaymentId payment;
};

struct PaymentApproved {
  ProjectId project;
  ProgrammeId programme;
  PaymentId payment;
  Money amount;
  Money requested;  ///< may be above the amount: the rest is dropped
  ActNumber order_number;
  std::int32_t budget_year = 0;
};

/// The order is void: the reverse of its approval.
struct PaymentAnnulled {
  ProjectId project;
  CallId call;
  ProgrammeId programme;
  PaymentId payment;
  Money amount;
  std::int32_t budget_year = 0;
  bool credits_restored = false;  ///< the budget year is open
  bool decommitted = false;       ///< the award was cancelled: to `pool`, not to the commitment
  AuthorityPool pool = AuthorityPool::unallocated;
  PaymentState state_before = PaymentState::none;
};

/// An order handed to the accountant.
struct OrderHandedOver {
  ProjectId project;
  PaymentId payment;
  std::uint32_t attempt = 0;  ///< from 1
  std::string end_to_end_id;
  std::array<std::byte, 16> account_token{};
  PayeeId payee;
  Money amount;
};

struct PaymentIssued : OrderHandedOver {};
struct OrderRequisitioned : OrderHandedOver {};

/// By the accountant.
struct OrderRejected {
  ProjectId project;
  PaymentId payment;
  std::uint32_t attempt = 0;
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

/// An award's end.
struct AwardEnd {
  ProjectId project;
  CallId call;
  ProgrammeId programme;
  CancelGround ground = CancelGround::unstated;
  std::optional<CivilDate> hearing_date;
  Money decommitted;
  AuthorityPool pool = AuthorityPool::unallocated;
  ProjectState state_before = ProjectState::none;
};

struct AwardCancelled : AwardEnd {};
struct DecisionWithdrawn : AwardEnd {};

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

/// Reduced; cancelled or written off by all that was outstanding.
struct RecoveryReduction {
  RecoveryId recovery;
  ProjectId project;
  ProgrammeId programme;
  Money amount;
  RecoveryState state_before = RecoveryState::none;
};
struct RecoveryReduced : RecoveryReduction {};
struct RecoveryCancelled : RecoveryReduction {};
struct RecoveryWrittenOff : RecoveryReduction {};

}  // namespace gl::ledger
