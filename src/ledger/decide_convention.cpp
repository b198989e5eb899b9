#include <utility>

#include "ledger/decisions.h"
#include "ledger/plan.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

/// A signature lies between the award and the day that the agreement takes effect.
Objection check_signature(Case const& c, ProjectFile const& file, CivilDate signed_on,
                          std::string_view who) {
  auto const from = file.award().decided_on;
  if (signed_on >= from && signed_on <= c.effective()) return {};
  return c.refuse(Rule::date,
                  say("the ", who, " signed on ", signed_on, ", but signatures of ", file.id,
                      " lie between the award, ", from, ", and the effective date, ", c.effective(),
                      ": correct one of them"),
                  say(from, " to ", c.effective()), say(signed_on));
}

Objection check_award_amount(Case const& c, ProjectFile const& file, Money amount) {
  auto const award = file.award().amount;
  if (amount == award) return {};
  auto const currency = file.currency();
  return c.refuse(Rule::amount_mismatch,
                  say("the agreement is for ", Sum{amount, currency}, " but the award of ", file.id,
                      " is ", Sum{award, currency}, ": they must be equal"),
                  to_string(award, currency), to_string(amount, currency));
}

Objection check_plan_fits(Case const& c, ProjectFile const& file,
                          std::vector<PlanStep> const& plan) {
  auto const award = file.award().amount;
  if (fits(plan, award)) return {};
  return c.refuse(Rule::plan_exceeded,
                  say("the plan of the agreement comes to more than the award of ",
                      Sum{award, file.currency()}, ": lower its amounts or shares"),
                  to_string(award, file.currency()));
}

/// The rules of an agreement or its amendment, in the order of domain §6.
Objection check_signing(Case const& c, ProjectFile const& file, ConventionTerms const& event,
                        ProjectState from) {
  if (auto no = check_project_state(c, file, {from})) return no;
  if (auto no = check_since_award(c, file)) return no;
  if (auto no = check_signature(c, file, event.signed_by_funder, "funder")) return no;
  if (auto no = check_signature(c, file, event.signed_by_payee, "payee")) return no;
  if (auto no = c.check_delegation()) return no;
  if (auto no = check_award_amount(c, file, event.amount)) return no;
  return check_plan_fits(c, file, event.plan);
}

template <class Agreed>
Decision agree(Case& c, ConventionEntry const& command, ProjectState from) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  Converter convert{file->currency()};
  Agreed event;
  event.project = command.project;
  event.number = command.number;
  event.signed_by_funder = command.signed_by_funder;
  event.signed_by_payee = command.signed_by_payee;
  event.amount = convert(command.amount, "amount");
  event.plan = convert(command.plan);
  event.end_date = command.end_date;
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = check_access(c, file->project.stream)) return refused(no);
  if (auto no = check_signing(c, *file, event, from)) return refused(no);
  return c.accept(stream_of(*file), file->currency(), std::move(event));
}

}  // namespace

Decision decide_on(Case& c, SignConvention const& command) {
  return agree<ConventionSigned>(c, command, ProjectState::awarded);
}

Decision decide_on(Case& c, AmendConvention const& command) {
  return agree<ConventionAmended>(c, command, ProjectState::contracted);
}

}  // namespace gl::ledger
