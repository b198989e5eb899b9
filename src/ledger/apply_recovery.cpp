#include "ledger/fold.h"

namespace gl::ledger {

void Fold::operator()(RecoveryOrdered const& event) {
  auto& recovery = state_.recoveries.change(event.recovery);
  advance(recovery.stream, StreamKind::recovery, event.recovery.view());
  auto& project = this->project(event.project);
  post(holders_of(project), moves_of(event));
  recovery.project = state_.projects.place_of(event.project);
  recovery.state = RecoveryState::ordered;
  recovery.outstanding = event.amount;
  recovery.ordered_on = day();
  state_.titres.change(event.titre_number) = position();
  recovery.live.add_posted(position());
  posted_for_project(project);
}

/// Takes an amount out of what is outstanding; the project's account moves.
Recovery& Fold::lower_recovery(RecoveryId const& id, Money amount, Moves const& moves) {
  auto& recovery = this->recovery(id);
  advance(recovery.stream, StreamKind::recovery, id.view());
  auto& project = state_.projects.change_at(recovery.project);
  post(holders_of(project), moves);
  recovery.outstanding = subtract(recovery.outstanding, amount);
  recovery.live.add_posted(position());
  posted_for_project(project);
  return recovery;
}

void Fold::operator()(RecoveryReceived const& event) {
  auto& recovery = lower_recovery(event.recovery, event.amount, moves_of(event));
  recovery.state =
      recovery.outstanding.is_zero() ? RecoveryState::received : RecoveryState::part_received;
}

/// Reduced to nothing, it ends as received if anything came in.
void Fold::operator()(RecoveryReduced const& event) {
  auto& recovery = lower_recovery(event.recovery, event.amount, moves_of(event));
  if (!recovery.outstanding.is_zero()) return;
  recovery.state = recovery.state == RecoveryState::part_received ? RecoveryState::received
                                                                  : RecoveryState::cancelled;
}

void Fold::operator()(RecoveryCancelled const& event) {
  lower_recovery(event.recovery, event.amount, moves_of(event)).state = RecoveryState::cancelled;
}

void Fold::operator()(RecoveryWrittenOff const& event) {
  lower_recovery(event.recovery, event.amount, moves_of(event)).state = RecoveryState::written_off;
}

}  // namespace gl::ledger
