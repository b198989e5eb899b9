#pragma once

#include "ledger/case.h"

namespace gl::ledger {

/// When something came in.
struct Receipt {
  Instant at;             ///< by the paper's postmark, else by the clock
  CivilDate day;          ///< in Paris
  bool on_paper = false;  ///< the sender says when
  bool proven = false;    ///< and gives evidence
};

/// The receipt of what the command brings in; its day is the effective date where none is given.
[[nodiscard]] Receipt receipt_of(Case& c, std::optional<Instant> const& received_at,
                                 std::optional<Hash> const& evidence);

/// FORBIDDEN: a portal's word on when it received something counts for nothing, the clock does.
[[nodiscard]] Objection check_received_by(Case const& c, Receipt const& receipt);
/// DATE: the effective date is the day of the receipt, which is not ahead.
[[nodiscard]] Objection check_received_date(Case const& c, Receipt const& receipt);
/// EVIDENCE_REQUIRED.
[[nodiscard]] Objection check_evidence(Case const& c, Receipt const& receipt);

}  // namespace gl::ledger
