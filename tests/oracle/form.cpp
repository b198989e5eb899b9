#include <algorithm>
#include <numeric>

#include "oracle/attempt.h"
#include "oracle/commands.h"

/// MALFORMED and UNKNOWN_TARGET: form as far as it depends on the state, and what has to exist.
/// Malformed texts themselves are the codec's business.
namespace gl::oracle {

bool Attempt::malformed() const {
  return find_command(command_.type) == nullptr || lacks_a_field() || has_a_wrong_amount() ||
         has_wrong_parts() || has_a_wrong_value() || contradicts_a_draft();
}

bool Attempt::lacks_a_field() const {
  for (auto const& field : find_command(command_.type)->required) {
    if (!has(field)) return true;
  }
  bool const has_id = has("applicant.siret") || has("applicant.rna") || has("applicant.person");
  if (command_.type == "SubmitProject" && !has_id) return true;
  bool const some = has_id || has("applicant.legal_kind");
  if (command_.type == "AmendProject" && some && !(has_id && has("applicant.legal_kind"))) {
    return true;  // the whole applicant, if it changes
  }
  // OpenCall without a draft: its terms; without a programme it is the draft that is missing.
  if (command_.type == "OpenCall" && !state_.calls.contains(text("call")) && has("programme")) {
    return !has("title") || !has("opening") || !has("deadline");
  }
  return false;
}

/// §4: amounts are above 0; the two Adjust commands alone take a sign; cost and funding of a final
/// report may be 0; no more decimals than the currency has.
bool Attempt::has_a_wrong_amount() const {
  auto const positive = split(
      "amount convention_threshold de_minimis_ceiling project_cap minimum_instalment eligible_cost "
      "asked_amount de_minimis_declared cost_base de_minimis_equivalent",
      ' ');
  auto const or_zero = split("real_eligible_cost other_funding", ' ');
  bool const is_signed =
      command_.type == "AdjustAuthority" || command_.type == "AdjustPaymentCredits";
  int const decimals = currency().empty() ? 9 : decimals_of(currency());
  auto const is_wrong = [&](std::string const& value, bool may_be_negative, bool may_be_zero) {
    auto const units = parse_amount(value, decimals);
    if (!units || (*units == 0 && !may_be_zero)) return true;
    return *units < 0 && !may_be_negative;
  };
  bool const may_be_nothing = command_.type == "AcceptFinalAccount";  // §5: max(0, …)
  for (auto const& field : positive) {
    if (has(field) && is_wrong(text(field), is_signed, may_be_nothing)) return true;
  }
  for (auto const& field : or_zero) {
    if (has(field) && is_wrong(text(field), false, true)) return true;
  }
  for (auto const& funder : list("other_funders")) {
    if (is_wrong(split(funder, ':').at(1), false, false)) return true;
  }
  for (auto const& step : list("plan")) {
    auto const parts = split(step, ':');
    if (parts.size() > 2 && is_wrong(parts[2], false, false)) return true;
  }
  return false;
}

/// An award's shares sum to a million; a step but a balance says how much.
bool Attempt::has_wrong_parts() const {
  if (has("payees") && !list("payees").empty()) {
    int total = 0;
    for (auto const& payee : list("payees")) total += std::stoi(split(payee, ':').at(1));
    if (total != 1'000'000) return true;
  }
  return std::ranges::any_of(list("plan"), [](std::string const& step) {
    return step == "advance" || step == "instalment";
  });
}

bool Attempt::has_a_wrong_value() const {
  auto const& type = command_.type;
  auto const is_one_of = [](std::string const& words, std::string const& word) {
    auto const all = split(words, ' ');
    return std::ranges::find(all, word) != all.end();
  };
  if (type == "RecordAssessment") return number("scale") < 1 || number("score") > number("scale");
  if (type == "WaitlistProject") return number("rank") < 1;
  bool const amends_by_field =
      type == "AmendCall" || type == "AmendProject" || type == "AmendProgramme";
  auto const is_no_change = [&](auto const& field) {  // what is amended, and how it came in
    return is_one_of("call project programme evidence", field.first);
  };
  if (amends_by_field && std::ranges::all_of(command_.fields, is_no_change)) return true;
  if (type == "RegisterPayee") {
    auto const& id = text("payee");
    bool const is_number = id.find_first_not_of("W0123456789") == std::string::npos;
    return !is_number && text("legal_kind") != "person";  // a person's token
  }
  if (type == "ConfirmPayment" || type == "RecordBankReturn") return number("attempt") < 1;
  // §10: at least ten years for State aid, whichever of the two is amended
  if (type == "CreateProgramme" || type == "AmendProgramme") {
    auto const found = state_.programmes.find(text("programme"));
    Programme after;
    if (type == "AmendProgramme" && found != state_.programmes.end()) after = found->second;
    after.currency = found != state_.programmes.end() ? after.currency : "EUR";
    read_settings(after);
    return after.aid_regime != "none" && after.retention_years < 10;
  }
  // §3: the grounds of each
  if (type == "CancelAward") return !is_one_of("renounced lapsed breach", text("ground"));
  if (type == "WithdrawDecision") return !is_one_of("illegal fraud", text("ground"));
  if (type == "AmendAward") return has("rate") && !has("amount");  // §5: rate with a new amount
  if (type == "RequestPayment") return text("payment").size() > 30;
  if (type == "IssuePayment" || type == "Requisition") return text("end_to_end_id").size() > 35;
  if (type == "GiveDelegation") {
    return text("from_person") == text("to_person") || list("commands").empty() ||
           std::ranges::any_of(list("commands"), [](std::string const& each) {
             return find_command(each) == nullptr;
           });
  }
  return false;
}

/// OpenCall of a draft: given fields are the draft's own.
bool Attempt::contradicts_a_draft() const {
  if (command_.type != "OpenCall") return false;
  auto const found = state_.calls.find(text("call"));
  if (found == state_.calls.end() || found->second.state != "Draft") return false;
  if (has("programme") && text("programme") != found->second.programme) return true;
  Terms terms = found->second.versions.back();
  read_terms(terms);
  return terms != found->second.versions.back();
}

bool Attempt::unknown_target() const {
  auto const& target = find_command(command_.type)->target;
  auto const lacks = [](auto const& map, std::string const& id) { return !map.contains(id); };
  if (target == "programme" || target == "new call") {
    return lacks(state_.programmes, text("programme"));
  }
  if (target == "from_programme") {
    return lacks(state_.programmes, text("from_programme")) ||
           lacks(state_.programmes, text("to_programme"));
  }
  if (target == "open call") {
    return lacks(state_.calls, text("call")) && lacks(state_.programmes, text("programme"));
  }
  if (target == "call" || target == "new project") return lacks(state_.calls, text("call"));
  if (target == "project" || target == "new payment" || target == "new recovery") {
    return lacks(state_.projects, text("project"));
  }
  if (target == "payment") return lacks(state_.payments, text("payment"));
  if (target == "recovery") return lacks(state_.recoveries, text("recovery"));
  if (target == "payee") return lacks(state_.payees, text("payee"));
  if (target == "delegation") return lacks(state_.delegations, text("delegation"));
  if (target == "event") return target_event() == nullptr;
  if (target == "subject") return !is_known_subject(text("subject"));
  return false;
}

/// §4: programme, call, project with its payment requests, recovery, year, payee, delegation,
/// subject. A reversal goes where its target is.
std::string Attempt::stream() const {
  auto const& target = find_command(command_.type)->target;
  auto const ends_with = [&](std::string const& word) { return target.ends_with(word); };
  // A year's credits stand in the year's stream, where its closing will be.
  if (has("year") && target != "payment") return "year/" + text("year");
  if (target == "from_programme") return "programme/" + text("from_programme");
  if (ends_with("programme")) return "programme/" + text("programme");
  if (ends_with("call")) return "call/" + text("call");
  if (ends_with("project") || target == "new payment") return "project/" + text("project");
  if (target == "payment") return "project/" + state_.payments.at(text("payment")).project;
  if (ends_with("recovery")) return "recovery/" + text("recovery");
  if (ends_with("payee")) return "payee/" + text("payee");
  if (ends_with("delegation")) return "delegation/" + text("delegation");
  if (target == "year") return "year/" + text("year");
  if (target == "subject") return "subject/" + text("subject");
  return target_event()->stream;
}

}  // namespace gl::oracle
