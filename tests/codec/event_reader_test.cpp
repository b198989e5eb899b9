#include "codec/event_reader.h"

#include <gtest/gtest.h>
#include <kj/exception.h>

#include <cstring>
#include <optional>
#include <random>
#include <string>

#include "codec/command_reader.h"
#include "codec/event_codec.h"
#include "codec/event_fields.h"
#include "codec/fill.h"
#include "codec/members.h"
#include "codec/message_bytes.h"

namespace gl::codec {
namespace {

/// The body through Cap'n Proto's own readers; nothing where they do not take the bytes.
template <class Body>
std::optional<Body> by_capnp(ByteView bytes, schema::Event::Body::Which type) {
  try {
    MessageBytes message{bytes};
    auto const from = message.root<schema::Event>().getBody();
    CommandReader pass;
    Body body;
#define GL_READ(Name, CONSTANT)                       \
  if constexpr (std::is_same_v<Body, ledger::Name>) { \
    if (from.which() != type) return std::nullopt;    \
    fields(pass, body, from.get##Name());             \
  }
    GL_EVENTS(GL_READ)
#undef GL_READ
    if (!pass.good()) return std::nullopt;
    return body;
  } catch (kj::Exception const&) {
    return std::nullopt;
  }
}

/// Same bytes, same body: for what was written well and for what was broken since.
template <class Body>
void expect_agreement(std::mt19937& random) {
  auto const event = filled_event<Body, Sequence>();
  auto const bytes = encode_event(event);
  auto const type = static_cast<schema::Event::Body::Which>(event_type_number(event.body));
  auto const whole = by_capnp<Body>(bytes, type);
  ASSERT_TRUE(whole) << ledger::name(event.body);
  EXPECT_TRUE(same(*whole, std::get<Body>(event.body))) << ledger::name(event.body);
  int both = 0;
  for (int i = 0; i < 60; ++i) {
    auto broken = bytes;
    broken[random() % broken.size()] ^= static_cast<std::byte>(1U << (random() % 8));
    auto const theirs = by_capnp<Body>(broken, type);
    auto const ours = decode_event(broken);
    if (!theirs || !ours || !std::holds_alternative<Body>(ours->body)) continue;
    ++both;
    EXPECT_TRUE(same(std::get<Body>(ours->body), *theirs)) << to_hex(broken);
  }
  EXPECT_GT(both, 20) << ledger::name(event.body);
}

TEST(EventReader, ReadsWhatCapnProtosOwnReadersRead) {
  std::mt19937 random{2016};
  for_each_body<ledger::EventBody>([&]<class Body>() { expect_agreement<Body>(random); });
}

TEST(EventReader, VisitsNoMoreBytesThanThereAre) {
  // Two texts that are one and the same: canonical bytes never do that, and a list of them would
  // grow a small message into a large one.
  auto bytes =
      encode_event({.envelope = {},
                    .body = ledger::ProjectOriented{.project = ledger::ProjectId{"AAAAAAA"},
                                                    .target_scheme = "BBBBBBB"}});
  ASSERT_TRUE(decode_event(bytes));
  auto const words = bytes.size() / 8;
  std::uint64_t second = 0;
  std::memcpy(&second, bytes.data() + (words - 3) * 8, 8);
  second -= 1U << 2U;  // one word nearer: the first text
  std::memcpy(bytes.data() + (words - 3) * 8, &second, 8);
  auto const decoded = decode_event(ByteView{bytes}.first(bytes.size() - 8));
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().code, Errc::malformed);
  EXPECT_EQ(decoded.error().what,
            "event at position 0: project_oriented.target_scheme does not lie within the message, "
            "or is of another form");
}

}  // namespace
}  // namespace gl::codec
