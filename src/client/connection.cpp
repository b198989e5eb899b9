#include "client/connection.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <asio/buffer.hpp>
#include <asio/connect.hpp>
#include <asio/ssl/error.hpp>
#include <asio/write.hpp>
#include <cstring>
#include <utility>

#include "wire/frame.h"

namespace gl::client {
namespace {

using wire::Code;
using wire::Failure;
using wire::failure;

constexpr std::size_t read_bytes = 64UL << 10U;
constexpr std::chrono::milliseconds goodbye_max{50};

bool is_submit(wire::Request const& request) {
  return std::holds_alternative<wire::Submit>(request);
}

std::string milliseconds_text(std::chrono::milliseconds time) {
  return std::to_string(time.count()) + " ms";
}

}  // namespace

template <class Done>
bool Connection::run_until(Moment deadline, Done done) {
  while (!done() && !broken_) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    io_.restart();
    io_.run_one_until(deadline);
  }
  return true;
}

void Connection::run_one() {
  io_.restart();
  io_.run_one();
}

// ------------------------------------------------------------------------------------ opening

Connection::Connection(Config config, std::unique_ptr<asio::ssl::context> tls)
    : config_(std::move(config)), tls_(std::move(tls)), stream_(io_, *tls_) {}

Connection::~Connection() {
  if (broken_ || !stream_.lowest_layer().is_open()) return;
  bool is_done = false;
  stream_.async_shutdown([&is_done](asio::error_code const&) { is_done = true; });
  auto const until = std::chrono::steady_clock::now() + goodbye_max;
  static_cast<void>(run_until(until, [&] { return is_done; }));
  asio::error_code ignored;
  stream_.lowest_layer().close(ignored);
  io_.restart();
  io_.poll();  // what was cancelled refers to this object: let it end first
}

Response<std::unique_ptr<Connection>> Connection::open(Config config) {
  auto tls = make_tls_context(config);
  if (!tls) return std::unexpected(std::move(tls.error()));
  std::unique_ptr<Connection> connection{new Connection(std::move(config), std::move(*tls))};
  auto const deadline = connection->deadline_after(std::chrono::milliseconds{0});
  if (auto done = connection->connect(deadline); !done) return std::unexpected(done.error());
  if (auto done = connection->handshake(deadline); !done) return std::unexpected(done.error());
  if (auto done = connection->say_hello(deadline); !done) return std::unexpected(done.error());
  return connection;
}

Response<void> Connection::connect(Moment deadline) {
  asio::ip::tcp::resolver resolver{io_};
  std::optional<asio::error_code> outcome;
  auto const finish = [&outcome](asio::error_code const& error, auto const&) { outcome = error; };
  resolver.async_resolve(
      config_.host, std::to_string(config_.port),
      [&](asio::error_code const& error, asio::ip::tcp::resolver::results_type const& found) {
        if (error) return finish(error, found);
        asio::async_connect(stream_.lowest_layer(), found, finish);
      });
  bool const in_time = run_until(deadline, [&] { return outcome.has_value(); });
  if (!in_time) {
    // The handlers refer to this frame's variables: end them before it goes.
    resolver.cancel();
    asio::error_code ignored;
    stream_.lowest_layer().close(ignored);
    while (!outcome) run_one();
    return std::unexpected(failure(Code::timeout, "no connection to " + where() + " within " +
                                                      milliseconds_text(config_.deadline) +
                                                      ": check the address, or wait longer"));
  }
  if (*outcome) {
    return std::unexpected(failure(Code::closed, "no connection to " + where() + " (" +
                                                     outcome->message() +
                                                     "): is the server running there?"));
  }
  asio::error_code ignored;
  stream_.lowest_layer().set_option(asio::ip::tcp::no_delay{true}, ignored);
  return {};
}

Response<void> Connection::handshake(Moment deadline) {
  auto const& name = config_.server_name.empty() ? config_.host : config_.server_name;
  if (!expect_server(stream_, name, peer_problem_)) {
    return std::unexpected(failure(Code::usage, "\"" + name + "\" is not a server's name"));
  }
  std::optional<asio::error_code> outcome;
  stream_.async_handshake(asio::ssl::stream_base::client,
                          [&outcome](asio::error_code const& error) { outcome = error; });
  if (!run_until(deadline, [&] { return outcome.has_value(); })) {
    asio::error_code ignored;
    stream_.lowest_layer().close(ignored);
    while (!outcome) run_one();
    return std::unexpected(failure(Code::timeout, "no TLS handshake with " + where() + " within " +
                                                      milliseconds_text(config_.deadline)));
  }
  if (!*outcome) return {};
  if (!peer_problem_.empty()) {
    return std::unexpected(failure(
        Code::refused_peer, "the server at " + where() + " is not accepted: " + peer_problem_));
  }
  return std::unexpected(failure(Code::refused_peer, "no TLS connection to " + where() + " (" +
                                                         outcome->message() +
                                                         "): is it a ledger's server?"));
}

