#include <algorithm>

#include "oracle/attempt.h"

/// Payees, payments, recoveries: domain §2 (four eyes), §3, §5, §6 rules 1, 2, 5, 6, 9, §7.
namespace gl::oracle {
namespace {

std::string const live_award = "Awarded Contracted";

bool is_live_request(Payment const& payment) {
  auto const states = split("Requested Approved Issued RejectedByAccountant Paid Returned", ' ');
  return std::ranges::find(states, payment.state) != states.end();
}

/// §6 rule 6: parts per million of the current award, or an amount.
/// Rounded once, whatever the number of steps (§4).
Money planned(std::vector<PlanStep> const& plan, std::string const& kinds, Money award) {
  Money amounts = 0;
  Money ppm = 0;
  for (auto const& step : plan) {
    if (kinds.find(step.kind) == std::string::npos) continue;
    if (step.amount) amounts += *step.amount;
    if (!step.amount) ppm += step.ppm;
  }
  return amounts + share_of(award, ppm);
}

Money payee_share(Award const& award, std::string const& payee) {
  std::vector<Money> shares;
  shares.reserve(award.payees.size());
  for (auto const& each : award.payees) shares.push_back(each.ppm);
  auto const parts = split_amount(award.amount, shares);
  Money total = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (award.payees[i].id == payee) total += parts[i];
  }
  return total;
}

}  // namespace

bool Attempt::handle_payment_or_other() {
  auto const& type = command_.type;
  if (type == "RegisterPayee") return register_payee(), true;
  if (type == "ChangePayeeAccount") return change_account(), true;
  if (type == "VerifyPayeeAccount") return verify_account(), true;
  if (type == "RequestPayment") return request_payment(), true;
  if (type == "WithdrawPaymentRequest" || type == "RefusePayment") return end_request(), true;
  if (type == "ApprovePayment") return approve_payment(), true;
  if (type == "AnnulApproval") return annul_approval(), true;
  if (type == "IssuePayment" || type == "Requisition") return issue_payment(), true;
  if (type == "RejectOrder") return reject_order(), true;
  if (type == "ConfirmPayment") return confirm_payment(), true;
  if (type == "RecordBankReturn") return return_payment(), true;
  if (type == "OrderRecovery") return order_recovery(), true;
  if (type == "ReduceRecovery" || type == "CancelRecovery" || type == "WriteOffRecovery" ||
      type == "RecordRecoveryReceipt") {
    return settle_recovery(), true;
  }
  if (type == "ReverseEvent") return reverse_event(), true;
  if (type == "GiveDelegation") return give_delegation(), true;
  if (type == "EndDelegation") return end_delegation(), true;
  if (type == "EraseSubject") return erase_subject(), true;
  return false;
}

void Attempt::register_payee() {
  refuse_if(state_.payees.contains(text("payee")), "ID_TAKEN");
  emit("PayeeRegistered");
  state_.payees[text("payee")] = {text("legal_kind"), command_.person, false, effective_};
}

void Attempt::change_account() {
  auto& account = state_.payees.at(text("payee"));
  not_before(account.entered);
  emit("PayeeAccountChanged");
  account.entered = effective_;
  account.enterer = command_.person;
  account.verified = false;
}

/// §2, §5: verifier ≠ enterer.
void Attempt::verify_account() {
  auto& account = state_.payees.at(text("payee"));
  not_before(account.entered);
  refuse_if(account.enterer == command_.person, "FOUR_EYES");
  emit("PayeeAccountVerified");
  account.verified = true;
}

/// Live requests of the current award besides one, of these kinds, to one payee or to all.
Money Attempt::live_total(Project const& project, Payment const& besides, std::string const& kinds,
                          std::string const& payee) const {
  auto const allowed = split(kinds, ' ');
  Money total = 0;
  for (auto const& [id, each] : state_.payments) {
    bool const counts = each.project == project.id && id != besides.id && is_live_request(each) &&
                        each.round == project.round && (payee.empty() || each.payee == payee) &&
                        std::ranges::find(allowed, each.kind) != allowed.end();
    if (counts) total += each.amount;
  }
  return total;
}

