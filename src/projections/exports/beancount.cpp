// For beancount 2.3 and later. A balance directive holds at the start of its day, so it stands on
// the day after; `~ 0` takes away the tolerance of a cent that bean-check grants by itself.
#include "projections/exports/bookkeeping.h"
#include "projections/exports/text.h"

namespace gl::projections {
namespace {

/// Between quotes: those of the text become apostrophes.
std::string in_quotes(std::string_view text) {
  auto line = one_line(text);
  for (auto& c : line) {
    if (c == '"' || c == '\\') c = '\'';
  }
  return "\"" + line + "\"";
}

class Beancount final : public Dialect {
 public:
  void begin(std::string& out, BookHeader const& header) const override {
    out += book_title(header) + "option \"title\" " + in_quotes(header.ledger_name) + "\n";
    for (auto const& currency : header.currencies) {
      out += "option \"operating_currency\" " + in_quotes(currency.code()) + "\n";
    }
  }
  void open(std::string& out, BookLine const& first, CivilDate day) const override {
    out += "\n" + to_string(day) + " open " + first.account + " " + first.currency.code() + "\n";
  }
  void entry(std::string& out, BookEntry const& entry) const override {
    auto const& envelope = entry.envelope;
    out +=
        "\n" + to_string(envelope.effective_date) + " * " + in_quotes(entry.event_type) + " " +
        in_quotes(to_string(envelope.stream)) +
        "\n  position: " + std::to_string(envelope.position.value()) +
        "\n  recorded: " + in_quotes(to_string(envelope.recorded_at)) + "\n  actor: " +
        in_quotes(envelope.actor.person.string() + "/" + std::string{name(envelope.actor.role)}) +
        "\n";
    if (auto const act = book_act(envelope); !act.empty()) out += "  act: " + in_quotes(act) + "\n";
    for (auto const& line : entry.lines) {
      out += "  " + line.account + "  " + book_amount(line.amount, line.currency) + "\n";
    }
  }
  void assertions(std::string& out, CivilDate day,
                  std::span<BookBalance const> balances) const override {
    out += "\n";
    for (auto const& balance : balances) {
      out += to_string(day.plus_days(1)) + " balance " + balance.account + " " +
             to_string(balance.with_parts, balance.currency) + " ~ 0 " + balance.currency.code() +
             "\n";
    }
  }
};

}  // namespace

std::unique_ptr<Export> beancount_export(TextOut& out, ExportSettings const& settings) {
  return std::make_unique<Bookkeeping>(out, settings, std::make_unique<Beancount const>());
}

}  // namespace gl::projections
