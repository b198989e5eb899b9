#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/check.h"
#include "base/strong.h"

namespace gl::sequencer {

/// Which command ids the ledger knows, and at which position: 8 bytes a cell, about 13 an id.
///
/// Of an id's 64-bit keyed hash 12 bits choose one of 4,096 parts and 28 stand in the cell, with 36
/// of the position. So one id in 2^40 / n is taken for another of n; the caller verifies a match
/// in the event itself. Open addressing; where a cell belongs follows from its own 28 bits, so a
/// part grows (by half, at 3/4 full) without the hashes. The longest stop is one part growing:
/// 2^-12 of the ids, about 10 µs at 10 million ids and 1 ms at a thousand million. The parts start
/// with different sizes, so that they do not all grow at once. Thread: one.
class Fingerprints {
 public:
  /// Positions beyond this do not fit: 68,719,476,735.
  static constexpr std::uint64_t position_max = (std::uint64_t{1} << 36U) - 1;

  /// Adds an id that is not known yet. `position` is 1 to `position_max`.
  void insert(std::uint64_t hash, Position position) {
    GL_CHECK(position.value() >= 1 && position.value() <= position_max,
             "a position that does not fit into a fingerprint");
    Part& part = parts_[part_of(hash)];
    if ((std::uint64_t{part.used} + 1) * 4 > std::uint64_t{part.slots} * 3) grow(part);
    put(part, tag_of(hash) << position_bits | position.value());
    ++part.used;
    ++size_;
  }

  /// The position of an id with this hash that `is_it(position)` confirms, or nothing. `is_it` is
  /// almost always asked once for an id that is known and never for one that is not.
  template <class IsIt>
  [[nodiscard]] std::optional<Position> find(std::uint64_t hash, IsIt&& is_it) const {
    Part const& part = parts_[part_of(hash)];
    if (part.slots == 0) return std::nullopt;
    auto const tag = tag_of(hash);
    for (auto slot = home(part, tag); part.cells[slot] != 0; slot = after(part, slot)) {
      auto const cell = part.cells[slot];
      if (cell >> position_bits != tag) continue;
      Position const position{cell & position_max};
      if (is_it(position)) return position;
    }
    return std::nullopt;
  }

  /// Brings the cells that `find` and `insert` will touch into the cache.
  void prefetch(std::uint64_t hash) const {
    Part const& part = parts_[part_of(hash)];
    if (part.slots != 0) __builtin_prefetch(&part.cells[home(part, tag_of(hash))], 1);
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  /// Memory held, in bytes.
  [[nodiscard]] std::size_t bytes() const { return sizeof *this + slots_ * sizeof(std::uint64_t); }

 private:
  static constexpr unsigned part_bits = 12;
  static constexpr unsigned tag_bits = 28;
  static constexpr unsigned position_bits = 36;

  struct Part {
    std::unique_ptr<std::uint64_t[]> cells;  ///< 28 bits of hash, 36 of position; 0: free
    std::uint32_t slots = 0;
    std::uint32_t used = 0;
  };

  static std::size_t part_of(std::uint64_t hash) { return hash >> (64U - part_bits); }
  static std::uint64_t tag_of(std::uint64_t hash) {
    return (hash >> (64U - part_bits - tag_bits)) & ((std::uint64_t{1} << tag_bits) - 1);
  }
  /// The slot where the search for a tag begins: tags in order, spread over the slots.
  static std::uint32_t home(Part const& part, std::uint64_t tag) {
    return static_cast<std::uint32_t>((tag * part.slots) >> tag_bits);
  }
  static std::uint32_t after(Part const& part, std::uint32_t slot) {
    return slot + 1 == part.slots ? 0 : slot + 1;
  }
  static void put(Part& part, std::uint64_t cell) {
    auto slot = home(part, cell >> position_bits);
    while (part.cells[slot] != 0) slot = after(part, slot);
    part.cells[slot] = cell;
  }
  void grow(Part& part);

  std::array<Part, std::size_t{1} << part_bits> parts_;
  std::size_t size_ = 0;
  std::size_t slots_ = 0;
};

}  // namespace gl::sequencer