/// §6 rules 5 and 6, asked at request and again at approval.
void Attempt::check_payment_rules(Project const& project, Payment const& payment) {
  auto const& award = *project.award;
  std::string const all = "advance instalment balance";
  bool const is_balance = payment.kind == "balance";
  Money const everything = live_total(project, payment, all, "") + payment.amount;
  refuse_if(project.agreement ? everything > project.agreement->amount
                              : needs_agreement(project, payment.payee),
            "CONVENTION_REQUIRED");
  refuse_if(is_balance && !project.account_accepted, "FINAL_ACCOUNT_REQUIRED");
  refuse_if(!is_balance && award.minimum_instalment && payment.amount < *award.minimum_instalment,
            "BELOW_MINIMUM");
  auto const& plan = project.agreement ? project.agreement->plan : award.plan;
  Money const advances = planned(plan, "advance", award.amount);
  Money const both = planned(plan, "advance instalment", award.amount);
  if (is_balance) {
    refuse_if(live_total(project, payment, "balance", payment.payee) > 0, "PLAN_EXCEEDED");
  } else {
    refuse_if(project.account_accepted, "PLAN_EXCEEDED");
    Money const before = live_total(project, payment, "advance instalment", "");
    refuse_if(before + payment.amount > both, "PLAN_EXCEEDED");
  }
  if (payment.kind == "advance") {
    Money const before = live_total(project, payment, "advance", "");
    refuse_if(before + payment.amount > advances, "PLAN_EXCEEDED");
  }
  Money const to_payee = live_total(project, payment, all, payment.payee) + payment.amount;
  refuse_if(to_payee > payee_share(award, payment.payee), "PLAN_EXCEEDED");
}

void Attempt::request_payment() {
  auto const& from = project();
  refuse_if(state_.payments.contains(text("payment")), "ID_TAKEN");
  require_state(from, live_award);
  if (!from.award) return not_before(from.submitted);
  not_before(from.award->decided);
  Payment requested;
  requested.id = text("payment");
  requested.project = from.id;
  requested.state = "Requested";
  requested.kind = text("kind");
  requested.amount = amount("amount");
  requested.round = from.round;
  requested.preparer = command_.person;
  requested.latest_step = effective_;
  auto const& payees = from.award->payees;
  requested.payee = has("payee") ? text("payee") : payees.size() == 1 ? payees.front().id : "";
  refuse_if(
      std::ranges::none_of(payees, [&](auto const& each) { return each.id == requested.payee; }),
      "STATE");  // §5
  Money pending = 0;
  for (auto const& [id, each] : state_.payments) {
    if (each.project == from.id && each.state == "Requested") pending += each.amount;
  }
  refuse_if(requested.amount > project_sum("committed", from) - pending, "COMMITMENT_EXCEEDED");
  check_payment_rules(from, requested);
  emit("PaymentRequested");
  state_.payments.try_emplace(requested.id, requested);
}

/// Checks the states of the request and of its project (§3) and the date of its latest step
/// (§6 rule 4); begins the event, then moves the request.
void Attempt::move_payment(std::string const& from, std::string const& to,
                           std::string const& project_states, std::string const& event_type) {
  auto& moved = payment();
  auto const allowed = split(from, ' ');
  refuse_if(std::ranges::find(allowed, moved.state) == allowed.end(), "STATE");
  require_state(state_.projects.at(moved.project), project_states);
  not_before(moved.latest_step);
  emit(event_type);
  moved.state = to;
  moved.latest_step = effective_;
}

void Attempt::end_request() {
  bool const refuses = command_.type == "RefusePayment";
  move_payment("Requested", refuses ? "Refused" : "Withdrawn", "Awarded Contracted Cancelled",
               refuses ? "PaymentRefused" : "PaymentRequestWithdrawn");
}

