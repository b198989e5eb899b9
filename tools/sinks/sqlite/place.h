#pragma once

#include <optional>
#include <string>

#include "client/subscription.h"
#include "tools/sinks/sqlite/database.h"

namespace gl::sinks {

/// Which ledger a database is of, and how much of it stands in it: the row that is written in the
/// same transaction as what the events did.
struct Place {
  std::string ledger;  ///< its id
  std::string ledger_name;
  std::string consumer;
  Position position;  ///< every event up to here is in
  std::string leaf;   ///< hex of the leaf hash of the event there; empty at 0
};

/// The database's place; nothing in one that was just made.
[[nodiscard]] Result<std::optional<Place>> read_place(Database& database);

/// Writes the place of a database that has none.
[[nodiscard]] Result<void> begin_place(Database& database, Place const& place);

/// Folds the events behind `place` in and moves it, in one transaction: both or neither. Events up
/// to `place` are passed over. Errors: malformed (a gap, an event that cannot be read),
/// newer_format (an event of a type that is not known here), exists (another program has moved the
/// place), and what `Database` says; then nothing of it is in.
[[nodiscard]] Result<void> take_events(Database& database, Place& place,
                                       std::vector<client::SubscribedEvent> const& events);

}  // namespace gl::sinks
