#include "server/session.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <asio/post.hpp>
#include <chrono>
#include <utility>

#include "server/errors.h"
#include "server/permissions.h"
#include "server/spawn.h"
#include "wire/frame.h"

namespace gl::server {
namespace {

/// What the reply to one command takes at most without its sentences; a peer that takes only short
/// frames may send only short lists.
constexpr std::size_t answer_bytes_max = 512;
/// Enough for the last bytes to arrive when it is we who stop.
constexpr std::chrono::milliseconds stop_patience{250};

/// A client's text for the log: printable, without what could end a field or a line.
std::string for_log(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c <= ' ' || c >= '\x7f' || c == '"' || c == '='; }, '_');
  return text;
}

asio::awaitable<void> keep(std::shared_ptr<Session> session, asio::awaitable<void> task) {
  auto const kept = std::move(session);
  co_await std::move(task);
}

std::uint32_t narrow(std::size_t value) {
  return static_cast<std::uint32_t>(std::min<std::size_t>(value, UINT32_MAX));
}

/// The consumer and the position, if the request is to reset one.
std::optional<std::pair<ledger::ConsumerName, wire::ChangeConsumer::Reset>> reset_in(
    wire::Request const& request) {
  auto const* const change = std::get_if<wire::ChangeConsumer>(&request);
  if (change == nullptr) return std::nullopt;
  auto const* const reset = std::get_if<wire::ChangeConsumer::Reset>(&change->change);
  if (reset == nullptr) return std::nullopt;
  return std::pair{change->name, *reset};
}

}  // namespace

Session::Session(std::uint64_t number, TlsStream stream, Strand strand, Hub& hub, bool over_limit)
    : number_(number),
      strand_(std::move(strand)),
      hub_(hub),
      over_limit_(over_limit),
      connection_(std::move(stream), hub.config.limits, hub.config.deadlines),
      peer_frame_bytes_max_(wire::frame_bytes_default) {}

void Session::start(std::string name, asio::awaitable<void> task) {
  spawn(strand_, std::move(name), keep(shared_from_this(), std::move(task)));
}

asio::awaitable<void> Session::run() {
  start("watch", connection_.watch());
  // Not inside the `if`: g++ 12 lays a frame out wrongly where condition and branch both await.
  auto const opened = co_await open();
  if (opened) co_await serve();
  co_await leave();
}

asio::awaitable<bool> Session::open() {
  auto const principal = co_await connection_.handshake();
  if (connection_.is_secured()) start("write", connection_.write());
  if (!principal) co_return false;
  principal_ = {principal->person, principal->role};
  if (!co_await say_hello()) co_return false;
  connection_.set_established();
  subscriptions_ = std::make_shared<Subscriptions>(hub_, port());
  spdlog::debug("event=connection_opened connection={} peer={} person={} role={}", number_,
                connection_.peer(), principal_.person.view(), ledger::name(principal_.role));
  co_return true;
}

asio::awaitable<bool> Session::say_hello() {
  auto const bytes = co_await connection_.next_frame();
  if (!bytes) co_return false;
  auto const frame = decode_request(*bytes);
  if (!frame) {
    connection_.end_reading({"hello_expected", "the first frame is no hello", true});
    co_return false;
  }
  auto const* const hello = std::get_if<wire::Hello>(&std::get<wire::Request>(frame->body));
  auto greeted = hello != nullptr
                     ? greet(*hello)
                     : std::unexpected(wire::failure(wire::Code::hello_expected,
                                                     "the first request of a connection is hello"));
  if (!greeted) {
    connection_.end_reading(
        {std::string{wire::name(greeted.error().code)}, greeted.error().sentence, true});
    fail(frame->request_id, std::move(greeted.error()));
    co_return false;
  }
  spdlog::debug("event=hello connection={} client={}", number_, for_log(hello->client_name));
  connection_.send(encode_reply(frame->request_id, *std::move(greeted)));
  co_return true;
}