Response<void> Connection::say_hello(Moment deadline) {
  start_reading();
  wire::Hello hello;
  hello.ledger = config_.expected_ledger;
  hello.client_name = config_.name;
  hello.frame_bytes_max = config_.frame_bytes_max;
  auto reply = call(hello, deadline);
  if (!reply) return std::unexpected(std::move(reply.error()));
  auto* const answer = std::get_if<wire::HelloReply>(&*reply);
  if (answer == nullptr) {
    return std::unexpected(
        failure(Code::malformed, where() + " answered hello with another reply"));
  }
  hello_ = std::move(*answer);
  return check_hello();
}

Response<void> Connection::check_hello() const {
  if (hello_.protocol < wire::protocol_min || hello_.protocol > wire::protocol_max) {
    auto const version = std::to_string(hello_.protocol);
    return std::unexpected(failure(Code::version_not_supported,
                                   where() + " speaks version " + version +
                                       " of the protocol, this client " +
                                       std::to_string(wire::protocol_min) + " to " +
                                       std::to_string(wire::protocol_max) + ": update one of them",
                                   std::to_string(wire::protocol_max), version));
  }
  if (!config_.expected_ledger.is_nil() && hello_.ledger != config_.expected_ledger) {
    auto const expected = to_string(config_.expected_ledger);
    auto const found = to_string(hello_.ledger);
    return std::unexpected(
        failure(Code::wrong_ledger,
                where() + " serves ledger " + found + ", not " + expected + ": check the address",
                expected, found));
  }
  return {};
}

// ------------------------------------------------------------------------------------ requests

Moment Connection::deadline_after(std::chrono::milliseconds more) const {
  return std::chrono::steady_clock::now() + config_.deadline + more;
}

std::size_t Connection::in_flight_max() const {
  auto const theirs = std::size_t{hello_.limits.in_flight_max};
  return std::max<std::size_t>(
      1, theirs == 0 ? config_.in_flight_max : std::min(config_.in_flight_max, theirs));
}

Response<Bytes> Connection::to_frame(wire::Request const& request) const {
  if (auto const* const submit = std::get_if<wire::Submit>(&request)) {
    auto const limit = hello_.limits.commands_max;
    if (submit->commands.size() > limit) {
      auto const count = std::to_string(submit->commands.size());
      return std::unexpected(failure(Code::too_large,
                                     count + " commands at once, the server takes " +
                                         std::to_string(limit) + ": send them in parts",
                                     std::to_string(limit), count));
    }
  }
  auto frame = wire::encode({.request_id = last_id_ + 1, .body = request});
  auto const limit = hello_.limits.frame_bytes_max + wire::table_bytes_max;
  if (frame.size() > limit) {
    return std::unexpected(failure(Code::too_large,
                                   "the request has " + std::to_string(frame.size()) +
                                       " bytes, the server takes " + std::to_string(limit) +
                                       ": send it in parts",
                                   std::to_string(limit), std::to_string(frame.size())));
  }
  return frame;
}

Response<std::uint64_t> Connection::send(wire::Request request, Moment deadline) {
  if (broken_) return std::unexpected(lost({}));
  if (in_flight() >= in_flight_max()) {
    auto const limit = std::to_string(in_flight_max());
    return std::unexpected(failure(Code::busy,
                                   limit + " requests are under way already: receive "
                                           "an answer first",
                                   limit, limit));
  }
  auto const frame = to_frame(request);
  if (!frame) return std::unexpected(frame.error());
  auto const id = ++last_id_;
  waiting_.emplace(id, Pending{.is_submit = is_submit(request), .is_given_up = false});
  write(*frame, deadline);
  return id;
}

