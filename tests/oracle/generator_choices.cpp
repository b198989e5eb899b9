#include <algorithm>

#include "oracle/commands.h"
#include "oracle/generator.h"

/// What may come next: everything that looks allowed in the oracle's state, by weight.
namespace gl::oracle {

void Generator::offer(std::uint32_t weight, std::string const& type, std::string const& target) {
  if (weight > 0) choices_.push_back({weight * stress_, type, target});
}

Generator::Choice Generator::choose() {
  choices_.clear();
  stress_ = 1;
  offer_programmes();
  offer_calls();
  offer_others();
  // Projects and their money are what most of the rules are about.
  stress_ = 4;
  offer_projects();
  stress_ = 8;
  offer_payments();
  offer_recoveries();
  std::uint32_t total = 0;
  for (auto const& choice : choices_) total += choice.weight;
  auto left = below(total);
  for (auto const& choice : choices_) {
    if (left < choice.weight) return choice;
    left -= choice.weight;
  }
  return choices_.back();
}

void Generator::offer_programmes() {
  auto const& all = state();
  int const year = year_of(today());
  if (all.programmes.size() < programmes_wanted_) {
    offer(all.programmes.empty() ? 1000 : 15, "CreateProgramme", "");
  }
  for (auto const& [id, programme] : all.programmes) {
    offer(oracle_.balances(id).voted == 0 ? 200 : 1, "VoteAuthority", id);
    offer(1, "AdjustAuthority", id);
    offer(1, "LapseAuthority", id);
    offer(1, "AmendProgramme", id);
    offer(all.programmes.size() > 1 ? 2 : 0, "TransferAuthority", id);
    bool const has_line = all.lines.contains({id, year});
    offer(has_line || oracle_.is_closed(year) ? 0 : 40, "OpenPaymentCredits", id);
    offer(1, "OpenPaymentCredits", id);
    offer(has_line ? 2 : 0, "AdjustPaymentCredits", id);
    auto const years = oracle_.balances(id).years;
    bool const has_credits = years.contains(year) && years.at(year).available > 0;
    offer(has_credits ? 2 : 0, "CarryOverCredits", id);
  }
  for (int const closing : {year - 1, year}) {
    bool const is_over = today() >= day_of(closing, 12, 31);
    bool const is_open = std::ranges::any_of(
        all.lines, [&](auto const& line) { return line.first.second == closing; });
    if (is_over && is_open && !oracle_.is_closed(closing)) {
      offer(8, "CloseExercise", std::to_string(closing));
    }
  }
}

/// A paper file that was received in time may come in for some days after the closing.
bool Generator::is_paper_time(Call const& call) const {
  return call.state == "Closed" && today() < call.versions.back().deadline + 40;
}

void Generator::offer_calls() {
  auto const& all = state();
  auto const terminal =
      split("Ineligible Rejected Oriented Withdrawn NoAction Cancelled Settled", ' ');
  for (auto const& [id, programme] : all.programmes) {
    if (all.calls.size() >= calls_wanted_) break;
    offer(all.calls.empty() ? 60 : 10, "OpenCall", id);
    offer(10, "DraftCall", id);
  }
  for (auto const& [id, call] : all.calls) {
    auto const& terms = call.versions.back();
    bool const is_open = call.state == "Open";
    bool const is_closed = call.state == "Closed";
    bool const is_past = today() > terms.deadline;
    bool is_over = true;
    std::uint32_t count = 0;
    for (auto const& [key, project] : all.projects) {
      if (project.call != id) continue;
      ++count;
      bool const ended = std::ranges::find(terminal, project.state) != terminal.end();
      is_over = is_over && ended;
    }
    if (call.state == "Draft") offer(60, "OpenCall", id);
    bool const may_submit = is_open && today() >= terms.opening && !is_past;
    bool const wants = all.projects.size() < projects_wanted_;
    offer(may_submit && wants ? 60 : 0, "SubmitProject", id);
    offer(is_paper_time(call) && wants ? 4 : 0, "SubmitProject", id);
    offer(is_open || is_closed ? 3 : 0, "AmendCall", id);
    offer(is_open && is_past ? 15 : 0, "CloseCall", id);
    offer(is_closed ? 2 : 0, "ReopenCall", id);
    bool const is_live = is_open || is_closed || call.state == "Draft";
    Money const part = oracle_.available(call.programme, id);
    offer(is_live ? 3 : 0, "AllocateToCall", id);
    offer(part > 0 ? (is_closed && is_over ? 20 : 2) : 0, "ReleaseAllocation", id);
    offer(is_closed && is_over && part == 0 ? 8 : 0, "SettleCall", id);
    offer(is_live && part == 0 && count < 2 ? 1 : 0, "CancelCall", id);
  }
}

void Generator::offer_projects() {
  for (auto const& [id, project] : state().projects) {
    offer_before_award(project);
    if (project.award) offer_awarded(project);
    offer(1, "NotifyApplicant", id);
    if (chance(20)) offer(1, "DeclareConflict", id);
  }
}

void Generator::offer_before_award(Project const& project) {
  auto const& id = project.id;
  auto const& current = project.state;
  auto const& call = state().calls.at(project.call);
  auto const& terms = call.versions.back();
  bool const may_decide = call.state == "Open" || call.state == "Closed";
  bool const is_eligible = current == "Eligible";
  bool const is_scored = (is_eligible && !terms.assessment_required) || current == "Assessed" ||
                         current == "Waitlisted";
  if (current == "Submitted") {
    offer(20, "DeclareComplete", id);
    offer(4, "RequestCompletion", id);
    offer(call.state == "Open" && today() <= terms.deadline ? 4 : 0, "AmendProject", id);
  }
  if (current == "Incomplete") offer(20, "CompleteProject", id);
  if (current == "Complete") {
    offer(25, "DeclareEligible", id);
    offer(2, "DeclareIneligible", id);
    offer(1, "RequestCompletion", id);
  }
  if (is_eligible) {
    offer(3, "RecordAssessment", id);
    offer(terms.assessment_required ? 15 : 2, "CloseAssessment", id);
  }
  if (is_scored) {
    offer(may_decide ? 30 : 0, "DecideAward", id);
    offer(1, "RejectProject", id);
    offer(terms.waitlist && current != "Waitlisted" ? 6 : 0, "WaitlistProject", id);
  }
  if (is_scored || current == "Ineligible") offer(1, "OrientProject", id);
  bool const is_pending = is_scored || is_eligible || current == "Submitted" ||
                          current == "Complete" || current == "Incomplete";
  if (is_pending) offer(1, "WithdrawProject", id);
  if (is_pending) offer(1, "CloseWithoutDecision", id);
  bool const is_refused = current == "Ineligible" || current == "Rejected" ||
                          current == "Oriented" || current == "NoAction";
  bool const is_free = current == "Cancelled" && held("disbursed", project) == 0 &&
                       held("payable", project) == 0 && held("recoverable", project) == 0;
  offer(is_refused ? 3 : is_free ? 8 : 0, "ReopenProject", id);
}

void Generator::offer_awarded(Project const& project) {
  auto const& id = project.id;
  bool const is_live = project.state == "Awarded" || project.state == "Contracted";
  auto const disbursed = held("disbursed", project);
  auto const payable = held("payable", project);
  bool const is_quiet =
      held("committed", project) == 0 && payable == 0 && held("recoverable", project) == 0;
  offer(1, "PublishGrant", id);
  offer(1, "NotifyStateAid", id);
  if (project.state == "Cancelled") offer(disbursed > 0 ? 10 : 0, "OrderRecovery", id);
  if (project.state == "Settled") {
    offer(1, "CancelAward", id);
    offer(1, "WithdrawDecision", id);
  }
  if (!is_live) return;
  offer(project.state == "Awarded" ? 15 : 0, "SignConvention", id);
  offer(project.state == "Contracted" ? 3 : 0, "AmendConvention", id);
  offer(held("committed", project) > 0 ? 20 : 0, "RequestPayment", id);
  offer(2, "CancelAward", id);
  offer(1, "WithdrawDecision", id);
  bool const is_too_much = project.account_accepted && disbursed > project.award->amount;
  offer(disbursed > 0 ? (is_too_much ? 20 : 4) : 0, "OrderRecovery", id);
  if (!project.account_accepted) {
    offer(4, "AmendAward", id);
    offer(disbursed > 0 ? 12 : 3, "FileFinalReport", id);
    bool const is_reported = project.reported_other_funding.has_value();
    offer(is_reported && payable == 0 ? 20 : 0, "AcceptFinalAccount", id);
  }
  offer(is_quiet ? 25 : 0, "SettleProject", id);
  for (auto const& payee : project.award->payees) {
    auto const found = state().payees.find(payee.id);
    offer(found == state().payees.end() ? 15 : 0, "RegisterPayee", payee.id);
  }
}

void Generator::offer_payments() {
  for (auto const& [id, payment] : state().payments) {
    auto const& current = payment.state;
    auto const account = state().payees.find(payment.payee);
    bool const is_ready = account != state().payees.end() && account->second.verified;
    auto const& project = state().projects.at(payment.project);
    bool const is_live = project.state == "Awarded" || project.state == "Contracted";
    if (current == "Requested") {
      offer(is_live ? 30 : 0, "ApprovePayment", id);
      offer(is_live ? 1 : 15, "RefusePayment", id);
      offer(is_live ? 1 : 15, "WithdrawPaymentRequest", id);
    } else if (current == "Approved" || current == "Returned") {
      offer(is_live ? (is_ready ? 30 : 1) : 0, "IssuePayment", id);
      offer(is_live ? 2 : 15, "AnnulApproval", id);
    } else if (current == "Issued") {
      offer(30, "ConfirmPayment", id);
      offer(4, "RejectOrder", id);
      offer(1, "AnnulApproval", id);
    } else if (current == "RejectedByAccountant") {
      offer(is_live && is_ready ? 8 : 0, "IssuePayment", id);
      offer(is_live && is_ready ? 8 : 0, "Requisition", id);
      offer(is_live ? 3 : 15, "AnnulApproval", id);
    } else if (current == "Paid") {
      offer(2, "RecordBankReturn", id);
    }
  }
  for (auto const& [id, account] : state().payees) {
    offer(account.verified ? 0 : 20, "VerifyPayeeAccount", id);
    offer(1, "ChangePayeeAccount", id);
  }
}

void Generator::offer_recoveries() {
  for (auto const& [id, recovery] : state().recoveries) {
    if (recovery.state != "Ordered" && recovery.state != "PartReceived") continue;
    offer(12, "RecordRecoveryReceipt", id);
    offer(3, "ReduceRecovery", id);
    offer(2, "CancelRecovery", id);
    offer(3, "WriteOffRecovery", id);
  }
}

void Generator::offer_others() {
  offer(state().delegations.size() < 3 ? 2 : 0, "GiveDelegation", "");
  for (auto const& [id, delegation] : state().delegations) {
    offer(delegation.ended ? 0 : 1, "EndDelegation", id);
  }
  for (auto const& [id, project] : state().projects) {
    bool const is_old = today() > project.submitted + 400;
    offer(project.has_personal_texts ? (is_old ? 60 : 1) : 0, "EraseSubject", "project/" + id);
  }
  // The newest events that post: most of them may be reversed.
  int left = 4;
  auto const& history = oracle_.history();
  for (auto it = history.rbegin(); it != history.rend() && left > 0; ++it) {
    if (!posts(it->type) || it->type == "EventReversed" || it->type == "ExerciseClosed") continue;
    offer(2, "ReverseEvent", std::to_string(it->position));
    --left;
  }
}

}  // namespace gl::oracle
