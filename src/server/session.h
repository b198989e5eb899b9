#pragma once

#include <asio/awaitable.hpp>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/connection.h"
#include "server/dispatch.h"
#include "server/erasure.h"
#include "server/hub.h"
#include "server/submit.h"
#include "server/subscriptions.h"

namespace gl::server {

/// One connection from its handshake to its goodbye: requests in, each to whoever answers it,
/// answers out as they come. It lives as long as one of its coroutines or answers on the way.
/// Thread: its strand, unless a function says otherwise.
class Session : public std::enable_shared_from_this<Session> {
 public:
  /// `over_limit`: there are too many connections; say so after the handshake and close.
  Session(std::uint64_t number, TlsStream stream, Strand strand, Hub& hub, bool over_limit);
  Session(Session const&) = delete;
  Session& operator=(Session const&) = delete;

  /// The whole life; ends when the connection is closed.
  [[nodiscard]] asio::awaitable<void> run();

  /// No further request is taken; what was accepted is answered; then goodbye. Thread: any.
  void stop();
  /// Ends everything now. Thread: any.
  void abort();

 private:
  struct PendingSubmit {
    std::uint64_t request_id = 0;
    std::vector<std::uint32_t> places;
    std::vector<ledger::Answer> answers;
    std::vector<Erasure> erasures;
  };

  /// Keeps this session while `task`, one of its own or its connection's, runs.
  void start(std::string name, asio::awaitable<void> task);
  [[nodiscard]] asio::awaitable<bool> open();
  [[nodiscard]] asio::awaitable<bool> say_hello();
  [[nodiscard]] std::expected<wire::HelloReply, wire::Failure> greet(wire::Hello const& hello);
  [[nodiscard]] asio::awaitable<void> serve();
  [[nodiscard]] asio::awaitable<void> leave();

  /// Waits until a further request may be read: that is the back-pressure.
  [[nodiscard]] asio::awaitable<void> wait_for_room();
  [[nodiscard]] bool has_room() const;
  [[nodiscard]] std::optional<wire::Frame> decode_request(ByteView bytes);
  [[nodiscard]] asio::awaitable<void> take(std::uint64_t id, wire::Request request);
  [[nodiscard]] asio::awaitable<void> submit(std::uint64_t id, wire::Submit request);
  [[nodiscard]] asio::awaitable<void> lookup(std::uint64_t id, wire::Lookup request);
  /// Whether the request is about a subscription; if so it is taken.
  [[nodiscard]] bool subscribe(std::uint64_t id, wire::Request& request);
  [[nodiscard]] SessionPort port();
  /// Recorded in the ledger, then carried out.
  [[nodiscard]] asio::awaitable<void> reset_consumer(std::uint64_t id,
                                                     ledger::ConsumerName consumer,
                                                     wire::ChangeConsumer::Reset wanted);
  void read(std::uint64_t id, wire::Request request);
  void run_read(std::uint64_t id, wire::Request request);
  [[nodiscard]] ReadContext read_context() const {
    return {hub_, peer_frame_bytes_max_, principal_};
  }
  [[nodiscard]] asio::awaitable<void> wait_and_read(std::uint64_t id, wire::Request request,
                                                    Wait wait);
  /// Waits until the sequencer's queue has room again.
  [[nodiscard]] asio::awaitable<void> sequencer_room();

  [[nodiscard]] sequencer::Submission submission_of(std::uint64_t id, PreparedSubmit prepared);
  void submit_answered(PendingSubmit& pending, sequencer::Answers& answers);
  /// Hands the answers to `pending` on, from the sequencer's thread; those of subjects that were
  /// erased when their keys are destroyed.
  static void pass_on(Hub& hub, Gate& gate, std::weak_ptr<Session> const& to,
                      std::shared_ptr<PendingSubmit> const& pending, sequencer::Answers answers);
  void count(std::vector<ledger::Answer> const& answers);

  /// Something that another thread has for a session.
  using Mail = std::function<void(Session&)>;
  /// Runs `mail` on the session's strand, if there still is a session. Mail that comes before the
  /// strand looks is taken in one go. Thread: any.
  static void deliver(Gate& gate, std::weak_ptr<Session> const& to, Mail mail);
  void post(Mail mail);
  void take_mail();

  /// The answer to a request that was counted in, or one that never was (`fail`).
  void finish(std::uint64_t id, wire::Reply reply);
  void finish(std::uint64_t id, wire::Failure failure);
  void finish_encoded(Bytes const& frame);
  void fail(std::uint64_t id, wire::Failure failure);
  [[nodiscard]] Bytes encode_reply(std::uint64_t id, wire::Reply reply) const;
  [[nodiscard]] Bytes encode_answer(std::uint64_t id, ReadAnswer answer) const;
  void set_in_flight(std::size_t requests);

  std::uint64_t const number_;
  Strand const strand_;
  Hub& hub_;
  bool const over_limit_;
  Connection connection_;

  wire::Principal principal_;
  std::size_t peer_frame_bytes_max_;
  std::size_t in_flight_ = 0;
  std::size_t commands_in_flight_ = 0;
  std::size_t submits_in_flight_ = 0;
  std::shared_ptr<std::atomic<bool>> const turned_away_ =
      std::make_shared<std::atomic<bool>>(false);

  std::shared_ptr<Subscriptions> subscriptions_;  ///< from hello on

  std::mutex mail_mutex_;
  std::vector<Mail> mail_;
};

}  // namespace gl::server
