#include "tools/sinks/sqlite/place.h"

#include "codec/event_codec.h"
#include "proof/merkle.h"
#include "tools/sinks/sqlite/report.h"

namespace gl::sinks {
namespace {

Error gap(Position expected, Position came) {
  return {Errc::malformed, "event " + std::to_string(came.value()) + " came where " +
                               std::to_string(expected.value()) +
                               " was due: the consumer passes events over; use another one"};
}

/// What is to be in the database once the event is.
Result<void> take_one(Database& database, Place& place, client::SubscribedEvent const& came) {
  if (came.position <= place.position) return {};
  if (came.position != next(place.position)) {
    return std::unexpected(gap(next(place.position), came.position));
  }
  auto const event = codec::decode_event(came.bytes);
  if (!event) {
    return fail(event.error().code,
                "event " + std::to_string(came.position.value()) + ": " + event.error().what);
  }
  take(database, *event);
  place.position = came.position;
  place.leaf = to_hex(proof::leaf_hash(came.bytes));
  database.run("update place set position = ?, leaf = ?, recorded_at = ?", place.position,
               place.leaf, to_string(event->envelope.recorded_at));
  return {};
}

Result<void> take_all(Database& database, Place& place,
                      std::vector<client::SubscribedEvent> const& events) {
  database.run("begin immediate");
  auto const stands = database.number("select position from place");
  if (auto done = database.outcome(); !done) return done;
  if (stands != static_cast<std::int64_t>(place.position.value())) {
    return fail(Errc::exists, "another program writes into this database too: end one of the two");
  }
  for (auto const& event : events) {
    if (auto done = take_one(database, place, event); !done) return done;
  }
  database.run("commit");
  return database.outcome();
}

}  // namespace

Result<std::optional<Place>> read_place(Database& database) {
  std::optional<Place> place;
  if (database.number("select count(*) from place") == 1) {
    auto const text = [&](char const* sql) { return database.text(sql).value_or(""); };
    place = Place{text("select ledger from place"), text("select ledger_name from place"),
                  text("select consumer from place"),
                  Position{static_cast<std::uint64_t>(
                      database.number("select position from place").value_or(0))},
                  text("select leaf from place")};
  }
  if (auto done = database.outcome(); !done) return std::unexpected(done.error());
  return place;
}

Result<void> begin_place(Database& database, Place const& place) {
  database.run("insert into place values (1, ?, ?, ?, ?, '', ?)", place.ledger, place.ledger_name,
               place.consumer, place.position, place.leaf);
  return database.outcome();
}

Result<void> take_events(Database& database, Place& place,
                         std::vector<client::SubscribedEvent> const& events) {
  auto moved = place;
  auto done = take_all(database, moved, events);
  if (done) {
    place = std::move(moved);
  } else {
    database.roll_back();
  }
  return done;
}

}  // namespace gl::sinks
