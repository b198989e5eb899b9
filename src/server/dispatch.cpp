#include "server/dispatch.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/check.h"
#include "server/permissions.h"

namespace gl::server {
namespace {

using Handler = ReadAnswer (*)(ReadContext const&, wire::Request const&);

template <class T>
ReadAnswer handle(ReadContext const& context, wire::Request const& request) {
  return read(context, std::get<T>(request));
}

struct Route {
  std::size_t kind;
  Where where;
  Handler handler;  ///< null: the session's own
};

/// One row a request. `here` is for what costs microseconds: balances of a programme as of any
/// point are measured at 34 µs, a hand-over to another thread and back at 10 to 20. What touches a
/// page of rows, or events on disk, goes to the pool, so that no page of one connection stands
/// before the submits of another.
// clang-format off
constexpr std::array<Route, std::variant_size_v<wire::Request>> routes{{
    {kind_of<wire::Hello>(),      Where::session,   nullptr},
    {kind_of<wire::Submit>(),     Where::session,   nullptr},
    {kind_of<wire::Lookup>(),     Where::session,   nullptr},
    {kind_of<wire::Balances>(),   Where::here,      &handle<wire::Balances>},
    {kind_of<wire::Statement>(),  Where::read_pool, &handle<wire::Statement>},
    {kind_of<wire::Project>(),    Where::here,      &handle<wire::Project>},
    {kind_of<wire::Projects>(),   Where::read_pool, &handle<wire::Projects>},
    {kind_of<wire::Call>(),       Where::here,      &handle<wire::Call>},
    {kind_of<wire::Calls>(),      Where::read_pool, &handle<wire::Calls>},
    {kind_of<wire::Programmes>(), Where::read_pool, &handle<wire::Programmes>},
    {kind_of<wire::History>(),    Where::read_pool, &handle<wire::History>},
    {kind_of<wire::Read>(),       Where::read_pool, &handle<wire::Read>},
    {kind_of<wire::Refusals>(),   Where::read_pool, &handle<wire::Refusals>},
    {kind_of<wire::Digest>(),     Where::read_pool, &handle<wire::Digest>},
    {kind_of<wire::Status>(),     Where::here,      &handle<wire::Status>},
    {kind_of<wire::Reveal>(),     Where::read_pool, &handle<wire::Reveal>},
    {kind_of<wire::Checkpoint>(), Where::here,      &handle<wire::Checkpoint>},
    {kind_of<wire::InclusionProof>(),   Where::read_pool, &handle<wire::InclusionProof>},
    {kind_of<wire::ConsistencyProof>(), Where::read_pool, &handle<wire::ConsistencyProof>},
    {kind_of<wire::Subscribe>(),      Where::session,   nullptr},
    {kind_of<wire::Credit>(),         Where::session,   nullptr},
    {kind_of<wire::Ack>(),            Where::session,   nullptr},
    {kind_of<wire::Nack>(),           Where::session,   nullptr},
    {kind_of<wire::Unsubscribe>(),    Where::session,   nullptr},
    {kind_of<wire::Consumers>(),      Where::read_pool, &handle<wire::Consumers>},
    {kind_of<wire::ChangeConsumer>(), Where::read_pool, &handle<wire::ChangeConsumer>},
    {kind_of<wire::Seal>(),           Where::read_pool, &handle<wire::Seal>},
    {kind_of<wire::Seals>(),          Where::here,      &handle<wire::Seals>},
    {kind_of<wire::BalanceProof>(),   Where::read_pool, &handle<wire::BalanceProof>},
    {kind_of<wire::RotateLogKey>(),   Where::read_pool, &handle<wire::RotateLogKey>},
}};
// clang-format on

constexpr bool routes_stand_at_their_index() {
  for (std::size_t i = 0; i < routes.size(); ++i) {
    if (routes[i].kind != i) return false;
  }
  return true;
}
static_assert(routes_stand_at_their_index(), "one row a request, in the order of wire::Request");

/// How long a point in the past is waited for that the views have yet to fold: the sender need not
/// know that they run behind.
constexpr std::chrono::milliseconds catch_up_wait{5'000};

wire::ReadPoint const* point_of(wire::Request const& request) {
  return std::visit(
      [](auto const& kind) -> wire::ReadPoint const* {
        if constexpr (requires { kind.at.not_before; }) {
          return &kind.at;
        } else {
          return nullptr;
        }
      },
      request);
}

wire::Failure beyond_head(Position head, Position asked) {
  return wire::failure(wire::Code::beyond_head,
                       "position " + std::to_string(asked.value()) +
                           " is not there yet, the last is " + std::to_string(head.value()) +
                           ": ask for one up to that, or wait for it with `not_before`",
                       std::to_string(head.value()), std::to_string(asked.value()));
}

/// The wait for the next event of a reader that has seen all.
Wait wait_for_event(Hub& hub, wire::Read const& request) {
  auto const from = std::max(request.from, Position{1});
  auto const beyond = request.to != Position{} && request.to < from;
  if (request.wait_ms == 0 || beyond || from <= hub.parts.journal.watermark()) return {};
  return {&hub.journal_waiters, from, std::chrono::milliseconds{request.wait_ms}, false};
}

/// The position that the answer's checkpoint is to hold; nothing of other requests.
std::optional<Position> in_checkpoint(Position head, wire::Request const& request) {
  if (auto const* const any = std::get_if<wire::Checkpoint>(&request)) {
    return std::max(any->not_before, Position{1});
  }
  if (auto const* const one = std::get_if<wire::InclusionProof>(&request)) {
    if (one->rotation) return std::nullopt;  // under a checkpoint of before
    return one->position;
  }
  if (std::holds_alternative<wire::Seal>(request)) return head;
  if (auto const* const two = std::get_if<wire::ConsistencyProof>(&request)) {
    return std::max(two->older, two->newer);
  }
  return std::nullopt;
}

}  // namespace

Where where(wire::Request const& request) {
  auto const* const balances = std::get_if<wire::Balances>(&request);
  if (balances != nullptr && balances->programme.empty()) return Where::read_pool;
  return routes[request.index()].where;
}

std::expected<Wait, wire::Failure> wait_of(Hub& hub, wire::Request const& request) {
  Wait wait;
  if (auto const* const events = std::get_if<wire::Read>(&request)) {
    wait = wait_for_event(hub, *events);
  } else if (auto const last = in_checkpoint(hub.parts.journal.watermark(), request)) {
    auto const head = hub.parts.journal.watermark();
    if (*last > head) return std::unexpected(beyond_head(head, *last));
    if (*last <= hub.parts.notary.position()) return wait;
    wait = {&hub.checkpoint_waiters, *last, catch_up_wait, true};
  } else if (auto const* const at = point_of(request)) {
    auto const head = hub.parts.journal.watermark();
    auto const position = at->as_of.position.value_or(Position{});
    if (position > head) return std::unexpected(beyond_head(head, position));
    if (at->not_before > head && at->wait_ms == 0) {
      return std::unexpected(beyond_head(head, at->not_before));
    }
    // Of a recorded time: whatever is durable by now may belong to the answer.
    auto const folded = at->as_of.recorded_at ? head : position;
    auto const wanted = std::max(folded, at->not_before);
    auto const views = hub.parts.views.position();
    if (wanted <= views) return wait;
    auto const patience = at->not_before > views ? std::chrono::milliseconds{0} : catch_up_wait;
    wait = {&hub.views_waiters, wanted, std::max(patience, std::chrono::milliseconds{at->wait_ms}),
            true};
  }
  wait.wait_max = std::min(wait.wait_max, hub.config.deadlines.wait_max);
  return wait;
}

wire::Failure not_reached(Hub const& hub, Wait const& wait) {
  auto const wanted = wait.at_least;
  auto const head = hub.parts.journal.watermark();
  if (wanted > head) return beyond_head(head, wanted);
  bool const views = wait.waiters != &hub.checkpoint_waiters;
  auto const reached = views ? hub.parts.views.position() : hub.parts.notary.position();
  auto failure = wire::failure(wire::Code::not_reached,
                               (views ? "the views are" : "the last signed checkpoint is") +
                                   (" at position " + std::to_string(reached.value())) +
                                   " and did not come to " + std::to_string(wanted.value()) +
                                   " in time: ask again, or wait longer",
                               std::to_string(wanted.value()), std::to_string(reached.value()));
  failure.retry_after_ms = 100;
  return failure;
}

ReadAnswer answer(ReadContext const& context, wire::Request const& request) {
  auto const handler = routes[request.index()].handler;
  GL_CHECK(handler != nullptr, "the session answers this kind of request itself");
  return handler(context, request);
}

}  // namespace gl::server