void Connection::write(Bytes const& frame, Moment deadline) {
  std::optional<asio::error_code> outcome;
  asio::async_write(stream_, asio::buffer(frame),
                    [&outcome](asio::error_code const& error, std::size_t) { outcome = error; });
  bool const in_time = run_until(deadline, [&] { return outcome.has_value(); });
  // Half a frame may be out: nothing can follow it on this connection.
  if (!in_time) {
    break_off(failure(Code::timeout, "the server did not take the request within " +
                                         milliseconds_text(config_.deadline)));
  } else if (outcome && *outcome) {
    break_off(failure(Code::closed, outcome->message()));
  }
  while (!outcome) run_one();
}

Response<wire::Reply> Connection::call(wire::Request request, Moment deadline) {
  auto const id = send(std::move(request), deadline);
  if (!id) return std::unexpected(id.error());
  auto const is_ours = [&](Received const& received) { return received.request_id == *id; };
  auto const has_come = [&] { return std::ranges::any_of(arrived_, is_ours); };
  if (!run_until(deadline, has_come)) return give_up(*id);
  auto const at = std::ranges::find_if(arrived_, is_ours);
  auto reply = std::move(at->reply);
  arrived_.erase(at);
  return reply;
}

Response<wire::Reply> Connection::give_up(std::uint64_t id) {
  auto& pending = waiting_[id];
  pending.is_given_up = true;
  auto const waited = " within " + milliseconds_text(config_.deadline);
  if (!pending.is_submit) {
    return std::unexpected(failure(
        Code::timeout, "no answer from " + where() + waited + ": ask again, or wait longer"));
  }
  return std::unexpected(failure(Code::unknown_outcome,
                                 "no answer to the commands from " + where() + waited +
                                     ": they may count or not; send them again with the same ids"));
}

Response<std::pair<std::uint64_t, wire::SubscribeReply>> Connection::subscribe(
    wire::Subscribe const& request, Moment deadline) {
  // What is pushed may come with the reply: there is a place for it before.
  auto const id = last_id_ + 1;
  pushes_.try_emplace(id);
  auto answer = call(request, deadline);
  auto const* const reply = answer ? std::get_if<wire::SubscribeReply>(&*answer) : nullptr;
  if (reply != nullptr) return std::pair{id, *reply};
  pushes_.erase(id);
  if (!answer) return std::unexpected(std::move(answer.error()));
  return std::unexpected(
      failure(Code::malformed, where() + " answered a subscribe with another reply"));
}

Response<std::optional<wire::Push>> Connection::take_push(std::uint64_t subscription,
                                                          Moment deadline) {
  auto& pushes = pushes_[subscription];
  if (pushes.empty() && !broken_) {  // also without patience: what is there is taken in
    io_.restart();
    io_.poll();
  }
  static_cast<void>(run_until(deadline, [&] { return !pushes.empty(); }));
  if (!pushes.empty()) {
    std::optional push{std::move(pushes.front())};
    pushes.pop_front();
    return push;
  }
  if (broken_) return std::unexpected(lost({}));
  return std::nullopt;
}

bool Connection::has_push(std::uint64_t subscription) const {
  auto const at = pushes_.find(subscription);
  return at != pushes_.end() && !at->second.empty();
}

bool Connection::tell(wire::Request request, Moment deadline) {
  auto const id = send(std::move(request), deadline);
  if (!id) return false;
  if (auto const at = waiting_.find(*id); at != waiting_.end()) {
    at->second.is_given_up = true;
  } else {
    std::erase_if(arrived_, [&](Received const& received) { return received.request_id == *id; });
  }
  return !broken_;
}

Response<Received> Connection::take(Moment deadline) {
  if (in_flight() == 0) {
    return std::unexpected(failure(Code::usage, "nothing is under way: send a request first"));
  }
  if (!run_until(deadline, [&] { return !arrived_.empty(); })) {
    return std::unexpected(failure(Code::timeout, "no answer from " + where() + " within " +
                                                      milliseconds_text(config_.deadline) +
                                                      ": the requests are still under way"));
  }
  if (arrived_.empty()) return std::unexpected(lost({}));
  auto received = std::move(arrived_.front());
  arrived_.pop_front();
  return received;
}

// ------------------------------------------------------------------------------------- reading

void Connection::start_reading() {
  make_room();
  auto const room = asio::buffer(in_.data() + in_end_, in_.size() - in_end_);
  stream_.async_read_some(room, [this](asio::error_code const& error, std::size_t bytes) {
    if (!error) return take_in(bytes);
    if (error == asio::error::operation_aborted) return;
    break_off(why_ended(error));
  });
}

