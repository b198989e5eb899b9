#include <cstdio>
#include <memory>

#include "tools/grandlivre/as_of.h"
#include "tools/grandlivre/personal.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

using ledger::ProgrammeId;

/// A filter's text as an id of that kind. Errors: usage (too long or with odd characters).
template <class Id>
Result<Id> id(std::string const& text) {
  if (text.empty()) return Id{};
  if (!ledger::is_short_id(text, Id::bytes_max)) {
    return fail(Errc::usage, "\"" + text.substr(0, 80) + "\" is not an id: write 1 to " +
                                 std::to_string(Id::bytes_max) + " of A-Za-z0-9._/-");
  }
  return Id{text};
}

/// What the verbs below share: a point in time, filters, how many lines.
struct Question {
  AsOfFlags as_of;
  std::string name;  ///< of the one thing asked about
  std::string programme;
  std::string call;
  std::string project;
  std::string state;
  std::string account;
  std::int32_t year = 0;
  std::uint64_t limit = 0;  ///< 0: all
  bool reveal = false;
};

/// Calls `fetch(after)` for page after page until there is no next one or `limit` items are there.
/// `items_of` says which list of the reply the items are.
template <class Reply, class Item, class Cursor, class Fetch>
client::Response<std::vector<Item>> all_pages(std::uint64_t limit, Cursor after,
                                              std::vector<Item> Reply::* items_of, Fetch fetch) {
  std::vector<Item> items;
  Cursor const none{};
  while (true) {
    client::Response<Reply> reply = fetch(after);
    if (!reply) return std::unexpected(reply.error());
    for (auto& item : (*reply).*items_of) {
      if (limit != 0 && items.size() >= limit) return items;
      items.push_back(std::move(item));
    }
    if (reply->next == none) return items;
    after = reply->next;
  }
}

template <class Row>
ExitCode print_rows(Options const& options, client::Response<std::vector<Row>> const& rows) {
  if (!rows) return complain(rows.error());
  if (options.output == Output::json) {
    for (auto const& row : *rows) print_json(to_json(row));
  } else {
    print(options, {}, to_table(*rows));
  }
  return ExitCode::done;
}

template <class State, class Name>
Result<State> state_of(std::string const& text, int last, Name name_of) {
  if (text.empty()) return State{};
  std::string known;
  for (int value = 1; value <= last; ++value) {
    auto const state = static_cast<State>(value);
    if (name_of(state) == text) return state;
    known += (known.empty() ? "" : ", ") + std::string{name_of(state)};
  }
  return fail(Errc::usage, "\"" + text + "\" is not a state here: there are " + known);
}

ExitCode show_balances(Options const& options, Question const& question) {
  auto const point = question.as_of.read();
  if (!point) return complain(point.error());
  auto const programme = id<ProgrammeId>(question.programme);
  if (!programme) return complain(programme.error());
  auto client = connect(options);
  if (!client) return complain(client.error());
  auto const reply = (*client)->balances({.at = *point, .programme = *programme, .after = {}});
  if (!reply) return complain(reply.error());
  for (auto const& balances : reply->balances) {
    print(options, to_json(balances), to_table(balances),
          "Programme " + balances.programme.string() + ", " + describe(balances.as_of));
  }
  return ExitCode::done;
}

Result<wire::Statement> statement_request(Question const& question) {
  auto const point = question.as_of.read();
  if (!point) return std::unexpected(point.error());
  auto const programme = id<ProgrammeId>(question.programme);
  if (!programme) return std::unexpected(programme.error());
  auto const project = id<ledger::ProjectId>(question.project);
  if (!project) return std::unexpected(project.error());
  auto const call = id<ledger::CallId>(question.call);
  if (!call) return std::unexpected(call.error());
  auto const kind = state_of<ledger::AccountKind>(
      question.account, static_cast<int>(ledger::AccountKind::cp_lapsed),
      [](ledger::AccountKind account) { return ledger::name(account); });
  if (!kind) return std::unexpected(kind.error());
  return wire::Statement{*point, *programme, *kind, *project, *call, question.year, {}, 0};
}

ExitCode show_statement(Options const& options, Question const& question) {
  auto request = statement_request(question);
  if (!request) return complain(request.error());
  auto client = connect(options);
  if (!client) return complain(client.error());
  return print_rows(options, all_pages(question.limit, Position{}, &wire::StatementReply::lines,
                                       [&](Position after) {
                                         request->after = after;
                                         return (*client)->statement(*request);
                                       }));
}

