#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "proof/checkpoint.h"
#include "proof/note.h"

namespace gl::proof {

/// Most changes of a log's key.
inline constexpr std::size_t key_changes_max = 1'000;

/// The keys that a log signs with, one after the other. Each change is an entry of the log itself:
/// a checkpoint that holds it is the new key's to sign, and what the retired key signs counts for
/// smaller ones only, so that it is of no use to who finds it later.
class KeyHistory {
 public:
  struct Reign {
    VerifierKey key;
    std::uint64_t from = 0;  ///< the size of the smallest checkpoint that bears it as current

    friend bool operator==(Reign const&, Reign const&) = default;
  };

  /// Of a log that never changed its key: not explicit, since a key is a history.
  KeyHistory(VerifierKey first) : reigns_{{std::move(first), 0}} {}

  /// `key` signs checkpoints of `size` entries and more, which is more than any change before.
  void change(std::uint64_t size, VerifierKey key);
  /// What is known of before: `retired` signed until the change, which is before all known ones.
  void precede(std::uint64_t size, VerifierKey retired);

  [[nodiscard]] VerifierKey const& first() const { return reigns_.front().key; }
  [[nodiscard]] VerifierKey const& current() const { return reigns_.back().key; }
  /// That is the key when the tree has this size.
  [[nodiscard]] VerifierKey const& at(std::uint64_t size) const;
  [[nodiscard]] std::size_t changes() const { return reigns_.size() - 1; }
  /// In their order; never empty.
  [[nodiscard]] std::span<Reign const> reigns() const { return reigns_; }

  friend bool operator==(KeyHistory const&, KeyHistory const&) = default;

 private:
  std::vector<Reign> reigns_;
};

/// The key by which a checkpoint is believed: of those that signed it the newest that may sign for
/// a tree of its size. Errors: malformed, too_large, not_found (signed by none of the keys),
/// corrupt (only by one that was retired before).
[[nodiscard]] Result<VerifierKey> signing_key(std::string_view note, KeyHistory const& keys);

/// As the function of this name in checkpoint.h, by `signing_key`. Errors: also its.
[[nodiscard]] Result<SignedCheckpoint> open_checkpoint(std::string_view note,
                                                       KeyHistory const& keys);

/// The checkpoint in which a log changes its key: of one name, the retired one signs first.
[[nodiscard]] std::string sign_transition(TreeHead const& tree, NoteSigner const& retired,
                                          NoteSigner const& next);

/// A checkpoint in which a log changes its key: signed by both, and of `size` or more entries.
/// Errors: as `open_checkpoint`; corrupt (it holds less).
[[nodiscard]] Result<SignedCheckpoint> open_transition(std::string_view note,
                                                       VerifierKey const& retired,
                                                       VerifierKey const& key, std::uint64_t size);

}  // namespace gl::proof
