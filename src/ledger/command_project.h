#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/values.h"

namespace gl::ledger {

// Commands about projects until the award and at their end, and their agreements.

/// Who applies, as the sender says it.
struct ApplicantEntry {
  std::string siret;  ///< one of siret, rna, person is given
  std::string rna;
  std::string person;  ///< a token that the portal chose, no name
  LegalKind legal_kind = LegalKind::unstated;
  std::string name;          ///< of a legal person
  PersonalText person_name;  ///< of a natural person
  std::string address;
  PersonalText person_address;

  friend bool operator==(ApplicantEntry const&, ApplicantEntry const&) = default;
};

struct SubmitProject {
  ProjectId project;
  CallId call;
  std::string title;
  ApplicantEntry applicant;
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

/// Only the fields that change are given: a list that is given replaces the one before, an
/// applicant the whole of it.
struct AmendProject {
  ProjectId project;
  std::optional<std::string> title;
  ApplicantEntry applicant;  ///< all empty: unchanged
  std::optional<std::vector<Partner>> partners;
  std::optional<std::vector<Location>> locations;
  std::optional<Amount> eligible_cost;
  std::optional<Amount> asked_amount;
  std::optional<std::vector<FunderOf<Amount>>> other_funders;
  std::optional<CivilDate> start;
  std::optional<CivilDate> end;
  std::optional<Instant> received_at;  ///< of the amendment, on paper: instructors only
  std::optional<Hash> evidence;
  std::optional<std::vector<Document>> documents;
  PersonalText contact;
  std::optional<Amount> de_minimis_declared;
};

struct RequestCompletion {
  ProjectId project;
  std::vector<ReasonCode> documents;  ///< the kinds asked for
  CivilDate time_limit;               ///< the last day for them
};

struct CompleteProject {
  ProjectId project;
  std::vector<Document> documents;     ///< one of each kind asked for
  std::optional<Instant> received_at;  ///< a paper file's day: instructors only
  std::optional<Hash> evidence;
};

struct DeclareComplete {
  ProjectId project;
};

struct EligibilityFinding {
  ProjectId project;
  std::vector<CriterionResult> criteria;
};
struct DeclareEligible : EligibilityFinding {};
struct DeclareIneligible : EligibilityFinding {};

/// One assessor's score; the assessor is the sender.
struct RecordAssessment {
  ProjectId project;
  ReasonCode criterion;
  std::uint32_t score = 0;
  std::uint32_t scale = 0;  ///< the highest score
  Rate weight;              ///< 0: none given
  PersonalText comment;
};

struct CloseAssessment {
  ProjectId project;
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

struct RejectProject {
  ProjectId project;
};

struct WaitlistProject {
  ProjectId project;
  std::uint32_t rank = 0;  ///< from 1
};

struct WithdrawProject {
  ProjectId project;
};

struct CloseWithoutDecision {
  ProjectId project;
};

struct ReopenProject {
  ProjectId project;
};

struct NotifyApplicant {
  ProjectId project;
  std::string channel;
  std::optional<CivilDate> date;  ///< none: the effective date
};

struct DeclareConflict {
  ProjectId project;
};

/// An agreement, or its amendment, as it is to be recorded.
struct ConventionEntry {
  ProjectId project;
  ActNumber number;
  CivilDate signed_by_funder;
  CivilDate signed_by_payee;
  Amount amount;
  std::vector<PlanStepOf<Amount>> plan;
  std::optional<CivilDate> end_date;
};
struct SignConvention : ConventionEntry {};
struct AmendConvention : ConventionEntry {};

struct SettleProject {
  ProjectId project;
};

}  // namespace gl::ledger
