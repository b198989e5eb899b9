#pragma once

#include <string>
#include <vector>

#include "ledger/command.h"
#include "ledger/decide.h"
#include "ledger/event.h"
#include "ledger/state.h"
#include "oracle/oracle.h"

namespace gl::oracle {

/// The ledger's own `decide` and `apply`, asked in the oracle's words: commands as texts go through
/// the codec that the command line uses, answers and balances come back as the oracle has them.
class Real {
 public:
  Real();

  /// Whether a client could send it: its fields are those that the command has.
  [[nodiscard]] static bool can_be_sent(Command const& command);
  Answer submit(Command const& command);

  /// As `Oracle::balances`, summed over the postings of the events.
  [[nodiscard]] Balances balances(std::string const& programme, std::size_t known_at,
                                  std::optional<Day> as_of) const;
  /// What the state itself keeps, for the same programme: of the head, on no other axis.
  [[nodiscard]] Balances kept_balances(std::string const& programme) const;
  [[nodiscard]] std::string project_state(std::string const& project) const;
  [[nodiscard]] std::string payment_state(std::string const& payment) const;
  [[nodiscard]] std::string recovery_state(std::string const& recovery) const;
  [[nodiscard]] std::string call_state(std::string const& call) const;
  [[nodiscard]] std::optional<std::int64_t> award_amount(std::string const& project) const;
  [[nodiscard]] std::size_t head() const { return events_.size(); }
  [[nodiscard]] std::vector<ledger::Event> const& events() const { return events_; }
  /// The last refusal's sentence.
  [[nodiscard]] std::string const& sentence() const { return sentence_; }

 private:
  Answer refuse(ledger::Command const& command, ledger::Refusal const& refusal,
                ledger::Situation const& situation);
  void fold(ledger::Event const& event);

  ledger::State state_;
  std::vector<ledger::Event> events_;
  std::string sentence_;
  std::uint64_t commands_ = 0;
};

/// "DecideAward project=P1; amount=40000.00 by decision/commission on 2016-11-14": for a failure.
[[nodiscard]] std::string to_text(Command const& command);

}  // namespace gl::oracle
