// All events as JSON Lines: an object an event, as `history --output json` shows it.
#include "codec/event_table.h"
#include "projections/exports.h"

namespace gl::projections {
namespace {

class JsonLines final : public Export {
 public:
  JsonLines(TextOut& out, ExportSettings const& settings) : out_(out), erased_(settings.erased) {}

  Result<void> take(ByteView event) override {
    auto const line = codec::event_for_export(
        event, [this](auto const& subject) { return erased_.contains(subject); });
    if (!line) return std::unexpected(line.error());
    return out_.write(*line + "\n");
  }
  Result<void> finish(ledger::AnsweredAt const&, Told const&) override { return {}; }

 private:
  TextOut& out_;
  std::set<ledger::SubjectToken> const& erased_;
};

}  // namespace

std::unique_ptr<Export> jsonl_export(TextOut& out, ExportSettings const& settings) {
  return std::make_unique<JsonLines>(out, settings);
}

}  // namespace gl::projections