Failure Connection::why_ended(asio::error_code const& error) const {
  // With TLS 1.3 a server looks at our certificate when we think that the handshake is over.
  bool const is_before_hello = hello_.protocol == 0;
  if (is_before_hello && error.category() == asio::error::get_ssl_category()) {
    return failure(Code::refused_peer, "the server at " + where() +
                                           " does not accept this identity's certificate (" +
                                           error.message() + "): is it of this ledger?");
  }
  std::string const hint = is_before_hello ? ", before it answered hello: does it know this "
                                             "identity's certificate?"
                                           : "";
  return failure(Code::closed, error.message() + hint);
}

void Connection::make_room() {
  if (in_begin_ > 0) {
    std::memmove(in_.data(), in_.data() + in_begin_, in_end_ - in_begin_);
    in_end_ -= in_begin_;
    in_begin_ = 0;
  }
  if (in_.size() - in_end_ < read_bytes) in_.resize(in_end_ + read_bytes);
}

void Connection::take_in(std::size_t bytes) {
  in_end_ += bytes;
  take_frames();
  if (!broken_) start_reading();
}

void Connection::take_frames() {
  auto const frame_bytes_max =
      std::clamp(std::max(config_.frame_bytes_max, hello_.limits.frame_bytes_max),
                 wire::frame_bytes_min, wire::frame_bytes_hard_max);
  while (!broken_) {
    ByteView const unread{in_.data() + in_begin_, in_end_ - in_begin_};
    auto const progress = wire::first_frame(unread, frame_bytes_max);
    if (!progress) return break_off(wire::to_failure(progress.error()));
    if (progress->frame_bytes == 0) return;
    take_frame(unread.first(progress->frame_bytes));
    in_begin_ += progress->frame_bytes;
  }
}

void Connection::take_frame(ByteView bytes) {
  auto frame = wire::decode(bytes);
  if (!frame) {
    if (frame.error().request_id == 0) return break_off(std::move(frame.error().failure));
    return deliver(frame.error().request_id, std::unexpected(std::move(frame.error().failure)));
  }
  if (auto* const reply = std::get_if<wire::Reply>(&frame->body)) {
    return deliver(frame->request_id, std::move(*reply));
  }
  if (auto* const push = std::get_if<wire::Push>(&frame->body)) {
    auto const at = pushes_.find(frame->request_id);
    if (at != pushes_.end()) at->second.push_back(std::move(*push));
    return;  // else of a subscription that was just ended
  }
  if (auto* const error = std::get_if<Failure>(&frame->body)) {
    if (frame->request_id != 0) return deliver(frame->request_id, std::unexpected(*error));
    last_words_ = std::move(*error);  // about the connection: the server closes it next
    return;
  }
  break_off(failure(Code::malformed, "a request came from the server: this is no ledger's server"));
}

void Connection::deliver(std::uint64_t id, Response<wire::Reply> reply) {
  auto const at = waiting_.find(id);
  if (at == waiting_.end()) {
    return break_off(failure(Code::malformed, "an answer came to request " + std::to_string(id) +
                                                  ", which is not under way"));
  }
  auto const pending = at->second;
  waiting_.erase(at);
  if (pending.is_given_up) return;
  arrived_.push_back({.request_id = id, .reply = std::move(reply)});
}

// -------------------------------------------------------------------------------------- ending

void Connection::break_off(Failure reason) {
  if (broken_) return;
  broken_ = std::move(reason);
  asio::error_code ignored;
  stream_.lowest_layer().close(ignored);
  for (auto const& [id, pending] : waiting_) {
    if (pending.is_given_up) continue;
    arrived_.push_back({.request_id = id, .reply = std::unexpected(lost(pending))});
  }
  waiting_.clear();
}

Failure Connection::lost(Pending const& pending) const {
  auto const& reason = last_words_ ? *last_words_ : *broken_;
  if (pending.is_submit) {
    return failure(Code::unknown_outcome,
                   "the connection to " + where() + " broke before the answer (" + reason.sentence +
                       "): the commands may count or not; send them again with the same ids");
  }
  if (last_words_ || reason.code != Code::closed) return reason;
  return failure(Code::closed, "the connection to " + where() + " broke (" + reason.sentence +
                                   "): connect and ask again");
}

std::string Connection::where() const { return config_.host + ":" + std::to_string(config_.port); }

}  // namespace gl::client
