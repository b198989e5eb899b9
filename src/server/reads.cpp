#include "server/reads.h"

#include <algorithm>
#include <string>
#include <utility>

#include "codec/event_codec.h"
#include "server/errors.h"

namespace gl::server {
namespace {

std::unexpected<wire::Failure> no(Error const& error) {
  return std::unexpected(failure_of(Asked::views, error));
}

template <class Id>
std::optional<Id> unless_empty(Id const& id) {
  return id.empty() ? std::nullopt : std::optional<Id>{id};
}

template <class Id>
Id or_empty(std::optional<Id> const& id) {
  return id.value_or(Id{});
}

std::optional<std::int32_t> unless_zero(std::int32_t number) {
  return number == 0 ? std::nullopt : std::optional{number};
}

/// `none` of an enumeration means any.
template <class Enum>
std::optional<Enum> unless_none(Enum value) {
  return value == Enum::none ? std::nullopt : std::optional{value};
}

}  // namespace

std::size_t page_size(ReadContext const& context, std::uint32_t limit) {
  auto const page_max = context.hub.config.limits.page_max;
  return limit == 0 ? page_max : std::min<std::size_t>(limit, page_max);
}

std::expected<Point, wire::Failure> resolve(ReadContext const& context, wire::ReadPoint const& at) {
  auto const answered_at = context.hub.parts.views.resolve(at.as_of);
  if (!answered_at) return no(answered_at.error());
  Point point{{}, *answered_at};
  point.as_of.position = answered_at->position;
  point.as_of.effective = answered_at->effective;
  return point;
}

Result<Instant> recorded_at(journal::Journal const& journal, Position position) {
  if (position == Position{}) return Instant{};
  auto const bytes = journal.read_one(position);
  if (!bytes) return std::unexpected(bytes.error());
  auto const header = codec::peek(*bytes);
  if (!header) return std::unexpected(header.error());
  return header->recorded_at;
}

ReadAnswer read(ReadContext const& context, wire::Balances const& request) {
  auto const& views = context.hub.parts.views;
  auto const point = resolve(context, request.at);
  if (!point) return std::unexpected(point.error());
  wire::BalancesReply reply;
  reply.as_of = point->answered_at;
  std::vector<ledger::ProgrammeId> programmes{request.programme};
  if (request.programme.empty()) {
    auto const page =
        views.programmes(point->as_of, request.after, page_size(context, request.limit));
    if (!page) return no(page.error());
    programmes.clear();
    for (auto const& item : page->items) programmes.push_back(item.programme);
    reply.next = or_empty(page->next);
  }
  for (auto const& programme : programmes) {
    auto balances = views.balances(programme, point->as_of);
    if (!balances) return no(balances.error());
    reply.balances.push_back(*std::move(balances));
  }
  return reply;
}

ReadAnswer read(ReadContext const& context, wire::Statement const& request) {
  auto const point = resolve(context, request.at);
  if (!point) return std::unexpected(point.error());
  projections::StatementFilter filter;
  filter.kind = unless_none(request.kind);
  filter.project = unless_empty(request.project);
  filter.call = unless_empty(request.call);
  filter.year = unless_zero(request.year);
  auto page = context.hub.parts.views.statement(request.programme, filter, point->as_of,
                                                request.after, page_size(context, request.limit));
  if (!page) return no(page.error());
  return wire::StatementReply{point->answered_at, std::move(page->items),
                              page->next.value_or(Position{})};
}

namespace {

/// What is the funder's own affair: how assessors scored, who stood aside.
void hide_deliberation(ledger::ProjectView& project) {
  project.assessments.clear();
  std::erase_if(project.notices, [](ledger::NoticeView const& notice) {
    return notice.event_type == "ConflictDeclared";
  });
}

}  // namespace

ReadAnswer read(ReadContext const& context, wire::Project const& request) {
  auto const point = resolve(context, request.at);
  if (!point) return std::unexpected(point.error());
  auto project = context.hub.parts.views.project(request.project, point->as_of);
  if (!project) return no(project.error());
  if (context.sender.role == ledger::Role::applicant) hide_deliberation(*project);
  return wire::ProjectReply{point->answered_at, *std::move(project)};
}

ReadAnswer read(ReadContext const& context, wire::Projects const& request) {
  auto const point = resolve(context, request.at);
  if (!point) return std::unexpected(point.error());
  projections::ProjectFilter filter;
  filter.call = unless_empty(request.call);
  filter.programme = unless_empty(request.programme);
  filter.state = unless_none(request.state);
  auto page = context.hub.parts.views.projects(filter, point->as_of, request.after,
                                               page_size(context, request.limit));
  if (!page) return no(page.error());
  return wire::ProjectsReply{point->answered_at, std::move(page->items), or_empty(page->next)};
}

ReadAnswer read(ReadContext const& context, wire::Call const& request) {
  auto const point = resolve(context, request.at);
  if (!point) return std::unexpected(point.error());
  auto call = context.hub.parts.views.call(request.call, point->as_of);
  if (!call) return no(call.error());
  return wire::CallReply{point->answered_at, *std::move(call)};
}

ReadAnswer read(ReadContext const& context, wire::Calls const& request) {
  auto const point = resolve(context, request.at);
  if (!point) return std::unexpected(point.error());
  projections::CallFilter filter;
  filter.programme = unless_empty(request.programme);
  filter.state = unless_none(request.state);
  auto page = context.hub.parts.views.calls(filter, point->as_of, request.after,
                                            page_size(context, request.limit));
  if (!page) return no(page.error());
  return wire::CallsReply{point->answered_at, std::move(page->items), or_empty(page->next)};
}

ReadAnswer read(ReadContext const& context, wire::Programmes const& request) {
  auto const point = resolve(context, request.at);
  if (!point) return std::unexpected(point.error());
  auto const page = context.hub.parts.views.programmes(point->as_of, request.after,
                                                       page_size(context, request.limit));
  if (!page) return no(page.error());
  wire::ProgrammesReply reply;
  reply.as_of = point->answered_at;
  for (auto const& item : page->items) {
    reply.programmes.push_back({item.programme, item.settings, item.last_event});
  }
  reply.next = or_empty(page->next);
  return reply;
}

ReadAnswer read(ReadContext const& context, wire::Digest const& request) {
  if (request.at.as_of.effective) {
    return std::unexpected(wire::failure(wire::Code::usage,
                                         "a digest is of a position: leave the effective date out",
                                         {}, to_string(*request.at.as_of.effective)));
  }
  auto const point = resolve(context, request.at);
  if (!point) return std::unexpected(point.error());
  auto const digest = context.hub.parts.views.digest(point->answered_at.position);
  if (!digest) return no(digest.error());
  return wire::DigestReply{point->answered_at, *digest};
}

ReadAnswer read(ReadContext const& context, wire::Status const&) {
  auto const& hub = context.hub;
  auto const head = hub.parts.journal.head();
  auto const head_recorded_at = recorded_at(hub.parts.journal, head.position);
  if (!head_recorded_at) return std::unexpected(wire::to_failure(head_recorded_at.error()));
  wire::StatusReply reply;
  reply.head = head.position;
  reply.head_recorded_at = *head_recorded_at;
  reply.root = head.root;
  reply.views = hub.parts.views.position();
  reply.server_time = hub.parts.clock.now();
  reply.started_at = hub.started_at;
  reply.clock_behind_us = hub.parts.sequencer.status().clock_skew.count();
  reply.connections = static_cast<std::uint32_t>(hub.connections.load());
  reply.commands_accepted = hub.commands_accepted;
  reply.commands_refused = hub.commands_refused;
  reply.commands_repeated = hub.commands_repeated;
  return reply;
}

}  // namespace gl::server
