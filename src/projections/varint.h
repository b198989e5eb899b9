#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "base/check.h"

namespace gl::projections {

/// Appends numbers and texts in the compact form of the views' rows (docs/views.md): numbers as
/// LEB128, signed ones folded first so that small ones of either sign are short.
class RowWriter {
 public:
  explicit RowWriter(Bytes& out) : out_(out) {}

  void number(std::uint64_t value) {
    while (value >= 0x80) {
      out_.push_back(static_cast<std::byte>(value | 0x80));
      value >>= 7;
    }
    out_.push_back(static_cast<std::byte>(value));
  }
  void signed_number(std::int64_t value) {
    number((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(std::string_view value) {
    number(value.size());
    raw(gl::as_bytes(value));
  }
  void raw(ByteView bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }

 private:
  Bytes& out_;
};

/// Reads what RowWriter wrote. Rows are ours and RocksDB checks their sums: a row that ends early
/// is damaged, and says so through `ok()` instead of giving numbers.
class RowReader {
 public:
  explicit RowReader(ByteView bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  [[nodiscard]] bool at_end() const { return at_ == end_ || !ok_; }
  [[nodiscard]] bool ok() const { return ok_; }

  [[nodiscard]] std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && at_ != end_; shift += 7) {
      auto const byte = static_cast<std::uint64_t>(*at_++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    return 0;
  }
  [[nodiscard]] std::int64_t signed_number() {
    auto const folded = number();
    return static_cast<std::int64_t>((folded >> 1) ^ (0 - (folded & 1)));
  }
  [[nodiscard]] std::string_view text() { return as_text(raw(number())); }
  [[nodiscard]] ByteView raw(std::uint64_t size) {
    if (size > static_cast<std::uint64_t>(end_ - at_)) {
      ok_ = false;
      return {};
    }
    ByteView const bytes{at_, static_cast<std::size_t>(size)};
    at_ += size;
    return bytes;
  }

 private:
  std::byte const* at_;
  std::byte const* end_;
  bool ok_ = true;
};

}  // namespace gl::projections
