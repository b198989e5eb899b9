#include <algorithm>

#include "ledger/aid.h"
#include "ledger/fold.h"
#include "ledger/plan.h"

namespace gl::ledger {
namespace {

constexpr Rate whole{Rate::ppm_max};

/// Adds the project once.
void remember(std::vector<Place<Project>>& projects, Place<Project> place) {
  if (std::ranges::find(projects, place) == projects.end()) projects.push_back(place);
}

/// The payees as the state keeps them: none when the applicant is the only one.
std::vector<AwardPayee> kept_payees(AwardDecided const& event, Project const& project) {
  bool const applicant_alone = event.payees.size() == 1 &&
                               event.payees.front().payee == project.applicant &&
                               event.payees.front().share == whole;
  std::vector<AwardPayee> payees;
  if (applicant_alone) return payees;
  payees.reserve(event.payees.size());
  for (auto const& [payee, share] : event.payees) payees.push_back({payee, share, {}, 0});
  return payees;
}

}  // namespace

void Fold::operator()(AwardDecided const& event) {
  auto const place = state_.projects.place_of(event.project);
  auto& project = this->project(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  auto const holders = holders_of(project);
  post(holders, moves_of(event));
  ++holders.call->awards_decided;
  project.state = ProjectState::awarded;
  ++project.awards;
  auto& award = project.award.emplace();
  award.amount = event.amount;
  award.cost_base = event.cost_base;
  award.rate = event.rate;
  award.decided_on = day();
  award.call_version = event.call_version;
  award.aid_regime = event.aid_regime;
  project.state_aid = project.state_aid || is_state_aid(event.aid_regime);
  award.valid_until = event.valid_until;
  award.payees = kept_payees(event, project);
  award.plan = planned(event.plan);
  posted_for_project(project);
  remember_beneficiaries(place, project);
  if (event.aid_regime == AidRegime::de_minimis) start_aid(event, place);
}

void Fold::remember_beneficiaries(Place<Project> place, Project const& project) {
  auto const remember_one = [&](PayeeId const& payee) {
    remember(state_.beneficiaries.change(beneficiary_of(payee.view())).projects, place);
  };
  if (project.award->payees.empty()) remember_one(project.applicant);
  for (auto const& share : project.award->payees) remember_one(share.payee);
}

void Fold::start_aid(AwardDecided const& event, Place<Project> place) {
  auto& aid = state_.de_minimis.change(place);
  aid.undertaking = event.undertaking;
  aid.entries.clear();
  remember(state_.undertakings.change(event.undertaking).projects, place);
  add_aid(place, event.de_minimis_equivalent);
}

void Fold::add_aid(Place<Project> place, Money equivalent) {
  state_.de_minimis.change(place).entries.push_back({position(), day(), equivalent});
}

void Fold::change_award(Project& project, AwardChange const& event) {
  advance(project.stream, StreamKind::project, event.project.view());
  GL_CHECK(project.award && project.award->amount == event.amount_before,
           "an award was changed from another amount than its own");
  project.award->amount = event.amount_after;
  project.award->rate = event.rate_after;
  posted_for_project(project);
}

void Fold::operator()(AwardIncreased const& event) {
  auto& project = this->project(event.project);
  change_award(project, event);
  post(holders_of(project), moves_of(event));
  if (project.award->aid_regime != AidRegime::de_minimis) return;
  add_aid(state_.projects.place_of(event.project), event.de_minimis_difference);
}

void Fold::operator()(AwardReduced const& event) {
  auto& project = this->project(event.project);
  change_award(project, event);
  post(holders_of(project), moves_of(event));
  if (project.award->aid_regime != AidRegime::de_minimis) return;
  add_aid(state_.projects.place_of(event.project), event.de_minimis_difference.negated());
}

void Fold::operator()(AwardProlonged const& event) {
  auto& project = this->project(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  project.award->valid_until = event.valid_until;
  fixed_for_project(project);
}

void Fold::agree(ConventionTerms const& event) {
  auto& project = this->project(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  project.state = ProjectState::contracted;
  if (!project.agreement) project.agreement.emplace();
  project.agreement->amount = event.amount;
  if (!event.plan.empty()) project.agreement->plan = planned(event.plan);
  fixed_for_project(project);
}

void Fold::operator()(ConventionSigned const& event) { agree(event); }
/// An amendment without a plan leaves the agreement's.
void Fold::operator()(ConventionAmended const& event) { agree(event); }

void Fold::operator()(FinalReportFiled const& event) {
  auto& project = this->project(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  project.report_filed = true;
  fixed_for_project(project);
}

void Fold::operator()(FinalAmountSet const& event) {
  auto const place = state_.projects.place_of(event.project);
  auto& project = this->project(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  post(holders_of(project), moves_of(event));
  if (project.award->aid_regime == AidRegime::de_minimis && event.amount < event.amount_before) {
    auto const now = total_of(state_.de_minimis.at(state_.de_minimis.place_of(place)));
    add_aid(place, subtract(scaled(now, event.amount, event.amount_before), now));
  }
  project.award->amount = event.amount;
  project.final_account = position();
  posted_for_project(project);
}

void Fold::end_award(AwardEnd const& event) {
  auto& project = this->project(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  post(holders_of(project), moves_of(event));
  project.state = ProjectState::cancelled;
  project.cancelled = position();
  posted_for_project(project);
}

void Fold::operator()(AwardCancelled const& event) { end_award(event); }
void Fold::operator()(DecisionWithdrawn const& event) { end_award(event); }

void Fold::operator()(ProjectSettled const& event) {
  auto& project = this->project(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  project.state = ProjectState::settled;
  project.settled = position();
  fixed_for_project(project);
}

}  // namespace gl::ledger
