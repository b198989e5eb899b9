#include "journal/run.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "base/check.h"
#include "proof/sha256.h"

namespace gl::journal {

namespace {

std::uint64_t start_of(ByteView key) {
  std::array<std::byte, 8> start{};
  std::memcpy(start.data(), key.data(), std::min(key.size(), start.size()));
  return from_big_endian(start);
}

/// Both lengths of a row, each as four bytes big-endian.
std::array<std::byte, 8> lengths(ByteView key, ByteView value) {
  return big_endian(static_cast<std::uint64_t>(key.size()) << 32 | value.size());
}

}  // namespace

void Rows::append(ByteView key, ByteView value) {
  GL_CHECK(!key.empty() && key.size() <= key_bytes_max, "a key has 1 to 1,024 bytes");
  GL_CHECK(buffer_.size() + key.size() + value.size() <= std::numeric_limits<std::uint32_t>::max(),
           "rows of 4 GiB: a run is limited far below");
  places_.push_back({.key_start = start_of(key),
                     .offset = static_cast<std::uint32_t>(buffer_.size()),
                     .value_bytes = static_cast<std::uint32_t>(value.size()),
                     .key_bytes = static_cast<std::uint16_t>(key.size())});
  buffer_.insert(buffer_.end(), key.begin(), key.end());
  buffer_.insert(buffer_.end(), value.begin(), value.end());
}

ByteView Rows::key(std::size_t index) const {
  Place const& place = places_[index];
  return ByteView{buffer_}.subspan(place.offset, place.key_bytes);
}

ByteView Rows::value(std::size_t index) const {
  Place const& place = places_[index];
  return ByteView{buffer_}.subspan(place.offset + place.key_bytes, place.value_bytes);
}

bool Rows::less(Place const& a, Place const& b) const {
  if (a.key_start != b.key_start) return a.key_start < b.key_start;
  std::size_t const common = std::min(a.key_bytes, b.key_bytes);
  int const order = std::memcmp(buffer_.data() + a.offset, buffer_.data() + b.offset, common);
  return order != 0 ? order < 0 : a.key_bytes < b.key_bytes;
}

void Rows::sort() {
  auto const before = [this](Place const& a, Place const& b) { return less(a, b); };
  if (!std::ranges::is_sorted(places_, before)) std::ranges::sort(places_, before);
}

bool Rows::is_sorted() const {
  return std::ranges::adjacent_find(places_, [this](Place const& a, Place const& b) {
           return !less(a, b);
         }) == places_.end();
}

void Rows::clear() {
  buffer_.clear();
  places_.clear();
}

Hash run_digest(Run const& run) {
  proof::Sha256 hasher;
  hasher.update(big_endian(run.number));
  hasher.update(big_endian(run.first.value()));
  hasher.update(big_endian(run.last.value()));
  for (Rows const& rows : run.views) {
    hasher.update(big_endian(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ByteView const key = rows.key(i);
      ByteView const value = rows.value(i);
      hasher.update(lengths(key, value));
      hasher.update(key);
      hasher.update(value);
    }
  }
  return hasher.finish();
}

}  // namespace gl::journal
