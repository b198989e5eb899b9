#include "server/errors.h"

#include <gtest/gtest.h>

namespace gl::server {
namespace {

struct Case {
  Asked asked;
  Errc code;
  wire::Code told;
  wire::ErrorClass error_class;
};

// What a client must be able to do next, for each way in which a part says no.
constexpr auto cases = std::to_array<Case>({
    {Asked::views, Errc::not_found, wire::Code::not_found, wire::ErrorClass::not_found},
    {Asked::views, Errc::busy, wire::Code::not_reached, wire::ErrorClass::retry_after},
    {Asked::views, Errc::usage, wire::Code::usage, wire::ErrorClass::fix_request},
    {Asked::views, Errc::corrupt, wire::Code::corrupt, wire::ErrorClass::internal},
    {Asked::views, Errc::io, wire::Code::io, wire::ErrorClass::internal},
    {Asked::sequencer, Errc::closed, wire::Code::shutting_down, wire::ErrorClass::retry_after},
    {Asked::sequencer, Errc::malformed, wire::Code::malformed, wire::ErrorClass::fix_request},
    {Asked::answers, Errc::busy, wire::Code::refusals_limited, wire::ErrorClass::retry_after},
    {Asked::answers, Errc::closed, wire::Code::unknown_outcome, wire::ErrorClass::unknown_outcome},
    {Asked::keys, Errc::io, wire::Code::io, wire::ErrorClass::internal},
    {Asked::keys, Errc::malformed, wire::Code::io, wire::ErrorClass::internal},
    {Asked::reveal, Errc::corrupt, wire::Code::malformed, wire::ErrorClass::fix_request},
});

TEST(Errors, TellAClientWhatToDoNext) {
  for (auto const& one : cases) {
    auto const failure = failure_of(one.asked, Error{one.code, "why, and the way out"});
    EXPECT_EQ(failure.code, one.told) << name(one.code);
    EXPECT_EQ(failure.error_class, one.error_class) << name(one.code);
    EXPECT_EQ(failure.sentence, "why, and the way out");
    EXPECT_EQ(failure.retry_after_ms > 0, failure.error_class == wire::ErrorClass::retry_after);
  }
}

TEST(Errors, SayFarewellWhereThePeerCanLearnFromIt) {
  auto const told = farewell({"frame_too_large", "5 MiB, at most 4", true});
  ASSERT_TRUE(told);
  EXPECT_EQ(told->code, wire::Code::too_large);
  EXPECT_EQ(told->sentence, "5 MiB, at most 4");
  EXPECT_EQ(farewell({"server_stops", "", false})->error_class, wire::ErrorClass::retry_after);
  EXPECT_FALSE(farewell({"peer_closed", "", false}));
}

}  // namespace
}  // namespace gl::server
