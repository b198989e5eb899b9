#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "ledger/view.h"
#include "projections/exports/spool.h"

namespace gl::projections {

/// Where the text of an export goes.
class TextOut {
 public:
  TextOut() = default;
  TextOut(TextOut const&) = delete;
  TextOut& operator=(TextOut const&) = delete;
  virtual ~TextOut() = default;

  /// Errors: io.
  [[nodiscard]] virtual Result<void> write(std::string_view text) = 0;
};

/// What an export is made with, beside the events.
struct ExportSettings {
  SpoolLimits spool;
  std::string funder;        ///< who gives the grants: a SIRET, or an identifier of org-id.guide
  std::string funder_name;   ///< empty: the ledger's name
  std::string funder_type;   ///< of IATI's list of organisation types; empty: local government
  std::string prefix;        ///< of a publisher's grant ids; empty: the funder's identifier
  bool unpublished = false;  ///< also programmes whose grants are not to be published
  /// The subjects whose keys are destroyed, at any position of the ledger.
  std::set<ledger::SubjectToken> erased;
};

/// A form in which other programs read the ledger: a fold over the events with a file at its end.
class Export {
 public:
  Export() = default;
  Export(Export const&) = delete;
  Export& operator=(Export const&) = delete;
  virtual ~Export() = default;

  /// Takes the next event that counts, in ledger order. Errors: malformed, io, newer_format (an
  /// event of a type that is not known here, where the fold would be wrong without it).
  [[nodiscard]] virtual Result<void> take(ByteView event) = 0;

  /// Writes what is left, as of the point `at`. `progress` is told how many of how many records
  /// are written; it may be empty. Errors: io.
  using Told = std::function<void(std::uint64_t done, std::uint64_t total)>;
  [[nodiscard]] virtual Result<void> finish(ledger::AnsweredAt const& at, Told const& progress) = 0;

  /// What was left out and why, a sentence each, after `finish`.
  [[nodiscard]] virtual std::vector<std::string> notes() const { return {}; }
};

/// A row of the table of formats: exports.cpp has them all. What is made borrows both arguments.
struct ExportFormat {
  std::string_view name;
  std::string_view help;
  enum class Funder : std::uint8_t { none, any, siret };
  Funder funder = Funder::none;  ///< what is wanted of `ExportSettings::funder`
  bool shows_erasures = false;   ///< wants `ExportSettings::erased`
  std::unique_ptr<Export> (*make)(TextOut& out, ExportSettings const& settings) = nullptr;
};
[[nodiscard]] std::span<ExportFormat const> export_formats();
/// The format of this name, or null.
[[nodiscard]] ExportFormat const* find_export_format(std::string_view name);

/// Hands an export the events that count as of a point. Thread: one.
class ExportRun {
 public:
  /// `head` is the last event of the source. Errors: usage (position and recorded time together),
  /// not_found (the position is not in the ledger).
  [[nodiscard]] static Result<ExportRun> start(Export& to, ledger::AsOf const& as_of,
                                               Position head);

  /// The last event that may be wanted.
  [[nodiscard]] Position last() const { return last_; }
  /// Takes the next event, from position 1 on; false when neither it nor a later one counts.
  /// Errors: malformed, and those of the export.
  [[nodiscard]] Result<bool> take(ByteView event);
  /// Errors: not_found (nothing counts as of this point), and those of the export.
  [[nodiscard]] Result<ledger::AnsweredAt> finish(Export::Told const& progress);
  /// How many events counted.
  [[nodiscard]] std::uint64_t events() const { return events_; }

 private:
  ExportRun(Export& to, ledger::AsOf const& as_of, Position last)
      : to_(&to), as_of_(as_of), last_(last) {}

  Export* to_;
  ledger::AsOf as_of_;
  Position last_;
  ledger::AnsweredAt at_;
  std::optional<CivilDate> earliest_;
  std::optional<Instant> first_recorded_at_;
  std::uint64_t events_ = 0;
};

// ---- one function a format: exports/<name>.cpp ----

[[nodiscard]] std::unique_ptr<Export> hledger_export(TextOut& out, ExportSettings const& settings);
[[nodiscard]] std::unique_ptr<Export> ledger_export(TextOut& out, ExportSettings const& settings);
[[nodiscard]] std::unique_ptr<Export> beancount_export(TextOut& out,
                                                       ExportSettings const& settings);
[[nodiscard]] std::unique_ptr<Export> csv_export(TextOut& out, ExportSettings const& settings);
[[nodiscard]] std::unique_ptr<Export> jsonl_export(TextOut& out, ExportSettings const& settings);
[[nodiscard]] std::unique_ptr<Export> scdl_export(TextOut& out, ExportSettings const& settings);
[[nodiscard]] std::unique_ptr<Export> giving360_export(TextOut& out,
                                                       ExportSettings const& settings);
[[nodiscard]] std::unique_ptr<Export> iati_export(TextOut& out, ExportSettings const& settings);

}  // namespace gl::projections
