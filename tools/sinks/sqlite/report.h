#pragma once

#include "ledger/event.h"
#include "tools/sinks/sqlite/database.h"

namespace gl::sinks {

/// Folds an event into the report's tables, within the caller's transaction: money by the event's
/// postings, as the ledger's own balances; states and amounts by its fields. Takes public fields
/// only: no sealed text, and nobody's id who is a natural person. What goes wrong, the database
/// keeps. The events come by position, each once.
void take(Database& database, ledger::Event const& event);

}  // namespace gl::sinks
