#include "sequencer/committer.h"

#include <pthread.h>
#include <spdlog/spdlog.h>

#include <string>
#include <utility>

#include "base/check.h"
#include "replication/judge.h"

namespace gl::sequencer {
namespace {

using Steady = std::chrono::steady_clock;

}  // namespace

Committer::Committer(journal::Journal& journal, replication::OrderedLog& order,
                     replication::Epoch epoch, Hooks hooks)
    : journal_(journal), order_(order), epoch_(epoch), hooks_(std::move(hooks)), thread_([this] {
        run();
      }) {}

Committer::~Committer() {
  {
    std::scoped_lock const lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Committer::hand_over(Block& block) {
  GL_CHECK(idle(), "a second block was handed over while the first is in work");
  block.handed_over = Steady::now();
  idle_.store(false, std::memory_order_relaxed);
  {
    std::scoped_lock const lock(mutex_);
    block_ = &block;
  }
  changed_.notify_all();
}

void Committer::commit_now(Block& block) {
  GL_CHECK(idle(), "a second block was to be written while the first is in work");
  block.handed_over = Steady::now();
  if (!failed()) commit(block);
}

void Committer::wait_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return idle(); });
}

void Committer::run() {
  pthread_setname_np(pthread_self(), "committer");
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return block_ != nullptr || stopping_; });
    if (block_ == nullptr) return;
    Block& block = *block_;
    lock.unlock();
    if (!failed()) commit(block);
    lock.lock();
    block_ = nullptr;
    idle_.store(true, std::memory_order_release);
    changed_.notify_all();
    lock.unlock();
    hooks_.on_done();
    lock.lock();
  }
}

void Committer::commit(Block& block) {
  if (!block.records.empty()) {
    if (auto const written = write(block); !written) {
      failed_.store(true, std::memory_order_release);
      hooks_.on_failure(written.error());
      return;
    }
    auto const now = Steady::now();
    latency_.add(now - block.handed_over, now);
    blocks_.fetch_add(1, std::memory_order_relaxed);
    events_.fetch_add(block.records.size(), std::memory_order_relaxed);
    spdlog::debug(
        "event=block_committed position={} records={} bytes={} commit_us={}", block.first.value(),
        block.records.size(), block.records.bytes(),
        std::chrono::duration_cast<std::chrono::microseconds>(now - block.handed_over).count());
  }
  commands_.fetch_add(block.commands, std::memory_order_relaxed);
  for (auto& answer : block.answers) answer();
  block.answers.clear();
}

Result<void> Committer::write(Block const& block) {
  auto const head = journal_.head();
  auto const count = block.records.size();
  replication::Block const ordered{epoch_, block.first, count, head.root,
                                   block.records.entries(0, count)};
  auto const verdict = order_.append(ordered);
  if (!verdict) return std::unexpected(verdict.error());
  auto const judgement = replication::judge(ordered, {epoch_, head});
  if (!verdict->ordered || judgement != replication::Judgement::extends) {
    return fail(Errc::closed, "the block at position " + std::to_string(block.first.value()) +
                                  " has no place in the order after " +
                                  std::to_string(head.position.value()) + " (" +
                                  std::string{replication::name(judgement)} +
                                  "): another writer took over; start again to follow it");
  }
  auto const after = journal_.append(block.first, block.records);
  if (!after) return std::unexpected(after.error());
  GL_CHECK(after->position.value() == block.first.value() + count - 1,
           "the journal's head is not the block's last event");
  return {};
}

Committer::Counts Committer::counts() const {
  return {blocks_.load(std::memory_order_relaxed), events_.load(std::memory_order_relaxed),
          commands_.load(std::memory_order_relaxed)};
}

}  // namespace gl::sequencer
