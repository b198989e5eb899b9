#pragma once

// Cap'n Proto 0.9.2 compares `char const*` with its StringPtr, whose operator clang from 16 on
// no longer turns around. The build gives this header to every file that sees Cap'n Proto.
#ifdef __clang__

#include <kj/string.h>

namespace kj {

// Spelled out: the short form `b == a` would call itself for ever.
inline bool operator==(char const* a, StringPtr const& b) { return b.operator==(StringPtr(a)); }
inline bool operator!=(char const* a, StringPtr const& b) { return !b.operator==(StringPtr(a)); }

}  // namespace kj

#endif
