#pragma once

#include <source_location>
#include <string_view>

namespace gl {

/// Logs what was expected and why, and where, and ends the process. Never returns.
[[noreturn]] void check_failed(std::string_view expectation, std::string_view why,
                               std::source_location where);

}  // namespace gl

/// Our bug, or data that fails its own hash: say so and stop, in release builds too.
/// `why` is a sentence for the engineer who reads the log.
#define GL_CHECK(expectation, why)                                            \
  do {                                                                        \
    if (!(expectation)) [[unlikely]]                                          \
      ::gl::check_failed(#expectation, why, std::source_location::current()); \
  } while (false)
