#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event.h"
#include "ledger/table.h"
#include "ledger/values.h"
#include "ledger/view.h"

namespace gl::ledger {

/// What the ledger knows while it decides: just enough for the rules, no texts. Everything here is
/// folded from events; amounts move only through `move` (moves.h).

/// Where a stream ends: how many events it has, and where the last one is.
struct StreamHead {
  StreamVersion version;
  Position last;
  friend bool operator==(StreamHead const&, StreamHead const&) = default;
};

/// The events that may stand in the way of a reversal (domain §6 rule 11): those of one thing that
/// are neither reversed nor reversals. Nothing before `fixed` can be reversed any more.
struct LiveEvents {
  Position fixed;                ///< the last one that no reversal can take away
  std::vector<Position> posted;  ///< later ones that a reversal could, ascending

  [[nodiscard]] Position last() const { return posted.empty() ? fixed : posted.back(); }
  void add_fixed(Position position);
  void add_posted(Position position);
  void remove(Position position);
};

/// Departments as bits: what a call is open to, where a project is.
class DepartmentSet {
 public:
  static constexpr unsigned bits = 128;

  void add(DepartmentCode const& department);
  [[nodiscard]] bool empty() const { return words_ == std::array<std::uint64_t, 2>{}; }
  [[nodiscard]] bool has(unsigned bit) const {
    return ((words_[bit / 64] >> (bit % 64)) & 1U) != 0;
  }
  /// True when every department of this set is in `other`.
  [[nodiscard]] bool is_within(DepartmentSet const& other) const;
  /// The place of a department's bit, below `bits`.
  [[nodiscard]] static unsigned bit_of(DepartmentCode const& department);
  /// The department of a bit, for sentences.
  [[nodiscard]] static std::string code_of(unsigned bit);
  [[nodiscard]] auto words() const { return words_; }
  [[nodiscard]] static DepartmentSet from_words(std::array<std::uint64_t, 2> words);

 private:
  std::array<std::uint64_t, 2> words_{};
};

struct Programme {
  ProgrammeSettings settings;
  StreamHead stream;
  CivilDate since;              ///< effective date of its creation
  AuthorityBalances authority;  ///< `available` with the calls' parts
  Money allocated;              ///< the calls' parts of what is available
  Money credits_voted;          ///< over all budget years

  [[nodiscard]] Money unallocated() const { return subtract(authority.available, allocated); }
};

/// One version of a call's conditions.
struct CallVersion {
  CallTerms terms;
  CivilDate from;             ///< in force from this effective date
  DepartmentSet departments;  ///< of the terms; empty: no limit
};

struct Call {
  Place<Programme> programme;
  CallState state = CallState::none;
  StreamHead stream;
  CivilDate since;                    ///< effective date of its drafting, or of its opening at once
  std::vector<CallVersion> versions;  ///< version n at n − 1; dates never decrease
  Money allocation;                   ///< allocated less released; negative when more came back
                                      ///< to the call than it was allocated, and was released
  Money available;                    ///< its part of the authority: not awarded, not released
  std::uint32_t projects = 0;
  std::uint32_t awards_decided = 0;  ///< ever, less those whose decision was reversed
  /// Projects received and not withdrawn, by department and by the applicant's kind.
  std::array<std::uint32_t, DepartmentSet::bits> received_from{};
  std::array<std::uint32_t, 5> received_of{};

