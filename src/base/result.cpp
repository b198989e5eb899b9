#include "base/result.h"

namespace gl {

std::string_view name(Errc code) {
  switch (code) {
    case Errc::io: return "io";
    case Errc::corrupt: return "corrupt";
    case Errc::locked: return "locked";
    case Errc::newer_format: return "newer_format";
    case Errc::not_found: return "not_found";
    case Errc::malformed: return "malformed";
    case Errc::too_large: return "too_large";
    case Errc::timeout: return "timeout";
    case Errc::closed: return "closed";
    case Errc::refused_peer: return "refused_peer";
    case Errc::unknown_outcome: return "unknown_outcome";
    case Errc::busy: return "busy";
    case Errc::usage: return "usage";
    case Errc::exists: return "exists";
  }
  return "unknown";
}

}  // namespace gl
