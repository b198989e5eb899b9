#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "consumers/progress.h"
#include "consumers/record.h"

namespace gl::consumers {

constexpr std::size_t consumers_max = 256;
constexpr std::size_t members_max = 64;  ///< connections that one consumer is on

/// What a member is told.
enum class Note : std::uint8_t {
  work,        ///< something may be due
  taken_over,  ///< the consumer was opened on another connection: this one has it no more
  reset,       ///< it was moved to another position
  removed,
  failed,  ///< consumers/ cannot be written any more
};

/// Who attaches to what. What a consumer is made with holds for as long as it is there.
struct Attach {
  ledger::ConsumerName name;
  Owner owner;
  ledger::EventFilter filter;  ///< of a consumer that exists: empty, or the same again
  Position after;              ///< of a new one: its checkpoint
  std::uint16_t attempts_max = 0;
  bool group = false;
};

struct Attached {
  Member member;
  ledger::EventFilter filter;
  Position checkpoint;
  std::uint32_t unacknowledged = 0;
  bool created = false;
};

/// A consumer as it is shown.
struct View {
  Record record;  ///< without parked events, settled positions and retries
  std::size_t members = 0;
  Position scanned_to;
  std::size_t unacknowledged = 0;
  std::size_t waiting = 0;
  std::size_t parked = 0;
  std::optional<Instant> oldest_delivered_at;
  std::uint64_t settled_last_minute = 0;
};

/// What a settling call left.
struct Standing {
  Settled done;
  Position checkpoint;
  std::uint32_t unacknowledged = 0;
  std::uint32_t parked = 0;
};

/// All named consumers of a ledger, in DIR/consumers/. What is acknowledged is synced before
/// anybody is told, what moves without an acknowledgement within a second. A resource with a
/// thread of its own. Thread: any. Notes and callbacks come from any thread, one of its own
/// included, and must not call back.
class Consumers {
 public:
  /// Opens consumers/ in the data directory `dir`, or begins it.
  /// Errors: newer_format, corrupt (names the file), io.
  [[nodiscard]] static Result<std::unique_ptr<Consumers>> open(std::filesystem::path const& dir,
                                                               Clock& clock);

  Consumers(Consumers const&) = delete;
  Consumers& operator=(Consumers const&) = delete;
  /// Brings to disk what has changed.
  ~Consumers();

  // ---- members ----

  using Told = std::function<void(Note)>;
  /// Makes the consumer if it is new (durable on return) and puts a member on it. Without `group`
  /// the members there were are told `taken_over`; so is one without, by one with.
  /// Errors: refused_peer (somebody else's), exists (made with another filter), busy (too many
  /// consumers or members), io.
  [[nodiscard]] Result<Attached> attach(Attach const& wanted, Told told);
  /// What was with the member is due again. Harmless when it is a member no more.
  void detach(ledger::ConsumerName const& name, Member member);

  /// Calls `work(progress, members, ordered)` unless `member` is one no more (false). `work` is
  /// quick: it holds the lock. `ordered`: more than one may be on it, keys matter.
  using Work = std::function<void(Progress&, std::span<Member const>, bool ordered)>;
  [[nodiscard]] bool with(ledger::ConsumerName const& name, Member member, Work const& work);
  /// Tells the other members of the group that there may be work for them.
  void wake_others(ledger::ConsumerName const& name, Member member);

  // ---- settling: `done` is called when it is durable, or with what went wrong ----

  using Done = std::function<void(Result<Standing>)>;
  void acknowledge(ledger::ConsumerName const& name, Member member, Position up_to,
                   std::vector<Position> const& positions, Done done);
  void reject(ledger::ConsumerName const& name, Member member, Position position, Verdict verdict,
              std::chrono::milliseconds delay, std::string reason, Done done);

  // ---- care: durable on return. Errors: not_found, io ----

  /// `at`: of the event that records it.
  [[nodiscard]] Result<void> reset(ledger::ConsumerName const& name, Position to,
                                   ledger::PersonId const& by, Instant at);
  [[nodiscard]] Result<void> replay(ledger::ConsumerName const& name, Position position);
  [[nodiscard]] Result<void> dismiss(ledger::ConsumerName const& name, Position position);
  [[nodiscard]] Result<void> remove(ledger::ConsumerName const& name);

  // ---- looking ----

  [[nodiscard]] std::vector<View> list() const;
  /// Errors: not_found.
  [[nodiscard]] Result<View> show(ledger::ConsumerName const& name) const;
  /// Its parked events after `after`, at most `limit`.
  [[nodiscard]] Result<std::vector<std::pair<Position, Parked>>> parked(
      ledger::ConsumerName const& name, Position after, std::size_t limit) const;
  /// Why consumers/ cannot be written any more, if so: end the process.
  [[nodiscard]] std::optional<Error> failure() const;

 private:
  struct Impl;
  explicit Consumers(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
};

}  // namespace gl::consumers
