#pragma once

#include <capnp/message.h>
#include <kj/exception.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace gl::codec {

/// Words that a thread builds its messages in, all zero between two of them.
[[nodiscard]] inline kj::ArrayPtr<capnp::word> scratch_words() {
  constexpr std::size_t words_max = 16'384;  // twice the largest event
  thread_local std::vector<std::uint64_t> words(words_max);
  return kj::arrayPtr(reinterpret_cast<capnp::word*>(words.data()), words.size());
}

/// A message of one segment without framing, read where it lies, or from a copy if it does not lie
/// on a multiple of eight. What is read from it holds no longer than this object and the bytes.
class MessageBytes {
 public:
  explicit MessageBytes(ByteView bytes)
      : segment_(aligned(bytes)), reader_(kj::arrayPtr(&segment_, 1), limits(bytes.size())) {}
  MessageBytes(MessageBytes const&) = delete;
  MessageBytes& operator=(MessageBytes const&) = delete;
  // NOLINTNEXTLINE(performance-noexcept-destructor): kj's readers may throw at their end
  ~MessageBytes() = default;

  template <class Schema>
  [[nodiscard]] typename Schema::Reader root() {
    return reader_.getRoot<Schema>();
  }

 private:
  [[nodiscard]] kj::ArrayPtr<capnp::word const> aligned(ByteView bytes) {
    auto const words = bytes.size() / sizeof(capnp::word);
    auto const* begin = static_cast<void const*>(bytes.data());
    if (reinterpret_cast<std::uintptr_t>(begin) % alignof(std::uint64_t) != 0) {
      copy_.resize(words);
      std::memcpy(copy_.data(), begin, words * sizeof(capnp::word));
      begin = copy_.data();
    }
    return kj::arrayPtr(static_cast<capnp::word const*>(begin), words);
  }
  /// A message may not make us visit more than a few times what it holds.
  [[nodiscard]] static capnp::ReaderOptions limits(std::size_t bytes) {
    return {.traversalLimitInWords = 64 + bytes, .nestingLimit = 16};
  }

  std::vector<std::uint64_t> copy_;
  kj::ArrayPtr<capnp::word const> segment_;
  capnp::SegmentArrayMessageReader reader_;
};

/// Nothing when the bytes can be a message; else the sentence that says why not.
[[nodiscard]] inline std::optional<std::string> not_words(ByteView bytes, std::string_view what) {
  if (!bytes.empty() && bytes.size() % sizeof(capnp::word) == 0) return std::nullopt;
  return std::string{what} + " of " + std::to_string(bytes.size()) +
         " bytes: a message is a whole number of words of 8 bytes, and not empty";
}

/// The first line of what Cap'n Proto says.
[[nodiscard]] inline std::string why(kj::Exception const& exception) {
  auto const text = exception.getDescription();
  std::string_view const view{text.begin(), text.size()};
  return std::string{view.substr(0, view.find('\n'))};
}

}  // namespace gl::codec
