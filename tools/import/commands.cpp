#include "tools/import/commands.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>

#include "ledger/limits.h"
#include "proof/sha256.h"

namespace gl::importing {
namespace {

using ledger::Role;

Uuid id_of(std::string const& base, std::string_view step) {
  auto const hash = proof::sha256(as_bytes(base + std::string{step}));
  std::array<std::byte, 16> bytes{};
  std::copy_n(hash.begin(), bytes.size(), bytes.begin());
  return uuid_v8_from(bytes);
}

CivilDate first_day(std::int32_t year) { return civil_date(year, 1, 1); }

/// The years' money: what the file comes to, or what the mapping gives.
std::map<std::int32_t, ledger::Money> const& years_of(
    Provision const& provision, std::map<std::int32_t, ledger::Money> const& sums) {
  return provision.fits ? sums : provision.years;
}

}  // namespace

Commands::Commands(Mapping const& mapping, Survey const& survey)
    : mapping_(mapping),
      survey_(survey),
      id_base_("grandlivre import\n" + to_hex(survey.sha256) + "\n") {}

std::string Commands::project_of(std::uint64_t line) const {
  return fmt::format("{}-{}", mapping_.prefix, line);
}

std::string Commands::call_of(std::int32_t year) const {
  auto id = mapping_.call;
  constexpr std::string_view mark = "{year}";
  if (auto const at = id.find(mark); at != std::string::npos) {
    id.replace(at, mark.size(), std::to_string(year));
  }
  return id;
}

ledger::Amount Commands::amount(ledger::Money money) const {
  return {money.minor_units(), static_cast<std::uint8_t>(mapping_.currency.decimals())};
}

template <class Body>
ledger::Command Commands::prepared(std::string_view step, CivilDate date, Body body) const {
  ledger::Command command;
  command.header.id = id_of(id_base_, step);
  command.header.effective_date = date;
  command.body = std::move(body);
  return command;
}

template <class Body>
ledger::Command Commands::imported(Grant const& grant, std::string_view step, CivilDate date,
                                   Body body) const {
  auto command = prepared(fmt::format("{} {}", grant.line, step), date, std::move(body));
  command.header.imported =
      ledger::Imported{survey_.sha256, static_cast<std::uint32_t>(grant.line)};
  return command;
}

std::vector<Preparation> Commands::preparations() const {
  std::vector<Preparation> all;
  if (survey_.awarded.empty()) return all;
  ledger::ProgrammeId const programme{mapping_.programme};
  auto since = survey_.awarded.begin()->first;
  if (!survey_.paid.empty()) since = std::min(since, survey_.paid.begin()->first);

  ledger::CreateProgramme made;
  made.programme = programme;
  made.name = mapping_.programme_name;
  made.currency = mapping_.currency;
  made.nature = mapping_.nature;
  all.push_back({Role::administrator, prepared("programme", first_day(since), made), {}, true});
  for (auto const& [year, sum] : survey_.awarded) {
    ledger::OpenCall call;
    call.call = ledger::CallId{call_of(year)};
    call.programme = programme;
    call.title = fmt::format("{}, {}", mapping_.programme_name, year);
    call.opening = first_day(year);
    call.deadline = civil_date(year, 12, 31);
    auto const step = fmt::format("call {}", year);
    all.push_back({Role::administrator, prepared(step, first_day(year), call), {}, false});
  }
  for (auto const& [year, sum] : years_of(mapping_.authority, survey_.awarded)) {
    ledger::VoteAuthority const vote{programme, amount(sum)};
    auto const step = fmt::format("authority {}", year);
    all.push_back({Role::assembly, prepared(step, first_day(year), vote), {}, false});
  }
  for (auto const& [year, sum] : years_of(mapping_.credits, survey_.paid)) {
    ledger::OpenPaymentCredits const open{programme, year, amount(sum)};
    auto const step = fmt::format("credits {}", year);
    ledger::AdjustPaymentCredits const raise{programme, year, amount(sum)};
    all.push_back({Role::assembly, prepared(step, first_day(year), open),
                   prepared("more " + step, first_day(year), raise), false});
  }
  return all;
}

ledger::Command Commands::submission(Grant const& grant) const {
  ledger::SubmitProject submit;
  submit.project = ledger::ProjectId{project_of(grant.line)};
  submit.call = ledger::CallId{call_of(grant.decided.year())};
  submit.title = grant.title;
  auto& applicant = submit.applicant;
  applicant.siret = grant.payee.siret;
  applicant.rna = grant.payee.rna;
  applicant.person = grant.payee.token;
  applicant.legal_kind = grant.payee.legal_kind;
  bool const natural = grant.payee.legal_kind == ledger::LegalKind::person;
  (natural ? applicant.person_name.clear : applicant.name) = grant.payee.name;
  (natural ? applicant.person_address.clear : applicant.address) = grant.payee.address;
  if (grant.location) submit.locations.push_back(*grant.location);
  submit.eligible_cost = amount(grant.cost);
  submit.asked_amount = amount(grant.amount);
  submit.start = grant.start;
  submit.end = grant.end;
  submit.received_at = paris_midnight(grant.decided);
  submit.evidence = survey_.sha256;
  return imported(grant, "submit", grant.decided, std::move(submit));
}

std::vector<ledger::PlanStepOf<ledger::Amount>> Commands::plan_of(Grant const& grant) const {
  std::vector<ledger::PlanStepOf<ledger::Amount>> plan;
  plan.reserve(grant.plan.size());
  for (auto const& step : grant.plan) plan.push_back({step.kind, {}, amount(step.amount), {}});
  return plan;
}

ledger::Command Commands::award(Grant const& grant) const {
  ledger::DecideAward award;
  award.project = ledger::ProjectId{project_of(grant.line)};
  award.amount = amount(grant.amount);
  award.plan = plan_of(grant);
  auto made = imported(grant, "award", grant.decided, std::move(award));
  if (!grant.act_number.empty()) {
    made.header.act = ledger::Act{
        ledger::ActKind::deliberation, ledger::ActNumber{grant.act_number}, grant.decided, {}};
  }
  return made;
}

ledger::Command Commands::agreement(Grant const& grant) const {
  ledger::SignConvention sign;
  auto const project = project_of(grant.line);
  sign.project = ledger::ProjectId{project};
  sign.number = ledger::ActNumber{project};
  sign.signed_by_funder = sign.signed_by_payee = *grant.signed_on;
  sign.amount = amount(grant.amount);
  sign.plan = plan_of(grant);
  return imported(grant, "sign", *grant.signed_on, std::move(sign));
}

void Commands::add_payment(Waves& waves, Grant const& grant, std::size_t number) const {
  auto const& payment = grant.payments[number];
  auto const day = *payment.date;
  std::size_t const wave = grant.signed_on && day < *grant.signed_on ? 2 : 6;
  auto const id = fmt::format("{}-{}", project_of(grant.line), number + 1);
  auto const step = [&](std::string_view what) { return fmt::format("{} {}", what, number + 1); };
  ledger::RequestPayment request;
  request.project = ledger::ProjectId{project_of(grant.line)};
  request.payment = ledger::PaymentId{id};
  request.kind = payment.kind;
  request.amount = amount(payment.amount);
  waves[wave].push_back(imported(grant, step("request"), day, std::move(request)));
  ledger::ApprovePayment const approve{ledger::PaymentId{id}, amount(payment.amount),
                                       ledger::ActNumber{id}, day.year()};
  waves[wave + 1].push_back(imported(grant, step("approve"), day, approve));
  waves[wave + 2].push_back(
      imported(grant, step("issue"), day, ledger::IssuePayment{ledger::PaymentId{id}, {}}));
  waves[wave + 2].push_back(imported(grant, step("confirm"), day,
                                     ledger::ConfirmPayment{ledger::PaymentId{id}, 1, day, {}}));
}

Waves Commands::of(Grant const& grant) const {
  Waves waves;
  ledger::ProjectId const project{project_of(grant.line)};
  waves[0].push_back(submission(grant));
  waves[0].push_back(imported(grant, "complete", grant.decided, ledger::DeclareComplete{project}));
  waves[0].push_back(
      imported(grant, "eligible", grant.decided, ledger::DeclareEligible{project, {}}));
  waves[1].push_back(award(grant));
  if (grant.signed_on) waves[5].push_back(agreement(grant));
  for (std::size_t i = 0; i < grant.payments.size(); ++i) add_payment(waves, grant, i);
  return waves;
}

}  // namespace gl::importing
