#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gl::proof {

/// Steps through a text whose every line ends in a newline.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  /// The next line without its newline; nothing at the end, or when the last line has none.
  [[nodiscard]] std::optional<std::string_view> next();
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  /// What was not stepped over yet.
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

/// A number in decimal digits, without sign and leading zeros; nothing for anything else.
[[nodiscard]] std::optional<std::uint64_t> parse_decimal(std::string_view text);

}  // namespace gl::proof
