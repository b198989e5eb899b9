#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "proof/sha256.h"
#include "tools/import/rows.h"

namespace gl::importing {
namespace {

using Json = nlohmann::json;

constexpr std::size_t depth_max = 32;

/// Walks through a file of JSON and makes a row of each element of one list. A cell is named by the
/// JSON pointer to it, e.g. "/recipientOrganization/0/name" (RFC 6901). Numbers are kept as they
/// are written, so that no amount passes through floating point.
class RecordWalk final : public nlohmann::json_sax<Json> {
 public:
  RecordWalk(Mapping const& mapping, Columns const& columns, RowSink const& sink)
      : list_("/" + mapping.records), columns_(columns), sink_(sink) {}

  [[nodiscard]] std::string const& problem() const { return problem_; }
  [[nodiscard]] bool found_list() const { return found_list_; }

  bool null() override { return value(""); }
  bool boolean(bool given) override { return value(given ? "true" : "false"); }
  bool number_integer(number_integer_t given) override { return value(std::to_string(given)); }
  bool number_unsigned(number_unsigned_t given) override { return value(std::to_string(given)); }
  bool number_float(number_float_t, string_t const& written) override { return value(written); }
  bool string(string_t& given) override { return value(given); }
  bool binary(binary_t&) override { return false; }
  bool key(string_t& name) override {
    path_.back() = escaped(name);
    return true;
  }
  bool start_object(std::size_t) override { return open(false); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t byte, std::string const&, Json::exception const& why) override {
    problem_ = fmt::format("broken JSON at byte {}: {}", byte, why.what());
    return false;
  }

 private:
  static std::string escaped(std::string const& name) {
    std::string out;
    for (char const c : name) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string{c};
    return out;
  }

  [[nodiscard]] std::string pointer(std::size_t from) const {
    std::string text;
    for (auto i = from; i < path_.size(); ++i) text += "/" + path_[i];
    return text;
  }

  /// A list counts its elements; a record begins with each element of the list.
  bool open(bool list) {
    if (path_.size() >= depth_max) {
      problem_ = fmt::format("lists and objects deeper than {}", depth_max);
      return false;
    }
    next_element();
    if (!in_record() && list && pointer(0) == list_) {
      record_depth_ = path_.size() + 1;
      found_list_ = true;
    } else if (is_record(path_.size())) {
      begin();
    }
    lists_.push_back(list);
    path_.emplace_back(list ? "-1" : "");
    return true;
  }

  bool close() {
    lists_.pop_back();
    path_.pop_back();
    if (is_record(path_.size())) end();
    if (path_.size() < record_depth_) record_depth_ = 0;
    return true;
  }

  void next_element() {
    if (!lists_.empty() && lists_.back())
      path_.back() = std::to_string(std::stol(path_.back()) + 1);
  }

  [[nodiscard]] bool in_record() const { return record_depth_ > 0; }
  [[nodiscard]] bool is_record(std::size_t depth) const {
    return in_record() && depth == record_depth_;
  }

  bool value(std::string const& text) {
    next_element();
    if (is_record(path_.size())) {  // no object: a record without anything
      begin();
      end();
    } else if (in_record()) {
      take(pointer(record_depth_), text);
    }
    return true;
  }

  void begin() {
    row_ = {};
    row_.line = ++count_;
    row_.cells.resize(columns_.headings().size());
    bytes_ = 0;
  }

  void take(std::string const& name, std::string const& text) {
    bytes_ += name.size() + text.size();
    hash_.update(as_bytes(name + '\0' + text + '\0'));
    if (bytes_ > record_bytes_max) row_.problem = Code::line_too_long;
    auto const found = std::ranges::find(columns_.headings(), name);
    if (row_.problem || found == columns_.headings().end()) return;
    row_.cells[static_cast<std::size_t>(found - columns_.headings().begin())] = text;
  }

  void end() {
    auto const whole = hash_.finish();
    std::copy_n(whole.begin(), row_.digest.size(), row_.digest.begin());
    bool const empty = std::ranges::all_of(
        row_.cells, [](std::string const& cell) { return trimmed(cell).empty(); });
    if (empty && !row_.problem) row_.problem = Code::empty_line;
    sink_(std::move(row_));
  }

  std::string const list_;
  Columns const& columns_;
  RowSink const& sink_;
  std::vector<std::string> path_;
  std::vector<bool> lists_;
  std::size_t record_depth_ = 0;  ///< the length of the path at a record; 0: outside of the list
  std::uint64_t count_ = 0;
  std::size_t bytes_ = 0;
  bool found_list_ = false;
  proof::Sha256 hash_;
  Row row_;
  std::string problem_;
};

}  // namespace

Result<void> read_json_rows(std::string_view file, Mapping const& mapping, Columns const& columns,
                            RowSink const& sink) {
  if (!is_utf8(file)) return fail(Errc::malformed, "the file is not UTF-8, which JSON is always");
  RecordWalk walk{mapping, columns, sink};
  bool const whole = Json::sax_parse(file, &walk);
  if (!whole) return fail(Errc::malformed, walk.problem());
  if (!walk.found_list()) {
    return fail(Errc::malformed,
                fmt::format("the file has no list \"{}\" at its top", mapping.records));
  }
  return {};
}

}  // namespace gl::importing
