#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/time.h"
#include "bench/support/workload.h"
#include "journal/journal.h"
#include "projections/views.h"
#include "sequencer/sequencer.h"

namespace gl::bench {

/// A directory for one run that goes with it.
class Scratch {
 public:
  Scratch();
  Scratch(Scratch const&) = delete;
  Scratch& operator=(Scratch const&) = delete;
  ~Scratch();
  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A ledger without its server: journal, sequencer and, if asked for, views.
class Engine {
 public:
  Engine(std::filesystem::path const& directory, bool with_views);
  Engine(Engine const&) = delete;
  Engine& operator=(Engine const&) = delete;
  ~Engine();

  /// Hands all lists to the sequencer, as many at a time as its queue takes, and waits for the last
  /// answer. Every command must be accepted: anything else ends the program.
  void run(std::vector<CommandList> lists);

  /// Waits until the views have reached the head; how long that took, in seconds.
  double catch_up();

  [[nodiscard]] journal::Journal& journal() { return *journal_; }
  [[nodiscard]] projections::Views& views() { return *views_; }
  [[nodiscard]] CivilDate today();

 private:
  SystemClock clock_;
  std::unique_ptr<journal::Journal> journal_;
  std::unique_ptr<projections::Views> views_;
  std::unique_ptr<sequencer::Sequencer> sequencer_;
};

/// How many commands the lists hold.
[[nodiscard]] std::size_t count(std::vector<CommandList> const& lists);

}  // namespace gl::bench
