#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace gl {

/// A number with a meaning. Tags never mix; there is no implicit way in or out.
template <class Tag, class Rep = std::uint64_t>
class Strong {
 public:
  using rep = Rep;

  constexpr Strong() = default;
  constexpr explicit Strong(Rep value) : value_(value) {}

  /// The bare number, for printing, storing and arithmetic at the edges.
  [[nodiscard]] constexpr Rep value() const { return value_; }

  friend constexpr auto operator<=>(Strong, Strong) = default;

 private:
  Rep value_{};
};

/// Place of an event in the journal: 1, 2, 3 … without gaps; 0 means "before the first event".
/// The leaf index of an event in the Merkle tree is its position less one.
using Position = Strong<struct PositionTag>;

/// Place of an event in its stream: 1, 2, 3 … without gaps; 0 means "the stream has no event yet".
using StreamVersion = Strong<struct StreamVersionTag, std::uint32_t>;

/// The position after `position`.
[[nodiscard]] constexpr Position next(Position position) { return Position{position.value() + 1}; }

}  // namespace gl

template <class Tag, class Rep>
struct std::hash<gl::Strong<Tag, Rep>> {
  [[nodiscard]] std::size_t operator()(gl::Strong<Tag, Rep> strong) const noexcept {
    return std::hash<Rep>{}(strong.value());
  }
};
