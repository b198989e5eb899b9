#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/inline_text.h"
#include "base/result.h"
#include "base/strong.h"
#include "base/time.h"
#include "ledger/money.h"

namespace gl::sinks {

/// A SQLite database: the one place that knows its library. The first error stays, and after it
/// nothing more is done, so that a caller writes what it has to and looks once, at the end of its
/// transaction. Statements are literals, prepared once. Thread: one.
class Database {
 public:
  /// Opens the file, or makes an empty one. Errors: not_found (no such folder), io, corrupt (no
  /// SQLite database), locked.
  [[nodiscard]] static Result<std::unique_ptr<Database>> open(std::filesystem::path const& file);

  Database(Database const&) = delete;
  Database& operator=(Database const&) = delete;

  /// Runs one statement; `?` stands for each of the values in turn.
  template <class... Values>
  void run(char const* sql, Values const&... values) {
    auto* const statement = bound(sql, values...);
    if (statement != nullptr && step(statement)) sqlite3_reset(statement);
  }
  /// The first column of the first row; nothing without a row, or where it is null.
  template <class... Values>
  [[nodiscard]] std::optional<std::int64_t> number(char const* sql, Values const&... values) {
    return first(sql, sqlite3_column_int64, values...);
  }
  template <class... Values>
  [[nodiscard]] std::optional<std::string> text(char const* sql, Values const&... values) {
    return first(sql, text_of, values...);
  }
  /// Several statements without values.
  void run_all(char const* sql);

  /// What went wrong first, or nothing. Errors: locked, io, corrupt.
  [[nodiscard]] Result<void> outcome() const;
  /// Ends an open transaction without effect and forgets what went wrong.
  void roll_back();

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  Database(std::filesystem::path file, sqlite3* database)
      : file_(std::move(file)), database_(database) {}

  template <class... Values>
  sqlite3_stmt* bound(char const* sql, Values const&... values) {
    auto* const statement = prepared(sql);
    if (statement == nullptr) return nullptr;
    int place = 0;
    (check(bind(statement, ++place, values)), ...);
    return error_ ? nullptr : statement;
  }
  template <class Read, class... Values>
  auto first(char const* sql, Read read, Values const&... values)
      -> std::optional<decltype(read(nullptr, 0))> {
    auto* const statement = bound(sql, values...);
    if (statement == nullptr || !step(statement)) return std::nullopt;
    std::optional<decltype(read(nullptr, 0))> value;
    if (sqlite3_column_type(statement, 0) != SQLITE_NULL) value = read(statement, 0);
    sqlite3_reset(statement);  // a statement that stands on a row keeps its lock
    return value;
  }
  sqlite3_stmt* prepared(char const* sql);
  /// True when there is a row; otherwise the statement is done.
  bool step(sqlite3_stmt* statement);
  [[nodiscard]] static std::string text_of(sqlite3_stmt* statement, int column);
  void check(int result);

  static int bind(sqlite3_stmt* statement, int place, std::int64_t value) {
    return sqlite3_bind_int64(statement, place, value);
  }
  static int bind(sqlite3_stmt* statement, int place, std::string_view value);
  static int bind(sqlite3_stmt* statement, int place, ledger::Money value) {
    return bind(statement, place, value.minor_units());
  }
  static int bind(sqlite3_stmt* statement, int place, Position value) {
    return bind(statement, place, static_cast<std::int64_t>(value.value()));
  }
  static int bind(sqlite3_stmt* statement, int place, CivilDate value) {
    return bind(statement, place, to_string(value));
  }
  template <class Tag, std::size_t Max>
  static int bind(sqlite3_stmt* statement, int place, InlineText<Tag, Max> const& value) {
    return bind(statement, place, value.view());
  }
  template <class T>
  static int bind(sqlite3_stmt* statement, int place, std::optional<T> const& value) {
    return value ? bind(statement, place, *value) : sqlite3_bind_null(statement, place);
  }

  std::filesystem::path const file_;
  std::unique_ptr<sqlite3, Close> database_;
  std::map<char const*, std::unique_ptr<sqlite3_stmt, Close>> statements_;
  std::optional<Error> error_;
};

}  // namespace gl::sinks
