// For ledger 3.3 and later, also with --pedantic: everything is declared before it is used.
#include "projections/exports/bookkeeping.h"

namespace gl::projections {
namespace {

class Ledger final : public Dialect {
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
  void open(std::string& out, BookLine const& first, CivilDate) const override {
    out += "\naccount " + first.account + "\n";
  }
  void entry(std::string& out, BookEntry const& entry) const override {
    append_plain_entry(out, entry);
  }
  void assertions(std::string& out, CivilDate day,
                  std::span<BookBalance const> balances) const override {
    append_plain_assertions(out, day, balances);
  }
};

}  // namespace

std::unique_ptr<Export> ledger_export(TextOut& out, ExportSettings const& settings) {
  return std::make_unique<Bookkeeping>(out, settings, std::make_unique<Ledger const>());
}

}  // namespace gl::projections
