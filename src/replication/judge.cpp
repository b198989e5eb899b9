#include "replication/judge.h"

namespace gl::replication {

std::string_view name(Judgement judgement) {
  switch (judgement) {
    case Judgement::extends: return "extends";
    case Judgement::repeats: return "repeats";
    case Judgement::stale: return "stale";
    case Judgement::forks: return "forks";
    case Judgement::gap: return "gap";
  }
  return "unknown";
}

Judgement judge(Block const& block, Applied const& applied) {
  if (block.epoch < applied.epoch) return Judgement::stale;
  auto const head = applied.head.position.value();
  auto const first = block.first.value();
  if (first > head + 1) return Judgement::gap;
  if (first == head + 1) {
    return block.root_before == applied.head.root ? Judgement::extends : Judgement::forks;
  }
  return first + block.count - 1 <= head ? Judgement::repeats : Judgement::stale;
}

}  // namespace gl::replication
