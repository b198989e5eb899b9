#include "projections/generations.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>

#include "codec/event_codec.h"
#include "journal/files.h"

namespace gl::projections {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t digits = 6;

std::string name_of(std::uint64_t number) {
  auto const text = std::to_string(number);
  return std::string(digits - std::min(digits, text.size()), '0') + text;
}

/// The number that a directory's name says; nothing for another name.
std::optional<std::uint64_t> number_in(std::string_view name) {
  std::uint64_t number = 0;
  auto const parsed = std::from_chars(name.data(), name.data() + name.size(), number);
  if (name.size() < digits || parsed.ec != std::errc{} || parsed.ptr != name.data() + name.size()) {
    return std::nullopt;
  }
  return number;
}

/// Whether the views fold this very journal. Errors: corrupt, io.
Result<bool> is_of(Store const& store, journal::Journal const& journal) {
  auto const position = store.now().position;
  if (position < Position{1}) return true;
  if (position > journal.watermark()) return false;
  auto const bytes = journal.read_one(position);
  if (!bytes) return std::unexpected(bytes.error());
  auto const header = codec::peek(*bytes);
  if (!header) return std::unexpected(header.error());
  return store.mark_at_open() == mark_of(position, header->recorded_at, header->command_id);
}

}  // namespace

std::string Generations::current_name() const {
  auto const bytes = journal::read_file(dir_ / "CURRENT", 64);
  if (!bytes) return {};
  std::string name{as_text(*bytes)};
  while (!name.empty() && name.back() == '\n') name.pop_back();
  return number_in(name) ? name : std::string{};
}

std::uint64_t Generations::highest_number() const {
  std::uint64_t highest = 0;
  std::error_code failed;
  for (auto const& entry : fs::directory_iterator{dir_, failed}) {
    auto const number = number_in(entry.path().filename().string());
    if (number) highest = std::max(highest, *number);
  }
  return highest;
}

void Generations::remove_others(std::string const& name) const {
  std::error_code failed;
  for (auto const& entry : fs::directory_iterator{dir_, failed}) {
    auto const other = entry.path().filename().string();
    if (other == name || !number_in(other)) continue;
    fs::remove_all(entry.path(), failed);
    spdlog::info("event=views_removed dir={} ok={}", other, !failed);
  }
}

Result<std::shared_ptr<Store>> Generations::open_current(journal::Journal const& journal) {
  auto const name = current_name();
  if (!name.empty()) {
    remove_others(name);
    auto store = Store::open(dir_ / name, run_events_);
    if (store) {
      auto const same = is_of(**store, journal);
      if (!same) return std::unexpected(same.error());
      if (*same) return store;
      spdlog::warn("event=views_thrown_away dir={} why=\"they are of another journal\"", name);
    } else if (store.error().code == Errc::malformed || store.error().code == Errc::corrupt ||
               store.error().code == Errc::not_found) {
      spdlog::warn("event=views_thrown_away dir={} why=\"{}\"", name, store.error().what);
    } else {
      return store;
    }
  }
  auto fresh = make_next();
  if (!fresh) return fresh;
  if (auto const named = make_current(**fresh); !named) return std::unexpected(named.error());
  remove_others((*fresh)->dir().filename().string());
  return fresh;
}

Result<std::shared_ptr<Store>> Generations::make_next() {
  auto const dir = dir_ / name_of(highest_number() + 1);
  std::error_code failed;
  fs::create_directories(dir_, failed);
  if (failed) return fail(Errc::io, "make " + dir_.string() + ": " + failed.message());
  return Store::open(dir, run_events_);
}

Result<void> Generations::make_current(Store const& store) {
  auto const line = store.dir().filename().string() + "\n";
  return journal::write_file_durably(dir_ / "CURRENT", gl::as_bytes(line));
}

}  // namespace gl::projections
