#pragma once

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "consumers/consumers.h"
#include "consumers/directory.h"
#include "consumers/rate.h"

// Inside consumers only: what consumers.cpp (who is on what) and keeping.cpp (the disk) share.

namespace gl::consumers {

/// A member, and how it is told.
struct OnIt {
  Member member;
  bool group = false;
  Consumers::Told told;
};

/// A consumer while the process runs.
struct Consumer {
  Record record;  ///< `record.progress` is as it was last written
  Progress progress;
  std::vector<OnIt> on_it;
  Rate rate;
  bool must_be_written = false;  ///< somebody waits for it
  bool may_be_written = false;
  bool is_removed = false;
  std::vector<std::function<void(Result<void> const&)>> waiting;

  [[nodiscard]] OnIt* find(Member member) {
    auto const at = std::ranges::find(on_it, member, &OnIt::member);
    return at == on_it.end() ? nullptr : &*at;
  }
  [[nodiscard]] Standing standing(Settled done) const {
    return {done, progress.checkpoint(), static_cast<std::uint32_t>(progress.unacknowledged()),
            static_cast<std::uint32_t>(progress.parked().size())};
  }
};

struct Consumers::Impl {
  Impl(Directory directory_in, Clock& clock_in)
      : directory(std::move(directory_in)), clock(clock_in) {}

  using Notes = std::vector<std::pair<Told, Note>>;
  using Lock = std::unique_lock<std::mutex>;

  [[nodiscard]] Consumer* find(ledger::ConsumerName const& name) {
    auto const at = consumers.find(name);
    return at == consumers.end() || at->second.is_removed ? nullptr : &at->second;
  }
  /// Sends every member away.
  static void dismiss_all(Consumer& consumer, Note note, Notes& notes);
  [[nodiscard]] Result<Consumer*> find_or_make(Attach const& wanted, bool& created);
  void mark_written_now(Consumer& consumer);
  /// Waits for the disk. The lock is given back meanwhile.
  [[nodiscard]] Result<void> wait_until_durable(Lock& lock, Consumer& consumer);
  void settle(ledger::ConsumerName const& name, Member member,
              std::function<Result<Settled>(Progress&)> const& settling, Done done);
  [[nodiscard]] Result<void> change(ledger::ConsumerName const& name,
                                    std::function<Result<void>(Consumer&, Notes&)> const& change);
  [[nodiscard]] View view_of(Consumer const& consumer) const;

  void run();
  /// Takes what is to be written off the consumers. True: it must be, or `lazily`.
  struct Work {
    ledger::ConsumerName name;
    std::optional<Bytes> file;  ///< none: remove it
    std::vector<std::function<void(Result<void> const&)>> waiting;
  };
  [[nodiscard]] std::vector<Work> take_work(bool lazily);
  void do_work(std::vector<Work> work);
  void fail_with(Error const& error);

  Directory const directory;
  Clock& clock;

  mutable std::mutex mutex;
  std::condition_variable changed;
  std::map<ledger::ConsumerName, Consumer> consumers;
  std::uint64_t last_member = 0;
  std::optional<Error> failure;
  bool stopping = false;
  std::thread writer;
};

}  // namespace gl::consumers
