#pragma once

#include <initializer_list>

#include "ledger/case.h"
#include "ledger/files.h"

namespace gl::ledger {

/// A project's states as a set.
class ProjectStates {
 public:
  constexpr ProjectStates(std::initializer_list<ProjectState> states) {
    for (auto const state : states) bits_ |= 1U << static_cast<unsigned>(state);
  }
  [[nodiscard]] constexpr bool has(ProjectState state) const {
    return ((bits_ >> static_cast<unsigned>(state)) & 1U) != 0;
  }

 private:
  std::uint32_t bits_ = 0;
};

/// "Awarded, Contracted": for sentences.
[[nodiscard]] std::string to_string(ProjectStates states);

inline constexpr ProjectStates running{ProjectState::awarded, ProjectState::contracted};
inline constexpr ProjectStates running_or_cancelled{ProjectState::awarded, ProjectState::contracted,
                                                    ProjectState::cancelled};
/// Awards that count for yearly totals and de minimis aid.
inline constexpr ProjectStates live{ProjectState::awarded, ProjectState::contracted,
                                    ProjectState::settled};

/// The stream of a project, where its payments' events stand too.
[[nodiscard]] inline Stream stream_of(ProjectFile const& file) {
  return {StreamKind::project, file.id.view(), file.project.stream};
}

/// FORBIDDEN, then VERSION_CONFLICT.
[[nodiscard]] Objection check_access(Case const& c, StreamHead head);
/// STATE: the project's is none of these.
[[nodiscard]] Objection check_project_state(Case const& c, ProjectFile const& file,
                                            ProjectStates right);
/// STATE: the accepted account stands (domain §3 (e)).
[[nodiscard]] Objection check_account_open(Case const& c, ProjectFile const& file);
/// DATE, by the project's submission.
[[nodiscard]] Objection check_since_submission(Case const& c, ProjectFile const& file);
/// DATE, by the award's decision.
[[nodiscard]] Objection check_since_award(Case const& c, ProjectFile const& file);

/// CONFLICT_OF_INTEREST: the sender declared one on this project.
[[nodiscard]] Objection check_conflict(Case const& c, ProjectFile const& file);
/// The rules of a step before the award: FORBIDDEN, VERSION_CONFLICT, STATE, DATE, NOT_DELEGATED.
[[nodiscard]] Objection check_step(Case const& c, ProjectFile const& file, ProjectStates from);
/// The same, and CONFLICT_OF_INTEREST: for what assesses or decides.
[[nodiscard]] Objection check_impartial_step(Case const& c, ProjectFile const& file,
                                             ProjectStates from);

/// Where a project's commitment goes back to when it is freed on this day (domain §7).
[[nodiscard]] AuthorityPool release_pool(ProjectFile const& file, CivilDate day);
/// Which authority an award of this call takes from, and how much of it there is on this day.
[[nodiscard]] AuthorityPool award_pool(ProjectFile const& file);
/// AUTHORITY_EXCEEDED.
[[nodiscard]] Objection check_authority(Case const& c, ProjectFile const& file, Money amount);

}  // namespace gl::ledger
