#include "tools/import/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <limits>
#include <optional>

#include "ledger/ids.h"
#include "ledger/limits.h"
#include "tools/import/text.h"

namespace gl::importing {
namespace {

/// The number that `text` starts with, of `digits` digits; nothing when they are fewer.
std::optional<std::int32_t> digits_at(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  std::int32_t value = 0;
  for (auto const c : text.substr(at, digits)) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// ------------------------------------------------------------------------------------- amounts

/// What stands around an amount and is no part of it; true when it is a minus.
bool strip_signs(std::string_view& text) {
  bool minus = false;
  for (bool more = true; more;) {
    more = false;
    text = trimmed(text);
    for (std::string_view const sign : {"€", "£", "$", "EUR", "GBP", "-", "\u2212", "+"}) {
      if (!text.starts_with(sign)) continue;
      minus = minus || sign == "-" || sign == "\u2212";
      text.remove_prefix(sign.size());
      more = true;
    }
    for (std::string_view const sign : {"€", "£", "$", "EUR", "GBP"}) {
      if (!text.ends_with(sign)) continue;
      text.remove_suffix(sign.size());
      more = true;
    }
    if (text.size() > 2 && text.starts_with('(') && text.ends_with(')')) {
      text = text.substr(1, text.size() - 2);
      minus = true;
      more = true;
    }
  }
  return minus;
}

/// The digits without the marks between thousands; nothing when the marks are not between threes.
std::optional<std::string> ungrouped(std::string_view text, char mark) {
  std::string digits;
  std::size_t group = 0;
  bool grouped = false;
  while (!text.empty()) {
    auto const blank = blank_at_start(text);
    bool const is_mark = mark != 0 && (mark == ' ' ? blank > 0 : text.front() == mark);
    if (is_digit(text.front())) {
      digits += text.front();
      ++group;
      text.remove_prefix(1);
    } else if (is_mark) {
      if (group == 0 || group > 3 || (grouped && group != 3)) return std::nullopt;
      grouped = true;
      group = 0;
      text.remove_prefix(mark == ' ' ? blank : 1);
    } else {
      return std::nullopt;
    }
  }
  if (digits.empty() || (grouped && group != 3)) return std::nullopt;
  return digits;
}

// --------------------------------------------------------------------------------------- dates

std::optional<CivilDate> day_of(std::int32_t year, std::int32_t month, std::int32_t day) {
  if (year < ledger::limits::year_min || year > ledger::limits::year_max) return std::nullopt;
  std::chrono::year_month_day const date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return civil_date(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

struct Found {
  std::optional<CivilDate> date;  ///< nothing: digits of a date's form that no calendar has
  std::size_t length = 0;         ///< 0: no date stands here
};

Found iso_at(std::string_view text, std::size_t at) {
  auto const year = digits_at(text, at, 4);
  auto const month = digits_at(text, at + 5, 2);
  auto const day = digits_at(text, at + 8, 2);
  if (!year || !month || !day || text[at + 4] != '-' || text[at + 7] != '-') return {};
  return {day_of(*year, *month, *day), 10};
}

/// 5/9/2016 or 05/09/2016, also with points or hyphens.
Found day_first_at(std::string_view text, std::size_t at, bool month_first) {
  auto const start = at;
  std::array<std::int32_t, 2> parts{};
  for (auto& part : parts) {
    auto const two = digits_at(text, at, 2);
    auto const value = two ? two : digits_at(text, at, 1);
    if (!value) return {};
    part = *value;
    at += two ? 2U : 1U;
    if (at >= text.size() || !std::string_view{"/.-"}.contains(text[at])) return {};
    ++at;
  }
  auto const year = digits_at(text, at, 4);
  if (!year) return {};
  return {day_of(*year, parts[month_first ? 0 : 1], parts[month_first ? 1 : 0]), at + 4 - start};
}

Found date_at(std::string_view text, std::size_t at, DateForm form) {
  if (form == DateForm::iso) return iso_at(text, at);
  return day_first_at(text, at, form == DateForm::month_day_year);
}

std::vector<CivilDate> whole_number_date(std::string_view text, DateForm form, bool year_end) {
  std::int32_t number = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size()) return {};
  if (form == DateForm::serial) {
    // Spreadsheets count a 29 February 1900 that there was not: from March on it cancels out.
    auto const date = civil_date(1899, 12, 30).plus_days(std::clamp(number, 61, 109'574));
    return number == std::clamp(number, 61, 109'574) ? std::vector{date} : std::vector<CivilDate>{};
  }
  auto const date = text.size() == 4 ? day_of(number, year_end ? 12 : 1, year_end ? 31 : 1)
                                     : std::optional<CivilDate>{};
  return date ? std::vector{*date} : std::vector<CivilDate>{};
}

}  // namespace

std::expected<ledger::Money, Code> read_amount(std::string_view text, NumberForm form,
                                               ledger::Currency currency) {
  text = trimmed(text);
  if (text.empty()) return std::unexpected(Code::no_amount);
  bool const minus = strip_signs(text);
  auto const mark = text.find(form.decimal);
  auto digits = ungrouped(text.substr(0, mark), form.thousands);
  if (!digits) return std::unexpected(Code::bad_amount);
  auto decimals = mark == std::string_view::npos ? std::string_view{} : text.substr(mark + 1);
  if (!std::ranges::all_of(decimals, is_digit)) return std::unexpected(Code::bad_amount);
  while (decimals.ends_with('0')) decimals.remove_suffix(1);
  if (decimals.size() > currency.decimals()) return std::unexpected(Code::bad_amount);
  *digits += decimals;
  digits->append(currency.decimals() - decimals.size(), '0');
  std::int64_t units = 0;
  auto const [end, problem] =
      std::from_chars(digits->data(), digits->data() + digits->size(), units);
  if (problem != std::errc{}) return std::unexpected(Code::bad_amount);
  return ledger::Money::from_minor_units(minus ? -units : units);
}

std::vector<CivilDate> read_dates(std::string_view text, DateForm form, bool year_end) {
  text = trimmed(text);
  if (form == DateForm::year || form == DateForm::serial) {
    return whole_number_date(text, form, year_end);
  }
  std::vector<CivilDate> dates;
  for (std::size_t at = 0; at < text.size();) {
    bool const inside = at > 0 && is_digit(text[at - 1]);
    auto const found = inside ? Found{} : date_at(text, at, form);
    auto const behind = at + found.length;
    bool const goes_on = found.length > 0 && behind < text.size() && is_digit(text[behind]);
    if (found.length == 0 || goes_on) {
      ++at;
      continue;
    }
    if (found.date) dates.push_back(*found.date);
    at = behind;
  }
  return dates;
}

std::vector<ledger::Rate> read_shares(std::string_view words) {
  std::vector<ledger::Rate> shares;
  std::int64_t left = ledger::Rate::ppm_max;
  for (auto sign = words.find('%'); sign != std::string_view::npos;
       sign = words.find('%', sign + 1)) {
    auto const before = trimmed(words.substr(0, sign));
    auto start = before.size();
    while (start > 0 &&
           (is_digit(before[start - 1]) || before[start - 1] == ',' || before[start - 1] == '.')) {
      --start;
    }
    while (start < before.size() && !is_digit(before[start])) ++start;
    std::string number{before.substr(start)};
    std::ranges::replace(number, ',', '.');
    auto const amount = ledger::parse_amount(number);
    if (!amount || amount->decimals > 4 || amount->units <= 0) return {};
    std::int64_t ppm = 10'000;
    for (unsigned i = 0; i < amount->decimals; ++i) ppm /= 10;
    if (amount->units > left / ppm) return {};
    ppm *= amount->units;
    left -= ppm;
    shares.emplace_back(static_cast<std::int32_t>(ppm));
  }
  if (!shares.empty() && left > 0) shares.emplace_back(static_cast<std::int32_t>(left));
  return shares;
}

bool is_siren(std::string_view text) {
  if (text.size() != 9 || !std::ranges::all_of(text, is_digit)) return false;
  unsigned sum = 0;  // Luhn's rule: from the right, every second digit counts double
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const value = static_cast<unsigned>(text[i] - '0') * (i % 2 == 1 ? 2U : 1U);
    sum += value / 10 + value % 10;
  }
  return sum % 10 == 0;
}

}  // namespace gl::importing
