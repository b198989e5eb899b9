#pragma once

#include <string>

#include "ledger/given.h"

namespace gl::ledger::testing {

/// One command in two wrong forms: what its target's state forbids, and what only a later rule
/// does.
struct Wrongs {
  As who;
  CommandBody in_state;
  std::string state_code;  ///< "STATE"; empty: no state forbids it
  CommandBody in_rest;
  std::string rest_code;
  bool posts = true;
};

/// The command breaks all the rules at once and then, from the first on, one less each time: the
/// codes come in the order of domain §6. In the world 2016 is closed and today is in 2017.
void expect_order(World w, Wrongs const& wrongs);

/// 2016 is closed, it is 2017-01-10: programme G has credits of 2017, H (same currency) nothing.
[[nodiscard]] World in_2017(World w);

}  // namespace gl::ledger::testing
