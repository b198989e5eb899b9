#include <capnp/any.h>
#include <capnp/serialize.h>
#include <gtest/gtest.h>

#include <functional>

#include "codec/command_message.h"
#include "schema/protocol.capnp.h"
#include "wire/frame.h"

namespace gl::wire {
namespace {

/// The frame that `fill` makes with the schema alone, as another program would.
std::expected<Frame, BadFrame> decode_made(std::function<void(message::Frame::Builder)> fill) {
  capnp::MallocMessageBuilder message;
  auto frame = message.initRoot<message::Frame>();
  frame.setRequestId(42);
  fill(frame);
  auto const words = capnp::messageToFlatArray(message);
  auto const bytes = words.asBytes();
  return decode({reinterpret_cast<std::byte const*>(bytes.begin()), bytes.size()});
}

BadFrame refused(std::function<void(message::Frame::Builder)> fill) {
  auto decoded = decode_made(std::move(fill));
  if (decoded) ADD_FAILURE() << "it was taken";
  return decoded ? BadFrame{} : decoded.error();
}

/// In the place of a union's struct member, one with a word of data more than `Message` has.
template <class Message, class Union>
void put_longer(Union in, std::uint16_t discriminant) {
  auto constexpr words = capnp::_::structSize<Message>();
  auto any = capnp::toAny(in);
  any.getDataSection()[0] = static_cast<capnp::byte>(discriminant);
  auto longer = any.getPointerSection()[0].initAsAnyStruct(
      static_cast<std::uint16_t>(words.data + 1), words.pointers);
  longer.getDataSection()[8UL * words.data] = 1;
}

TEST(Strictness, NamesTheNumberOfARequestThatIsNotKnown) {
  auto const bad =
      refused([](auto frame) { capnp::toAny(frame.initRequest()).getDataSection()[0] = 77; });
  EXPECT_EQ(bad.request_id, 42U);
  EXPECT_EQ(bad.failure.code, Code::unknown_request);
  EXPECT_EQ(bad.failure.error_class, ErrorClass::fix_request);
  EXPECT_NE(bad.failure.sentence.find("77"), std::string::npos) << bad.failure.sentence;
}

TEST(Strictness, NamesTheNumberOfAReplyThatIsNotKnown) {
  auto const bad =
      refused([](auto frame) { capnp::toAny(frame.initReply()).getDataSection()[0] = 99; });
  EXPECT_EQ(bad.request_id, 42U);
  EXPECT_EQ(bad.failure.code, Code::malformed);
  EXPECT_NE(bad.failure.sentence.find("99"), std::string::npos) << bad.failure.sentence;
}

TEST(Strictness, RefusesAnEmptyRequest) {
  EXPECT_EQ(refused([](auto frame) { frame.initRequest(); }).failure.code, Code::unknown_request);
}

TEST(Strictness, RefusesAFieldOfALaterVersionInARequest) {
  auto const bad = refused([](auto frame) {
    put_longer<message::Lookup>(frame.initRequest(), message::Request::LOOKUP);
  });
  EXPECT_EQ(bad.request_id, 42U);
  EXPECT_EQ(bad.failure.code, Code::unknown_field);
  EXPECT_EQ(bad.failure.error_class, ErrorClass::fix_request);
}

TEST(Strictness, RefusesAFieldOfALaterVersionInTheFrameAndInThePoint) {
  auto const in_padding = refused([](auto frame) {
    frame.initRequest().initStatus();
    capnp::toAny(frame).getDataSection()[12] = 1;  // behind the union's number
  });
  EXPECT_EQ(in_padding.failure.code, Code::unknown_field);
  auto const in_point = refused([](auto frame) {
    auto at = frame.initRequest().initDigest().initAt();
    capnp::toAny(at).getDataSection()[12] = 1;  // behind waitMs
  });
  EXPECT_EQ(in_point.failure.code, Code::unknown_field);
}

TEST(Strictness, PassesOverAFieldOfALaterVersionInHello) {
  EXPECT_TRUE(decode_made([](auto frame) {
                put_longer<message::Hello>(frame.initRequest(), message::Request::HELLO);
              }).has_value());
}

TEST(Strictness, PassesOverAFieldOfALaterVersionInAReply) {
  EXPECT_TRUE(decode_made([](auto frame) {
                put_longer<message::LookupReply>(frame.initReply(), message::Reply::LOOKUP);
              }).has_value());
}

TEST(Strictness, TakesEmptyTextsThatOthersWriteAsEmptyLists) {
  EXPECT_TRUE(decode_made([](auto frame) {
                auto request = frame.initRequest().initBalances();
                request.setProgramme("");
                request.initAt().initAsOf();
              }).has_value());
}

TEST(Strictness, RefusesTextsOverTheirMaximum) {
  auto const name = refused(
      [](auto frame) { frame.initRequest().initHello().setClientName(std::string(129, 'x')); });
  EXPECT_EQ(name.failure.code, Code::too_large);
  EXPECT_EQ(name.failure.limit, "128");
  EXPECT_EQ(name.failure.actual, "129");
  auto const id = refused(
      [](auto frame) { frame.initRequest().initProject().setProject(std::string(65, 'P')); });
  EXPECT_EQ(id.failure.code, Code::too_large);
}

TEST(Strictness, RefusesMoreCommandsThanAnyServerTakes) {
  auto const bad = refused(
      [](auto frame) { frame.initRequest().initSubmit().initCommands(commands_hard_max + 1); });
  EXPECT_EQ(bad.failure.code, Code::too_large);
  EXPECT_EQ(bad.failure.limit, "16384");
  EXPECT_EQ(bad.failure.actual, "16385");
}

TEST(Strictness, RefusesMoreSealedTextsThanOneRequestMayReveal) {
  EXPECT_TRUE(decode_made([](auto frame) {
                frame.initRequest().initReveal().initTexts(reveal_texts_max);
              }).has_value());
  auto const bad =
      refused([](auto frame) { frame.initRequest().initReveal().initTexts(reveal_texts_max + 1); });
  EXPECT_EQ(bad.failure.code, Code::too_large);
  EXPECT_EQ(bad.failure.limit, "256");
  EXPECT_EQ(bad.failure.actual, "257");
}

TEST(Strictness, KeepsFiltersAndAcknowledgementsWithinTheirLimits) {
  auto const filter = refused([](auto frame) {
    auto in = frame.initRequest().initSubscribe().initFilter();
    in.initYears(200);
    in.initCalls(57);
  });
  EXPECT_EQ(filter.failure.code, Code::too_large);
  EXPECT_EQ(filter.failure.limit, "256");
  EXPECT_EQ(filter.failure.actual, "257");
  auto const ack = refused(
      [](auto frame) { frame.initRequest().initAck().initPositions(ack_positions_max + 1); });
  EXPECT_EQ(ack.failure.code, Code::too_large);
  EXPECT_EQ(ack.failure.limit, "4096");
  auto const later = refused([](auto frame) {
    auto nack = frame.initRequest().initNack();
    nack.setAction(message::NackAction::RETRY);
    nack.setDelayMs(nack_delay_ms_max + 1);
  });
  EXPECT_EQ(later.failure.code, Code::too_large);
  EXPECT_EQ(refused([](auto frame) { frame.initRequest().initNack(); }).failure.code,
            Code::malformed);
  EXPECT_EQ(refused([](auto frame) {
              frame.initRequest().initSubscribe().initFilter().initTypes(1).set(0,
                                                                                "X\nevent=forged");
            }).failure.code,
            Code::malformed);
}

TEST(Strictness, RefusesTextsThatWouldForgeALogLine) {
  EXPECT_EQ(refused([](auto frame) {
              frame.initRequest().initHello().setClientName("x\nevent=forged");
            }).failure.code,
            Code::malformed);
  EXPECT_EQ(refused([](auto frame) {
              frame.initRequest().initProject().setProject("P1\nevent=forged");
            }).failure.code,
            Code::malformed);
}

TEST(Strictness, RefusesNumbersThatHaveNoMeaning) {
  EXPECT_EQ(refused([](auto frame) {
              frame.initRequest().initProjects().setState(static_cast<schema::ProjectState>(16));
            }).failure.code,
            Code::malformed);
  EXPECT_EQ(refused([](auto frame) {
              frame.initRequest().initDigest().initAt().initAsOf().setEffective(3'652'060);
            }).failure.code,
            Code::malformed);
  EXPECT_EQ(refused([](auto frame) { frame.initReply().initDigest().initDigest(31); }).failure.code,
            Code::malformed);
}

TEST(Strictness, AnswersForEachCommandThatCannotBeRead) {
  auto const decoded = decode_made([](auto frame) {
    auto commands = frame.initRequest().initSubmit().initCommands(3);
    for (unsigned i = 0; i < 3; ++i) {
      commands[i].getId().setFirst(i + 1);
      commands[i].getBody().initCloseExercise().setYear(2016);
    }
    capnp::toAny(commands[1].getBody().initCloseExercise()).getDataSection()[4] = 1;
  });
  ASSERT_TRUE(decoded.has_value());
  auto const& submit = std::get<Submit>(std::get<Request>(decoded->body));
  ASSERT_EQ(submit.commands.size(), 3U);
  ASSERT_EQ(submit.bad.size(), 1U);
  EXPECT_EQ(submit.bad[0].index, 1U);
  EXPECT_EQ(submit.bad[0].refusal.rule, ledger::Rule::malformed);
  EXPECT_FALSE(submit.bad[0].refusal.sentence.empty());
  EXPECT_EQ(submit.commands[1].header.id.bytes[0], std::byte{2});
  EXPECT_TRUE(std::holds_alternative<ledger::CloseExercise>(submit.commands[2].body));
}

}  // namespace
}  // namespace gl::wire
