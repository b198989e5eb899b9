#pragma once

#include "codec/known.h"
#include "wire/fields.h"

// Inside wire only.

namespace gl::wire {

/// Fails the reading of a request that holds a field of a later version: what is passed over could
/// change what it means.
template <class Reader>
void must_be_known(Reader const& in, Reading& reading) {
  if (codec::holds_only_known(in)) return;
  reading.fail(Code::unknown_field,
               "the request holds a field that this version does not know: "
               "leave it out, or use the version that hello agreed on");
}

}  // namespace gl::wire
