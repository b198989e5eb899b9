#pragma once

#include "ledger/case.h"

namespace gl::ledger {

[[nodiscard]] inline Stream stream_of(ProgrammeId const& id, StreamHead head) {
  return {StreamKind::programme, id.view(), head};
}

/// DATE by `since`, YEAR_CLOSED, NOT_DELEGATED: what a change of authority or credits must not
/// break before its amount is looked at.
[[nodiscard]] Objection check_funding(Case const& c, CivilDate since, std::string_view since_what);
[[nodiscard]] Objection check_funding(Case const& c, Programme const& programme);

/// AMOUNT_OVERFLOW: `total` takes `amount` on top.
[[nodiscard]] Objection check_overflow(Case const& c, Money total, Money amount, Currency currency);

/// True when the programme's authority may no longer be used on this day.
[[nodiscard]] bool authority_is_over(Programme const& programme, CivilDate day);

}  // namespace gl::ledger
