#include <utility>

#include "ledger/award_rules.h"
#include "ledger/decisions.h"
#include "ledger/plan.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

constexpr ProjectStates after_scoring{ProjectState::assessed, ProjectState::waitlisted};
constexpr ProjectStates without_scoring{ProjectState::eligible, ProjectState::assessed,
                                        ProjectState::waitlisted};

Objection check_call_running(Case const& c, ProjectFile const& file) {
  if (file.call.state == CallState::open || file.call.state == CallState::closed) return {};
  return c.refuse(Rule::state,
                  say("call ", file.call_id, " is ", name(file.call.state),
                      ", but awards need it Open or Closed"),
                  "Open or Closed", std::string{name(file.call.state)});
}

Objection check_valid_until(Case const& c, std::optional<CivilDate> until) {
  if (!until || *until >= c.effective()) return {};
  return c.refuse(Rule::date,
                  say("the award would be valid until ", *until, ", before its own date ",
                      c.effective(), ": set a later one"),
                  say(c.effective()), say(*until));
}

Objection check_plan_fits(Case const& c, ProjectFile const& file, std::vector<PlanStep> const& plan,
                          Money award) {
  if (fits(plan, award)) return {};
  return c.refuse(Rule::plan_exceeded,
                  say("the plan of ", file.id, " comes to more than the award of ",
                      Sum{award, file.currency()}, ": lower its amounts or shares"),
                  to_string(award, file.currency()));
}

AwardDecided decided(DecideAward const& command, ProjectFile const& file, VersionInForce in_force,
                     Converter& convert) {
  AwardDecided event;
  event.project = command.project;
  event.call = file.call_id;
  event.programme = file.programme_id;
  event.amount = convert(command.amount, "amount");
  event.rate = command.rate.value_or(in_force.terms().maximum_rate);
  event.cost_base = convert(command.cost_base, "cost_base").value_or(file.project.eligible_cost);
  event.payees = command.payees;
  if (event.payees.empty()) event.payees = {{file.project.applicant, Rate{Rate::ppm_max}}};
  event.plan = convert(command.plan);
  event.aid_regime = command.aid_regime == AidRegime::unstated ? file.programme.settings.aid_regime
                                                               : command.aid_regime;
  event.de_minimis_equivalent =
      convert(command.de_minimis_equivalent, "de_minimis_equivalent").value_or(event.amount);
  if (event.aid_regime != AidRegime::de_minimis) event.de_minimis_equivalent = {};
  event.valid_until = command.valid_until;
  event.undertaking = command.undertaking.empty() ? beneficiary_of(file.project.applicant.view())
                                                  : BeneficiaryKey{command.undertaking};
  event.call_version = in_force.number;
  event.pool = award_pool(file);
  event.state_before = file.project.state;
  return event;
}

/// The rules of an award, in the order of domain §6.
Objection check_award(Case const& c, ProjectFile const& file, CallTerms const& terms,
                      AwardDecided const& event) {
  auto const from = terms.assessment_required ? after_scoring : without_scoring;
  if (auto no = check_project_state(c, file, from)) return no;
  if (auto no = check_call_running(c, file)) return no;
  if (auto no = check_since_submission(c, file)) return no;
  if (auto no = check_valid_until(c, event.valid_until)) return no;
  if (auto no = c.check_open_year()) return no;
  if (auto no = c.check_delegation()) return no;
  if (auto no = check_conflict(c, file)) return no;
  if (auto no = check_authority(c, file, event.amount)) return no;
  Proposal const proposal{event.amount, event.rate, event.cost_base};
  if (auto no = check_ceilings(c, file, terms, proposal)) return no;
  if (auto no = check_plan_fits(c, file, event.plan, event.amount)) return no;
  if (event.aid_regime != AidRegime::de_minimis) return {};
  return check_de_minimis(c, file, event.undertaking, event.de_minimis_equivalent);
}

/// What an amendment of an award comes to; nothing where it leaves things as they are.
struct Amendment {
  std::optional<Money> amount;
  Rate rate;
  std::optional<CivilDate> valid_until;

  [[nodiscard]] bool is_increase(Award const& award) const {
    return amount && *amount > award.amount;
  }
};

Amendment amendment_of(AmendAward const& command, Award const& award, Converter& convert) {
  Amendment amendment{convert(command.amount, "amount"), command.rate.value_or(award.rate),
                      command.valid_until};
  if (amendment.amount == award.amount) amendment.amount.reset();
  if (amendment.valid_until == award.valid_until) amendment.valid_until.reset();
  return amendment;
}

Objection check_changes(Case const& c, ProjectFile const& file, Amendment const& amendment) {
  if (amendment.amount || amendment.valid_until) return {};
  return c.refuse(Rule::state, say("the amendment leaves amount and validity of the award of ",
                                   file.id, " as they are: give what changes"));
}

Objection check_prolongation(Case const& c, ProjectFile const& file, Amendment const& amendment) {
  auto const& before = file.award().valid_until;
  if (auto no = check_valid_until(c, amendment.valid_until)) return no;
  if (!amendment.valid_until || !before || *amendment.valid_until > *before) return {};
  return c.refuse(Rule::date,
                  say("the award of ", file.id, " is valid until ", *before,
                      " and cannot be cut to ", *amendment.valid_until, ": set a later day"),
                  say(*before), say(*amendment.valid_until));
}

