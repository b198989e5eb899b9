#include "tools/import/csv.h"

#include <algorithm>

#include "tools/import/text.h"

namespace gl::importing {
namespace {

/// Digits, with blanks between them.
bool is_whole_number(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('-')) text.remove_prefix(1);
  bool digits = false;
  while (!text.empty()) {
    if (auto const blank = blank_at_start(text)) {
      text.remove_prefix(blank);
    } else if (is_digit(text.front())) {
      digits = true;
      text.remove_prefix(1);
    } else {
      return false;
    }
  }
  return digits;
}

bool is_cents(std::string_view text) {
  text = trimmed(text);
  return text.size() == 2 && is_digit(text[0]) && is_digit(text[1]);
}

/// Puts `count` fields more than one together at `first`.
void join(std::vector<std::string>& fields, std::size_t first, std::size_t count, char separator) {
  for (std::size_t i = 1; i <= count; ++i) fields[first] += separator + fields[first + i];
  auto const from = fields.begin() + static_cast<std::ptrdiff_t>(first) + 1;
  fields.erase(from, from + static_cast<std::ptrdiff_t>(count));
}

/// The places at which the amount may stand.
std::vector<std::size_t> candidates(std::vector<std::string> const& fields, std::size_t headings,
                                    SplitAmount const& split) {
  std::vector<std::size_t> places;
  auto const behind = headings - split.amount - 1;
  for (auto i = split.amount; i + 1 + behind < fields.size(); ++i) {
    bool const left = i == split.amount || split.before.has_value();
    bool const right = fields.size() - (i + 2) == behind || split.after.has_value();
    if (left && right && is_whole_number(fields[i]) && is_cents(fields[i + 1])) {
      places.push_back(i);
    }
  }
  return places;
}

}  // namespace

bool CsvRecord::take(std::string_view line) {
  if (open_) {
    fields_.back() += '\n';
  } else {
    fields_.assign(1, {});
  }
  bool at_start = !open_;
  for (std::size_t i = 0; i < line.size(); ++i) {
    char const c = line[i];
    auto& field = fields_.back();
    if (open_ && c == form_.quote && i + 1 < line.size() && line[i + 1] == form_.quote) {
      field += c;
      ++i;
    } else if (open_ && c == form_.quote) {
      open_ = false;
    } else if (!open_ && at_start && form_.quote != 0 && c == form_.quote) {
      open_ = true;
      at_start = false;
    } else if (!open_ && c == form_.separator) {
      fields_.emplace_back();
      at_start = true;
    } else {
      field += c;
      at_start = false;
    }
  }
  return !open_;
}

std::string unwrap(std::string_view line, char separator, Codes& flags) {
  CsvRecord cells{{.separator = separator, .quote = '"', .wrapped_in = 0}};
  auto& fields = cells.fields();
  if (!cells.take(line)) {
    fields.assign(1, std::string{line});
  } else if (line.starts_with('"')) {
    flags.add(Code::line_unquoted);
  }
  while (fields.size() > 1 && trimmed(fields.back()).empty()) fields.pop_back();
  std::string joined = fields.front();
  for (std::size_t i = 1; i < fields.size(); ++i) joined += separator + fields[i];
  return joined;
}

std::optional<Code> rejoin(std::vector<std::string>& fields, std::size_t headings,
                           SplitAmount const& split, Codes& flags) {
  if (fields.size() < headings) return Code::field_count;
  if (fields.size() == headings) {
    // Cents where the next column should be: another field is missing.
    bool const shifted = split.amount + 1 < headings && is_whole_number(fields[split.amount]) &&
                         is_cents(fields[split.amount + 1]);
    return shifted ? std::optional{Code::field_count} : std::nullopt;
  }
  auto const places = candidates(fields, headings, split);
  if (places.empty()) return Code::field_count;
  if (places.size() > 1) return Code::ambiguous_fields;
  auto const place = places.front();
  auto const too_many_after = fields.size() - (place + 2) - (headings - split.amount - 1);
  auto const too_many_before = place - split.amount;
  // From the right to the left, so that places stay what they are.
  if (too_many_after > 0) {
    join(fields, place + 2 + (*split.after - split.amount - 1), too_many_after, split.separator);
  }
  join(fields, place, 1, ',');
  if (too_many_before > 0) join(fields, *split.before, too_many_before, split.separator);
  if (too_many_before + too_many_after > 0) flags.add(Code::fields_merged);
  return std::nullopt;
}

}  // namespace gl::importing
