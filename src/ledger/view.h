#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/event.h"
#include "ledger/values.h"

namespace gl::ledger {

/// The point that a question is asked for (design §5). Nothing set: the latest durable position.
/// `position` and `recorded_at` exclude each other; `effective` combines with either.
struct AsOf {
  std::optional<Position> position;    ///< after this event; not beyond the head
  std::optional<Instant> recorded_at;  ///< after the last event recorded at or before this
  std::optional<CivilDate> effective;  ///< counting only postings dated on or before this

  friend bool operator==(AsOf const&, AsOf const&) = default;
};

/// The point that an answer holds for.
struct AnsweredAt {
  Position position;
  Instant recorded_at;  ///< of the event at `position`
  std::optional<CivilDate> effective;

  friend bool operator==(AnsweredAt const&, AnsweredAt const&) = default;
};

/// Terms of domain §6 rule 1, all ≥ 0 in ledger order; they sum to `voted`.
struct AuthorityBalances {
  Money voted, available, committed, payable, disbursed, recoverable, recovered, written_off,
      lapsed;
  friend bool operator==(AuthorityBalances const&, AuthorityBalances const&) = default;
};

struct CreditBalances {
  std::int32_t year = 0;
  Money available, consumed, lapsed;
  friend bool operator==(CreditBalances const&, CreditBalances const&) = default;
};

struct ProgrammeBalances {
  ProgrammeId programme;
  Currency currency;
  AnsweredAt as_of;
  AuthorityBalances authority;
  std::vector<CreditBalances> credits;  ///< by year
  friend bool operator==(ProgrammeBalances const&, ProgrammeBalances const&) = default;
};

struct StatementLine {
  Position position;
  Instant recorded_at;
  CivilDate effective_date;
  std::string event_type;
  StreamRef stream;
  Account account;
  Money amount;   ///< debit positive
  Money balance;  ///< of that account after this line, in ledger order
  Currency currency;
  friend bool operator==(StatementLine const&, StatementLine const&) = default;
};

struct PaymentView {
  PaymentId payment;
  PaymentKind kind = PaymentKind::unstated;
  PaymentState state = PaymentState::none;
  Money amount;
  PayeeId payee;
  ActNumber order_number;
  std::int32_t budget_year = 0;
  std::uint32_t attempt = 0;
  friend bool operator==(PaymentView const&, PaymentView const&) = default;
};

struct RecoveryView {
  RecoveryId recovery;
  RecoveryState state = RecoveryState::none;
  ActNumber titre_number;
  Money ordered, received, outstanding;
  friend bool operator==(RecoveryView const&, RecoveryView const&) = default;
};

/// One row of a list of projects.
struct ProjectSummary {
  ProjectId project;
  CallId call;
  ProgrammeId programme;
  Currency currency;
  std::string title;
  PayeeId applicant;
  ProjectState state = ProjectState::none;
  Money asked, awarded, committed, payable, disbursed, recoverable, recovered, written_off;
  Position last_event;
  friend bool operator==(ProjectSummary const&, ProjectSummary const&) = default;
};

/// One assessor's score for one criterion.
struct AssessmentView {
  Position position;  ///< of its event
  PersonId assessor;
  ReasonCode criterion;
  std::uint32_t score = 0;
  std::uint32_t scale = 0;
  Rate weight;  ///< 0: none given
  friend bool operator==(AssessmentView const&, AssessmentView const&) = default;
};

/// A fact that changes neither state nor money: a notice to the applicant, a conflict of interest,
/// a publication, a notification of State aid.
struct NoticeView {
  Position position;
  std::string event_type;
  PersonId person;   ///< who sent it
  std::string what;  ///< the channel or the target; empty for a conflict
  CivilDate date;
  friend bool operator==(NoticeView const&, NoticeView const&) = default;
};

struct ProjectView {
  ProjectSummary summary;
  LegalKind legal_kind = LegalKind::unstated;
  PartyText applicant_name;
  std::uint32_t call_version = 0;
  Money eligible_cost;
  Rate rate;             ///< of the award; 0 before
  ActNumber convention;  ///< empty: no agreement signed
  bool final_account_accepted = false;
  Money gross_paid, returned;         ///< counters; `disbursed` is net (domain §7)
  std::vector<PaymentView> payments;  ///< in the order of their requests
  std::vector<RecoveryView> recoveries;
  StreamVersion stream_version;
  std::uint32_t rank = 0;                   ///< on the waiting list; 0: not on it
  std::optional<CivilDate> valid_until;     ///< the award's last day; none: no limit, or no award
  std::vector<AssessmentView> assessments;  ///< in the order of their events, as the notices
  std::vector<NoticeView> notices;
  friend bool operator==(ProjectView const&, ProjectView const&) = default;
};

struct CallView {
  CallId call;
  ProgrammeId programme;
  Currency currency;
  CallState state = CallState::none;
  std::uint32_t version = 0;
  CallTerms terms;
  std::uint32_t projects = 0;
  Money asked, awarded;  ///< over the call's projects; awards as amended
  Position last_event;
  Money allocated;  ///< authority set apart for the call, as it stands
  Money available;  ///< what is left of that
  friend bool operator==(CallView const&, CallView const&) = default;
};

}  // namespace gl::ledger
