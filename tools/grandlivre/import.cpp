#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

#include "tools/common/text_file.h"
#include "tools/grandlivre/import_report.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

namespace fs = std::filesystem;
using importing::EntersAs;
using importing::Mapping;
using importing::Survey;

/// Lines whose waves go out together.
constexpr std::size_t window_lines = 2'000;

struct ImportFlags {
  std::string file;
  std::string mapping;
  std::string communes;
  std::string lines;
  std::string recorded_at;
  std::vector<std::string> senders;
  bool dry_run = false;
};

Result<std::string> read_bounded(std::string const& path) {
  std::error_code problem;
  auto const size = fs::file_size(path, problem);
  if (!problem && size > importing::file_bytes_max) {
    return fail(Errc::too_large, fmt::format("{} has {} bytes, the maximum is {}: split it", path,
                                             size, importing::file_bytes_max));
  }
  return read_text_file(path);
}

Result<Mapping> read_mapping(fs::path const& path) {
  auto const text = read_text_file(path);
  if (!text) return std::unexpected(text.error());
  return importing::parse_mapping(*text, path.string());
}

/// The table that locations are checked against, if the mapping asks for one.
Result<std::optional<importing::Reference>> read_communes(Mapping const& mapping,
                                                          ImportFlags const& flags) {
  std::optional<importing::Reference> none;
  if (mapping.communes.empty() != flags.communes.empty()) {
    return fail(Errc::usage,
                mapping.communes.empty()
                    ? "the mapping checks no communes: leave --communes out, or name "
                      "the table's mapping as into.communes"
                    : "the mapping checks communes: give their table, --communes FILE");
  }
  if (mapping.communes.empty()) return none;
  auto const how = read_mapping(fs::path{flags.mapping}.parent_path() / mapping.communes);
  if (!how) return std::unexpected(how.error());
  auto const file = read_bounded(flags.communes);
  if (!file) return std::unexpected(file.error());
  auto reference = importing::read_reference(*file, *how);
  if (!reference) return std::unexpected(reference.error());
  return std::optional{*std::move(reference)};
}

/// ROLE=NAME, as many as there are.
Result<Senders> parse_senders(std::vector<std::string> const& texts) {
  Senders senders;
  for (auto const& text : texts) {
    auto const sign = text.find('=');
    if (sign == std::string::npos || sign + 1 == text.size()) {
      return fail(Errc::usage, fmt::format("--sender {}: write ROLE=NAME", text));
    }
    auto const role = ledger::parse_role(text.substr(0, sign));
    if (!role) return fail(Errc::usage, role.error().what);
    senders[*role] = text.substr(sign + 1);
  }
  return senders;
}

Result<void> write_lines(std::string const& path, Survey const& survey, Mapping const& mapping) {
  std::ofstream out{path, std::ios::binary};
  for (auto const& verdict : survey.verdicts) out << to_json(verdict, mapping).dump() << "\n";
  out.flush();
  if (!out) return fail(Errc::io, "cannot write " + path);
  return {};
}

/// One run of the verb: a survey, then, unless it is a dry run, the sending.
class Importing {
 public:
  Importing(Options const& options, ImportFlags const& flags) : options_(options), flags_(flags) {}

  ExitCode run() {
    auto mapping = read_mapping(flags_.mapping);
    if (!mapping) return complain(mapping.error());
    mapping_ = *std::move(mapping);
    auto communes = read_communes(mapping_, flags_);
    if (!communes) return complain(communes.error());
    communes_ = *std::move(communes);
    auto file = read_bounded(flags_.file);
    if (!file) return complain(file.error());
    file_ = *std::move(file);
    auto found = importing::survey(file_, mapping_, reference());
    if (!found) return complain(flags_.file + ": " + found.error().what);
    survey_ = *std::move(found);
    if (flags_.dry_run || mapping_.enters_as == EntersAs::reference) return report({}, 0, 0);
    return send();
  }

 private:
  importing::Reference const* reference() const { return communes_ ? &*communes_ : nullptr; }

