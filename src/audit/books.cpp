#include "audit/books.h"

#include <array>
#include <string>
#include <utility>

#include "ledger/money.h"
#include "ledger/text.h"
#include "ledger/wide.h"

namespace gl::audit {
namespace {

using namespace ledger;

Finding found(Event const& event, Flaw flaw, std::string sentence, std::string limit,
              std::string actual) {
  return {event.envelope.position,
          std::string{name(event.body)},
          flaw,
          Rule::none,
          std::move(sentence),
          std::move(limit),
          std::move(actual)};
}

std::string text_of(Wide minor_units) {
  auto const fits = minor_units <= INT64_MAX && minor_units >= INT64_MIN;
  return fits ? std::to_string(static_cast<std::int64_t>(minor_units)) : "over 64 bits";
}

void check_sum(Event const& event, std::string_view of, Wide sum, std::vector<Finding>& findings) {
  if (sum == 0) return;
  findings.push_back(found(event, Flaw::unbalanced,
                           say("its lines of ", of, " do not sum to zero but to ", text_of(sum),
                               " minor units: money came from nowhere or is gone"),
                           "0", text_of(sum)));
}

}  // namespace

Money Books::balance(Account const& account) const {
  auto const at = accounts_.find(account);
  return at == accounts_.end() ? Money{} : at->second;
}

void Books::enter(Event const& event, std::vector<Finding>& findings) {
  auto const lines = postings(event);
  if (lines.empty()) return;
  std::array<Wide, 2> sums{};
  for (auto const& [account, amount] : lines) {
    sums[is_credits(account.kind) ? 1 : 0] += amount.minor_units();
    auto& balance = accounts_[account];
    if (auto const sum = balance.plus(amount)) {
      balance = *sum;
      continue;
    }
    findings.push_back(found(event, Flaw::overflow,
                             say(to_string(account), " would hold more than 64 bits can"), {}, {}));
  }
  check_sum(event, "authority", sums[0], findings);
  check_sum(event, "credits", sums[1], findings);
  for (auto const& [account, amount] : lines) {
    auto const after = balance(account);
    bool const wrong = is_equity(account.kind) ? after.is_positive() : after.is_negative();
    if (!wrong || amount.is_zero()) continue;
    auto const currency = event.envelope.currency;
    findings.push_back(found(event, Flaw::below_zero,
                             say(to_string(account), " stands at ", Sum{after, currency},
                                 " after it, and may not be overdrawn"),
                             to_string(Money{}, currency), to_string(after, currency)));
    break;
  }
}

namespace {

/// What the state and the accounts hold of one thing, side by side.
class Comparison {
 public:
  Comparison(Position at, std::vector<Finding>& findings) : at_(at), findings_(findings) {}

  void operator()(Account const& account, Money booked, Money kept) {
    if (booked == kept) return;
    findings_.push_back({at_,
                         {},
                         Flaw::books_differ,
                         Rule::none,
                         say(to_string(account), ": the entries sum to ", booked.minor_units(),
                             " minor units, the ledger's own state has ", kept.minor_units()),
                         std::to_string(booked.minor_units()),
                         std::to_string(kept.minor_units())});
  }

 private:
  Position at_;
  std::vector<Finding>& findings_;
};

}  // namespace

void Books::compare(State const& state, Position at, std::vector<Finding>& findings) const {
  using Kind = AccountKind;
  Comparison same{at, findings};
  std::unordered_map<ProgrammeId, std::array<Money, 14>> totals;
  for (auto const& [account, sum] : accounts_) {
    auto& total = totals[account.programme][static_cast<std::size_t>(account.kind)];
    total = add(total, sum);
  }
  for (auto const& [id, programme] : state.programmes) {
    auto const& a = programme.authority;
    auto const term = [&](Kind kind, Money kept) {
      same({kind, id, {}, 0}, totals[id][static_cast<std::size_t>(kind)], kept);
    };
    term(Kind::ae_voted, a.voted.negated());
    term(Kind::ae_available, a.available);
    term(Kind::ae_committed, a.committed);
    term(Kind::ae_payable, a.payable);
    term(Kind::ae_disbursed, a.disbursed);
    term(Kind::ae_recoverable, a.recoverable);
    term(Kind::ae_recovered, a.recovered);
    term(Kind::ae_written_off, a.written_off);
    term(Kind::ae_lapsed, a.lapsed);
    term(Kind::cp_voted, programme.credits_voted.negated());
  }
  auto const account = [&](Account const& of, Money kept) { same(of, balance(of), kept); };
  for (auto const& [key, line] : state.credit_lines) {
    auto const& id = state.programmes.key_at(key.programme);
    account({Kind::cp_available, id, {}, key.year}, line.available);
    account({Kind::cp_consumed, id, {}, key.year}, line.consumed);
    account({Kind::cp_lapsed, id, {}, key.year}, line.lapsed);
  }
  for (auto const& [id, call] : state.calls) {
    auto const& programme = state.programmes.key_at(call.programme);
    account({Kind::ae_available, programme, StreamId{id.view()}, 0}, call.available);
  }
  for (auto const& [id, project] : state.projects) {
    auto const& programme = state.programmes.key_at(state.calls.at(project.call).programme);
    auto const& b = project.balances;
    StreamId const scope{id.view()};
    account({Kind::ae_committed, programme, scope, 0}, b.committed);
    account({Kind::ae_payable, programme, scope, 0}, b.payable);
    account({Kind::ae_disbursed, programme, scope, 0}, b.disbursed);
    account({Kind::ae_recoverable, programme, scope, 0}, b.recoverable);
    account({Kind::ae_recovered, programme, scope, 0}, b.recovered);
    account({Kind::ae_written_off, programme, scope, 0}, b.written_off);
  }
}

}  // namespace gl::audit
