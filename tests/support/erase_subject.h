#pragma once

namespace gl::testing {

/// Whether the ledger decides EraseSubject yet. While it does not, tests skip what needs its event,
/// or destroy the keys themselves as the server would.
inline constexpr bool erase_subject_is_decided = true;

}  // namespace gl::testing
