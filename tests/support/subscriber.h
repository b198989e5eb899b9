#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "client/subscription.h"
#include "codec/event_codec.h"
#include "support/ledger_fixture.h"
#include "support/sample_commands.h"

namespace gl::testing {

/// An event that came on a subscription, on its own.
struct Came {
  std::uint64_t position = 0;
  std::uint16_t attempt = 1;
  Bytes bytes;
};

/// Takes what comes until `enough(all that came)`, or nothing did for five seconds.
inline std::vector<Came> take_until(client::Subscription& subscription,
                                    std::function<bool(std::vector<Came> const&)> const& enough) {
  std::vector<Came> came;
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!enough(came) && std::chrono::steady_clock::now() < deadline) {
    auto const batch = must(subscription.next(std::chrono::milliseconds{5'000}));
    for (auto const& event : batch.events) {
      came.push_back(
          {event.position.value(), event.attempt, Bytes{event.bytes.begin(), event.bytes.end()}});
    }
  }
  return came;
}

inline std::vector<Came> take(client::Subscription& subscription, std::size_t count) {
  return take_until(subscription, [&](auto const& came) { return came.size() >= count; });
}

inline std::vector<std::uint64_t> positions_of(std::vector<Came> const& came) {
  std::vector<std::uint64_t> positions;
  for (auto const& event : came) positions.push_back(event.position);
  return positions;
}

inline std::vector<std::uint64_t> from_to(std::uint64_t first, std::uint64_t last) {
  std::vector<std::uint64_t> positions;
  for (auto position = first; position <= last; ++position) positions.push_back(position);
  return positions;
}

/// A ledger with a programme, to which events can be added as many as one likes.
class SubscribedLedger {
 public:
  explicit SubscribedLedger(LedgerOptions options = {}) : ledger(std::move(options)) {
    submit(ledger::Role::administrator, {ledger.command(sample_programme("P"))});
  }

  void submit(ledger::Role role, std::vector<ledger::Command> commands) {
    auto const reply = must(
        ledger.client("anne", role)->submit(std::move(commands), {.recorded_at = noon_2016(6, 1)}));
    for (auto const& answer : reply.answers) {
      if (answer.outcome != ledger::Outcome::accepted) {
        throw std::runtime_error(answer.refusal.sentence);
      }
    }
  }
  /// `count` events of the programme.
  void add_votes(std::size_t count) {
    while (count > 0) {
      std::vector<ledger::Command> commands;
      for (; count > 0 && commands.size() < 2'000; --count) {
        commands.push_back(ledger.command(vote("P", euros(1))));
      }
      submit(ledger::Role::assembly, std::move(commands));
    }
  }
  [[nodiscard]] std::uint64_t head() { return ledger.journal().watermark().value(); }
  [[nodiscard]] std::unique_ptr<client::Client> finance(std::string_view person = "claire") {
    return ledger.client(person, ledger::Role::finance);
  }

  LedgerFixture ledger;
};

}  // namespace gl::testing
