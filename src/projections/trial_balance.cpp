#include "projections/trial_balance.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/check.h"
#include "ledger/account.h"
#include "proof/sha256.h"

namespace gl::projections {

using ledger::AccountKind;

void TrialBalance::apply(ledger::Event const& event) {
  GL_CHECK(event.envelope.position == next(position_), "events come in order, each once");
  position_ = event.envelope.position;
  recorded_at_ = event.envelope.recorded_at;
  if (auto const* created = std::get_if<ledger::ProgrammeCreated>(&event.body)) {
    programmes_[created->programme] = created->settings.currency;
  }
  for (auto const& [account, amount] : ledger::postings(event)) {
    auto& balance = accounts_[account];
    balance = add(balance, amount);
  }
}

Hash TrialBalance::digest() const {
  std::map<std::string, ledger::Money> by_name;
  for (auto const& [account, balance] : accounts_) by_name.emplace(to_string(account), balance);
  proof::Sha256 hash;
  for (auto const& [name, balance] : by_name) {
    hash.update(gl::as_bytes(name));
    hash.update(gl::as_bytes("\t"));
    hash.update(gl::as_bytes(std::to_string(balance.minor_units())));
    hash.update(gl::as_bytes("\n"));
  }
  return hash.finish();
}

std::vector<ledger::ProgrammeId> TrialBalance::programmes() const {
  std::vector<ledger::ProgrammeId> ids;
  ids.reserve(programmes_.size());
  for (auto const& [id, currency] : programmes_) ids.push_back(id);
  return ids;
}

namespace {

/// The term of the authority that an account belongs to, or null.
ledger::Money* term_of(ledger::AuthorityBalances& authority, AccountKind kind) {
  switch (kind) {
    case AccountKind::ae_voted: return &authority.voted;
    case AccountKind::ae_available: return &authority.available;
    case AccountKind::ae_committed: return &authority.committed;
    case AccountKind::ae_payable: return &authority.payable;
    case AccountKind::ae_disbursed: return &authority.disbursed;
    case AccountKind::ae_recoverable: return &authority.recoverable;
    case AccountKind::ae_recovered: return &authority.recovered;
    case AccountKind::ae_written_off: return &authority.written_off;
    case AccountKind::ae_lapsed: return &authority.lapsed;
    default: return nullptr;
  }
}

ledger::Money* term_of(ledger::CreditBalances& credits, AccountKind kind) {
  switch (kind) {
    case AccountKind::cp_available: return &credits.available;
    case AccountKind::cp_consumed: return &credits.consumed;
    case AccountKind::cp_lapsed: return &credits.lapsed;
    default: return nullptr;
  }
}

}  // namespace

Result<ledger::ProgrammeBalances> TrialBalance::balances(
    ledger::ProgrammeId const& programme) const {
  auto const known = programmes_.find(programme);
  if (known == programmes_.end()) {
    return fail(Errc::not_found, "there is no programme " + programme.string() + " at position " +
                                     std::to_string(position_.value()));
  }
  ledger::ProgrammeBalances result;
  result.programme = programme;
  result.currency = known->second;
  result.as_of = {position_, recorded_at_, {}};
  std::map<std::int32_t, ledger::CreditBalances> years;
  for (auto const& [account, balance] : accounts_) {
    if (account.programme != programme) continue;
    if (auto* term = term_of(result.authority, account.kind)) *term = add(*term, balance);
    if (account.year == 0) continue;
    auto& credits = years[account.year];
    credits.year = account.year;
    if (auto* term = term_of(credits, account.kind)) *term = add(*term, balance);
  }
  result.authority.voted = result.authority.voted.negated();
  for (auto const& [year, credits] : years) result.credits.push_back(credits);
  return result;
}

}  // namespace gl::projections
