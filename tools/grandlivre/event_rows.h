#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "tools/grandlivre/personal.h"
#include "tools/grandlivre/render.h"
#include "tools/grandlivre/session.h"

namespace gl::tools {

/// An event as a row for people, under the titles of `event_table`; its whole content is the JSON
/// form.
[[nodiscard]] std::vector<std::string> row_of(Json event);
[[nodiscard]] Table event_table();

/// The JSON form of an event's bytes, with its personal texts as they are known.
[[nodiscard]] Result<Json> parsed(ByteView event, PersonalTexts const& texts);

/// Asks for the personal texts of these events.
[[nodiscard]] client::Response<void> learn(PersonalTexts& texts, client::Client& client,
                                           std::span<ByteView const> events);

}  // namespace gl::tools
