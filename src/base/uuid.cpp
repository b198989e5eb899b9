#include "base/uuid.h"

#include <algorithm>
#include <span>

#include "base/bytes.h"

namespace gl {
namespace {

void stamp(Uuid& uuid, unsigned version) {
  uuid.bytes[6] = (uuid.bytes[6] & std::byte{0x0f}) | static_cast<std::byte>(version << 4U);
  uuid.bytes[8] = (uuid.bytes[8] & std::byte{0x3f}) | std::byte{0x80};
}

}  // namespace

Result<Uuid> parse_uuid(std::string_view text) {
  auto const bad = [&] {
    return fail(Errc::malformed, "\"" + std::string{text.substr(0, 40)} +
                                     "\" is not a UUID: write 8-4-4-4-12 hexadecimal digits");
  };
  if (text.size() != 36) return bad();
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool const dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash != (text[i] == '-')) return bad();
    if (!dash) digits.push_back(text[i]);
  }
  auto const bytes = from_hex(digits);
  if (!bytes) return bad();
  Uuid uuid;
  std::ranges::copy(*bytes, uuid.bytes.begin());
  return uuid;
}

std::string to_string(Uuid const& uuid) {
  auto text = to_hex(uuid.bytes);
  for (std::size_t const at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
  return text;
}

Uuid make_uuid_v7(Instant now, Random& random) {
  Uuid uuid;
  auto const time = big_endian(static_cast<std::uint64_t>(now.microseconds() / 1'000));
  std::copy(time.begin() + 2, time.end(), uuid.bytes.begin());
  random.fill(std::span{uuid.bytes}.subspan(6));
  stamp(uuid, 7);
  return uuid;
}

Uuid uuid_v8_from(std::array<std::byte, 16> bytes) {
  Uuid uuid{bytes};
  stamp(uuid, 8);
  return uuid;
}

}  // namespace gl

std::size_t std::hash<gl::Uuid>::operator()(gl::Uuid const& uuid) const noexcept {
  // The last eight bytes of a version 7 id are random, of a version 8 id a digest.
  return gl::from_big_endian(std::span{uuid.bytes}.subspan(8));
}
