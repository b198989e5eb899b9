#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/strong.h"
#include "base/time.h"

// Requests for seals and what is proved from them, and their replies (docs/proofs.md).

namespace gl::wire {

/// Most notes in one reply.
inline constexpr std::size_t seals_max = 200;

/// Seals the latest event that a checkpoint holds.
struct Seal {
  std::optional<CivilDate> effective;
  friend bool operator==(Seal const&, Seal const&) = default;
};

/// Seals behind a point, which is that of the last one seen.
struct Seals {
  Position after_position;
  std::optional<CivilDate> after_effective;
  friend bool operator==(Seals const&, Seals const&) = default;
};

/// All lines of a seal that begin with `prefix`, from a page on.
struct BalanceProof {
  Position position;
  std::optional<CivilDate> effective;
  std::string prefix;
  std::uint32_t from_page = 0;
  friend bool operator==(BalanceProof const&, BalanceProof const&) = default;
};

/// In the order of their points; fewer than `seals_max`: the last ones.
struct SealsReply {
  std::vector<std::string> notes;
  friend bool operator==(SealsReply const&, SealsReply const&) = default;
};

struct BalanceProofReply {
  std::string seal;                ///< the note
  std::vector<std::string> pages;  ///< as many as fit a frame, one at least
  bool more = false;               ///< ask again from the page behind them
  friend bool operator==(BalanceProofReply const&, BalanceProofReply const&) = default;
};

}  // namespace gl::wire
