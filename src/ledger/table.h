#pragma once

#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/check.h"

namespace gl::ledger {

/// A hash table whose changes since a savepoint can be undone: what makes an atomic list and a dry
/// run possible without a copy of the state. Entries are never removed but by a rollback; iterate
/// only where the order does not matter, or sort first. Thread: one.
template <class Key, class Value>
class Table {
 public:
  /// The entry, or null. The pointer holds until the entry's table changes.
  [[nodiscard]] Value const* find(Key const& key) const {
    auto const at = entries_.find(key);
    return at == entries_.end() ? nullptr : &at->second;
  }
  [[nodiscard]] bool contains(Key const& key) const { return entries_.contains(key); }

  /// The entry to change; made with a default value if there is none.
  [[nodiscard]] Value& change(Key const& key) {
    auto const [at, is_new] = entries_.try_emplace(key);
    if (recording_) {
      undo_.emplace_back(key, is_new ? std::nullopt : std::optional<Value>{at->second});
    }
    return at->second;
  }

  /// From here on changes are remembered until `keep` or `roll_back`. Savepoints do not nest.
  void savepoint() {
    GL_CHECK(!recording_, "savepoints do not nest");
    recording_ = true;
  }
  void keep() {
    recording_ = false;
    undo_.clear();
  }
  void roll_back() {
    for (auto step = undo_.rbegin(); step != undo_.rend(); ++step) {
      if (step->second) {
        entries_.find(step->first)->second = std::move(*step->second);
      } else {
        entries_.erase(step->first);
      }
    }
    keep();
  }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] auto begin() const { return entries_.begin(); }
  [[nodiscard]] auto end() const { return entries_.end(); }

 private:
  std::unordered_map<Key, Value> entries_;
  std::vector<std::pair<Key, std::optional<Value>>> undo_;
  bool recording_ = false;
};

}  // namespace gl::ledger
