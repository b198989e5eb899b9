#include "server/server.h"

#include <spdlog/spdlog.h>

#include <asio/executor_work_guard.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "sequencer/submission.h"
#include "server/as_tuple.h"
#include "server/hub.h"
#include "server/session.h"
#include "server/spawn.h"
#include "wire/frame.h"

namespace gl::server {
namespace {

/// Connections beyond the limit that are still told so, after the handshake; more are just closed.
constexpr std::size_t told_over_limit = 16;
/// After an accept that failed (no file descriptor is left): closing connections give some back.
constexpr std::chrono::milliseconds accept_pause{100};
/// For the coroutines of connections that were cut to notice.
constexpr std::chrono::milliseconds cut_wait{1'000};

Result<void> check(Config const& config) {
  auto const& limits = config.limits;
  if (limits.connections_max == 0 || limits.in_flight_max == 0 ||
      limits.commands_in_flight_max == 0 || limits.commands_max == 0 ||
      limits.unsent_bytes_max == 0 || limits.page_max == 0) {
    return fail(Errc::usage, "a limit of the server is 0: give each at least 1");
  }
  if (limits.commands_max > sequencer::submission_commands_max) {
    return fail(Errc::usage, "commands_max is " + std::to_string(limits.commands_max) +
                                 ": at most " + std::to_string(sequencer::submission_commands_max));
  }
  if (limits.frame_bytes_max < wire::frame_bytes_min ||
      limits.frame_bytes_max > wire::frame_bytes_hard_max) {
    return fail(Errc::usage, "frame_bytes_max is " + std::to_string(limits.frame_bytes_max) +
                                 ": from " + std::to_string(wire::frame_bytes_min) + " to " +
                                 std::to_string(wire::frame_bytes_hard_max));
  }
  if (config.io_threads == 0 || config.read_threads == 0) {
    return fail(Errc::usage, "the server needs at least one thread of each kind");
  }
  return {};
}

}  // namespace

struct Server::Impl {
  Impl(Config config, Parts parts, std::unique_ptr<asio::ssl::context> tls_context)
      : hub(std::move(config), parts), tls(std::move(tls_context)) {}

  /// Takes a connection out of the list when its coroutine ends, however it does.
  struct Listed {
    Listed(Impl& owner_in, std::uint64_t number_in) : owner(owner_in), number(number_in) {}
    Listed(Listed const&) = delete;
    Listed& operator=(Listed const&) = delete;
    ~Listed() { owner.remove(number); }
    Impl& owner;
    std::uint64_t number;
  };

  Result<void> listen();
  void run();
  asio::awaitable<void> accept();
  void admit(asio::ip::tcp::socket socket, Strand strand);
  static asio::awaitable<void> live(std::unique_ptr<Listed> listed,
                                    std::shared_ptr<Session> session);
  void remove(std::uint64_t number);
  void for_each_session(std::function<void(Session&)> const& work);
  bool wait_until_empty(std::chrono::milliseconds wait);
  void stop(std::chrono::milliseconds deadline);
  void end_threads();

  Hub hub;
  std::unique_ptr<asio::ssl::context> tls;
  asio::io_context io;
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  Strand accept_strand{io.get_executor()};
  asio::ip::tcp::acceptor acceptor{accept_strand};
  asio::ip::tcp::endpoint endpoint;

  std::mutex mutex;
  std::condition_variable emptied;
  std::map<std::uint64_t, std::weak_ptr<Session>> sessions;
  std::uint64_t last_number = 0;
  bool stopping = false;

