#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "client/subscription.h"
#include "tools/grandlivre/event_rows.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

struct WatchFlags {
  std::uint64_t from = 1;
  bool now = false;
  std::vector<std::string> types;
  std::vector<std::string> programmes;
  std::vector<std::string> calls;
  std::vector<std::string> projects;
  std::vector<std::int32_t> years;
  std::string stream;
  std::string consumer;
  bool group = false;
  std::uint64_t limit = 0;
  bool follow = true;
  bool reveal = false;
};

template <class Id>
Result<void> take_ids(std::vector<std::string> const& texts, char const* flag,
                      std::vector<Id>& ids) {
  for (auto const& text : texts) {
    if (!ledger::is_short_id(text, Id::bytes_max)) {
      return fail(Errc::usage, std::string{flag} + " takes an id, not \"" + text + "\"");
    }
    ids.emplace_back(text);
  }
  return {};
}

Result<wire::Subscribe> request_of(WatchFlags const& flags) {
  wire::Subscribe request;
  if (flags.now) {
    request.after = std::nullopt;
  } else {
    request.after = Position{flags.from == 0 ? 0 : flags.from - 1};
  }
  auto& filter = request.filter;
  filter.types = flags.types;
  filter.years = flags.years;
  if (auto done = take_ids(flags.programmes, "--programme", filter.programmes); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = take_ids(flags.calls, "--call", filter.calls); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = take_ids(flags.projects, "--project", filter.projects); !done) {
    return std::unexpected(done.error());
  }
  if (flags.consumer.empty()) return request;
  if (!ledger::is_consumer_name(flags.consumer)) {
    return fail(Errc::usage, "\"" + flags.consumer +
                                 "\" is no consumer's name: 1 to 64 of A-Za-z0-9._-, no dot first");
  }
  request.consumer = ledger::ConsumerName{flags.consumer};
  request.group = flags.group;
  return request;
}

void print_event(Options const& options, Json const& event) {
  if (options.output == Output::json) {
    print_json(event);
  } else {
    auto const row = row_of(event);
    std::printf("%6s  %s  %-20s %-22s %-22s %s %s\n", row[0].c_str(), row[1].c_str(),
                row[2].c_str(), row[3].c_str(), row[4].c_str(), row[5].c_str(), row[6].c_str());
  }
}

/// The server speaks of the position before the first one wanted, the flag of that one.
ExitCode complain_of_beginning(wire::Failure const& failure, WatchFlags const& flags) {
  if (failure.code != wire::Code::beyond_head) return complain(failure);
  auto const head = std::strtoull(failure.limit.c_str(), nullptr, 10);
  return complain("position " + std::to_string(flags.from) + " is not there yet, the last is " +
                      std::to_string(head) + ": say --from " + std::to_string(head + 1) +
                      " for what comes next, or a lower one",
                  exit_code_of(failure));
}

/// Prints what comes, and acknowledges it when it is out.
class Watching {
 public:
  Watching(Options const& options, WatchFlags const& flags, client::Client& client)
      : options_(options), flags_(flags), client_(client) {}

  ExitCode run(wire::Subscribe const& request) {
    auto const subscription = client_.subscribe(request);
    if (!subscription) return complain_of_beginning(subscription.error(), flags_);
    while (!is_enough()) {
      auto const batch = (*subscription)->next(std::chrono::milliseconds{60'000});
      if (!batch) return complain(batch.error());
      if (auto const code = print_batch(*batch); code != ExitCode::done) return code;
      if (!flags_.consumer.empty() && last_printed_ > Position{}) {
        auto const done = (*subscription)->ack_up_to(last_printed_);
        if (!done) return complain(done.error());
        last_printed_ = {};
      }
      if (batch->caught_up && !flags_.follow) break;
    }
    return ExitCode::done;
  }

 private:
  [[nodiscard]] bool is_enough() const { return flags_.limit != 0 && printed_ >= flags_.limit; }

  ExitCode print_batch(client::Batch const& batch) {
    if (flags_.reveal) {
      std::vector<ByteView> events;
      events.reserve(batch.events.size());
      for (auto const& event : batch.events) events.push_back(event.bytes);
      if (auto const done = learn(texts_, client_, events); !done) return complain(done.error());
    }
    for (auto const& event : batch.events) {
      if (is_enough()) break;
      auto const json = parsed(event.bytes, texts_);
      if (!json) return complain(json.error());
      last_printed_ = std::max(last_printed_, event.position);
      if (!flags_.stream.empty() && json->value("stream", "") != flags_.stream) continue;
      print_event(options_, *json);
      ++printed_;
    }
    std::fflush(stdout);
    return ExitCode::done;
  }

  Options const& options_;
  WatchFlags const& flags_;
  client::Client& client_;
  PersonalTexts texts_;
  std::uint64_t printed_ = 0;
  Position last_printed_;
};

ExitCode watch(Options const& options, WatchFlags const& flags) {
  auto const request = request_of(flags);
  if (!request) return complain(request.error());
  auto client = connect(options);
  if (!client) return complain(client.error());
  return Watching{options, flags, **client}.run(*request);
}

}  // namespace

void add_watch(Program program) {
  auto* const verb = program.app.add_subcommand(
      "watch",
      "Events as they come, until interrupted. Filters: several values of one flag are or-ed, "
      "different flags and-ed");
  auto const flags = std::make_shared<WatchFlags>();
  verb->add_option("--from", flags->from, "The first position wanted")->capture_default_str();
  verb->add_flag("--now", flags->now, "Only what comes from now on, instead of --from");
  verb->add_option("--type", flags->types, "Events of this type, e.g. PaymentExecuted");
  verb->add_option("--programme", flags->programmes, "Events that concern this programme");
  verb->add_option("--call", flags->calls, "Events that concern this call");
  verb->add_option("--project", flags->projects, "Events that concern this project");
  verb->add_option("--year", flags->years, "Events that concern this budget year's credits");
  verb->add_option("--stream", flags->stream, "Print only events of this stream, e.g. payee/X1");
  verb->add_option("--consumer", flags->consumer,
                   "A name under which the server keeps what has been printed: the next watch goes "
                   "on behind it; --from, --now and filters count when it is made");
  verb->add_flag("--group", flags->group, "With --consumer: share it with others that say --group");
  verb->add_option("--limit", flags->limit, "End after so many events; 0: never");
  verb->add_flag("--follow,!--no-follow", flags->follow,
                 "Wait for more (the default), or end at the head");
  PersonalTexts::add_flag(*verb, flags->reveal);
  verb->callback([program, flags] { program.exit_code = watch(program.options, *flags); });
}

}  // namespace gl::tools
