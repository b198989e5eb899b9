#include "ledger/moves.h"

namespace gl::ledger {
namespace {

using enum AccountKind;

/// From a project's commitment back to where the event says.
Moves release(Money amount, AuthorityPool pool) {
  Moves moves;
  if (pool == AuthorityPool::lapsed) {
    moves.add(ae_lapsed, amount);
  } else {
    moves.add(ae_available, amount, 0, pool == AuthorityPool::call);
  }
  moves.add(ae_committed, amount.negated());
  return moves;
}

/// From the authority that the event names into a project's commitment.
Moves commit(Money amount, AuthorityPool pool) {
  Moves moves;
  moves.add(ae_committed, amount);
  moves.add(ae_available, amount.negated(), 0, pool == AuthorityPool::call);
  return moves;
}

Moves transfer(AccountKind to, AccountKind from, Money amount) {
  Moves moves;
  moves.add(to, amount);
  moves.add(from, amount.negated());
  return moves;
}

Moves vote_credits(Money amount, std::int32_t year) {
  Moves moves;
  moves.add(cp_available, amount, year);
  moves.add(cp_voted, amount.negated());
  return moves;
}

/// A term of a balance that may never be negative.
void change(Money& term, Money amount) {
  term = add(term, amount);
  GL_CHECK(!term.is_negative(), "a posting would leave a balance below zero");
}

template <class Holder>
Holder& held(Holder* holder) {
  GL_CHECK(holder != nullptr, "a posting to an account whose holder is not known");
  return *holder;
}

void move_available(Holders const& holders, Move const& move) {
  auto& programme = held(holders.programme);
  change(programme.authority.available, move.amount);
  if (move.of_call) {
    change(programme.allocated, move.amount);
    change(held(holders.call).available, move.amount);
  }
  GL_CHECK(!programme.unallocated().is_negative(), "the calls' parts are more than there is");
}

/// A term that stands both in the project and in its programme.
void move_both(Holders const& holders, Money ProjectBalances::* of_project,
               Money AuthorityBalances::* of_programme, Money amount) {
  change(held(holders.project).balances.*of_project, amount);
  change(held(holders.programme).authority.*of_programme, amount);
}

void move_credits_voted(Holders const& holders, Money amount) {
  change(held(holders.programme).credits_voted, amount.negated());
  change(held(holders.line).voted, amount.negated());
}

}  // namespace

void Moves::add(AccountKind kind, Money amount, std::int32_t year, bool of_call) {
  if (amount.is_zero()) return;
  GL_CHECK(size_ < size_max, "an event with more postings than any has");
  moves_[size_++] = {kind, amount, year, of_call};
}

Moves moves_of(AuthorityVoted const& event) {
  return transfer(ae_available, ae_voted, event.amount);
}

Moves moves_of(AuthorityAdjusted const& event) {
  return transfer(ae_available, ae_voted, event.amount);
}

Moves moves_of(AuthorityLapsed const& event) {
  return transfer(ae_lapsed, ae_available, event.amount);
}

TransferMoves moves_of(AuthorityTransferred const& event) {
  auto const left = event.amount.negated();
  return {transfer(ae_available, ae_voted, left), transfer(ae_available, ae_voted, event.amount)};
}

Moves moves_of(CallAllocated const& event) {
  Moves moves;
  moves.add(ae_available, event.amount.negated());
  moves.add(ae_available, event.amount, 0, true);
  return moves;
}

Moves moves_of(CallReleased const& event) {
  Moves moves;
  moves.add(ae_available, event.amount.negated(), 0, true);
  moves.add(ae_available, event.amount);
  return moves;
}

Moves moves_of(PaymentCreditsOpened const& event) { return vote_credits(event.amount, event.year); }
Moves moves_of(PaymentCreditsAdjusted const& event) {
  return vote_credits(event.amount, event.year);
}

Moves moves_of(PaymentCreditsCarriedOver const& event) {
  Moves moves;
  moves.add(cp_available, event.amount, event.year + 1);
  moves.add(cp_available, event.amount.negated(), event.year);
  return moves;
}

Moves moves_of(ExerciseClosed::Line const& line, std::int32_t year) {
  Moves moves;
  moves.add(cp_lapsed, line.lapsed, year);
  moves.add(cp_available, line.lapsed.negated(), year);
  return moves;
}

Moves moves_of(AwardDecided const& event) { return commit(event.amount, event.pool); }
Moves moves_of(AwardIncreased const& event) { return commit(event.difference, event.pool); }
Moves moves_of(AwardReduced const& event) { return release(event.difference, event.pool); }
Moves moves_of(FinalAmountSet const& event) { return release(event.decommitted, event.pool); }
Moves moves_of(AwardEnd const& event) { return release(event.decommitted, event.pool); }

Moves moves_of(PaymentApproved const& event) {
  Moves moves;
  moves.add(ae_payable, event.amount);
  moves.add(cp_consumed, event.amount, event.budget_year);
  moves.add(ae_committed, event.amount.negated());
  moves.add(cp_available, event.amount.negated(), event.budget_year);
  return moves;
}

Moves moves_of(PaymentAnnulled const& event) {
  Moves moves;
  if (!event.decommitted) {
    moves.add(ae_committed, event.amount);
  } else if (event.pool == AuthorityPool::lapsed) {
    moves.add(ae_lapsed, event.amount);
  } else {
    moves.add(ae_available, event.amount, 0, event.pool == AuthorityPool::call);
  }
  if (event.credits_restored) moves.add(cp_available, event.amount, event.budget_year);
  moves.add(ae_payable, event.amount.negated());
  if (event.credits_restored) moves.add(cp_consumed, event.amount.negated(), event.budget_year);
  return moves;
}

Moves moves_of(PaymentExecuted const& event) {
  return transfer(ae_disbursed, ae_payable, event.amount);
}

Moves moves_of(PaymentReturned const& event) {
  return transfer(ae_payable, ae_disbursed, event.amount);
}

Moves moves_of(RecoveryOrdered const& event) {
  return transfer(ae_recoverable, ae_disbursed, event.amount);
}

Moves moves_of(RecoveryReceived const& event) {
  auto moves = transfer(ae_recovered, ae_recoverable, event.amount);
  if (event.re_credited) {
    moves.add(ae_available, event.amount);
    moves.add(ae_recovered, event.amount.negated());
  }
  return moves;
}

Moves moves_of(RecoveryReduced const& event) {
  return transfer(ae_disbursed, ae_recoverable, event.amount);
}

Moves moves_of(RecoveryCancelled const& event) {
  return transfer(ae_disbursed, ae_recoverable, event.amount);
}

Moves moves_of(RecoveryWrittenOff const& event) {
  return transfer(ae_written_off, ae_recoverable, event.amount);
}

void move(Holders const& holders, Move const& move) {
  auto const both = [&](auto of_project, auto of_programme) {
    move_both(holders, of_project, of_programme, move.amount);
  };
  using P = ProjectBalances;
  using A = AuthorityBalances;
  switch (move.kind) {
    case ae_voted: return change(held(holders.programme).authority.voted, move.amount.negated());
    case ae_available: return move_available(holders, move);
    case ae_committed: return both(&P::committed, &A::committed);
    case ae_payable: return both(&P::payable, &A::payable);
    case ae_disbursed: return both(&P::disbursed, &A::disbursed);
    case ae_recoverable: return both(&P::recoverable, &A::recoverable);
    case ae_recovered: return both(&P::recovered, &A::recovered);
    case ae_written_off: return both(&P::written_off, &A::written_off);
    case ae_lapsed: return change(held(holders.programme).authority.lapsed, move.amount);
    case cp_voted: return move_credits_voted(holders, move.amount);
    case cp_available: return change(held(holders.line).available, move.amount);
    case cp_consumed: return change(held(holders.line).consumed, move.amount);
    case cp_lapsed: return change(held(holders.line).lapsed, move.amount);
    case none: break;
  }
  GL_CHECK(false, "a posting to no account");
}

Money balance_of(Looked const& holders, Move const& move) {
  switch (move.kind) {
    case ae_voted: return held(holders.programme).authority.voted.negated();
    case ae_available:
      return move.of_call ? held(holders.call).available : held(holders.programme).unallocated();
    case ae_committed: return held(holders.project).balances.committed;
    case ae_payable: return held(holders.project).balances.payable;
    case ae_disbursed: return held(holders.project).balances.disbursed;
    case ae_recoverable: return held(holders.project).balances.recoverable;
    case ae_recovered: return held(holders.project).balances.recovered;
    case ae_written_off: return held(holders.project).balances.written_off;
    case ae_lapsed: return held(holders.programme).authority.lapsed;
    case cp_voted: return held(holders.programme).credits_voted.negated();
    case cp_available: return held(holders.line).available;
    case cp_consumed: return held(holders.line).consumed;
    case cp_lapsed: return held(holders.line).lapsed;
    case none: break;
  }
  GL_CHECK(false, "the balance of no account");
}

}  // namespace gl::ledger
