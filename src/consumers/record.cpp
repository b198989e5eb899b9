#include "consumers/record.h"

#include <charconv>
#include <limits>
#include <string>
#include <utility>

#include "proof/sha256.h"

namespace gl::consumers {
namespace {

constexpr std::string_view magic = "grandlivre-consumer";
constexpr std::string_view digest_word = "sha256 ";

template <class T>
std::string text_of(T const& value) {
  if constexpr (requires { value.view(); }) {
    return value.string();
  } else if constexpr (requires { value.microseconds(); }) {
    return std::to_string(value.microseconds());
  } else if constexpr (requires { value.value(); }) {
    return std::to_string(value.value());
  } else if constexpr (std::is_convertible_v<T, std::string_view>) {
    return std::string{value};
  } else {
    return std::to_string(value);
  }
}

template <class... Words>
void line(std::string& out, Words const&... words) {
  bool first = true;
  auto const put = [&](std::string const& word) {
    if (!first) out.push_back(' ');
    first = false;
    out += word;
  };
  (put(text_of(words)), ...);
  out.push_back('\n');
}

void write_filter(std::string& out, ledger::EventFilter const& filter) {
  for (auto const& type : filter.types) line(out, "type", type);
  for (auto const& programme : filter.programmes) line(out, "programme", programme);
  for (auto const& call : filter.calls) line(out, "call", call);
  for (auto const& project : filter.projects) line(out, "project", project);
  for (auto const year : filter.years) line(out, "year", year);
}

/// The words of one line, taken off its front one by one. What does not fit is remembered.
class Words {
 public:
  explicit Words(std::string_view rest) : rest_(rest) {}

