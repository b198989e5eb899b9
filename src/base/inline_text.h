#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/check.h"

namespace gl {

/// A short text held in place, so that reading one allocates nothing. `Tag` keeps meanings apart;
/// at most `bytes_max` bytes (≤ 255), bytes behind the end are zero.
template <class Tag, std::size_t Max>
class InlineText {
  static_assert(Max <= 255);

 public:
  static constexpr std::size_t bytes_max = Max;

  constexpr InlineText() = default;

  /// `text` has at most `bytes_max` bytes: whoever takes it from outside has checked that.
  explicit InlineText(std::string_view text) : size_(static_cast<std::uint8_t>(text.size())) {
    GL_CHECK(text.size() <= Max, "a text from outside was not checked against its maximum");
    std::ranges::copy(text, chars_.begin());
  }

  [[nodiscard]] std::string_view view() const { return {chars_.data(), size_}; }
  [[nodiscard]] std::string string() const { return std::string{view()}; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  friend bool operator==(InlineText const& a, InlineText const& b) { return a.view() == b.view(); }
  friend std::strong_ordering operator<=>(InlineText const& a, InlineText const& b) {
    return a.view() <=> b.view();
  }

 private:
  std::uint8_t size_ = 0;
  std::array<char, Max> chars_{};
};

}  // namespace gl

template <class Tag, std::size_t Max>
struct std::hash<gl::InlineText<Tag, Max>> {
  [[nodiscard]] std::size_t operator()(gl::InlineText<Tag, Max> const& text) const noexcept {
    return std::hash<std::string_view>{}(text.view());
  }
};
