#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "journal/journal.h"

namespace gl::journal {

/// Something in the journal's files that is not as it was written.
struct Damage {
  std::string where;  ///< a file or a part: "log", "tables", "chain", "HEAD"
  std::string what;   ///< a sentence
};

/// What a scrub looked at, and what of it is damaged.
struct Scrubbed {
  Head head;                   ///< the journal's, when it could be read to its end
  std::uint64_t tables = 0;    ///< files whose checksums were compared with what was written
  std::uint64_t logs = 0;      ///< write-ahead logs and manifests, read record by record
  std::uint64_t bytes = 0;     ///< of blocks whose leaves were hashed anew
  std::vector<Damage> damage;  ///< empty: all is as it was written
};

/// Reads everything that the journal consists of and changes nothing: every table file against the
/// checksum taken when it was written; the log, of which no torn end is passed over as the server
/// does at its start; the chain back to position 1, every leaf hashed anew; the head witness. Of
/// `config` the directory, the sizes and `on_progress` count. Damage is part of the answer.
/// Errors: not_found (no journal), locked (a server runs), newer_format.
[[nodiscard]] Result<Scrubbed> scrub(Config const& config);

}  // namespace gl::journal
