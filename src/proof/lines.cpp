#include "proof/lines.h"

#include <charconv>

namespace gl::proof {

std::optional<std::string_view> Lines::next() {
  auto const end = rest_.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  auto const line = rest_.substr(0, end);
  rest_.remove_prefix(end + 1);
  return line;
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
  std::uint64_t number = 0;
  auto const* const begin = text.data();
  auto const* const end = begin + text.size();
  auto const [read, problem] = std::from_chars(begin, end, number);
  if (text.empty() || problem != std::errc{} || read != end) return std::nullopt;
  if (text.front() == '0' && text.size() > 1) return std::nullopt;
  return number;
}

}  // namespace gl::proof
