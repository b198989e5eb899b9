#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/values.h"

namespace gl::ledger {

// Events of projects until the award and at their end, and their agreements.

/// An application as it was received.
struct Application {
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

struct ProjectSubmitted : Application {};
/// The whole application as it is from now on.
struct ProjectAmended : Application {
  Money asked_before;
};

struct CompletionRequested {
  ProjectId project;
  std::vector<ReasonCode> documents;  ///< the kinds asked for
  CivilDate time_limit;               ///< the last day for them
};

struct ProjectCompleted {
  ProjectId project;
  std::vector<Document> documents;
  std::optional<Instant> received_at;
  std::optional<Hash> evidence;
};

struct ProjectDeclaredComplete {
  ProjectId project;
};

struct EligibilityDecided {
  ProjectId project;
  bool eligible = false;
  std::vector<CriterionResult> criteria;
};

/// The assessor is the actor.
struct AssessmentRecorded {
  ProjectId project;
  ReasonCode criterion;
  std::uint32_t score = 0;
  std::uint32_t scale = 0;  ///< the highest score
  Rate weight;              ///< of the criterion; 0: none given
  Sealed comment;
};

struct AssessmentClosed {
  ProjectId project;
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

struct ProjectRejected {
  ProjectId project;
};

struct ProjectWaitlisted {
  ProjectId project;
  std::uint32_t rank = 0;  ///< from 1
};

struct ProjectWithdrawn {
  ProjectId project;
};

struct ProjectClosedWithoutDecision {
  ProjectId project;
};

/// Back to Complete; award, agreement and report start anew.
struct ProjectReopened {
  ProjectId project;
  ProjectState state_before = ProjectState::none;
};

struct ApplicantNotified {
  ProjectId project;
  std::string channel;
  CivilDate date;  ///< starts the delay for an appeal
};

/// The actor takes no part in assessing or deciding on the project.
struct ConflictDeclared {
  ProjectId project;
};

struct ConventionTerms {
  ProjectId project;
  ActNumber number;
  CivilDate signed_by_funder;
  CivilDate signed_by_payee;
  Money amount;
  std::vector<PlanStep> plan;
  std::optional<CivilDate> end_date;
};
struct ConventionSigned : ConventionTerms {};
struct ConventionAmended : ConventionTerms {};

struct ProjectSettled {
  ProjectId project;
};

}  // namespace gl::ledger