Objection check_reduction(Case const& c, ProjectFile const& file, Money amount) {
  auto const difference = subtract(file.award().amount, amount);
  auto const committed = file.project.balances.committed;
  if (difference <= committed) return {};
  auto const currency = file.currency();
  return c.refuse(
      Rule::commitment_exceeded,
      say("the reduction takes ", Sum{difference, currency}, " from ", file.id, ", but only ",
          Sum{committed, currency}, " are committed and not ordered: reduce by no more"),
      to_string(committed, currency), to_string(difference, currency));
}

/// The rules of an increase, as for a new award of the whole.
Objection check_increase(Case const& c, ProjectFile const& file, CallTerms const& terms,
                         Amendment const& amendment) {
  auto const& award = file.award();
  if (auto no = check_authority(c, file, subtract(*amendment.amount, award.amount))) return no;
  Proposal const proposal{*amendment.amount, amendment.rate, award.cost_base};
  if (auto no = check_ceilings(c, file, terms, proposal)) return no;
  if (award.aid_regime != AidRegime::de_minimis) return {};
  auto const* const aid = c.state().de_minimis.find(c.state().projects.place_of(file.id));
  return check_de_minimis(c, file, aid->undertaking,
                          aid_difference(c.state(), file, *amendment.amount));
}

/// The rules of an amendment, in the order of domain §6.
Objection check_amendment(Case const& c, ProjectFile const& file, CallTerms const& terms,
                          Amendment const& amendment) {
  if (auto no = check_project_state(c, file, running)) return no;
  if (auto no = check_account_open(c, file)) return no;
  if (auto no = check_changes(c, file, amendment)) return no;
  if (auto no = check_since_award(c, file)) return no;
  if (auto no = check_prolongation(c, file, amendment)) return no;
  if (amendment.amount) {
    if (auto no = c.check_open_year()) return no;
  }
  if (auto no = c.check_delegation()) return no;
  if (auto no = check_conflict(c, file)) return no;
  if (!amendment.amount) return {};
  if (amendment.is_increase(file.award())) return check_increase(c, file, terms, amendment);
  return check_reduction(c, file, *amendment.amount);
}

AwardChange change_of(State const& state, ProjectFile const& file, Amendment const& amendment,
                      std::uint32_t version) {
  auto const& award = file.award();
  AwardChange change;
  change.project = file.id;
  change.call = file.call_id;
  change.programme = file.programme_id;
  change.amount_before = award.amount;
  change.amount_after = *amendment.amount;
  change.rate_before = award.rate;
  change.rate_after = amendment.rate;
  change.difference = amendment.is_increase(award) ? subtract(*amendment.amount, award.amount)
                                                   : subtract(award.amount, *amendment.amount);
  change.call_version = version;
  change.de_minimis_difference = aid_difference(state, file, *amendment.amount);
  return change;
}

/// Prolonged first, then raised or lowered.
Decision accept(Case const& c, ProjectFile const& file, Amendment const& amendment,
                std::uint32_t version) {
  auto const& award = file.award();
  auto const stream = stream_of(file);
  AwardProlonged const prolonged{file.id, award.valid_until,
                                 amendment.valid_until.value_or(CivilDate{})};
  if (!amendment.amount) return c.accept(stream, Currency{}, prolonged);
  auto change = change_of(c.state(), file, amendment, version);
  if (amendment.is_increase(award)) {
    change.pool = award_pool(file);
    AwardIncreased const increased{change};
    return amendment.valid_until ? c.accept(stream, file.currency(), prolonged, increased)
                                 : c.accept(stream, file.currency(), increased);
  }
  change.pool = release_pool(file, c.effective());
  AwardReduced const reduced{change};
  return amendment.valid_until ? c.accept(stream, file.currency(), prolonged, reduced)
                               : c.accept(stream, file.currency(), reduced);
}

}  // namespace

Decision decide_on(Case& c, DecideAward const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  auto const in_force = version_on(file->call, c.effective());
  Converter convert{file->currency()};
  auto event = decided(command, *file, in_force, convert);
  if (auto no = convert.take_problem()) return refused(no);
  c.apply_version(in_force.number);
  if (auto no = check_access(c, file->project.stream)) return refused(no);
  if (auto no = check_award(c, *file, in_force.terms(), event)) return refused(no);
  return c.accept(stream_of(*file), file->currency(), std::move(event));
}

Decision decide_on(Case& c, AmendAward const& command) {
  auto const file = find_file(c.state(), command.project);
  if (!file) return c.unknown("project", command.project.view());
  Converter convert{file->currency()};
  auto const amendment = amendment_of(command, file->project.award.value_or(Award{}), convert);
  if (auto no = convert.take_problem()) return refused(no);
  auto const in_force = version_on(file->call, c.effective());
  c.apply_version(in_force.number);
  if (auto no = check_access(c, file->project.stream)) return refused(no);
  if (auto no = check_amendment(c, *file, in_force.terms(), amendment)) return refused(no);
  return accept(c, *file, amendment, in_force.number);
}

}  // namespace gl::ledger
