#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "ledger/refusal.h"
#include "ledger/values.h"
#include "tools/import/code.h"

namespace gl::importing {

/// A payment that a line tells of: a fact, or only planned.
struct Payment {
  ledger::PaymentKind kind = ledger::PaymentKind::instalment;
  ledger::Money amount;
  std::optional<CivilDate> date;  ///< nothing: a share of the plan whose day is not known
};

/// Who gets the money: one of the three identifiers is given.
struct Payee {
  std::string siret;
  std::string rna;
  std::string token;
  ledger::LegalKind legal_kind = ledger::LegalKind::unstated;
  std::string name;
  std::string address;
};

/// A line of a file as the ledger is to see it.
struct Grant {
  std::uint64_t line = 0;
  ledger::Money amount;
  ledger::Money cost;
  Payee payee;
  std::string title;
  CivilDate decided;
  std::optional<CivilDate> signed_on;
  std::optional<CivilDate> start;
  std::optional<CivilDate> end;
  std::string act_number;  ///< empty: not known
  std::optional<ledger::Location> location;
  std::vector<Payment> plan;      ///< every instalment whose amount is known
  std::vector<Payment> payments;  ///< those of them that are facts: each has its day
};

/// What a line comes to: one for each line, so that the counts add up.
struct Verdict {
  std::uint64_t line = 0;
  std::optional<Code> rejected;
  Codes flags;
  std::optional<ledger::Money> amount;  ///< as read, also of a line that is rejected
  std::int32_t year = 0;                ///< that it is counted in; 0: none
  bool total_suspected = false;         ///< no payee: it may be a total
  /// What the ledger said of it: the rule that it was refused by, and those that its events bear as
  /// flags. Empty before the file is sent.
  std::optional<ledger::Rule> refused;
  SetOf<ledger::Rule> broken;

  [[nodiscard]] bool enters() const { return !rejected && !refused; }
};

struct Judged {
  Verdict verdict;
  Grant grant;  ///< of use when the line is not rejected
};

}  // namespace gl::importing
