#include "ledger/text.h"

namespace gl::ledger {

std::string to_string(Sum sum) {
  auto text = to_string(sum.money, sum.currency);
  auto const point = text.find('.');
  auto at = point == std::string::npos ? text.size() : point;
  std::size_t const first = sum.money.is_negative() ? 1 : 0;
  while (at > first + 3) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  if (!sum.currency.is_none()) text += " " + sum.currency.code();
  return text;
}

}  // namespace gl::ledger
