#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/strong.h"
#include "base/time.h"
#include "base/uuid.h"
#include "ledger/ids.h"
#include "ledger/money.h"

namespace gl::ledger {

/// What a certificate may do (domain §2, design §7). Numbers are frozen: part of event bytes.
enum class Role : std::uint8_t {
  none = 0,
  applicant = 1,
  administrator = 2,
  instructor = 3,
  decision = 4,
  assembly = 5,
  officer = 6,
  accountant = 7,
  finance = 8,
  auditor = 9,
  dpo = 10,
  system = 11,
};
[[nodiscard]] std::string_view name(Role role);
/// The role of this name ("officer"). Errors: malformed, naming the roles there are.
[[nodiscard]] Result<Role> parse_role(std::string_view text);

/// Who sends a command: the person and role of the certificate, never of the message.
struct Actor {
  PersonId person;
  Role role = Role::none;
  PersonId acting_for;      ///< empty: in the role's own right
  DelegationId delegation;  ///< the delegation relied on; empty without `acting_for`

  friend bool operator==(Actor const&, Actor const&) = default;
};

enum class LegalKind : std::uint8_t {
  unstated = 0,
  private_body = 1,
  public_body = 2,
  company = 3,
  person = 4
};
/// "private", "public", "company", "person" (domain §5).
[[nodiscard]] std::string_view name(LegalKind kind);

enum class AidNature : std::uint8_t { unstated = 0, operating = 1, investment = 2 };
enum class AidRegime : std::uint8_t {
  unstated = 0,
  none = 1,
  de_minimis = 2,
  exempted = 3,
  notified = 4
};
/// True for State aid, whose records are kept for ten years at least (domain §10).
[[nodiscard]] constexpr bool is_state_aid(AidRegime regime) {
  return regime == AidRegime::de_minimis || regime == AidRegime::exempted ||
         regime == AidRegime::notified;
}
/// What becomes of a recovery received: nothing, or authority again (domain §6 rule 9).
enum class ReCredit : std::uint8_t { unstated = 0, none = 1, authority = 2 };
enum class Choice : std::uint8_t { unstated = 0, no = 1, yes = 2 };
enum class PaymentKind : std::uint8_t { unstated = 0, advance = 1, instalment = 2, balance = 3 };
[[nodiscard]] std::string_view name(PaymentKind kind);
enum class CancelGround : std::uint8_t {
  unstated = 0,
  renounced = 1,
  lapsed = 2,
  breach = 3,
  illegal = 4,
  fraud = 5,
};
enum class ActKind : std::uint8_t {
  unstated = 0,
  deliberation = 1,
  arrete = 2,
  convention = 3,
  avenant = 4,
  mandat = 5,
  titre = 6,
  courrier = 7,
};
/// From which part of a programme's authority an award takes, or to which it gives back.
enum class AuthorityPool : std::uint8_t { unallocated = 0, call = 1, lapsed = 2 };

/// The act that an event rests on.
struct Act {
  ActKind kind = ActKind::unstated;
  ActNumber number;
  std::optional<CivilDate> date;
  std::optional<Hash> document;  ///< SHA-256 of the document

  friend bool operator==(Act const&, Act const&) = default;
};

/// Where an event of the past comes from: a line of a file (domain §11).
struct Imported {
  Hash sha256{};           ///< of the file
  std::uint32_t line = 0;  ///< from 1

  friend bool operator==(Imported const&, Imported const&) = default;
};

/// A data subject's token: random, says nothing by itself (domain §10).
using SubjectToken = std::array<std::byte, 16>;

/// A text about a person, encrypted for one data subject (domain §10). Only this goes into events.
struct Sealed {
  SubjectToken subject{};
  std::array<std::byte, 16> token{};  ///< equal texts of one subject have equal tokens (HMAC)
  Bytes ciphertext;                   ///< empty: no text

  [[nodiscard]] bool empty() const { return ciphertext.empty(); }
  friend bool operator==(Sealed const&, Sealed const&) = default;
};

/// A text about a person on its way in: clear as the sender wrote it, then sealed by the session
/// that received it, which wipes the clear text. `decide` sees only the sealed form.
struct PersonalText {
  std::string clear;
  Sealed sealed;

  [[nodiscard]] bool empty() const { return clear.empty() && sealed.empty(); }
  friend bool operator==(PersonalText const&, PersonalText const&) = default;
};

/// A name or address: public for a legal person, sealed for a natural one.
struct PartyText {
  std::string open;  ///< empty for a natural person
  Sealed sealed;     ///< empty for a legal person

  friend bool operator==(PartyText const&, PartyText const&) = default;
};

/// Who applies.
struct Applicant {
  PayeeId id;  ///< SIRET, RNA number or a person's token
  LegalKind legal_kind = LegalKind::unstated;
  PartyText name;
  PartyText address;

