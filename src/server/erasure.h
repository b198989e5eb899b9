#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "keys/key_store.h"
#include "ledger/answer.h"
#include "ledger/command.h"
#include "ledger/state.h"

namespace gl::server {

/// A subject that a command of a list erases, once the command is accepted.
struct Erasure {
  std::size_t index = 0;  ///< the command's, in its list
  ledger::SubjectToken subject{};
};
[[nodiscard]] std::vector<Erasure> erasures_in(std::span<ledger::Command const> commands);

/// Those of the subjects whose erasure was accepted, now or when the command first came: a sender
/// that sends it again gets the keys destroyed if that failed the first time.
[[nodiscard]] std::vector<ledger::SubjectToken> accepted(std::span<Erasure const> erasures,
                                                         std::span<ledger::Answer const> answers);

/// The subjects that the history has erased, from the state at the head of the journal.
[[nodiscard]] std::vector<ledger::SubjectToken> erased_subjects(ledger::State const& state);

/// Destroys the keys of subjects whose erasure is durable, and logs how many there were: at open,
/// 0 unless the process died between the event and this, or an older `keys/` was put back.
/// Errors: io. Thread: any.
[[nodiscard]] Result<void> destroy_keys(keys::KeyStore& keys,
                                        std::span<ledger::SubjectToken const> subjects);

}  // namespace gl::server
