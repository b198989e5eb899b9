#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace gl {

/// Why the world failed. The numbers are stable: they go over the wire and into logs.
enum class Errc : std::uint16_t {
  io = 1,                ///< the disk or the file system said no
  corrupt = 2,           ///< bytes at rest are not what their hash says, or are missing
  locked = 3,            ///< another process holds the data directory
  newer_format = 4,      ///< written by a newer version of this software
  not_found = 5,         ///< nothing is stored under this name or position
  malformed = 6,         ///< bytes or text that are not of the form asked for
  too_large = 7,         ///< over a stated maximum
  timeout = 8,           ///< the deadline passed first
  closed = 9,            ///< the peer or the owner has gone
  refused_peer = 10,     ///< TLS, certificate or hello of the peer was not accepted
  unknown_outcome = 11,  ///< a command was sent and no answer came: send it again with the same id
  busy = 12,             ///< a limit is reached: try again later
  usage = 13,            ///< the caller's words are off
  exists = 14,           ///< something stands where a new thing should go
};

/// The stable lower-case name of a code, for logs and messages.
[[nodiscard]] std::string_view name(Errc code);

/// The world failed: a code, and a sentence that names the value, the limit and the way out.
struct Error {
  Errc code;
  std::string what;
};

/// A value, or why the world did not give it. Look at it before you use it.
template <class T>
using Result = std::expected<T, Error>;

/// Shorthand: `return fail(Errc::io, "…")`.
[[nodiscard]] inline std::unexpected<Error> fail(Errc code, std::string what) {
  return std::unexpected(Error{code, std::move(what)});
}

}  // namespace gl
