#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/stable_vector.h"

namespace gl::ledger {

/// Where a table holds an entry: 0, 1, 2 … in the order of their making, for ever the same. Four
/// bytes instead of a long id, and no search.
template <class Value>
class Place {
 public:
  constexpr Place() = default;
  constexpr explicit Place(std::uint32_t index) : index_(index) {}

  [[nodiscard]] constexpr std::uint32_t index() const { return index_; }
  [[nodiscard]] constexpr bool is_none() const { return index_ == none; }
  friend constexpr auto operator<=>(Place, Place) = default;

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t index_ = none;
};

/// A table whose changes since a savepoint can be undone: what makes an atomic list and a dry run
/// possible without a copy of the state. Entries are never removed but by a rollback. They are
/// iterated in the order of their making, which the events alone decide: a hash never shows.
/// References to entries hold until a rollback. Thread: one.
template <class Key, class Value>
class Table {
 public:
  using key_type = Key;
  using mapped_type = Value;

  /// The entry, or null.
  [[nodiscard]] Value const* find(Key const& key) const {
    auto const place = place_of(key);
    return place.is_none() ? nullptr : &at(place);
  }
  [[nodiscard]] bool contains(Key const& key) const { return !place_of(key).is_none(); }
  /// Where the entry is, or none.
  [[nodiscard]] Place<Value> place_of(Key const& key) const {
    if (slots_.empty()) return {};
    auto const slot = slots_[slot_of(key, tag_of(key))];
    return slot.is_free() ? Place<Value>{} : Place<Value>{slot.index};
  }
  [[nodiscard]] Value const& at(Place<Value> place) const { return entries_[place.index()].second; }
  [[nodiscard]] Key const& key_at(Place<Value> place) const {
    return entries_[place.index()].first;
  }

  /// The entry to change; made with a default value if there is none.
  [[nodiscard]] Value& change(Key const& key) { return change_at(enter(key)); }
  [[nodiscard]] Value& change_at(Place<Value> place) {
    auto& entry = entries_[place.index()];
    if (recording_ && place.index() < kept_size_) {
      undo_.emplace_back(place.index(), entry.second);
    }
    return entry.second;
  }
  /// Where the entry is; made with a default value if there is none.
  [[nodiscard]] Place<Value> enter(Key const& key) {
    if ((entries_.size() + 1) * 8 > slots_.size() * 5) grow();
    auto const tag = tag_of(key);
    auto& slot = slots_[slot_of(key, tag)];
    if (slot.is_free()) {
      slot = {tag, static_cast<std::uint32_t>(entries_.size())};
      entries_.emplace_back(key, Value{});
    }
    return Place<Value>{slot.index};
  }

  /// From here on changes are remembered until `keep` or `roll_back`. Savepoints do not nest.
  void savepoint() {
    GL_CHECK(!recording_, "savepoints do not nest");
    recording_ = true;
    kept_size_ = entries_.size();
  }
  void keep() {
    recording_ = false;
    undo_.clear();
  }
  void roll_back() {
    while (entries_.size() > kept_size_) remove_last();
    for (auto step = undo_.rbegin(); step != undo_.rend(); ++step) {
      entries_[step->first].second = std::move(step->second);
    }
    keep();
  }

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  /// Pairs of key and value, in the order of their making.
  [[nodiscard]] auto begin() const { return entries_.begin(); }
  [[nodiscard]] auto end() const { return entries_.end(); }

 private:
  /// A cell of the index: part of the key's hash, and where the entry is.
  struct Slot {
    static constexpr std::uint32_t free_index = std::numeric_limits<std::uint32_t>::max();
    std::uint32_t tag = 0;
    std::uint32_t index = free_index;
    [[nodiscard]] bool is_free() const { return index == free_index; }
  };

  [[nodiscard]] static std::uint32_t tag_of(Key const& key) {
    auto const hash = static_cast<std::uint64_t>(std::hash<Key>{}(key));
    return static_cast<std::uint32_t>((hash * 0x9e3779b97f4a7c15ULL) >> 32U);
  }
  [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }

  /// The slot that holds the key, or the free one where it would go.
  [[nodiscard]] std::size_t slot_of(Key const& key, std::uint32_t tag) const {
    auto at = tag & mask();
    while (!slots_[at].is_free() &&
           (slots_[at].tag != tag || !(entries_[slots_[at].index].first == key))) {
      at = (at + 1) & mask();
    }
    return at;
  }

  void grow() {
    auto const old =
        std::exchange(slots_, std::vector<Slot>(slots_.empty() ? 16 : slots_.size() * 2));
    for (auto const& slot : old) {
      if (slot.is_free()) continue;
      auto at = slot.tag & mask();
      while (!slots_[at].is_free()) at = (at + 1) & mask();
      slots_[at] = slot;
    }
  }

  /// Takes the last entry out; slots behind it close up, so that every search still ends right.
  void remove_last() {
    auto const& key = entries_.back().first;
    auto hole = slot_of(key, tag_of(key));
    for (auto at = (hole + 1) & mask(); !slots_[at].is_free(); at = (at + 1) & mask()) {
      auto const home = slots_[at].tag & mask();
      if (((at - home) & mask()) >= ((at - hole) & mask())) {
        slots_[hole] = slots_[at];
        hole = at;
      }
    }
    slots_[hole] = Slot{};
    entries_.pop_back();
  }

  StableVector<std::pair<Key, Value>> entries_;
  std::vector<Slot> slots_;  ///< a power of two, at most 5/8 full
  std::vector<std::pair<std::uint32_t, Value>> undo_;
  std::size_t kept_size_ = 0;
  bool recording_ = false;
};

}  // namespace gl::ledger

template <class Value>
struct std::hash<gl::ledger::Place<Value>> {
  [[nodiscard]] std::size_t operator()(gl::ledger::Place<Value> place) const noexcept {
    return place.index();
  }
};
