#include "oracle/oracle.h"

/// What a comparison looks at beside answers and the programmes' balances.
namespace gl::oracle {
namespace {

std::string number(Money units) { return " " + std::to_string(static_cast<std::int64_t>(units)); }

}  // namespace

std::string Oracle::describe_project(std::string const& id) const {
  auto const& project = state_.projects.at(id);
  auto text = project.state;
  for (auto const* const account :
       {"committed", "payable", "disbursed", "recoverable", "recovered", "written_off"}) {
    text += number(project_balance(account, id));
  }
  if (project.award) {
    text += " award" + number(project.award->amount) + number(project.award->rate);
    text += " of " + to_text(project.award->decided);
    if (project.award->valid_until) text += " until " + to_text(*project.award->valid_until);
  }
  if (project.agreement) text += " agreed" + number(project.agreement->amount);
  if (project.account_accepted) text += " accepted";
  return text;
}

std::string Oracle::describe_call(std::string const& id) const {
  auto const& call = state_.calls.at(id);
  auto text = call.state + number(available(call.programme, id));
  for (auto const& version : call.versions) {
    text += " from " + to_text(version.in_force_from) + " to " + to_text(version.deadline);
  }
  return text;
}

std::string Oracle::describe_payment(std::string const& id) const {
  auto const& payment = state_.payments.at(id);
  return payment.state + number(payment.amount) + " attempt" + number(payment.attempt) + " to " +
         payment.payee;
}

std::string Oracle::describe_recovery(std::string const& id) const {
  auto const& recovery = state_.recoveries.at(id);
  return recovery.state + number(recovery.outstanding);
}

}  // namespace gl::oracle
