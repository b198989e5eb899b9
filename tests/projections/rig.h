#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "journal/journal.h"
#include "ledger/event.h"
#include "projections/views.h"

namespace gl::projections::testing {

/// A journal in a directory of its own, and views beside it. What fails is thrown.
class Rig {
 public:
  explicit Rig(std::uint64_t run_events = 64, std::uint64_t snapshot_events = 0);
  Rig(Rig const&) = delete;
  Rig& operator=(Rig const&) = delete;
  ~Rig();

  [[nodiscard]] std::filesystem::path const& dir() const { return config.dir; }
  [[nodiscard]] journal::Journal& journal() { return *journal_; }
  [[nodiscard]] Views& views() { return *views_; }

  /// Appends events as blocks of 1, 2, 3 … events.
  void append(std::span<ledger::Event const> events);
  /// Opens the views and waits until they have everything.
  Views& open();
  Result<std::unique_ptr<Views>> try_open();
  void close() { views_.reset(); }
  /// Waits until the views have everything.
  void catch_up();

  ViewsConfig config;  ///< used at the next `open`

 private:
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<Views> views_;
};

/// The value, or a std::runtime_error with the sentence.
template <class T>
T value(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().what);
  return std::move(*result);
}

/// Changes one byte of a file.
void flip_byte(std::filesystem::path const& file, std::uint64_t offset);

}  // namespace gl::projections::testing
