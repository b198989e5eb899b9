#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "ledger/event.h"
#include "projections/series.h"

namespace gl::projections {

/// What a project's events say about it beside its accounts.
struct ProjectFacts {
  ledger::ProjectState state = ledger::ProjectState::none;
  ledger::Money asked;
  ledger::Money award;  ///< the amount as last decided, also of a cancelled award
  bool has_convention = false;

  /// The award while it lives: awarded, contracted or settled; else nothing.
  [[nodiscard]] ledger::Money awarded() const;

  friend bool operator==(ProjectFacts const&, ProjectFacts const&) = default;
};

/// The project that an event is about, be it of its own stream or of a recovery's; empty: none.
[[nodiscard]] ledger::ProjectId project_of(ledger::EventBody const& body);

/// Folds an event of the project in. Every event type is named in effects.cpp: a new one does not
/// compile before somebody has said what it does here.
void take(ProjectFacts& facts, ledger::EventBody const& body);

[[nodiscard]] ProjectFacts facts_of(SeriesState const& project);

/// Where a posting goes.
struct PostingPlace {
  enum class Owner : std::uint8_t { programme, credits, call, project };
  Owner owner = Owner::programme;  ///< of the account itself
  std::size_t field = 0;           ///< in that owner's series
  /// In the programme's series: the total over calls or projects, where the account is a part.
  std::optional<std::size_t> total;
};
[[nodiscard]] PostingPlace place_of(ledger::Account const& account);

/// The account behind a field of a series: the other way round.
[[nodiscard]] ledger::AccountKind project_account(std::size_t field);

/// What a list shows of a project beside numbers: as submitted, or as last amended.
struct ProjectHead {
  ledger::CallId call;
  ledger::ProgrammeId programme;
  ledger::Currency currency;
  ledger::PayeeId applicant;
  std::string title;
};
[[nodiscard]] Bytes encode(ProjectHead const& head);
/// Errors: corrupt.
[[nodiscard]] Result<ProjectHead> decode_project_head(Chunk const& row);

/// Several lambdas as one visitor.
template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

}  // namespace gl::projections
