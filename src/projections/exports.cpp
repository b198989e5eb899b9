#include "projections/exports.h"

#include <algorithm>
#include <array>

#include "codec/event_codec.h"

namespace gl::projections {
namespace {

using Funder = ExportFormat::Funder;

constexpr std::array formats{
    ExportFormat{"hledger", "a journal for hledger, with a balance assertion where a month ends",
                 Funder::none, false, hledger_export},
    ExportFormat{"ledger", "the same for ledger", Funder::none, false, ledger_export},
    ExportFormat{"beancount", "the same for beancount", Funder::none, false, beancount_export},
    ExportFormat{"scdl", "grants as French open data: SCDL subventions 2.1 (CSV)", Funder::siret,
                 false, scdl_export},
    ExportFormat{"360giving", "grants as a package of the 360Giving standard 1.4 (JSON)",
                 Funder::any, false, giving360_export},
    ExportFormat{"iati", "grants as activities of IATI 2.03 (XML)", Funder::any, false,
                 iati_export},
    ExportFormat{"csv", "all events, a row each", Funder::none, true, csv_export},
    ExportFormat{"jsonl", "all events, a JSON object on a line each", Funder::none, true,
                 jsonl_export},
};

}  // namespace

std::span<ExportFormat const> export_formats() { return formats; }

ExportFormat const* find_export_format(std::string_view name) {
  auto const* const found = std::ranges::find(formats, name, &ExportFormat::name);
  return found == formats.end() ? nullptr : found;
}

Result<ExportRun> ExportRun::start(Export& to, ledger::AsOf const& as_of, Position head) {
  if (as_of.position && as_of.recorded_at) {
    return fail(Errc::usage,
                "an export is as of a position or as of a recorded time, not both: leave one out");
  }
  auto const position = as_of.position.value_or(head);
  if (position < Position{1} || position > head) {
    return fail(Errc::not_found, "position " + std::to_string(position.value()) +
                                     " is not in the ledger: ask for 1 to " +
                                     std::to_string(head.value()) + ", its head");
  }
  return ExportRun{to, as_of, position};
}

Result<bool> ExportRun::take(ByteView event) {
  auto const header = codec::peek(event);
  if (!header) return std::unexpected(header.error());
  if (header->position != next(at_.position)) {
    return fail(Errc::corrupt, "the event at position " + std::to_string(at_.position.value() + 1) +
                                   " is missing: position " +
                                   std::to_string(header->position.value()) + " came instead");
  }
  if (!first_recorded_at_) first_recorded_at_ = header->recorded_at;
  if (header->position > last_) return false;
  if (as_of_.recorded_at && header->recorded_at > *as_of_.recorded_at) return false;
  at_ = {header->position, header->recorded_at, as_of_.effective};
  earliest_ = std::min(earliest_.value_or(header->effective_date), header->effective_date);
  if (as_of_.effective && header->effective_date > *as_of_.effective) return true;
  if (auto done = to_->take(event); !done) {
    auto error = done.error();
    error.what =
        "position " + std::to_string(header->position.value()) + ": " + std::move(error.what);
    return std::unexpected(std::move(error));
  }
  ++events_;
  return true;
}

Result<ledger::AnsweredAt> ExportRun::finish(Export::Told const& progress) {
  if (!earliest_ && first_recorded_at_) {
    return fail(Errc::not_found, "nothing was recorded by " + to_string(*as_of_.recorded_at) +
                                     ": the ledger begins at " + to_string(*first_recorded_at_));
  }
  if (events_ == 0 && earliest_) {
    return fail(Errc::not_found, "nothing is dated on or before " + to_string(*as_of_.effective) +
                                     ": the earliest date is " + to_string(*earliest_));
  }
  if (auto done = to_->finish(at_, progress); !done) return std::unexpected(done.error());
  return at_;
}

}  // namespace gl::projections
