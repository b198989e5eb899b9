#include <limits>

#include "ledger/decisions.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

Stream stream_of(PayeeId const& id, StreamHead head) {
  return {StreamKind::payee, id.view(), head};
}

/// The rules of an account's change or verification, in the order of domain §6.
Objection check_account_step(Case const& c, Payee const& payee) {
  if (auto no = check_access(c, payee.stream)) return no;
  if (auto no = c.check_date(payee.since, "the payee's account was entered")) return no;
  return c.check_delegation();
}

}  // namespace

Decision decide_on(Case& c, RegisterPayee const& command) {
  auto const* const existing = c.state().payees.find(command.payee);
  auto const head = existing == nullptr ? StreamHead{} : existing->stream;
  if (auto no = check_access(c, head)) return refused(no);
  if (existing != nullptr) {
    return std::unexpected(c.refusal(
        Rule::id_taken,
        say("payee ", command.payee, " is registered already: change its account instead")));
  }
  if (auto no = c.check_date(c.effective(), "it takes effect")) return refused(no);
  if (auto no = c.check_delegation()) return refused(no);
  return c.accept(stream_of(command.payee, head), Currency{},
                  PayeeRegistered{command.payee,
                                  command.legal_kind,
                                  {command.name, command.person_name.sealed},
                                  command.iban.sealed});
}

Decision decide_on(Case& c, ChangePayeeAccount const& command) {
  auto const* const payee = c.state().payees.find(command.payee);
  if (payee == nullptr) return c.unknown("payee", command.payee.view());
  if (auto no = check_account_step(c, *payee)) return refused(no);
  return c.accept(stream_of(command.payee, payee->stream), Currency{},
                  PayeeAccountChanged{command.payee, command.iban.sealed});
}

Decision decide_on(Case& c, VerifyPayeeAccount const& command) {
  auto const* const payee = c.state().payees.find(command.payee);
  if (payee == nullptr) return c.unknown("payee", command.payee.view());
  if (auto no = check_account_step(c, *payee)) return refused(no);
  if (auto no = c.check_other_person(payee->entered_by, "entered the account of payee",
                                     command.payee.view())) {
    return refused(no);
  }
  return c.accept(stream_of(command.payee, payee->stream), Currency{},
                  PayeeAccountVerified{command.payee, payee->account_token});
}

}  // namespace gl::ledger
