#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"

namespace gl {

/// Standard Base 64 with padding. Source: RFC 4648 §4.
[[nodiscard]] std::string to_base64(ByteView bytes);

/// The bytes of a Base 64 text, strictly: padded, without white space, and nothing but zeros in
/// the bits that padding leaves over, so that bytes have one form only. Errors: malformed.
[[nodiscard]] Result<Bytes> from_base64(std::string_view text);

/// A digest from 44 digits of Base 64. Errors: malformed.
[[nodiscard]] Result<Hash> hash_from_base64(std::string_view text);

}  // namespace gl
