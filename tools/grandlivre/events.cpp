#include <memory>

#include "codec/event_codec.h"
#include "tools/grandlivre/as_of.h"
#include "tools/grandlivre/event_rows.h"
#include "tools/grandlivre/personal.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

struct EventFlags {
  AsOfFlags as_of;
  std::string stream;
  std::string person;
  std::string rule;
  std::uint64_t limit = 0;
  bool reveal = false;
};

/// Prints the pages of `fetch(after)`: JSON Lines as they come, or one table.
template <class Fetch>
ExitCode print_pages(Options const& options, client::Client& client, EventFlags const& flags,
                     Fetch fetch) {
  auto const limit = flags.limit;
  PersonalTexts texts;
  auto table = event_table();
  Position after;
  std::uint64_t printed = 0;
  while (true) {
    client::Response<wire::EventsReply> const reply = fetch(after);
    if (!reply) return complain(reply.error());
    if (flags.reveal) {
      std::vector<ByteView> events;
      for (auto const& record : reply->events) events.emplace_back(record.bytes);
      auto const done = learn(texts, client, events);
      if (!done) return complain(done.error());
    }
    for (auto const& record : reply->events) {
      if (limit != 0 && printed == limit) break;
      auto const json = parsed(record.bytes, texts);
      if (!json) return complain(json.error());
      if (options.output == Output::json) {
        print_json(*json);
      } else {
        table.rows.push_back(row_of(*json));
      }
      ++printed;
    }
    after = reply->next;
    if (after.value() == 0 || (limit != 0 && printed == limit)) break;
  }
  if (options.output != Output::json) print(options, {}, table);
  return ExitCode::done;
}

ExitCode show_history(Options const& options, EventFlags const& flags) {
  auto const point = flags.as_of.read();
  if (!point) return complain(point.error());
  auto const stream = ledger::parse_stream(flags.stream);
  if (!stream) return complain(stream.error().what, ExitCode::usage);
  auto client = connect(options);
  if (!client) return complain(client.error());
  return print_pages(options, **client, flags, [&](Position after) {
    return (*client)->history({*point, *stream, after, 0});
  });
}

Result<wire::Refusals> refusals_request(EventFlags const& flags) {
  auto const point = flags.as_of.read();
  if (!point) return std::unexpected(point.error());
  wire::Refusals request;
  request.at = *point;
  if (!flags.stream.empty()) {
    auto const stream = ledger::parse_stream(flags.stream);
    if (!stream) return fail(Errc::usage, stream.error().what);
    request.target = *stream;
  }
  if (!flags.person.empty()) {
    if (!ledger::is_short_id(flags.person))
      return fail(Errc::usage, "--person takes a person's id");
    request.person = ledger::PersonId{flags.person};
  }
  if (!flags.rule.empty()) {
    auto const rule = ledger::parse_rule(flags.rule);
    if (!rule) return fail(Errc::usage, "\"" + flags.rule + "\" is not a rule's code");
    request.rule = *rule;
  }
  return request;
}

Table refusal_table() {
  return {{{"Position", Align::right},
           {"Recorded"},
           {"Actor"},
           {"Command"},
           {"Target"},
           {"Rule"},
           {"Why"}},
          {}};
}

ExitCode show_refusals(Options const& options, EventFlags const& flags) {
  auto request = refusals_request(flags);
  if (!request) return complain(request.error());
  auto client = connect(options);
  if (!client) return complain(client.error());
  auto const fetch = [&](Position after) {
    request->after = after;
    return (*client)->refusals(*request);
  };
  if (options.output == Output::json) return print_pages(options, **client, flags, fetch);
  auto table = refusal_table();
  Position after;
  do {
    auto const reply = fetch(after);
    if (!reply) return complain(reply.error());
    for (auto const& record : reply->events) {
      auto const event = codec::decode_event(record.bytes);
      if (!event) return complain(event.error());
      auto const* const refused = std::get_if<ledger::CommandRefused>(&event->body);
      if (refused == nullptr) continue;
      auto const& envelope = event->envelope;
      table.rows.push_back({std::to_string(envelope.position.value()),
                            to_string(envelope.recorded_at), envelope.actor.person.string(),
                            refused->command, to_string(refused->target),
                            std::string{name(refused->refusal.rule)}, refused->refusal.sentence});
    }
    after = reply->next;
  } while (after.value() != 0 && (flags.limit == 0 || table.rows.size() < flags.limit));
  if (flags.limit != 0 && table.rows.size() > flags.limit) table.rows.resize(flags.limit);
  print(options, {}, table);
  return ExitCode::done;
}

}  // namespace

void add_events(Program program) {
  auto* const history = program.app.add_subcommand("history", "Every event of a stream");
  auto const of = std::make_shared<EventFlags>();
  history->add_option("STREAM", of->stream, "e.g. project/P1, call/AMI-2016, year/2016")
      ->required();
  of->as_of.add_to(*history);
  history->add_option("--limit", of->limit, "At most so many events; 0: all");
  PersonalTexts::add_flag(*history, of->reveal);
  history->callback([program, of] { program.exit_code = show_history(program.options, *of); });

  auto* const refusals = program.app.add_subcommand("refusals", "Commands that broke a rule");
  auto const no = std::make_shared<EventFlags>();
  no->as_of.add_to(*refusals);
  refusals->add_option("--target", no->stream, "Only of commands about this stream");
  refusals->add_option("--person", no->person, "Only of commands that this person sent");
  refusals->add_option("--rule", no->rule, "Only by this rule, e.g. FOUR_EYES");
  refusals->add_option("--limit", no->limit, "At most so many; 0: all");
  refusals->callback([program, no] { program.exit_code = show_refusals(program.options, *no); });
}

}  // namespace gl::tools
