#pragma once

#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "ledger/values.h"

namespace gl::codec {

/// The sealed texts of an event, in the order of its fields: what a reader asks the server for that
/// wants them in clear. `event_to_json` shows each by subject and token, which name it.
/// Errors: malformed.
[[nodiscard]] Result<std::vector<ledger::Sealed>> sealed_texts(ByteView event);

}  // namespace gl::codec
