#include "ledger/budget_rules.h"

#include <limits>

namespace gl::ledger {

Objection check_funding(Case const& c, CivilDate since, std::string_view since_what) {
  if (auto no = c.check_date(since, since_what)) return no;
  if (auto no = c.check_open_year()) return no;
  return c.check_delegation();
}

Objection check_funding(Case const& c, Programme const& programme) {
  return check_funding(c, programme.since, "the programme was created");
}

Objection check_overflow(Case const& c, Money total, Money amount, Currency currency) {
  if (total.plus(amount)) return {};
  return c.refuse(
      Rule::amount_overflow,
      say("the total would be over the greatest amount that the ledger holds; it is ",
          Sum{total, currency}, " now: lower the amount"),
      to_string(Money::from_minor_units(std::numeric_limits<std::int64_t>::max()), currency),
      to_string(amount, currency));
}

bool authority_is_over(Programme const& programme, CivilDate day) {
  auto const& until = programme.settings.authority_valid_until;
  return until && day > *until;
}

}  // namespace gl::ledger
