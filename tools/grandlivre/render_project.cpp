#include "tools/grandlivre/render.h"

#include <utility>

#include "tools/grandlivre/personal.h"

namespace gl::tools {
namespace {

using namespace ledger;

Json name_json(PartyText const& party, PersonalTexts const& texts) {
  return party.sealed.empty() ? Json(party.open) : texts.to_json(party.sealed);
}

Json to_json(PaymentView const& payment, Currency currency) {
  Json json{{"payment", payment.payment.string()},
            {"kind", name(payment.kind)},
            {"state", name(payment.state)},
            {"amount", to_string(payment.amount, currency)},
            {"payee", payment.payee.string()}};
  if (!payment.order_number.empty()) json["order_number"] = payment.order_number.string();
  if (payment.budget_year != 0) json["budget_year"] = payment.budget_year;
  if (payment.attempt != 0) json["attempt"] = payment.attempt;
  return json;
}

Json to_json(RecoveryView const& recovery, Currency currency) {
  return {{"recovery", recovery.recovery.string()},
          {"state", name(recovery.state)},
          {"titre_number", recovery.titre_number.string()},
          {"ordered", to_string(recovery.ordered, currency)},
          {"received", to_string(recovery.received, currency)},
          {"outstanding", to_string(recovery.outstanding, currency)}};
}

Json to_json(AssessmentView const& assessment) {
  Json json{{"position", assessment.position.value()},
            {"assessor", assessment.assessor.string()},
            {"criterion", assessment.criterion.string()},
            {"score", assessment.score},
            {"scale", assessment.scale}};
  if (assessment.weight.ppm() != 0) json["weight"] = assessment.weight.ppm();
  return json;
}

Json to_json(NoticeView const& notice) {
  Json json{{"position", notice.position.value()},
            {"event_type", notice.event_type},
            {"person", notice.person.string()},
            {"date", to_string(notice.date)}};
  if (!notice.what.empty()) json["what"] = notice.what;
  return json;
}

Json departments(std::vector<DepartmentCode> const& codes) {
  Json json = Json::array();
  for (auto const& code : codes) json.push_back(code.string());
  return json;
}

Json kinds(LegalKinds const& applicant_kinds) {
  Json json = Json::array();
  for (auto const kind : applicant_kinds) json.push_back(name(kind));
  return json;
}

Json optional_money(std::optional<Money> const& money, Currency currency) {
  return money ? Json(to_string(*money, currency)) : Json(nullptr);
}

Json to_json(CallTerms const& terms, Currency currency) {
  return {{"title", terms.title},
          {"opening", to_string(terms.opening)},
          {"deadline", to_string(terms.deadline)},
          {"departments", departments(terms.departments)},
          {"applicant_kinds", kinds(terms.applicant_kinds)},
          {"project_cap", optional_money(terms.project_cap, currency)},
          {"maximum_rate", terms.maximum_rate.ppm()},
          {"minimum_instalment", optional_money(terms.minimum_instalment, currency)},
          {"one_per_applicant", terms.one_per_applicant},
          {"assessment_required", terms.assessment_required},
          {"waitlist", terms.waitlist}};
}

}  // namespace

Json to_json(ProjectSummary const& summary) {
  auto const money = [&](Money amount) { return to_string(amount, summary.currency); };
  return {{"project", summary.project.string()},       {"call", summary.call.string()},
          {"programme", summary.programme.string()},   {"title", summary.title},
          {"applicant", summary.applicant.string()},   {"state", name(summary.state)},
          {"currency", summary.currency.code()},       {"asked", money(summary.asked)},
          {"awarded", money(summary.awarded)},         {"committed", money(summary.committed)},
          {"payable", money(summary.payable)},         {"disbursed", money(summary.disbursed)},
          {"recoverable", money(summary.recoverable)}, {"recovered", money(summary.recovered)},
          {"written_off", money(summary.written_off)}, {"last_event", summary.last_event.value()}};
}

Json to_json(ProjectView const& project, PersonalTexts const& texts) {
  auto json = to_json(project.summary);
  auto const currency = project.summary.currency;
  json["legal_kind"] = name(project.legal_kind);
  json["applicant_name"] = name_json(project.applicant_name, texts);
  json["call_version"] = project.call_version;
  json["eligible_cost"] = to_string(project.eligible_cost, currency);
  json["rate"] = project.rate.ppm();
  json["convention"] =
      project.convention.empty() ? Json(nullptr) : Json(project.convention.string());
  json["final_account_accepted"] = project.final_account_accepted;
  json["gross_paid"] = to_string(project.gross_paid, currency);
  json["returned"] = to_string(project.returned, currency);
  json["stream_version"] = project.stream_version.value();
  json["payments"] = Json::array();
  for (auto const& payment : project.payments) {
    json["payments"].push_back(to_json(payment, currency));
  }
  json["recoveries"] = Json::array();
  for (auto const& recovery : project.recoveries) {
    json["recoveries"].push_back(to_json(recovery, currency));
  }
  if (project.rank != 0) json["rank"] = project.rank;
  if (project.valid_until) json["valid_until"] = to_string(*project.valid_until);
  json["assessments"] = Json::array();
  for (auto const& assessment : project.assessments) {
    json["assessments"].push_back(to_json(assessment));
  }
  json["notices"] = Json::array();
  for (auto const& notice : project.notices) json["notices"].push_back(to_json(notice));
  return json;
}

Json to_json(CallView const& call) {
  return {{"call", call.call.string()},
          {"programme", call.programme.string()},
          {"currency", call.currency.code()},
          {"state", name(call.state)},
          {"version", call.version},
          {"terms", to_json(call.terms, call.currency)},
          {"projects", call.projects},
          {"asked", to_string(call.asked, call.currency)},
          {"awarded", to_string(call.awarded, call.currency)},
          {"allocated", to_string(call.allocated, call.currency)},
          {"available", to_string(call.available, call.currency)},
          {"last_event", call.last_event.value()}};
}

Table to_table(std::vector<ProjectSummary> const& projects) {
  Table table{{{"Project"},
               {"Title"},
               {"State"},
               {"Asked", Align::right},
               {"Awarded", Align::right},
               {"Committed", Align::right},
               {"Payable", Align::right},
               {"Disbursed", Align::right},
               {"Recoverable", Align::right}},
              {}};
  for (auto const& row : projects) {
    table.rows.push_back({row.project.string(), row.title, std::string{name(row.state)},
                          grouped(row.asked, row.currency), grouped(row.awarded, row.currency),
                          grouped(row.committed, row.currency), grouped(row.payable, row.currency),
                          grouped(row.disbursed, row.currency),
                          grouped(row.recoverable, row.currency)});
  }
  return table;
}

namespace {

std::string state_of(ProjectView const& project) {
  std::string text{name(project.summary.state)};
  if (project.rank != 0) text += ", rank " + std::to_string(project.rank);
  return text;
}

/// A word for people of what a notice is.
std::string title_of(NoticeView const& notice) {
  if (notice.event_type == "ApplicantNotified") return "Notified";
  if (notice.event_type == "ConflictDeclared") return "Conflict of interest";
  if (notice.event_type == "GrantPublished") return "Published";
  if (notice.event_type == "StateAidNotified") return "State aid notified";
  return notice.event_type;
}

void add_facts(std::vector<std::vector<std::string>>& rows, ProjectView const& project) {
  for (auto const& assessment : project.assessments) {
    rows.push_back({"Assessed, " + assessment.criterion.string(),
                    std::to_string(assessment.score) + " of " + std::to_string(assessment.scale) +
                        ", by " + assessment.assessor.string()});
  }
  for (auto const& notice : project.notices) {
    auto const what = notice.what.empty() ? "" : notice.what + ", ";
    rows.push_back(
        {title_of(notice), what + to_string(notice.date) + ", by " + notice.person.string()});
  }
}

}  // namespace

Table to_table(ProjectView const& project, PersonalTexts const& texts) {
  auto const& summary = project.summary;
  auto const money = [&](Money amount) {
    return grouped(amount, summary.currency) + " " + summary.currency.code();
  };
  auto const& party = project.applicant_name;
  Table table{{{"Field"}, {"Value"}}, {}};
  auto& rows = table.rows;
  rows.push_back({"Project", summary.project.string()});
  rows.push_back({"Title", summary.title});
  rows.push_back(
      {"Call", summary.call.string() + ", version " + std::to_string(project.call_version)});
  rows.push_back({"Applicant", (party.sealed.empty() ? party.open : texts.to_text(party.sealed)) +
                                   " (" + summary.applicant.string() + ", " +
                                   std::string{name(project.legal_kind)} + ")"});
  rows.push_back({"State", state_of(project)});
  rows.push_back({"Eligible cost", money(project.eligible_cost)});
  rows.push_back({"Asked", money(summary.asked)});
  rows.push_back(
      {"Awarded", money(summary.awarded) + " at " + to_string(project.rate) +
                      (project.valid_until ? ", until " + to_string(*project.valid_until) : "")});
  rows.push_back({"Agreement", project.convention.empty() ? "none" : project.convention.string()});
  rows.push_back({"Committed", money(summary.committed)});
  rows.push_back({"Payable", money(summary.payable)});
  rows.push_back({"Disbursed", money(summary.disbursed) + " (paid " + money(project.gross_paid) +
                                   ", returned " + money(project.returned) + ")"});
  rows.push_back({"Recoverable", money(summary.recoverable)});
  rows.push_back({"Recovered", money(summary.recovered)});
  if (!summary.written_off.is_zero()) {
    rows.push_back({"Written off", money(summary.written_off)});
  }
  for (auto const& payment : project.payments) {
    rows.push_back({"Payment " + payment.payment.string(), std::string{name(payment.kind)} + " " +
                                                               money(payment.amount) + ", " +
                                                               std::string{name(payment.state)}});
  }
  for (auto const& recovery : project.recoveries) {
    rows.push_back({"Recovery " + recovery.recovery.string(),
                    money(recovery.ordered) + ", " + money(recovery.outstanding) +
                        " outstanding, " + std::string{name(recovery.state)}});
  }
  add_facts(rows, project);
  return table;
}

Table to_table(std::vector<CallView> const& calls) {
  Table table{{{"Call"},
               {"Title"},
               {"State"},
               {"Version", Align::right},
               {"Opening"},
               {"Deadline"},
               {"Projects", Align::right},
               {"Asked", Align::right},
               {"Awarded", Align::right},
               {"Allocated", Align::right},
               {"Left of it", Align::right}},
              {}};
  for (auto const& call : calls) {
    table.rows.push_back({call.call.string(), call.terms.title, std::string{name(call.state)},
                          std::to_string(call.version), to_string(call.terms.opening),
                          to_string(call.terms.deadline), std::to_string(call.projects),
                          grouped(call.asked, call.currency), grouped(call.awarded, call.currency),
                          grouped(call.allocated, call.currency),
                          grouped(call.available, call.currency)});
  }
  return table;
}

}  // namespace gl::tools
