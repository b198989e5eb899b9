#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event.h"
#include "ledger/view.h"

namespace gl::projections {

/// Most items that one page holds; a larger limit is cut to it, 0 asks for it.
constexpr std::size_t page_items_max = 1'000;
/// Most things that one page looks at: a filter that seldom matches gives short pages, even empty
/// ones, with a `next`, instead of a long wait.
constexpr std::size_t page_examined_max = 10'000;

/// A part of a list. `next` is there if there may be more: hand it back as `after`.
template <class Item, class Cursor = Position>
struct Page {
  std::vector<Item> items;
  std::optional<Cursor> next;
  ledger::AnsweredAt as_of;

  friend bool operator==(Page const&, Page const&) = default;
};

/// Which accounts of a programme a statement is about; nothing set: all of them.
struct StatementFilter {
  std::optional<ledger::AccountKind> kind;
  std::optional<ledger::ProjectId> project;  ///< the project's accounts; not with `call`
  std::optional<ledger::CallId> call;        ///< the call's part of the authority
  std::optional<std::int32_t> year;          ///< the credits of this budget year

  friend bool operator==(StatementFilter const&, StatementFilter const&) = default;
};

/// Which projects a list holds; nothing set: all of them.
struct ProjectFilter {
  std::optional<ledger::CallId> call;
  std::optional<ledger::ProgrammeId> programme;
  std::optional<ledger::ProjectState> state;  ///< as of the point asked for

  friend bool operator==(ProjectFilter const&, ProjectFilter const&) = default;
};

struct CallFilter {
  std::optional<ledger::ProgrammeId> programme;
  std::optional<ledger::CallState> state;

  friend bool operator==(CallFilter const&, CallFilter const&) = default;
};

/// Which recorded refusals a list holds; nothing set: all of them.
struct RefusalFilter {
  std::optional<ledger::StreamRef> target;
  std::optional<ledger::PersonId> person;
  std::optional<ledger::Rule> rule;

  friend bool operator==(RefusalFilter const&, RefusalFilter const&) = default;
};

/// A programme as of a point.
struct ProgrammeView {
  ledger::ProgrammeId programme;
  ledger::ProgrammeSettings settings;
  Position last_event;  ///< of the programme's own stream

  friend bool operator==(ProgrammeView const&, ProgrammeView const&) = default;
};

/// Where a project belongs.
struct ProjectPlace {
  ledger::CallId call;
  ledger::ProgrammeId programme;
  Position since;  ///< the event that says so

  friend bool operator==(ProjectPlace const&, ProjectPlace const&) = default;
};

/// A recorded refusal: the event's envelope and body.
struct RefusalView {
  ledger::Envelope envelope;
  ledger::CommandRefused refused;
};

}  // namespace gl::projections
