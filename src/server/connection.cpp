#include "server/connection.h"

#include <algorithm>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/ssl/error.hpp>
#include <asio/use_awaitable.hpp>
#include <cstring>
#include <utility>

#include "server/as_tuple.h"
#include "wire/frame.h"

namespace gl::server {
namespace {

using Steady = std::chrono::steady_clock;

/// Taken from the socket at a time, at least: a TLS record holds 16 KiB.
constexpr std::size_t read_bytes_min = 16U << 10U;
/// The buffer that a connection keeps between frames.
constexpr std::size_t kept_bytes_max = 256U << 10U;
/// Read and thrown away while the peer has not closed yet.
constexpr std::size_t linger_bytes_max = 16U << 20U;

std::string name_of(TlsStream& stream) {
  asio::error_code error;
  auto const peer = stream.lowest_layer().remote_endpoint(error);
  if (error) return "gone";
  auto const host = peer.address().to_string();
  return (peer.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(peer.port());
}

std::string milliseconds(std::chrono::milliseconds duration) {
  return std::to_string(duration.count()) + " ms";
}

}  // namespace

Connection::Connection(TlsStream stream, Limits const& limits, Deadlines const& deadlines)
    : stream_(std::move(stream)),
      limits_(limits),
      deadlines_(deadlines),
      peer_(name_of(stream_)),
      frame_bytes_max_(wire::frame_bytes_min),
      watch_timer_(stream_.get_executor()),
      change_(stream_.get_executor(), Steady::time_point::max()),
      outgoing_(stream_.get_executor(), Steady::time_point::max()),
      opened_(Steady::now()),
      last_request_(opened_) {}

asio::awaitable<std::optional<Principal>> Connection::handshake() {
  auto const [error] = co_await stream_.async_handshake(
      asio::ssl::stream_base::server,
      asio::bind_cancellation_slot(stop_reading_.slot(), as_tuple()));
  if (error) {
    auto fault = describe_handshake(stream_, error);
    end_reading({std::move(fault.reason), std::move(fault.detail), true});
    co_return std::nullopt;
  }
  secured_ = true;
  writer_done_ = false;
  auto principal = principal_of(stream_);
  if (!principal) {
    end_reading({"certificate_subject", std::move(principal.error().what), true});
    co_return std::nullopt;
  }
  co_return *principal;
}

asio::awaitable<std::optional<ByteView>> Connection::next_frame() {
  frame_since_.reset();
  while (!ending_) {
    auto const there = ByteView{in_}.subspan(in_begin_, in_end_ - in_begin_);
    auto const progress = wire::first_frame(there, frame_bytes_max_);
    if (!progress) {
      auto const too_large = progress.error().code == Errc::too_large;
      end_reading({too_large ? "frame_too_large" : "not_a_frame", progress.error().what, true});
      co_return std::nullopt;
    }
    if (progress->frame_bytes > 0) {
      in_begin_ += progress->frame_bytes;
      frame_since_.reset();
      last_request_ = Steady::now();
      co_return there.first(progress->frame_bytes);
    }
    if (!there.empty() && !frame_since_) frame_since_ = Steady::now();
    make_room(there.size() + progress->missing_bytes);
    if (!co_await fill()) break;
  }
  co_return std::nullopt;
}

void Connection::make_room(std::size_t frame_bytes) {
  auto const there = in_end_ - in_begin_;
  auto const room = std::max(frame_bytes, there + read_bytes_min);
  if (in_.size() - in_begin_ >= room) return;
  if (in_.size() >= room && in_.size() <= kept_bytes_max) {
    std::memmove(in_.data(), in_.data() + in_begin_, there);
  } else {
    Bytes larger(std::max(room, std::min(2 * room, kept_bytes_max)));
    if (there > 0) std::memcpy(larger.data(), in_.data() + in_begin_, there);
    in_ = std::move(larger);
  }
  in_begin_ = 0;
  in_end_ = there;
}

asio::awaitable<bool> Connection::fill() {
  if (ending_) co_return false;
  auto const free_bytes = asio::buffer(in_.data() + in_end_, in_.size() - in_end_);
  auto const [error, size] = co_await stream_.async_read_some(
      free_bytes, asio::bind_cancellation_slot(stop_reading_.slot(), as_tuple()));
  in_end_ += size;
  if (!error) co_return !ending_;
  end_after_read(error);
  co_return false;
}

void Connection::end_after_read(asio::error_code const& error) {
  auto const inside = in_end_ != in_begin_;
  auto const clean = error == asio::error::eof;
  if (inside) {
    end_reading({"truncated_frame",
                 "the peer closed after " + std::to_string(in_end_ - in_begin_) +
                     " bytes of a frame (" + error.message() + ")",
                 true});
  } else if (clean || error == asio::ssl::error::stream_truncated) {
    end_reading({"peer_closed", clean ? "" : "without a goodbye", false});
  } else if (error == asio::error::connection_reset || error == asio::error::broken_pipe) {
    end_reading({"peer_gone", error.message(), false});
  } else {
    end_reading({"read_failed", error.message(), true});
  }
}

void Connection::send(ByteView frame) {
  if (!can_send()) return;
  waiting_.insert(waiting_.end(), frame.begin(), frame.end());
  outgoing_.cancel();
}

asio::awaitable<void> Connection::write() {
  while (can_send()) {
    if (waiting_.empty()) {
      if (finishing_) break;
      co_await outgoing_.async_wait(as_tuple());
      continue;
    }
    std::swap(sending_, waiting_);
    ByteView rest{sending_};
    while (!rest.empty() && can_send()) {
      auto const taken = co_await send_some(rest);
      rest = rest.subspan(taken);
    }
    sending_.clear();
    if (sending_.capacity() > kept_bytes_max) sending_.shrink_to_fit();
    changed();
  }
  writer_done_ = true;
  changed();
}

asio::awaitable<std::size_t> Connection::send_some(ByteView bytes) {
  // TLS takes a record's worth at a time, so a slow peer is seen to take something.
  sending_since_ = Steady::now();
  auto const [error, size] =
      co_await stream_.async_write_some(asio::buffer(bytes.data(), bytes.size()), as_tuple());
  sending_since_.reset();
  if (error) {
    write_failed_ = true;
    end_reading({"peer_gone", error.message(), false});
  }
  co_return error ? 0 : size;
}

void Connection::end_reading(Ending ending) {
  if (!ending_) ending_ = std::move(ending);
  stop_reading_.emit(asio::cancellation_type::total | asio::cancellation_type::terminal);
  changed();
}

asio::awaitable<void> Connection::finish(std::chrono::milliseconds patience) {
  // A slow peer gets its answers first: that wait ends with the write deadline.
  finishing_ = true;
  outgoing_.cancel();
  while (!writer_done_ && !closed_) co_await wait_for_change();
  leaving_until_ = Steady::now() + patience;
  watch_timer_.cancel();
  if (can_send()) {
    if (secured_) co_await stream_.async_shutdown(as_tuple());
    co_await linger();
  }
  if (!closed_) cut({});
}

asio::awaitable<void> Connection::linger() {
  // Closing with unread bytes would reset the connection, and the peer might lose our last frame.
  auto& socket = stream_.next_layer();
  asio::error_code ignored;
  socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  Bytes thrown_away(read_bytes_min);
  for (std::size_t total = 0; total < linger_bytes_max && !closed_;) {
    auto const [error, size] = co_await socket.async_read_some(
        asio::buffer(thrown_away.data(), thrown_away.size()), as_tuple());
    if (error) break;
    total += size;
  }
}

void Connection::cut(Ending ending) {
  if (!ending_) ending_ = std::move(ending);
  closed_ = true;
  asio::error_code ignored;
  stream_.next_layer().close(ignored);
  watch_timer_.cancel();
  outgoing_.cancel();
  changed();
}

asio::awaitable<void> Connection::wait_for_change() { co_await change_.async_wait(as_tuple()); }

void Connection::changed() { change_.cancel(); }

void Connection::set_established() {
  established_ = true;
  frame_bytes_max_ = limits_.frame_bytes_max;
}

void Connection::set_patient(bool patient) {
  if (patient == patient_) return;
  patient_ = patient;
  asio::error_code ignored;
  stream_.next_layer().set_option(asio::socket_base::keep_alive(patient), ignored);
  // The deadline begins anew: what the peer did not take so far it was allowed not to take.
  if (!patient && sending_since_) sending_since_ = Steady::now();
}

void Connection::set_in_flight(std::size_t requests) {
  if (requests == 0 && in_flight_ > 0) last_request_ = Steady::now();
  in_flight_ = requests;
}

asio::awaitable<void> Connection::watch() {
  while (!closed_) {
    watch_timer_.expires_after(tick());
    co_await watch_timer_.async_wait(as_tuple());
    if (!closed_) check_deadlines(Steady::now());
  }
}

void Connection::check_deadlines(Moment now) {
  auto const over = [now](std::optional<Moment> since, std::chrono::milliseconds deadline) {
    return since && now - *since > deadline;
  };
  if (leaving_until_ && now >= *leaving_until_) {
    cut({"goodbye_timeout", "", false});
  } else if (!patient_ && over(sending_since_, deadlines_.write)) {
    cut({"peer_does_not_read", "nothing taken for " + milliseconds(deadlines_.write), true});
  } else if (ending_) {
    return;
  } else if (!established_ && over(opened_, deadlines_.handshake)) {
    end_reading(
        {"handshake_timeout", "no hello within " + milliseconds(deadlines_.handshake), true});
  } else if (over(frame_since_, deadlines_.frame)) {
    end_reading(
        {"frame_timeout", "a frame was not whole within " + milliseconds(deadlines_.frame), true});
  } else if (established_ && in_flight_ == 0 && unsent_bytes() == 0 &&
             over(last_request_, deadlines_.idle)) {
    end_reading({"idle", "no request for " + milliseconds(deadlines_.idle), true});
  }
}

std::chrono::milliseconds Connection::tick() const {
  using std::chrono::milliseconds;
  if (leaving_until_) {
    auto const left = std::chrono::duration_cast<milliseconds>(*leaving_until_ - Steady::now());
    return std::max(left, milliseconds{1});
  }
  auto const shortest =
      std::min({deadlines_.handshake, deadlines_.frame, deadlines_.idle, deadlines_.write});
  return std::clamp(milliseconds{shortest / 4}, milliseconds{5}, milliseconds{1'000});
}

}  // namespace gl::server
