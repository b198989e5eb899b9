#pragma once

#include <compare>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace gl::ledger {

/// A currency by its ISO 4217 code of three capitals; the default one is "none" (no money here).
class Currency {
 public:
  constexpr Currency() = default;

  /// The currency with this code. Errors: malformed (not three capitals, not in our list).
  [[nodiscard]] static Result<Currency> parse(std::string_view code);
  /// From `packed()`. Any number is taken: an unknown code prints as it is, with two decimals.
  [[nodiscard]] static constexpr Currency from_packed(std::uint32_t packed) {
    return Currency{packed};
  }

  /// The three letters in 24 bits, first letter highest; 0 for none. Frozen: part of event bytes.
  [[nodiscard]] constexpr std::uint32_t packed() const { return packed_; }
  [[nodiscard]] constexpr bool is_none() const { return packed_ == 0; }
  /// "EUR"; empty for none.
  [[nodiscard]] std::string code() const;
  /// Decimals of the minor unit (ISO 4217): EUR 2, JPY 0, TND 3.
  [[nodiscard]] unsigned decimals() const;

  friend constexpr auto operator<=>(Currency, Currency) = default;

 private:
  constexpr explicit Currency(std::uint32_t packed) : packed_(packed) {}

  std::uint32_t packed_ = 0;
};

/// An amount in minor units of its programme's currency (euro cents for EUR), may be negative.
class Money {
 public:
  constexpr Money() = default;
  [[nodiscard]] static constexpr Money from_minor_units(std::int64_t minor_units) {
    return Money{minor_units};
  }
  [[nodiscard]] constexpr std::int64_t minor_units() const { return minor_units_; }

  /// The exact sum, or nothing on overflow: money never wraps.
  [[nodiscard]] constexpr std::optional<Money> plus(Money other) const {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(minor_units_, other.minor_units_, &sum)) return std::nullopt;
    return Money{sum};
  }
  /// The exact difference, or nothing on overflow.
  [[nodiscard]] constexpr std::optional<Money> minus(Money other) const {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(minor_units_, other.minor_units_, &difference)) return std::nullopt;
    return Money{difference};
  }
  /// The same amount with the other sign. The most negative amount has none: a check.
  [[nodiscard]] Money negated() const;
  [[nodiscard]] constexpr bool is_zero() const { return minor_units_ == 0; }
  [[nodiscard]] constexpr bool is_negative() const { return minor_units_ < 0; }
  [[nodiscard]] constexpr bool is_positive() const { return minor_units_ > 0; }

  friend constexpr auto operator<=>(Money, Money) = default;

 private:
  constexpr explicit Money(std::int64_t minor_units) : minor_units_(minor_units) {}

  std::int64_t minor_units_ = 0;
};

/// `a + b` where the sum cannot overflow because both are terms of a checked total: a check if not.
[[nodiscard]] Money add(Money a, Money b);
/// `a - b`, as `add`.
[[nodiscard]] Money subtract(Money a, Money b);

/// "40000.00" in the currency's decimals, sign in front.
[[nodiscard]] std::string to_string(Money money, Currency currency);

/// An amount as a command's sender wrote it: digits and how many of them are decimals. It becomes
/// money when the programme, and so the currency, is known.
struct Amount {
  std::int64_t units = 0;     ///< all digits as one number: 40000.01 is 4000001
  std::uint8_t decimals = 0;  ///< how many of them stand behind the point, at most 9

  friend bool operator==(Amount const&, Amount const&) = default;
};

/// `40000`, `40000.5`, `-12.30`: decimal point, no other sign or space, at most 9 decimals.
/// Errors: malformed, too_large (beyond 2^63 − 1 units).
[[nodiscard]] Result<Amount> parse_amount(std::string_view text);
[[nodiscard]] std::string to_string(Amount amount);

/// The money of this amount in this currency. Errors: malformed (more decimals than the currency
/// has), too_large (beyond 2^63 − 1 minor units).
[[nodiscard]] Result<Money> to_money(Amount amount, Currency currency);

/// A share or a rate in parts per million, 0 to 1 000 000 (100 %).
class Rate {
 public:
  static constexpr std::int32_t ppm_max = 1'000'000;

  constexpr Rate() = default;
  constexpr explicit Rate(std::int32_t ppm) : ppm_(ppm) {}

  [[nodiscard]] constexpr std::int32_t ppm() const { return ppm_; }
  [[nodiscard]] constexpr bool is_zero() const { return ppm_ == 0; }
  friend constexpr auto operator<=>(Rate, Rate) = default;

 private:
  std::int32_t ppm_ = 0;
};

/// `rate` of `whole`, rounded half up to the minor unit, once. `whole` is not negative.
[[nodiscard]] Money share_of(Money whole, Rate rate);

/// `whole` in parts that sum to it exactly: largest remainder, ties to the earlier part. `whole` is
/// not negative, the shares sum to 1 000 000.
[[nodiscard]] std::vector<Money> split(Money whole, std::span<Rate const> shares);

/// "50 %", "33.3333 %".
[[nodiscard]] std::string to_string(Rate rate);

}  // namespace gl::ledger