void Attempt::approve_payment() {
  auto& approved = payment();
  auto& from = state_.projects.at(approved.project);
  int const year = number("budget_year");
  auto const order = "order/" + std::to_string(year) + "/" + text("order_number");
  Money const granted = amount("amount");
  refuse_if(state_.used_numbers.contains(order), "ID_TAKEN");
  int const now = year_of(effective_);
  bool const is_year_before = year == now - 1 && is_year_opened(year) && !is_year_closed(year);
  refuse_if(year != now && !is_year_before, "DATE");  // §5
  refuse_if(is_year_closed(year), "YEAR_CLOSED");
  refuse_if(approved.preparer == command_.person, "FOUR_EYES");  // §2
  AccountKey const committed = project_account("committed", from);
  AccountKey const credits{"cp_available", committed.programme, "", year};
  refuse_if(granted > sum(committed), "COMMITMENT_EXCEEDED");
  refuse_if(granted > sum(credits), "CREDITS_EXCEEDED");
  refuse_if(granted > approved.amount, "REQUEST_EXCEEDED");
  Payment after = approved;
  after.amount = granted;
  if (from.award) check_payment_rules(from, after);
  move_payment("Requested", "Approved", live_award, "PaymentApproved");
  post(project_account("payable", from), committed, granted);
  post({"cp_consumed", committed.programme, "", year}, credits, granted);
  approved.amount = granted;
  approved.budget_year = year;
  approved.approver = command_.person;
  state_.used_numbers.insert(order);
}

/// §7: the reverse of the approval; of a cancelled project to what is available (or lapsed);
/// credits come back only while their year is open.
void Attempt::annul_approval() {
  auto& annulled = payment();
  auto const& from = state_.projects.at(annulled.project);
  int const year = annulled.budget_year;
  bool const is_cancelled = from.state == "Cancelled";
  move_payment("Approved Issued RejectedByAccountant Returned", "Annulled",
               "Awarded Contracted Cancelled", "PaymentAnnulled");
  auto const payable = project_account("payable", from);
  auto const back =
      is_cancelled ? given_back_to(call_of(from)) : project_account("committed", from);
  post(back, payable, annulled.amount);
  if (!is_year_closed(year)) {
    post({"cp_available", payable.programme, "", year},
         {"cp_consumed", payable.programme, "", year}, annulled.amount);
  }
  if (is_cancelled || !from.account_accepted) return;
  Money const back_then = project_sum("committed", from) + annulled.amount;
  Money const over = std::min(back_then - still_wanted(from, annulled.payee), annulled.amount);
  if (over <= 0) return;
  emit("AwardReduced");
  records_.back().payment.clear();  // it is of the award, see README.md
  post(given_back_to(call_of(from)), project_account("committed", from), over);
}

/// After the final account: pending requests, and what each payee has not yet requested of its
/// share; nothing for a payee whose order is annulled when it has its one balance.
Money Attempt::still_wanted(Project const& project, std::string const& annulled_payee) const {
  Money wanted = 0;
  for (auto const& [id, each] : state_.payments) {
    if (each.project == project.id && each.state == "Requested") wanted += each.amount;
  }
  for (auto const& payee : project.award->payees) {
    bool const has_balance = live_total(project, {}, "balance", payee.id) > 0;
    if (payee.id == annulled_payee && has_balance) continue;
    Money const asked = live_total(project, {}, "advance instalment balance", payee.id);
    wanted += std::max(Money{0}, payee_share(*project.award, payee.id) - asked);
  }
  return wanted;
}

/// IssuePayment and Requisition: the next attempt, under an end-to-end id never used before.
void Attempt::issue_payment() {
  auto& issued = payment();
  bool const is_requisition = command_.type == "Requisition";
  auto const id = has("end_to_end_id") ? text("end_to_end_id")
                                       : issued.id + "." + std::to_string(issued.attempt + 1);
  refuse_if(state_.used_numbers.contains("end-to-end/" + id), "ID_TAKEN");
  refuse_if(issued.preparer == command_.person, "FOUR_EYES");  // §2: only to the preparer
  auto const account = state_.payees.find(issued.payee);
  refuse_if(account == state_.payees.end() || !account->second.verified, "ACCOUNT_NOT_VERIFIED");
  // Rule 1, paid ≤ ordered ≤ awarded: what came back goes out again only within the award.
  auto const& from = state_.projects.at(issued.project);
  Money const out = project_sum("payable", from) + project_sum("disbursed", from);
  refuse_if(issued.state == "Returned" && from.award && out > from.award->amount,
            "COMMITMENT_EXCEEDED");
  move_payment(is_requisition ? "RejectedByAccountant" : "Approved RejectedByAccountant Returned",
               "Issued", live_award, is_requisition ? "OrderRequisitioned" : "PaymentIssued");
  ++issued.attempt;
  state_.used_numbers.insert("end-to-end/" + id);
}

