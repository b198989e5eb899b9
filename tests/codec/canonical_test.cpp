#include "codec/canonical.h"

#include <capnp/any.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "codec/event_fields.h"
#include "codec/fill.h"
#include "codec/write.h"
#include "schema/event.capnp.h"

namespace gl::codec {
namespace {

Bytes by_capnp(capnp::MessageBuilder& message) {
  auto root = message.getRoot<capnp::AnyStruct>().asReader();
  auto const words = root.canonicalize();
  auto const bytes = std::as_bytes(std::span{words.begin(), words.size()});
  return {bytes.begin(), bytes.end()};
}

Bytes by_us(capnp::MessageBuilder& message) {
  Bytes bytes;
  append_canonical(message, bytes);
  return bytes;
}

RC_GTEST_PROP(Canonical, AgreesWithCapnProtoOnNestedListsAndStructs, ()) {
  Filler<Choice> fill;
  ledger::ProjectSubmitted submitted;
  fill(submitted);
  capnp::MallocMessageBuilder message{1U << 14U};
  auto root = message.initRoot<schema::Event>();
  Writer<Form::event> pass;
  fields(pass, submitted, root.getBody().initProjectSubmitted());
  RC_ASSERT(by_us(message) == by_capnp(message));
}

TEST(Canonical, KeepsAnEmptyListApartFromNone) {
  capnp::MallocMessageBuilder message;
  auto terms = message.initRoot<schema::Event>().getBody().initCallOpened().initTerms();
  auto const none = by_us(message);
  terms.initDepartments(0);
  terms.initApplicantKinds(0);
  auto const empty = by_us(message);
  EXPECT_NE(none, empty);
  EXPECT_EQ(empty, by_capnp(message));
}

TEST(Canonical, KeepsAnEmptyStructApartFromNone) {
  capnp::MallocMessageBuilder message;
  auto root = message.initRoot<schema::Event>();
  auto const none = by_us(message);
  root.initAct();
  EXPECT_NE(by_us(message), none);
  EXPECT_EQ(by_us(message), by_capnp(message));
}

TEST(Canonical, WritesAListOfEmptyElements) {
  capnp::MallocMessageBuilder message;
  message.initRoot<schema::Event>().getBody().initProjectSubmitted().initDocuments(3);
  EXPECT_EQ(by_us(message), by_capnp(message));
}

TEST(Canonical, TakesAMessageOfSeveralSegments) {
  capnp::MallocMessageBuilder small{1, capnp::AllocationStrategy::FIXED_SIZE};
  capnp::MallocMessageBuilder large;
  for (capnp::MessageBuilder* message :
       {static_cast<capnp::MessageBuilder*>(&small), static_cast<capnp::MessageBuilder*>(&large)}) {
    auto settled = message->initRoot<schema::Event>().getBody().initProjectSettled();
    settled.setProject("a project with a long name");
  }
  ASSERT_GT(small.getSegmentsForOutput().size(), 1U);
  EXPECT_EQ(by_us(small), by_us(large));
}

TEST(Canonical, SaysSoWhenBytesAreNot) {
  EXPECT_FALSE(is_canonical({}));
  EXPECT_FALSE(is_canonical(Bytes(7)));
  capnp::MallocMessageBuilder message;
  message.initRoot<schema::Event>().setPosition(1);
  auto bytes = by_us(message);
  EXPECT_TRUE(is_canonical(bytes));
  bytes.resize(bytes.size() + 8);
  EXPECT_FALSE(is_canonical(bytes));
}

}  // namespace
}  // namespace gl::codec
