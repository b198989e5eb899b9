#include <spdlog/fmt/fmt.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

#include "codec/event_codec.h"
#include "projections/exports.h"
#include "tools/grandlivre/as_of.h"
#include "tools/grandlivre/export_target.h"
#include "tools/grandlivre/export_tiles.h"
#include "tools/grandlivre/progress.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

constexpr std::string_view tiles_format = "tlog";

struct ExportFlags {
  std::string format;
  std::string to;
  AsOfFlags as_of;
  projections::ExportSettings settings;
};

ExitCode run_tiles(Options const& options, ExportFlags const& flags) {
  if (flags.to.empty() || flags.to == "-") {
    return complain("tlog is a directory: name a new one, --to DIR", ExitCode::usage);
  }
  auto const& as_of = flags.as_of;
  if (as_of.position != 0 || !as_of.time.empty() || !as_of.effective.empty()) {
    return complain(
        "tlog is the log of the latest checkpoint, whole: it has no other point in time",
        ExitCode::usage);
  }
  auto log = open_log(options);
  if (!log) return complain(log.error());
  auto const exported = export_tiles(**log, flags.to);
  if (!exported) return complain(exported.error());
  if (options.output == Output::json) {
    print_json({{"format", flags.format}, {"events", *exported}, {"directory", flags.to}});
  } else {
    std::printf("%llu events exported to %s; check them with `grandlivre verify %s --key VKEY`\n",
                static_cast<unsigned long long>(*exported), flags.to.c_str(), flags.to.c_str());
  }
  return ExitCode::done;
}

/// One run of the verb for a text format.
class TextExport {
 public:
  TextExport(Options const& options, ExportFlags const& flags,
             projections::ExportFormat const& format)
      : options_(options), settings_(flags.settings), flags_(flags), format_(format) {}

  ExitCode run() {
    auto const point = flags_.as_of.read();
    if (!point) return complain(point.error());
    auto opened = ExportTarget::open(flags_.to);
    if (!opened) return complain(opened.error());
    target_ = *std::move(opened);
    auto log = open_log(options_);
    if (!log) return complain(log.error());
    log_ = *std::move(log);
    auto const head = log_->head();
    if (!head) return complain(head.error());
    settings_.spool.scratch = target_->scratch();
    if (format_.shows_erasures) {
      auto erased = log_->erased();
      if (!erased) return complain(erased.error());
      settings_.erased = *std::move(erased);
    }
    auto const made = format_.make(*target_, settings_);
    auto started = projections::ExportRun::start(*made, point->as_of, *head);
    if (!started) return complain(started.error());
    if (auto const done = read(*started); !done) return complain(done.error());
    auto const at = finish(*started);
    if (!at) return complain(at.error());
    say(*started, *at, made->notes());
    return ExitCode::done;
  }

 private:
  client::Response<void> read(projections::ExportRun& run) {
    Progress progress{"events read", run.last().value()};
    for (Position from{1}; from <= run.last();) {
      auto const events = log_->events(from, run.last());
      if (!events) return std::unexpected(events.error());
      if (events->empty()) return no({Errc::corrupt, missing(from)});
      for (auto const& event : *events) {
        auto const more = run.take(event);
        if (!more) return no(more.error());
        if (!*more) return {};
      }
      from = Position{from.value() + events->size()};
      progress.show(from.value() - 1);
    }
    return {};
  }

  Result<ledger::AnsweredAt> finish(projections::ExportRun& run) {
    Progress progress{"records written", 0};
    auto at =
        run.finish([&](std::uint64_t done, std::uint64_t total) { progress.show(done, total); });
    if (!at) return at;
    if (auto done = target_->finish(); !done) return std::unexpected(done.error());
    return at;
  }

  /// To standard error where the export itself goes to standard output.
  void say(projections::ExportRun const& run, ledger::AnsweredAt const& at,
           std::vector<std::string> const& notes) const {
    Json json{{"format", flags_.format},
              {"events", run.events()},
              {"file", target_->is_standard_output() ? "-" : flags_.to},
              {"bytes", target_->bytes()},
              {"as_of", to_json(at)},
              {"left_out", notes}};
    if (options_.output == Output::json && !target_->is_standard_output()) return print_json(json);
    auto* const out = target_->is_standard_output() ? stderr : stdout;
    auto text =
        fmt::format("{} events exported as {}, {}\n", run.events(), flags_.format, describe(at));
    for (auto const& note : notes) text += note + "\n";
    std::fputs(text.c_str(), out);
  }

