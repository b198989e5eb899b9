#include <algorithm>
#include <memory>

#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

struct ConsumerFlags {
  std::string name;
  std::uint64_t position = 0;
};

template <class Values>
Json texts(Values const& values) {
  Json list = Json::array();
  for (auto const& value : values) {
    if constexpr (requires { value.view(); }) {
      list.push_back(value.view());
    } else {
      list.push_back(value);
    }
  }
  return list;
}

Json to_json(ledger::EventFilter const& filter) {
  Json json = Json::object();
  if (!filter.types.empty()) json["types"] = texts(filter.types);
  if (!filter.programmes.empty()) json["programmes"] = texts(filter.programmes);
  if (!filter.calls.empty()) json["calls"] = texts(filter.calls);
  if (!filter.projects.empty()) json["projects"] = texts(filter.projects);
  if (!filter.years.empty()) json["years"] = texts(filter.years);
  return json;
}

std::uint64_t lag_of(wire::ConsumerView const& view, Position head) {
  return head.value() - std::min(head, view.checkpoint).value();
}

/// How long the lowest unacknowledged event has been waiting, by this computer's clock.
std::optional<std::int64_t> oldest_age_s(wire::ConsumerView const& view) {
  if (!view.oldest_delivered_at) return std::nullopt;
  auto const age = SystemClock{}.now().microseconds() - view.oldest_delivered_at->microseconds();
  return std::max<std::int64_t>(age, 0) / 1'000'000;
}

Json to_json(wire::ConsumerView const& view, Position head) {
  Json json{{"name", view.name.view()},
            {"owner", {{"person", view.owner.person.view()}, {"role", name(view.owner.role)}}},
            {"filter", to_json(view.filter)},
            {"created_at", to_string(view.created_at)},
            {"attempts_max", view.attempts_max},
            {"members", view.members},
            {"checkpoint", view.checkpoint.value()},
            {"scanned_to", view.scanned_to.value()},
            {"lag", lag_of(view, head)},
            {"unacknowledged", view.unacknowledged},
            {"retrying", view.retrying},
            {"parked", view.parked},
            {"oldest_unacknowledged_age_s", nullptr},
            {"settled_last_minute", view.settled_last_minute},
            {"last_reset", nullptr}};
  if (auto const age = oldest_age_s(view)) json["oldest_unacknowledged_age_s"] = *age;
  if (auto const& reset = view.reset) {
    json["last_reset"] = {{"at", to_string(reset->at)},
                          {"from", reset->from.value()},
                          {"to", reset->to.value()},
                          {"by", reset->by.view()}};
  }
  return json;
}

Table to_table(wire::ConsumersReply const& reply) {
  Table table{{{"Consumer"},
               {"Owner"},
               {"Connections", Align::right},
               {"Checkpoint", Align::right},
               {"Lag", Align::right},
               {"Unacknowledged", Align::right},
               {"Oldest (s)", Align::right},
               {"Parked", Align::right},
               {"Done in a minute", Align::right},
               {"Filter"}},
              {}};
  for (auto const& view : reply.consumers) {
    auto const age = oldest_age_s(view);
    auto const filter = view.filter.empty() ? std::string{} : to_json(view.filter).dump();
    table.rows.push_back(
        {view.name.string(), view.owner.person.string() + "/" + std::string{name(view.owner.role)},
         std::to_string(view.members), std::to_string(view.checkpoint.value()),
         std::to_string(lag_of(view, reply.head)), std::to_string(view.unacknowledged),
         age ? std::to_string(*age) : "", std::to_string(view.parked),
         std::to_string(view.settled_last_minute), filter});
  }
  return table;
}

Json to_json(wire::ParkedEvent const& parked) {
  return {{"position", parked.position.value()},
          {"attempts", parked.attempts},
          {"parked_at", to_string(parked.parked_at)},
          {"replaying", parked.replaying},
          {"reason", parked.reason}};
}

Table to_table(std::vector<wire::ParkedEvent> const& events) {
  Table table{{{"Position", Align::right},
               {"Attempts", Align::right},
               {"Parked at"},
               {"Replaying"},
               {"Reason"}},
              {}};
  for (auto const& parked : events) {
    table.rows.push_back({std::to_string(parked.position.value()), std::to_string(parked.attempts),
                          to_string(parked.parked_at), parked.replaying ? "yes" : "",
                          parked.reason});
  }
  return table;
}

ExitCode print_list(Options const& options, wire::ConsumersReply const& reply) {
  Json json{{"head", reply.head.value()}, {"consumers", Json::array()}};
  for (auto const& view : reply.consumers) json["consumers"].push_back(to_json(view, reply.head));
  print(options, json, to_table(reply), "Head: position " + std::to_string(reply.head.value()));
  return ExitCode::done;
}

