#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/recheck.h"
#include "ledger/given.h"

/// Ledgers that somebody wrote with our own code, but without the rules.
namespace gl::audit::testing {

using namespace ledger;
using namespace ledger::testing;

using Events = std::vector<Event>;

/// What an auditor finds in these events.
struct Verdict {
  std::vector<Finding> findings;
  bool ended = false;
  Position checked;  ///< the last event that the state has

  /// "21 PaymentApproved FOUR_EYES; 22 …": what stands where.
  [[nodiscard]] std::string text() const;
};
[[nodiscard]] Verdict audited(Events const& events);
/// The same of bytes, as a journal holds them; nothing where one of them is no event.
[[nodiscard]] std::optional<Verdict> audited(std::vector<Bytes> const& events);

/// Changes the last event's body, which is a `Body`.
template <class Body>
void forge(Events& events, std::function<void(Body&)> const& change) {
  change(std::get<Body>(events.back().body));
}

/// The world's events and one more, which the rules forbid: what the command would have made in the
/// past, recorded as if it had happened now.
[[nodiscard]] Events with_forced(World world, As const& who, CommandBody body);

/// A copy of the event at this position, as the next one of its stream under an id of its own.
[[nodiscard]] Event again(Events const& events, Position position);

}  // namespace gl::audit::testing
