#pragma once

#include <asio/awaitable.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "server/config.h"
#include "server/tls.h"

namespace gl::server {

/// Why no further request of a connection is read.
struct Ending {
  std::string reason;  ///< one word, for the log: "peer_closed", "idle", "frame_too_large"
  std::string detail;  ///< a sentence with the values; may be empty
  bool fault = false;  ///< somebody should look at it; else the end that every connection has
};

/// One TLS connection: bytes in as frames, frames out as bytes, every wait with its deadline. Knows
/// nothing of requests. The owner keeps it alive while one of its coroutines runs. Thread: all of
/// it on the executor of its stream, a strand.
class Connection {
 public:
  Connection(TlsStream stream, Limits const& limits, Deadlines const& deadlines);
  Connection(Connection const&) = delete;
  Connection& operator=(Connection const&) = delete;

  /// "127.0.0.1:51234".
  [[nodiscard]] std::string const& peer() const { return peer_; }

  /// TLS, then who it is; nothing when that failed: then `ending()` says why. When TLS stands
  /// (`is_secured()`) the owner starts `write`.
  [[nodiscard]] asio::awaitable<std::optional<Principal>> handshake();

  /// The next whole frame, whose bytes hold until the next call; nothing when there is none to
  /// come: then `ending()` says why.
  [[nodiscard]] asio::awaitable<std::optional<ByteView>> next_frame();

  /// Puts a frame behind those that wait to be sent. Frames that wait together leave together.
  void send(ByteView frame);

  /// Sends what waits, until `finish` or a fault.
  [[nodiscard]] asio::awaitable<void> write();

  /// Ends the waiting that passes a deadline, until the connection is closed.
  [[nodiscard]] asio::awaitable<void> watch();

  /// No further frame is read; the first reason given stays.
  void end_reading(Ending ending);

  /// Waits until everything is sent, then says goodbye (TLS and TCP) and waits at most `patience`
  /// for the peer to close too.
  [[nodiscard]] asio::awaitable<void> finish(std::chrono::milliseconds patience);

  /// Ends everything now; what is not sent is lost.
  void cut(Ending ending);

  /// The peer said hello: from now on the idle deadline counts, not the handshake's, and frames may
  /// be as long as the limits say; before, they are at most `wire::frame_bytes_min`.
  void set_established();
  /// A peer that subscribes may take its time: whether it is still there is TCP's to say.
  void set_patient(bool patient);
  /// Requests without an answer, and open subscriptions: while there are any the connection is not
  /// idle.
  void set_in_flight(std::size_t requests);

  [[nodiscard]] bool is_secured() const { return secured_; }
  [[nodiscard]] bool is_established() const { return established_; }
  [[nodiscard]] bool is_closed() const { return closed_; }
  [[nodiscard]] std::size_t unsent_bytes() const { return waiting_.size() + sending_.size(); }
  [[nodiscard]] std::optional<Ending> const& ending() const { return ending_; }
  /// Whether the peer can still be told something.
  [[nodiscard]] bool can_send() const { return !closed_ && !write_failed_; }

  /// Woken when bytes have been sent, or the connection ends: whoever waits for room looks again.
  [[nodiscard]] asio::awaitable<void> wait_for_change();
  /// Wakes whoever waits for room.
  void changed();

 private:
  using Moment = std::chrono::steady_clock::time_point;

  /// Reads some more bytes behind those that are there. False at the end.
  [[nodiscard]] asio::awaitable<bool> fill();
  /// Makes room for `frame_bytes` in all from the first unread byte on, and for at least one byte.
  void make_room(std::size_t frame_bytes);
  void end_after_read(asio::error_code const& error);
  /// Sends the first bytes of these and says how many; 0 when the peer has gone.
  [[nodiscard]] asio::awaitable<std::size_t> send_some(ByteView bytes);
  [[nodiscard]] asio::awaitable<void> linger();
  void check_deadlines(Moment now);
  [[nodiscard]] std::chrono::milliseconds tick() const;

  TlsStream stream_;
  Limits const limits_;
  Deadlines const deadlines_;
  std::string const peer_;

  Bytes in_;
  std::size_t in_begin_ = 0;  ///< first byte that no frame has taken
  std::size_t in_end_ = 0;
  asio::cancellation_signal stop_reading_;
  std::optional<Ending> ending_;
  std::size_t frame_bytes_max_;

  Bytes waiting_;
  Bytes sending_;
  bool write_failed_ = false;
  bool finishing_ = false;
  bool writer_done_ = true;  ///< until a handshake succeeds

  asio::steady_timer watch_timer_;
  asio::steady_timer change_;
  asio::steady_timer outgoing_;

  bool secured_ = false;
  bool established_ = false;
  bool closed_ = false;
  bool patient_ = false;
  std::size_t in_flight_ = 0;
  Moment opened_;
  Moment last_request_;
  std::optional<Moment> frame_since_;
  std::optional<Moment> sending_since_;
  std::optional<Moment> leaving_until_;
};

}  // namespace gl::server
