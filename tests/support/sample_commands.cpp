#include "support/sample_commands.h"

namespace gl::testing {

ledger::Amount euros(std::int64_t euros, std::int64_t cents) { return {euros * 100 + cents, 2}; }

Instant noon_2016(unsigned month, unsigned day) {
  constexpr std::int64_t second = 1'000'000;
  return Instant{(std::int64_t{civil_date(2016, month, day).days()} * 86'400 + 43'200) * second};
}

ledger::CreateProgramme sample_programme(std::string_view programme) {
  ledger::CreateProgramme body;
  body.programme = ledger::ProgrammeId{programme};
  body.name = "Social innovation";
  body.currency = *ledger::Currency::parse("EUR");
  body.nature = ledger::AidNature::operating;
  body.aid_regime = ledger::AidRegime::none;
  return body;
}

ledger::VoteAuthority vote(std::string_view programme, ledger::Amount amount) {
  return {ledger::ProgrammeId{programme}, amount};
}

ledger::OpenCall sample_call(std::string_view call, std::string_view programme) {
  ledger::OpenCall body;
  body.call = ledger::CallId{call};
  body.programme = ledger::ProgrammeId{programme};
  body.title = "Call of 2016";
  body.opening = civil_date(2016, 6, 1);
  body.deadline = civil_date(2016, 9, 5);
  return body;
}

ledger::SubmitProject sample_project(std::string_view project, std::string_view call,
                                     ledger::Amount asked) {
  ledger::SubmitProject body;
  body.project = ledger::ProjectId{project};
  body.call = ledger::CallId{call};
  body.title = "A shop of everybody's own";
  body.applicant.siret = "73282932000074";
  body.applicant.legal_kind = ledger::LegalKind::private_body;
  body.applicant.name = "An association";
  body.applicant.address = "1 place de la Mairie, 33270 Floirac";
  body.locations = {{ledger::CommuneCode{"33167"}, ledger::DepartmentCode{"33"}}};
  body.eligible_cost = {asked.units * 2, asked.decimals};
  body.asked_amount = asked;
  return body;
}

ledger::DeclareComplete declare_complete(std::string_view project) {
  return {ledger::ProjectId{project}};
}

ledger::DeclareEligible declare_eligible(std::string_view project) {
  return {ledger::ProjectId{project}, {}};
}

ledger::DecideAward award(std::string_view project, ledger::Amount amount) {
  ledger::DecideAward body;
  body.project = ledger::ProjectId{project};
  body.amount = amount;
  return body;
}

}  // namespace gl::testing
