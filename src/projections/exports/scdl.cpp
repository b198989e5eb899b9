// Subventions of the French SCDL, schema 2.1.1 (CSV, UTF-8, comma, decimal point): a row for each
// payee of a grant. What the order of 17 November 2017 asks for stands in the same columns.
#include <algorithm>

#include "projections/exports/grants.h"
#include "projections/exports/text.h"

namespace gl::projections {
namespace {

constexpr std::size_t purpose_characters_max = 256;

/// A share as a number from 0 to 1, with two decimals at least.
std::string decimal_share(ledger::Rate share) {
  auto digits = std::to_string(share.ppm());
  constexpr std::size_t decimals = 6;
  digits.insert(0, digits.size() <= decimals ? decimals + 1 - digits.size() : 0, '0');
  digits.insert(digits.size() - decimals, 1, '.');
  while (digits.ends_with('0') && digits.size() - digits.find('.') > 3) digits.pop_back();
  return digits;
}

/// When the payments were or will be, as far as it is known: one day, or the first and the last.
std::string period_of(Grant const& grant, CivilDate agreed) {
  std::optional<CivilDate> first;
  std::optional<CivilDate> last;
  for (auto const& flow : grant.flows) {
    if (flow.kind != GrantFlow::Kind::disbursement || !flow.amount.is_positive()) continue;
    first = std::min(first.value_or(flow.date), flow.date);
    last = std::max(last.value_or(flow.date), flow.date);
  }
  auto const& summary = grant.view.summary;
  bool const more_to_come = !summary.committed.is_zero() || !summary.payable.is_zero();
  if (more_to_come && grant.planned_end) last = std::max(last.value_or(agreed), *grant.planned_end);
  auto const begin = first.value_or(agreed);
  if (!last || *last <= begin) return to_string(begin);
  return to_string(begin) + "/" + to_string(*last);
}

class Scdl final : public GrantsExport {
 public:
  using GrantsExport::GrantsExport;

 protected:
  void begin(std::string& out) override {
    out +=
        "nomAttribuant,idAttribuant,dateConvention,referenceDecision,nomBeneficiaire,"
        "idBeneficiaire,rnaBeneficiaire,objet,montant,nature,conditionsVersement,"
        "datesPeriodeVersement,idRAE,notificationUE,pourcentageSubvention,dispositifAide\r\n";
  }

  void grant(std::string& out, Grant const& grant) override {
    auto const amount = grant.amount();
    auto const currency = grant.view.summary.currency;
    if (amount.is_zero()) return leave_out("that ended with nothing kept", amount, currency);
    if (currency.code() != "EUR") {
      return leave_out("in another currency than the euro, which this form is in", amount,
                       currency);
    }
    for (auto const& payee : grant.payees) {
      if (payee.is_natural_person()) {
        leave_out("to natural persons, who are not published", share_of(amount, payee.share),
                  currency);
      } else {
        append_row(out, grant, payee);
      }
    }
  }

  void end(std::string&) override {}

 private:
  void append_row(std::string& out, Grant const& grant, GrantPayee const& payee) {
    auto const agreed = grant.signed_on.value_or(grant.decided);
    auto const id = payee.id.view();
    bool const has_siret = ledger::is_siret(id);
    bool const has_rna = ledger::is_rna(id);
    if (!has_siret && !has_rna) note("rows of payees with neither SIRET nor RNA number");
    bool const at_once = grant.plan_steps <= 1 && grant.view.payments.size() <= 1;
    bool const notified =
        grant.state_aid_notified || grant.aid_regime == ledger::AidRegime::de_minimis;
    std::string const& decision =
        grant.decision.empty() ? grant.view.convention.string() : grant.decision;
    auto const name = payee.name.empty() ? payee.id.string() : payee.name;
    for (auto const& cell : {
             funder_name(),
             settings().funder,
             to_string(agreed),
             decision,
             name,
             has_siret ? payee.id.string() : std::string{},
             has_rna ? payee.id.string() : std::string{},
             cut_to(grant.view.summary.title, purpose_characters_max),
             to_string(grant.amount(), grant.view.summary.currency),
             std::string{"aide en numéraire"},
             std::string{at_once ? "unique" : "échelonné"},
             period_of(grant, agreed),
             std::string{},
             std::string{notified ? "oui" : "non"},
             decimal_share(payee.share),
         }) {
      out += csv_cell(one_line(cell)) + ",";
    }
    out += "\r\n";
  }
};

}  // namespace

std::unique_ptr<Export> scdl_export(TextOut& out, ExportSettings const& settings) {
  return std::make_unique<Scdl>(out, settings);
}

}  // namespace gl::projections
