#include <algorithm>
#include <string>

#include "ledger/fold.h"

namespace gl::ledger {

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
}

/// A reversal stands in its target's stream.
void Fold::advance_reversed_stream(EventReversed const& event) {
  switch (envelope_.stream.kind) {
    case StreamKind::programme:
      return advance(programme(event.programme).stream, StreamKind::programme,
                     event.programme.view());
    case StreamKind::project:
      return advance(project(event.project).stream, StreamKind::project, event.project.view());
    case StreamKind::recovery:
      return advance(recovery(event.recovery).stream, StreamKind::recovery, event.recovery.view());
    case StreamKind::year:
      return advance(state_.years.change(event.year).stream, StreamKind::year,
                     std::to_string(event.year));
    case StreamKind::none:
    case StreamKind::ledger:
    case StreamKind::call:
    case StreamKind::payee:
    case StreamKind::delegation:
    case StreamKind::subject:
    case StreamKind::refusals: break;
  }
  GL_CHECK(false, "nothing in this kind of stream can be reversed");
}

void Fold::post_reversal(EventReversed const& event) {
  auto& programme = this->programme(event.programme);
  Holders holders{&programme};
  if (!event.project.empty()) holders = holders_of(project(event.project));
  if (event.year != 0) {
    holders.line = &credit_line(state_.programmes.place_of(event.programme), event.year);
  }
  for (auto const& posting : event.postings) {
    GL_CHECK(posting.account.programme == event.programme, "a reversal in another programme");
    bool const of_call =
        posting.account.kind == AccountKind::ae_available && !posting.account.scope.empty();
    move(holders, {posting.account.kind, posting.amount, posting.account.year, of_call});
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
  auto& line = credit_line(state_.programmes.place_of(event.programme), event.year);
  if (event.restored.credits_unopened) line.opened = false;
  line.live.remove(event.target);
}

}  // namespace gl::ledger
