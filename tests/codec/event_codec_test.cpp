#include "codec/event_codec.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>
#include <random>
#include <string>

#include "codec/canonical.h"
#include "codec/fill.h"
#include "codec/members.h"
#include "schema/event.capnp.h"

namespace gl::codec {
namespace {

ledger::Event payment_requested() {
  ledger::Event event;
  auto& envelope = event.envelope;
  envelope.position = Position{1234};
  envelope.stream = {ledger::StreamKind::project, decltype(ledger::StreamRef::id){"P1"}};
  envelope.stream_version = StreamVersion{9};
  envelope.previous_in_stream = Position{1200};
  envelope.recorded_at = *parse_instant("2016-11-22T09:30:00Z");
  envelope.effective_date = civil_date(2016, 11, 22);
  envelope.actor.person = ledger::PersonId{"anne"};
  envelope.actor.role = ledger::Role::instructor;
  envelope.command_id = *parse_uuid("0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f6071");
  envelope.payload_digest.fill(std::byte{7});
  envelope.currency = *ledger::Currency::parse("EUR");
  ledger::PaymentRequested body;
  body.project = ledger::ProjectId{"P1"};
  body.payment = ledger::PaymentId{"P1-R1"};
  body.kind = ledger::PaymentKind::advance;
  body.amount = ledger::Money::from_minor_units(2'000'000);
  body.payee = ledger::PayeeId{"00000101600013"};
  event.body = body;
  return event;
}

void expect_same(ledger::Event const& event) {
  auto const decoded = decode_event(encode_event(event));
  ASSERT_TRUE(decoded) << decoded.error().what;
  EXPECT_TRUE(decoded->envelope == event.envelope) << ledger::name(event.body);
  EXPECT_TRUE(same(decoded->body, event.body)) << ledger::name(event.body);
}

TEST(EventCodec, KeepsEveryMemberOfEveryEvent) {
  for_each_body<ledger::EventBody>(
      []<class Body>() { expect_same(filled_event<Body, Sequence>()); });
}

TEST(EventCodec, KeepsEventsOfWhichNothingIsSaid) {
  for_each_body<ledger::EventBody>(
      []<class Body>() { expect_same({.envelope = {}, .body = Body{}}); });
}

template <class Body>
void keeps_and_writes_canonically() {
  auto const event = filled_event<Body, Choice>();
  auto const bytes = encode_event(event);
  RC_ASSERT(is_canonical(bytes));
  auto const decoded = decode_event(bytes);
  RC_ASSERT(decoded.has_value());
  RC_ASSERT(decoded->envelope == event.envelope);
  RC_ASSERT(same(decoded->body, event.body));
  RC_ASSERT(encode_event(*decoded) == bytes);
}

RC_GTEST_PROP(EventCodec, KeepsAnyEventAndWritesItCanonically, ()) {
  constexpr auto types = std::variant_size_v<ledger::EventBody>;
  auto const chosen = *rc::gen::inRange<std::size_t>(0, types);
  std::size_t type = 0;
  for_each_body<ledger::EventBody>([&]<class Body>() {
    // Each case tries a twelfth of the types: a hundred cases see each type about eight times.
    if (type++ % 12 == chosen % 12) keeps_and_writes_canonically<Body>();
  });
}

TEST(EventCodec, AppendsAndSaysHowMany) {
  Bytes bytes(3, std::byte{0xee});
  auto const count = append_event(payment_requested(), bytes);
  EXPECT_EQ(bytes.size(), 3 + count);
  EXPECT_EQ(bytes[2], std::byte{0xee});
  auto const unaligned = decode_event(ByteView{bytes}.subspan(3));
  ASSERT_TRUE(unaligned);
  EXPECT_TRUE(unaligned->envelope == payment_requested().envelope);
}

TEST(EventCodec, TakesAboutTwoHundredBytesForATypicalEvent) {
  EXPECT_EQ(encode_event(payment_requested()).size(), 200U);
}

TEST(EventCodec, PeeksAtWhatAScanNeeds) {
  auto const event = payment_requested();
  auto const header = peek(encode_event(event));
  ASSERT_TRUE(header);
  EXPECT_EQ(header->position, event.envelope.position);
  EXPECT_EQ(header->previous_in_stream, event.envelope.previous_in_stream);
  EXPECT_EQ(header->stream, event.envelope.stream);
  EXPECT_EQ(header->stream_version, event.envelope.stream_version);
  EXPECT_EQ(header->recorded_at, event.envelope.recorded_at);
  EXPECT_EQ(header->effective_date, event.envelope.effective_date);
  EXPECT_EQ(header->command_id, event.envelope.command_id);
  EXPECT_EQ(header->payload_digest, event.envelope.payload_digest);
  EXPECT_EQ(header->schema_version, 1);
  EXPECT_EQ(event_type_name(header->type), "PaymentRequested");
}

RC_GTEST_PROP(EventCodec, PeeksAtAnyEventAsTheWholeDecoderSees, ()) {
  auto const event = filled_event<ledger::RecoveryReceived, Choice>();
  auto const bytes = encode_event(event);
  auto const header = peek(bytes);
  auto const envelope = decode_envelope(bytes);
  RC_ASSERT(header.has_value() && envelope.has_value());
  RC_ASSERT(*envelope == event.envelope);
  RC_ASSERT(header->position == envelope->position);
  RC_ASSERT(header->previous_in_stream == envelope->previous_in_stream);
  RC_ASSERT(header->stream == envelope->stream);
  RC_ASSERT(header->stream_version == envelope->stream_version);
  RC_ASSERT(header->recorded_at == envelope->recorded_at);
  RC_ASSERT(header->effective_date == envelope->effective_date);
  RC_ASSERT(header->command_id == envelope->command_id);
  RC_ASSERT(header->payload_digest == envelope->payload_digest);
  RC_ASSERT(event_type_name(header->type) == "RecoveryReceived");
}

TEST(EventCodec, NumbersTypesAsTheSchemaDoes) {
  EXPECT_EQ(event_type_number("LedgerCreated"), 1);
  EXPECT_EQ(event_type_number("RefusalsSummarised"), 35);
  EXPECT_EQ(event_type_number("NoSuchEvent"), std::nullopt);
  EXPECT_EQ(event_type_name(0), "");
  EXPECT_EQ(event_type_name(std::variant_size_v<ledger::EventBody> + 1), "");
  for_each_body<ledger::EventBody>([]<class Body>() {
    ledger::EventBody const body{Body{}};
    auto const header = peek(encode_event({.envelope = {}, .body = body}));
    ASSERT_TRUE(header);
    EXPECT_EQ(header->type, event_type_number(body));
    EXPECT_EQ(event_type_name(header->type), ledger::name(body));
  });
}

// ------------------------------------------------------------------------- newer and broken bytes

/// The bytes with 16 bits of the root's data section replaced; `at` counts from its start.
Bytes with_number(Bytes bytes, std::size_t at, std::uint16_t number) {
  std::memcpy(bytes.data() + 8 + at, &number, sizeof number);
  return bytes;
}
constexpr std::size_t type_at = 70;
constexpr std::size_t version_at = 64;
constexpr std::size_t role_at = 68;

TEST(EventCodec, RefusesAnUnknownTypeByItsNumber) {
  auto const newer = with_number(encode_event(payment_requested()), type_at, 77);
  auto const decoded = decode_event(newer);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().code, Errc::newer_format);
  EXPECT_EQ(decoded.error().what,
            "event at position 1234 is of type 77, which is not known here: a newer version wrote "
            "it; upgrade to read it");
  EXPECT_TRUE(decode_envelope(newer));
  EXPECT_EQ(peek(newer)->type, 77);
}

TEST(EventCodec, RefusesANewerSchemaVersionByItsNumber) {
  auto const newer = with_number(encode_event(payment_requested()), version_at, 2);
  auto const decoded = decode_event(newer);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().code, Errc::newer_format);
  EXPECT_EQ(decoded.error().what,
            "event at position 1234 has schema version 2, but its type is known here from 1 to 1: "
            "upgrade to read it");
}

