// For ledger 3.3 and later, also with --pedantic: everything is declared before it is used.
#include "projections/exports/bookkeeping.h"

namespace gl::projections {
namespace {

class Ledger final : public PlainDialect {
 public:
  void begin(std::string& out, BookHeader const& header) const override {
    out += book_title(header);
    for (auto const* const tag : {"position", "recorded", "actor", "act"}) {
      out += std::string{"tag "} + tag + "\n";
    }
    for (auto const& currency : header.currencies) {
      out += "commodity " + currency.code() + "\n    format " +
             book_amount(ledger::Money{}, currency) + "\n";
    }
  }
};

}  // namespace

std::unique_ptr<Export> ledger_export(TextOut& out, ExportSettings const& settings) {
  return std::make_unique<Bookkeeping>(out, settings, std::make_unique<Ledger const>());
}

}  // namespace gl::projections
