#pragma once

#include <string>
#include <vector>

#include "oracle/oracle.h"
#include "oracle/real.h"

namespace gl::oracle {

/// Both ledgers side by side: the same commands, and every difference in what came of them.
class Pair {
 public:
  Pair();

  /// What they differ in after this command: answer, code, flags, positions, states, balances;
  /// empty: in nothing.
  std::string submit(Command command);
  /// Whether both were asked: what no client can send, and what was answered before, they are not.
  [[nodiscard]] bool was_sent() const { return was_sent_; }
  /// Of the events, or of the refusal, that the last command made.
  [[nodiscard]] std::vector<std::size_t> const& positions() const { return positions_; }

  /// Balances on three axes (position, recorded time, effective date, alone and together), and the
  /// real ledger's own replay; empty, or the first difference.
  [[nodiscard]] std::string differ_at_the_end() const;

  [[nodiscard]] Oracle const& oracle() const { return oracle_; }
  [[nodiscard]] Real const& real() const { return real_; }

 private:
  [[nodiscard]] std::string states_differ() const;
  [[nodiscard]] std::string balances_differ(Axes const& axes) const;

  Oracle oracle_;
  Real real_;
  bool was_sent_{false};
  std::vector<std::size_t> positions_;
};

/// "AwardProlonged+AwardIncreased !DATE", or "refused STATE".
[[nodiscard]] std::string to_text(Answer const& answer);

}  // namespace gl::oracle