TEST(EventCodec, RefusesAnUnknownEnumerantByItsNumber) {
  auto const decoded = decode_event(with_number(encode_event(payment_requested()), role_at, 12));
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().code, Errc::newer_format);
  EXPECT_EQ(decoded.error().what,
            "event at position 1234: role has number 12, which is not known here: a newer version "
            "wrote it; upgrade to read it");
}

TEST(EventCodec, RefusesBytesThatAreNoMessage) {
  for (auto const size : {0U, 1U, 7U, 9U}) {
    auto const decoded = decode_event(Bytes(size));
    ASSERT_FALSE(decoded) << size;
    EXPECT_EQ(decoded.error().code, Errc::malformed);
  }
  EXPECT_EQ(peek(Bytes(8)).error().code, Errc::malformed);
  EXPECT_EQ(decode_event(Bytes(8, std::byte{0xff})).error().code, Errc::malformed);
}

TEST(EventCodec, RefusesATextThatDoesNotFit) {
  capnp::MallocMessageBuilder message;
  auto root = message.initRoot<schema::Event>();
  root.setSchemaVersion(1);
  root.setEffectiveDate(1);
  root.getBody().initProjectSettled().setProject(std::string(65, 'x').c_str());
  Bytes bytes;
  append_canonical(message, bytes);
  auto const decoded = decode_event(bytes);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(
      decoded.error().what,
      "event at position 0: project_settled.project is 65 bytes long, but at most 64 are taken");
}

