#include "projections/exports/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <queue>
#include <utility>

#include "base/check.h"

namespace gl::projections {
namespace {

constexpr std::size_t buffer_bytes = 64U << 10;
/// In front of a record on disk: how long key and value are.
constexpr std::size_t head_bytes = 5;

std::unexpected<Error> problem(std::string const& what, std::filesystem::path const& where) {
  return fail(Errc::io, "cannot " + what + " in " + where.string() + ": " + std::strerror(errno) +
                            "; free space there, or export to a disk that has it");
}

/// A file that no directory names.
Result<int> open_scratch(std::filesystem::path const& dir) {
  auto name = (dir / ".grandlivre-export-XXXXXX").string();
  int const file = ::mkstemp(name.data());
  if (file < 0) return problem("make a scratch file", dir);
  ::unlink(name.c_str());
  return file;
}

/// Appends to a file, a buffer at a time.
class Writer {
 public:
  Writer(int file, std::filesystem::path const& dir) : file_(file), dir_(dir) {}

  Result<void> write(std::string_view key, ByteView value) {
    auto const length = static_cast<std::uint32_t>(value.size());
    buffer_.push_back(static_cast<std::byte>(key.size()));
    for (unsigned bits = 0; bits < 32; bits += 8) {
      buffer_.push_back(static_cast<std::byte>(length >> bits));
    }
    auto const text = as_bytes(key);
    buffer_.insert(buffer_.end(), text.begin(), text.end());
    buffer_.insert(buffer_.end(), value.begin(), value.end());
    return buffer_.size() < buffer_bytes ? Result<void>{} : flush();
  }

  Result<void> flush() {
    std::size_t done = 0;
    while (done < buffer_.size()) {
      auto const wrote = ::write(file_, buffer_.data() + done, buffer_.size() - done);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) return problem("write a scratch file", dir_);
      done += static_cast<std::size_t>(wrote);
    }
    written_ += done;
    buffer_.clear();
    return {};
  }
  [[nodiscard]] std::uint64_t written() const { return written_; }

 private:
  int file_;
  std::filesystem::path const& dir_;
  Bytes buffer_;
  std::uint64_t written_ = 0;
};

/// Reads a run from its begin to its end.
class Reader {
 public:
  Reader(int file, Spool::Run run, std::filesystem::path const& dir)
      : file_(file), at_(run.begin), end_(run.end), dir_(&dir) {}

  /// Takes the next record; false behind the last.
  Result<bool> next() {
    used_ += record_bytes_;
    record_bytes_ = 0;
    if (used_ == buffer_.size() && at_ == end_) return false;
    if (auto done = fill(head_bytes); !done) return std::unexpected(done.error());
    key_bytes_ = std::to_integer<std::size_t>(buffer_[used_]);
    std::size_t value_bytes = 0;
    for (unsigned i = 0; i < 4; ++i) {
      value_bytes |= std::to_integer<std::size_t>(buffer_[used_ + 1 + i]) << (8 * i);
    }
    record_bytes_ = head_bytes + key_bytes_ + value_bytes;
    if (auto done = fill(record_bytes_); !done) return std::unexpected(done.error());
    return true;
  }
  [[nodiscard]] std::string_view key() const {
    return as_text(ByteView{buffer_}.subspan(used_ + head_bytes, key_bytes_));
  }
  [[nodiscard]] ByteView value() const {
    auto const before = head_bytes + key_bytes_;
    return ByteView{buffer_}.subspan(used_ + before, record_bytes_ - before);
  }

 private:
  /// Sees to it that `bytes` are in the buffer behind what was used.
  Result<void> fill(std::size_t bytes) {
    if (buffer_.size() - used_ >= bytes) return {};
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(used_));
    used_ = 0;
    while (buffer_.size() < bytes) {
      auto const have = buffer_.size();
      auto const wanted = std::min<std::uint64_t>(std::max(bytes, buffer_bytes), end_ - at_);
      buffer_.resize(have + wanted);
      auto const got = ::pread(file_, buffer_.data() + have, wanted, static_cast<off_t>(at_));
      buffer_.resize(have + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return problem("read a scratch file", *dir_);
      at_ += static_cast<std::uint64_t>(got);
    }
    return {};
  }

