#include "server/key_changes.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "codec/event_codec.h"
#include "keys/log_key.h"

namespace gl::server {
namespace {

std::unexpected<Error> wrong(Position position, std::string const& what) {
  return fail(Errc::corrupt, "the change of the ledger's key at position " +
                                 std::to_string(position.value()) + " " + what +
                                 ": the journal was changed; restore it from a backup");
}

Result<KeyChange> change_of(ledger::LogKeyRotated const& event, Position position,
                            Uuid const& ledger) {
  auto retired = proof::parse_verifier_key(event.retired.view());
  if (!retired) return wrong(position, "retires no key: " + retired.error().what);
  auto key = proof::parse_verifier_key(event.key.view());
  if (!key) return wrong(position, "names no key: " + key.error().what);
  auto const name = keys::log_name(ledger);
  for (auto const& one : {*retired, *key}) {
    if (one.name != name || one.type != proof::SignatureType::ed25519) {
      return wrong(position, "names a key of " + one.name + ", this ledger's are of " + name);
    }
  }
  return KeyChange{position, *std::move(retired), *std::move(key)};
}

/// Each retires the key that the one before it named.
Result<void> check_chain(std::vector<KeyChange> const& changes) {
  for (std::size_t i = 1; i < changes.size(); ++i) {
    if (changes[i].retired == changes[i - 1].key) continue;
    return wrong(changes[i].position, "retires " + to_string(changes[i].retired) +
                                          "; the key then was " + to_string(changes[i - 1].key));
  }
  return {};
}

}  // namespace

Result<std::vector<KeyChange>> read_key_changes(journal::Journal const& journal,
                                                ledger::State const& state) {
  std::vector<KeyChange> changes;
  for (auto position = state.scalars.log_key_since; position > Position{};) {
    auto const bytes = journal.read_one(position);
    if (!bytes) return std::unexpected(bytes.error());
    auto const event = codec::decode_event(*bytes);
    if (!event) return std::unexpected(event.error());
    if (auto const* const rotated = std::get_if<ledger::LogKeyRotated>(&event->body)) {
      auto change = change_of(*rotated, position, state.ledger());
      if (!change) return std::unexpected(change.error());
      changes.push_back(*std::move(change));
    }
    auto const before = event->envelope.previous_in_stream;
    if (before >= position) return wrong(position, "does not come behind the event before it");
    position = before;
  }
  std::ranges::reverse(changes);
  if (auto const good = check_chain(changes); !good) return std::unexpected(good.error());
  return changes;
}

proof::KeyHistory history_of(std::vector<KeyChange> const& changes,
                             proof::VerifierKey const& only) {
  proof::KeyHistory history{changes.empty() ? only : changes.front().retired};
  for (auto const& change : changes) history.change(change.position.value(), change.key);
  return history;
}

}  // namespace gl::server
