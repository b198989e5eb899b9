#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "base/strong.h"
#include "journal/journal.h"
#include "ledger/state.h"
#include "sequencer/fingerprints.h"
#include "sequencer/sequencer.h"

namespace gl::sequencer {

/// What the sequencer knows before its first command.
struct Replayed {
  ledger::State state;
  std::unique_ptr<Fingerprints> fingerprints;
};

/// Folds what the journal has beyond `start`. Errors: as `Sequencer::open`.
[[nodiscard]] Result<Replayed> replay(journal::Journal const& journal, Start start,
                                      std::function<void(Position, Position)> const& on_progress);

}  // namespace gl::sequencer