  journal::Subscription journal_moves;
  journal::Subscription views_move;
  journal::Subscription checkpoints;
  std::vector<std::jthread> threads;
};

Result<void> Server::Impl::listen() {
  auto const& config = hub.config;
  asio::error_code error;
  auto const address = asio::ip::make_address(config.address, error);
  if (error) {
    return fail(Errc::usage, "\"" + config.address +
                                 "\" is no numeric address: write one like "
                                 "127.0.0.1 or ::1");
  }
  asio::ip::tcp::endpoint const wanted{address, config.port};
  acceptor.open(wanted.protocol(), error);
  if (!error) acceptor.set_option(asio::ip::tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(wanted, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) endpoint = acceptor.local_endpoint(error);
  if (error) {
    return fail(Errc::io, "cannot listen on " + config.address + " port " +
                              std::to_string(config.port) + " (" + error.message() +
                              "): is another server running there?");
  }
  return {};
}

void Server::Impl::run() {
  journal_moves = hub.parts.journal.subscribe(
      [this](Position position) { hub.journal_waiters.reached(position); });
  views_move =
      hub.parts.views.subscribe([this](Position position) { hub.views_waiters.reached(position); });
  checkpoints = hub.parts.notary.subscribe(
      [this](Position position) { hub.checkpoint_waiters.reached(position); });
  // What moved before we were told about it.
  hub.journal_waiters.reached(hub.parts.journal.watermark());
  hub.views_waiters.reached(hub.parts.views.position());
  hub.checkpoint_waiters.reached(hub.parts.notary.position());
  spawn(accept_strand, "accept", accept());
  for (unsigned i = 0; i < hub.config.io_threads; ++i) {
    threads.emplace_back([this] { io.run(); });
  }
}

asio::awaitable<void> Server::Impl::accept() {
  asio::steady_timer pause{accept_strand};
  while (acceptor.is_open()) {
    auto strand = asio::make_strand(io.get_executor());
    auto [error, socket] =
        co_await acceptor.async_accept(asio::any_io_executor{strand}, as_tuple());
    if (!error) {
      admit(std::move(socket), std::move(strand));
    } else if (acceptor.is_open()) {
      spdlog::warn("event=accept_failed error=\"{}\"", error.message());
      pause.expires_after(accept_pause);
      co_await pause.async_wait(as_tuple());
    }
  }
}

void Server::Impl::admit(asio::ip::tcp::socket socket, Strand strand) {
  asio::error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  std::scoped_lock const lock(mutex);
  auto const limit = hub.config.limits.connections_max;
  if (stopping || sessions.size() >= limit + told_over_limit) {
    if (!stopping) {
      spdlog::warn("event=connection_turned_away reason=too_many_connections limit={}", limit);
    }
    return;
  }
  auto const over_limit = sessions.size() >= limit;
  auto const number = ++last_number;
  auto session = std::make_shared<Session>(number, TlsStream{std::move(socket), *tls}, strand, hub,
                                           over_limit);
  sessions.emplace(number, session);
  hub.connections = sessions.size();
  spawn(strand, "session", live(std::make_unique<Listed>(*this, number), std::move(session)));
}

asio::awaitable<void> Server::Impl::live(std::unique_ptr<Listed> listed,
                                         std::shared_ptr<Session> session) {
  // Locals, so that they go with the coroutine's end and not with that of its handle.
  auto const kept = std::move(listed);
  auto const running = std::move(session);
  co_await running->run();
}

void Server::Impl::remove(std::uint64_t number) {
  std::scoped_lock const lock(mutex);
  sessions.erase(number);
  hub.connections = sessions.size();
  if (sessions.empty()) emptied.notify_all();
}

void Server::Impl::for_each_session(std::function<void(Session&)> const& work_on) {
  std::vector<std::shared_ptr<Session>> present;
  {
    std::scoped_lock const lock(mutex);
    for (auto const& [number, session] : sessions) {
      if (auto locked = session.lock()) present.push_back(std::move(locked));
    }
  }
  for (auto const& session : present) work_on(*session);
}

bool Server::Impl::wait_until_empty(std::chrono::milliseconds wait) {
  std::unique_lock lock(mutex);
  return emptied.wait_for(lock, wait, [this] { return sessions.empty(); });
}

void Server::Impl::stop(std::chrono::milliseconds deadline) {
  {
    std::scoped_lock const lock(mutex);
    if (stopping) return;
    stopping = true;
    spdlog::info("event=server_stopping connections={}", sessions.size());
  }
  asio::post(accept_strand, [this] {
    asio::error_code ignored;
    acceptor.close(ignored);
  });
  for_each_session([](Session& session) { session.stop(); });
  hub.views_waiters.wake_all();
  hub.journal_waiters.wake_all();
  hub.checkpoint_waiters.wake_all();
  if (!wait_until_empty(deadline)) {
    spdlog::warn("event=server_stop_cut connections={} deadline_ms={}", hub.connections.load(),
                 deadline.count());
    for_each_session([](Session& session) { session.abort(); });
    static_cast<void>(wait_until_empty(cut_wait));
  }
  end_threads();
  spdlog::info("event=server_stopped");
}

void Server::Impl::end_threads() {
  journal_moves.cancel();
  views_move.cancel();
  checkpoints.cancel();
  hub.read_pool->stop();
  hub.read_pool->join();
  hub.gate->close();
  work.reset();
  io.stop();
  threads.clear();
  hub.read_pool.reset();
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() { stop(std::chrono::milliseconds{0}); }

Result<std::unique_ptr<Server>> Server::start(Config config, Parts parts) {
  if (auto const checked = check(config); !checked) return std::unexpected(checked.error());
  auto tls = make_tls_context(config.tls);
  if (!tls) return std::unexpected(tls.error());
  auto impl = std::make_unique<Impl>(std::move(config), parts, *std::move(tls));
  if (auto const listening = impl->listen(); !listening) {
    return std::unexpected(listening.error());
  }
  impl->run();
  std::unique_ptr<Server> server{new Server{std::move(impl)}};
  spdlog::info("event=listening address={}", server->address());
  return server;
}

std::string Server::address() const {
  auto const host = impl_->endpoint.address().to_string();
  return (impl_->endpoint.address().is_v6() ? "[" + host + "]" : host) + ":" +
         std::to_string(port());
}

std::uint16_t Server::port() const { return impl_->endpoint.port(); }

std::size_t Server::connections() const { return impl_->hub.connections; }

void Server::stop(std::chrono::milliseconds deadline) { impl_->stop(deadline); }

}  // namespace gl::server
