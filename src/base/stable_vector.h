#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

namespace gl {

/// A vector that grows without moving what it holds: references stay good until their element is
/// removed. Elements stand in chunks of some 32 KiB, so that only the last chunk has room unused.
template <class T>
class StableVector {
 public:
  static constexpr std::size_t per_chunk =
      std::bit_floor(std::max<std::size_t>(1, (std::size_t{32} << 10U) / sizeof(T)));

  /// Reads the elements in their order.
  class Iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using reference = T const&;
    using pointer = T const*;
    using iterator_category = std::forward_iterator_tag;

    Iterator() = default;
    Iterator(StableVector const* of, std::size_t index) : of_(of), index_(index) {}

    [[nodiscard]] T const& operator*() const { return (*of_)[index_]; }
    [[nodiscard]] T const* operator->() const { return &(*of_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    Iterator operator++(int) {
      auto const before = *this;
      ++index_;
      return before;
    }
    friend bool operator==(Iterator const&, Iterator const&) = default;

   private:
    StableVector const* of_ = nullptr;
    std::size_t index_ = 0;
  };

  StableVector() = default;
  StableVector(StableVector&&) noexcept = default;
  StableVector& operator=(StableVector&&) noexcept = default;
  ~StableVector() = default;
  StableVector(StableVector const& other) {
    for (auto const& element : other) emplace_back(element);
  }
  StableVector& operator=(StableVector const& other) {
    if (this != &other) *this = StableVector{other};
    return *this;
  }

  [[nodiscard]] std::size_t size() const {
    return chunks_.empty() ? 0 : (chunks_.size() - 1) * per_chunk + chunks_.back().size();
  }
  [[nodiscard]] bool empty() const { return chunks_.empty(); }
  [[nodiscard]] T const& operator[](std::size_t index) const {
    return chunks_[index / per_chunk][index % per_chunk];
  }
  [[nodiscard]] T& operator[](std::size_t index) {
    return chunks_[index / per_chunk][index % per_chunk];
  }
  [[nodiscard]] T const& back() const { return chunks_.back().back(); }

  template <class... Arguments>
  T& emplace_back(Arguments&&... arguments) {
    if (chunks_.empty() || chunks_.back().size() == per_chunk) {
      chunks_.emplace_back().reserve(per_chunk);
    }
    return chunks_.back().emplace_back(std::forward<Arguments>(arguments)...);
  }
  void pop_back() {
    chunks_.back().pop_back();
    if (chunks_.back().empty()) chunks_.pop_back();
  }

  [[nodiscard]] Iterator begin() const { return {this, 0}; }
  [[nodiscard]] Iterator end() const { return {this, size()}; }

 private:
  std::vector<std::vector<T>> chunks_;  ///< each with room for `per_chunk`, none empty
};

}  // namespace gl
