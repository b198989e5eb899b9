#include <cstdio>
#include <memory>

#include "codec/event_codec.h"
#include "codec/json.h"
#include "codec/sealed_texts.h"
#include "tools/grandlivre/as_of.h"
#include "tools/grandlivre/personal.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

struct EventFlags {
  AsOfFlags as_of;
  std::string stream;
  std::string person;
  std::string rule;
  std::string type;
  std::uint64_t from = 1;
  std::uint64_t limit = 0;
  bool follow = true;
  bool reveal = false;
};

/// Cut before the character that would not fit.
std::string cut(std::string text) {
  constexpr std::size_t bytes_max = 160;
  if (text.size() <= bytes_max) return text;
  auto end = bytes_max;
  while ((static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

/// An event as a row for people; its whole content is the JSON form.
std::vector<std::string> row_of(Json event) {
  std::string personal;
  for (auto const& text : PersonalTexts::take_out(event)) {
    personal += (personal.empty() ? "" : "; ") + text;
  }
  auto const text = [&](char const* field) {
    auto const at = event.find(field);
    if (at == event.end() || at->is_null()) return std::string{};
    return at->is_string() ? at->get<std::string>() : at->dump();
  };
  std::string actor;
  if (auto const at = event.find("actor"); at != event.end() && at->is_object()) {
    actor = at->value("person", at->value("id", "")) + "/" + at->value("role", "");
  }
  return {text("position"),
          text("effective_date"),
          text("stream"),
          text("event_type"),
          actor,
          cut(in_words(event)),
          personal};
}

Table event_table() {
  return {{{"Position", Align::right},
           {"Effective"},
           {"Stream"},
           {"Event"},
           {"Actor"},
           {"What"},
           {"Personal"}},
          {}};
}

Result<Json> parsed(wire::EventRecord const& record, PersonalTexts const& texts) {
  auto text = codec::event_to_json(record.bytes);
  if (!text) return std::unexpected(text.error());
  auto json = Json::parse(*text);
  texts.show(json);
  return json;
}

/// Asks for the personal texts of a page.
client::Response<void> learn(PersonalTexts& texts, client::Client& client,
                             std::vector<wire::EventRecord> const& events) {
  std::vector<ledger::Sealed> sealed;
  for (auto const& record : events) {
    auto const found = codec::sealed_texts(record.bytes);
    if (!found) return std::unexpected(wire::to_failure(found.error()));
    sealed.insert(sealed.end(), found->begin(), found->end());
  }
  return texts.learn(client, sealed);
}

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
      auto const done = learn(texts, client, reply->events);
      if (!done) return complain(done.error());
    }
    for (auto const& record : reply->events) {
      if (limit != 0 && printed == limit) break;
      auto const json = parsed(record, texts);
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

bool is_wanted(Json const& event, EventFlags const& flags) {
  return (flags.type.empty() || event.value("event_type", "") == flags.type) &&
         (flags.stream.empty() || event.value("stream", "") == flags.stream);
}

void print_event(Options const& options, Json const& event) {
  if (options.output == Output::json) {
    print_json(event);
  } else {
    auto const row = row_of(event);
    std::printf("%6s  %s  %-20s %-22s %-22s %s %s\n", row[0].c_str(), row[1].c_str(),
                row[2].c_str(), row[3].c_str(), row[4].c_str(), row[5].c_str(), row[6].c_str());
  }
  std::fflush(stdout);
}

/// Events as they come: catching up and waiting are the same loop.
ExitCode watch(Options const& options, EventFlags const& flags) {
  auto client = connect(options);
  if (!client) return complain(client.error());
  PersonalTexts const texts;
  wire::Read request;
  request.from = Position{flags.from};
  request.wait_ms = flags.follow ? 20'000 : 0;
  std::uint64_t printed = 0;
  while (true) {
    auto const reply = (*client)->read(request);
    if (!reply) return complain(reply.error());
    for (auto const& record : reply->events) {
      auto const json = parsed(record, texts);
      if (!json) return complain(json.error());
      if (!is_wanted(*json, flags)) continue;
      print_event(options, *json);
      if (++printed == flags.limit) return ExitCode::done;
    }
    request.from = reply->next;
    if (!flags.follow && reply->events.empty()) return ExitCode::done;
  }
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

  auto* const watching =
      program.app.add_subcommand("watch", "Events as they come, until interrupted");
  auto const live = std::make_shared<EventFlags>();
  watching->add_option("--from", live->from, "The first position wanted")->capture_default_str();
  watching->add_option("--type", live->type, "Only events of this type, e.g. PaymentExecuted");
  watching->add_option("--stream", live->stream, "Only events of this stream, e.g. project/P1");
  watching->add_option("--limit", live->limit, "End after so many events; 0: never");
  watching->add_flag("--follow,!--no-follow", live->follow,
                     "Wait for more (the default), or end at the head");
  watching->callback([program, live] { program.exit_code = watch(program.options, *live); });
}

}  // namespace gl::tools
