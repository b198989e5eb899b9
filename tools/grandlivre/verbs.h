#pragma once

#include <CLI/CLI.hpp>

#include "tools/grandlivre/session.h"

namespace gl::tools {

/// A program of verbs: each function adds its verbs to `app`. When one is called it does its work
/// and leaves the code to end with in `exit_code`.
struct Program {
  CLI::App& app;
  Options const& options;
  ExitCode& exit_code;
};

void add_init(Program program);
void add_identity(Program program);
/// balances, statement, project, projects, calls.
void add_questions(Program program);
void add_diff(Program program);
/// history, refusals.
void add_events(Program program);
void add_watch(Program program);
/// consumers list, show, parked, reset, replay, dismiss, remove.
void add_consumers(Program program);
/// status and digest.
void add_status(Program program);
/// One verb a command, its flags from the schema.
void add_commands(Program program);
/// checkpoint, prove, verify.
void add_prove(Program program);
void add_seals(Program program);
void add_export(Program program);
void add_submit(Program program);
void add_import(Program program);
/// payments batch, payments reconcile.
void add_payments(Program program);
void add_replay(Program program);
void add_scrub(Program program);
void add_explain(Program program);
/// audit CHECK and audit list.
void add_audit(Program program);
/// rebuild: on a data directory, without a server.
void add_offline(Program program);

}  // namespace gl::tools