void Attempt::reject_order() {
  move_payment("Issued", "RejectedByAccountant", "Awarded Contracted Cancelled", "OrderRejected");
}

/// §3: of the current attempt; §2: payer, preparer and approver are three persons.
void Attempt::confirm_payment() {
  auto& paid = payment();
  refuse_if(number("attempt") != paid.attempt, "STATE");
  refuse_if(paid.preparer == command_.person || paid.approver == command_.person, "FOUR_EYES");
  move_payment("Issued", "Paid", "Awarded Contracted Cancelled", "PaymentExecuted");
  auto const& from = state_.projects.at(paid.project);
  post(project_account("disbursed", from), project_account("payable", from), paid.amount);
}

/// §3 (h): a settled project is back where it was, the money is not gone.
void Attempt::return_payment() {
  auto& returned = payment();
  refuse_if(number("attempt") != returned.attempt, "STATE");
  move_payment("Paid", "Returned", "Awarded Contracted Cancelled Settled", "PaymentReturned");
  auto& from = state_.projects.at(returned.project);
  refuse_if(returned.amount > project_sum("disbursed", from), "RECOVERY_EXCEEDED");  // rule 9
  post(project_account("payable", from), project_account("disbursed", from), returned.amount);
  if (from.state == "Settled") from.state = from.agreement ? "Contracted" : "Awarded";
}

/// §6 rule 9: at most what is disbursed.
void Attempt::order_recovery() {
  auto const& from = project();
  auto const titre = "titre/" + text("titre_number");
  bool const is_taken =
      state_.recoveries.contains(text("recovery")) || state_.used_numbers.contains(titre);
  refuse_if(is_taken, "ID_TAKEN");
  require_state(from, "Awarded Contracted Cancelled");
  not_before(from.award ? from.award->decided : from.submitted);
  Money const ordered = amount("amount");
  refuse_if(ordered > project_sum("disbursed", from), "RECOVERY_EXCEEDED");
  emit("RecoveryOrdered");
  post(project_account("recoverable", from), project_account("disbursed", from), ordered);
  state_.recoveries.try_emplace(
      text("recovery"), Recovery{text("recovery"), from.id, "Ordered", ordered, 0, effective_});
  state_.used_numbers.insert(titre);
}

/// §3: receipts, reductions, cancellations and write-offs, all from Ordered and PartReceived.
void Attempt::settle_recovery() {
  auto& settled = recovery();
  auto const& type = command_.type;
  auto const& from = state_.projects.at(settled.project);
  refuse_if(settled.state != "Ordered" && settled.state != "PartReceived", "STATE");
  not_before(settled.ordered);
  Money const moved = has("amount") ? amount("amount") : settled.outstanding;
  refuse_if(moved > settled.outstanding, "RECOVERY_EXCEEDED");
  auto const recoverable = project_account("recoverable", from);
  auto const recovered = project_account("recovered", from);
  if (type == "RecordRecoveryReceipt") {
    emit("RecoveryReceived");
    post(recovered, recoverable, moved);
    if (programme_of(from).re_credit == "authority") {
      post({"available", recovered.programme, "", 0}, recovered, moved);
    }
    settled.received += moved;
  } else if (type == "WriteOffRecovery") {
    emit("RecoveryWrittenOff");
    post(project_account("written_off", from), recoverable, moved);
  } else {
    emit(type == "ReduceRecovery" ? "RecoveryReduced" : "RecoveryCancelled");
    post(project_account("disbursed", from), recoverable, moved);
  }
  settled.outstanding -= moved;
  bool const is_done = settled.outstanding == 0;
  if (type == "WriteOffRecovery") {
    settled.state = "WrittenOff";
  } else if (type == "CancelRecovery") {
    settled.state = "Cancelled";
  } else if (type == "RecordRecoveryReceipt") {
    settled.state = is_done ? "Received" : "PartReceived";
  } else if (is_done) {
    settled.state = settled.received > 0 ? "Received" : "Cancelled";
  }
}

}  // namespace gl::oracle
