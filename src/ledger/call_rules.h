#pragma once

#include <initializer_list>

#include "ledger/case.h"
#include "ledger/files.h"

namespace gl::ledger {

[[nodiscard]] inline Stream stream_of(CallId const& id, StreamHead head) {
  return {StreamKind::call, id.view(), head};
}

/// The call as its conditions are amended, its funds moved, and it is cancelled.
inline constexpr std::initializer_list<CallState> unfinished{CallState::draft, CallState::open,
                                                             CallState::closed};

/// STATE: the call's is none of these.
[[nodiscard]] Objection check_call_state(Case const& c, CallFile const& file,
                                         std::initializer_list<CallState> right);
/// DATE, by the latest version's day: an act on the conditions as they stand.
[[nodiscard]] Objection check_since_version(Case const& c, Call const& call);
/// The same, and after the deadline: an act on a call that is over.
[[nodiscard]] Objection check_after_deadline(Case const& c, Call const& call);
/// DATE: the deadline is not before the opening.
[[nodiscard]] Objection check_span(Case const& c, CallTerms const& terms);

}  // namespace gl::ledger
