#include "projections/directory.h"

#include <algorithm>
#include <string_view>

#include "projections/series.h"
#include "projections/varint.h"

namespace gl::projections {

namespace {

/// The part of `places`, which are in order, that begins at `first` or later.
template <class Place>
auto since(std::vector<Place> const& places, Position first) {
  return std::ranges::subrange{std::ranges::lower_bound(places, first, {}, &Place::first),
                               places.end()};
}

template <class Map>
auto created_since(Map const& map, Position first) {
  std::vector<typename Map::const_pointer> created;
  for (auto const& entry : map) {
    if (entry.second.created >= first) created.push_back(&entry);
  }
  return created;
}

void write_series(RowWriter& out, SeriesPlaces const& places, Position first) {
  auto const chunks = since(places.chunks, first);
  out.number(chunks.size());
  for (auto const& place : chunks) {
    out.number(place.first.value());
    out.signed_number(place.first_day);
  }
  auto const late = since(places.late, first);
  out.number(late.size());
  for (auto const& place : late) {
    out.number(place.first.value());
    out.signed_number(place.min_day);
    out.signed_number(place.max_day_so_far);
  }
}

void read_series(RowReader& in, SeriesPlaces& places) {
  for (auto count = in.number(); count > 0 && in.ok(); --count) {
    ChunkPlace place;
    place.first = Position{in.number()};
    place.first_day = static_cast<std::int32_t>(in.signed_number());
    places.chunks.push_back(place);
  }
  for (auto count = in.number(); count > 0 && in.ok(); --count) {
    LatePlace place;
    place.first = Position{in.number()};
    place.min_day = static_cast<std::int32_t>(in.signed_number());
    place.max_day_so_far = static_cast<std::int32_t>(in.signed_number());
    places.late.push_back(place);
  }
}

/// A text that becomes an id; one that is too long ends the reading.
template <class Id>
Id read_id(RowReader& in) {
  auto const text = in.text();
  if (text.size() <= Id::bytes_max) return Id{text};
  static_cast<void>(in.raw(static_cast<std::uint64_t>(-1)));
  return {};
}

void read_programme(RowReader& in, Directory& directory) {
  auto const id = read_id<ledger::ProgrammeId>(in);
  auto& entry = directory.programmes[id];
  entry.created = Position{in.number()};
  entry.currency = ledger::Currency::from_packed(static_cast<std::uint32_t>(in.number()));
}

void read_call(RowReader& in, Directory& directory) {
  auto const id = read_id<ledger::CallId>(in);
  auto& entry = directory.calls[id];
  entry.created = Position{in.number()};
  entry.programme = read_id<ledger::ProgrammeId>(in);
}

}  // namespace

Bytes Directory::added_since(Position first) const {
  Bytes row;
  RowWriter out{row};
  auto const new_programmes = created_since(programmes, first);
  out.number(new_programmes.size());
  for (auto const* programme : new_programmes) {
    out.text(programme->first.view());
    out.number(programme->second.created.value());
    out.number(programme->second.currency.packed());
  }
  auto const new_calls = created_since(calls, first);
  out.number(new_calls.size());
  for (auto const* call : new_calls) {
    out.text(call->first.view());
    out.number(call->second.created.value());
    out.text(call->second.programme.view());
  }
  std::vector<std::string_view> keys;
  for (auto const& [key, places] : series) {
    if (!places.chunks.empty() && places.chunks.back().first >= first) keys.push_back(key);
  }
  std::ranges::sort(keys);
  out.number(keys.size());
  for (auto const key : keys) {
    out.text(key);
    write_series(out, series.at(SeriesKey{key}), first);
  }
  auto const changes = since(times, first);
  out.number(changes.size());
  for (auto const& place : changes) {
    out.number(place.first.value());
    out.signed_number(place.recorded_at.microseconds());
  }
  return row;
}

Result<void> Directory::add(ByteView row) {
  RowReader in{row};
  for (auto count = in.number(); count > 0 && in.ok(); --count) read_programme(in, *this);
  for (auto count = in.number(); count > 0 && in.ok(); --count) read_call(in, *this);
  for (auto count = in.number(); count > 0 && in.ok(); --count) {
    SeriesKey const key{in.text()};
    read_series(in, series[key]);
    if (auto const credits = parse_credits_series(key)) {
      programmes[credits->programme].years.insert(credits->year);
    }
  }
  for (auto count = in.number(); count > 0 && in.ok(); --count) {
    auto const first = Position{in.number()};
    times.push_back({first, Instant{in.signed_number()}});
  }
  if (!in.ok() || !in.at_end()) return damaged_row(times.empty() ? Position{} : times.back().first);
  return {};
}

}  // namespace gl::projections
