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
/// Every few commands its state is what a snapshot of it kept.
class Real {
 public:
  Real();

  /// As the command line would make it; nothing where its fields are none that the command has.
  [[nodiscard]] static std::optional<ledger::Command> command_of(Command const& given);
  Answer submit(Command const& command);

  /// As `Oracle::balances`, summed over the postings of the events.
  [[nodiscard]] Balances balances(std::string const& programme, Axes const& axes) const;
  /// What the state itself keeps, for the same programme: of the head, on no other axis.
  [[nodiscard]] Balances kept_balances(std::string const& programme) const;
  /// As the oracle describes them.
  [[nodiscard]] std::string describe_project(std::string const& id) const;
  [[nodiscard]] std::string describe_call(std::string const& id) const;
  [[nodiscard]] std::string describe_payment(std::string const& id) const;
  [[nodiscard]] std::string describe_recovery(std::string const& id) const;
  [[nodiscard]] std::string describe_payee(std::string const& id) const;
  [[nodiscard]] std::string describe_year(int year) const;
  /// Whether all the events, folded anew, come to the same state, byte by byte (domain §6 rule 12).
  [[nodiscard]] bool replays_to_the_same() const;
  /// Every event so far, the ledger's own first one included.
  [[nodiscard]] std::vector<ledger::Event> const& events() const { return events_; }
  /// What an auditor's replay finds wrong with the events, which is nothing; else the first of it.
  [[nodiscard]] std::string audited() const;
  /// The last refusal's sentence.
  [[nodiscard]] std::string const& sentence() const { return sentence_; }

 private:
  Answer refuse(ledger::Command const& command, ledger::Refusal const& refusal,
                ledger::Situation const& situation);
  void fold(ledger::Event const& event);
  [[nodiscard]] std::size_t head() const { return events_.size(); }
  void forget_what_is_not_kept();

  ledger::State state_;
  std::vector<ledger::Event> events_;
  std::string sentence_;
  std::uint64_t commands_ = 0;
};

}  // namespace gl::oracle
