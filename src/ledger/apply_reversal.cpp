#include <algorithm>
#include <string>

#include "ledger/fold.h"

namespace gl::ledger {
namespace {

/// A line on a call's part of the authority.
bool is_of_call(Account const& account) {
  return account.kind == AccountKind::ae_available && !account.scope.empty();
}

/// Only a transfer of authority is about two programmes, and about nothing else.
bool is_transfer(EventReversed const& event) {
  return event.project.empty() && event.call.empty() && event.year == 0;
}

}  // namespace

void Fold::operator()(EventReversed const& event) {
  advance_reversed_stream(event);
  post_reversal(event);
  state_.reversed.change(event.target) = position();
  if (!event.project.empty()) {
    auto& project = this->project(event.project);
    project.live.remove(event.target);
    restore_project(event, project);
    if (!event.payment.empty()) restore_payment(event);
  }
  if (!event.recovery.empty()) restore_recovery(event);
  if (event.year != 0) restore_credits(event);
  if (!event.call.empty()) restore_allocation(event);
}

/// A reversal stands in its target's stream.
void Fold::advance_reversed_stream(EventReversed const& event) {
  switch (envelope_.stream.kind) {
    case StreamKind::programme:
      return advance(programme(event.programme).stream, StreamKind::programme,
                     event.programme.view());
    case StreamKind::call:
      return advance(call(event.call).stream, StreamKind::call, event.call.view());
    case StreamKind::project:
      return advance(project(event.project).stream, StreamKind::project, event.project.view());
    case StreamKind::recovery:
      return advance(recovery(event.recovery).stream, StreamKind::recovery, event.recovery.view());
    case StreamKind::year:
      return advance(state_.years.change(event.year).stream, StreamKind::year,
                     std::to_string(event.year));
    case StreamKind::none:
    case StreamKind::ledger:
    case StreamKind::payee:
    case StreamKind::delegation:
    case StreamKind::subject:
    case StreamKind::refusals: break;
  }
  GL_CHECK(false, "nothing in this kind of stream can be reversed");
}

void Fold::post_reversal(EventReversed const& event) {
  Holders holders;
  if (!event.project.empty()) holders = holders_of(project(event.project));
  if (!event.call.empty()) holders.call = &call(event.call);
  for (auto const& [account, amount] : event.postings) {
    GL_CHECK(account.programme == event.programme || is_transfer(event),
             "a reversal in another programme");
    holders.programme = &programme(account.programme);
    auto const year = account.year == 0 ? event.year : account.year;
    if (year != 0) {
      holders.line = &credit_line(state_.programmes.place_of(account.programme), year);
    }
    move(holders, {account.kind, amount, account.year, is_of_call(account)});
  }
}

void Fold::restore_project(EventReversed const& event, Project& project) {
  touch(project);
  auto const& restored = event.restored;
  if (restored.project_state) project.state = *restored.project_state;
  if (restored.award_amount) project.award->amount = *restored.award_amount;
  if (restored.award_rate) project.award->rate = *restored.award_rate;
  if (restored.final_account_removed) project.final_account = {};
  if (restored.award_removed) {
    project.award.reset();
    --state_.calls.change_at(project.call).awards_decided;
  }
  if (project.cancelled == event.target) project.cancelled = {};
  auto const place = state_.projects.place_of(event.project);
  if (state_.de_minimis.contains(place)) {
    auto& entries = state_.de_minimis.change(place).entries;
    std::erase_if(entries, [&](AidEntry const& e) { return e.position == event.target; });
  }
}

void Fold::restore_payment(EventReversed const& event) {
  auto& payment = this->payment(event.payment);
  auto const& restored = event.restored;
  set_payment(payment, restored.payment_state.value_or(payment.state),
              restored.payment_amount.value_or(payment.amount));
  payment.live.remove(event.target);
}

void Fold::restore_recovery(EventReversed const& event) {
  auto& recovery = this->recovery(event.recovery);
  auto const& restored = event.restored;
  recovery.state = restored.recovery_state.value_or(recovery.state);
  recovery.outstanding = restored.recovery_outstanding.value_or(recovery.outstanding);
  recovery.live.remove(event.target);
}

void Fold::restore_credits(EventReversed const& event) {
  auto const programme = state_.programmes.place_of(event.programme);
  auto& line = credit_line(programme, event.year);
  if (event.restored.credits_unopened) line.opened = false;
  line.live.remove(event.target);
  if (!event.restored.credits_carried_back) return;
  credit_line(programme, event.year + 1).live.remove(event.target);
  for (auto const& [account, amount] : event.postings) {
    if (account.year == event.year) count_carried(programme, event.year, amount.negated());
  }
}

void Fold::restore_allocation(EventReversed const& event) {
  auto& call = this->call(event.call);
  for (auto const& [account, amount] : event.postings) {
    if (is_of_call(account)) call.allocation = add(call.allocation, amount);
  }
}

}  // namespace gl::ledger
