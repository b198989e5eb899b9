#include "ledger/files.h"

namespace gl::ledger {

ProjectFile file_at(State const& state, Place<Project> place) {
  auto const& project = state.projects.at(place);
  auto const& call = state.calls.at(project.call);
  return {state.projects.key_at(place),
          project,
          state.calls.key_at(project.call),
          call,
          state.programmes.key_at(call.programme),
          state.programmes.at(call.programme)};
}

std::optional<CallFile> find_file(State const& state, CallId const& id) {
  auto const place = state.calls.place_of(id);
  if (place.is_none()) return std::nullopt;
  auto const& call = state.calls.at(place);
  return CallFile{state.calls.key_at(place), call, state.programmes.key_at(call.programme),
                  state.programmes.at(call.programme)};
}

std::optional<ProjectFile> find_file(State const& state, ProjectId const& id) {
  auto const place = state.projects.place_of(id);
  if (place.is_none()) return std::nullopt;
  return file_at(state, place);
}

std::optional<PaymentFile> find_file(State const& state, PaymentId const& id) {
  auto const place = state.payments.place_of(id);
  if (place.is_none()) return std::nullopt;
  auto const& payment = state.payments.at(place);
  return PaymentFile{state.payments.key_at(place), place, payment, file_at(state, payment.project)};
}

std::optional<RecoveryFile> find_file(State const& state, RecoveryId const& id) {
  auto const place = state.recoveries.place_of(id);
  if (place.is_none()) return std::nullopt;
  auto const& recovery = state.recoveries.at(place);
  return RecoveryFile{state.recoveries.key_at(place), recovery, file_at(state, recovery.project)};
}

}  // namespace gl::ledger