  ExitCode send() {
    auto senders = parse_senders(flags_.senders);
    if (!senders) return complain(senders.error());
    std::optional<Instant> recorded_at;
    if (!flags_.recorded_at.empty()) {
      auto const instant = parse_instant(flags_.recorded_at);
      if (!instant) return complain(instant.error());
      recorded_at = *instant;
    }
    ImportSender sender{options_, *std::move(senders), recorded_at};
    importing::Commands const commands{mapping_, survey_};
    if (auto done = sender.prepare(commands.preparations()); !done) return complain(done.error());
    if (auto done = send_lines(sender, commands); !done) {
      auto failure = done.error();
      failure.sentence += "; the same import again goes on from there: nothing counts twice";
      return complain(failure);
    }
    auto in_ledger = sender.read_back(survey_);
    if (!in_ledger) return complain(in_ledger.error());
    static_cast<void>(importing::count_all(survey_));
    return report(*std::move(in_ledger), sender.commands(), sender.repeated());
  }

  client::Response<void> send_lines(ImportSender& sender, importing::Commands const& commands) {
    std::vector<importing::Waves> window;
    std::vector<importing::Verdict*> verdicts;
    client::Response<void> done;
    auto const flush = [&] {
      if (done && !window.empty()) done = sender.send(std::move(window), verdicts);
      window.clear();
      if (!verdicts.empty()) progress_.show(place_of(*verdicts.back()) + 1, survey_.all.lines);
      verdicts.clear();
    };
    auto const take = [&](importing::Grant&& grant, importing::Verdict& verdict) {
      if (!done) return;
      window.push_back(commands.of(grant));
      verdicts.push_back(&verdict);
      if (window.size() == window_lines) flush();
    };
    auto const read = importing::each_grant(file_, mapping_, reference(), survey_, take);
    if (!read) return std::unexpected(wire::to_failure(read.error()));
    flush();
    return done;
  }

  std::uint64_t place_of(importing::Verdict const& verdict) const {
    return static_cast<std::uint64_t>(&verdict - survey_.verdicts.data());
  }

  ExitCode report(std::optional<InLedger> in_ledger, std::uint64_t commands,
                  std::uint64_t repeated) {
    if (!flags_.lines.empty()) {
      if (auto done = write_lines(flags_.lines, survey_, mapping_); !done) {
        return complain(done.error());
      }
    }
    ImportReport const report{flags_.file, flags_.mapping, mapping_, survey_,
                              in_ledger,   commands,       repeated, progress_.seconds()};
    if (options_.output == Output::json) {
      print_json(to_json(report));
    } else if (options_.output == Output::csv) {
      print(options_, {}, years_table(report));
    } else {
      std::fputs(to_text(report).c_str(), stdout);
    }
    bool const refused = std::ranges::any_of(
        survey_.verdicts,
        [](importing::Verdict const& verdict) { return verdict.refused.has_value(); });
    return refused ? ExitCode::refused : ExitCode::done;
  }

  Options const& options_;
  ImportFlags const& flags_;
  Mapping mapping_;
  std::optional<importing::Reference> communes_;
  std::string file_;
  Survey survey_;
  Progress progress_{"lines", 0};
};

}  // namespace

void add_import(Program program) {
  auto* const verb = program.app.add_subcommand(
      "import", "Brings a file of grants into the ledger, each line with its hash and number");
  auto const flags = std::make_shared<ImportFlags>();
  verb->add_option("FILE", flags->file, "The file: CSV or 360Giving JSON")->required();
  verb->add_option("--mapping", flags->mapping, "How the file is read and what it becomes")
      ->type_name("MAP.toml")
      ->required();
  verb->add_option("--communes", flags->communes,
                   "The table that locations are checked against, if the mapping asks for one")
      ->type_name("FILE");
  verb->add_option("--lines", flags->lines, "Writes what became of every line, as JSON Lines")
      ->type_name("OUT");
  verb->add_option("--sender", flags->senders,
                   "Who sends a role's commands, e.g. officer=boris/officer; left out: the "
                   "identity called like the role")
      ->type_name("ROLE=NAME");
  verb->add_option("--recorded-at", flags->recorded_at,
                   "The recorded time, on a ledger with a simulated clock");
  verb->add_flag("--dry-run", flags->dry_run, "Only reads and reports; needs no server");
  verb->footer(R"(Examples
  grandlivre import --mapping tools/mappings/maine-et-loire.toml --dry-run payments.csv
  grandlivre --data region import --mapping tools/mappings/maine-et-loire.toml payments.csv
Every line ends as accepted, accepted with flags, or rejected with a code (docs/import.md). The same
import again goes on where it stopped and doubles nothing. Exit 3 if the ledger refused a line.)");
  verb->callback(
      [program, flags] { program.exit_code = Importing{program.options, *flags}.run(); });
}

}  // namespace gl::tools