  friend bool operator==(Applicant const&, Applicant const&) = default;
};

struct Partner {
  PayeeId siret;
  Rate share;
  friend bool operator==(Partner const&, Partner const&) = default;
};

struct Location {
  CommuneCode commune;
  DepartmentCode department;
  friend bool operator==(Location const&, Location const&) = default;
};

/// A document by its kind ("statutes", "final-accounts") and the SHA-256 of its bytes.
struct Document {
  ReasonCode kind;
  Hash sha256{};
  friend bool operator==(Document const&, Document const&) = default;
};

struct CriterionResult {
  ReasonCode criterion;
  bool met = false;
  friend bool operator==(CriterionResult const&, CriterionResult const&) = default;
};

/// One step of an instalment plan: a share of the award, or an amount; a balance may have neither.
template <class Sum>
struct PlanStepOf {
  PaymentKind kind = PaymentKind::unstated;
  Rate share;
  std::optional<Sum> amount;
  std::string condition;
  friend bool operator==(PlanStepOf const&, PlanStepOf const&) = default;
};

/// Another funder of the same project.
template <class Sum>
struct FunderOf {
  std::string name;
  Sum amount{};
  bool secured = false;
  friend bool operator==(FunderOf const&, FunderOf const&) = default;
};

/// One of an award's payees and its share; the shares sum to 1 000 000.
struct PayeeShare {
  PayeeId payee;
  Rate share;
  friend bool operator==(PayeeShare const&, PayeeShare const&) = default;
};

using PlanStep = PlanStepOf<Money>;
using Funder = FunderOf<Money>;

/// The kinds of applicant that a call is for; empty = every kind.
using LegalKinds = std::vector<LegalKind>;

/// What a stream is about. Numbers are frozen.
enum class StreamKind : std::uint8_t {
  none = 0,
  ledger = 1,
  programme = 2,
  call = 3,
  project = 4,
  recovery = 5,
  year = 6,
  payee = 7,
  delegation = 8,
  subject = 9,
  refusals = 10,
};
[[nodiscard]] std::string_view name(StreamKind kind);

/// The id of whatever a stream or an account is about.
using StreamId = InlineText<struct StreamIdTag, 64>;

/// A stream of events: `project/P1`, `year/2016`, `refusals`.
struct StreamRef {
  StreamKind kind = StreamKind::none;
  StreamId id;

  friend auto operator<=>(StreamRef const&, StreamRef const&) = default;
  friend bool operator==(StreamRef const&, StreamRef const&) = default;
};
/// "project/P1"; the ledger's and the refusals' streams have no id.
[[nodiscard]] std::string to_string(StreamRef const& stream);
/// The stream of this name. Errors: malformed, naming the kinds there are.
[[nodiscard]] Result<StreamRef> parse_stream(std::string_view text);

/// A call's conditions as one version has them (domain §3).
struct CallTerms {
  std::string title;
  CivilDate opening;
  CivilDate deadline;                       ///< the last day, in Paris
  std::vector<DepartmentCode> departments;  ///< empty: no limit
  LegalKinds applicant_kinds;               ///< empty: no limit
  std::optional<Money> project_cap;
  Rate maximum_rate{Rate::ppm_max};
  std::optional<Money> minimum_instalment;
  bool one_per_applicant = false;
  bool assessment_required = false;
  bool waitlist = false;

  friend bool operator==(CallTerms const&, CallTerms const&) = default;
};

/// A programme's settings (domain §5): they count from their event's position on.
struct ProgrammeSettings {
  std::string name;
  Currency currency;
  AidNature nature = AidNature::unstated;
  AidRegime aid_regime = AidRegime::none;
  ReCredit re_credit = ReCredit::none;
  std::uint16_t retention_years = 10;
  bool publication = false;
  /// An agreement is due strictly above it; none: never, or always with `convention_for_all`.
  /// A programme in EUR made without one has the law's 23 000.00 (décret 2001-495).
  std::optional<Money> convention_threshold;
  bool convention_for_all = false;  ///< for public bodies and persons too
  std::optional<CivilDate> authority_valid_until;
  std::optional<Money> de_minimis_ceiling;    ///< none: the law's of the date
  std::uint16_t de_minimis_window_years = 0;  ///< 0: the law's of the date

  friend bool operator==(ProgrammeSettings const&, ProgrammeSettings const&) = default;
};

}  // namespace gl::ledger

template <>
struct std::hash<gl::ledger::StreamRef> {
  [[nodiscard]] std::size_t operator()(gl::ledger::StreamRef const& stream) const noexcept {
    return std::hash<std::string_view>{}(stream.id.view()) * 31U +
           static_cast<std::size_t>(stream.kind);
  }
};
