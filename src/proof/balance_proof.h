#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "proof/checkpoint.h"
#include "proof/key_history.h"
#include "proof/pages.h"

/// Balances and states at some point, and what shows them to somebody without the ledger:
/// docs/proofs.md.
namespace gl::proof {

/// What is sealed: the list of balances and states after the event that the checkpoint ends with.
struct Sealed {
  PagesRoot list;
  /// Counted is what is dated on or before this day; none: everything.
  std::optional<CivilDate> effective;

  friend bool operator==(Sealed const&, Sealed const&) = default;
};

/// A seal is a checkpoint with one extension line: `grandlivre/seal/v1 LINES ROOT DAY`, ROOT in
/// Base 64, DAY a date or `-`.
[[nodiscard]] std::string to_string(Sealed const& sealed);

/// What a checkpoint seals. Errors: malformed (nothing).
[[nodiscard]] Result<Sealed> parse_sealed(Checkpoint const& checkpoint);

/// The note of a seal, signed by the ledger's key.
[[nodiscard]] std::string sign_seal(TreeHead const& tree, Sealed const& sealed,
                                    NoteSigner const& signer);

/// A seal whose signature was checked.
struct SignedSeal {
  SignedCheckpoint checkpoint;
  Sealed sealed;
};

/// Errors: those of `open_checkpoint`; malformed (a checkpoint that seals nothing).
[[nodiscard]] Result<SignedSeal> open_seal(std::string_view note, KeyHistory const& log);

/// What a seal says, whoever signed it. Errors: malformed, too_large.
[[nodiscard]] Result<SignedSeal> parse_seal(std::string_view note);

/// Most bytes of a balance proof: the pages of a call with some hundred thousand projects.
inline constexpr std::size_t balance_proof_bytes_max = 64U << 20U;
/// Most bytes of a prefix: one key and its tab.
inline constexpr std::size_t balance_prefix_bytes_max = page_line_bytes_max;

/// That these are all the lines of a seal that begin with a prefix.
struct BalanceFile {
  std::string prefix;
  std::vector<std::string> pages;  ///< the root first
  std::string seal;                ///< the note

  friend bool operator==(BalanceFile const&, BalanceFile const&) = default;
};

inline constexpr std::string_view balance_header = "grandlivre/balance-proof@v1";

/// Header; `prefix TEXT`; of each page `page BYTES` and its text; an empty line; the note.
[[nodiscard]] std::string to_string(BalanceFile const& file);

/// Errors: malformed (saying where), too_large. Nothing is checked yet.
[[nodiscard]] Result<BalanceFile> parse_balance_file(std::string_view text);

}  // namespace gl::proof
