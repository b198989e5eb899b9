#pragma once

#include <asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "base/bytes.h"
#include "client/client.h"
#include "client/tls.h"

// Inside client only.

namespace gl::client {

using Moment = std::chrono::steady_clock::time_point;

/// One TLS connection with requests in flight. Everything happens while a method waits, on its
/// thread: what arrives is taken in also while a request is being written, so that two full sockets
/// never wait for each other. Thread: one at a time.
class Connection {
 public:
  /// Connects, checks the server's certificate, says hello.
  [[nodiscard]] static Response<std::unique_ptr<Connection>> open(Config config);

  Connection(Connection const&) = delete;
  Connection& operator=(Connection const&) = delete;
  /// Says goodbye if the peer is still there, for a moment at most.
  ~Connection();

  [[nodiscard]] wire::HelloReply const& hello() const { return hello_; }
  [[nodiscard]] Moment deadline_after(std::chrono::milliseconds more) const;

  /// Writes the request; its answer, or why there is none, comes through `take`. Returns its id.
  [[nodiscard]] Response<std::uint64_t> send(wire::Request request, Moment deadline);
  /// Writes the request and waits for its answer.
  [[nodiscard]] Response<wire::Reply> call(wire::Request request, Moment deadline);
  /// The answer that has waited longest; waits for one if there is none.
  [[nodiscard]] Response<Received> take(Moment deadline);
  /// Opens a subscription: its id, and what the server said.
  [[nodiscard]] Response<std::pair<std::uint64_t, wire::SubscribeReply>> subscribe(
      wire::Subscribe const& request, Moment deadline);
  /// The next that the server sent on it; none when the deadline came first. Failure: closed.
  [[nodiscard]] Response<std::optional<wire::Push>> take_push(std::uint64_t subscription,
                                                              Moment deadline);
  [[nodiscard]] bool has_push(std::uint64_t subscription) const;
  /// What still comes on it is thrown away.
  void forget(std::uint64_t subscription) { pushes_.erase(subscription); }
  /// Writes a request whose answer nobody waits for. False when it was not written.
  bool tell(wire::Request request, Moment deadline);

  /// Sent and not yet taken.
  [[nodiscard]] std::size_t in_flight() const { return waiting_.size() + arrived_.size(); }

 private:
  /// A request whose answer has not come.
  struct Pending {
    bool is_submit = false;
    bool is_given_up = false;  ///< its caller's deadline passed: the answer is thrown away
  };

  Connection(Config config, std::unique_ptr<asio::ssl::context> tls);

  [[nodiscard]] Response<void> connect(Moment deadline);
  [[nodiscard]] Response<void> handshake(Moment deadline);
  [[nodiscard]] Response<void> say_hello(Moment deadline);
  [[nodiscard]] Response<void> check_hello() const;

  [[nodiscard]] Response<Bytes> to_frame(wire::Request const& request) const;
  /// When it fails the connection is over, and those who wait learn it, the request's own too.
  void write(Bytes const& frame, Moment deadline);
  [[nodiscard]] Response<wire::Reply> give_up(std::uint64_t id);

  void start_reading();
  [[nodiscard]] wire::Failure why_ended(asio::error_code const& error) const;
  void make_room();
  void take_in(std::size_t bytes);
  void take_frames();
  void take_frame(ByteView bytes);
  void deliver(std::uint64_t id, Response<wire::Reply> reply);

  /// The connection is over: whoever waits learns it.
  void break_off(wire::Failure reason);
  [[nodiscard]] wire::Failure lost(Pending const& pending) const;

  /// Runs what is going on until `done()`, the end of the connection, or the deadline (false).
  template <class Done>
  [[nodiscard]] bool run_until(Moment deadline, Done done);
  /// Runs one step of what is going on, however long it takes: for what was just cancelled.
  void run_one();

  [[nodiscard]] std::string where() const;
  [[nodiscard]] std::size_t in_flight_max() const;

  Config const config_;
  asio::io_context io_;
  std::unique_ptr<asio::ssl::context> tls_;
  TlsStream stream_;
  std::string peer_problem_;
  wire::HelloReply hello_;

  Bytes in_;
  std::size_t in_begin_ = 0;  ///< the first byte that no frame has taken; a multiple of 8
  std::size_t in_end_ = 0;

  std::uint64_t last_id_ = 0;
  std::map<std::uint64_t, Pending> waiting_;  ///< in the order of sending
  std::deque<Received> arrived_;
  std::map<std::uint64_t, std::deque<wire::Push>> pushes_;  ///< of open subscriptions
  std::optional<wire::Failure> broken_;
  std::optional<wire::Failure> last_words_;  ///< an error of the server's about the connection
};

}  // namespace gl::client
