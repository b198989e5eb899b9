#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "ledger/account.h"
#include "ledger/entities.h"
#include "ledger/event.h"

namespace gl::ledger {

/// One line of an entry before it is known whose accounts they are: a posting's kind and amount.
struct Move {
  AccountKind kind = AccountKind::none;
  Money amount;           ///< debits positive
  std::int32_t year = 0;  ///< of payment credits
  bool of_call = false;   ///< of `ae_available`: the call's part
};

/// The moves of one event, in the order debit, credit; in place, so that folding allocates nothing.
class Moves {
 public:
  static constexpr std::size_t size_max = 6;

  /// Adds a line, unless its amount is zero.
  void add(AccountKind kind, Money amount, std::int32_t year = 0, bool of_call = false);
  [[nodiscard]] auto begin() const { return moves_.begin(); }
  [[nodiscard]] auto end() const { return moves_.begin() + static_cast<std::ptrdiff_t>(size_); }
  [[nodiscard]] bool empty() const { return size_ == 0; }

 private:
  std::array<Move, size_max> moves_{};
  std::size_t size_ = 0;
};

/// The chart of domain §7, event by event.
[[nodiscard]] Moves moves_of(AuthorityVoted const& event);
[[nodiscard]] Moves moves_of(AuthorityAdjusted const& event);
[[nodiscard]] Moves moves_of(AuthorityLapsed const& event);
/// The credit first, as both lines are of what the programme has available: it does not rise on the
/// way. So for a release.
[[nodiscard]] Moves moves_of(CallAllocated const& event);
[[nodiscard]] Moves moves_of(CallReleased const& event);
[[nodiscard]] Moves moves_of(PaymentCreditsOpened const& event);
[[nodiscard]] Moves moves_of(PaymentCreditsAdjusted const& event);
/// The first line is the later year's.
[[nodiscard]] Moves moves_of(PaymentCreditsCarriedOver const& event);
[[nodiscard]] Moves moves_of(ExerciseClosed::Line const& line, std::int32_t year);
[[nodiscard]] Moves moves_of(AwardDecided const& event);
[[nodiscard]] Moves moves_of(AwardIncreased const& event);
[[nodiscard]] Moves moves_of(AwardReduced const& event);
[[nodiscard]] Moves moves_of(FinalAmountSet const& event);
[[nodiscard]] Moves moves_of(AwardEnd const& event);
[[nodiscard]] Moves moves_of(PaymentApproved const& event);
[[nodiscard]] Moves moves_of(PaymentAnnulled const& event);
[[nodiscard]] Moves moves_of(PaymentExecuted const& event);
[[nodiscard]] Moves moves_of(PaymentReturned const& event);
[[nodiscard]] Moves moves_of(RecoveryOrdered const& event);
[[nodiscard]] Moves moves_of(RecoveryReceived const& event);
[[nodiscard]] Moves moves_of(RecoveryReduced const& event);
[[nodiscard]] Moves moves_of(RecoveryCancelled const& event);
[[nodiscard]] Moves moves_of(RecoveryWrittenOff const& event);

/// A transfer of authority, seen from each programme: what it gives, what it gets.
struct TransferMoves {
  Moves of_from;
  Moves of_to;
};
[[nodiscard]] TransferMoves moves_of(AuthorityTransferred const& event);

/// Whose balances a move changes: those that its kind needs are set.
struct Holders {
  Programme* programme = nullptr;
  Project* project = nullptr;
  Call* call = nullptr;
  CreditLine* line = nullptr;
};

/// The only place where a balance changes: adds the move to the term of each holder. A term below
/// zero or beyond 64 bits is a check: `decide` has seen to it.
void move(Holders const& holders, Move const& move);

/// The same, to look only.
struct Looked {
  Programme const* programme = nullptr;
  Project const* project = nullptr;
  Call const* call = nullptr;
  CreditLine const* line = nullptr;
};

/// The balance, debit positive, that a move of this kind would change.
[[nodiscard]] Money balance_of(Looked const& holders, Move const& move);

}  // namespace gl::ledger
