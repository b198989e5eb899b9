#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace gl::importing {

/// What can be said about a line of a file: a flag, and the line enters all the same, or a reason
/// to reject it. Meaning and way out of each: docs/import.md. The names are stable.
enum class Code : std::uint8_t {
  // Flags.
  no_name,
  no_id,
  bad_id,
  no_title,
  natural_person,
  other_date,
  several_dates,
  bad_second_date,
  not_signed,
  signed_before_decision,
  paid_before_decision,
  paid_before_signature,
  shares_from_words,
  instalments_unknown,
  paid_over_award,
  bad_share,
  bad_cost,
  amount_over_cost,
  end_before_start,
  unknown_commune,
  duplicate,
  fields_merged,
  line_unquoted,
  text_cut,
  text_cleaned,
  // Reasons to reject.
  empty_line,
  bad_encoding,
  line_too_long,
  unclosed_quote,
  field_count,
  ambiguous_fields,
  no_amount,
  bad_amount,
  zero_amount,
  negative_amount,
  no_date,
  bad_date,
  no_payee,
  missing_field,
  total_line,
  bad_reference,
  count,
};

/// "TOTAL_LINE".
[[nodiscard]] std::string_view name(Code code);
/// One line for a person.
[[nodiscard]] std::string_view meaning(Code code);
/// True for a reason to reject a line.
[[nodiscard]] constexpr bool rejects(Code code) { return code >= Code::empty_line; }

/// A set of enumerants whose numbers are below 64.
template <class Enum>
class SetOf {
 public:
  void add(Enum each) { bits_ |= bit(each); }
  [[nodiscard]] bool has(Enum each) const { return (bits_ & bit(each)) != 0; }
  [[nodiscard]] bool empty() const { return bits_ == 0; }
  /// In the order of their numbers.
  [[nodiscard]] std::vector<Enum> list() const {
    std::vector<Enum> all;
    for (std::uint8_t number = 0; number < 64; ++number) {
      if (has(Enum{number})) all.push_back(Enum{number});
    }
    return all;
  }

  friend bool operator==(SetOf, SetOf) = default;

 private:
  [[nodiscard]] static constexpr std::uint64_t bit(Enum each) {
    return std::uint64_t{1} << static_cast<unsigned>(each);
  }

  std::uint64_t bits_ = 0;
};

using Codes = SetOf<Code>;
static_assert(static_cast<unsigned>(Code::count) <= 64);

}  // namespace gl::importing
