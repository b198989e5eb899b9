#include <string>

#include "ledger/form.h"
#include "ledger/form_of.h"
#include "ledger/limits.h"
#include "ledger/text.h"

namespace gl::ledger {

using namespace limits;

namespace {

void check_retention(Form& form, std::uint16_t years, bool state_aid) {
  form.require(years <= retention_years_max, "retention_years is over 100: lower it", "100",
               std::to_string(years));
  form.require(!state_aid || years == 0 || years >= retention_years_default,
               "retention_years is below 10, the least for State aid: raise it", "10",
               std::to_string(years));
}

void check_window(Form& form, std::uint16_t years) {
  form.require(years <= window_years_max, "de_minimis_window_years is over 50: lower it", "50",
               std::to_string(years));
}

bool changes_something(AmendCall const& c) {
  return c.title || c.opening || c.deadline || c.departments || c.applicant_kinds ||
         c.project_cap || c.maximum_rate || c.minimum_instalment ||
         c.one_per_applicant != Choice::unstated || c.assessment_required != Choice::unstated ||
         c.waitlist != Choice::unstated;
}

bool changes_something(AmendProgramme const& c) {
  return c.name || c.aid_regime != AidRegime::unstated || c.re_credit != ReCredit::unstated ||
         c.retention_years != 0 || c.publication != Choice::unstated ||
         c.convention_for_all != Choice::unstated || c.convention_threshold ||
         c.authority_valid_until || c.de_minimis_ceiling || c.de_minimis_window_years != 0;
}

void check_terms(Form& form, CallProposal const& c) {
  form.id("call", c.call.view());
  form.text("title", c.title, title_bytes_max);
  form.date("opening", c.opening);
  form.date("deadline", c.deadline);
  form.departments(c.departments);
  form.kinds(c.applicant_kinds);
  form.amount("project_cap", c.project_cap);
  if (c.maximum_rate) form.rate("maximum_rate", *c.maximum_rate);
  form.amount("minimum_instalment", c.minimum_instalment);
}

}  // namespace

void check(Form& form, CreateProgramme const& c) {
  form.id("programme", c.programme.view());
  form.needed_text("name", c.name, name_bytes_max);
  form.require(!c.currency.is_none(), "currency is missing: write its ISO 4217 code, e.g. EUR");
  check_retention(form, c.retention_years, c.aid_regime >= AidRegime::de_minimis);
  form.amount("convention_threshold", c.convention_threshold);
  form.amount("de_minimis_ceiling", c.de_minimis_ceiling);
  check_window(form, c.de_minimis_window_years);
  form.date("authority_valid_until", c.authority_valid_until);
}

void check(Form& form, AmendProgramme const& c) {
  form.id("programme", c.programme.view());
  form.require(changes_something(c), "no field to amend is given: give at least one");
  if (c.name) form.needed_text("name", *c.name, name_bytes_max);
  check_retention(form, c.retention_years, c.aid_regime >= AidRegime::de_minimis);
  form.amount("convention_threshold", c.convention_threshold);
  form.date("authority_valid_until", c.authority_valid_until);
  form.amount("de_minimis_ceiling", c.de_minimis_ceiling);
  check_window(form, c.de_minimis_window_years);
}

void check(Form& form, VoteAuthority const& c) {
  form.id("programme", c.programme.view());
  form.amount("amount", c.amount);
}

void check(Form& form, AdjustAuthority const& c) {
  form.id("programme", c.programme.view());
  form.signed_amount("amount", c.amount);
}

void check(Form& form, LapseAuthority const& c) {
  form.id("programme", c.programme.view());
  form.amount("amount", c.amount);
}

void check(Form& form, TransferAuthority const& c) {
  form.id("from_programme", c.from_programme.view());
  form.id("to_programme", c.to_programme.view());
  form.amount("amount", c.amount);
}

void check(Form& form, AllocateToCall const& c) {
  form.id("call", c.call.view());
  form.amount("amount", c.amount);
}

void check(Form& form, ReleaseAllocation const& c) {
  form.id("call", c.call.view());
  form.amount("amount", c.amount);
}

void check(Form& form, OpenPaymentCredits const& c) {
  form.id("programme", c.programme.view());
  form.year("year", c.year);
  form.amount("amount", c.amount);
}

void check(Form& form, AdjustPaymentCredits const& c) {
  form.id("programme", c.programme.view());
  form.year("year", c.year);
  form.signed_amount("amount", c.amount);
}

void check(Form& form, CarryOverCredits const& c) {
  form.id("programme", c.programme.view());
  form.year("year", c.year);
  form.year("the year after", c.year + 1);
  form.amount("amount", c.amount);
}

void check(Form& form, CloseExercise const& c) { form.year("year", c.year); }

void check(Form& form, DraftCall const& c) {
  form.id("programme", c.programme.view());
  form.needed_text("title", c.title, title_bytes_max);
  form.require(c.opening.has_value(), "opening is missing: give the first day");
  form.require(c.deadline.has_value(), "deadline is missing: give the last day");
  check_terms(form, c);
}

void check(Form& form, OpenCall const& c) {
  if (!c.programme.empty()) form.id("programme", c.programme.view());
  check_terms(form, c);
}

void check(Form& form, AmendCall const& c) {
  form.id("call", c.call.view());
  form.require(changes_something(c), "no field to amend is given: give at least one");
  if (c.title) form.needed_text("title", *c.title, title_bytes_max);
  form.date("opening", c.opening);
  form.date("deadline", c.deadline);
  if (c.departments) form.departments(*c.departments);
  if (c.applicant_kinds) form.kinds(*c.applicant_kinds);
  form.amount("project_cap", c.project_cap);
  if (c.maximum_rate) form.rate("maximum_rate", *c.maximum_rate);
  form.amount("minimum_instalment", c.minimum_instalment);
}

void check(Form& form, CloseCall const& c) { form.id("call", c.call.view()); }

void check(Form& form, ReopenCall const& c) {
  form.id("call", c.call.view());
  form.date("deadline", c.deadline);
}

void check(Form& form, CancelCall const& c) { form.id("call", c.call.view()); }

void check(Form& form, SettleCall const& c) { form.id("call", c.call.view()); }

}  // namespace gl::ledger
