#pragma once

#include <filesystem>
#include <utility>
#include <vector>

#include "consumers/record.h"

namespace gl::consumers {

/// The files of consumers/: FORMAT and one a consumer, each replaced as a whole. A value.
class Directory {
 public:
  /// consumers/ in the data directory `dir`, made if it is not there. Errors: newer_format, io.
  [[nodiscard]] static Result<Directory> open(std::filesystem::path const& dir);

  /// Errors: corrupt and newer_format (naming the file), io.
  [[nodiscard]] Result<std::vector<Record>> read_all() const;
  /// Synced on return. Errors: io.
  [[nodiscard]] Result<void> write(ledger::ConsumerName const& name, ByteView file) const;
  [[nodiscard]] Result<void> remove(ledger::ConsumerName const& name) const;

 private:
  explicit Directory(std::filesystem::path path) : path_(std::move(path)) {}
  [[nodiscard]] std::filesystem::path file_of(ledger::ConsumerName const& name) const;

  std::filesystem::path path_;
};

}  // namespace gl::consumers
