#include <algorithm>

#include "oracle/generator.h"

/// Fields of awards, payments and recoveries, aimed at what the award, its plan and its balances
/// still allow.
namespace gl::oracle {

std::string Generator::plan() {
  switch (below(7)) {
    case 0: return "advance:500000,balance";
    case 1: return "advance:300000,instalment:400000,balance";
    case 2: return "advance:333333,instalment:333333,balance:333334";
    case 3: return "advance:1000000";
    case 4: return "advance:400000,instalment:600000";
    case 5: return "advance::1000,instalment:500000,balance";
    default: return "";
  }
}

/// As much as every limit allows, or less, or once in a while just more.
Fields Generator::award(Project const& project) {
  auto const& call = state().calls.at(project.call);
  auto const& terms = call.versions.back();
  Fields fields{{"project", project.id}};
  Money rate = terms.maximum_rate;
  Money cost = project.eligible_cost;
  if (chance(30)) {
    rate = std::min(rate, Money{450'000});
    fields["rate"] = std::to_string(static_cast<int>(rate));
  }
  if (chance(20)) {
    cost = cost * (50 + below(51)) / 100;
    fields["cost_base"] = money(cost, call.programme);
  }
  Money limit = std::min(project.asked_amount, share_of(cost, rate));
  if (terms.project_cap) limit = std::min(limit, *terms.project_cap);
  Money secured = 0;
  for (auto const& funder : project.other_funders) secured += funder.secured ? funder.amount : 0;
  Money const shared = limit;
  limit = std::min(limit, cost - secured);
  Money const part = oracle_.available(call.programme, call.id);
  Money const free = part > 0 ? part : oracle_.available(call.programme, "");
  limit = std::min(limit, free);
  switch (below(12)) {
    case 9: limit = shared; break;
    case 10: limit = project.asked_amount + 1; break;
    case 11: limit += 1; break;
    default: limit = part_of(limit); break;
  }
  fields["amount"] = money(limit, call.programme);
  if (auto const steps = plan(); !steps.empty()) fields["plan"] = steps;
  if (chance(20)) {
    fields["payees"] = project.applicant + ":600000,00000404400038:400000";
  }
  if (chance(30)) fields["valid_until"] = to_text(today() + below(300));
  if (chance(8)) fields["aid_regime"] = "de_minimis";
  if (chance(5)) fields["undertaking"] = "000001016";
  if (chance(3)) fields["de_minimis_equivalent"] = money(limit, call.programme);
  return fields;
}

Fields Generator::award_fields(std::string const& type, std::string const& target) {
  auto const found = state().projects.find(target);
  Fields fields{{"project", target}};
  if (found == state().projects.end()) return fields;
  auto const& project = found->second;
  auto const programme = programme_of(project);
  if (type == "DecideAward") return award(project);
  if (type == "CancelAward" || type == "WithdrawDecision") {
    bool const cancels = type == "CancelAward";
    bool const is_settled = project.state == "Settled";
    auto const words = std::string{cancels ? "renounced lapsed breach" : "illegal fraud"};
    fields["ground"] = is_settled ? (cancels ? "breach" : "fraud") : pick(words);
    if (chance(3)) fields["ground"] = "boredom";
    if (fields["ground"] == "breach" && !chance(20)) {
      fields["hearing_date"] = to_text(today() - below(30));
    }
    return fields;
  }
  Money const amount = project.award ? project.award->amount : 1'000'00;
  Money const cost = project.award ? project.award->cost_base : 1'000'00;
  if (type == "AmendAward") {
    switch (below(6)) {
      case 0: fields["amount"] = money(amount * (80 + below(20)) / 100, programme); break;
      case 1: fields["amount"] = money(amount + 1 + below(1000), programme); break;
      case 2: fields["amount"] = money(project.asked_amount, programme); break;
      case 3: fields["amount"] = money(amount - held("committed", project), programme); break;
      case 4: fields["valid_until"] = to_text(today() + below(400)); break;
      default:
        fields["amount"] = money(amount - 1, programme);
        fields["rate"] = "500000";
        fields["valid_until"] = to_text(today() + below(400));
        break;
    }
  } else if (type == "SignConvention" || type == "AmendConvention") {
    Day const first = project.award ? project.award->decided : today();
    Day const signed_on = std::max(first, today() - below(5));
    fields["number"] = new_id("C-");
    fields["signed_by_funder"] = to_text(signed_on);
    fields["signed_by_payee"] = to_text(chance(5) ? first - 1 : first);
    fields["amount"] = money(amount, programme);
    if (chance(30)) fields["plan"] = plan();
  } else if (type == "FileFinalReport" || type == "AcceptFinalAccount") {
    Money const real = cost * (40 + below(70)) / 100;
    fields["real_eligible_cost"] = chance(5) ? "0" : money(chance(50) ? cost : real, programme);
    if (chance(20)) fields["other_funding"] = money(cost / 10, programme);
    if (chance(15) && type == "AcceptFinalAccount") fields["amount"] = money(amount, programme);
  }
  return fields;
}

/// A request of what the commitment, the plan and the requests before leave.
Fields Generator::request(Project const& project) {
  auto const& award = *project.award;
  auto const programme = programme_of(project);
  Money pending = 0;
  Money live = 0;
  auto const over = split("Refused Withdrawn Annulled", ' ');
  for (auto const& [id, each] : state().payments) {
    if (each.project != project.id) continue;
    if (each.state == "Requested") pending += each.amount;
    bool const is_live = std::ranges::find(over, each.state) == over.end();
    if (is_live && each.round == project.round) live += each.amount;
  }
  auto const& steps = project.agreement ? project.agreement->plan : award.plan;
  Money advances = 0;
  Money instalments = 0;
  for (auto const& step : steps) {
    Money const amount = step.amount ? *step.amount : share_of(award.amount, step.ppm);
    if (step.kind == "advance") advances += amount;
    if (step.kind == "instalment") instalments += amount;
  }
  Money left = held("committed", project) - pending;
  std::string kind = "balance";
  if (!project.account_accepted && advances + instalments > 0) {
    bool const is_advance = live < advances && !chance(20);
    kind = is_advance ? "advance" : "instalment";
    left = std::min(left, (is_advance ? advances : advances + instalments) - live);
  }
  Fields fields{{"project", project.id}, {"payment", new_id(project.id + "-R")}, {"kind", kind}};
  if (award.payees.size() > 1 || chance(50)) {
    auto const& payee = award.payees.at(below(static_cast<std::uint32_t>(award.payees.size())));
    fields["payee"] = payee.id;
    if (award.payees.size() > 1) left = left * payee.ppm / 1'000'000;
  }
  fields["amount"] = money(chance(4) ? left + 1 : part_of(left), programme);
  return fields;
}

Fields Generator::payment_fields(std::string const& type, std::string const& target) {
  auto const& all = state();
  if (type == "RequestPayment" || type == "OrderRecovery") {
    auto const found = all.projects.find(target);
    if (found == all.projects.end()) return {{"project", target}};
    auto const& project = found->second;
    auto const programme = programme_of(project);
    if (type == "RequestPayment") {
      if (project.award) return request(project);
      return {{"project", target},
              {"payment", new_id(target + "-R")},
              {"kind", "advance"},
              {"amount", money(100'00, programme)}};
    }
    Money whole = held("disbursed", project);
    bool const has_too_much =
        project.account_accepted && project.award && whole > project.award->amount;
    if (has_too_much && project.state != "Cancelled") whole -= project.award->amount;
    return {{"project", target},
            {"recovery", new_id(target + "-T")},
            {"titre_number", new_id("titre-")},
            {"amount", money(part_of(whole), programme)}};
  }
  if (auto const found = all.recoveries.find(target); found != all.recoveries.end()) {
    Fields fields{{"recovery", target}};
    auto const programme = programme_of(all.projects.at(found->second.project));
    bool const has_amount = type == "RecordRecoveryReceipt" || type == "ReduceRecovery";
    if (has_amount) fields["amount"] = money(part_of(found->second.outstanding), programme);
    return fields;
  }
  bool const is_recovery = type.find("Recovery") != std::string::npos;
  Fields fields{{is_recovery ? "recovery" : "payment", target}};
  if (type == "RecordRecoveryReceipt" || type == "ReduceRecovery") fields["amount"] = "1";
  auto const found = all.payments.find(target);
  if (found == all.payments.end()) return fields;
  auto const& payment = found->second;
  auto const programme = programme_of(all.projects.at(payment.project));
  if (type == "ApprovePayment") {
    int const year = year_of(today()) - (chance(8) ? 1 : 0);
    Money const amount = chance(20) ? part_of(payment.amount) : payment.amount;
    fields["amount"] = money(chance(4) ? payment.amount + 1 : amount, programme);
    fields["order_number"] = std::to_string(year) + "/" + new_id("");
    fields["budget_year"] = std::to_string(year);
  } else if (type == "IssuePayment" || type == "Requisition") {
    if (chance(10)) fields["end_to_end_id"] = chance(50) ? new_id("E2E-") : "E2E";
  } else if (type == "ConfirmPayment" || type == "RecordBankReturn") {
    bool const is_wrong = chance(4);
    fields["attempt"] = std::to_string(payment.attempt + (is_wrong ? 1 : 0));
    if (chance(50)) fields["value_date"] = to_text(today());
    if (type == "RecordBankReturn") fields["reason_code"] = "AC04";
  }
  return fields;
}

}  // namespace gl::oracle
