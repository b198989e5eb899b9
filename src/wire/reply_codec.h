#pragma once

#include "schema/protocol.capnp.h"
#include "wire/fields.h"
#include "wire/messages.h"

// Inside wire only: replies and errors to and from messages.

namespace gl::wire {

void write(Reply const& reply, message::Reply::Builder out);

/// What is out of limits is told to `reading`; then the value is not to be used.
[[nodiscard]] Reply read(message::Reply::Reader in, Reading& reading);

void write(Failure const& failure, message::Error::Builder out);
[[nodiscard]] Failure read(message::Error::Reader in, Reading& reading);

}  // namespace gl::wire
