#pragma once

#include "schema/protocol.capnp.h"
#include "wire/fields.h"
#include "wire/messages.h"

// Inside wire only: requests to and from messages.

namespace gl::wire {

void write(Request const& request, message::Request::Builder out);

/// What is out of limits is told to `reading`; then the value is not to be used. A command that
/// cannot be read does not fail the request: see `Submit::bad`.
[[nodiscard]] Request read(message::Request::Reader in, Reading& reading);

}  // namespace gl::wire
