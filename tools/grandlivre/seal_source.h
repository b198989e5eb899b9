#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "proof/balance_proof.h"
#include "tools/grandlivre/session.h"

namespace gl::tools {

/// Which seal is wanted.
struct WantedSeal {
  Position position;  ///< 0: the last one; of a server one made now
  std::optional<CivilDate> effective;
};

/// Where seals and proofs of balances come from: a server, or a data directory that is closed.
class SealSource {
 public:
  SealSource() = default;
  SealSource(SealSource const&) = delete;
  SealSource& operator=(SealSource const&) = delete;
  virtual ~SealSource() = default;

  /// All notes, by position, then by day. Nobody has looked yet who signed them.
  [[nodiscard]] virtual client::Response<std::vector<std::string>> notes() = 0;
  /// What shows all lines of the seal that begin with `prefix`.
  [[nodiscard]] virtual client::Response<proof::BalanceFile> prove(WantedSeal const& wanted,
                                                                   std::string const& prefix) = 0;
};

/// The server that the options name; or the data directory itself when no server runs there.
[[nodiscard]] client::Response<std::unique_ptr<SealSource>> open_seals(Options const& options);

}  // namespace gl::tools
