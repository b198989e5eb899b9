#include "ledger/agreement_rules.h"

#include "ledger/plan.h"
#include "ledger/project_rules.h"
#include "ledger/wide.h"

namespace gl::ledger {
namespace {

/// As registered; else, of the applicant, as it applied; else private (domain §6 rule 5).
LegalKind kind_of(State const& state, ProjectFile const& file, PayeeId const& payee) {
  auto const* const registered = state.payees.find(payee);
  if (registered != nullptr && registered->legal_kind != LegalKind::unstated) {
    return registered->legal_kind;
  }
  bool const applied = payee == file.project.applicant;
  auto const kind = applied ? file.project.legal_kind : LegalKind::unstated;
  return kind == LegalKind::unstated ? LegalKind::private_body : kind;
}

bool is_private(LegalKind kind) {
  return kind == LegalKind::private_body || kind == LegalKind::company;
}

}  // namespace

Money yearly_total(State const& state, ProjectFile const& file, PayeeId const& payee) {
  auto const key = beneficiary_of(payee.view());
  auto const* const beneficiary = state.beneficiaries.find(key);
  if (beneficiary == nullptr) return {};
  auto const year = file.award().decided_on.year();
  Wide total = 0;
  for (auto const place : beneficiary->projects) {
    auto const other = file_at(state, place);
    if (!live.has(other.project.state) || other.currency() != file.currency()) continue;
    if (other.award().decided_on.year() != year) continue;
    total += part_of_beneficiary(other.award(), other.project.applicant, key).minor_units();
  }
  return saturated(total);
}

Objection check_agreement_due(Case const& c, ProjectFile const& file, PayeeId const& payee) {
  auto const& settings = file.programme.settings;
  auto const& threshold = settings.convention_threshold;
  if (!threshold && !settings.convention_for_all) return {};
  if (!settings.convention_for_all && !is_private(kind_of(c.state(), file, payee))) return {};
  auto const total = yearly_total(c.state(), file, payee);
  auto const limit = threshold.value_or(Money{});
  if (total <= limit) return {};
  auto const currency = file.currency();
  return c.refuse(Rule::convention_required,
                  say("the payee's awards of ", file.award().decided_on.year(), " come to ",
                      Sum{total, currency}, ", above ", Sum{limit, currency}, ", and project ",
                      file.id, " has no agreement: sign one first"),
                  to_string(limit, currency), to_string(total, currency));
}

Objection check_agreement_signed(Case const& c, ProjectFile const& file) {
  if (file.project.agreement) return {};
  auto const& payees = file.award().payees;
  if (payees.empty()) return check_agreement_due(c, file, file.project.applicant);
  for (auto const& share : payees) {
    if (auto no = check_agreement_due(c, file, share.payee)) return no;
  }
  return {};
}

}  // namespace gl::ledger
