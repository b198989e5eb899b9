#include "replication/solo.h"

namespace gl::replication {
namespace {

constexpr Epoch only_epoch{1};

}  // namespace

Result<Epoch> Solo::open_epoch() { return only_epoch; }

Result<Verdict> Solo::append(Block const& block) {
  auto const head = head_.load(std::memory_order_relaxed);
  if (block.epoch != only_epoch || block.first.value() != head + 1 || block.count == 0) {
    return Verdict{};
  }
  auto const last = head + block.count;
  head_.store(last, std::memory_order_relaxed);
  return Verdict{true, Sequence{last}};
}

Result<OrderedBlock> Solo::read(Sequence from) {
  return fail(Errc::not_found, "the order of a single node keeps no blocks: read position " +
                                   std::to_string(from.value()) + " from the journal");
}

Result<Sequence> Solo::head() { return Sequence{head_.load(std::memory_order_relaxed)}; }

Info Solo::info() const {
  return Info{"solo", only_epoch, Sequence{head_.load(std::memory_order_relaxed)}, 1};
}

}  // namespace gl::replication
