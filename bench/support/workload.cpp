#include "bench/support/workload.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/check.h"
#include "codec/command_codec.h"

namespace gl::bench {
namespace {

using namespace ledger;

constexpr auto programme = "BENCH";
constexpr auto call = "CALL";

/// Thirteen digits of `index` with the check digit that makes them a SIRET.
std::string siret(std::size_t index) {
  auto digits = std::to_string(index);
  digits.insert(0, 8 - std::min<std::size_t>(8, digits.size()), '0');
  digits = "1" + digits + "0001";
  for (char last = '0'; last <= '9'; ++last) {
    if (is_siret(digits + last)) return digits + last;
  }
  GL_CHECK(false, "some digit satisfies Luhn's rule");
}

Amount euros(std::int64_t whole) { return {whole * 100, 2}; }

}  // namespace

Workload::Workload(std::size_t projects, CivilDate today) : projects_(projects), today_(today) {}

Command Workload::command(std::string_view person, Role role, CommandBody body) {
  Command made;
  random_.fill(made.header.id.bytes);
  made.header.actor.person = PersonId{person};
  made.header.actor.role = role;
  made.body = std::move(body);
  made.header.payload_digest = codec::payload_digest(made);
  return made;
}

ProjectId Workload::project(std::size_t index) const {
  return ProjectId{"P" + std::to_string(index)};
}
PayeeId Workload::payee(std::size_t index) const { return PayeeId{siret(index)}; }

std::vector<CommandList> Workload::setup(std::size_t list_max) {
  std::vector<CommandList> lists;
  auto const one = [&](std::string_view person, Role role, CommandBody body) {
    lists.push_back({command(person, role, std::move(body))});
  };
  CreateProgramme founding;
  founding.programme = ProgrammeId{programme};
  founding.name = "Benchmark";
  founding.currency = *Currency::parse("EUR");
  founding.nature = AidNature::operating;
  one("admin", Role::administrator, founding);
  one("conseil", Role::assembly, VoteAuthority{ProgrammeId{programme}, euros(1'000'000'000'000)});
  one("conseil", Role::assembly,
      OpenPaymentCredits{ProgrammeId{programme}, today_.year(), euros(1'000'000'000'000)});
  OpenCall opening;
  opening.call = CallId{call};
  opening.programme = ProgrammeId{programme};
  opening.title = "Benchmark";
  opening.opening = today_;
  opening.deadline = today_.plus_days(30);
  one("admin", Role::administrator, opening);

  auto const for_each_project = [&](std::string_view person, Role role, auto make) {
    for (std::size_t first = 0; first < projects_; first += list_max) {
      CommandList list;
      for (auto i = first; i < std::min(projects_, first + list_max); ++i) {
        list.push_back(command(person, role, make(i)));
      }
      lists.push_back(std::move(list));
    }
  };
  for_each_project("anne", Role::instructor, [&](std::size_t i) {
    SubmitProject submission;
    submission.project = project(i);
    submission.call = CallId{call};
    submission.title = "A project of the benchmark";
    submission.applicant.siret = siret(i);
    submission.applicant.legal_kind = LegalKind::public_body;
    submission.applicant.name = "Commune";
    submission.eligible_cost = euros(10'000'000);
    submission.asked_amount = euros(10'000'000);
    return submission;
  });
  for_each_project("anne", Role::instructor,
                   [&](std::size_t i) { return DeclareComplete{project(i)}; });
  for_each_project("anne", Role::instructor,
                   [&](std::size_t i) { return DeclareEligible{project(i), {}}; });
  for_each_project("commission", Role::decision, [&](std::size_t i) {
    DecideAward award;
    award.project = project(i);
    award.amount = euros(10'000'000);
    award.plan.push_back({PaymentKind::instalment, Rate{Rate::ppm_max}, std::nullopt, {}});
    return award;
  });
  for_each_project("anne", Role::instructor, [&](std::size_t i) {
    RegisterPayee registration;
    registration.payee = payee(i);
    registration.legal_kind = LegalKind::public_body;
    registration.name = "Commune";
    random_.fill(registration.iban.sealed.subject);
    random_.fill(registration.iban.sealed.token);
    registration.iban.sealed.ciphertext.resize(43);
    return registration;
  });
  for_each_project("chloe", Role::accountant,
                   [&](std::size_t i) { return VerifyPayeeAccount{payee(i)}; });
  return lists;
}

std::vector<CommandList> Workload::payments(std::size_t payments) {
  CommandList requests;
  CommandList approvals;
  CommandList orders;
  CommandList confirmations;
  for (std::size_t i = 0; i < payments; ++i) {
    auto const number = next_payment_++;
    PaymentId const payment{"R" + std::to_string(number)};
    RequestPayment request;
    request.project = project(number % projects_);
    request.payment = payment;
    request.kind = PaymentKind::instalment;
    request.amount = euros(100);
    requests.push_back(command("anne", Role::instructor, std::move(request)));
    ApprovePayment approval;
    approval.payment = payment;
    approval.amount = euros(100);
    approval.order_number = ActNumber{std::to_string(number)};
    approval.budget_year = today_.year();
    approvals.push_back(command("boris", Role::officer, std::move(approval)));
    orders.push_back(command("boris", Role::officer, IssuePayment{payment, {}}));
    ConfirmPayment confirmation;
    confirmation.payment = payment;
    confirmation.attempt = 1;
    confirmation.bank_reference = "BK-" + std::to_string(number);
    confirmations.push_back(command("chloe", Role::accountant, std::move(confirmation)));
  }
  std::vector<CommandList> lists;
  lists.push_back(std::move(requests));
  lists.push_back(std::move(approvals));
  lists.push_back(std::move(orders));
  lists.push_back(std::move(confirmations));
  return lists;
}

}  // namespace gl::bench
