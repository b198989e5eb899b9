#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include <spdlog/spdlog.h>

#include "base/random.h"
#include "keys/log_key_change.h"
#include "proof/key_history.h"
#include "server/errors.h"
#include "server/reads.h"

// A change of the ledger's key. The new one is on disk before the event that names it is appended,
// and nothing is signed from before the event until both keys sign the checkpoint that holds it.
// What a crash leaves the next open ends, by what the journal says (open_notary.h).

namespace gl::server {
namespace {

using Recorded = sequencer::AdministrativeAct::Recorded;

/// Appends the event, and waits until it is durable. Errors: busy, closed: then it is not appended.
Result<Recorded> record(ReadContext const& context, ledger::LogKeyRotated const& rotated) {
  auto const& sender = context.sender;
  auto told = std::make_shared<std::promise<Recorded>>();
  auto durable = told->get_future();
  sequencer::AdministrativeAct act{rotated, {sender.person, sender.role, {}, {}}, {}};
  act.done = [to = std::move(told)](Recorded const& recorded) { to->set_value(recorded); };
  auto taken = context.hub.parts.sequencer.record(std::move(act));
  if (!taken) return std::unexpected(taken.error());
  // The server ends before the sequencer does, and that one answers all that it took, or fails and
  // ends the process: whether the event is there is then for the next one to find out.
  try {
    return durable.get();
  } catch (std::future_error const&) {
    return fail(Errc::unknown_outcome, "the sequencer failed: the server ends");
  }
}

/// The event is there: what is left is for this process or for the next one to do.
Error not_ended(Error const& why) {
  spdlog::error("event=log_key_rotation_not_ended reason={} what=\"{}\"", name(why.code), why.what);
  return {Errc::unknown_outcome,
          "the change of the ledger's key is recorded, but could not be ended (" + why.what +
              "): restart the server when the disk is well, it ends it"};
}

Result<void> check_room(proof::KeyHistory const& keys) {
  if (keys.changes() < proof::key_changes_max) return {};
  return fail(Errc::too_large, "the ledger has changed its key " + std::to_string(keys.changes()) +
                                   " times, and does so at most " +
                                   std::to_string(proof::key_changes_max) + " times");
}

/// From the event on to the new key in its place.
Result<wire::RotateLogKeyReply> record_and_end(ReadContext const& context,
                                               proof::NoteSigner const& next) {
  auto& notary = context.hub.parts.notary;
  auto const& dir = context.hub.config.data_directory;
  auto const retired = notary.verifier();
  auto const key = next.verifier();
  notary.hold();
  auto const recorded =
      record(context, {ledger::LogKey{to_string(retired)}, ledger::LogKey{to_string(key)}});
  if (!recorded && recorded.error().code == Errc::unknown_outcome) {
    return std::unexpected(recorded.error());
  }
  if (!recorded) {
    notary.release();
    if (auto const gone = keys::drop_next_log_key(dir); !gone) return std::unexpected(gone.error());
    return std::unexpected(recorded.error());
  }
  auto const made = notary.rotate(recorded->position, next);
  if (!made) return std::unexpected(not_ended(made.error()));
  if (auto const done = keys::adopt_next_log_key(dir, retired, key); !done) {
    return std::unexpected(not_ended(done.error()));
  }
  return wire::RotateLogKeyReply{recorded->position, to_string(retired), to_string(key),
                                 made->note};
}

Result<wire::RotateLogKeyReply> rotate(ReadContext const& context) {
  std::unique_lock const one(context.hub.key_rotation, std::try_to_lock);
  if (!one) return fail(Errc::busy, "the ledger's key is being changed already: ask again");
  auto const& config = context.hub.config;
  if (auto const room = check_room(context.hub.parts.notary.keys()); !room) {
    return std::unexpected(room.error());
  }
  SystemRandom random;
  auto const next = keys::make_next_log_key(config.data_directory, config.ledger.id, random);
  if (!next) return std::unexpected(next.error());
  return record_and_end(context, *next);
}

}  // namespace

ReadAnswer read(ReadContext const& context, wire::RotateLogKey const&) {
  auto reply = rotate(context);
  if (!reply) return std::unexpected(failure_of(Asked::log_key, reply.error()));
  return *std::move(reply);
}

}  // namespace gl::server
