#include <gtest/gtest.h>

#include <cstring>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "codec/event_codec.h"
#include "codec/fill.h"
#include "codec/json.h"

namespace gl::codec {
namespace {

ledger::Event returned() {
  ledger::Event event;
  auto& envelope = event.envelope;
  envelope.position = Position{28};
  envelope.stream = {ledger::StreamKind::project, decltype(ledger::StreamRef::id){"P3"}};
  envelope.stream_version = StreamVersion{11};
  envelope.previous_in_stream = Position{27};
  envelope.recorded_at = *parse_instant("2016-12-13T10:00:00.5Z");
  envelope.effective_date = civil_date(2016, 12, 13);
  envelope.actor.person = ledger::PersonId{"chloe"};
  envelope.actor.role = ledger::Role::accountant;
  envelope.command_id = *parse_uuid("0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f6071");
  envelope.payload_digest.fill(std::byte{0xab});
  envelope.currency = *ledger::Currency::parse("EUR");
  ledger::PaymentReturned body;
  body.project = ledger::ProjectId{"P3"};
  body.programme = ledger::ProgrammeId{"INNOVSOC"};
  body.payment = ledger::PaymentId{"P3-R1"};
  body.amount = ledger::Money::from_minor_units(1'837'525);
  body.attempt = 1;
  body.reason_code = ledger::ReasonCode{"AC04"};
  body.project_state_before = ledger::ProjectState::contracted;
  event.body = body;
  return event;
}

nlohmann::json parsed(ByteView bytes) {
  auto const json = event_to_json(bytes);
  EXPECT_TRUE(json) << json.error().what;
  EXPECT_EQ(json->find('\n'), std::string::npos);
  return nlohmann::json::parse(json.value_or("{}"));
}

TEST(EventToJson, SaysTheEnvelopeThenTheFields) {
  EXPECT_EQ(event_to_json(encode_event(returned())).value_or("none"),
            R"({"position":28,"stream":"project/P3","stream_version":11,"previous_in_stream":27,)"
            R"("event_type":"PaymentReturned","schema_version":1,)"
            R"("recorded_at":"2016-12-13T10:00:00.500000Z","effective_date":"2016-12-13",)"
            R"("actor":{"person":"chloe","role":"accountant"},)"
            R"("command_id":"0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f6071",)"
            R"("payload_digest":"abababababababababababababababab","currency":"EUR",)"
            R"("fields":{"amount":"18375.25","attempt":1,"project_state_before":"contracted",)"
            R"("concerns_year":0,"project":"P3","programme":"INNOVSOC","payment":"P3-R1",)"
            R"("reason_code":"AC04"}})");
}

TEST(EventToJson, WritesMoneyInTheDecimalsOfItsCurrency) {
  auto event = returned();
  event.envelope.currency = *ledger::Currency::parse("JPY");
  EXPECT_EQ(parsed(encode_event(event))["fields"]["amount"], "1837525");
  ledger::ExerciseClosed closed;
  closed.year = 2016;
  closed.lines.resize(2);
  closed.lines[0].currency = *ledger::Currency::parse("TND");
  closed.lines[0].lapsed = ledger::Money::from_minor_units(1500);
  closed.lines[1].lapsed = ledger::Money::from_minor_units(1500);
  event.body = closed;
  auto const lines = parsed(encode_event(event))["fields"]["lines"];
  EXPECT_EQ(lines[0]["lapsed"], "1.500");
  EXPECT_EQ(lines[1]["lapsed"], "1500");
}

TEST(EventToJson, ShowsThatATextIsSealedAndWhoseItIs) {
  auto event = returned();
  ledger::PayeeRegistered body;
  body.legal_kind = ledger::LegalKind::person;
  body.name.sealed.subject.fill(std::byte{1});
  body.name.sealed.ciphertext.resize(30, std::byte{9});
  event.body = body;
  auto const fields = parsed(encode_event(event))["fields"];
  EXPECT_EQ(fields["legal_kind"], "person");
  EXPECT_EQ(fields["name"]["sealed"], true);
  EXPECT_EQ(fields["name"]["subject"], "01010101010101010101010101010101");
  EXPECT_EQ(fields["name"]["ciphertext_bytes"], 30);
}

TEST(EventToJson, ShowsARefusalWithItsRule) {
  auto event = returned();
  ledger::CommandRefused body;
  body.command = "DecideAward";
  body.target = {ledger::StreamKind::project, decltype(ledger::StreamRef::id){"P2"}};
  body.refusal = {ledger::Rule::project_cap_exceeded, "too much", "40000.00", "40000.01", 2};
  event.body = body;
  event.envelope.stream = {ledger::StreamKind::refusals, {}};
  auto const json = parsed(encode_event(event));
  EXPECT_EQ(json["stream"], "refusals");
  EXPECT_EQ(json["fields"]["target"], "project/P2");
  EXPECT_EQ(json["fields"]["refusal"]["rule"], "PROJECT_CAP_EXCEEDED");
  EXPECT_EQ(json["fields"]["refusal"]["actual"], "40000.01");
}

TEST(EventToJson, ShowsAnEventOfAnUnknownTypeAsSuch) {
  auto bytes = encode_event(returned());
  std::uint16_t const type = 77;
  std::memcpy(bytes.data() + 8 + 70, &type, sizeof type);
  auto const json = parsed(bytes);
  EXPECT_EQ(json["position"], 28);
  EXPECT_EQ(json["stream"], "project/P3");
  EXPECT_EQ(json["actor"]["person"], "chloe");
  EXPECT_EQ(json["event_type"], "unknown (type 77)");
  EXPECT_EQ(json["schema_version"], 1);
  EXPECT_EQ(json["raw"], to_hex(bytes));
  EXPECT_FALSE(json.contains("fields"));
}

TEST(EventToJson, ShowsTextsThatAreNoTextsAndNumbersThatHaveNoName) {
  auto event = returned();
  std::get<ledger::PaymentReturned>(event.body).bank_reference = "\xff\xfe";
  auto bytes = encode_event(event);
  std::uint16_t const role = 99;
  std::memcpy(bytes.data() + 8 + 68, &role, sizeof role);
  EXPECT_EQ(parsed(bytes)["actor"]["role"], "unknown (99)");
}

TEST(EventToJson, RefusesBytesThatAreNoEvent) {
  EXPECT_EQ(event_to_json(Bytes(5)).error().code, Errc::malformed);
  EXPECT_EQ(event_to_json(Bytes(16, std::byte{0xff})).error().code, Errc::malformed);
}

TEST(EventToJson, SurvivesBitFlips) {
  std::mt19937 random{1914};
  for_each_body<ledger::EventBody>([&]<class Body>() {
    auto const bytes = encode_event(filled_event<Body, Sequence>());
    for (int i = 0; i < 20; ++i) {
      auto broken = bytes;
      broken[random() % broken.size()] ^= static_cast<std::byte>(1U << (random() % 8));
      static_cast<void>(event_to_json(broken));
    }
  });
}

}  // namespace
}  // namespace gl::codec
