#include "ledger/receipt.h"

namespace gl::ledger {

Receipt receipt_of(Case& c, std::optional<Instant> const& received_at,
                   std::optional<Hash> const& evidence) {
  auto const day = received_at ? paris_date(*received_at) : c.today();
  c.default_date(day);
  return {received_at.value_or(c.situation().recorded_at), day, received_at.has_value(),
          evidence.has_value()};
}

Objection check_received_by(Case const& c, Receipt const& receipt) {
  if (!receipt.on_paper || c.header().actor.role == Role::instructor) return {};
  return c.refuse(Rule::forbidden,
                  "received_at is for paper files, which instructors enter: leave it out",
                  "instructor", std::string{name(c.header().actor.role)});
}

Objection check_received_date(Case const& c, Receipt const& receipt) {
  if (c.effective() != receipt.day) {
    return c.refuse(Rule::date,
                    say("what is received takes effect on the day of its receipt, ", receipt.day,
                        ", not on ", c.effective(), ": leave the effective date out"),
                    say(receipt.day), say(c.effective()));
  }
  if (receipt.at <= c.situation().recorded_at) return {};
  return c.refuse(
      Rule::date,
      say("received_at ", receipt.at, " is after now, ", c.situation().recorded_at, ": correct it"),
      say(c.situation().recorded_at), say(receipt.at));
}

Objection check_evidence(Case const& c, Receipt const& receipt) {
  if (!receipt.on_paper || receipt.proven) return {};
  return c.refuse(Rule::evidence_required,
                  "received_at needs evidence: give the SHA-256 of the proof of receipt");
}

}  // namespace gl::ledger
