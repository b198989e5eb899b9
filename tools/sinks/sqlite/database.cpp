#include "tools/sinks/sqlite/database.h"

namespace gl::sinks {
namespace {

/// So long a statement waits for another program that writes.
constexpr int busy_timeout_ms = 5'000;

/// What SQLite said, as a sentence with the way out.
Error error_of(std::filesystem::path const& file, int result, std::string const& detail) {
  auto const name = file.string();
  switch (result & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Errc::locked, name +
                                " is locked by another program that writes into it: end that "
                                "one, then start again"};
    case SQLITE_NOTADB: return {Errc::corrupt, name + " is no SQLite database: name another file"};
    case SQLITE_CORRUPT:
      return {Errc::corrupt,
              name + " is damaged (" + detail +
                  "): move it away and start again, it is made anew from the ledger"};
    case SQLITE_CANTOPEN:
      return {Errc::not_found,
              name + " cannot be opened: look at its folder and at who may write there"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return {Errc::io, name + " may not be written by this user: change its rights or its owner"};
    case SQLITE_FULL:
      return {Errc::io, "no space left for " + name + ": free some, then start again"};
    default: return {Errc::io, name + ": " + detail};
  }
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(std::filesystem::path const& file) {
  sqlite3* handle = nullptr;
  auto const result =
      sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  std::unique_ptr<Database> database{new Database{file, handle}};
  if (result != SQLITE_OK) {
    return std::unexpected(error_of(file, result, sqlite3_errstr(result)));
  }
  sqlite3_busy_timeout(handle, busy_timeout_ms);
  // Readers do not wait for the writer; what is committed is synced.
  database->run_all(
      "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
  if (auto done = database->outcome(); !done) return std::unexpected(done.error());
  return database;
}

void Database::run_all(char const* sql) {
  if (!error_) check(sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr));
}

Result<void> Database::outcome() const {
  if (error_) return std::unexpected(*error_);
  return {};
}

void Database::roll_back() {
  error_.reset();
  for (auto const& [sql, statement] : statements_) sqlite3_reset(statement.get());
  if (sqlite3_get_autocommit(database_.get()) == 0) run_all("rollback");
}

sqlite3_stmt* Database::prepared(char const* sql) {
  if (error_) return nullptr;
  auto& statement = statements_[sql];
  if (statement) return statement.get();
  sqlite3_stmt* made = nullptr;
  check(sqlite3_prepare_v3(database_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr));
  statement.reset(made);
  return made;
}

bool Database::step(sqlite3_stmt* statement) {
  auto const result = sqlite3_step(statement);
  if (result == SQLITE_ROW) return true;
  sqlite3_reset(statement);
  if (result != SQLITE_DONE) check(result);
  return false;
}

std::string Database::text_of(sqlite3_stmt* statement, int column) {
  auto const* const bytes = static_cast<char const*>(sqlite3_column_blob(statement, column));
  auto const size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
  return size == 0 ? std::string{} : std::string{bytes, size};
}

int Database::bind(sqlite3_stmt* statement, int place, std::string_view value) {
  auto const* const bytes = value.empty() ? "" : value.data();  // null would be no text
  return sqlite3_bind_text64(statement, place, bytes, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

void Database::check(int result) {
  if (result == SQLITE_OK || error_) return;
  error_ = error_of(file_, result, sqlite3_errmsg(database_.get()));
}

}  // namespace gl::sinks
