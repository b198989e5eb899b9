#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/values.h"

namespace gl::ledger {

/// Commands as they are decided on: decoded, well formed, personal texts sealed. Amounts are as
/// written, because only the programme knows the currency. Optional fields that a sender left out
/// are empty. Fields and actors: domain §5.

struct CreateProgramme {
  ProgrammeId programme;
  std::string name;
  Currency currency;
  AidNature nature = AidNature::unstated;
  AidRegime aid_regime = AidRegime::unstated;
  ReCredit re_credit = ReCredit::unstated;
  std::uint16_t retention_years = 0;  ///< 0: ten years
  bool publication = false;
  std::optional<Amount> convention_threshold;
  bool convention_for_all = false;
  std::optional<CivilDate> authority_valid_until;
  std::optional<Amount> de_minimis_ceiling;
  std::uint16_t de_minimis_window_years = 0;
};

struct VoteAuthority {
  ProgrammeId programme;
  Amount amount;
};

struct AdjustAuthority {
  ProgrammeId programme;
  Amount amount;  ///< signed, not 0
};

struct OpenPaymentCredits {
  ProgrammeId programme;
  std::int32_t year = 0;
  Amount amount;
};

struct CloseExercise {
  std::int32_t year = 0;
};

struct OpenCall {
  CallId call;
  ProgrammeId programme;
  std::string title;
  CivilDate opening;
  CivilDate deadline;
  std::vector<DepartmentCode> departments;
  LegalKinds applicant_kinds;
  std::optional<Amount> project_cap;
  std::optional<Rate> maximum_rate;
  std::optional<Amount> minimum_instalment;
  bool one_per_applicant = false;
  bool assessment_required = false;
  bool waitlist = false;
};

/// Only the fields that change are given.
struct AmendCall {
  CallId call;
  std::optional<std::string> title;
  std::optional<CivilDate> opening;
  std::optional<CivilDate> deadline;
  std::optional<std::vector<DepartmentCode>> departments;
  std::optional<LegalKinds> applicant_kinds;
  std::optional<Amount> project_cap;
  std::optional<Rate> maximum_rate;
  std::optional<Amount> minimum_instalment;
  Choice one_per_applicant = Choice::unstated;
  Choice assessment_required = Choice::unstated;
  Choice waitlist = Choice::unstated;
};

struct CloseCall {
  CallId call;
};

struct SubmitProject {
  ProjectId project;
  CallId call;
  std::string title;
  struct Sender {
    std::string siret;  ///< one of siret, rna, person is given
    std::string rna;
    std::string person;  ///< a token that the portal chose, no name
    LegalKind legal_kind = LegalKind::unstated;
    std::string name;          ///< of a legal person
    PersonalText person_name;  ///< of a natural person
    std::string address;
    PersonalText person_address;
  } applicant;
  std::vector<Partner> partners;
  std::vector<Location> locations;
  Amount eligible_cost;
  Amount asked_amount;
  std::vector<FunderOf<Amount>> other_funders;
  std::optional<CivilDate> start;
  std::optional<CivilDate> end;
  std::optional<Instant> received_at;  ///< a paper file's day: instructors only
  std::optional<Hash> evidence;        ///< SHA-256 of the proof of `received_at`
  std::vector<Document> documents;
  PersonalText contact;                       ///< name, e-mail, telephone, as one text
  std::optional<Amount> de_minimis_declared;  ///< received from other grantors in the window
};

struct DeclareComplete {
  ProjectId project;
};

struct DeclareEligible {
  ProjectId project;
  std::vector<CriterionResult> criteria;
};

struct DecideAward {
  ProjectId project;
  Amount amount;
  std::optional<Rate> rate;                     ///< none: the call's maximum
  std::optional<Amount> cost_base;              ///< none: the eligible cost
  std::vector<PayeeShare> payees;               ///< empty: the applicant alone
  std::vector<PlanStepOf<Amount>> plan;         ///< empty: one balance
  AidRegime aid_regime = AidRegime::unstated;   ///< unstated: the programme's
  std::optional<Amount> de_minimis_equivalent;  ///< none: the amount
  std::optional<CivilDate> valid_until;
  std::string undertaking;  ///< empty: the applicant's SIREN
};

struct OrientProject {
  ProjectId project;
  std::string target_scheme;
};

struct SignConvention {
  ProjectId project;
  ActNumber number;
  CivilDate signed_by_funder;
  CivilDate signed_by_payee;
  Amount amount;
  std::vector<PlanStepOf<Amount>> plan;
  std::optional<CivilDate> end_date;
};

struct RegisterPayee {
  PayeeId payee;
  LegalKind legal_kind = LegalKind::unstated;
  std::string name;
  PersonalText person_name;
  PersonalText iban;
};

struct ChangePayeeAccount {
  PayeeId payee;
  PersonalText iban;
};

struct VerifyPayeeAccount {
  PayeeId payee;
};

struct RequestPayment {
  ProjectId project;
  PaymentId payment;
  PaymentKind kind = PaymentKind::unstated;
  Amount amount;
  std::optional<PayeeId> payee;  ///< needed when the award has several
  std::vector<Document> documents;
};

struct ApprovePayment {
  PaymentId payment;
  Amount amount;
  ActNumber order_number;
  std::int32_t budget_year = 0;
};

struct IssuePayment {
  PaymentId payment;
  std::string end_to_end_id;  ///< empty: `payment.attempt`
};

struct ConfirmPayment {
  PaymentId payment;
  std::uint32_t attempt = 0;
  std::optional<CivilDate> value_date;
  std::string bank_reference;
};

struct RecordBankReturn {
  PaymentId payment;
  std::uint32_t attempt = 0;
  ReasonCode reason_code;  ///< ISO 20022: AC01, AC04, …
  std::optional<CivilDate> value_date;
  std::string bank_reference;
};

struct AmendAward {
  ProjectId project;
  std::optional<Amount> amount;
  std::optional<Rate> rate;
  std::optional<CivilDate> valid_until;
};

struct FileFinalReport {
  ProjectId project;
  Amount real_eligible_cost;            ///< may be 0
  std::optional<Amount> other_funding;  ///< may be 0; none: the secured funders asked with
  std::vector<Document> documents;
};

struct AcceptFinalAccount {
  ProjectId project;
  Amount real_eligible_cost;
  std::optional<Amount> other_funding;
  std::optional<Amount> amount;  ///< checked against the ledger's own result
};

struct CancelAward {
  ProjectId project;
  CancelGround ground = CancelGround::unstated;
  std::optional<CivilDate> hearing_date;
};

struct OrderRecovery {
  ProjectId project;
  RecoveryId recovery;
  ActNumber titre_number;
  Amount amount;
  PersonalText ground;  ///< free text
};

struct RecordRecoveryReceipt {
  RecoveryId recovery;
  Amount amount;
  std::string reference;
};

struct SettleProject {
  ProjectId project;
};

struct ReverseEvent {
  Position position;
};

using CommandBody =
    std::variant<CreateProgramme, VoteAuthority, AdjustAuthority, OpenPaymentCredits, CloseExercise,
                 OpenCall, AmendCall, CloseCall, SubmitProject, DeclareComplete, DeclareEligible,
                 DecideAward, OrientProject, SignConvention, RegisterPayee, ChangePayeeAccount,
                 VerifyPayeeAccount, RequestPayment, ApprovePayment, IssuePayment, ConfirmPayment,
                 RecordBankReturn, AmendAward, FileFinalReport, AcceptFinalAccount, CancelAward,
                 OrderRecovery, RecordRecoveryReceipt, SettleProject, ReverseEvent>;

/// What every command says beside its own fields (domain §4).
struct CommandHeader {
  Uuid id;                                  ///< idempotency: same id and payload, same answer
  Actor actor;                              ///< set by the session from the certificate
  std::optional<CivilDate> effective_date;  ///< none: see domain §4
  std::optional<StreamVersion> expected_version;
  Uuid correlation_id;  ///< nil: none
  Position causation;   ///< 0: none
  std::optional<ReasonCode> reason_code;
  PersonalText reason_text;
  std::optional<Act> act;
  std::array<std::byte, 16> payload_digest{};  ///< of fields, actor, effective date, version
};

struct Command {
  CommandHeader header;
  CommandBody body;
};

/// "SubmitProject": the command's name in domain §5.
[[nodiscard]] std::string_view name(CommandBody const& body);

}  // namespace gl::ledger