ExitCode print_one(Options const& options, wire::ConsumersReply const& reply) {
  if (reply.consumers.empty()) return ExitCode::done;  // it was removed
  auto json = to_json(reply.consumers.front(), reply.head);
  json["head"] = reply.head.value();
  print(options, json, to_table(reply), "Head: position " + std::to_string(reply.head.value()));
  return ExitCode::done;
}

Result<ledger::ConsumerName> name_of(ConsumerFlags const& flags) {
  if (ledger::is_consumer_name(flags.name)) return ledger::ConsumerName{flags.name};
  return fail(Errc::usage, "\"" + flags.name +
                               "\" is no consumer's name: 1 to 64 of A-Za-z0-9._-, no dot first");
}

ExitCode show_all(Options const& options) {
  auto client = connect(options);
  if (!client) return complain(client.error());
  auto const reply = (*client)->consumers({});
  if (!reply) return complain(reply.error());
  return print_list(options, *reply);
}

ExitCode show_one(Options const& options, ConsumerFlags const& flags) {
  auto const name = name_of(flags);
  if (!name) return complain(name.error());
  auto client = connect(options);
  if (!client) return complain(client.error());
  auto const reply = (*client)->consumers({*name, {}, 1});
  if (!reply) return complain(reply.error());
  return print_one(options, *reply);
}

ExitCode show_parked(Options const& options, ConsumerFlags const& flags) {
  auto const name = name_of(flags);
  if (!name) return complain(name.error());
  auto client = connect(options);
  if (!client) return complain(client.error());
  std::vector<wire::ParkedEvent> all;
  wire::Consumers request{*name, {}, 0};
  do {
    auto const reply = (*client)->consumers(request);
    if (!reply) return complain(reply.error());
    all.insert(all.end(), reply->parked.begin(), reply->parked.end());
    request.parked_after = reply->next_parked;
  } while (request.parked_after > Position{});
  Json json{{"name", name->view()}, {"parked", Json::array()}};
  for (auto const& parked : all) json["parked"].push_back(to_json(parked));
  print(options, json, to_table(all));
  return ExitCode::done;
}

using Change = wire::ChangeConsumer;

ExitCode change(Options const& options, ConsumerFlags const& flags, decltype(Change::change) what) {
  auto const name = name_of(flags);
  if (!name) return complain(name.error());
  auto client = connect(options);
  if (!client) return complain(client.error());
  auto const reply = (*client)->change_consumer({*name, what});
  if (!reply) return complain(reply.error());
  return print_one(options, *reply);
}

}  // namespace

void add_consumers(Program program) {
  auto* const consumers = program.app.add_subcommand(
      "consumers", "Named subscribers: how far they are, what they put aside");
  consumers->require_subcommand(1);
  auto const flags = std::make_shared<ConsumerFlags>();
  auto const add = [&](char const* name, char const* about, auto run) {
    auto* const verb = consumers->add_subcommand(name, about);
    verb->callback([program, flags, run] { program.exit_code = run(program.options, *flags); });
    return verb;
  };
  auto const add_named = [&](char const* name, char const* about, auto run) {
    auto* const verb = add(name, about, run);
    verb->add_option("NAME", flags->name, "The consumer")->required();
    return verb;
  };
  add("list", "All of them",
      [](Options const& options, ConsumerFlags const&) { return show_all(options); });
  add_named("show", "One of them: lag, age of the oldest unacknowledged event, rate", show_one);
  add_named("parked", "The events that it put aside, with the reasons", show_parked);
  add_named("reset", "Moves it: what comes after a position is delivered again or anew",
            [](Options const& options, ConsumerFlags const& of) {
              return change(options, of, Change::Reset{Position{of.position}});
            })
      ->add_option("--to", flags->position, "Its new checkpoint; 0: before the first event")
      ->required();
  auto const add_parked = [&](char const* name, char const* about, auto run) {
    add_named(name, about, run)
        ->add_option("POSITION", flags->position, "Of the parked event")
        ->required();
  };
  add_parked("replay", "Delivers a parked event again",
             [](Options const& options, ConsumerFlags const& of) {
               return change(options, of, Change::Replay{Position{of.position}});
             });
  add_parked("dismiss", "Forgets a parked event",
             [](Options const& options, ConsumerFlags const& of) {
               return change(options, of, Change::Dismiss{Position{of.position}});
             });
  add_named("remove", "Forgets the consumer with all that is kept of it",
            [](Options const& options, ConsumerFlags const& of) {
              return change(options, of, Change::Remove{});
            });
}

}  // namespace gl::tools
