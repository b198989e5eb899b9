#include "base/random.h"

#include <sys/random.h>

#include "base/check.h"

namespace gl {

void SystemRandom::fill(std::span<std::byte> out) {
  while (!out.empty()) {
    auto const got = ::getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    GL_CHECK(got > 0, "the operating system gives no random bytes");
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

void SeededRandom::fill(std::span<std::byte> out) {
  for (auto& byte : out) byte = static_cast<std::byte>(engine_() & 0xffU);
}

}  // namespace gl
