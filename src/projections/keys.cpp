#include "projections/keys.h"

#include "ledger/command_hash.h"

namespace gl::projections {

namespace {

/// First byte of a series key or of a list of projects.
enum class Tag : std::uint8_t {
  programme = 1,
  credits = 2,
  call = 3,
  project = 4,
  stream = 5,
  refusals = 6,
  all_projects = 7,
  call_projects = 8,
  programme_projects = 9,
};

std::string tagged(Tag tag) { return std::string(1, static_cast<char>(tag)); }

void put(std::string& key, ByteView bytes) { key.append(as_text(bytes)); }

/// The hash of `name`, then `name` and a zero byte, which no id holds: no key is another's start.
SeriesKey hashed(std::string const& name) {
  SeriesKey key;
  key.reserve(8 + name.size() + 1 + 8);
  put(key, big_endian(ledger::sip_hash({}, gl::as_bytes(name))));
  key += name;
  key += '\0';
  return key;
}

SeriesKey of_stream(Tag tag, ledger::StreamRef const& stream) {
  auto name = tagged(tag);
  name += static_cast<char>(stream.kind);
  name += stream.id.view();
  return hashed(name);
}

std::string list(Tag tag, std::string_view owner) {
  auto key = tagged(tag);
  key += owner;
  key += '\0';
  return key;
}

}  // namespace

std::vector<journal::ViewConfig> view_configs() {
  return {{"index", 0},   {"money", 0}, {"late", 0},  {"projects", 8}, {"streams", 8},
          {"members", 0}, {"heads", 8}, {"times", 0}, {"commands", 0}};
}

SeriesKey programme_series(ledger::ProgrammeId const& programme) {
  return tagged(Tag::programme).append(programme.view());
}

SeriesKey credits_series(ledger::ProgrammeId const& programme, std::int32_t year) {
  auto key = tagged(Tag::credits);
  put(key, big_endian(static_cast<std::uint32_t>(year)));
  return key.append(programme.view());
}

SeriesKey call_series(ledger::CallId const& call) { return tagged(Tag::call).append(call.view()); }

std::optional<CreditsOf> parse_credits_series(std::string_view key) {
  if (key.size() < 9 || key.front() != static_cast<char>(Tag::credits)) return std::nullopt;
  auto const year = from_big_endian(gl::as_bytes(key.substr(1, 8)));
  auto const programme = key.substr(9);
  if (programme.size() > ledger::ProgrammeId::bytes_max) return std::nullopt;
  return CreditsOf{ledger::ProgrammeId{programme},
                   static_cast<std::int32_t>(static_cast<std::uint32_t>(year))};
}

SeriesKey project_series(ledger::ProjectId const& project) {
  return hashed(tagged(Tag::project).append(project.view()));
}

SeriesKey stream_list(ledger::StreamRef const& stream) { return of_stream(Tag::stream, stream); }

SeriesKey refusals_list(ledger::StreamRef const& target) {
  return of_stream(Tag::refusals, target);
}

std::string all_projects() { return list(Tag::all_projects, ""); }

std::string projects_of_call(ledger::CallId const& call) {
  return list(Tag::call_projects, call.view());
}

std::string projects_of_programme(ledger::ProgrammeId const& programme) {
  return list(Tag::programme_projects, programme.view());
}

Bytes seek_key(std::string_view series, Position first) {
  auto const name = gl::as_bytes(series);
  Bytes key;
  key.reserve(name.size() + 8);
  key.insert(key.end(), name.begin(), name.end());
  auto const place = big_endian(first.value());
  key.insert(key.end(), place.begin(), place.end());
  return key;
}

Bytes place_key(Position first, std::string_view series) {
  auto const name = gl::as_bytes(series);
  auto const place = big_endian(first.value());
  Bytes key;
  key.reserve(8 + name.size());
  key.insert(key.end(), place.begin(), place.end());
  key.insert(key.end(), name.begin(), name.end());
  return key;
}

Position position_at_end(ByteView key) {
  GL_CHECK(key.size() >= 8, "a key of the views is shorter than its position");
  return Position{from_big_endian(key.last(8))};
}

}  // namespace gl::projections
