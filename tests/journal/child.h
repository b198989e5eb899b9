#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace gl::journal_test {

/// What the writing child process is to do with the journal in `dir`.
struct ChildTask {
  std::filesystem::path dir;
  std::size_t block_records = 1;
  std::size_t blocks = 0;  ///< Then it ends by _exit, without closing; 0: it never ends.
  std::size_t memtable_bytes = 4 << 20;
  bool hold_flush = false;  ///< Lets no flush finish; ends soon after a second log was begun.
};

/// A process of this same test program that appends `record_at` records, each of
/// `record_bytes`, and says after each block what was acknowledged. It is another program
/// run, not a bare fork, because RocksDB's threads do not survive a fork.
class Child {
 public:
  static constexpr std::size_t record_bytes = 200;

  explicit Child(ChildTask const& task);
  Child(Child const&) = delete;
  Child& operator=(Child const&) = delete;
  ~Child();

  /// Waits for the next acknowledged position; nothing when the child has ended.
  [[nodiscard]] std::optional<std::uint64_t> next_acknowledged();

  /// Kills it with SIGKILL and gives the last position that it had acknowledged.
  [[nodiscard]] std::uint64_t kill();

  [[nodiscard]] pid_t pid() const { return pid_; }

  /// Waits until it ends by itself; gives the last acknowledged position.
  [[nodiscard]] std::uint64_t wait();

 private:
  void reap();

  pid_t pid_ = -1;
  int pipe_ = -1;
  std::uint64_t acknowledged_ = 0;
};

}  // namespace gl::journal_test
