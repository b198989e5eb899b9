// Activities of IATI 2.03 (XML): one an award, with commitments and disbursements as transactions.
#include "projections/exports/grants.h"
#include "projections/exports/text.h"

namespace gl::projections {
namespace {

/// Codes of the standard's lists.
constexpr auto funding = "1";
constexpr auto implementing = "4";
constexpr auto local_government = "11";

std::string_view organisation_type(ledger::LegalKind kind) {
  switch (kind) {
    case ledger::LegalKind::public_body: return "15";
    case ledger::LegalKind::company: return "70";
    case ledger::LegalKind::private_body: return "22";
    case ledger::LegalKind::person:
    case ledger::LegalKind::unstated: break;
  }
  return {};
}

/// Implementation, closed, cancelled.
std::string_view activity_status(Grant const& grant) {
  if (grant.view.summary.state == ledger::ProjectState::settled) return "4";
  return grant.is_live() ? "2" : "5";
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string{name} + "=\"" + xml_text(value) + "\"";
}

std::string narrative(std::string_view text) {
  return "<narrative>" + xml_text(text) + "</narrative>";
}

class Iati final : public GrantsExport {
 public:
  using GrantsExport::GrantsExport;

 protected:
  void begin(std::string& out) override {
    out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<iati-activities version=\"2.03\"" +
           attribute("generated-datetime", to_string(at().recorded_at)) + ">\n";
  }

  void grant(std::string& out, Grant const& grant) override {
    any_ = true;
    auto const& summary = grant.view.summary;
    auto const funder_type =
        settings().funder_type.empty() ? local_government : settings().funder_type;
    out += "<iati-activity" + attribute("default-currency", summary.currency.code()) +
           attribute("last-updated-datetime", to_string(grant.modified)) + ">\n" +
           "<iati-identifier>" + xml_text(funder_id() + "-" + summary.project.string()) +
           "</iati-identifier>\n<reporting-org" + attribute("ref", funder_id()) +
           attribute("type", funder_type) + ">" + narrative(funder_name()) + "</reporting-org>\n" +
           "<title>" + narrative(summary.title) + "</title>\n<description>" +
           narrative("Call " + summary.call.string() + ": " + grant.call_title) +
           "</description>\n<participating-org" + attribute("role", funding) +
           attribute("ref", funder_id()) + attribute("type", funder_type) + ">" +
           narrative(funder_name()) + "</participating-org>\n";
    for (auto const& payee : grant.payees) append_payee(out, payee);
    append_dates(out, grant);
    if (!grant.locations.empty()) out += "<recipient-country code=\"FR\"/>\n";
    out += "<sector vocabulary=\"99\"" + attribute("code", summary.programme.view()) + ">" +
           narrative(grant.programme_name) + "</sector>\n";
    for (auto const& flow : grant.flows) append_transaction(out, grant, flow);
    out += "</iati-activity>\n";
  }

  void end(std::string& out) override {
    out += "</iati-activities>\n";
    if (!any_) note("activities are in the file: a validator wants one at least");
  }

 private:
  void append_payee(std::string& out, GrantPayee const& payee) const {
    out += "<participating-org" + attribute("role", implementing);
    if (payee.is_natural_person()) {
      out += ">" + narrative("Natural person") + "</participating-org>\n";
      return;
    }
    out += attribute("ref", organisation_id(payee.id));
    auto const type = organisation_type(payee.legal_kind);
    if (!type.empty()) out += attribute("type", type);
    out += ">" + narrative(payee.name.empty() ? organisation_id(payee.id) : payee.name) +
           "</participating-org>\n";
  }

  static void append_dates(std::string& out, Grant const& grant) {
    auto const date = [&](char const* type, CivilDate day) {
      out += "<activity-date" + attribute("type", type) + attribute("iso-date", to_string(day)) +
             "/>\n";
    };
    out += "<activity-status" + attribute("code", activity_status(grant)) + "/>\n";
    if (grant.planned_start) date("1", *grant.planned_start);
    date("2", grant.decided);
    if (grant.planned_end) date("3", *grant.planned_end);
    if (grant.ended_on) date("4", *grant.ended_on);
  }

  void append_transaction(std::string& out, Grant const& grant, GrantFlow const& flow) const {
    auto const currency = grant.view.summary.currency;
    bool const promise = flow.kind == GrantFlow::Kind::commitment;
    out += "<transaction" + attribute("ref", std::to_string(flow.position.value())) +
           "><transaction-type code=\"" + (promise ? "2" : "3") + "\"/><transaction-date" +
           attribute("iso-date", to_string(flow.date)) + "/><value" +
           attribute("currency", currency.code()) +
           attribute("value-date", to_string(flow.value_date)) + ">" +
           to_string(flow.amount, currency) + "</value><description>" + narrative(flow.event_type) +
           "</description><provider-org" + attribute("ref", funder_id()) + ">" +
           narrative(funder_name()) + "</provider-org>";
    for (auto const& payee : grant.payees) {
      if (payee.id != flow.payee || payee.is_natural_person()) continue;
      out += "<receiver-org" + attribute("ref", organisation_id(payee.id)) + ">" +
             narrative(payee.name.empty() ? organisation_id(payee.id) : payee.name) +
             "</receiver-org>";
    }
    out += "</transaction>\n";
  }

  bool any_ = false;
};

}  // namespace

std::unique_ptr<Export> iati_export(TextOut& out, ExportSettings const& settings) {
  return std::make_unique<Iati>(out, settings);
}

}  // namespace gl::projections