std::expected<wire::HelloReply, wire::Failure> Session::greet(wire::Hello const& hello) {
  auto const& config = hub_.config;
  if (over_limit_) {
    auto failure = wire::failure(wire::Code::busy, "too many connections: try again later",
                                 std::to_string(config.limits.connections_max));
    failure.retry_after_ms = 1'000;
    return std::unexpected(std::move(failure));
  }
  if (hello.protocol_min > wire::protocol_max || hello.protocol_max < wire::protocol_min) {
    return std::unexpected(wire::failure(
        wire::Code::version_not_supported,
        "this server speaks other versions of the protocol: use a client of its time",
        std::to_string(wire::protocol_min) + " to " + std::to_string(wire::protocol_max),
        std::to_string(hello.protocol_min) + " to " + std::to_string(hello.protocol_max)));
  }
  if (!hello.ledger.is_nil() && hello.ledger != config.ledger.id) {
    return std::unexpected(wire::failure(wire::Code::wrong_ledger,
                                         "another ledger is served here: check the address",
                                         to_string(config.ledger.id), to_string(hello.ledger)));
  }
  auto const asked = hello.frame_bytes_max == 0
                         ? std::size_t{wire::frame_bytes_default}
                         : std::max(hello.frame_bytes_max, wire::frame_bytes_min);
  peer_frame_bytes_max_ = std::min<std::size_t>(asked, config.limits.frame_bytes_max);
  wire::HelloReply reply;
  reply.protocol = std::min(hello.protocol_max, wire::protocol_max);
  reply.ledger = config.ledger.id;
  reply.ledger_name = config.ledger.name;
  reply.principal = principal_;
  reply.head = hub_.parts.journal.watermark();
  reply.limits = {
      narrow(peer_frame_bytes_max_),
      narrow(std::min(config.limits.commands_max, peer_frame_bytes_max_ / answer_bytes_max)),
      narrow(config.limits.in_flight_max), narrow(config.limits.page_max)};
  reply.idle_ms = static_cast<std::uint32_t>(config.deadlines.idle.count());
  reply.server_time = hub_.parts.clock.now();
  reply.simulated = config.ledger.simulated;
  reply.server_name = config.server_name;
  if (auto const latest = hub_.parts.notary.published()) reply.checkpoint = latest->note;
  return reply;
}

asio::awaitable<void> Session::serve() {
  while (true) {
    co_await wait_for_room();
    auto const bytes = co_await connection_.next_frame();
    if (!bytes) break;
    auto frame = decode_request(*bytes);
    if (!frame) continue;
    auto& request = std::get<wire::Request>(frame->body);
    if (!may_request(principal_.role, request.index())) {
      fail(frame->request_id,
           wire::failure(wire::Code::forbidden,
                         "the role " + std::string{ledger::name(principal_.role)} +
                             " may not ask for " + std::string{wire::name(request)} +
                             ": use an identity of another role"));
    } else if (auto* const submitted = std::get_if<wire::Submit>(&request)) {
      co_await submit(frame->request_id, std::move(*submitted));
    } else if (auto const* const asked = std::get_if<wire::Lookup>(&request)) {
      co_await lookup(frame->request_id, *asked);
    } else if (auto const reset = reset_in(request)) {
      co_await reset_consumer(frame->request_id, reset->first, reset->second);
    } else if (subscribe(frame->request_id, request)) {
      continue;
    } else if (std::holds_alternative<wire::Hello>(request)) {
      fail(frame->request_id,
           wire::failure(wire::Code::hello_expected, "hello is said once, at the start"));
    } else {
      read(frame->request_id, std::move(request));
    }
  }
}

asio::awaitable<void> Session::leave() {
  bool const server_stops = connection_.ending() && connection_.ending()->reason == "server_stops";
  if (subscriptions_) subscriptions_->end_all(server_stops);
  // Every request has a deadline of its own: this wait ends, at the latest when the server's does.
  while (in_flight_ > 0 && connection_.can_send()) co_await connection_.wait_for_change();
  auto const ending = connection_.ending().value_or(Ending{"peer_closed", "", false});
  if (auto const last = farewell(ending)) fail(0, *last);
  auto const stops = ending.reason == "server_stops";
  co_await connection_.finish(stops ? std::min(stop_patience, hub_.config.deadlines.goodbye)
                                    : hub_.config.deadlines.goodbye);
  auto const level = ending.fault ? spdlog::level::warn : spdlog::level::debug;
  if (connection_.is_established()) {
    spdlog::log(level,
                "event=connection_closed reason={} connection={} peer={} person={} "
                "detail=\"{}\"",
                ending.reason, number_, connection_.peer(), principal_.person.view(),
                ending.detail);
  } else {
    spdlog::log(level, "event=handshake_failed reason={} connection={} peer={} detail=\"{}\"",
                ending.reason, number_, connection_.peer(), ending.detail);
  }
}

