#include "tools/grandlivre/import_pipeline.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <thread>

namespace gl::tools {
namespace {

constexpr std::size_t request_commands_max = 1'000;
/// Waits at a server's word before giving up: refusals are let through at 100 a second.
constexpr int waits_max = 100;

using client::Response;
using wire::ErrorClass;
using Answers = std::vector<ledger::Answer>;

class Pipeline {
 public:
  Pipeline(client::Client& client, std::vector<ledger::Command> commands,
           std::optional<Instant> recorded_at)
      : client_(client), recorded_at_(recorded_at) {
    for (std::size_t at = 0; at < commands.size(); at += request_commands_max) {
      auto const begin = commands.begin() + static_cast<std::ptrdiff_t>(at);
      auto const size = std::min(request_commands_max, commands.size() - at);
      auto const end = begin + static_cast<std::ptrdiff_t>(size);
      requests_.emplace_back(std::make_move_iterator(begin), std::make_move_iterator(end));
    }
    answers_.resize(requests_.size());
  }

  Response<Answers> run() {
    std::vector<std::size_t> waiting(requests_.size());
    std::iota(waiting.begin(), waiting.end(), std::size_t{0});
    for (int waits = 0; !waiting.empty(); ++waits) {
      auto again = pass(waiting);
      if (!again) return std::unexpected(again.error());
      if (!again->empty()) {
        if (waits == waits_max) return std::unexpected(put_off_);
        auto const wait_ms = std::clamp(put_off_.retry_after_ms, 50U, 10'000U);
        std::this_thread::sleep_for(std::chrono::milliseconds{wait_ms});
      }
      waiting = std::move(*again);
    }
    Answers all;
    for (auto& answers : answers_) {
      all.insert(all.end(), std::make_move_iterator(answers.begin()),
                 std::make_move_iterator(answers.end()));
    }
    return all;
  }

 private:
  /// Sends these requests, in order; those that have to be sent later come back, in order.
  Response<std::vector<std::size_t>> pass(std::vector<std::size_t> const& requests) {
    std::vector<std::size_t> later;
    std::map<std::uint64_t, std::size_t> under_way;
    std::size_t next = 0;
    while (next < requests.size() || !under_way.empty()) {
      bool full = next == requests.size();
      if (!full) {
        auto const id = client_.send(request(requests[next]));
        if (id) {
          under_way.emplace(*id, requests[next++]);
          continue;
        }
        if (id.error().code != wire::Code::busy || under_way.empty()) {
          return std::unexpected(id.error());
        }
      }
      if (auto done = receive(under_way, later); !done) return std::unexpected(done.error());
    }
    std::ranges::sort(later);
    return later;
  }

  Response<void> receive(std::map<std::uint64_t, std::size_t>& under_way,
                         std::vector<std::size_t>& later) {
    auto received = client_.receive();
    if (!received) return std::unexpected(received.error());
    auto const found = under_way.find(received->request_id);
    if (found == under_way.end()) return {};
    auto const request = found->second;
    under_way.erase(found);
    if (received->reply) {
      answers_[request] = std::move(std::get<wire::SubmitReply>(*received->reply).answers);
      return {};
    }
    if (received->reply.error().error_class != ErrorClass::retry_after) {
      return std::unexpected(received->reply.error());
    }
    put_off_ = received->reply.error();
    later.push_back(request);
    return {};
  }

  wire::Submit request(std::size_t number) const {
    wire::Submit submit;
    submit.commands = requests_[number];
    submit.recorded_at = recorded_at_;
    return submit;
  }

  client::Client& client_;
  std::optional<Instant> const recorded_at_;
  std::vector<std::vector<ledger::Command>> requests_;
  std::vector<Answers> answers_;
  wire::Failure put_off_;  ///< the last request to wait
};

}  // namespace

Response<Answers> submit_pipelined(client::Client& client, std::vector<ledger::Command> commands,
                                   std::optional<Instant> recorded_at) {
  return Pipeline{client, std::move(commands), recorded_at}.run();
}

}  // namespace gl::tools
