#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>

#include "proof/sha256.h"
#include "tools/import/rows.h"

namespace gl::importing {
namespace {

/// Takes lines off the front of a file; a line ends with LF or CRLF.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  /// The number of the line that comes next, from 1.
  [[nodiscard]] std::uint64_t number() const { return number_; }

  std::string_view take() {
    auto const end = rest_.find('\n');
    auto line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number_;
    return line;
  }

 private:
  std::string_view rest_;
  std::uint64_t number_ = 1;
};

/// One record's fields, or what is wrong with it.
struct Record {
  std::uint64_t line = 0;
  std::vector<std::string> fields;
  Codes flags;
  std::optional<Code> problem;
};

std::array<std::byte, 16> digest_of(std::vector<std::string> const& fields) {
  proof::Sha256 hash;
  for (auto const& field : fields) {
    hash.update(as_bytes(field));
    hash.update(as_bytes(std::string_view{"\0", 1}));
  }
  auto const whole = hash.finish();
  std::array<std::byte, 16> digest{};
  std::copy_n(whole.begin(), digest.size(), digest.begin());
  return digest;
}

class CsvReader {
 public:
  CsvReader(std::string_view file, Mapping const& mapping) : lines_(file), mapping_(mapping) {}

  [[nodiscard]] bool at_end() const { return lines_.at_end(); }

  /// The next record. A quote that does not close costs its own line alone.
  Record next() {
    Record record;
    record.line = lines_.number();
    CsvRecord fields{mapping_.csv};
    auto const first = one_line(fields, record);
    if (record.problem) return record;
    if (first) return finished(std::move(record), fields);
    auto const behind_first = lines_;
    std::size_t bytes = 0;
    for (std::size_t count = 1; count < record_lines_max && !lines_.at_end(); ++count) {
      auto const line = lines_.take();
      bytes += line.size();
      auto const text = decode(line, mapping_.encoding);
      if (!text || bytes > record_bytes_max) break;
      if (fields.take(*text)) return finished(std::move(record), fields);
    }
    lines_ = behind_first;
    record.problem = Code::unclosed_quote;
    return record;
  }

 private:
  /// True when the record is whole with it.
  bool one_line(CsvRecord& fields, Record& record) {
    auto const line = lines_.take();
    if (line.size() > record_bytes_max) return record.problem = Code::line_too_long, false;
    auto text = decode(line, mapping_.encoding);
    if (!text) return record.problem = Code::bad_encoding, false;
    if (mapping_.csv.wrapped_in != 0) {
      text = unwrap(*text, mapping_.csv.wrapped_in, record.flags);
    }
    return fields.take(*text);
  }

  static Record finished(Record record, CsvRecord& fields) {
    record.fields = std::move(fields.fields());
    return record;
  }

  Lines lines_;
  Mapping const& mapping_;
};

/// Where a heading stands: by its text, or "#3" for the third. Errors: malformed, with those there
/// are.
Result<std::size_t> place_of(std::string const& heading, std::vector<std::string> const& headings) {
  if (heading.starts_with('#')) {
    std::size_t number = 0;
    auto const* const end = heading.data() + heading.size();
    auto const [stop, problem] = std::from_chars(heading.data() + 1, end, number);
    if (problem == std::errc{} && stop == end && number >= 1 && number <= headings.size()) {
      return number - 1;
    }
  }
  auto const found = std::ranges::find(headings, heading);
  if (found != headings.end()) return static_cast<std::size_t>(found - headings.begin());
  std::string list;
  for (auto const& each : headings) list += (list.empty() ? "" : " | ") + each;
  return fail(Errc::malformed,
              fmt::format("the file has no column \"{}\"; it has: {}", heading, list));
}

/// What the first line says: where each column asked for is.
struct Header {
  std::size_t count = 0;
  std::vector<std::size_t> places;
  std::optional<SplitAmount> split;
};

Result<std::optional<SplitAmount>> split_of(Mapping const& mapping,
                                            std::vector<std::string> const& headings) {
  if (mapping.split_amount.empty()) return std::optional<SplitAmount>{};
  auto const amount = place_of(mapping.split_amount, headings);
  if (!amount) return std::unexpected(amount.error());
  SplitAmount split{.amount = *amount, .before = {}, .after = {}, .separator = {}};
  split.separator = mapping.csv.separator;
  for (auto const& heading : mapping.free_text) {
    auto const place = place_of(heading, headings);
    if (!place) return std::unexpected(place.error());
    (*place < *amount ? split.before : split.after) = *place;
  }
  return split;
}

Result<Header> header_of(Record& record, Mapping const& mapping, Columns const& columns) {
  if (record.problem) {
    return fail(Errc::malformed, fmt::format("line 1, the headings: {}", meaning(*record.problem)));
  }
  auto& headings = record.fields;
  for (auto& heading : headings) heading = std::string{trimmed(heading)};
  while (headings.size() > 1 && headings.back().empty()) headings.pop_back();
  Header header{headings.size(), {}, {}};
  for (auto const& heading : columns.headings()) {
    auto const place = place_of(heading, headings);
    if (!place) return std::unexpected(place.error());
    header.places.push_back(*place);
  }
  auto const split = split_of(mapping, headings);
  if (!split) return std::unexpected(split.error());
  header.split = *split;
  return header;
}

Row row_of(Record&& record, Header const& header) {
  Row row;
  row.line = record.line;
  row.flags = record.flags;
  row.problem = record.problem;
  if (row.problem) return row;
  auto& fields = record.fields;
  bool const empty =
      std::ranges::all_of(fields, [](std::string const& field) { return trimmed(field).empty(); });
  if (empty) return row.problem = Code::empty_line, row;
  while (fields.size() > header.count && trimmed(fields.back()).empty()) fields.pop_back();
  if (header.split) {
    row.problem = rejoin(fields, header.count, *header.split, row.flags);
  } else if (fields.size() != header.count) {
    row.problem = Code::field_count;
  }
  if (row.problem) return row;
  row.digest = digest_of(fields);
  for (auto const place : header.places) row.cells.push_back(fields[place]);
  return row;
}

}  // namespace

Result<void> read_csv_rows(std::string_view file, Mapping const& mapping, Columns const& columns,
                           RowSink const& sink) {
  CsvReader reader{file, mapping};
  if (reader.at_end()) return fail(Errc::malformed, "the file is empty");
  auto first = reader.next();
  auto const header = header_of(first, mapping, columns);
  if (!header) return std::unexpected(header.error());
  while (!reader.at_end()) sink(row_of(reader.next(), *header));
  return {};
}

}  // namespace gl::importing
