// Prints what was paid and what came back from the bank, one JSON object a line, as a consumer
// whose place the ledger keeps: whatever ends this program, it goes on behind what it had done.
//   subscriber HOST PORT AUTHORITY.crt IDENTITY.crt IDENTITY.key CONSUMER [--once]
// With --once it ends when everything that was there has been printed.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "client/client.h"
#include "client/subscription.h"
#include "codec/json.h"

namespace {

int complain(std::string const& sentence) {
  std::fprintf(stderr, "subscriber: %s\n", sentence.c_str());
  return 1;
}

/// Where the ledger is, and who we are: the certificate's subject says person and role.
gl::client::Config config_of(char** words) {
  gl::client::Config config;
  config.host = words[1];
  config.port = static_cast<std::uint16_t>(std::atoi(words[2]));
  config.ca_file = words[3];
  config.certificate_file = words[4];
  config.key_file = words[5];
  config.name = "subscriber example 1";
  return config;
}

gl::wire::Subscribe payments_as(std::string_view consumer) {
  gl::wire::Subscribe request;
  request.filter.types = {"PaymentExecuted", "PaymentReturned"};
  request.consumer = gl::wire::ConsumerName{consumer};
  return request;
}

/// What this program does with an event. Somebody else's would write it into a database, in one
/// transaction with its position: docs/sinks.md.
bool handle(gl::client::SubscribedEvent const& event) {
  auto const json = gl::codec::event_to_json(event.bytes);
  if (!json) return false;
  std::printf("%s\n", json->c_str());
  return true;
}

int follow(gl::client::Subscription& subscription, bool once) {
  while (true) {
    auto const batch = subscription.next(std::chrono::seconds{10});
    if (!batch) return complain(batch.error().sentence);
    for (auto const& event : batch->events) {
      if (handle(event)) continue;
      auto const parked = subscription.park(event.position, "not readable");
      if (!parked) return complain(parked.error().sentence);
    }
    std::fflush(stdout);
    if (!batch->events.empty()) {
      auto const done = subscription.ack_up_to(batch->events.back().position);
      if (!done) return complain(done.error().sentence);
    }
    if (once && batch->caught_up) return 0;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 7 || !gl::ledger::is_consumer_name(argv[6])) {
    return complain("subscriber HOST PORT AUTHORITY.crt IDENTITY.crt IDENTITY.key CONSUMER");
  }
  auto client = gl::client::Client::connect(config_of(argv));
  if (!client) return complain(client.error().sentence);
  auto subscription = (*client)->subscribe(payments_as(argv[6]));
  if (!subscription) return complain(subscription.error().sentence);
  return follow(**subscription, argc > 7 && std::string_view{argv[7]} == "--once");
}