void Session::stop() {
  post([](Session& self) {
    self.connection_.end_reading({"server_stops", "the server stops: connect again later", false});
  });
}

void Session::abort() {
  post([](Session& self) { self.connection_.cut({"cut_at_stop", "", true}); });
}

asio::awaitable<void> Session::wait_for_room() {
  while (!has_room() && !connection_.ending()) co_await connection_.wait_for_change();
}

bool Session::has_room() const {
  auto const& limits = hub_.config.limits;
  return in_flight_ < limits.in_flight_max && commands_in_flight_ < limits.commands_in_flight_max &&
         connection_.unsent_bytes() < limits.unsent_bytes_max;
}

std::optional<wire::Frame> Session::decode_request(ByteView bytes) {
  auto frame = wire::decode(bytes);
  if (!frame) {
    if (frame.error().request_id == 0) {
      connection_.end_reading({"not_a_frame", frame.error().failure.sentence, true});
    } else {
      fail(frame.error().request_id, std::move(frame.error().failure));
    }
    return std::nullopt;
  }
  if (!std::holds_alternative<wire::Request>(frame->body)) {
    connection_.end_reading({"not_a_request", "a client sends requests only", true});
    return std::nullopt;
  }
  return *std::move(frame);
}

void Session::set_in_flight(std::size_t requests) {
  in_flight_ = requests;
  connection_.set_in_flight(requests + (subscriptions_ ? subscriptions_->open() : 0));
  connection_.changed();
}

void Session::deliver(Gate& gate, std::weak_ptr<Session> const& to, Mail mail) {
  gate.pass([&] {
    if (auto const session = to.lock()) session->post(std::move(mail));
  });
}

void Session::post(Mail mail) {
  std::scoped_lock const lock(mail_mutex_);
  mail_.push_back(std::move(mail));
  if (mail_.size() == 1) {
    asio::post(strand_, [self = shared_from_this()] { self->take_mail(); });
  }
}

void Session::take_mail() {
  std::vector<Mail> taken;
  {
    std::scoped_lock const lock(mail_mutex_);
    taken.swap(mail_);
  }
  for (auto const& mail : taken) mail(*this);
}

void Session::finish(std::uint64_t id, wire::Reply reply) {
  finish_encoded(encode_reply(id, std::move(reply)));
}

void Session::finish(std::uint64_t id, wire::Failure failure) {
  fail(id, std::move(failure));
  set_in_flight(in_flight_ - 1);
}

void Session::finish_encoded(Bytes const& frame) {
  connection_.send(frame);
  set_in_flight(in_flight_ - 1);
}

void Session::fail(std::uint64_t id, wire::Failure failure) {
  connection_.send(wire::encode({id, std::move(failure)}));
}

Bytes Session::encode_reply(std::uint64_t id, wire::Reply reply) const {
  wire::Frame frame{id, std::move(reply)};
  auto bytes = wire::encode(frame);
  if (bytes.size() <= peer_frame_bytes_max_) return bytes;
  if (auto* const submitted = std::get_if<wire::SubmitReply>(&std::get<wire::Reply>(frame.body))) {
    shorten(*submitted);
    return wire::encode(frame);
  }
  return wire::encode(
      {id, wire::failure(wire::Code::too_large,
                         "the reply is longer than this client's frames: ask for "
                         "a smaller page with `limit`",
                         std::to_string(peer_frame_bytes_max_), std::to_string(bytes.size()))});
}

Bytes Session::encode_answer(std::uint64_t id, ReadAnswer answer) const {
  if (answer) return encode_reply(id, *std::move(answer));
  return wire::encode({id, std::move(answer.error())});
}

}  // namespace gl::server
