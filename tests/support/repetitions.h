#pragma once

namespace gl {

#ifdef GL_SANITIZED
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

/// How often a slow test repeats its case: `full` times, or a fifth of it where a sanitizer makes
/// every step several times slower.
constexpr int repetitions(int full) {
  int const fewer = full / 5;
  return !is_sanitized ? full : fewer > 0 ? fewer : 1;
}

}  // namespace gl
