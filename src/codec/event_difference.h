#pragma once

#include <optional>
#include <string>

#include "base/bytes.h"

namespace gl::codec {

/// Where two events differ first: a field by its path ("payees[0].share"), and what both say.
struct Difference {
  std::string field;
  std::string expected;
  std::string actual;
};

/// Nothing when the two say the same in every field that is known here.
[[nodiscard]] std::optional<Difference> first_difference(ByteView expected, ByteView actual);

}  // namespace gl::codec
