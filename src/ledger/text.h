#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/inline_text.h"
#include "base/strong.h"
#include "base/time.h"
#include "ledger/money.h"

namespace gl::ledger {

/// Money with its currency, for sentences: "40,000.01 EUR".
struct Sum {
  Money money;
  Currency currency;
};

/// The sum with commas between thousands and the currency behind it.
[[nodiscard]] std::string to_string(Sum sum);

inline void put(std::string& out, std::string_view text) { out += text; }
inline void put(std::string& out, Sum sum) { out += to_string(sum); }
inline void put(std::string& out, CivilDate date) { out += gl::to_string(date); }
inline void put(std::string& out, Instant instant) { out += gl::to_string(instant); }
inline void put(std::string& out, Rate rate) { out += to_string(rate); }
template <class Tag, std::size_t Max>
void put(std::string& out, InlineText<Tag, Max> const& text) {
  out += text.view();
}
template <class Tag, class Rep>
void put(std::string& out, Strong<Tag, Rep> number) {
  out += std::to_string(number.value());
}
template <std::integral Number>
void put(std::string& out, Number number) {
  out += std::to_string(number);
}

/// The parts, one behind the other: sentences for refusals.
template <class... Parts>
[[nodiscard]] std::string say(Parts const&... parts) {
  std::string out;
  (put(out, parts), ...);
  return out;
}

}  // namespace gl::ledger
