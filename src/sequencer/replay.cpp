#include "sequencer/replay.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "codec/event_codec.h"
#include "ledger/command_hash.h"
#include "ledger/decide.h"

namespace gl::sequencer {
namespace {

constexpr std::size_t slice_events = 8'192;
constexpr std::size_t slice_bytes = 8ULL << 20;

/// Adds ids to fingerprints; a row of equal ids, the events of one command, once.
class IdCollector {
 public:
  explicit IdCollector(Fingerprints& fingerprints) : fingerprints_(fingerprints) {}

  void add(Position position, std::uint64_t hash) {
    if (hash == last_hash_) return;
    last_hash_ = hash;
    fingerprints_.insert(hash, position);
  }

  /// The ids in an event: its own, then those in an atomic list's refusal.
  void add(ledger::Event const& event, ledger::CommandHash const& hash_of) {
    auto const& envelope = event.envelope;
    if (!envelope.command_id.is_nil()) add(envelope.position, hash_of(envelope.command_id));
    if (auto const* const refused = std::get_if<ledger::CommandRefused>(&event.body)) {
      for (auto const& member : refused->list) add(envelope.position, hash_of(member.command_id));
    }
  }

 private:
  Fingerprints& fingerprints_;
  std::optional<std::uint64_t> last_hash_;
};

Error at_position(Error error, Position position) {
  error.what = "the event at position " + std::to_string(position.value()) +
               " cannot be folded: " + error.what;
  if (error.code == Errc::newer_format) {
    error.what += "; this version must not write after it: start the newer version again";
  }
  return error;
}

/// The hash of the ledger's id is needed before the first id, and the first event says it.
Result<Uuid> ledger_of(journal::Journal const& journal) {
  auto const bytes = journal.read_one(Position{1});
  if (!bytes) return std::unexpected(bytes.error());
  auto const event = codec::decode_event(*bytes);
  if (!event) return std::unexpected(at_position(event.error(), Position{1}));
  auto const* const created = std::get_if<ledger::LedgerCreated>(&event->body);
  if (created == nullptr) {
    return fail(Errc::corrupt,
                "the first event of the journal does not create a ledger: restore "
                "a backup");
  }
  return created->ledger;
}

}  // namespace

Result<Replayed> replay(journal::Journal const& journal, Start start,
                        std::function<void(Position, Position)> const& on_progress) {
  auto const began = std::chrono::steady_clock::now();
  auto const head = journal.watermark();
  if (head == Position{}) {
    return fail(Errc::not_found, "the journal is empty: create the ledger first");
  }
  auto const ledger = ledger_of(journal);
  if (!ledger) return std::unexpected(ledger.error());
  if (start.state.head() != start.position || start.position > head) {
    return fail(Errc::malformed, "the snapshot stands at " +
                                     std::to_string(start.position.value()) +
                                     " and the journal at " + std::to_string(head.value()) +
                                     ": delete the snapshots, or restore a backup");
  }

  Replayed replayed{std::move(start.state), std::make_unique<Fingerprints>()};
  IdCollector ids{*replayed.fingerprints};
  Position ids_to;
  if (start.load_hashes) {
    auto const covered =
        start.load_hashes([&](Position at, std::uint64_t hash) { ids.add(at, hash); });
    if (!covered) return std::unexpected(covered.error());
    ids_to = *covered;
  }
  if (ids_to > head) {
    return fail(Errc::malformed, "the views hold command ids up to " +
                                     std::to_string(ids_to.value()) + " and the journal ends at " +
                                     std::to_string(head.value()) + ": delete views/");
  }

  ledger::CommandHash const hash_of{*ledger};
  auto const first = next(std::min(start.position, ids_to));
  for (auto at = first; at <= head;) {
    auto const records = journal.read(at, slice_events, slice_bytes);
    if (!records) return std::unexpected(records.error());
    GL_CHECK(!records->empty(), "the journal gave nothing below its watermark");
    for (std::size_t i = 0; i < records->size(); ++i, at = next(at)) {
      auto const event = codec::decode_event((*records)[i]);
      if (!event) return std::unexpected(at_position(event.error(), at));
      if (at > ids_to) ids.add(*event, hash_of);
      if (at > start.position) ledger::apply(replayed.state, *event);
    }
    if (on_progress) on_progress(Position{at.value() - 1}, head);
  }
  auto const took = std::chrono::steady_clock::now() - began;
  spdlog::info("event=replayed from={} to={} command_ids={} took_ms={}", first.value(),
               head.value(), replayed.fingerprints->size(),
               std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
  return replayed;
}

}  // namespace gl::sequencer
