#include <spdlog/fmt/fmt.h>

#include <memory>

#include "proof/balance_proof.h"
#include "tools/grandlivre/seal_source.h"
#include "tools/grandlivre/session.h"
#include "tools/grandlivre/table.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

ExitCode show(Options const& options, std::vector<std::string> const& notes) {
  Json json = Json::array();
  Table table{{{"position", Align::right}, {"dated up to"}, {"lines", Align::right}, {"root"}}, {}};
  for (auto const& note : notes) {
    // What is listed is not believed: `verify` checks it against a key from elsewhere.
    auto const seal = proof::parse_seal(note);
    if (!seal) return complain(seal.error());
    auto const& list = seal->sealed.list;
    auto const position = seal->checkpoint.checkpoint.tree.size;
    auto const day = seal->sealed.effective ? to_string(*seal->sealed.effective) : std::string{};
    json.push_back({{"position", position},
                    {"effective", day},
                    {"lines", list.lines},
                    {"root", to_hex(list.hash)},
                    {"note", note}});
    table.rows.push_back({std::to_string(position), day.empty() ? "all" : day,
                          std::to_string(list.lines), to_hex(list.hash)});
  }
  print(options, json, table, "Seals of balances and states");
  return ExitCode::done;
}

ExitCode list_seals(Options const& options) {
  auto const source = open_seals(options);
  if (!source) return complain(source.error());
  auto const notes = (*source)->notes();
  if (!notes) return complain(notes.error());
  return show(options, *notes);
}

ExitCode make_seal(Options const& options, std::string const& day) {
  wire::Seal request;
  if (!day.empty()) {
    auto const date = parse_date(day);
    if (!date) return complain(date.error().what, ExitCode::usage);
    request.effective = *date;
  }
  auto client = connect(options);
  if (!client) return complain(client.error());
  auto const reply = (*client)->seal(request);
  if (!reply) return complain(reply.error());
  return show(options, reply->notes);
}

}  // namespace

void add_seals(Program program) {
  auto* const list = program.app.add_subcommand(
      "seals", "Signed balances and states: of each day's end, of closed years, on request");
  list->footer("Example: grandlivre --data region --as auditor seals");
  list->callback([program] { program.exit_code = list_seals(program.options); });
  auto* const make =
      program.app.add_subcommand("seal", "Seals balances and states as they are now");
  auto const day = std::make_shared<std::string>();
  make->add_option("--effective-date", *day, "Counting what is dated on or before this day")
      ->type_name("YYYY-MM-DD");
  make->footer(
      "What is sealed is shown to others with `grandlivre prove --balances`.\n"
      "Example: grandlivre --data region --as officer seal --effective-date 2016-12-31");
  make->callback([program, day] { program.exit_code = make_seal(program.options, *day); });
}

}  // namespace gl::tools
