#include <algorithm>

#include "ledger/decisions.h"
#include "ledger/payment_rules.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

constexpr PaymentStates ordered{PaymentState::approved, PaymentState::issued,
                                PaymentState::rejected_by_accountant, PaymentState::returned};

/// The rules of an end, in the order of domain §6; `posts` when money moves with it.
Objection check_end(Case const& c, PaymentFile const& of, PaymentStates from,
                    std::string_view needed, bool posts) {
  if (auto no = check_access(c, of.file.project.stream)) return no;
  if (auto no = check_payment_state(c, of, from, needed)) return no;
  if (auto no = check_project_state(c, of.file, running_or_cancelled)) return no;
  if (auto no = check_since_step(c, of)) return no;
  if (posts) {
    if (auto no = c.check_open_year()) return no;
  }
  return c.check_delegation();
}

/// A request ends before it is approved: withdrawn by its preparer's side, or refused.
template <class Ended>
Decision end_pending(Case& c, PaymentId const& id) {
  auto const of = find_file(c.state(), id);
  if (!of) return c.unknown("payment", id.view());
  if (auto no = check_end(c, *of, {PaymentState::requested}, "Requested", false)) {
    return refused(no);
  }
  return c.accept(stream_of(of->file), Currency{}, Ended{of->file.id, id});
}

/// Where the order's authority and credits go (domain §7).
PaymentAnnulled annulled(Case const& c, PaymentFile const& of) {
  auto const& file = of.file;
  PaymentAnnulled event;
  event.project = file.id;
  event.call = file.call_id;
  event.programme = file.programme_id;
  event.payment = of.id;
  event.amount = of.payment.amount;
  event.budget_year = of.payment.budget_year;
  event.credits_restored = !c.state().is_closed(of.payment.budget_year);
  event.decommitted = file.project.state == ProjectState::cancelled;
  if (event.decommitted) event.pool = release_pool(file, c.effective());
  event.state_before = of.payment.state;
  return event;
}

/// What comes back to the commitment above all that may still be requested of the final amount:
/// nobody could ever order or free it, and the project never be settled.
Money stranded(PaymentFile const& of) {
  auto const& project = of.file.project;
  bool const kept = project.state != ProjectState::cancelled;
  if (!kept || project.final_account.value() == 0) return {};
  auto const wanted = add(project.pending, requestable_without(of));
  auto const over = subtract(add(project.balances.committed, of.payment.amount), wanted);
  return std::clamp(over, Money{}, of.payment.amount);
}

/// De-commits after the account what it could not while it was ordered; the award stays as it is.
AwardReduced freed(Case const& c, ProjectFile const& file, Money amount) {
  auto const& award = file.award();
  AwardReduced event;
  event.project = file.id;
  event.call = file.call_id;
  event.programme = file.programme_id;
  event.amount_before = event.amount_after = award.amount;
  event.rate_before = event.rate_after = award.rate;
  event.difference = amount;
  event.call_version = award.call_version;
  event.pool = release_pool(file, c.effective());
  return event;
}

}  // namespace

Decision decide_on(Case& c, WithdrawPaymentRequest const& command) {
  return end_pending<PaymentRequestWithdrawn>(c, command.payment);
}

Decision decide_on(Case& c, RefusePayment const& command) {
  return end_pending<PaymentRefused>(c, command.payment);
}

Decision decide_on(Case& c, AnnulApproval const& command) {
  auto const of = find_file(c.state(), command.payment);
  if (!of) return c.unknown("payment", command.payment.view());
  if (auto no =
          check_end(c, *of, ordered, "Approved, Issued, RejectedByAccountant or Returned", true)) {
    return refused(no);
  }
  auto const& file = of->file;
  auto const left_over = stranded(*of);
  if (left_over.is_zero()) return c.accept(stream_of(file), file.currency(), annulled(c, *of));
  return c.accept(stream_of(file), file.currency(), annulled(c, *of), freed(c, file, left_over));
}

}  // namespace gl::ledger
