#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "projections/effects.h"
#include "projections/source.h"

namespace gl::projections {

namespace {

using ledger::CallId;
using ledger::CallState;
using ledger::CallView;
using ledger::ProgrammeId;

/// A stream that seldom has many events is read whole, up to this many.
constexpr std::size_t stream_events_max = 100'000;

/// The events of a stream that count at the point, in order.
Result<std::vector<ledger::Event>> events_of(Source const& source, ledger::StreamRef const& stream,
                                             ledger::AnsweredAt const& at) {
  auto const positions =
      source.positions(stream_list(stream), Position{0}, at.position, stream_events_max);
  if (!positions) return std::unexpected(positions.error());
  std::vector<ledger::Event> events;
  for (auto const position : *positions) {
    auto event = source.event_at(position);
    if (!event) return std::unexpected(event.error());
    if (counts(at, event->envelope.effective_date)) events.push_back(std::move(*event));
  }
  return events;
}

/// Events of a call's stream; other types change nothing that is shown of a call.
struct CallFold {
  CallView& view;

  void operator()(ledger::CallDrafted const& event) const {
    view.state = CallState::draft;
    view.version = 1;
    view.terms = event.terms;
  }
  void operator()(ledger::CallOpened const& event) const {
    view.state = CallState::open;
    view.version = std::max(event.draft_version, 1U);
    view.terms = event.terms;
  }
  void operator()(ledger::CallAmended const& event) const { change(event); }
  void operator()(ledger::CallReopened const& event) const {
    view.state = CallState::open;
    change(event);
  }
  void operator()(ledger::CallClosed const&) const { view.state = CallState::closed; }
  void operator()(ledger::CallCancelled const&) const { view.state = CallState::cancelled; }
  void operator()(ledger::CallSettled const&) const { view.state = CallState::settled; }
  void operator()(ledger::CallAllocated const& event) const {
    view.allocated = add(view.allocated, event.amount);
  }
  void operator()(ledger::CallReleased const& event) const {
    view.allocated = subtract(view.allocated, event.amount);
  }
  /// In a call's stream only allocations and releases post: a reversal takes one of them back.
  void operator()(ledger::EventReversed const& event) const {
    for (auto const& [account, amount] : event.postings) {
      if (account.scope.view() == view.call.view()) view.allocated = add(view.allocated, amount);
    }
  }
  template <class Other>
  void operator()(Other const&) const {}

