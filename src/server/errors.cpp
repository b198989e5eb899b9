#include "server/errors.h"

#include <array>
#include <string_view>

namespace gl::server {
namespace {

/// The code that goes over the wire for an error of a part, where it is not the error's own.
struct Translation {
  Asked asked;
  Errc code;
  wire::Code told;
};

constexpr std::array<Translation, 11> translations{{
    {Asked::views, Errc::busy, wire::Code::not_reached},
    {Asked::sequencer, Errc::closed, wire::Code::shutting_down},
    {Asked::answers, Errc::busy, wire::Code::refusals_limited},
    {Asked::answers, Errc::closed, wire::Code::unknown_outcome},
    {Asked::keys, Errc::malformed, wire::Code::io},
    {Asked::keys, Errc::not_found, wire::Code::io},
    {Asked::reveal, Errc::corrupt, wire::Code::malformed},
    {Asked::consumers, Errc::refused_peer, wire::Code::forbidden},
    {Asked::consumers, Errc::exists, wire::Code::other_filter},
    {Asked::consumers, Errc::not_found, wire::Code::not_delivered},
    {Asked::consumers, Errc::closed, wire::Code::taken_over},
}};

/// The endings that a peer is told about, by their word in the log.
struct Told {
  std::string_view reason;
  wire::Code code;
};

constexpr std::array<Told, 9> endings{{
    {"frame_too_large", wire::Code::too_large},
    {"not_a_frame", wire::Code::malformed},
    {"truncated_frame", wire::Code::malformed},
    {"not_a_request", wire::Code::malformed},
    {"frame_timeout", wire::Code::timeout},
    {"handshake_timeout", wire::Code::timeout},
    {"idle", wire::Code::timeout},
    {"certificate_subject", wire::Code::refused_peer},
    {"server_stops", wire::Code::shutting_down},
}};

constexpr std::uint32_t retry_after_ms = 1'000;

}  // namespace

wire::Failure failure_of(Asked asked, Error const& error) {
  auto told = wire::code_of(error.code);
  for (auto const& row : translations) {
    if (row.asked == asked && row.code == error.code) told = row.told;
  }
  auto failure = wire::failure(told, error.what);
  if (failure.error_class == wire::ErrorClass::retry_after) failure.retry_after_ms = retry_after_ms;
  return failure;
}

std::optional<wire::Failure> farewell(Ending const& ending) {
  for (auto const& row : endings) {
    if (row.reason != ending.reason) continue;
    auto failure = wire::failure(row.code, ending.detail);
    if (failure.error_class == wire::ErrorClass::retry_after) {
      failure.retry_after_ms = retry_after_ms;
    }
    return failure;
  }
  return std::nullopt;
}

}  // namespace gl::server
