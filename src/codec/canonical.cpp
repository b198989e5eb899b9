#include "codec/canonical.h"

#include <capnp/any.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/check.h"

namespace gl::codec {
namespace {

static_assert(std::endian::native == std::endian::little, "words are read as they lie in memory");

/// Words of data and pointers of a struct.
struct Shape {
  std::size_t data = 0;
  std::size_t pointers = 0;

  [[nodiscard]] std::size_t words() const { return data + pointers; }
};

/// A pointer word as the encoding specification lays it out.
class Pointer {
 public:
  explicit Pointer(std::uint64_t word) : word_(word) {}

  [[nodiscard]] bool is_null() const { return word_ == 0; }
  [[nodiscard]] bool is_struct() const { return (word_ & 3U) == 0; }
  [[nodiscard]] bool is_list() const { return (word_ & 3U) == 1; }
  /// Words between the end of the pointer and what it points to.
  [[nodiscard]] std::ptrdiff_t offset() const { return static_cast<std::int32_t>(word_) >> 2; }
  [[nodiscard]] Shape shape() const { return {(word_ >> 32U) & 0xffffU, word_ >> 48U}; }
  [[nodiscard]] unsigned element_size() const { return (word_ >> 32U) & 7U; }
  /// Elements, or words where the elements are structs.
  [[nodiscard]] std::size_t count() const { return word_ >> 35U; }
  /// Elements of a list of structs, in its tag.
  [[nodiscard]] std::size_t tag_count() const { return static_cast<std::uint32_t>(word_) >> 2U; }

 private:
  std::uint64_t word_;
};

constexpr std::uint64_t low_word(std::ptrdiff_t offset, unsigned kind) {
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(offset)) << 2U | kind;
}

constexpr std::uint64_t struct_word(std::ptrdiff_t offset, Shape shape) {
  return low_word(offset, 0) | static_cast<std::uint64_t>(shape.data) << 32U |
         static_cast<std::uint64_t>(shape.pointers) << 48U;
}

constexpr std::uint64_t list_word(std::ptrdiff_t offset, unsigned element_size, std::size_t count) {
  return low_word(offset, 1) | static_cast<std::uint64_t>(element_size) << 32U |
         static_cast<std::uint64_t>(count) << 35U;
}

constexpr unsigned element_pointer = 6;
constexpr unsigned element_struct = 7;
constexpr std::array<std::size_t, 6> element_bits{0, 1, 8, 16, 32, 64};

/// Copies a builder's segment, object by object, into canonical form. Places are counted in words.
class Compactor {
 public:
  Compactor(std::uint64_t const* source, std::byte* target) : source_(source), target_(target) {}

  /// The words written.
  [[nodiscard]] std::size_t run() {
    copy_pointer(0, 0);
    return end_;
  }

 private:
  void store(std::size_t at, std::uint64_t word) {
    std::memcpy(target_ + at * 8, &word, sizeof word);
  }
  void copy_words(std::size_t from, std::size_t count, std::size_t to) {
    std::memcpy(target_ + to * 8, source_ + from, count * 8);
  }
  /// Words from the pointer at `at` to the next free one.
  [[nodiscard]] std::ptrdiff_t offset_from(std::size_t at) const {
    return static_cast<std::ptrdiff_t>(end_ - at - 1);
  }

  [[nodiscard]] Shape trimmed(std::size_t from, Shape shape) const {
    auto const pointers = from + shape.data;
    while (shape.pointers > 0 && source_[pointers + shape.pointers - 1] == 0) --shape.pointers;
    while (shape.data > 0 && source_[from + shape.data - 1] == 0) --shape.data;
    return shape;
  }

  void copy_pointer(std::size_t from, std::size_t to) {
    Pointer const pointer{source_[from]};
    if (pointer.is_null()) return store(to, 0);
    auto const content =
        static_cast<std::size_t>(static_cast<std::ptrdiff_t>(from) + 1 + pointer.offset());
    if (pointer.is_struct()) return copy_struct(pointer, content, to);
    GL_CHECK(pointer.is_list(), "a message of one segment holds neither far pointers nor others");
    if (pointer.element_size() == element_struct) return copy_struct_list(content, to);
    copy_list(pointer, content, to);
  }

