#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>

#include "base/result.h"
#include "journal/journal.h"

namespace gl::server {

/// Some events in a row. The records are shared by whoever reads them.
struct EventRun {
  std::shared_ptr<journal::Records const> records;
  std::size_t index = 0;  ///< of the first that was asked for
  std::size_t count = 0;  ///< from there on
};

/// The last events of the journal, read once for all live subscribers, at most `bytes_max` of them.
/// Who is further back reads the journal himself. Thread: any; may read the disk.
class RecentEvents {
 public:
  static constexpr std::size_t bytes_max = 16U << 20U;
  /// Further behind the head than this nobody shares.
  static constexpr std::size_t events_max = 65'536;
  static constexpr std::size_t run_events_max = 4'096;
  static constexpr std::size_t run_bytes_max = 512U << 10U;

  explicit RecentEvents(journal::Journal const& journal) : journal_(journal) {}

  /// Events from `from` on, at most a run of them; none when `from` is beyond the watermark.
  /// Errors: corrupt, io.
  [[nodiscard]] Result<EventRun> read(Position from);

 private:
  [[nodiscard]] Result<EventRun> read_journal(Position from) const;
  void keep(Position first, std::shared_ptr<journal::Records const> const& records);

  journal::Journal const& journal_;
  std::mutex mutex_;  ///< held while the tail is read, so that it is read once
  std::map<Position, std::shared_ptr<journal::Records const>> runs_;
  std::size_t bytes_ = 0;
};

}  // namespace gl::server