  [[nodiscard]] CallVersion const& latest() const { return versions.back(); }
  /// True while the call has an authority of its own, be it awarded to the last cent.
  [[nodiscard]] bool has_allocation() const {
    return allocation.is_positive() || available.is_positive();
  }
};

/// What a plan lets out before the balance; shares are of the current award.
struct PlannedPayments {
  Rate advance_share;
  Rate instalment_share;
  Money advance_amount;
  Money instalment_amount;
};

/// What the requests of an award come to: those that are neither refused nor withdrawn nor
/// annulled, with what was requested or, once approved, with what was approved.
struct Requests {
  Money advances;
  Money before_balance;  ///< advances and instalments
  Money total;
  std::uint32_t balances = 0;  ///< how many are balances
};

/// One of several payees of an award, and what it has requested of its part.
struct AwardPayee {
  PayeeId payee;
  Rate share;
  Money requested;
  std::uint32_t balances = 0;  ///< how many of its requests are balances
};

struct Award {
  Money amount;  ///< as amended, and as the accepted account set it
  Money cost_base;
  Rate rate;
  CivilDate decided_on;
  std::uint32_t call_version = 0;  ///< that it was decided under
  AidRegime aid_regime = AidRegime::none;
  std::optional<CivilDate> valid_until;
  std::vector<AwardPayee> payees;  ///< empty: the applicant alone
  Requests requests;
  PlannedPayments plan;
};

struct Agreement {
  Money amount;
  std::optional<PlannedPayments> plan;  ///< none: the award's
};

struct ProjectBalances {
  Money committed, payable, disbursed, recoverable, recovered, written_off;
};

struct Project {
  Place<Call> call;
  std::uint32_t awards = 0;  ///< ever decided; payments say which of them they are of
  ProjectState state = ProjectState::none;
  LegalKind legal_kind = LegalKind::unstated;
  bool report_filed = false;
  bool state_aid = false;  ///< an award of it, be it over, was State aid
  PayeeId applicant;
  CivilDate submitted_on;
  CivilDate last_on;               ///< the latest day on which anything of it took effect
  std::uint32_t call_version = 0;  ///< that it was received under
  StreamHead stream;
  DepartmentSet departments;
  Money eligible_cost, asked, secured_funding, de_minimis_declared;
  ProjectBalances balances;
  Money pending;  ///< payments requested and not yet approved
  std::optional<Award> award;
  std::optional<Agreement> agreement;
  LiveEvents live;         ///< its own, its payments', its recoveries'
  Position final_account;  ///< where the account was accepted; 0: it is not
  Position cancelled;      ///< where the award was cancelled; 0: it is not
  Position settled;        ///< the last settling, even if money came back since
  Position reopened;       ///< the last reopening; 0: never
};

/// The days on which a payment's steps took effect.
struct PaymentSteps {
  CivilDate requested, approved, issued, rejected, paid, returned;
};

struct Delegation;

struct Person {
  std::vector<Place<Delegation>> delegations;  ///< given to this person, ended ones too
};

/// That a person may send some commands for another one.
struct Delegation {
  Place<Person> from;
  std::vector<CommandName> commands;
  CivilDate start;
  std::optional<CivilDate> end;    ///< the last day; none: until it is ended
  std::optional<CivilDate> ended;  ///< the last day on which it held, once it was ended
  StreamHead stream;

