#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include "codec/event_codec.h"
#include "codec/json.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

/// The flags that were given to a command's verb. `texts` does not grow once CLI11 points into it.
struct CommandFlags {
  std::vector<std::string> names;
  std::vector<std::string> texts;
  bool dry_run = false;
};

/// The events that a command made, for the person who sent it: with their types where the role may
/// read them. What is accepted stays so, whatever becomes of this.
Json events_of(client::Client& client, ledger::Answer const& answer) {
  Json events = Json::array();
  if (answer.outcome != ledger::Outcome::accepted) return events;
  wire::Read request;
  request.from = answer.first;
  request.to = answer.last;
  auto const reply = client.read(request);
  if (!reply) {
    for (auto at = answer.first; at <= answer.last; at = next(at)) {
      events.push_back({{"position", at.value()}});
    }
    return events;
  }
  for (auto const& record : reply->events) {
    auto const header = codec::peek(record.bytes);
    auto const type = header ? codec::event_type_name(header->type) : "";
    events.push_back({{"position", record.position.value()}, {"event_type", type}});
  }
  return events;
}

void print_answer(Options const& options, ledger::Answer const& answer, Json const& events) {
  auto json = to_json(answer);
  if (!events.empty()) json["events"] = events;
  if (options.output != Output::table) return print_json(json);
  auto const* const again = answer.repeated ? " (the first answer again)" : "";
  if (answer.outcome == ledger::Outcome::would_accept) std::printf("would be accepted%s\n", again);
  if (answer.outcome != ledger::Outcome::accepted) return;
  for (auto const& event : events) {
    auto const type = event.value("event_type", "an event");
    std::printf("accepted: %s at position %s%s\n", type.c_str(), event["position"].dump().c_str(),
                again);
  }
}

ExitCode send(Options const& options, codec::GivenCommand given, bool dry_run) {
  auto client = connect(options, given.as);
  if (!client) return complain(client.error());
  if (given.command.header.id.is_nil()) {
    SystemClock clock;
    SystemRandom random;
    given.command.header.id = make_uuid_v7(clock.now(), random);
  }
  auto const id = to_string(given.command.header.id);
  auto const reply = (*client)->submit(
      {given.command}, {.atomic = false, .dry_run = dry_run, .recorded_at = given.recorded_at});
  if (!reply) {
    auto failure = reply.error();
    if (failure.error_class == wire::ErrorClass::unknown_outcome) {
      failure.sentence +=
          fmt::format(" (this command's id is {}: send it again with --id {})", id, id);
    }
    return complain(failure);
  }
  auto const& answer = reply->answers.front();
  print_answer(options, answer, events_of(**client, answer));
  if (answer.outcome != ledger::Outcome::refused) return ExitCode::done;
  bool const unrecorded = !ledger::is_recorded(answer.refusal.rule);
  return complain(
      fmt::format("refused, {}: {}", name(answer.refusal.rule), answer.refusal.sentence),
      unrecorded && answer.refusal.rule == ledger::Rule::malformed ? ExitCode::failed
                                                                   : ExitCode::refused);
}

ExitCode run(Options const& options, std::string const& command, CommandFlags const& flags,
             CLI::App const& verb) {
  std::vector<codec::Flag> given;
  for (std::size_t i = 0; i < flags.names.size(); ++i) {
    if (verb.count(flags.names[i]) > 0) given.emplace_back(flags.names[i], flags.texts[i]);
  }
  auto parsed = codec::command_from_flags(command, given);
  if (!parsed) return complain(parsed.error().what, ExitCode::usage);
  return send(options, std::move(*parsed), flags.dry_run);
}

std::string help_of(codec::FieldSpec const& field) {
  auto text = field.help;
  if (!field.example.empty()) text += ", e.g. " + field.example;
  return text;
}

void add_field(CLI::App& verb, codec::FieldSpec const& field, CommandFlags& flags,
               std::size_t index, std::string const& group) {
  flags.names.push_back(field.flag);
  verb.add_option(field.flag, flags.texts[index], help_of(field))
      ->type_name(field.kind)
      ->required(field.required)
      ->group(group);
}

void add_command(Program program, codec::CommandSpec const& spec) {
  auto* const verb = program.app.add_subcommand(spec.verb, spec.help)->group("Commands");
  auto const flags = std::make_shared<CommandFlags>();
  auto const header = codec::header_specs();
  flags->texts.resize(spec.fields.size() + header.size());
  std::size_t index = 0;
  for (auto const& field : spec.fields) add_field(*verb, field, *flags, index++, "Fields");
  for (auto const& field : header) {
    // Whom a command is sent as is an option of the whole program; a field of the command's own
    // stands before one of the same name that every command has.
    bool const taken = std::ranges::find(flags->names, field.flag) != flags->names.end();
    if (field.flag != "--as" && !taken) {
      add_field(*verb, field, *flags, index++, "Every command's fields");
    }
  }
  verb->add_flag("--dry-run", flags->dry_run,
                 "Only say what would be answered: nothing is written");
  verb->callback([program, flags, verb, name = spec.name] {
    program.exit_code = run(program.options, name, *flags, *verb);
  });
}

}  // namespace

void add_commands(Program program) {
  for (auto const& spec : codec::command_specs()) add_command(program, spec);
}

}  // namespace gl::tools
