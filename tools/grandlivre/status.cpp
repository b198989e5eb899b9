#include <memory>

#include "proof/checkpoint.h"
#include "tools/grandlivre/as_of.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

struct State {
  wire::HelloReply hello;
  wire::StatusReply status;
  wire::DigestReply digest;
  wire::CheckpointReply checkpoint;
};

/// How many events the checkpoint says it holds.
Json checkpoint_size(std::string const& note) {
  auto const parsed = proof::parse_note(note);
  if (!parsed) return nullptr;
  auto const checkpoint = proof::parse_checkpoint(parsed->text);
  return checkpoint ? Json(checkpoint->tree.size) : Json(nullptr);
}

Json status_json(State const& state) {
  auto const& [hello, status, digest, checkpoint] = state;
  return {{"ledger", to_string(hello.ledger)},
          {"name", hello.ledger_name},
          {"clock", hello.simulated ? "simulated" : "system"},
          {"server", hello.server_name},
          {"person", hello.principal.person.string()},
          {"role", ledger::name(hello.principal.role)},
          {"head", status.head.value()},
          {"head_recorded_at", to_string(status.head_recorded_at)},
          {"root", status.root ? Json(to_hex(*status.root)) : Json(nullptr)},
          {"checkpoint", checkpoint_size(checkpoint.note)},
          {"verifier_key", checkpoint.verifier_key},
          {"views", status.views.value()},
          {"digest", to_hex(digest.digest)},
          {"digest_position", digest.as_of.position.value()},
          {"server_time", to_string(status.server_time)},
          {"started_at", to_string(status.started_at)},
          {"clock_behind_us", status.clock_behind_us},
          {"connections", status.connections},
          {"read_only", status.read_only},
          {"commands_accepted", status.commands_accepted},
          {"commands_refused", status.commands_refused},
          {"commands_repeated", status.commands_repeated}};
}

Table field_table(Json const& json) {
  Table table{{{"Field"}, {"Value"}}, {}};
  for (auto const& [field, value] : json.items()) {
    table.rows.push_back({field, value.is_string() ? value.get<std::string>() : value.dump()});
  }
  return table;
}

ExitCode show_status(Options const& options) {
  auto client = connect(options);
  if (!client) return complain(client.error());
  auto const status = (*client)->status();
  if (!status) return complain(status.error());
  wire::Digest request;
  request.at.as_of.position = status->head;
  request.at.not_before = status->head;
  request.at.wait_ms = options.deadline_s * 500U;
  auto const digest = (*client)->digest(request);
  if (!digest) return complain(digest.error());
  auto const checkpoint = (*client)->checkpoint({});
  if (!checkpoint) return complain(checkpoint.error());
  auto const json = status_json(State{(*client)->hello(), *status, *digest, *checkpoint});
  print(options, json, field_table(json));
  return ExitCode::done;
}

ExitCode show_digest(Options const& options, AsOfFlags const& flags) {
  auto const point = flags.read();
  if (!point) return complain(point.error());
  auto client = connect(options);
  if (!client) return complain(client.error());
  auto const reply = (*client)->digest({*point});
  if (!reply) return complain(reply.error());
  Json const json{{"digest", to_hex(reply->digest)}, {"as_of", to_json(reply->as_of)}};
  print(options, json,
        {{{"Position", Align::right}, {"Digest"}},
         {{std::to_string(reply->as_of.position.value()), to_hex(reply->digest)}}});
  return ExitCode::done;
}

}  // namespace

void add_status(Program program) {
  auto* const digest = program.app.add_subcommand(
      "digest", "SHA-256 of the trial balance: equal for `replay` of the same events");
  auto const flags = std::make_shared<AsOfFlags>();
  flags->add_to(*digest);
  digest->callback([program, flags] { program.exit_code = show_digest(program.options, *flags); });
  program.app
      .add_subcommand("status", "Head, root and digest of the ledger, and how its server is")
      ->callback([program] { program.exit_code = show_status(program.options); });
}

}  // namespace gl::tools
