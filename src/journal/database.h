#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/strong.h"
#include "journal/run.h"

namespace gl::journal {

/// Number of a view in a database: its index in `DatabaseConfig::views`.
using ViewIndex = Strong<struct ViewIndexTag, std::size_t>;

/// A view: a sorted table of its own.
struct ViewConfig {
  std::string name;
  /// Keys are grouped by their first bytes, this many (0: they are not): a lookup whose `prefix`
  /// has at least so many bytes skips the runs without that group. Every key is at least so long.
  std::size_t prefix_bytes = 0;
};

struct DatabaseConfig {
  /// Such as views/000001. Made when missing; everything in it belongs to the database.
  std::filesystem::path dir;
  /// The number of the rows' format, kept in the file FORMAT beside the tables.
  std::uint32_t format = 1;
  std::vector<ViewConfig> views;
  std::size_t cache_bytes = 64ULL << 20;
  bool read_only = false;
};

struct Row {
  Bytes key;
  Bytes value;
};

enum class Direction : std::uint8_t { forward, backward };

/// A disposable store of sorted runs: it holds what can be made again from the journal. Progress
/// is the highest run. Any error is answered by throwing it away and building anew. A resource.
class Database {
 public:
  /// Errors: newer_format (both numbers), malformed (older format or other views: build anew),
  /// not_found (read_only and nothing there), locked, corrupt, io.
  [[nodiscard]] static Result<std::unique_ptr<Database>> open(DatabaseConfig config);

  Database(Database const&) = delete;
  Database& operator=(Database const&) = delete;
  ~Database();

  /// Adds one run durably to all views at once, or nothing. Its number and first position follow
  /// the last run's (0 and any position when there is none). Errors: io. Thread: one, the writer's.
  [[nodiscard]] Result<RunInfo> ingest(Run const& run);

  /// The runs on disk, by number. Thread: any.
  [[nodiscard]] std::vector<RunInfo> runs() const;
  [[nodiscard]] std::optional<RunInfo> last_run() const;

  /// Number of table files of a view: its runs, less what was merged. Thread: any.
  [[nodiscard]] std::size_t run_files(ViewIndex view) const;

  /// The value under `key`, or nothing. Errors: corrupt, io. Thread: any.
  [[nodiscard]] Result<std::optional<Bytes>> get(ViewIndex view, ByteView key) const;

  /// The row with the greatest key ≤ `key` that starts with `prefix` (which `key` starts with).
  /// Errors: corrupt, io. Thread: any.
  [[nodiscard]] Result<std::optional<Row>> last_at_or_before(ViewIndex view, ByteView prefix,
                                                             ByteView key) const;

  /// Calls `visit` for every row with `from` ≤ key < `to` (`to` empty: to the end) in key order
  /// or backward, over one state of the database, until it returns false. The views given to it
  /// are valid during the call only. Errors: corrupt, io. Thread: any.
  using Visit = std::function<bool(ByteView key, ByteView value)>;
  [[nodiscard]] Result<void> scan(ViewIndex view, ByteView from, ByteView to, Direction direction,
                                  Visit const& visit) const;

 private:
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace gl::journal
