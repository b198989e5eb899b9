#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "ledger/state.h"

namespace gl::ledger {

/// The state as bytes: equal states, equal bytes, so that a digest of them compares states. The
/// form belongs to this version of the software; a snapshot of another one is thrown away.
/// The state is not between a savepoint and its end.
[[nodiscard]] Bytes save(State const& state);

/// The state again. Nothing in `bytes` is trusted: lengths, numbers and references are checked.
/// Errors: malformed, newer_format.
[[nodiscard]] Result<State> load(ByteView bytes);

}  // namespace gl::ledger
