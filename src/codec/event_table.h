#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "ledger/values.h"

namespace gl::codec {

/// Whether a data subject's key is destroyed.
using IsErased = std::function<bool(ledger::SubjectToken const&)>;

/// `event_to_json` for whoever takes all events away: a sealed text stands as
/// `{"sealed":true,"subject":…}`, one that nobody can read any more as `{"erased":true}`; neither
/// its length nor the token that equal texts share goes out. Errors: malformed.
[[nodiscard]] Result<std::string> event_for_export(ByteView event, IsErased const& is_erased);

/// The titles over `event_cells`: the envelope, what most events name, and last the event's own
/// fields, all of them, as JSON.
[[nodiscard]] std::span<std::string_view const> event_columns();
/// The event as a row of a table; a cell without a value is empty. Errors: malformed.
[[nodiscard]] Result<std::vector<std::string>> event_cells(ByteView event,
                                                           IsErased const& is_erased);

}  // namespace gl::codec
