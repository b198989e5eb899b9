#include "codec/command_codec.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>
#include <string>

#include "codec/canonical.h"
#include "codec/command_message.h"
#include "codec/fill.h"
#include "codec/members.h"
#include "proof/sha256.h"

namespace gl::codec {
namespace {

ledger::Command award() {
  ledger::Command command;
  command.header.id = *parse_uuid("0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f6071");
  command.header.actor.person = ledger::PersonId{"commission"};
  command.header.actor.role = ledger::Role::decision;
  command.header.effective_date = civil_date(2016, 11, 14);
  ledger::DecideAward body;
  body.project = ledger::ProjectId{"P1"};
  body.amount = {4'000'000, 2};
  body.rate = ledger::Rate{500'000};
  command.body = body;
  return command;
}

template <class Body>
void keeps(ledger::Command const& command) {
  auto const bytes = encode_command(command);
  RC_ASSERT(is_canonical(bytes));
  auto const decoded = decode_command(bytes);
  RC_ASSERT(decoded.has_value());
  RC_ASSERT(same(decoded->header, command.header));
  RC_ASSERT(same(decoded->body, command.body));
  RC_ASSERT(encode_command(*decoded) == bytes);
}

RC_GTEST_PROP(CommandCodec, KeepsAnyCommandAndWritesItCanonically, ()) {
  auto const chosen = *rc::gen::inRange<std::size_t>(0, 10);
  std::size_t kind = 0;
  for_each_body<ledger::CommandBody>([&]<class Body>() {
    if (kind++ % 10 == chosen) keeps<Body>(filled_command<Body, Choice>());
  });
}

TEST(CommandCodec, KeepsEveryMemberOfEveryCommand) {
  for_each_body<ledger::CommandBody>([]<class Body>() {
    auto const command = filled_command<Body, Sequence>();
    auto const decoded = decode_command(encode_command(command));
    ASSERT_TRUE(decoded) << decoded.error().what;
    EXPECT_TRUE(same(decoded->header, command.header));
    EXPECT_TRUE(same(decoded->body, command.body)) << ledger::name(command.body);
  });
}

TEST(CommandCodec, KeepsUnchangedApartFromNoLimit) {
  for (bool const is_given : {false, true}) {
    ledger::AmendCall body;
    if (is_given) body.departments.emplace();
    auto const decoded = decode_command(encode_command({.header = {}, .body = body}));
    ASSERT_TRUE(decoded);
    auto const& departments = std::get<ledger::AmendCall>(decoded->body).departments;
    ASSERT_EQ(departments.has_value(), is_given);
    EXPECT_TRUE(!is_given || departments->empty());
  }
}

TEST(CommandCodec, LeavesPersonAndRoleToTheCertificate) {
  auto const decoded = decode_command(encode_command(award()));
  ASSERT_TRUE(decoded);
  EXPECT_TRUE(decoded->header.actor.person.empty());
  EXPECT_EQ(decoded->header.actor.role, ledger::Role::none);
}

using CommandCodecDeathTest = testing::Test;

TEST(CommandCodecDeathTest, NeverSendsASealedText) {
  ledger::ChangePayeeAccount body;
  body.iban.sealed.ciphertext.resize(20);
  EXPECT_DEATH(static_cast<void>(encode_command({.header = {}, .body = body})), "");
}

TEST(CommandCodecDeathTest, NeverHashesAClearText) {
  ledger::ChangePayeeAccount body;
  body.iban.clear = "FR7630006000011234567890189";
  EXPECT_DEATH(static_cast<void>(payload_digest({.header = {}, .body = body})), "");
}

// ------------------------------------------------------------- what a newer client might have sent

/// A command as a later schema writes it: with more of everything than ours knows.
class NewerCommand {
 public:
  NewerCommand() {
    root_ = message_.getRoot<capnp::AnyPointer>().initAsAnyStruct(16, 16);
    ours_ = message_.getRoot<schema::Command>();
    ours_.getBody().initCloseCall().setCall("AMI-2016");
  }
  schema::Command::Builder ours() { return ours_; }
  void set_byte(std::size_t at) { root_.getDataSection()[at] = 1; }
  void set_pointer(unsigned at) { root_.getPointerSection()[at].setAs<capnp::Text>("new"); }
  Result<ledger::Command> read() { return read_command(ours_.asReader()); }

 private:
  capnp::MallocMessageBuilder message_;
  capnp::AnyStruct::Builder root_{nullptr};
  schema::Command::Builder ours_{nullptr};
};

void expect_newer(Result<ledger::Command> const& read, std::string_view what) {
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Errc::newer_format);
  EXPECT_EQ(read.error().what, what);
}

constexpr std::string_view unknown_field =
    "CloseCall: holds a field that is not known here: leave it out, or ask for a newer server";

TEST(CommandReader, TakesALargerStructWhoseNewFieldsAreEmpty) {
  NewerCommand command;
  EXPECT_TRUE(command.read());
}

TEST(CommandReader, RefusesDataBehindTheKnownEnd) {
  NewerCommand command;
  command.set_byte(15 * 8);
  expect_newer(command.read(), unknown_field);
}

TEST(CommandReader, RefusesDataInAKnownGap) {
  NewerCommand command;
  // Between the union's discriminant and the next word of schema::Command nothing is known.
  auto const words =
      capnp::Schema::from<schema::Command>().getProto().getStruct().getDataWordCount();
  command.set_byte(words * 8U - 1);
  expect_newer(command.read(), unknown_field);
}

TEST(CommandReader, RefusesAPointerBehindTheKnownEnd) {
  NewerCommand command;
  command.set_pointer(15);
  expect_newer(command.read(), unknown_field);
}

TEST(CommandReader, RefusesAnUnknownFieldOfAListsElement) {
  capnp::MallocMessageBuilder message;
  auto root = message.initRoot<schema::Command>();
  auto body = root.getBody().initRequestPayment();
  body.setProject("P1");
  auto documents = body.initDocuments(2);
  documents[1].setKind("report");
  auto data = documents[1].initSha256(32);
  data[0] = 1;
  documents[0].initSha256(32);
  EXPECT_TRUE(read_command(root.asReader()));
  documents[0].initSha256(31);
  auto const read = read_command(root.asReader());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().what,
            "RequestPayment: documents.sha256 has 31 bytes, but a SHA-256 has 32");
}

TEST(CommandReader, RefusesAnUnknownCommandAndNone) {
  capnp::MallocMessageBuilder message;
  auto root = message.initRoot<schema::Command>();
  EXPECT_EQ(read_command(root.asReader()).error().what,
            "the command has no body: say what is to be done");
  root.getBody().initSettleProject().setProject("P1");
  auto raw = message.getRoot<capnp::AnyStruct>();
  auto const at =
      2 *
      capnp::Schema::from<schema::Command::Body>().getProto().getStruct().getDiscriminantOffset();
  raw.getDataSection()[at] = 200;
  expect_newer(read_command(root.asReader()),
               "command number 200 is not known here: a newer client wrote it; ask for a newer "
               "server");
}

TEST(CommandReader, RefusesAnUnknownEnumerant) {
  capnp::MallocMessageBuilder message;
  auto root = message.initRoot<schema::Command>();
  auto body = root.getBody().initCancelAward();
  body.setGround(static_cast<schema::CancelGround>(6));
  expect_newer(read_command(root.asReader()),
               "CancelAward: ground has number 6, which is not known here: a newer version wrote "
               "it; upgrade to read it");
}

TEST(CommandReader, RefusesATextThatIsNotUtf8) {
  capnp::MallocMessageBuilder message;
  auto root = message.initRoot<schema::Command>();
  root.getBody().initCloseCall().setCall("AMI-\xff");
  EXPECT_EQ(read_command(root.asReader()).error().what,
            "CloseCall: call is not a text: write UTF-8 without zero bytes");
}

TEST(CommandReader, RefusesMissingDatesAndRatesBeyondAll) {
  capnp::MallocMessageBuilder message;
  auto root = message.initRoot<schema::Command>();
  auto reopening = root.getBody().initReopenCall();
  EXPECT_EQ(read_command(root.asReader()).error().what,
            "ReopenCall: deadline is missing: a date has to be given");
  reopening.setDeadline(3'652'060);
  EXPECT_EQ(read_command(root.asReader()).error().what,
            "ReopenCall: deadline is day number 3652060, but the last one is 3652059 (9999-12-31)");
  root.getBody().initOpenCall().getMaximumRate().setStated(1'000'001);
  EXPECT_EQ(read_command(root.asReader()).error().what,
            "OpenCall: maximum_rate is 1000001 parts per million, but a rate is at most 1000000");
}

TEST(CommandReader, RefusesAListOfTextsThatHoldsStructs) {
  capnp::MallocMessageBuilder message;
  auto root = message.initRoot<schema::Command>();
  root.getBody().initAmendCall().setCall("AMI-2016");
  // departments: a list of texts, in whose place a newer client put structs of a text and more.
  auto const slot = capnp::Schema::from<schema::AmendCall>().getFieldByName("departments");
  auto raw = capnp::toAny(root.getBody().getAmendCall());
  auto list = raw.getPointerSection()[slot.getProto().getSlot().getOffset()]
                  .initAs<capnp::List<schema::Location>>(1);
  list[0].setCommune("33");
  list[0].setDepartment("33");
  expect_newer(read_command(root.asReader()),
               "AmendCall: departments holds a field that is not known here: leave it out, or ask "
               "for a newer server");
}

TEST(CommandReader, SurvivesBitFlips) {
  std::mt19937 random{9999};
  for_each_body<ledger::CommandBody>([&]<class Body>() {
    auto const bytes = encode_command(filled_command<Body, Sequence>());
    for (int i = 0; i < 150; ++i) {
      auto broken = bytes;
      for (unsigned flip = 0; flip < 1 + random() % 3; ++flip) {
        broken[random() % broken.size()] ^= static_cast<std::byte>(1U << (random() % 8));
      }
      // What is taken at all is taken whole: it is written again as the same command.
      if (auto const decoded = decode_command(broken)) {
        EXPECT_TRUE(decode_command(encode_command(*decoded)));
      }
    }
  });
}

// -------------------------------------------------------------------------------- the same payload

TEST(PayloadDigest, IsTheSameForWhatIsTheSame) {
  EXPECT_EQ(payload_digest(award()), payload_digest(award()));
  auto other_id = award();
  other_id.header.id = *parse_uuid("0190a5b2-7c3e-7d4f-8a1b-000000000000");
  other_id.header.correlation_id = other_id.header.id;
  other_id.header.causation = Position{7};
  other_id.header.reason_code = ledger::ReasonCode{"WHY"};
  EXPECT_EQ(payload_digest(other_id), payload_digest(award()));
}

TEST(PayloadDigest, DiffersInWhateverIsCompared) {
  auto const differs = [](auto change) {
    auto command = award();
    change(command);
    return payload_digest(command) != payload_digest(award());
  };
  using Command = ledger::Command;
  EXPECT_TRUE(differs([](Command& c) { c.header.actor.person = ledger::PersonId{"anne"}; }));
  EXPECT_TRUE(differs([](Command& c) { c.header.actor.role = ledger::Role::officer; }));
  EXPECT_TRUE(differs([](Command& c) { c.header.actor.acting_for = ledger::PersonId{"boris"}; }));
  EXPECT_TRUE(differs([](Command& c) { c.header.actor.delegation = ledger::DelegationId{"D1"}; }));
  EXPECT_TRUE(differs([](Command& c) { c.header.effective_date.reset(); }));
  EXPECT_TRUE(differs([](Command& c) { c.header.expected_version = StreamVersion{0}; }));
  EXPECT_TRUE(differs([](Command& c) { std::get<ledger::DecideAward>(c.body).amount.units += 1; }));
  EXPECT_TRUE(differs([](Command& c) { std::get<ledger::DecideAward>(c.body).rate.reset(); }));
  EXPECT_TRUE(differs(
      [](Command& c) { c.body = ledger::SettleProject{.project = ledger::ProjectId{"P1"}}; }));
}

TEST(PayloadDigest, TakesPersonalTextsByTheirSealedForm) {
  auto const sealed = [](int subject, int token, std::size_t size) {
    ledger::ChangePayeeAccount body{.payee = ledger::PayeeId{"W123456789"}, .iban = {}};
    body.iban.sealed.subject.fill(static_cast<std::byte>(subject));
    body.iban.sealed.token.fill(static_cast<std::byte>(token));
    body.iban.sealed.ciphertext.resize(size);
    return payload_digest({.header = {}, .body = body});
  };
  EXPECT_EQ(sealed(1, 2, 43), sealed(1, 2, 43));
  EXPECT_NE(sealed(1, 2, 43), sealed(2, 2, 43));
  EXPECT_NE(sealed(1, 2, 43), sealed(1, 3, 43));
  EXPECT_NE(sealed(1, 2, 43), sealed(1, 2, 44));
}

TEST(PayloadDigest, IsHalfAHashOverActorAndCanonicalFields) {
  // Role 4, person "commission" of 10 bytes, then the command without its id.
  auto command = award();
  Bytes bytes{std::byte{4}, std::byte{0}, std::byte{10}, std::byte{0}};
  auto const person = as_bytes("commission");
  bytes.insert(bytes.end(), person.begin(), person.end());
  command.header.id = {};
  auto const fields = encode_command(command);
  bytes.insert(bytes.end(), fields.begin(), fields.end());
  auto const hash = proof::sha256(bytes);
  EXPECT_TRUE(std::ranges::equal(payload_digest(award()), ByteView{hash}.first(16)));
}

}  // namespace
}  // namespace gl::codec
