#include "server/event_matcher.h"

#include <algorithm>
#include <string>
#include <utility>

#include "codec/event_codec.h"

namespace gl::server {
namespace {

constexpr std::int32_t year_min = 1'900;
constexpr std::int32_t year_max = 9'998;

template <class Value>
bool contains(std::vector<Value> const& values, Value const& value) {
  return std::ranges::find(values, value) != values.end();
}

wire::Failure nothing(std::string sentence, std::string actual) {
  return wire::failure(wire::Code::matches_nothing, std::move(sentence), {}, std::move(actual));
}

/// A type that may concern what each of the filter's kinds asks for.
bool may_match(ledger::EventFilter const& filter, ledger::Reach const& reach) {
  return (filter.programmes.empty() || reach.programmes) && (filter.calls.empty() || reach.calls) &&
         (filter.projects.empty() || reach.projects) && (filter.years.empty() || reach.years);
}

}  // namespace

// ------------------------------------------------------------------------ looking up

Result<std::optional<projections::ProjectPlace>> Relations::place_of(
    ledger::ProjectId const& project, Position at) {
  {
    std::scoped_lock const lock(mutex_);
    auto const kept = places_.find(project);
    if (kept && kept->since <= at) return kept;
  }
  auto const found = views_.place_of(project, at);
  if (!found || !*found) return found;
  std::scoped_lock const lock(mutex_);
  places_.add(project, **found);
  return found;
}

Result<std::int32_t> Relations::year_of(ledger::PaymentId const& payment,
                                        ledger::ProjectId const& project, Position at) {
  {
    std::scoped_lock const lock(mutex_);
    if (auto const kept = years_.find(payment)) return *kept;
  }
  ledger::AsOf as_of;
  as_of.position = at;
  auto const view = views_.project(project, as_of);
  if (!view) return std::unexpected(view.error());
  auto const found = std::ranges::find(view->payments, payment, &ledger::PaymentView::payment);
  if (found == view->payments.end() || found->budget_year == 0) return 0;
  std::scoped_lock const lock(mutex_);
  years_.add(payment, found->budget_year);
  return found->budget_year;
}

// ------------------------------------------------------------------------ making ready

std::expected<EventMatcher, wire::Failure> EventMatcher::make(ledger::EventFilter filter,
                                                              projections::Views const& views) {
  EventMatcher matcher{std::move(filter)};
  if (auto failure = matcher.check_values(views)) return std::unexpected(*std::move(failure));
  if (auto failure = matcher.check_kinds(views)) return std::unexpected(*std::move(failure));
  return matcher;
}

std::optional<wire::Failure> EventMatcher::check_values(projections::Views const& views) {
  auto const views_at = views.position();
  for (auto const& type : filter_.types) {
    auto const number = codec::event_type_number(type);
    if (!number) {
      return nothing("\"" + type + "\" is not a type of event: docs/domain.md lists them", type);
    }
    types_.resize(std::max<std::size_t>(types_.size(), *number + 1U));
    types_[*number] = true;
  }
  for (auto const& programme : filter_.programmes) {
    if (views.has_programme(programme)) continue;
    return nothing("there is no programme " + programme.string() + ": check its id",
                   programme.string());
  }
  for (auto const& call : filter_.calls) {
    auto const found = views.programme_of(call, views_at);
    if (found && *found) continue;
    return nothing("there is no call " + call.string() + ": check its id", call.string());
  }
  for (auto const& project : filter_.projects) {
    auto const found = views.place_of(project, views_at);
    if (found && *found) continue;
    return nothing("there is no project " + project.string() + ": check its id", project.string());
  }
  for (auto const year : filter_.years) {
    if (year >= year_min && year <= year_max) continue;
    return nothing(std::to_string(year) + " is no budget year", std::to_string(year));
  }
  return std::nullopt;
}

std::optional<wire::Failure> EventMatcher::check_kinds(projections::Views const& views) const {
  for (auto const& type : filter_.types) {
    auto const reach = ledger::reach_of(type);
    if (reach && may_match(filter_, *reach)) continue;
    return nothing("events of the type " + type +
                       " are not about what the filter's other values ask for: leave one out",
                   type);
  }
  auto const views_at = views.position();
  for (auto const& call : filter_.calls) {
    auto const programme = views.programme_of(call, views_at);
    if (filter_.programmes.empty() || !programme || !*programme) continue;
    if (contains(filter_.programmes, **programme)) continue;
    return nothing("the call " + call.string() + " is of the programme " + (*programme)->string() +
                       ", which the filter leaves out",
                   call.string());
  }
  for (auto const& project : filter_.projects) {
    auto const place = views.place_of(project, views_at);
    if (!place || !*place) continue;
    bool const fits =
        (filter_.calls.empty() || contains(filter_.calls, (*place)->call)) &&
        (filter_.programmes.empty() || contains(filter_.programmes, (*place)->programme));
    if (fits) continue;
    return nothing("the project " + project.string() + " is of the call " +
                       (*place)->call.string() + " and the programme " +
                       (*place)->programme.string() + ", which the filter leaves out",
                   project.string());
  }
  return std::nullopt;
}

// ------------------------------------------------------------------------ matching

bool EventMatcher::needs_views() const {
  return !filter_.programmes.empty() || !filter_.calls.empty() || !filter_.years.empty();
}

Result<bool> EventMatcher::matches(ByteView event, Relations& relations) {
  if (filter_.empty()) return true;
  auto const header = codec::peek(event);
  if (!header) return std::unexpected(header.error());
  if (!types_.empty() && (header->type >= types_.size() || !types_[header->type])) return false;
  if (filter_.values() == filter_.types.size()) return true;
  auto const decoded = codec::decode_event(event);
  if (!decoded) return std::unexpected(decoded.error());
  ledger::concerns_of(decoded->body, concerns_);
  auto& [programmes, call, project, order, years] = concerns_;
  if (!filter_.projects.empty() && !contains(filter_.projects, project)) return false;
  if (!filter_.years.empty()) {
    auto const matched = year_matches(header->position, relations);
    if (!matched || !*matched) return matched;
  }
  if (filter_.programmes.empty() && filter_.calls.empty()) return true;
  if (!project.empty()) {
    auto const place = relations.place_of(project, header->position);
    if (!place) return std::unexpected(place.error());
    if (*place) {
      if (call.empty()) call = (*place)->call;
      programmes.push_back((*place)->programme);
    }
  }
  if (!filter_.calls.empty() && !contains(filter_.calls, call)) return false;
  if (filter_.programmes.empty()) return true;
  if (programmes.empty() && !call.empty()) {
    auto const programme = relations.programme_of(call, header->position);
    if (!programme) return std::unexpected(programme.error());
    if (*programme) programmes.push_back(**programme);
  }
  return std::ranges::any_of(
      programmes, [&](auto const& programme) { return contains(filter_.programmes, programme); });
}

Result<bool> EventMatcher::year_matches(Position at, Relations& relations) const {
  auto const wanted = [&](std::int32_t year) { return contains(filter_.years, year); };
  if (std::ranges::any_of(concerns_.years, wanted)) return true;
  if (concerns_.order.empty()) return false;
  auto const year = relations.year_of(concerns_.order, concerns_.project, at);
  if (!year) return std::unexpected(year.error());
  return wanted(*year);
}

Result<std::uint64_t> order_key(ByteView event) {
  auto const header = codec::peek(event);
  if (!header) return std::unexpected(header.error());
  std::string name{ledger::name(header->stream.kind)};
  auto id = header->stream.id.string();
  // A recovery has a stream of its own: its order is that of its project.
  if (header->stream.kind == ledger::StreamKind::recovery) {
    auto const decoded = codec::decode_event(event);
    if (!decoded) return std::unexpected(decoded.error());
    ledger::Concerns concerns;
    ledger::concerns_of(decoded->body, concerns);
    if (!concerns.project.empty()) {
      name = ledger::name(ledger::StreamKind::project);
      id = concerns.project.string();
    }
  }
  // FNV-1a: kept in consumers/, so it must be the same in every process.
  std::uint64_t key = 0xcbf29ce484222325ULL;
  name.append("/").append(id);
  for (char const c : name) {
    key = (key ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  }
  return key;
}

}  // namespace gl::server