  int file_;
  std::uint64_t at_;
  std::uint64_t end_;
  std::filesystem::path const* dir_;
  Bytes buffer_;
  std::size_t used_ = 0;
  std::size_t key_bytes_ = 0;
  std::size_t record_bytes_ = 0;
};

/// The records of all runs by key.
Result<void> merge(int file, std::vector<Spool::Run> const& runs, std::filesystem::path const& dir,
                   Spool::Visit const& visit) {
  std::vector<Reader> readers;
  readers.reserve(runs.size());
  for (auto const& run : runs) readers.emplace_back(file, run, dir);
  auto const later = [&](std::size_t a, std::size_t b) {
    return readers[a].key() > readers[b].key();
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> queue{later};
  for (std::size_t i = 0; i < readers.size(); ++i) {
    auto const more = readers[i].next();
    if (!more) return std::unexpected(more.error());
    if (*more) queue.push(i);
  }
  while (!queue.empty()) {
    auto const first = queue.top();
    queue.pop();
    if (auto done = visit(readers[first].key(), readers[first].value()); !done) return done;
    auto const more = readers[first].next();
    if (!more) return std::unexpected(more.error());
    if (*more) queue.push(first);
  }
  return {};
}

}  // namespace

Spool::Spool(SpoolLimits limits) : limits_(std::move(limits)) {}

Spool::~Spool() {
  if (file_ >= 0) ::close(file_);
}

std::string_view Spool::key_of(Place const& place) const {
  return as_text(ByteView{held_}.subspan(place.offset, place.key_bytes));
}

ByteView Spool::value_of(Place const& place) const {
  return ByteView{held_}.subspan(place.offset + place.key_bytes, place.value_bytes);
}

Result<void> Spool::add(std::string_view key, ByteView value) {
  GL_CHECK(key.size() <= key_bytes_max, "a key is an id and a number");
  auto const needed = key.size() + value.size() + sizeof(Place);
  auto const held = held_.size() + places_.size() * sizeof(Place);
  if (!places_.empty() && held + needed > limits_.memory_bytes) {
    if (auto done = spill(); !done) return done;
  }
  places_.push_back({held_.size(), static_cast<std::uint32_t>(value.size()),
                     static_cast<std::uint8_t>(key.size())});
  auto const text = as_bytes(key);
  held_.insert(held_.end(), text.begin(), text.end());
  held_.insert(held_.end(), value.begin(), value.end());
  ++records_;
  return {};
}

void Spool::sort_held() {
  std::ranges::sort(places_, {}, [this](Place const& place) { return key_of(place); });
}

Result<void> Spool::spill() {
  if (file_ < 0) {
    auto const file = open_scratch(limits_.scratch);
    if (!file) return std::unexpected(file.error());
    file_ = *file;
  }
  sort_held();
  Writer writer{file_, limits_.scratch};
  for (auto const& place : places_) {
    if (auto done = writer.write(key_of(place), value_of(place)); !done) return done;
  }
  if (auto done = writer.flush(); !done) return done;
  runs_.push_back({file_bytes_, file_bytes_ + writer.written()});
  file_bytes_ += writer.written();
  held_.clear();
  places_.clear();
  return runs_.size() < limits_.runs_max ? Result<void>{} : merge_into_one();
}

Result<void> Spool::merge_into_one() {
  auto const file = open_scratch(limits_.scratch);
  if (!file) return std::unexpected(file.error());
  Writer writer{*file, limits_.scratch};
  auto done = merge(file_, runs_, limits_.scratch,
                    [&](std::string_view key, ByteView value) { return writer.write(key, value); });
  if (done) done = writer.flush();
  if (!done) {
    ::close(*file);
    return done;
  }
  ::close(std::exchange(file_, *file));
  file_bytes_ = writer.written();
  runs_.assign(1, {0, file_bytes_});
  return {};
}

Result<void> Spool::for_each(Visit const& visit) {
  if (!runs_.empty()) {
    if (!places_.empty()) {
      if (auto done = spill(); !done) return done;
    }
    return merge(file_, runs_, limits_.scratch, visit);
  }
  sort_held();
  for (auto const& place : places_) {
    if (auto done = visit(key_of(place), value_of(place)); !done) return done;
  }
  return {};
}

}  // namespace gl::projections
