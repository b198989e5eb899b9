#include "ledger/money.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/check.h"
#include "ledger/wide.h"

namespace gl::ledger {
namespace {

constexpr std::int64_t units_max = std::numeric_limits<std::int64_t>::max();

constexpr std::uint32_t pack(std::string_view code) {
  return (static_cast<std::uint32_t>(code[0]) << 16U) |
         (static_cast<std::uint32_t>(code[1]) << 8U) | static_cast<std::uint32_t>(code[2]);
}

/// Decimals by ISO 4217 for the currencies that public funders have asked for so far.
constexpr auto known_currencies = std::to_array<std::pair<std::uint32_t, unsigned>>({
    {pack("AUD"), 2}, {pack("BGN"), 2}, {pack("CAD"), 2}, {pack("CHF"), 2}, {pack("CZK"), 2},
    {pack("DKK"), 2}, {pack("EUR"), 2}, {pack("GBP"), 2}, {pack("HUF"), 2}, {pack("ISK"), 0},
    {pack("JPY"), 0}, {pack("KRW"), 0}, {pack("MAD"), 2}, {pack("NOK"), 2}, {pack("NZD"), 2},
    {pack("PLN"), 2}, {pack("RON"), 2}, {pack("SEK"), 2}, {pack("TND"), 3}, {pack("USD"), 2},
    {pack("XAF"), 0}, {pack("XOF"), 0}, {pack("XPF"), 0},
});

/// `units` × 10^`power`, or nothing beyond 64 bits.
std::optional<std::int64_t> scale(std::int64_t units, unsigned power) {
  for (unsigned i = 0; i < power; ++i) {
    if (__builtin_mul_overflow(units, std::int64_t{10}, &units)) return std::nullopt;
  }
  return units;
}

std::string decimal_text(std::int64_t units, unsigned decimals) {
  bool const negative = units < 0;
  auto const magnitude =
      negative ? ~static_cast<std::uint64_t>(units) + 1 : static_cast<std::uint64_t>(units);
  auto digits = std::to_string(magnitude);
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  if (decimals > 0) digits.insert(digits.size() - decimals, 1, '.');
  return negative ? "-" + digits : digits;
}

}  // namespace

Result<Currency> Currency::parse(std::string_view code) {
  auto const capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (code.size() != 3 || !std::ranges::all_of(code, capital)) {
    return fail(Errc::malformed, "\"" + std::string{code.substr(0, 10)} +
                                     "\" is not a currency: write its ISO 4217 code, e.g. EUR");
  }
  auto const packed = pack(code);
  auto const known =
      std::ranges::any_of(known_currencies, [&](auto const& row) { return row.first == packed; });
  if (!known) {
    return fail(Errc::malformed,
                "currency " + std::string{code} + " is not known here: ask for it to be added");
  }
  return Currency{packed};
}

std::string Currency::code() const {
  if (packed_ == 0) return {};
  return {static_cast<char>((packed_ >> 16U) & 0xffU), static_cast<char>((packed_ >> 8U) & 0xffU),
          static_cast<char>(packed_ & 0xffU)};
}

unsigned Currency::decimals() const {
  for (auto const& [packed, decimals] : known_currencies) {
    if (packed == packed_) return decimals;
  }
  return 2;
}

Money Money::negated() const {
  GL_CHECK(minor_units_ != std::numeric_limits<std::int64_t>::min(), "this amount has no opposite");
  return Money{-minor_units_};
}

Money add(Money a, Money b) {
  auto const sum = a.plus(b);
  GL_CHECK(sum.has_value(), "a term of a checked total overflowed");
  return *sum;
}

Money subtract(Money a, Money b) {
  auto const difference = a.minus(b);
  GL_CHECK(difference.has_value(), "a term of a checked total overflowed");
  return *difference;
}

std::string to_string(Money money, Currency currency) {
  return decimal_text(money.minor_units(), currency.decimals());
}

Result<Amount> parse_amount(std::string_view text) {
  auto const bad = [&](std::string_view why) {
    return fail(Errc::malformed, "\"" + std::string{text.substr(0, 40)} +
                                     "\" is not an amount: " + std::string{why} +
                                     "; write digits with a point, e.g. 1234.50");
  };
  auto rest = text;
  bool const negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  if (rest.empty() || rest.front() == '.' || rest.back() == '.') return bad("no digits");
  Amount amount;
  bool behind_point = false;
  for (char const c : rest) {
    if (c == '.' && !behind_point) {
      behind_point = true;
      continue;
    }
    if (c < '0' || c > '9') return bad("only digits and one point are taken");
    if (behind_point && ++amount.decimals > 9) return bad("more than 9 decimals");
    if (__builtin_mul_overflow(amount.units, std::int64_t{10}, &amount.units) ||
        __builtin_add_overflow(amount.units, std::int64_t{c - '0'}, &amount.units)) {
      return fail(Errc::too_large, "\"" + std::string{text.substr(0, 40)} +
                                       "\" is over the maximum of " + std::to_string(units_max) +
                                       " minor units");
    }
  }
  if (negative) amount.units = -amount.units;
  return amount;
}

std::string to_string(Amount amount) { return decimal_text(amount.units, amount.decimals); }

Result<Money> to_money(Amount amount, Currency currency) {
  auto const decimals = currency.decimals();
  if (amount.decimals > decimals) {
    return fail(Errc::malformed, to_string(amount) + " has " + std::to_string(amount.decimals) +
                                     " decimals, but " + currency.code() + " has " +
                                     std::to_string(decimals));
  }
  auto const units = scale(amount.units, decimals - amount.decimals);
  if (!units) {
    return fail(Errc::too_large, to_string(amount) + " is over the maximum of " +
                                     decimal_text(units_max, decimals) + " " + currency.code());
  }
  return Money::from_minor_units(*units);
}

Money share_of(Money whole, Rate rate) {
  GL_CHECK(!whole.is_negative(), "a share of a negative amount");
  Wide const product = Wide{whole.minor_units()} * rate.ppm();
  return Money::from_minor_units(
      static_cast<std::int64_t>((product + Rate::ppm_max / 2) / Rate::ppm_max));
}

std::vector<Money> split(Money whole, std::span<Rate const> shares) {
  GL_CHECK(!whole.is_negative(), "a negative amount is split");
  std::vector<std::int64_t> parts;
  std::vector<std::pair<std::int64_t, std::size_t>> by_remainder;  // greatest first, then earliest
  std::int64_t left = whole.minor_units();
  for (std::size_t i = 0; i < shares.size(); ++i) {
    auto const product = Wide{whole.minor_units()} * shares[i].ppm();
    parts.push_back(static_cast<std::int64_t>(product / Rate::ppm_max));
    by_remainder.emplace_back(-static_cast<std::int64_t>(product % Rate::ppm_max), i);
    left -= parts.back();
  }
  GL_CHECK(left >= 0 && left <= static_cast<std::int64_t>(shares.size()),
           "shares that do not sum to the whole");
  std::ranges::sort(by_remainder);
  for (std::int64_t i = 0; i < left; ++i) ++parts[by_remainder[static_cast<std::size_t>(i)].second];
  std::vector<Money> amounts;
  amounts.reserve(parts.size());
  for (auto const part : parts) amounts.push_back(Money::from_minor_units(part));
  return amounts;
}

std::string to_string(Rate rate) {
  auto text = decimal_text(rate.ppm(), 4);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text + " %";
}

}  // namespace gl::ledger
