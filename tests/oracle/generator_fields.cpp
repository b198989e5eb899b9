#include <algorithm>
#include <limits>

#include "oracle/generator.h"

/// What generated commands say. Amounts aim at the limits that the state sets.
namespace gl::oracle {
namespace {

std::string digest() { return std::string(64, '0'); }

std::string kinds_with_digests(std::vector<std::string> const& kinds) {
  std::string text;
  for (auto const& kind : kinds) text += (text.empty() ? "" : ",") + kind + ":" + digest();
  return text;
}

bool is_one_of(std::string const& words, std::string const& word) {
  auto const all = split(words, ' ');
  return std::ranges::find(all, word) != all.end();
}

}  // namespace

std::string Generator::programme_of(Project const& project) const {
  return state().calls.at(project.call).programme;
}

std::string Generator::money(Money amount, std::string const& programme) const {
  auto const found = state().programmes.find(programme);
  auto const currency = found == state().programmes.end() ? "EUR" : found->second.currency;
  Money const most = std::numeric_limits<std::int64_t>::max();
  return amount_text(std::clamp(amount, Money{1}, most), decimals_of(currency));
}

/// The whole half of the time, else some of it.
Money Generator::part_of(Money whole) {
  if (!chance(50)) return whole;
  return whole * (1 + below(99)) / 100;
}

Fields Generator::fields_of(std::string const& type, std::string const& target) {
  if (is_one_of("CreateProgramme AmendProgramme VoteAuthority AdjustAuthority LapseAuthority "
                "TransferAuthority OpenPaymentCredits AdjustPaymentCredits CarryOverCredits "
                "CloseExercise AllocateToCall ReleaseAllocation",
                type)) {
    return money_fields(type, target);
  }
  if (type.ends_with("Call")) return call_fields(type, target);
  if (is_one_of("RequestPayment WithdrawPaymentRequest RefusePayment ApprovePayment AnnulApproval "
                "IssuePayment RejectOrder Requisition ConfirmPayment RecordBankReturn "
                "OrderRecovery ReduceRecovery CancelRecovery RecordRecoveryReceipt "
                "WriteOffRecovery",
                type)) {
    return payment_fields(type, target);
  }
  if (is_one_of("DecideAward AmendAward CancelAward WithdrawDecision SignConvention "
                "AmendConvention FileFinalReport AcceptFinalAccount",
                type)) {
    return award_fields(type, target);
  }
  if (type.ends_with("Payee") || type.ends_with("PayeeAccount") || type.ends_with("Delegation") ||
      type == "ReverseEvent" || type == "EraseSubject") {
    return other_fields(type, target);
  }
  return project_fields(type, target);
}

Fields Generator::settings() {
  Fields fields;
  auto const regime = below(6);
  if (regime == 5) {
    fields["aid_regime"] = "de_minimis";
    if (chance(80)) fields["de_minimis_ceiling"] = chance(50) ? "20000" : "60000";
    if (chance(20)) fields["de_minimis_window_years"] = "2";
  }
  if (chance(40)) fields["re_credit"] = "authority";
  if (chance(40)) fields["convention_for_all"] = "true";
  if (chance(50)) fields["convention_threshold"] = chance(50) ? "1000" : "10000";
  if (chance(25)) fields["authority_valid_until"] = to_text(today() + 100 + below(400));
  if (chance(40)) fields["retention_years"] = "1";
  return fields;
}

Fields Generator::money_fields(std::string const& type, std::string const& target) {
  Fields fields{{"programme", target}};
  auto const& all = state();
  Money const free = oracle_.available(target, "");
  if (type == "CreateProgramme") {
    fields = settings();
    fields["programme"] = target.empty() ? new_id("PROG") : target;
    fields["name"] = "Programme";
    fields["currency"] = chance(12) ? "JPY" : "EUR";
    fields["nature"] = pick("operating investment");
  } else if (type == "AmendProgramme") {
    fields = settings();
    fields["programme"] = target;
    fields["name"] = "Renamed";
  } else if (type == "VoteAuthority") {
    fields["amount"] = money((below(30) + 1) * 10'000'00, target);
  } else if (type == "AdjustAuthority") {
    bool const down = chance(50) && free > 0;
    fields["amount"] = (down ? "-" : "") + money(down ? part_of(free) : 1'234'56, target);
  } else if (type == "LapseAuthority") {
    fields["amount"] = money(part_of(free) / (1 + below(20)), target);
  } else if (type == "TransferAuthority") {
    fields = {{"from_programme", target}, {"to_programme", target}};
    for (auto const& [id, programme] : all.programmes) {
      if (id != target && chance(70)) fields["to_programme"] = id;
    }
    fields["amount"] = money(part_of(free) / (1 + below(4)), target);
  } else if (type == "AllocateToCall" || type == "ReleaseAllocation") {
    auto const call = all.calls.find(target);
    auto const programme = call == all.calls.end() ? "" : call->second.programme;
    bool const allocates = type == "AllocateToCall";
    Money const whole = oracle_.available(programme, allocates ? "" : target);
    fields = {{"call", target}, {"amount", money(part_of(whole), programme)}};
  } else if (type == "CloseExercise") {
    fields = {{"year", target}};
  } else {
    auto const year = year_of(today());
    auto const given = type == "OpenPaymentCredits" && all.lines.contains({target, year})
                           ? year + static_cast<int>(below(2))
                           : year;
    fields["year"] = std::to_string(given);
    auto const balances = oracle_.balances(target);
    auto const line = balances.years.find(given);
    Money const held = line == balances.years.end() ? 0 : line->second.available;
    bool const down = type == "CarryOverCredits" || (type == "AdjustPaymentCredits" && chance(50));
    bool const is_negative = down && type == "AdjustPaymentCredits" && held > 0;
    Money const amount = down ? part_of(held) / (1 + below(4)) : (below(20) + 1) * 10'000'00;
    fields["amount"] = (is_negative ? "-" : "") + money(amount, target);
  }
  return fields;
}

Fields Generator::terms(bool is_amendment, std::string const& programme) {
  Fields fields;
  auto const wanted = [&](std::uint32_t percent) { return chance(is_amendment ? 20 : percent); };
  if (wanted(50)) fields["departments"] = chance(50) ? "24,33,40,47,64" : "24,33,40,47,64,23";
  if (wanted(30)) fields["applicant_kinds"] = chance(50) ? "private,public,company" : "private";
  if (wanted(60)) fields["project_cap"] = money((2 + below(20)) * 2'000'00, programme);
  if (wanted(60)) fields["maximum_rate"] = pick("500000 800000 400000 333333");
  if (wanted(30)) fields["minimum_instalment"] = money(500'00, programme);
  if (wanted(40)) fields["one_per_applicant"] = chance(80) ? "true" : "false";
  if (wanted(25)) fields["assessment_required"] = chance(80) ? "true" : "false";
  if (wanted(40)) fields["waitlist"] = chance(80) ? "true" : "false";
  return fields;
}

Fields Generator::call_fields(std::string const& type, std::string const& target) {
  auto const& all = state();
  auto const found = all.calls.find(target);
  if (type == "DraftCall" || (type == "OpenCall" && found == all.calls.end())) {
    Fields fields = terms(false, target);
    fields["call"] = new_id("CALL");
    fields["programme"] = target;
    fields["title"] = "Call";
    fields["opening"] = to_text(today() + below(4));
    fields["deadline"] = to_text(today() + 20 + below(80));
    return fields;
  }
  Fields fields{{"call", target}};
  if (found == all.calls.end()) return fields;
  auto const& last = found->second.versions.back();
  if (type == "AmendCall") {
    fields = terms(true, found->second.programme);
    fields["call"] = target;
    bool const moves_deadline = found->second.state == "Open" && chance(50);
    if (moves_deadline) fields["deadline"] = to_text(last.deadline + 20 - below(40));
  } else if (type == "ReopenCall") {
    fields["deadline"] = to_text(today() + 10 + below(40));
  } else if (type == "OpenCall" && chance(20)) {
    fields["title"] = chance(30) ? "Another" : last.title;
    fields["deadline"] = to_text(last.deadline);
  }
  return fields;
}

Fields Generator::applicant() {
  Fields fields;
  auto const who = below(18);
  auto const sirets = split(
      "00000101600013 00000202200010 00000303800015 00000404400012 00000505800011 00000101600021 "
      "00000101600039 00000202200028 00000303800023 00000303800031 00000404400020 00000505800029",
      ' ');
  if (who < sirets.size()) {
    fields["applicant.siret"] = sirets[who];
    fields["applicant.legal_kind"] = who % 5 == 3 ? "public" : who % 5 == 1 ? "company" : "private";
    fields["applicant.name"] = "Body " + std::to_string(who);
  } else if (who < 15) {
    fields["applicant.rna"] = "W40123456" + std::to_string(who % 10);
    fields["applicant.legal_kind"] = "private";
    fields["applicant.name"] = "Association";
  } else {
    fields["applicant.person"] = "person-" + std::to_string(who);
    fields["applicant.legal_kind"] = "person";
    fields["applicant.person_name"] = "Jeanne";
  }
  return fields;
}

Fields Generator::submission(std::string const& call) {
  auto const found = state().calls.find(call);
  auto const programme = found == state().calls.end() ? "" : found->second.programme;
  Fields fields = applicant();
  fields["title"] = "Project";
  auto const department = pick(chance(10) ? "75 23" : "24 33 40 47 64");
  fields["locations"] = department + "001:" + department;
  if (chance(10)) fields["locations"] += ",33063:33";
  if (chance(5)) fields["locations"] = "";
  Money const cost = (10 + below(900)) * 100'00 + below(100);
  fields["eligible_cost"] = money(cost, programme);
  fields["asked_amount"] = money(cost * (20 + below(70)) / 100, programme);
  if (chance(30)) {
    auto const secured = std::string{chance(60) ? "true" : "false"};
    fields["other_funders"] = "Ville:" + money(cost * (10 + below(60)) / 100, programme) + ":" +
                              secured + ",Fondation:" + money(100'00, programme) + ":false";
  }
  if (chance(30)) fields["contact"] = "Jeanne";
  if (chance(20)) fields["de_minimis_declared"] = money(5'000'00, programme);
  return fields;
}

Fields Generator::project_fields(std::string const& type, std::string const& target) {
  if (type == "SubmitProject") {
    Fields fields = submission(target);
    fields["project"] = new_id("P");
    fields["call"] = target;
    return fields;
  }
  Fields fields{{"project", target}};
  auto const found = state().projects.find(target);
  if (found == state().projects.end()) return fields;
  auto const& project = found->second;
  if (type == "AmendProject") {
    fields = submission(project.call);
    if (!chance(30))
      std::erase_if(fields, [](auto const& f) { return f.first.starts_with("appl"); });
    if (chance(50)) fields.erase("locations");
    fields["project"] = target;
  } else if (type == "RequestCompletion") {
    fields["documents"] = chance(50) ? "budget" : "budget,accounts";
    fields["time_limit"] = to_text(today() + 5 + below(30));
  } else if (type == "CompleteProject") {
    auto asked = project.documents_asked;
    if (chance(10)) asked.emplace_back("photograph");
    fields["documents"] = kinds_with_digests(asked);
  } else if (type == "DeclareEligible" || type == "DeclareIneligible") {
    if (chance(30)) fields["criteria"] = "social:true,territory:true";
  } else if (type == "RecordAssessment") {
    fields["criterion"] = "impact";
    fields["scale"] = "20";
    fields["score"] = std::to_string(below(21));
    if (chance(5)) fields["score"] = "21";
  } else if (type == "WaitlistProject") {
    fields["rank"] = std::to_string(1 + below(5));
  } else if (type == "OrientProject") {
    fields["target_scheme"] = "AIDE-ESS";
  } else if (type == "NotifyApplicant") {
    fields["channel"] = "letter";
    if (chance(20)) fields["date"] = to_text(today() - below(10));
  } else if (type == "PublishGrant" || type == "NotifyStateAid") {
    fields["target"] = "register";
    if (chance(20)) fields["date"] = to_text(today() - below(10));
  }
  return fields;
}

Fields Generator::other_fields(std::string const& type, std::string const& target) {
  if (type == "RegisterPayee") {
    return {{"payee", target},
            {"legal_kind", pick("private private company public person")},
            {"iban", "FR7630006000011234567890189"}};
  }
  if (type == "ChangePayeeAccount") {
    return {{"payee", target}, {"iban", "FR1420041010050500013M02606"}};
  }
  if (type == "VerifyPayeeAccount") return {{"payee", target}};
  if (type == "ReverseEvent") return {{"position", target}};
  if (type == "EraseSubject") return {{"subject", target}, {"ground", "RGPD art. 17"}};
  if (type == "EndDelegation") return {{"delegation", target}};
  Fields fields{{"delegation", target.empty() ? new_id("D") : target}};
  fields["from_person"] = pick("boris commission chloe");
  fields["to_person"] = pick("berthe denis carl boris");
  fields["commands"] =
      chance(4)
          ? "Dance"
          : "ApprovePayment,SignConvention,DecideAward,ConfirmPayment,IssuePayment,AmendAward";
  fields["start"] = to_text(today() - below(10));
  if (chance(40)) fields["end"] = to_text(today() + 60 - below(80));
  return fields;
}

}  // namespace gl::oracle
