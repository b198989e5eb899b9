#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>

#include "wire/frame.h"

namespace gl::wire {

/// Values of every message made up from a seed, within the limits that hold for them.
class MadeUp {
 public:
  explicit MadeUp(std::uint64_t seed) : engine_(seed) {}

  std::uint64_t number() { return flip() ? engine_() : engine_() % 100; }
  std::uint32_t small() { return static_cast<std::uint32_t>(engine_()); }
  std::size_t count() { return engine_() % 4; }
  bool flip() { return engine_() % 2 == 0; }
  ledger::Money money() {
    return ledger::Money::from_minor_units(static_cast<std::int64_t>(number()));
  }
  Position position() { return Position{number()}; }
  Instant instant() { return Instant{static_cast<std::int64_t>(number())}; }
  CivilDate date() { return CivilDate{static_cast<std::int32_t>(engine_() % 3'600'000) - 700'000}; }
  ledger::Rate rate() { return ledger::Rate{static_cast<std::int32_t>(engine_() % 1'000'001)}; }
  ledger::Currency currency() { return ledger::Currency::from_packed(0x455552); }
  std::int32_t year() { return static_cast<std::int32_t>(engine_() % 10'000); }

  std::string text(std::size_t bytes_max = 40) {
    std::string text(engine_() % (bytes_max + 1), ' ');
    for (auto& character : text) character = static_cast<char>(' ' + engine_() % 95);
    return text;
  }
  template <class Id>
  Id id() {
    constexpr std::string_view characters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/-";
    std::string text(engine_() % (Id::bytes_max + 1), ' ');
    for (auto& character : text) character = characters[engine_() % characters.size()];
    return Id{text};
  }
  template <class Enum>
  Enum up_to(Enum last) {
    return static_cast<Enum>(engine_() % (static_cast<std::uint64_t>(last) + 1));
  }
  template <std::size_t Size>
  std::array<std::byte, Size> bytes() {
    std::array<std::byte, Size> bytes{};
    for (auto& byte : bytes) byte = static_cast<std::byte>(engine_());
    return bytes;
  }
  Bytes data(std::size_t bytes_max) {
    Bytes bytes(engine_() % (bytes_max + 1));
    for (auto& byte : bytes) byte = static_cast<std::byte>(engine_());
    return bytes;
  }
  template <class Make>
  auto some(Make make) {
    std::vector<decltype(make())> values;
    for (auto left = count(); left > 0; --left) values.push_back(make());
    return values;
  }
  template <class Make>
  auto maybe(Make make) -> std::optional<decltype(make())> {
    if (flip()) return std::nullopt;
    return make();
  }

  ReadPoint read_point();
  ledger::AnsweredAt answered_at();
  ledger::StreamRef stream();
  ledger::Sealed sealed();
  Failure failure();
  ledger::Answer answer();
  ledger::ProgrammeBalances balances(ledger::AnsweredAt const& as_of);
  ledger::StatementLine statement_line();
  ledger::ProjectSummary project_summary();
  ledger::ProjectView project();
  ledger::CallView call();
  ProgrammeView programme();
  HelloReply hello_reply();
  StatusReply status_reply();
  ledger::EventFilter filter();
  ConsumerView consumer();
  ParkedEvent parked();
  /// Of subscribe and what comes after it.
  Request subscription_request(std::size_t kind);

  /// A request of any kind but submit, which the codec's tests look at.
  Request request(std::size_t kind);
  Reply reply(std::size_t kind);
  Push push(std::size_t kind);

 private:
  std::mt19937_64 engine_;
};

}  // namespace gl::wire