ExitCode show_project(Options const& options, Question const& question) {
  auto const point = question.as_of.read();
  if (!point) return complain(point.error());
  auto const project = id<ledger::ProjectId>(question.name);
  if (!project) return complain(project.error());
  auto client = connect(options);
  if (!client) return complain(client.error());
  auto const reply = (*client)->project({*point, *project});
  if (!reply) return complain(reply.error());
  PersonalTexts texts;
  auto const& name = reply->project.applicant_name.sealed;
  if (question.reveal && !name.empty()) {
    if (auto const done = texts.learn(**client, {&name, 1}); !done) return complain(done.error());
  }
  auto json = to_json(reply->project, texts);
  json["as_of"] = to_json(reply->as_of);
  print(options, json, to_table(reply->project, texts),
        "Project " + question.name + ", " + describe(reply->as_of));
  return ExitCode::done;
}

Result<wire::Projects> projects_request(Question const& question) {
  auto const point = question.as_of.read();
  if (!point) return std::unexpected(point.error());
  auto const programme = id<ProgrammeId>(question.programme);
  if (!programme) return std::unexpected(programme.error());
  auto const call = id<ledger::CallId>(question.call);
  if (!call) return std::unexpected(call.error());
  auto const state = state_of<ledger::ProjectState>(
      question.state, static_cast<int>(ledger::ProjectState::settled),
      [](ledger::ProjectState value) { return ledger::name(value); });
  if (!state) return std::unexpected(state.error());
  return wire::Projects{*point, *programme, *call, *state, {}, 0};
}

ExitCode show_projects(Options const& options, Question const& question) {
  auto request = projects_request(question);
  if (!request) return complain(request.error());
  auto client = connect(options);
  if (!client) return complain(client.error());
  return print_rows(options,
                    all_pages(question.limit, ledger::ProjectId{}, &wire::ProjectsReply::projects,
                              [&](ledger::ProjectId const& after) {
                                request->after = after;
                                return (*client)->projects(*request);
                              }));
}

ExitCode show_calls(Options const& options, Question const& question) {
  auto const point = question.as_of.read();
  if (!point) return complain(point.error());
  auto const programme = id<ProgrammeId>(question.programme);
  if (!programme) return complain(programme.error());
  auto const state =
      state_of<ledger::CallState>(question.state, static_cast<int>(ledger::CallState::cancelled),
                                  [](ledger::CallState value) { return ledger::name(value); });
  if (!state) return complain(state.error());
  auto client = connect(options);
  if (!client) return complain(client.error());
  return print_rows(options,
                    all_pages(question.limit, ledger::CallId{}, &wire::CallsReply::calls,
                              [&](ledger::CallId const& after) {
                                return (*client)->calls({*point, *programme, *state, after, 0});
                              }));
}

using Show = ExitCode (*)(Options const&, Question const&);

struct Verb {
  CLI::App* app;
  std::shared_ptr<Question> question;
};

Verb add_question(Program program, char const* name, char const* help, Show show) {
  auto* const verb = program.app.add_subcommand(name, help);
  auto const question = std::make_shared<Question>();
  question->as_of.add_to(*verb);
  verb->callback(
      [program, question, show] { program.exit_code = show(program.options, *question); });
  return {verb, question};
}

void add_limit(Verb const& verb) {
  verb.app->add_option("--limit", verb.question->limit, "At most so many lines; 0: all");
}

}  // namespace

void add_questions(Program program) {
  auto const balances =
      add_question(program, "balances", "What a programme has, promised and paid", show_balances);
  balances.app->add_option("--programme", balances.question->programme,
                           "Its id; none: all of them");
  balances.app->footer(
      "Example: grandlivre --data region --as auditor balances --programme INNOVSOC "
      "--as-of-time 2016-12-31T23:00:00Z");

  auto const statement = add_question(program, "statement",
                                      "The lines posted to a programme's accounts", show_statement);
  statement.app->add_option("--programme", statement.question->programme, "Its id")->required();
  statement.app->add_option("--project", statement.question->project,
                            "Only this project's accounts");
  statement.app->add_option("--call", statement.question->call, "Only this call's part");
  statement.app->add_option("--account", statement.question->account,
                            "Only this kind of account, e.g. ae_committed");
  statement.app->add_option("--year", statement.question->year, "Only this budget year's credits");
  add_limit(statement);

  auto const project =
      add_question(program, "project", "One project: state, money, payments", show_project);
  project.app->add_option("ID", project.question->name, "The project's id")->required();
  PersonalTexts::add_flag(*project.app, project.question->reveal);

  auto const projects = add_question(program, "projects", "Projects, a line each", show_projects);
  projects.app->add_option("--programme", projects.question->programme, "Only of this programme");
  projects.app->add_option("--call", projects.question->call, "Only of this call");
  projects.app->add_option("--state", projects.question->state, "Only in this state, e.g. awarded");
  add_limit(projects);

  auto const calls = add_question(program, "calls", "Calls, a line each", show_calls);
  calls.app->add_option("--programme", calls.question->programme, "Only of this programme");
  calls.app->add_option("--state", calls.question->state, "Only in this state, e.g. open");
  add_limit(calls);
}

}  // namespace gl::tools