  static std::string missing(Position position) {
    return fmt::format("no event came for position {}", position.value());
  }
  static std::unexpected<wire::Failure> no(Error const& error) {
    return std::unexpected(wire::to_failure(error));
  }

  Options const& options_;
  projections::ExportSettings settings_;
  ExportFlags const& flags_;
  projections::ExportFormat const& format_;
  std::unique_ptr<ExportTarget> target_;
  std::unique_ptr<LogSource> log_;
};

/// Whether the funder is given as the format wants it.
Result<void> check_funder(projections::ExportFormat const& format, std::string const& funder) {
  using Funder = projections::ExportFormat::Funder;
  if (format.funder == Funder::siret && !ledger::is_siret(funder)) {
    return fail(Errc::usage, fmt::format("{} names the funder by its SIRET, which \"{}\" is not: "
                                         "give --funder with 14 digits",
                                         format.name, funder));
  }
  if (format.funder == Funder::any && (funder.empty() || funder.find(' ') != std::string::npos)) {
    return fail(Errc::usage, fmt::format("{} wants to know who gives the grants: --funder with a "
                                         "SIRET, or an identifier of org-id.guide like "
                                         "GB-CHC-327114",
                                         format.name));
  }
  return {};
}

ExitCode run_export(Options const& options, ExportFlags const& flags) {
  if (flags.format == tiles_format) return run_tiles(options, flags);
  auto const* const format = projections::find_export_format(flags.format);
  if (auto const fine = check_funder(*format, flags.settings.funder); !fine) {
    return complain(fine.error());
  }
  return TextExport{options, flags, *format}.run();
}

std::string formats_help() {
  std::string text;
  for (auto const& format : projections::export_formats()) {
    text += fmt::format("  {:<10} {}\n", format.name, format.help);
  }
  return text + fmt::format(
                    "  {:<10} all events as static files of C2SP's tlog-tiles, which "
                    "`verify` walks\n",
                    tiles_format);
}

}  // namespace

void add_export(Program program) {
  auto* const verb =
      program.app.add_subcommand("export", "Writes the ledger in a form that other programs read");
  auto const flags = std::make_shared<ExportFlags>();
  std::vector<std::string> names{std::string{tiles_format}};
  for (auto const& format : projections::export_formats()) names.emplace_back(format.name);
  verb->add_option("--format", flags->format, "One of the formats below")
      ->required()
      ->check(CLI::IsMember(names));
  verb->add_option("--to,TO", flags->to,
                   "A new file (of tlog: a new directory); - or none: standard output");
  flags->as_of.add_point_to(*verb);
  auto& settings = flags->settings;
  verb->add_option("--funder", settings.funder,
                   "scdl, 360giving, iati: who gives, a SIRET or an identifier of org-id.guide");
  verb->add_option("--funder-name", settings.funder_name, "Its name; without it the ledger's");
  verb->add_option("--funder-type", settings.funder_type,
                   "iati: its code in the list of organisation types; without it 11, local "
                   "government")
      ->check(CLI::Range(10, 99));
  verb->add_option("--prefix", settings.prefix,
                   "360giving: the publisher's prefix of grant ids, e.g. 360G-region");
  verb->add_flag("--unpublished", settings.unpublished,
                 "scdl, 360giving, iati: also of programmes that are not to be published");
  verb->footer(
      "From the server; or from the data directory itself, when none runs there.\n"
      "Formats:\n" +
      formats_help() +
      "Examples:\n"
      "  grandlivre --data region --as auditor export --format hledger "
      "--to region.journal\n"
      "  grandlivre --data region --as auditor export --format beancount "
      "--as-of-position 39 --effective 2017-11-20\n"
      "  grandlivre --data region --as auditor export --format scdl "
      "--funder 23350001600040 --to subventions.csv\n"
      "  grandlivre --data region --as auditor export --format tlog --to region-tiles");
  verb->callback([program, flags] { program.exit_code = run_export(program.options, *flags); });
}

}  // namespace gl::tools
