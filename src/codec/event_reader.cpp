#include "codec/event_reader.h"

#include <string>

namespace gl::codec {
std::size_t slot_of(capnp::StructSchema schema, std::string_view name) {
  std::string own{name};
  own.front() = static_cast<char>(own.front() - 'A' + 'a');
  auto const field = schema.getFieldByName(own.c_str());
  auto const offset = std::size_t{field.getProto().getSlot().getOffset()};
  auto const bits = bits_of(field.getType());
  return bits == 0 ? offset : offset * bits;
}

std::size_t discriminant_slot(capnp::StructSchema schema) {
  return std::size_t{schema.getProto().getStruct().getDiscriminantOffset()} * 16;
}

EventReader::List EventReader::open_list(std::byte const* pointer, std::string_view name) {
  constexpr std::array<std::size_t, 8> bits{0, 1, 8, 16, 32, 64, 64, 64};
  auto const word = load<std::uint64_t>(pointer);
  auto const element_size = static_cast<unsigned>((word >> 32U) & 7U);
  auto const count = static_cast<std::size_t>(word >> 35U);
  auto const bytes = (count * bits[element_size] + 7) / 8 + (element_size == 7 ? 8 : 0);
  auto const* begin = (word & 3U) == 1 ? visit(pointer, word, bytes) : nullptr;
  if (begin == nullptr) return broken<List>(name);
  return {begin, element_size, count};
}

ByteView EventReader::data_at(std::byte const* pointer, std::string_view name) {
  auto const list = open_list(pointer, name);
  if (list.element_size != 2) return broken<ByteView>(name);
  return {list.begin, list.count};
}

}  // namespace gl::codec
