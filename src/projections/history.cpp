#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "codec/event_codec.h"
#include "projections/source.h"

namespace gl::projections {

namespace {

/// Streams that are there before their first event.
bool is_always_there(ledger::StreamKind kind) {
  return kind == ledger::StreamKind::ledger || kind == ledger::StreamKind::refusals;
}

bool matches(RefusalView const& view, RefusalFilter const& filter) {
  return (!filter.target || view.refused.target == *filter.target) &&
         (!filter.person || view.envelope.actor.person == *filter.person) &&
         (!filter.rule || view.refused.refusal.rule == *filter.rule);
}

/// Most events that a page of refusals decodes.
constexpr std::size_t refusals_examined_max = 2'000;

}  // namespace

Result<Page<Position>> history(Source const& source, ledger::StreamRef const& stream,
                               ledger::AsOf const& as_of, Position after, std::size_t limit) {
  auto const at = source.resolve(as_of);
  if (!at) return std::unexpected(at.error());
  auto const list = stream_list(stream);
  auto const first = source.positions(list, Position{0}, at->position, 1);
  if (!first) return std::unexpected(first.error());
  if (first->empty() && !is_always_there(stream.kind)) {
    return fail(Errc::not_found, "there is no stream " + to_string(stream) + " at position " +
                                     std::to_string(at->position.value()));
  }
  auto const items_max = page_limit(limit);
  auto const examined_max = at->effective ? page_examined_max : items_max;
  auto const positions = source.positions(list, after, at->position, examined_max + 1);
  if (!positions) return std::unexpected(positions.error());
  Page<Position> page{{}, std::nullopt, *at};
  for (std::size_t index = 0; index < positions->size(); ++index) {
    auto const position = (*positions)[index];
    if (page.items.size() == items_max || index == examined_max) {
      page.next = (*positions)[index - 1];
      break;
    }
    if (at->effective) {
      auto const bytes = source.journal.read_one(position);
      if (!bytes) return std::unexpected(bytes.error());
      auto const header = codec::peek(*bytes);
      if (!header) return std::unexpected(header.error());
      if (!counts(*at, header->effective_date)) continue;
    }
    page.items.push_back(position);
  }
  return page;
}

Result<Page<RefusalView>> refusals(Source const& source, RefusalFilter const& filter,
                                   ledger::AsOf const& as_of, Position after, std::size_t limit) {
  auto const at = source.resolve(as_of);
  if (!at) return std::unexpected(at.error());
  auto const list = filter.target ? refusals_list(*filter.target)
                                  : stream_list({ledger::StreamKind::refusals, {}});
  auto const items_max = page_limit(limit);
  auto const positions = source.positions(list, after, at->position, refusals_examined_max + 1);
  if (!positions) return std::unexpected(positions.error());
  Page<RefusalView> page{{}, std::nullopt, *at};
  for (std::size_t index = 0; index < positions->size(); ++index) {
    if (page.items.size() == items_max || index == refusals_examined_max) {
      page.next = (*positions)[index - 1];
      break;
    }
    auto event = source.event_at((*positions)[index]);
    if (!event) return std::unexpected(event.error());
    auto* refused = std::get_if<ledger::CommandRefused>(&event->body);
    if (refused == nullptr) continue;  // a summary of refusals over the limit
    if (!counts(*at, event->envelope.effective_date)) continue;
    RefusalView view{std::move(event->envelope), std::move(*refused)};
    if (matches(view, filter)) page.items.push_back(std::move(view));
  }
  return page;
}

}  // namespace gl::projections
