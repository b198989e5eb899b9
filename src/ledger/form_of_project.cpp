#include <algorithm>
#include <string>

#include "ledger/form.h"
#include "ledger/form_of.h"
#include "ledger/limits.h"
#include "ledger/text.h"

namespace gl::ledger {

using namespace limits;

namespace {

/// One of SIRET, RNA number and token; a natural person's name and address only as personal text.
void check_applicant(Form& form, ApplicantEntry const& a) {
  int const ids = !a.siret.empty() + !a.rna.empty() + !a.person.empty();
  form.require(ids == 1, "applicant: give exactly one of siret, rna and person", "1",
               std::to_string(ids));
  form.require(a.siret.empty() || is_siret(a.siret),
               "applicant.siret is not a SIRET: write 14 digits with a right check digit",
               "14 digits", a.siret);
  form.require(a.rna.empty() || is_rna(a.rna),
               "applicant.rna is not an RNA number: write W and 9 digits", "W and 9 digits", a.rna);
  form.require(a.person.empty() || is_person_token(a.person),
               "applicant.person is not a token: write 1 to 36 of A-Za-z0-9._/-, not all digits "
               "and no RNA number");
  form.require(a.legal_kind <= LegalKind::person, "applicant.legal_kind is none that there is");
  bool const natural = !a.person.empty() || a.legal_kind == LegalKind::person;
  form.require(
      a.person.empty() || a.legal_kind == LegalKind::person || a.legal_kind == LegalKind::unstated,
      "applicant.person is given but legal_kind says a legal person: choose one");
  form.require(!natural || (a.name.empty() && a.address.empty()),
               "a natural person's name and address go into person_name and person_address");
  form.require(natural || (a.person_name.empty() && a.person_address.empty()),
               "a legal person's name and address go into name and address");
  form.text("applicant.name", a.name, name_bytes_max);
  form.personal_text("applicant.person_name", a.person_name, name_bytes_max);
  form.text("applicant.address", a.address, address_bytes_max);
  form.personal_text("applicant.person_address", a.person_address, address_bytes_max);
}

void check_partners(Form& form, std::vector<Partner> const& partners) {
  form.size("partners", partners.size(), partners_max);
  std::int64_t shares = 0;
  for (auto const& partner : partners) {
    form.require(is_siret(partner.siret.view()),
                 "partners: a siret is not 14 digits with a right check digit", "14 digits",
                 partner.siret.view());
    form.require(partner.share.ppm() >= 0 && partner.share.ppm() <= Rate::ppm_max,
                 "partners: a share is not within 0 to 1000000 parts per million", "1000000",
                 std::to_string(partner.share.ppm()));
    shares += partner.share.ppm();
  }
  form.require(shares <= Rate::ppm_max, "partners: the shares are more than 100 %: lower them",
               "1000000", std::to_string(shares));
}

void check_locations(Form& form, std::vector<Location> const& locations) {
  form.size("locations", locations.size(), locations_max);
  for (auto const& location : locations) {
    form.require(is_commune(location.commune.view()),
                 "locations: a commune is not an INSEE code of 5 characters");
    form.require(is_department(location.department.view()),
                 "locations: a department is none of 01 to 95, 2A, 2B, 971 to 989");
  }
}

void check_finding(Form& form, EligibilityFinding const& c) {
  form.id("project", c.project.view());
  form.size("criteria", c.criteria.size(), criteria_max);
  for (auto const& result : c.criteria) {
    form.id("criteria", result.criterion.view(), ReasonCode::bytes_max);
  }
}

void check_payees(Form& form, std::vector<PayeeShare> const& payees) {
  form.size("payees", payees.size(), payees_max);
  std::int64_t shares = 0;
  for (auto each = payees.begin(); each != payees.end(); ++each) {
    form.payee("payees", each->payee.view());
    form.rate("payees.share", each->share);
    bool const again = std::any_of(payees.begin(), each, [&](PayeeShare const& earlier) {
      return earlier.payee == each->payee;
    });
    form.require(!again, "payees: one stands there twice: give it one share");
    shares += each->share.ppm();
  }
  form.require(payees.empty() || shares == Rate::ppm_max,
               "payees: the shares do not sum to 1000000 parts per million: correct them",
               "1000000", std::to_string(shares));
}

void check_convention(Form& form, ConventionEntry const& c) {
  form.id("project", c.project.view());
  form.needed_text("number", c.number.view(), ActNumber::bytes_max);
  form.date("signed_by_funder", c.signed_by_funder);
  form.date("signed_by_payee", c.signed_by_payee);
  form.amount("amount", c.amount);
  form.plan(c.plan);
  form.date("end_date", c.end_date);
}

void check_funders(Form& form, std::vector<FunderOf<Amount>> const& funders) {
  form.size("other_funders", funders.size(), funders_max);
  for (auto const& funder : funders) {
    form.needed_text("other_funders.name", funder.name, name_bytes_max);
    form.amount("other_funders.amount", funder.amount);
  }
}

bool changes_something(AmendProject const& c) {
  return c.title || c.applicant != ApplicantEntry{} || c.partners || c.locations ||
         c.eligible_cost || c.asked_amount || c.other_funders || c.start || c.end || c.documents ||
         !c.contact.empty() || c.de_minimis_declared;
}

}  // namespace

void check(Form& form, SubmitProject const& c) {
  form.id("project", c.project.view());
  form.id("call", c.call.view());
  form.needed_text("title", c.title, title_bytes_max);
  check_applicant(form, c.applicant);
  check_partners(form, c.partners);
  check_locations(form, c.locations);
  form.amount("eligible_cost", c.eligible_cost);
  form.amount("asked_amount", c.asked_amount);
  check_funders(form, c.other_funders);
  form.date("start", c.start);
  form.date("end", c.end);
  form.require(!c.start || !c.end || *c.start <= *c.end, "end is before start: correct one");
  form.moment("received_at", c.received_at);
  form.documents(c.documents);
  form.personal_text("contact", c.contact, personal_text_bytes_max);
  form.amount_or_zero("de_minimis_declared", c.de_minimis_declared);
}

void check(Form& form, AmendProject const& c) {
  form.id("project", c.project.view());
  form.require(changes_something(c), "no field to amend is given: give at least one");
  if (c.title) form.needed_text("title", *c.title, title_bytes_max);
  if (c.applicant != ApplicantEntry{}) check_applicant(form, c.applicant);
  if (c.partners) check_partners(form, *c.partners);
  if (c.locations) check_locations(form, *c.locations);
  form.amount("eligible_cost", c.eligible_cost);
  form.amount("asked_amount", c.asked_amount);
  if (c.other_funders) check_funders(form, *c.other_funders);
  form.date("start", c.start);
  form.date("end", c.end);
  form.require(!c.start || !c.end || *c.start <= *c.end, "end is before start: correct one");
  form.moment("received_at", c.received_at);
  if (c.documents) form.documents(*c.documents);
  form.personal_text("contact", c.contact, personal_text_bytes_max);
  form.amount_or_zero("de_minimis_declared", c.de_minimis_declared);
}

void check(Form& form, RequestCompletion const& c) {
  form.id("project", c.project.view());
  form.require(!c.documents.empty(), "documents is missing: name the kinds asked for");
  form.size("documents", c.documents.size(), documents_max);
  for (auto const& kind : c.documents) form.id("documents", kind.view(), ReasonCode::bytes_max);
  form.date("time_limit", c.time_limit);
}

void check(Form& form, CompleteProject const& c) {
  form.id("project", c.project.view());
  form.documents(c.documents);
  form.moment("received_at", c.received_at);
}

void check(Form& form, DeclareComplete const& c) { form.id("project", c.project.view()); }

void check(Form& form, DeclareEligible const& c) { check_finding(form, c); }

void check(Form& form, DeclareIneligible const& c) { check_finding(form, c); }

void check(Form& form, RecordAssessment const& c) {
  form.id("project", c.project.view());
  form.id("criterion", c.criterion.view(), ReasonCode::bytes_max);
  form.require(c.scale > 0, "scale is 0: give the highest score, from 1");
  form.require(c.score <= c.scale, "score is above scale: lower it", std::to_string(c.scale),
               std::to_string(c.score));
  if (c.weight != Rate{}) form.rate("weight", c.weight);
  form.personal_text("comment", c.comment, personal_text_bytes_max);
}

void check(Form& form, CloseAssessment const& c) { form.id("project", c.project.view()); }

void check(Form& form, DecideAward const& c) {
  form.id("project", c.project.view());
  form.amount("amount", c.amount);
  if (c.rate) form.rate("rate", *c.rate);
  form.amount("cost_base", c.cost_base);
  check_payees(form, c.payees);
  form.plan(c.plan);
  form.amount_or_zero("de_minimis_equivalent", c.de_minimis_equivalent);
  form.date("valid_until", c.valid_until);
  if (!c.undertaking.empty()) form.id("undertaking", c.undertaking, BeneficiaryKey::bytes_max);
}

void check(Form& form, RejectProject const& c) { form.id("project", c.project.view()); }

void check(Form& form, OrientProject const& c) {
  form.id("project", c.project.view());
  form.needed_text("target_scheme", c.target_scheme, reference_bytes_max);
}

void check(Form& form, WaitlistProject const& c) {
  form.id("project", c.project.view());
  form.require(c.rank > 0, "rank is missing: give its place, from 1");
}

void check(Form& form, WithdrawProject const& c) { form.id("project", c.project.view()); }

void check(Form& form, CloseWithoutDecision const& c) { form.id("project", c.project.view()); }

void check(Form& form, ReopenProject const& c) { form.id("project", c.project.view()); }

void check(Form& form, NotifyApplicant const& c) {
  form.id("project", c.project.view());
  form.needed_text("channel", c.channel, reference_bytes_max);
  form.date("date", c.date);
}

void check(Form& form, DeclareConflict const& c) { form.id("project", c.project.view()); }

void check(Form& form, SignConvention const& c) { check_convention(form, c); }

void check(Form& form, AmendConvention const& c) { check_convention(form, c); }

void check(Form& form, SettleProject const& c) { form.id("project", c.project.view()); }

}  // namespace gl::ledger
