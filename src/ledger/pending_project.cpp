// Not decided yet.
#include "ledger/decisions.h"
#include "ledger/fold.h"

namespace gl::ledger {

Decision decide_on(Case& c, AmendConvention const&) {
  return c.unknown("command", "AmendConvention");
}
void Fold::operator()(ConventionAmended const&) { GL_CHECK(false, "not folded yet"); }

}  // namespace gl::ledger
