#include "bench/support/event_server.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

namespace gl::bench {
namespace {

using Moment = std::chrono::steady_clock::time_point;

double us_between(Moment before, Moment after) {
  return std::max(std::chrono::duration<double, std::micro>(after - before).count(), 0.0);
}

/// Takes what comes until it has all `events`; when each did.
void listen(EventServer& server, std::vector<Moment>& came, std::atomic<std::size_t>& ready) {
  auto const reader = server.reader();
  ++ready;
  for (std::size_t seen = 0; seen < came.size();) {
    auto const numbers = reader->read();
    auto const now = std::chrono::steady_clock::now();
    for (auto const number : numbers) came.at(number) = now;
    seen += numbers.size();
  }
}

}  // namespace

Paced paced(EventServer& server, std::size_t readers, std::size_t events) {
  std::vector<Moment> sent(events);
  std::vector<Moment> answered(events);
  std::vector<std::vector<Moment>> came(readers, std::vector<Moment>(events));
  std::atomic<std::size_t> ready = 0;
  std::vector<std::jthread> threads;
  for (auto& moments : came) {
    threads.emplace_back([&] { listen(server, moments, ready); });
  }
  while (ready < readers) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  auto const writer = server.writer();
  for (std::size_t i = 0; i < events; ++i) {
    sent[i] = std::chrono::steady_clock::now();
    writer->write(i);
    answered[i] = std::chrono::steady_clock::now();
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  threads.clear();
  Paced times;
  for (auto const& moments : came) {
    for (std::size_t i = 0; i < events; ++i) {
      times.from_sent.push_back(us_between(sent[i], moments[i]));
      times.from_answered.push_back(us_between(answered[i], moments[i]));
    }
  }
  return times;
}

}  // namespace gl::bench