  std::string_view word() {
    auto const end = std::min(rest_.find(' '), rest_.size());
    auto const word = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (word.empty()) good_ = false;
    return word;
  }
  template <class N>
  N number() {
    auto const text = word();
    N number{};
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || end != text.data() + text.size()) good_ = false;
    return number;
  }
  Position position() { return Position{number<std::uint64_t>()}; }
  Instant instant() { return Instant{number<std::int64_t>()}; }
  template <class Id>
  Id id() {
    auto const text = word();
    if (text.size() <= Id::bytes_max) return Id{text};
    good_ = false;
    return {};
  }
  bool flag() { return number<unsigned>() != 0; }
  std::string rest() { return std::string{std::exchange(rest_, {})}; }
  void broken() { good_ = false; }
  [[nodiscard]] bool good() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

void take_owner(Words& in, Record& record) {
  record.owner.person = in.id<ledger::PersonId>();
  auto const role = ledger::parse_role(in.word());
  if (!role) return in.broken();
  record.owner.role = *role;
}

void take_retry(Words& in, Record& record) {
  auto const position = in.position();
  auto& retry = record.progress.retries[position];
  retry.attempts = in.number<std::uint16_t>();
  retry.due_at = in.instant();
  retry.key = OrderKey{in.number<std::uint64_t>()};
}

void take_parked(Words& in, Record& record) {
  auto const position = in.position();
  auto& parked = record.progress.parked[position];
  parked.attempts = in.number<std::uint16_t>();
  parked.at = in.instant();
  parked.replaying = in.flag();
  parked.due_at = in.instant();
  parked.key = OrderKey{in.number<std::uint64_t>()};
  parked.reason = in.rest();
}

void take_reset(Words& in, Record& record) {
  auto& reset = record.reset.emplace();
  reset.at = in.instant();
  reset.from = in.position();
  reset.to = in.position();
  reset.by = in.id<ledger::PersonId>();
}

struct Key {
  std::string_view word;
  void (*take)(Words&, Record&);
};

constexpr Key keys[] = {
    {"name", [](Words& in, Record& to) { to.name = in.id<ledger::ConsumerName>(); }},
    {"owner", take_owner},
    {"created", [](Words& in, Record& to) { to.created_at = in.instant(); }},
    {"type", [](Words& in, Record& to) { to.filter.types.emplace_back(in.word()); }},
    {"programme",
     [](Words& in, Record& to) { to.filter.programmes.push_back(in.id<ledger::ProgrammeId>()); }},
    {"call", [](Words& in, Record& to) { to.filter.calls.push_back(in.id<ledger::CallId>()); }},
    {"project",
     [](Words& in, Record& to) { to.filter.projects.push_back(in.id<ledger::ProjectId>()); }},
    {"year", [](Words& in, Record& to) { to.filter.years.push_back(in.number<std::int32_t>()); }},
    {"reset", take_reset},
    {"attempts-max",
     [](Words& in, Record& to) { to.progress.attempts_max = in.number<std::uint16_t>(); }},
    {"checkpoint", [](Words& in, Record& to) { to.progress.checkpoint = in.position(); }},
    {"settled", [](Words& in, Record& to) { to.progress.settled.push_back(in.position()); }},
    {"retry", take_retry},
    {"parked", take_parked},
};

/// Whether `text` is a line that belongs here; if so it is in `record`.
bool take_line(std::string_view text, Record& record) {
  Words in{text};
  auto const word = in.word();
  for (auto const& key : keys) {
    if (key.word != word) continue;
    key.take(in, record);
    return in.good();
  }
  return false;
}

Result<void> check_format(std::string_view first_line) {
  Words in{first_line};
  auto const word = in.word();
  auto const format = in.number<std::uint32_t>();
  if (word != magic || !in.good()) {
    return fail(Errc::corrupt, "it does not begin as the file of a consumer does");
  }
  if (format <= consumers_format) return {};
  return fail(Errc::newer_format, "it is of format " + std::to_string(format) +
                                      ", this software knows up to " +
                                      std::to_string(consumers_format) + ": use a newer one");
}

}  // namespace

Bytes encode(Record const& record) {
  std::string out;
  line(out, magic, consumers_format);
  line(out, "name", record.name);
  line(out, "owner", record.owner.person, ledger::name(record.owner.role));
  line(out, "created", record.created_at);
  write_filter(out, record.filter);
  if (auto const& reset = record.reset) {
    line(out, "reset", reset->at, reset->from, reset->to, reset->by);
  }
  auto const& progress = record.progress;
  line(out, "attempts-max", progress.attempts_max);
  line(out, "checkpoint", progress.checkpoint);
  for (auto const position : progress.settled) line(out, "settled", position);
  for (auto const& [position, retry] : progress.retries) {
    line(out, "retry", position, retry.attempts, retry.due_at, retry.key);
  }
  for (auto const& [position, parked] : progress.parked) {
    line(out, "parked", position, parked.attempts, parked.at, parked.replaying ? 1 : 0,
         parked.due_at, parked.key, parked.reason);
  }
  line(out, std::string{digest_word} + to_hex(proof::sha256(as_bytes(out))));
  auto const bytes = as_bytes(out);
  return {bytes.begin(), bytes.end()};
}

Result<Record> decode(ByteView file) {
  auto const text = as_text(file);
  auto const first_end = text.find('\n');
  auto const format = check_format(text.substr(0, first_end));
  if (!format) return std::unexpected(format.error());
  auto const digest_at = text.rfind('\n', text.size() < 2 ? 0 : text.size() - 2);
  if (first_end == std::string_view::npos || digest_at == std::string_view::npos) {
    return fail(Errc::corrupt, "it is cut");
  }
  auto const content = text.substr(0, digest_at + 1);
  auto const expected = std::string{digest_word} + to_hex(proof::sha256(as_bytes(content))) + "\n";
  if (text.substr(digest_at + 1) != expected) {
    return fail(Errc::corrupt, "its digest is not that of its content: it was cut or changed");
  }
  Record record;
  std::size_t number = 2;
  for (auto at = first_end + 1; at < content.size(); ++number) {
    auto const end = content.find('\n', at);
    if (!take_line(content.substr(at, end - at), record)) {
      return fail(Errc::corrupt, "its line " + std::to_string(number) + " cannot be read");
    }
    at = end + 1;
  }
  return record;
}

}  // namespace gl::consumers
