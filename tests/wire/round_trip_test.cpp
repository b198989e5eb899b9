#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "codec/command_codec.h"
#include "wire/frame.h"
#include "wire/made_up.h"

namespace gl::wire {
namespace {

constexpr std::size_t submit_kind = 1;

std::expected<Frame, BadFrame> there_and_back(Frame const& frame) { return decode(encode(frame)); }

ledger::Command adjust_authority(std::uint8_t number) {
  ledger::Command command;
  command.header.id.bytes[15] = std::byte{number};
  command.header.effective_date = civil_date(2016, 9, 5);
  command.body = ledger::AdjustAuthority{ledger::ProgrammeId{"INNOVSOC"}, {-500'000, 2}};
  return command;
}

RC_GTEST_PROP(Frames, CarryEveryRequestThereAndBack, (std::uint64_t seed)) {
  MadeUp made_up{seed};
  for (std::size_t kind = 0; kind < std::variant_size_v<Request>; ++kind) {
    if (kind == submit_kind) continue;
    auto const request = made_up.request(kind);
    RC_ASSERT(request.index() == kind);
    auto const back = there_and_back({made_up.number(), request});
    RC_ASSERT(back.has_value());
    std::visit(
        [&](auto const& sent) {
          using Kind = std::decay_t<decltype(sent)>;
          if constexpr (!std::is_same_v<Kind, Submit>) {
            RC_ASSERT(std::get<Kind>(std::get<Request>(back->body)) == sent);
          }
        },
        request);
  }
}

RC_GTEST_PROP(Frames, CarryEveryReplyThereAndBack, (std::uint64_t seed)) {
  MadeUp made_up{seed};
  for (std::size_t kind = 0; kind < std::variant_size_v<Reply>; ++kind) {
    auto const reply = made_up.reply(kind);
    RC_ASSERT(reply.index() == kind);
    auto const id = made_up.number();
    auto const back = there_and_back({id, reply});
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->request_id == id);
    RC_ASSERT(std::get<Reply>(back->body) == reply);
  }
}

RC_GTEST_PROP(Frames, CarryEveryPushThereAndBack, (std::uint64_t seed)) {
  MadeUp made_up{seed};
  for (std::size_t kind = 0; kind < std::variant_size_v<Push>; ++kind) {
    auto const push = made_up.push(kind);
    RC_ASSERT(push.index() == kind);
    auto const id = made_up.number();
    auto const back = there_and_back({id, push});
    RC_ASSERT(back.has_value());
    RC_ASSERT(back->request_id == id);
    RC_ASSERT(std::get<Push>(back->body) == push);
  }
}

RC_GTEST_PROP(Frames, CarryEveryFailureThereAndBack, (std::uint64_t seed)) {
  auto const failure = MadeUp{seed}.failure();
  auto const back = there_and_back({seed, failure});
  RC_ASSERT(back.has_value());
  RC_ASSERT(std::get<Failure>(back->body) == failure);
}

TEST(Frames, CarryCommandsWithTheirOptions) {
  Submit const submit{.commands = {adjust_authority(1), adjust_authority(2)},
                      .atomic = true,
                      .dry_run = true,
                      .recorded_at = Instant{1'473'112'800'000'000},
                      .bad = {}};
  auto const back = there_and_back({7, Request{submit}});
  ASSERT_TRUE(back.has_value());
  auto const& read = std::get<Submit>(std::get<Request>(back->body));
  ASSERT_EQ(read.commands.size(), 2U);
  EXPECT_EQ(codec::encode_command(read.commands[0]), codec::encode_command(submit.commands[0]));
  EXPECT_EQ(codec::encode_command(read.commands[1]), codec::encode_command(submit.commands[1]));
  EXPECT_TRUE(read.atomic);
  EXPECT_TRUE(read.dry_run);
  EXPECT_EQ(read.recorded_at, submit.recorded_at);
  EXPECT_TRUE(read.bad.empty());
}

TEST(Frames, TellAServersClockFromATimeOfZero) {
  auto const at_zero = there_and_back({1, Request{Submit{.commands = {},
                                                         .atomic = false,
                                                         .dry_run = false,
                                                         .recorded_at = Instant{0},
                                                         .bad = {}}}});
  ASSERT_TRUE(at_zero.has_value());
  EXPECT_EQ(std::get<Submit>(std::get<Request>(at_zero->body)).recorded_at, Instant{0});
}

TEST(Frames, CutAnOverlongSentenceBetweenCharacters) {
  std::string sentence(1'999, 'x');
  sentence += "é";  // two bytes: the 2000th would be half of it
  auto const back = there_and_back({1, failure(Code::malformed, sentence)});
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(std::get<Failure>(back->body).sentence, std::string(1'999, 'x'));
}

}  // namespace
}  // namespace gl::wire
