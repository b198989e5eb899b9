#include <spdlog/spdlog.h>

#include <future>

#include "consumers/impl.h"

// The thread that brings consumers to disk.

namespace gl::consumers {
namespace {

/// What moved without an acknowledgement is brought to disk so often.
constexpr std::chrono::seconds lazy_interval{1};

}  // namespace

void Consumers::Impl::mark_written_now(Consumer& consumer) {
  consumer.must_be_written = true;
  changed.notify_all();
}

Result<void> Consumers::Impl::wait_until_durable(Lock& lock, Consumer& consumer) {
  auto const written = std::make_shared<std::promise<Result<void>>>();
  consumer.waiting.push_back([written](Result<void> const& result) { written->set_value(result); });
  mark_written_now(consumer);
  auto outcome = written->get_future();
  lock.unlock();
  auto result = outcome.get();
  lock.lock();
  return result;
}

void Consumers::Impl::run() {
  auto next_lazy = std::chrono::steady_clock::now() + lazy_interval;
  while (true) {
    bool last = false;
    bool lazily = false;
    std::vector<Work> work;
    {
      Lock lock(mutex);
      changed.wait_until(lock, next_lazy, [&] {
        return stopping || std::ranges::any_of(consumers, [](auto const& entry) {
                 return entry.second.must_be_written;
               });
      });
      last = stopping;
      lazily = last || std::chrono::steady_clock::now() >= next_lazy;
      work = take_work(lazily);
    }
    if (lazily) next_lazy = std::chrono::steady_clock::now() + lazy_interval;
    do_work(std::move(work));
    if (last) return;
  }
}

std::vector<Consumers::Impl::Work> Consumers::Impl::take_work(bool lazily) {
  std::vector<Work> work;
  for (auto at = consumers.begin(); at != consumers.end();) {
    auto& consumer = at->second;
    if (!consumer.must_be_written && !(lazily && consumer.may_be_written)) {
      ++at;
      continue;
    }
    consumer.must_be_written = false;
    consumer.may_be_written = false;
    if (consumer.is_removed) {
      work.push_back({at->first, std::nullopt, std::move(consumer.waiting)});
      at = consumers.erase(at);
      continue;
    }
    consumer.record.progress = consumer.progress.keep();
    work.push_back({at->first, encode(consumer.record), std::exchange(consumer.waiting, {})});
    ++at;
  }
  return work;
}

void Consumers::Impl::do_work(std::vector<Work> work) {
  for (auto const& [name, file, waiting] : work) {
    auto const done = file ? directory.write(name, *file) : directory.remove(name);
    if (!done) fail_with(done.error());
    for (auto const& tell : waiting) tell(done);
  }
}

void Consumers::Impl::fail_with(Error const& error) {
  Notes notes;
  {
    std::scoped_lock const lock(mutex);
    if (failure) return;
    failure = error;
    for (auto& [name, consumer] : consumers) dismiss_all(consumer, Note::failed, notes);
  }
  spdlog::critical("event=consumers_failed what=\"{}\"", error.what);
  for (auto const& [tell, note] : notes) tell(note);
}

}  // namespace gl::consumers
