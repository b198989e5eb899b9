#pragma once

#include "ledger/event.h"
#include "ledger/view.h"
#include "projections/effects.h"

namespace gl::projections {

/// Folds the events about one project, its payments and its recoveries into what is shown of it.
/// A value; thread: one.
class ProjectFold {
 public:
  /// The next event that `project_of` names this project for; the first is its submission.
  void take(ledger::Event const& event);

  /// False before the submission: then there is nothing to show.
  [[nodiscard]] bool is_submitted() const { return !view_.summary.project.empty(); }
  [[nodiscard]] ledger::ProjectView const& view() const { return view_; }

 private:
  void take_postings(ledger::Event const& event);
  void take_reversal(ledger::EventReversed const& event);

  ProjectFacts facts_;
  ledger::ProjectView view_;
  std::uint32_t rank_ = 0;  ///< as last given: shown while it waits
};

/// A row of a list of projects from what is kept of it.
[[nodiscard]] ledger::ProjectSummary summary_of(ledger::ProjectId const& id,
                                                ProjectHead const& head, Fields const& values,
                                                Position last_event);

}  // namespace gl::projections