  void copy_struct(Pointer pointer, std::size_t from, std::size_t to) {
    auto const full = pointer.shape();
    auto const shape = trimmed(from, full);
    // The specification gives a struct without words the offset -1, so that it is not null.
    store(to, struct_word(shape.words() == 0 ? -1 : offset_from(to), shape));
    auto const at = end_;
    end_ += shape.words();
    copy_words(from, shape.data, at);
    copy_pointers(from + full.data, at + shape.data, shape.pointers);
  }

  void copy_pointers(std::size_t from, std::size_t to, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) copy_pointer(from + i, to + i);
  }

  void copy_list(Pointer pointer, std::size_t from, std::size_t to) {
    auto const count = pointer.count();
    store(to, list_word(offset_from(to), pointer.element_size(), count));
    auto const at = end_;
    if (pointer.element_size() == element_pointer) {
      end_ += count;
      return copy_pointers(from, at, count);
    }
    auto const words = (count * element_bits[pointer.element_size()] + 63) / 64;
    end_ += words;
    copy_words(from, words, at);
  }

  /// All elements have the shape of the largest; then come what they point to, in order.
  void copy_struct_list(std::size_t from, std::size_t to) {
    Pointer const tag{source_[from]};
    auto const count = tag.tag_count();
    auto const full = tag.shape();
    Shape shape;
    for (std::size_t i = 0; i < count; ++i) {
      auto const own = trimmed(from + 1 + i * full.words(), full);
      shape.data = std::max(shape.data, own.data);
      shape.pointers = std::max(shape.pointers, own.pointers);
    }
    store(to, list_word(offset_from(to), element_struct, count * shape.words()));
    store(end_, struct_word(static_cast<std::ptrdiff_t>(count), shape));
    auto const at = end_ + 1;
    end_ = at + count * shape.words();
    for (std::size_t i = 0; i < count; ++i) {
      copy_words(from + 1 + i * full.words(), shape.data, at + i * shape.words());
    }
    for (std::size_t i = 0; i < count; ++i) {
      copy_pointers(from + 1 + i * full.words() + full.data, at + i * shape.words() + shape.data,
                    shape.pointers);
    }
  }

  std::uint64_t const* source_;
  std::byte* target_;
  std::size_t end_ = 1;
};

std::size_t append_words(kj::ArrayPtr<capnp::word const> words, Bytes& out) {
  auto const bytes = std::as_bytes(std::span{words.begin(), words.size()});
  out.insert(out.end(), bytes.begin(), bytes.end());
  return bytes.size();
}

}  // namespace

std::size_t append_canonical(capnp::MessageBuilder& message, Bytes& out) {
  auto const segments = message.getSegmentsForOutput();
  if (segments.size() != 1) {
    auto root = message.getRoot<capnp::AnyStruct>().asReader();
    return append_words(root.canonicalize(), out);
  }
  auto const begin = out.size();
  out.resize(begin + segments[0].size() * sizeof(capnp::word));
  auto const* source = reinterpret_cast<std::uint64_t const*>(segments[0].begin());
  auto const bytes = Compactor{source, out.data() + begin}.run() * sizeof(capnp::word);
  out.resize(begin + bytes);
  return bytes;
}

bool is_canonical(ByteView bytes) {
  if (bytes.empty() || bytes.size() % sizeof(capnp::word) != 0) return false;
  std::vector<std::uint64_t> words(bytes.size() / sizeof(capnp::word));
  std::memcpy(words.data(), bytes.data(), bytes.size());
  std::array const segments{
      kj::arrayPtr(reinterpret_cast<capnp::word const*>(words.data()), words.size())};
  capnp::SegmentArrayMessageReader reader{kj::arrayPtr(segments.data(), segments.size())};
  return reader.isCanonical();
}

}  // namespace gl::codec
