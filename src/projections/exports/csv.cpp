// All events as CSV (RFC 4180, UTF-8, lines end with CR LF): a row an event.
#include "codec/event_table.h"
#include "projections/exports.h"
#include "projections/exports/text.h"

namespace gl::projections {
namespace {

class CsvEvents final : public Export {
 public:
  CsvEvents(TextOut& out, ExportSettings const& settings) : out_(out), erased_(settings.erased) {}

  Result<void> take(ByteView event) override {
    if (!began_) {
      began_ = true;
      auto const titles = codec::event_columns();
      if (auto done = write_row({titles.begin(), titles.end()}); !done) return done;
    }
    auto const cells = codec::event_cells(
        event, [this](auto const& subject) { return erased_.contains(subject); });
    if (!cells) return std::unexpected(cells.error());
    return write_row(*cells);
  }
  Result<void> finish(ledger::AnsweredAt const&, Told const&) override { return {}; }

 private:
  Result<void> write_row(std::vector<std::string> const& cells) {
    std::string row;
    for (auto const& cell : cells) row += (row.empty() ? "" : ",") + csv_cell(cell);
    return out_.write(row + "\r\n");
  }

  TextOut& out_;
  std::set<ledger::SubjectToken> const& erased_;
  bool began_ = false;
};

}  // namespace

std::unique_ptr<Export> csv_export(TextOut& out, ExportSettings const& settings) {
  return std::make_unique<CsvEvents>(out, settings);
}

}  // namespace gl::projections