 private:
  void change(ledger::CallChange const& event) const {
    view.version = event.version;
    view.terms = event.after;
  }
};

/// The call at the point; nothing if it is not there yet.
Result<std::optional<CallView>> call_at(Source const& source, CallId const& id,
                                        ledger::AnsweredAt const& at) {
  CallView view;
  view.call = id;
  auto const is_known = source.store.directory([&](Directory const& directory) {
    auto const found = directory.calls.find(id);
    if (found == directory.calls.end() || found->second.created > at.position) return false;
    view.programme = found->second.programme;
    auto const programme = directory.programmes.find(view.programme);
    if (programme != directory.programmes.end()) view.currency = programme->second.currency;
    return true;
  });
  if (!is_known) return std::nullopt;
  auto const events =
      events_of(source, {ledger::StreamKind::call, ledger::StreamId{id.view()}}, at);
  if (!events) return std::unexpected(events.error());
  for (auto const& event : *events) {
    std::visit(CallFold{view}, event.body);
    view.last_event = event.envelope.position;
  }
  if (view.state == CallState::none) return std::nullopt;
  auto const totals = source.values(call_series(id), at);
  if (!totals) return std::unexpected(totals.error());
  view.projects = static_cast<std::uint32_t>((*totals)[field::call_projects]);
  view.asked = ledger::Money::from_minor_units((*totals)[field::call_asked]);
  view.awarded = ledger::Money::from_minor_units((*totals)[field::call_awarded]);
  view.available = ledger::Money::from_minor_units((*totals)[field::call_available]);
  return view;
}

/// Up to `items_max` keys of a map in the directory, of things created by then, after `after`.
template <class Map>
std::vector<typename Map::key_type> ids_after(Map const& map, typename Map::key_type const& after,
                                              Position at, std::size_t items_max) {
  std::vector<typename Map::key_type> ids;
  for (auto entry = map.upper_bound(after); entry != map.end() && ids.size() < items_max; ++entry) {
    if (entry->second.created <= at) ids.push_back(entry->first);
  }
  return ids;
}

/// The programme at the point; nothing if none of its events counts.
Result<std::optional<ProgrammeView>> programme_at(Source const& source, ProgrammeId const& id,
                                                  ledger::AnsweredAt const& at) {
  auto const events =
      events_of(source, {ledger::StreamKind::programme, ledger::StreamId{id.view()}}, at);
  if (!events) return std::unexpected(events.error());
  ProgrammeView view;
  view.programme = id;
  bool is_created = false;
  for (auto const& event : *events) {
    if (auto const* created = std::get_if<ledger::ProgrammeCreated>(&event.body)) {
      view.settings = created->settings;
      is_created = true;
    } else if (auto const* amended = std::get_if<ledger::ProgrammeAmended>(&event.body)) {
      view.settings = amended->after;
    }
    view.last_event = event.envelope.position;
  }
  if (!is_created) return std::nullopt;
  return view;
}

}  // namespace

Result<CallView> call(Source const& source, CallId const& call, ledger::AsOf const& as_of) {
  auto const at = source.resolve(as_of);
  if (!at) return std::unexpected(at.error());
  auto const view = call_at(source, call, *at);
  if (!view) return std::unexpected(view.error());
  if (!*view) {
    return fail(Errc::not_found, "there is no call " + call.string() + " at position " +
                                     std::to_string(at->position.value()));
  }
  return **view;
}

Result<Page<CallView, CallId>> calls(Source const& source, CallFilter const& filter,
                                     ledger::AsOf const& as_of, CallId const& after,
                                     std::size_t limit) {
  auto const at = source.resolve(as_of);
  if (!at) return std::unexpected(at.error());
  auto const items_max = page_limit(limit);
  auto const ids = source.store.directory([&](Directory const& directory) {
    return ids_after(directory.calls, after, at->position, page_examined_max + 1);
  });
  Page<CallView, CallId> page{{}, std::nullopt, *at};
  auto last = after;
  for (std::size_t index = 0; index < ids.size(); ++index) {
    if (page.items.size() == items_max || index == page_examined_max) {
      page.next = last;
      break;
    }
    last = ids[index];
    auto const view = call_at(source, last, *at);
    if (!view) return std::unexpected(view.error());
    if (!*view) continue;
    if (filter.programme && (*view)->programme != *filter.programme) continue;
    if (filter.state && (*view)->state != *filter.state) continue;
    page.items.push_back(**view);
  }
  return page;
}

Result<Page<ProgrammeView, ProgrammeId>> programmes(Source const& source, ledger::AsOf const& as_of,
                                                    ProgrammeId const& after, std::size_t limit) {
  auto const at = source.resolve(as_of);
  if (!at) return std::unexpected(at.error());
  auto const items_max = page_limit(limit);
  auto const ids = source.store.directory([&](Directory const& directory) {
    return ids_after(directory.programmes, after, at->position, items_max + 1);
  });
  Page<ProgrammeView, ProgrammeId> page{{}, std::nullopt, *at};
  for (std::size_t index = 0; index < ids.size(); ++index) {
    if (index == items_max) {
      page.next = ids[index - 1];
      break;
    }
    auto const view = programme_at(source, ids[index], *at);
    if (!view) return std::unexpected(view.error());
    if (*view) page.items.push_back(**view);
  }
  return page;
}

}  // namespace gl::projections