  [[nodiscard]] bool holds_on(CivilDate day) const {
    return day >= start && (!end || day <= *end) && (!ended || day <= *ended);
  }
};

/// What an Incomplete project was asked for.
struct CompletionRequest {
  std::vector<ReasonCode> documents;  ///< their kinds
  CivilDate time_limit;               ///< the last day for them
};

struct Payment {
  Place<Project> project;
  std::uint32_t award = 0;  ///< of the project's awards, from 1
  PaymentKind kind = PaymentKind::unstated;
  PaymentState state = PaymentState::none;
  std::uint32_t attempt = 0;
  std::int32_t budget_year = 0;
  Money amount;  ///< requested, then approved
  Money requested;
  PayeeId payee;
  Place<Person> preparer;
  Place<Person> approver;
  PaymentSteps steps;
  LiveEvents live;
};

struct Recovery {
  Place<Project> project;
  RecoveryState state = RecoveryState::none;
  StreamHead stream;
  CivilDate ordered_on;
  Money outstanding;
  LiveEvents live;
};

struct Payee {
  LegalKind legal_kind = LegalKind::unstated;
  bool verified = false;
  CivilDate since;           ///< effective date of the account's last change
  CivilDate last_on;         ///< the latest day on which anything of it took effect
  Place<Person> entered_by;  ///< who entered the account
  std::array<std::byte, 16> account_token{};
  StreamHead stream;
};

enum class YearState : std::uint8_t { none = 0, open = 1, closed = 2 };

struct BudgetYear {
  YearState state = YearState::none;
  StreamHead stream;
};

/// A programme's payment credits of one year. voted − carried = available + consumed + lapsed.
struct CreditLine {
  bool opened = false;
  Money voted;    ///< opened, adjusted and carried in
  Money carried;  ///< to the next year
  Money available, consumed, lapsed;
  LiveEvents live;
};

/// The projects that had an award with a payee of this beneficiary, each once.
struct Beneficiary {
  std::vector<Place<Project>> projects;
};

/// The projects that had an award counted for this single undertaking, each once.
struct Undertaking {
  std::vector<Place<Project>> projects;
};

/// A grant of de minimis aid on its day, or a reduction (negative), in the order of the ledger.
struct AidEntry {
  Position position;
  CivilDate on;
  Money equivalent;
};

/// The de minimis aid of one project's award.
struct DeMinimisAid {
  BeneficiaryKey undertaking;
  std::vector<AidEntry> entries;
};

/// What a data subject's texts are about, as far as a duty to keep them may come from it.
enum class TieKind : std::uint8_t { none = 0, programme = 1, project = 2, payee = 3 };
struct Tie {
  std::uint32_t index = 0;  ///< of the place in the kind's table
  TieKind kind = TieKind::none;
  friend bool operator==(Tie const&, Tie const&) = default;
};

/// A data subject whose sealed texts stand in events (domain §10).
struct Subject {
  Position erased;    ///< where its key was destroyed; 0: it is there
  CivilDate last_on;  ///< the latest day on which an event with a text of it took effect
  Tie latest;         ///< what it was tied to last; those before: `State::ties`
};

/// The subject's stream: its erasure is the only event.
[[nodiscard]] StreamHead head_of(Subject const& subject);

struct SubjectKey {
  SubjectToken token{};
  friend bool operator==(SubjectKey const&, SubjectKey const&) = default;
};

struct SubjectTieKey {
  Place<Subject> subject;
  Tie tie;
  friend bool operator==(SubjectTieKey const&, SubjectTieKey const&) = default;
};

struct ConflictKey {
  Place<Project> project;
  Place<Person> person;
  friend bool operator==(ConflictKey const&, ConflictKey const&) = default;
};

struct CreditLineKey {
  Place<Programme> programme;
  std::int32_t year = 0;
  friend bool operator==(CreditLineKey const&, CreditLineKey const&) = default;
};

struct OrderKey {
  std::int32_t year = 0;
  ActNumber number;
  friend bool operator==(OrderKey const&, OrderKey const&) = default;
};

struct ApplicantKey {
  Place<Call> call;
  BeneficiaryKey beneficiary;
  friend bool operator==(ApplicantKey const&, ApplicantKey const&) = default;
};

/// ISO 20022's limit of 35 characters.
using EndToEndId = InlineText<struct EndToEndIdTag, 35>;

}  // namespace gl::ledger

template <>
struct std::hash<gl::ledger::SubjectKey> {
  [[nodiscard]] std::size_t operator()(gl::ledger::SubjectKey const& key) const noexcept {
    std::size_t start = 0;  // tokens are random
    std::memcpy(&start, key.token.data(), sizeof start);
    return start;
  }
};
template <>
struct std::hash<gl::ledger::SubjectTieKey> {
  [[nodiscard]] std::size_t operator()(gl::ledger::SubjectTieKey const& key) const noexcept {
    auto const tie = (std::size_t{key.tie.index} << 2U) | static_cast<std::size_t>(key.tie.kind);
    return (std::size_t{key.subject.index()} << 32U) ^ tie;
  }
};
template <>
struct std::hash<gl::ledger::ConflictKey> {
  [[nodiscard]] std::size_t operator()(gl::ledger::ConflictKey const& key) const noexcept {
    return (std::size_t{key.project.index()} << 32U) ^ key.person.index();
  }
};
template <>
struct std::hash<gl::ledger::CreditLineKey> {
  [[nodiscard]] std::size_t operator()(gl::ledger::CreditLineKey const& key) const noexcept {
    return (std::size_t{key.programme.index()} << 32U) ^ static_cast<std::uint32_t>(key.year);
  }
};
template <>
struct std::hash<gl::ledger::OrderKey> {
  [[nodiscard]] std::size_t operator()(gl::ledger::OrderKey const& key) const noexcept {
    return std::hash<std::string_view>{}(key.number.view()) * 31U +
           static_cast<std::uint32_t>(key.year);
  }
};
template <>
struct std::hash<gl::ledger::ApplicantKey> {
  [[nodiscard]] std::size_t operator()(gl::ledger::ApplicantKey const& key) const noexcept {
    return std::hash<std::string_view>{}(key.beneficiary.view()) * 31U + key.call.index();
  }
};
