#pragma once

#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "server/connection.h"
#include "server/hub.h"
#include "server/slice.h"
#include "wire/messages.h"

namespace gl::server {

/// What subscriptions need of the session that they are on. All but `post` on its strand.
struct SessionPort {
  Strand strand;
  Connection& connection;
  wire::Principal principal;
  std::size_t frame_bytes_max = 0;  ///< the longest that the peer takes

  /// Runs a coroutine for as long as it takes; the session stays meanwhile.
  std::function<void(std::string name, asio::awaitable<void> task)> start;
  /// Runs `work` on the strand, if there still is a session. Thread: any.
  std::function<void(std::function<void()> work)> post;
  /// The answer to a request that was counted in.
  std::function<void(std::uint64_t id, std::expected<wire::Reply, wire::Failure> answer)> finish;
  /// The number of open subscriptions has changed.
  std::function<void()> changed;
};

/// The subscriptions of one session. Each is a coroutine that pulls from the journal at its own
/// pace: catching up and following are the same loop, which looks at a bounded slice, sends what is
/// wanted of it as far as credit and the connection's buffer go, and waits for the watermark when
/// it is at the head. Nobody puts anything into a queue for it. Memory of one: a slice and its
/// frame, about 1.5 MB at most, and for a consumer its window. Thread: the session's strand.
class Subscriptions : public std::enable_shared_from_this<Subscriptions> {
 public:
  Subscriptions(Hub& hub, SessionPort port) : hub_(hub), port_(std::move(port)) {}
  Subscriptions(Subscriptions const&) = delete;
  Subscriptions& operator=(Subscriptions const&) = delete;
  ~Subscriptions() = default;

  [[nodiscard]] std::size_t open() const { return open_.size(); }

  // The requests, each counted in by the caller and answered through the port.
  void take(std::uint64_t id, wire::Subscribe request);
  void take(std::uint64_t id, wire::Credit const& request);
  void take(std::uint64_t id, wire::Ack const& request);
  void take(std::uint64_t id, wire::Nack const& request);
  void take(std::uint64_t id, wire::Unsubscribe const& request);

  /// No subscription goes on, and none begins: the session leaves. Consumers are free at once;
  /// clients are told if it is the server that stops.
  void end_all(bool server_stops);

 private:
  using Moment = std::chrono::steady_clock::time_point;

  struct Subscription {
    std::uint64_t id = 0;
    std::unique_ptr<SliceReader> reader;
    std::int64_t credit_events = 0;
    std::int64_t credit_bytes = 0;
    Position scanned_to;
    bool caught_up = false;
    bool over = false;
    bool woken = false;  ///< something has changed since it last looked
    bool slice_done = false;
    Slice slice;
    Moment last_push;
    std::shared_ptr<asio::steady_timer> timer;
  };
  using Shared = std::shared_ptr<Subscription>;

  /// What the pool makes of a subscribe request.
  struct Prepared {
    std::expected<wire::SubscribeReply, wire::Failure> reply;
    std::unique_ptr<SliceReader> reader;
  };
  [[nodiscard]] static Prepared prepare(Hub& hub, wire::Principal const& principal,
                                        wire::Subscribe const& request,
                                        consumers::Consumers::Told told);
  void begin(std::uint64_t id, wire::Subscribe const& request, Prepared prepared);
  [[nodiscard]] consumers::Consumers::Told teller(std::uint64_t id);
  void told(std::uint64_t id, consumers::Note note);

  [[nodiscard]] asio::awaitable<void> run(Shared subscription);
  [[nodiscard]] asio::awaitable<void> read_slice(Shared subscription);
  /// Sends what the slice holds; whether it may look on at once.
  [[nodiscard]] bool use_slice(Subscription& subscription);
  [[nodiscard]] asio::awaitable<void> wait(Shared subscription);
  [[nodiscard]] asio::awaitable<void> wait_for_room(Shared subscription);
  void beat(Subscription& subscription);

  void push(Subscription& subscription, wire::Push push);
  static void wake(Subscription& subscription);
  /// The last word of a subscription whose end its client did not ask for.
  void end(Subscription& subscription, wire::Failure failure);
  void close(Subscription& subscription);
  [[nodiscard]] Shared find(std::uint64_t request, std::uint64_t subscription);
  /// The same, of a subscription that is a consumer's.
  [[nodiscard]] Shared find_consumer(std::uint64_t request, std::uint64_t subscription);
  [[nodiscard]] consumers::Consumers::Done settled(std::uint64_t request);

  Hub& hub_;
  SessionPort const port_;
  std::map<std::uint64_t, Shared> open_;
  std::size_t beginning_ = 0;
  std::map<std::uint64_t, consumers::Note> told_early_;  ///< of those that begin
  bool ended_ = false;
};

}  // namespace gl::server
