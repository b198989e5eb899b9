#include "tools/sinks/sqlite/sink.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>

#include "client/subscription.h"
#include "proof/merkle.h"
#include "tools/sinks/sqlite/place.h"
#include "tools/sinks/sqlite/schema.h"

namespace gl::sinks {
namespace {

using client::Response;
using std::chrono::milliseconds;
using tools::ExitCode;

/// How soon a wish to stop is seen.
constexpr milliseconds wait_slice{500};
constexpr milliseconds pause_min{1'000};
constexpr milliseconds pause_max{30'000};

std::string number(Position position) { return std::to_string(position.value()); }

std::unexpected<wire::Failure> no(Errc code, std::string sentence) {
  return std::unexpected(wire::to_failure(Error{code, std::move(sentence)}));
}

/// Whether the same again, later, may help: the server is away, or asks for patience.
bool may_pass(wire::Failure const& failure) {
  return failure.error_class == wire::ErrorClass::retry_after;
}

void say(std::string const& sentence) {
  std::fprintf(stderr, "grandlivre-sqlite: %s\n", sentence.c_str());
}

class Sink {
 public:
  Sink(SinkOptions const& options, std::atomic<bool> const& stop, Database& database)
      : options_(options), stop_(stop), database_(database) {}

  /// One connection, to its end: nothing where the sink is to end well.
  Response<void> run() {
    auto client = tools::connect(options_.connection);
    if (!client) return std::unexpected(client.error());
    if (auto done = check_ledger(**client); !done) return done;
    if (auto done = check_consumer(**client); !done) return done;
    wire::Subscribe request;
    request.after = place_.position;
    request.consumer = options_.consumer;
    auto const subscription = (*client)->subscribe(request);
    if (!subscription) return std::unexpected(subscription.error());
    if (auto done = check_beginning(**subscription); !done) return done;
    return follow(**subscription);
  }

  [[nodiscard]] Position position() const { return place_.position; }
  /// Something went well since the last call.
  [[nodiscard]] bool moved() { return std::exchange(moved_, false); }

 private:
  /// The database is of this ledger, and of this history of it.
  Response<void> check_ledger(client::Client& client) {
    auto const& hello = client.hello();
    auto place = read_place(database_);
    if (!place) return std::unexpected(wire::to_failure(place.error()));
    auto const id = to_string(hello.ledger);
    if (!*place) {
      place_ = {id, hello.ledger_name, options_.consumer.string(), {}, {}};
      auto const begun = begin_place(database_, place_);
      return begun ? Response<void>{} : std::unexpected(wire::to_failure(begun.error()));
    }
    place_ = **std::move(place);
    auto const file = options_.database.string();
    if (place_.ledger != id) {
      return no(Errc::usage, file + " is of ledger " + place_.ledger + " (" + place_.ledger_name +
                                 "), the server has " + id + " (" + hello.ledger_name +
                                 "): name another file, or the other server");
    }
    if (place_.consumer != options_.consumer.view()) {
      return no(Errc::usage, file + " is kept by consumer " + place_.consumer + ", not " +
                                 options_.consumer.string() + ": say --consumer " +
                                 place_.consumer + ", or name another file");
    }
    if (place_.position > hello.head) {
      return no(Errc::usage, file + " holds the ledger up to " + number(place_.position) +
                                 ", the ledger ends at " + number(hello.head) +
                                 ": was it restored? move the file away, it is made anew");
    }
    return check_history(client);
  }

  Response<void> check_history(client::Client& client) {
    if (place_.position == Position{}) return {};
    auto const last = client.read({place_.position, place_.position, 1, 0});
    if (!last) return std::unexpected(last.error());
    bool const same = last->events.size() == 1 &&
                      to_hex(proof::leaf_hash(last->events.front().bytes)) == place_.leaf;
    if (same) return {};
    return no(Errc::usage, "event " + number(place_.position) + " is another than the one in " +
                               options_.database.string() +
                               ": was the ledger restored? move the file away, it is made anew");
  }

  /// One that passes events over would make a report that is wrong.
  Response<void> check_consumer(client::Client& client) {
    auto const found = client.consumers({options_.consumer, {}, 1});
    if (!found) {
      bool const is_new = found.error().code == wire::Code::not_found;
      return is_new ? Response<void>{} : std::unexpected(found.error());
    }
    if (found->consumers.empty() || found->consumers.front().filter.empty()) return {};
    return no(Errc::usage, "consumer " + options_.consumer.string() +
                               " has a filter, and a report needs every event: name another one");
  }

  Response<void> check_beginning(client::Subscription const& subscription) {
    auto const after = subscription.opened().after;
    if (after <= place_.position) return {};
    auto const name = options_.consumer.string();
    return no(Errc::usage, options_.database.string() + " holds the ledger up to " +
                               number(place_.position) + ", consumer " + name + " goes on after " +
                               number(after) +
                               ": is the file an older copy? as finance or administrator run " +
                               "grandlivre consumers reset " + name + " --to " +
                               number(place_.position) + ", then start again");
  }

  Response<void> follow(client::Subscription& subscription) {
    while (!stop_) {
      auto const batch = subscription.next(wait_slice);
      if (!batch) return std::unexpected(batch.error());
      if (auto done = take(subscription, *batch); !done) return done;
      if (options_.once && batch->caught_up) break;
    }
    return {};
  }

  Response<void> take(client::Subscription& subscription, client::Batch const& batch) {
    moved_ = true;
    if (batch.events.empty()) return {};
    if (auto done = take_events(database_, place_, batch.events); !done) {
      return std::unexpected(wire::to_failure(done.error()));
    }
    auto const last = std::ranges::max(batch.events, {}, &client::SubscribedEvent::position);
    auto const settled = subscription.ack_up_to(last.position);
    return settled ? Response<void>{} : std::unexpected(settled.error());
  }

  SinkOptions const& options_;
  std::atomic<bool> const& stop_;
  Database& database_;
  Place place_;
  bool moved_ = false;
};

void sleep_unless(std::atomic<bool> const& stop, milliseconds pause) {
  auto const until = std::chrono::steady_clock::now() + pause;
  while (!stop && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(milliseconds{50});
  }
}

ExitCode keep_up(Sink& sink, SinkOptions const& options, std::atomic<bool> const& stop) {
  auto pause = pause_min;
  while (true) {
    auto const done = sink.run();
    if (done) {
      std::printf("%s holds the ledger up to %s\n", options.database.c_str(),
                  number(sink.position()).c_str());
      return ExitCode::done;
    }
    say(done.error().sentence);
    if (options.once || !may_pass(done.error())) return tools::exit_code_of(done.error());
    if (stop) return ExitCode::done;
    pause = sink.moved() ? pause_min : std::min(pause * 2, pause_max);
    sleep_unless(stop, pause);
  }
}

}  // namespace

ExitCode run_sink(SinkOptions const& options, std::atomic<bool> const& stop) {
  auto database = Database::open(options.database);
  if (!database) {
    say(database.error().what);
    return tools::exit_code_of(database.error());
  }
  if (auto const done = prepare_schema(**database, options.database); !done) {
    say(done.error().what);
    return tools::exit_code_of(done.error());
  }
  Sink sink{options, stop, **database};
  return keep_up(sink, options, stop);
}

}  // namespace gl::sinks
