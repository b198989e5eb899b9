// A package of the 360Giving Data Standard 1.4 (JSON): one grant an award. Who is a natural person
// is an "Individual Recipient" without a name.
#include "projections/exports/grants.h"
#include "projections/exports/text.h"

namespace gl::projections {
namespace {

constexpr std::size_t title_characters_max = 139;

/// Members of a JSON object, one after the other.
class Members {
 public:
  /// `json` is a value of JSON already.
  Members& add(std::string_view name, std::string const& json) {
    text_ += (text_.empty() ? "{" : ",") + json_text(name) + ":" + json;
    return *this;
  }
  Members& text(std::string_view name, std::string_view value) {
    return add(name, json_text(value));
  }
  [[nodiscard]] std::string object() const { return text_.empty() ? "{}" : text_ + "}"; }

 private:
  std::string text_;
};

std::string joined(std::vector<std::string> const& values) {
  std::string list;
  for (auto const& value : values) list += (list.empty() ? "[" : ",") + value;
  return list.empty() ? "[]" : list + "]";
}

class Giving360 final : public GrantsExport {
 public:
  using GrantsExport::GrantsExport;

 protected:
  void begin(std::string& out) override {
    Members const publisher = Members{}.text("name", funder_name()).text("identifier", funder_id());
    out += Members{}
               .text("version", "1.4")
               .text("title", "Grants of " + funder_name())
               .text("issued", to_string(at().recorded_at))
               .add("publisher", publisher.object())
               .object();
    out.back() = ',';
    out += "\"grants\":[";
  }

  void grant(std::string& out, Grant const& grant) override {
    auto const& summary = grant.view.summary;
    if (grant.amount().is_zero() && grant.disbursed().is_zero()) {
      return leave_out("that ended with nothing kept", grant.amount(), summary.currency);
    }
    out += first_ ? "\n" : ",\n";
    first_ = false;
    out += json_of(grant);
  }

  void end(std::string& out) override {
    out += "\n]}\n";
    if (first_) note("grants are in the package: a validator wants one at least");
  }

 private:
  [[nodiscard]] std::string id_of(Grant const& grant) const {
    auto const& prefix = settings().prefix.empty() ? funder_id() : settings().prefix;
    return prefix + "-" + grant.view.summary.project.string();
  }

  [[nodiscard]] std::string json_of(Grant const& grant) const {
    auto const& summary = grant.view.summary;
    auto const money = [&](ledger::Money amount) { return to_string(amount, summary.currency); };
    Members json;
    json.text("id", id_of(grant))
        .text("title", cut_to(summary.title, title_characters_max))
        .text("description", "Call " + summary.call.string() + ": " + grant.call_title)
        .text("currency", summary.currency.code())
        .add("amountAppliedFor", money(summary.asked))
        .add("amountAwarded", money(grant.amount()))
        .add("amountDisbursed", money(grant.disbursed()))
        .text("awardDate", to_string(grant.decided));
    if (grant.planned_start) {
      Members dates;
      dates.text("startDate", to_string(*grant.planned_start));
      if (grant.planned_end) dates.text("endDate", to_string(*grant.planned_end));
      json.add("plannedDates", joined({dates.object()}));
    }
    add_recipients(json, grant);
    auto const funder = Members{}.text("id", funder_id()).text("name", funder_name()).object();
    json.add("fundingOrganization", joined({funder}));
    auto const programme = Members{}
                               .text("code", summary.programme.view())
                               .text("title", grant.programme_name)
                               .object();
    json.add("grantProgramme", joined({programme}));
    if (!grant.imported) json.text("fromOpenCall", "Yes");
    add_locations(json, grant);
    add_flows(json, "commitmentTransaction", grant, GrantFlow::Kind::commitment);
    add_flows(json, "disbursementTransaction", grant, GrantFlow::Kind::disbursement);
    return json.text("dateModified", to_string(grant.modified)).object();
  }

  void add_recipients(Members& json, Grant const& grant) const {
    std::vector<std::string> organisations;
    for (auto const& payee : grant.payees) {
      if (payee.is_natural_person()) continue;
      auto const id = organisation_id(payee.id);
      organisations.push_back(
          Members{}.text("id", id).text("name", payee.name.empty() ? id : payee.name).object());
    }
    if (!organisations.empty()) {
      json.add("recipientOrganization", joined(organisations));
    } else {
      auto const person = Members{}
                              .text("id", id_of(grant) + "-individual")
                              .text("name", "Individual Recipient")
                              .object();
      json.add("recipientIndividual", person);
    }
  }

  static void add_locations(Members& json, Grant const& grant) {
    std::vector<std::string> places;
    places.reserve(grant.locations.size());
    for (auto const& location : grant.locations) {
      places.push_back(Members{}
                           .text("countryCode", "FR")
                           .text("geoCode", location.commune.view())
                           .text("geoCodeType", "INSEE")
                           .object());
    }
    if (!places.empty()) json.add("beneficiaryLocation", joined(places));
  }

  void add_flows(Members& json, std::string_view name, Grant const& grant,
                 GrantFlow::Kind kind) const {
    auto const currency = grant.view.summary.currency;
    std::vector<std::string> all;
    for (auto const& flow : grant.flows) {
      if (flow.kind != kind) continue;
      Members one;
      one.text("id", id_of(grant) + "-" + std::to_string(flow.position.value()))
          .text("transactionDate", to_string(flow.date))
          .text("currency", currency.code())
          .add("value", to_string(flow.amount, currency))
          .text("valueDate", to_string(flow.value_date))
          .text("description", flow.event_type)
          .text("provider", funder_id());
      for (auto const& payee : grant.payees) {
        if (payee.id != flow.payee || payee.is_natural_person()) continue;
        one.text("recipient", organisation_id(payee.id));
      }
      all.push_back(one.object());
    }
    if (!all.empty()) json.add(name, joined(all));
  }

  bool first_ = true;
};

}  // namespace

std::unique_ptr<Export> giving360_export(TextOut& out, ExportSettings const& settings) {
  return std::make_unique<Giving360>(out, settings);
}

}  // namespace gl::projections
