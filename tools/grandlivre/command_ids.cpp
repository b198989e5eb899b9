#include "tools/grandlivre/command_ids.h"

#include <algorithm>
#include <string>
#include <variant>

#include "audit/recheck.h"

namespace gl::tools {
namespace {

bool bears(ledger::Event const& event, Uuid const& id) {
  if (event.envelope.command_id == id) return true;
  auto const* const refused = std::get_if<ledger::CommandRefused>(&event.body);
  return refused != nullptr &&
         std::ranges::find(refused->list, id, &ledger::CommandRefused::ListMember::command_id) !=
             refused->list.end();
}

audit::Finding used_before(ledger::Event const& event, Uuid const& id, Position first) {
  return {event.envelope.position,
          std::string{name(event.body)},
          audit::Flaw::rule,
          ledger::Rule::duplicate_command_mismatch,
          "its command " + to_string(id) + " counts already, from position " +
              std::to_string(first.value()) + " on: a command counts once",
          std::to_string(first.value()),
          std::to_string(event.envelope.position.value())};
}

}  // namespace

Result<std::optional<Position>> CommandIds::first_use(Uuid const& id) {
  std::optional<Error> error;
  auto const first = known_.find((*hash_)(id), [&](Position position) {
    auto const event = earlier_(position);
    if (!event) error = event.error();
    return event && bears(*event, id);
  });
  if (error) return std::unexpected(*error);
  return first;
}

Result<std::optional<audit::Finding>> CommandIds::take(ledger::Event const& event) {
  if (auto const* const created = std::get_if<ledger::LedgerCreated>(&event.body); created) {
    if (!hash_) hash_.emplace(created->ledger);
  }
  if (!hash_) return std::nullopt;
  std::optional<audit::Finding> finding;
  auto const add = [&](Uuid const& id) -> Result<void> {
    auto const first = first_use(id);
    if (!first) return std::unexpected(first.error());
    if (*first) {
      finding = used_before(event, id, **first);
    } else {
      known_.insert((*hash_)(id), event.envelope.position);
    }
    return {};
  };
  auto const& id = event.envelope.command_id;
  in_a_row_ = id == last_ ? in_a_row_ + 1 : 1;
  last_ = id;
  bool const same_command = in_a_row_ > 1 && in_a_row_ <= audit::Recheck::command_events_max;
  if (!id.is_nil() && !same_command) {
    if (auto done = add(id); !done) return std::unexpected(done.error());
  }
  if (auto const* const refused = std::get_if<ledger::CommandRefused>(&event.body)) {
    for (auto const& member : refused->list) {
      if (auto done = add(member.command_id); !done) return std::unexpected(done.error());
    }
  }
  return finding;
}

}  // namespace gl::tools
