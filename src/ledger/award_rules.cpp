#include "ledger/award_rules.h"

#include "ledger/aid.h"
#include "ledger/project_rules.h"
#include "ledger/wide.h"

namespace gl::ledger {
namespace {

/// Ceilings in euro cents and the day from which the second one holds (EU 1407/2013, 2023/2831).
constexpr auto ceiling_2013 = Money::from_minor_units(20'000'000);
constexpr auto ceiling_2023 = Money::from_minor_units(30'000'000);
constexpr std::int32_t window_years = 3;
constexpr std::int32_t rolling_from_year = 2024;

Objection check_cap(Case const& c, ProjectFile const& file, CallTerms const& terms, Money amount) {
  if (!terms.project_cap || amount <= *terms.project_cap) return {};
  auto const currency = file.currency();
  return c.refuse(Rule::project_cap_exceeded,
                  say(file.id, " asks ", Sum{amount, currency}, " but the call's cap is ",
                      Sum{*terms.project_cap, currency}, " a project: lower the award"),
                  to_string(*terms.project_cap, currency), to_string(amount, currency));
}

Objection check_asked(Case const& c, ProjectFile const& file, Money amount) {
  if (amount <= file.project.asked) return {};
  auto const currency = file.currency();
  return c.refuse(Rule::asked_exceeded,
                  say(file.id, " would get ", Sum{amount, currency}, " but asked for ",
                      Sum{file.project.asked, currency}, ": lower the award"),
                  to_string(file.project.asked, currency), to_string(amount, currency));
}

Objection check_cost_base(Case const& c, ProjectFile const& file, Money cost_base) {
  if (cost_base <= file.project.eligible_cost) return {};
  auto const currency = file.currency();
  return c.refuse(Rule::rate_exceeded,
                  say("the cost base of ", file.id, " is ", Sum{cost_base, currency},
                      " but its eligible cost is ", Sum{file.project.eligible_cost, currency},
                      ": lower the cost base"),
                  to_string(file.project.eligible_cost, currency), to_string(cost_base, currency));
}

Objection check_rate(Case const& c, ProjectFile const& file, CallTerms const& terms,
                     Proposal const& proposal) {
  if (proposal.rate > terms.maximum_rate) {
    return c.refuse(Rule::rate_exceeded,
                    say("the rate of ", file.id, " is ", proposal.rate, " but the call allows ",
                        terms.maximum_rate, ": lower the rate"),
                    to_string(terms.maximum_rate), to_string(proposal.rate));
  }
  auto const ceiling = share_of(proposal.cost_base, proposal.rate);
  if (proposal.amount <= ceiling) return {};
  auto const currency = file.currency();
  return c.refuse(
      Rule::rate_exceeded,
      say(file.id, " would get ", Sum{proposal.amount, currency}, " but ", proposal.rate, " of ",
          Sum{proposal.cost_base, currency}, " are ", Sum{ceiling, currency}, ": lower the award"),
      to_string(ceiling, currency), to_string(proposal.amount, currency));
}

Objection check_overfunding(Case const& c, ProjectFile const& file, Proposal const& proposal) {
  auto const need = subtract(proposal.cost_base, file.project.secured_funding);
  if (proposal.amount <= need) return {};
  auto const currency = file.currency();
  return c.refuse(Rule::overfunding,
                  say(file.id, " would get ", Sum{proposal.amount, currency}, " but others give ",
                      Sum{file.project.secured_funding, currency}, " of ",
                      Sum{proposal.cost_base, currency}, " already: lower the award"),
                  to_string(need, currency), to_string(proposal.amount, currency));
}

/// Calendar years up to 2023, a rolling window from 2024 on.
Window window_of(ProgrammeSettings const& settings, CivilDate day) {
  auto const years = settings.de_minimis_window_years == 0
                         ? window_years
                         : static_cast<std::int32_t>(settings.de_minimis_window_years);
  auto const year = day.year();
  if (year >= rolling_from_year) return {day.plus_months(-12 * years), day};
  return {civil_date(year - years, 12, 31), civil_date(year, 12, 31)};
}

/// The programme's ceiling, else the law's of the day; none in a currency that it does not name.
std::optional<Money> ceiling_of(ProgrammeSettings const& settings, CivilDate day) {
  if (settings.de_minimis_ceiling) return settings.de_minimis_ceiling;
  if (settings.currency.code() != "EUR") return std::nullopt;
  return day.year() >= rolling_from_year ? ceiling_2023 : ceiling_2013;
}

Wide granted_in(State const& state, ProjectFile const& file, BeneficiaryKey const& undertaking,
                Window window) {
  Wide total = 0;
  auto const* const group = state.undertakings.find(undertaking);
  if (group == nullptr) return total;
  for (auto const place : group->projects) {
    auto const other = file_at(state, place);
    if (!live.has(other.project.state) || other.currency() != file.currency()) continue;
    if (other.award().aid_regime != AidRegime::de_minimis) continue;
    auto const* const aid = state.de_minimis.find(place);
    if (aid == nullptr || !(aid->undertaking == undertaking)) continue;
    total += counted_in(*aid, window).minor_units();
  }
  return total;
}

}  // namespace

Objection check_ceilings(Case const& c, ProjectFile const& file, CallTerms const& terms,
                         Proposal const& proposal) {
  if (auto no = check_cap(c, file, terms, proposal.amount)) return no;
  if (auto no = check_asked(c, file, proposal.amount)) return no;
  if (auto no = check_cost_base(c, file, proposal.cost_base)) return no;
  if (auto no = check_rate(c, file, terms, proposal)) return no;
  return check_overfunding(c, file, proposal);
}

Objection check_de_minimis(Case const& c, ProjectFile const& file,
                           BeneficiaryKey const& undertaking, Money equivalent) {
  auto const& settings = file.programme.settings;
  auto const ceiling = ceiling_of(settings, c.effective());
  if (!ceiling) return {};
  auto const window = window_of(settings, c.effective());
  auto const total = granted_in(c.state(), file, undertaking, window) +
                     file.project.de_minimis_declared.minor_units() + equivalent.minor_units();
  if (total <= ceiling->minor_units()) return {};
  auto const currency = file.currency();
  return c.refuse(
      Rule::de_minimis_exceeded,
      say("de minimis aid to the undertaking of ", file.id, " from ", window.after.plus_days(1),
          " to ", window.until, " would come to ", Sum{saturated(total), currency}, ", above ",
          Sum{*ceiling, currency}, ": lower the award or grant it under another regime"),
      to_string(*ceiling, currency), to_string(saturated(total), currency));
}

Money aid_difference(State const& state, ProjectFile const& file, Money amount) {
  auto const& award = file.award();
  if (award.aid_regime != AidRegime::de_minimis) return {};
  auto const* const aid = state.de_minimis.find(state.projects.place_of(file.id));
  GL_CHECK(aid != nullptr, "a de minimis award without its equivalent");
  auto const now = total_of(*aid);
  auto const then = scaled(now, amount, award.amount);
  return then > now ? subtract(then, now) : subtract(now, then);
}

}  // namespace gl::ledger
