#pragma once

#include <optional>

#include "base/result.h"
#include "server/connection.h"
#include "wire/failure.h"

namespace gl::server {

/// What a client is told when a part of the server says no: stable code, class, a sentence. Where
/// the code of an `Error` alone would mislead, the caller says what it asked for.
enum class Asked : std::uint8_t {
  views,      ///< a query: busy means that the views are behind, not_found that an id is unknown
  sequencer,  ///< a submission: closed means that the server stops
  answers,    ///< the answers to a submission: busy means that refusals are limited
  keys,       ///< sealing: any error is the server's own
  consumers,  ///< a consumer: see the table
  log_key,    ///< the ledger's key: errors are told as they are
  reveal,     ///< clear texts: corrupt means that what was sent is no text of this ledger
};
[[nodiscard]] wire::Failure failure_of(Asked asked, Error const& error);

/// The last frame to a peer whose connection ends: nothing when there is no use in one.
[[nodiscard]] std::optional<wire::Failure> farewell(Ending const& ending);

}  // namespace gl::server
