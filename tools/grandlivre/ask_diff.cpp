#include <memory>
#include <utility>

#include "tools/grandlivre/diff.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

/// One end, as flags say it; none of them: the latest point.
struct PointFlags {
  std::uint64_t position = 0;
  std::string time;
  std::string effective;

  void add_to(CLI::App& verb, std::string const& end, std::string const& what) {
    verb.add_option("--" + end + "-position", position, what + " as it was after this event")
        ->type_name("N")
        ->check(CLI::PositiveNumber);
    verb.add_option("--" + end + "-time", time, what + " as it was known at this moment")
        ->type_name("MOMENT");
    verb.add_option("--" + end + "-effective", effective,
                    what + " counting only what is dated on or before this day")
        ->type_name("DATE");
  }
  [[nodiscard]] bool is_known_when() const { return position != 0 || !time.empty(); }
};

struct DiffFlags {
  std::string programme;
  PointFlags from;
  PointFlags to;
};

/// Errors: usage (two points at once), malformed.
Result<ledger::AsOf> read(PointFlags const& flags) {
  if (flags.position != 0 && !flags.time.empty()) {
    return fail(Errc::usage, "an end is a position or a time: give one of the two");
  }
  ledger::AsOf as_of;
  if (flags.position != 0) as_of.position = Position{flags.position};
  if (!flags.time.empty()) {
    auto const instant = parse_instant(flags.time);
    if (!instant) return std::unexpected(instant.error());
    as_of.recorded_at = *instant;
  }
  if (!flags.effective.empty()) {
    auto const date = parse_date(flags.effective);
    if (!date) return std::unexpected(date.error());
    as_of.effective = *date;
  }
  return as_of;
}

/// Which position a time, or "the latest", means.
client::Response<DiffPoint> resolve(client::Client& client, ledger::AsOf const& as_of) {
  if (as_of.position) return DiffPoint{*as_of.position, as_of.effective};
  wire::Balances request;
  request.at.as_of = as_of;
  request.limit = 1;
  auto const reply = client.balances(request);
  if (!reply) return std::unexpected(reply.error());
  return DiffPoint{reply->as_of.position, as_of.effective};
}

client::Response<Diff> resolve(client::Client& client, DiffFlags const& flags,
                               ledger::AsOf const& from, ledger::AsOf const& to) {
  auto const end = resolve(client, to);
  if (!end) return std::unexpected(end.error());
  auto known = from;
  if (!flags.from.is_known_when()) known.position = end->position;  // only the dates differ
  auto const begin = resolve(client, known);
  if (!begin) return std::unexpected(begin.error());
  return Diff{*begin, *end};
}

/// Takes in the statement, page by page.
client::Response<void> read_lines(client::Client& client, ledger::ProgrammeId const& programme,
                                  Diff& diff) {
  wire::Statement request;
  request.programme = programme;
  request.at.as_of = diff.as_of();
  request.after = diff.after();
  do {
    auto const reply = client.statement(request);
    if (!reply) return std::unexpected(reply.error());
    for (auto const& line : reply->lines) diff.take(line);
    request.after = reply->next;
  } while (request.after.value() != 0);
  return {};
}

std::string describe(DiffPoint const& point) {
  auto text = "position " + std::to_string(point.position.value());
  if (point.effective) text += ", effective by " + to_string(*point.effective);
  return text;
}

ExitCode show_diff(Options const& options, DiffFlags const& flags) {
  if (!flags.from.is_known_when() && flags.from.effective.empty()) {
    return complain("say from where: --from-position, --from-time or --from-effective",
                    ExitCode::usage);
  }
  if (!ledger::is_short_id(flags.programme, ledger::ProgrammeId::bytes_max)) {
    return complain("--programme takes a programme's id", ExitCode::usage);
  }
  auto const from = read(flags.from);
  if (!from) return complain(from.error());
  auto const to = read(flags.to);
  if (!to) return complain(to.error());
  auto client = connect(options);
  if (!client) return complain(client.error());
  auto diff = resolve(**client, flags, *from, *to);
  if (!diff) return complain(diff.error());
  auto const done = read_lines(**client, ledger::ProgrammeId{flags.programme}, *diff);
  if (!done) return complain(done.error());
  if (!diff->sum().is_zero()) return complain("the differences do not sum to zero: ask verify");
  print(options, to_json(*diff), to_table(*diff, options.output == Output::table),
        "Programme " + flags.programme + ", from " + describe(diff->from()) + " to " +
            describe(diff->to()));
  return ExitCode::done;
}

}  // namespace

void add_diff(Program program) {
  auto* const verb = program.app.add_subcommand(
      "diff", "Which accounts moved between two points, and by which events");
  auto const flags = std::make_shared<DiffFlags>();
  verb->add_option("--programme", flags->programme, "Its id")->required();
  flags->from.add_to(*verb, "from", "Begin");
  flags->to.add_to(*verb, "to", "End");
  verb->footer(
      "An end that is left out is the latest point. Examples:\n"
      "  grandlivre --data region diff --programme INNOVSOC --from-position 12 --to-position 32\n"
      "  grandlivre --data region diff --programme INNOVSOC --from-effective 2016-12-31 "
      "--to-effective 2017-12-31");
  verb->callback([program, flags] { program.exit_code = show_diff(program.options, *flags); });
}

}  // namespace gl::tools