TEST(EventCodec, PassesOverAFieldThatWasAddedLater) {
  auto const bytes = encode_event(payment_requested());
  // One pointer more in the root, as a later schema would have: after the last of today's.
  capnp::MallocMessageBuilder message;
  auto root = message.initRoot<schema::Event>();
  root.setSchemaVersion(1);
  root.setEffectiveDate(1);
  root.getBody().initProjectSettled().setProject("P1");
  root.initAct();
  Bytes newer;
  append_canonical(message, newer);
  auto const decoded = decode_event(newer);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(std::get<ledger::ProjectSettled>(decoded->body).project.view(), "P1");
}

/// Whatever the bytes, an answer; never a crash, and nothing is kept that could not be written.
void try_all(ByteView bytes) {
  auto const decoded = decode_event(bytes);
  if (decoded) {
    EXPECT_LE(encode_event(*decoded).size(), event_bytes_max);
  }
  static_cast<void>(decode_envelope(bytes));
  static_cast<void>(peek(bytes));
}

TEST(EventCodec, SurvivesBitFlips) {
  std::mt19937 random{20161114};
  for_each_body<ledger::EventBody>([&]<class Body>() {
    auto const bytes = encode_event(filled_event<Body, Sequence>());
    for (int i = 0; i < 200; ++i) {
      auto broken = bytes;
      auto const flips = 1 + random() % 3;
      for (unsigned flip = 0; flip < flips; ++flip) {
        broken[random() % broken.size()] ^= static_cast<std::byte>(1U << (random() % 8));
      }
      auto const decoded = decode_event(broken);
      static_cast<void>(decode_envelope(broken));
      static_cast<void>(peek(broken));
    }
  });
}

TEST(EventCodec, SurvivesRandomBytesAndCutEvents) {
  std::mt19937 random{7400};
  auto const bytes = encode_event(filled_event<ledger::ProjectSubmitted, Sequence>());
  for (std::size_t size = 0; size < bytes.size(); ++size) try_all(ByteView{bytes}.first(size));
  for (int i = 0; i < 5000; ++i) {
    Bytes noise((1 + random() % 64) * 8);
    for (auto& byte : noise) byte = static_cast<std::byte>(random() % (i % 2 == 0 ? 256 : 4));
    try_all(noise);
  }
}

using EventCodecDeathTest = testing::Test;

TEST(EventCodecDeathTest, NeverStoresANaturalPersonsNameInClear) {
  ledger::PayeeRegistered body;
  body.legal_kind = ledger::LegalKind::person;
  body.name.open = "Anne Martin";
  ledger::Event const event{.envelope = {}, .body = body};
  EXPECT_DEATH(static_cast<void>(encode_event(event)), "");
}

TEST(EventCodecDeathTest, NeverStoresAnAmendedApplicantsNameInClear) {
  ledger::ProjectAmended body;
  body.applicant.legal_kind = ledger::LegalKind::person;
  body.applicant.name.open = "Anne Martin";
  ledger::Event const event{.envelope = {}, .body = body};
  EXPECT_DEATH(static_cast<void>(encode_event(event)), "");
}

TEST(EventCodecDeathTest, NeverStoresAnEventThatIsTooLong) {
  auto event = payment_requested();
  std::get<ledger::PaymentRequested>(event.body).documents.resize(2000);
  EXPECT_DEATH(static_cast<void>(encode_event(event)), "");
}

}  // namespace
}  // namespace gl::codec
