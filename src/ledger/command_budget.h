#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/values.h"

namespace gl::ledger {

// Commands about programmes, credits and calls: the rules of reading are in command.h.

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

/// Only the fields that change are given.
struct AmendProgramme {
  ProgrammeId programme;
  std::optional<std::string> name;
  AidRegime aid_regime = AidRegime::unstated;
  ReCredit re_credit = ReCredit::unstated;
  std::uint16_t retention_years = 0;  ///< 0: unchanged
  Choice publication = Choice::unstated;
  Choice convention_for_all = Choice::unstated;
  std::optional<Amount> convention_threshold;
  std::optional<CivilDate> authority_valid_until;
  std::optional<Amount> de_minimis_ceiling;
  std::uint16_t de_minimis_window_years = 0;  ///< 0: unchanged
};

struct LapseAuthority {
  ProgrammeId programme;
  Amount amount;
};

struct TransferAuthority {
  ProgrammeId from_programme;
  ProgrammeId to_programme;
  Amount amount;
};

struct AllocateToCall {
  CallId call;
  Amount amount;
};

struct ReleaseAllocation {
  CallId call;
  Amount amount;
};

struct OpenPaymentCredits {
  ProgrammeId programme;
  std::int32_t year = 0;
  Amount amount;
};

struct AdjustPaymentCredits {
  ProgrammeId programme;
  std::int32_t year = 0;
  Amount amount;  ///< signed, not 0
};

/// To the year after.
struct CarryOverCredits {
  ProgrammeId programme;
  std::int32_t year = 0;
  Amount amount;
};

struct CloseExercise {
  std::int32_t year = 0;
};

/// What a call is to be. Of a draft that is opened only what it has already may be given; without
/// a draft programme, title, opening and deadline are needed.
struct CallProposal {
  CallId call;
  ProgrammeId programme;  ///< empty: the draft's
  std::string title;      ///< empty: the draft's
  std::optional<CivilDate> opening;
  std::optional<CivilDate> deadline;
  std::vector<DepartmentCode> departments;
  LegalKinds applicant_kinds;
  std::optional<Amount> project_cap;
  std::optional<Rate> maximum_rate;
  std::optional<Amount> minimum_instalment;
  bool one_per_applicant = false;
  bool assessment_required = false;
  bool waitlist = false;
};
struct DraftCall : CallProposal {};
struct OpenCall : CallProposal {};

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

struct ReopenCall {
  CallId call;
  CivilDate deadline;  ///< the new one
};

struct CancelCall {
  CallId call;
};

struct SettleCall {
  CallId call;
};

}  // namespace gl::ledger
