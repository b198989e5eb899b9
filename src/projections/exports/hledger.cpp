// For hledger 1.25 and later.
#include "projections/exports/bookkeeping.h"

namespace gl::projections {
namespace {

class Hledger final : public PlainDialect {
 public:
  void begin(std::string& out, BookHeader const& header) const override {
    out += book_title(header) + "decimal-mark .\n";
    for (auto const& currency : header.currencies) {
      // The point says which mark is the decimal one, also where no decimals follow.
      auto amount = to_string(ledger::Money{}, currency);
      if (currency.decimals() == 0) amount += ".";
      out += "commodity " + amount + " " + currency.code() + "\n";
    }
  }
};

}  // namespace

std::unique_ptr<Export> hledger_export(TextOut& out, ExportSettings const& settings) {
  return std::make_unique<Bookkeeping>(out, settings, std::make_unique<Hledger const>());
}

}  // namespace gl::projections
