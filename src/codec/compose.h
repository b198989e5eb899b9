#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string_view>

#include "codec/json.h"

namespace gl::codec {

/// The command of an object as `command_from_json` takes it. Errors: malformed.
[[nodiscard]] Result<GivenCommand> compose(nlohmann::ordered_json const& object);

}  // namespace gl::codec
