#include <algorithm>

#include "oracle/attempt.h"

/// Awards, agreements, final accounts: domain §3, §5, §6 rules 1, 3, 5, 8.
namespace gl::oracle {

bool Attempt::handle_award() {
  auto const& type = command_.type;
  if (type == "DecideAward") return decide_award(), true;
  if (type == "AmendAward") return amend_award(), true;
  if (type == "CancelAward" || type == "WithdrawDecision") return cancel_award(), true;
  if (type == "SignConvention" || type == "AmendConvention") return sign_convention(), true;
  if (type == "FileFinalReport") return file_report(), true;
  if (type == "AcceptFinalAccount") return accept_account(), true;
  if (type == "SettleProject") return settle_project(), true;
  return false;
}

/// A live award.
bool Attempt::is_awarded(Project const& project) const {
  return project.award.has_value() && (project.state == "Awarded" ||
                                       project.state == "Contracted" || project.state == "Settled");
}

namespace {

Money secured_funding(Project const& project) {
  Money total = 0;
  for (auto const& funder : project.other_funders) {
    if (funder.secured) total += funder.amount;
  }
  return total;
}

bool is_de_minimis(std::string const& regime) {
  return regime == "de_minimis" || regime == "deMinimis";
}

}  // namespace

/// A plan that comes to more than its award cannot be kept.
bool Attempt::fits(std::vector<PlanStep> const& plan, Money award) {
  Money amounts = 0;
  Money ppm = 0;
  for (auto const& step : plan) {
    amounts += step.amount.value_or(0);
    ppm += step.ppm;
  }
  return amounts + share_of(award, ppm) <= award;
}

/// §5: what is left out is the call's maximum, the eligible cost, the applicant alone, the
/// programme's regime, the amount, the applicant's SIREN.
Award Attempt::read_award(Project const& project, Terms const& terms) const {
  Award award;
  award.amount = amount("amount");
  award.rate = has("rate") ? number("rate") : terms.maximum_rate;
  award.cost_base = has("cost_base") ? amount("cost_base") : project.eligible_cost;
  for (auto const& item : list("payees")) {
    auto const parts = split(item, ':');
    award.payees.push_back({parts.at(0), std::stoi(parts.at(1))});
  }
  if (award.payees.empty()) award.payees.push_back({project.applicant, 1'000'000});
  award.plan = plan();
  award.aid_regime = has("aid_regime") ? text("aid_regime") : programme_of(project).aid_regime;
  award.undertaking = has("undertaking") ? text("undertaking") : legal_unit(project.applicant);
  Money const equivalent =
      has("de_minimis_equivalent") ? amount("de_minimis_equivalent") : award.amount;
  award.grants = {{effective_, equivalent}};
  if (has("valid_until")) award.valid_until = day("valid_until");
  award.minimum_instalment = terms.minimum_instalment;
  award.decided = effective_;
  return award;
}

/// §6 rule 3, by the version in force on the decision date.
void Attempt::check_limits(Project const& project, Award const& award, Terms const& terms) {
  refuse_if(terms.project_cap && award.amount > *terms.project_cap, "PROJECT_CAP_EXCEEDED");
  refuse_if(award.amount > project.asked_amount, "ASKED_EXCEEDED");
  refuse_if(award.cost_base > project.eligible_cost || award.rate > terms.maximum_rate ||
                award.amount > share_of(award.cost_base, award.rate),
            "RATE_EXCEEDED");
  refuse_if(award.amount > award.cost_base - secured_funding(project), "OVERFUNDING");
}

/// §6 rule 8: grants of live awards under the regime within the window.
Money Attempt::de_minimis_total(std::string const& undertaking, Programme const& programme) const {
  int const years = programme.de_minimis_window_years > 0 ? programme.de_minimis_window_years : 3;
  bool const by_calendar_year = effective_ < day_of(2024, 1, 1);
  int const year = year_of(effective_);
  Money total = 0;
  for (auto const& [id, other] : state_.projects) {
    if (!is_awarded(other) || !is_de_minimis(other.award->aid_regime)) continue;
    if (other.award->undertaking != undertaking) continue;
    if (programme_of(other).currency != programme.currency) continue;
    for (auto const& grant : other.award->grants) {
      int const granted = year_of(grant.date);
      bool const counts =
          by_calendar_year ? granted > year - years && granted <= year
                           : grant.date > add_years(effective_, -years) && grant.date <= effective_;
      if (counts) total += grant.equivalent;
    }
  }
  return total;
}

void Attempt::check_de_minimis(Project const& project, Award const& award, Money more) {
  if (!is_de_minimis(award.aid_regime)) return;
  auto const& programme = programme_of(project);
  auto ceiling = programme.de_minimis_ceiling;
  if (!ceiling && programme.currency == "EUR") {
    ceiling = effective_ < day_of(2024, 1, 1) ? 200'000'00 : 300'000'00;
  }
  Money const total =
      de_minimis_total(award.undertaking, programme) + project.de_minimis_declared + more;
  refuse_if(ceiling && total > *ceiling, "DE_MINIMIS_EXCEEDED");
}

void Attempt::decide_award() {
  auto& awarded = project();
  auto const& from = call_of(awarded);
  auto const& terms = in_force(from, effective_);
  auto const award = read_award(awarded, terms);
  require_state(awarded, "Eligible Assessed Waitlisted");
  refuse_if(awarded.state == "Eligible" && terms.assessment_required, "STATE");  // §3 (b)
  refuse_if(from.state != "Open" && from.state != "Closed", "STATE");
  not_before(awarded.submitted);
  check_conflict(awarded);
  refuse_if(award.amount > free_for_awards(from), "AUTHORITY_EXCEEDED");
  check_limits(awarded, award, terms);
  check_de_minimis(awarded, award, award.grants.front().equivalent);
  refuse_if(has("valid_until") && day("valid_until") < effective_, "DATE");
  refuse_if(!fits(award.plan, award.amount), "PLAN_EXCEEDED");
  emit("AwardDecided");
  post(project_account("committed", awarded), award_source(from), award.amount);
  awarded.award = award;
  awarded.state = "Awarded";
  ++awarded.round;
}

/// §6 rule 8: reductions are taken from the latest grant.
void Attempt::take_from_grants(Award& award, Money difference) const {
  for (auto it = award.grants.rbegin(); it != award.grants.rend(); ++it) {
    Money const taken = std::min(difference, it->equivalent);
    it->equivalent -= taken;
    difference -= taken;
  }
}

/// §3 (e), §5: new amount, new valid-until or both, prolonged first.
void Attempt::amend_award() {
  auto& amended = project();
  require_state(amended, "Awarded Contracted");
  refuse_if(amended.account_accepted, "STATE");
  check_conflict(amended);
  if (!amended.award) return not_before(amended.submitted);
  not_before(amended.award->decided);
  Money const to = has("amount") ? amount("amount") : amended.award->amount;
  bool const prolongs = has("valid_until") && day("valid_until") != amended.award->valid_until;
  refuse_if(to == amended.award->amount && !prolongs, "STATE");
  if (prolongs) {
    auto const& until = amended.award->valid_until;
    refuse_if(day("valid_until") < effective_ || (until && day("valid_until") < *until), "DATE");
    emit("AwardProlonged");
    amended.award->valid_until = day("valid_until");
  }
  if (to != amended.award->amount) change_award_amount(amended, to);
}

/// §6 rules 1, 3, 8: an increase is held against the limits as a new whole, a reduction takes from
/// the commitment only.
void Attempt::change_award_amount(Project& project, Money to) {
  auto const& from = call_of(project);
  Money const difference = to - project.award->amount;
  Award after = *project.award;
  after.amount = to;
  if (has("rate")) after.rate = number("rate");
  auto const committed = project_account("committed", project);
  if (difference > 0) {
    refuse_if(difference > free_for_awards(from), "AUTHORITY_EXCEEDED");
    check_limits(project, after, in_force(from, effective_));
    check_de_minimis(project, after, difference);
    emit("AwardIncreased");
    post(committed, award_source(from), difference);
    after.grants.push_back({effective_, difference});
  } else {
    refuse_if(-difference > sum(committed), "COMMITMENT_EXCEEDED");
    emit("AwardReduced");
    post(given_back_to(from), committed, -difference);
    take_from_grants(after, -difference);
  }
  project.award = after;
}

/// §3: grounds; frees what is committed and leaves the rest to its own course.
void Attempt::cancel_award() {
  auto& cancelled = project();
  auto const ground = text("ground");
  require_state(cancelled, "Awarded Contracted Settled");
  refuse_if(cancelled.state == "Settled" && ground != "breach" && ground != "fraud", "STATE");
  check_conflict(cancelled);
  if (!cancelled.award) return not_before(cancelled.submitted);
  auto const& award = *cancelled.award;
  not_before(award.decided);
  refuse_if(ground == "lapsed" && (!award.valid_until || effective_ <= *award.valid_until), "DATE");
  refuse_if(ground == "illegal" && effective_ > add_months(award.decided, 4), "DEADLINE_PASSED");
  refuse_if(ground == "breach" && (!has("hearing_date") || day("hearing_date") > effective_),
            "HEARING_REQUIRED");
  auto const committed = project_account("committed", cancelled);
  emit(command_.type == "CancelAward" ? "AwardCancelled" : "DecisionWithdrawn", sum(committed) > 0);
  post(given_back_to(call_of(cancelled)), committed, sum(committed));
  cancelled.state = "Cancelled";
}

/// §6 rule 3: for the award's current amount; rule 4: signatures between award and effective date.
void Attempt::sign_convention() {
  auto& signed_project = project();
  bool const is_first = command_.type == "SignConvention";
  require_state(signed_project, is_first ? "Awarded" : "Contracted");
  if (!signed_project.award) return not_before(signed_project.submitted);
  auto const& award = *signed_project.award;
  not_before(award.decided);
  for (auto const* const key : {"signed_by_funder", "signed_by_payee"}) {
    refuse_if(day(key) < award.decided || day(key) > effective_, "DATE");
  }
  refuse_if(amount("amount") != award.amount, "AMOUNT_MISMATCH");
  refuse_if(!fits(plan(), award.amount), "PLAN_EXCEEDED");
  emit(is_first ? "ConventionSigned" : "ConventionAmended");
  auto const& before = signed_project.agreement ? signed_project.agreement->plan : award.plan;
  signed_project.agreement = Agreement{amount("amount"), plan().empty() ? before : plan()};
  signed_project.state = "Contracted";
}

void Attempt::file_report() {
  auto& reported = project();
  require_state(reported, "Awarded Contracted");
  refuse_if(reported.account_accepted, "STATE");
  not_before(reported.award ? reported.award->decided : reported.submitted);
  emit("FinalReportFiled");
  reported.reported_other_funding =
      has("other_funding") ? amount("other_funding") : secured_funding(reported);
}

/// §5: the final amount is computed here and is the award from then on.
void Attempt::accept_account() {
  auto& accepted = project();
  require_state(accepted, "Awarded Contracted");
  refuse_if(accepted.account_accepted, "STATE");
  if (!accepted.award) return not_before(accepted.submitted);
  not_before(accepted.award->decided);
  refuse_if(project_sum("payable", accepted) > 0, "MONEY_MOVING");  // §6 rule 1
  Money const cost = amount("real_eligible_cost");
  Money const other = has("other_funding") ? amount("other_funding") : secured_funding(accepted);
  Award after = *accepted.award;
  after.amount =
      std::max(Money{0}, std::min({after.amount, share_of(cost, after.rate), cost - other}));
  refuse_if(has("amount") && amount("amount") != after.amount, "AMOUNT_MISMATCH");
  refuse_if(!accepted.reported_other_funding, "FINAL_REPORT_REQUIRED");
  auto const committed = project_account("committed", accepted);
  Money const difference = accepted.award->amount - after.amount;
  Money const freed = std::min(sum(committed), difference);
  emit("FinalAmountSet", freed > 0);
  post(given_back_to(call_of(accepted)), committed, freed);
  take_from_grants(after, difference);
  accepted.award = after;
  accepted.account_accepted = true;
}

/// §3 (g).
void Attempt::settle_project() {
  auto& settled = project();
  require_state(settled, "Awarded Contracted");
  if (!settled.award) return not_before(settled.submitted);
  not_before(settled.award->decided);
  for (auto const* const account : {"committed", "payable", "recoverable"}) {
    refuse_if(project_sum(account, settled) != 0, "MONEY_MOVING");
  }
  for (auto const& [id, payment] : state_.payments) {
    refuse_if(payment.project == settled.id && payment.state == "Requested", "MONEY_MOVING");
  }
  bool const has_too_much = project_sum("disbursed", settled) > settled.award->amount;
  refuse_if(settled.account_accepted && has_too_much, "MONEY_MOVING");
  for (auto const& payee : settled.award->payees) {
    refuse_if(!settled.agreement && needs_agreement(settled, payee.id), "CONVENTION_REQUIRED");
  }
  emit("ProjectSettled");
  settled.state = "Settled";
}

/// §6 rule 5: a private body, as registered, else as it applied, else private; or everybody.
bool Attempt::needs_agreement(Project const& project, std::string const& payee) const {
  auto const& programme = programme_of(project);
  std::string kind = "private";
  if (payee == project.applicant) kind = project.applicant_kind;
  if (auto const it = state_.payees.find(payee); it != state_.payees.end()) {
    kind = it->second.legal_kind;
  }
  bool const is_private = kind == "private" || kind == "company";
  if (!programme.convention_for_all && (!programme.convention_threshold || !is_private))
    return false;
  return yearly_total(payee, project) > programme.convention_threshold.value_or(0);
}

/// §6 rule 5: shares of live awards to the same legal unit decided in the same calendar year.
Money Attempt::yearly_total(std::string const& payee, Project const& project) const {
  Money total = 0;
  for (auto const& [id, other] : state_.projects) {
    if (!is_awarded(other)) continue;
    if (year_of(other.award->decided) != year_of(project.award->decided)) continue;
    if (programme_of(other).currency != programme_of(project).currency) continue;
    std::vector<Money> shares;
    for (auto const& each : other.award->payees) shares.push_back(each.ppm);
    auto const parts = split_amount(other.award->amount, shares);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (legal_unit(other.award->payees[i].id) == legal_unit(payee)) total += parts[i];
    }
  }
  return total;
}

}  // namespace gl::oracle
