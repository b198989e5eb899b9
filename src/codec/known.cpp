#include "codec/known.h"

#include <cstring>

#include "codec/text.h"

namespace gl::codec {
namespace {

/// `offset` counts values of this width.
void mark(std::vector<std::uint64_t>& words, unsigned offset, unsigned bits) {
  auto const first = std::size_t{offset} * bits;
  auto const ones = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
  words[first / 64] |= ones << (first % 64);
}

void mark_fields(std::vector<std::uint64_t>& words, capnp::StructSchema schema) {
  auto const node = schema.getProto().getStruct();
  if (node.getDiscriminantCount() > 0) mark(words, node.getDiscriminantOffset(), 16);
  for (auto const field : schema.getFields()) {
    if (field.getProto().isGroup()) {
      mark_fields(words, field.getType().asStruct());
    } else if (auto const bits = bits_of(field.getType()); bits > 0) {
      mark(words, field.getProto().getSlot().getOffset(), bits);
    }
  }
}

}  // namespace

unsigned bits_of(capnp::Type type) {
  switch (type.which()) {
    case capnp::schema::Type::BOOL: return 1;
    case capnp::schema::Type::INT8:
    case capnp::schema::Type::UINT8: return 8;
    case capnp::schema::Type::INT16:
    case capnp::schema::Type::UINT16:
    case capnp::schema::Type::ENUM: return 16;
    case capnp::schema::Type::INT32:
    case capnp::schema::Type::UINT32:
    case capnp::schema::Type::FLOAT32: return 32;
    case capnp::schema::Type::INT64:
    case capnp::schema::Type::UINT64:
    case capnp::schema::Type::FLOAT64: return 64;
    default: return 0;
  }
}

Error ReadError::error() const {
  auto error = error_.value_or(Error{Errc::malformed, "nothing is wrong"});
  if (!path_.empty()) error.what = path_ + " " + error.what;
  return error;
}

void ReadError::set(Errc code, std::string_view name, std::string what) {
  if (error_) return;
  error_ = Error{code, std::move(what)};
  path_ = snake_case(name);
}

void ReadError::within(std::string_view name) {
  path_ = path_.empty() ? snake_case(name) : snake_case(name) + "." + path_;
}

ledger::Rate ReadError::rate(std::uint32_t ppm, std::string_view name) {
  if (ppm <= static_cast<std::uint32_t>(ledger::Rate::ppm_max)) {
    return ledger::Rate{static_cast<std::int32_t>(ppm)};
  }
  set(Errc::malformed, name,
      "is " + std::to_string(ppm) + " parts per million, but a rate is at most 1000000");
  return {};
}

CivilDate ReadError::day(std::uint32_t number, std::string_view name) {
  if (is_day(number)) return date_of(number);
  set(Errc::malformed, name,
      number == 0 ? "is missing: a date has to be given"
                  : "is day number " + std::to_string(number) + ", but the last one is " +
                        std::to_string(day_number_max) + " (9999-12-31)");
  return {};
}

ledger::Amount ReadError::amount(std::int64_t units, std::uint8_t decimals, std::string_view name) {
  if (decimals > 9) {
    set(Errc::malformed, name,
        "has " + std::to_string(decimals) + " decimals, but an amount has at most 9");
  }
  return {units, decimals};
}

void ReadError::unknown_member(std::uint16_t number, std::string_view name) {
  set(Errc::newer_format, name,
      "has number " + std::to_string(number) +
          ", which is not known here: a newer version wrote it; upgrade to read it");
}

void ReadError::unknown_field(std::string_view name) {
  set(Errc::newer_format, name,
      "holds a field that is not known here: leave it out, or ask for a newer server");
}

void ReadError::wrong_hash(std::size_t bytes, std::string_view name) {
  set(Errc::malformed, name, "has " + std::to_string(bytes) + " bytes, but a SHA-256 has 32");
}

void ReadError::too_many(std::size_t elements, std::string_view name) {
  set(Errc::malformed, name,
      "has " + std::to_string(elements) + " elements, but a list has at most " +
          std::to_string(list_elements_max));
}

void ReadError::too_long(std::size_t bytes, std::size_t bytes_max, std::string_view name) {
  set(Errc::malformed, name,
      "is " + std::to_string(bytes) + " bytes long, but at most " + std::to_string(bytes_max) +
          " are taken");
}

void ReadError::not_utf8(std::string_view name) {
  set(Errc::malformed, name, "is not a text: write UTF-8 without zero bytes");
}

void ReadError::bad_pointer(std::string_view name) {
  set(Errc::malformed, name, "does not lie within the message, or is of another form");
}

Known known_of(capnp::StructSchema schema) {
  auto const node = schema.getProto().getStruct();
  Known known;
  known.is_group = node.getIsGroup();
  known.bits.resize(node.getDataWordCount());
  known.pointers = node.getPointerCount();
  mark_fields(known.bits, schema);
  return known;
}

bool holds_only(Known const& known, capnp::AnyStruct::Reader from) {
  auto const data = from.getDataSection();
  for (std::size_t at = 0; at < data.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, data.begin() + at, std::min<std::size_t>(8, data.size() - at));
    auto const index = at / 8;
    auto const bits = index < known.bits.size() ? known.bits[index] : 0;
    if ((word & ~bits) != 0) return false;
  }
  auto const pointers = from.getPointerSection();
  for (unsigned i = known.pointers; i < pointers.size(); ++i) {
    if (!pointers[i].isNull()) return false;
  }
  return true;
}

bool has_own_elements(capnp::AnyList::Reader list, capnp::ElementSize expected) {
  return expected == capnp::ElementSize::INLINE_COMPOSITE || list.getElementSize() == expected;
}

}  // namespace gl::codec
