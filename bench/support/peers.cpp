#include "bench/support/peers.h"

#include <array>
#include <asio.hpp>
#include <asio/ssl.hpp>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "bench/support/raw_rocksdb.h"

namespace gl::bench {
namespace {

using asio::ip::tcp;
using Message = std::array<char, message_bytes>;
using TlsStream = asio::ssl::stream<tcp::socket>;

tcp::endpoint loopback(std::uint16_t port) { return {asio::ip::address_v4::loopback(), port}; }

asio::ssl::context make_context(asio::ssl::context::method method, Pem const& pem) {
  asio::ssl::context context{method};
  context.use_certificate_chain_file(pem.certificate.string());
  context.use_private_key_file(pem.key.string(), asio::ssl::context::pem);
  context.load_verify_file(pem.authority.string());
  context.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  return context;
}

/// A connection of the echo: reads a message, writes it back.
class EchoSession : public std::enable_shared_from_this<EchoSession> {
 public:
  explicit EchoSession(tcp::socket socket) : socket_(std::move(socket)) {
    socket_.set_option(tcp::no_delay{true});
  }
  void read() {
    asio::async_read(socket_, asio::buffer(message_),
                     [self = shared_from_this()](std::error_code problem, std::size_t) {
                       if (!problem) self->write();
                     });
  }

 private:
  void write() {
    asio::async_write(socket_, asio::buffer(message_),
                      [self = shared_from_this()](std::error_code problem, std::size_t) {
                        if (!problem) self->read();
                      });
  }
  tcp::socket socket_;
  Message message_{};
};

}  // namespace

struct EchoServer::Impl {
  asio::io_context io{1};
  tcp::acceptor acceptor{io, loopback(0)};
  std::jthread thread;

  void accept() {
    acceptor.async_accept([this](std::error_code problem, tcp::socket socket) {
      if (problem) return;
      std::make_shared<EchoSession>(std::move(socket))->read();
      accept();
    });
  }
};

EchoServer::EchoServer() : impl_(std::make_unique<Impl>()) {
  impl_->accept();
  impl_->thread = std::jthread([this] { impl_->io.run(); });
}
EchoServer::~EchoServer() { impl_->io.stop(); }
std::uint16_t EchoServer::port() const { return impl_->acceptor.local_endpoint().port(); }

namespace {

/// What waits for the disk: a message, and whom to tell.
struct Pending {
  Message message;
  std::function<void()> durable;
};

/// Puts all that has come while the disk was busy into one value.
class GroupCommit {
 public:
  explicit GroupCommit(std::filesystem::path const& directory)
      : database_(directory), thread_([this](std::stop_token const& stop) { run(stop); }) {}
  GroupCommit(GroupCommit const&) = delete;
  GroupCommit& operator=(GroupCommit const&) = delete;
  ~GroupCommit() {
    thread_.request_stop();
    filled_.notify_all();
  }
  void add(Pending pending) {
    std::scoped_lock const lock(mutex_);
    waiting_.push_back(std::move(pending));
    filled_.notify_one();
  }

 private:
  void run(std::stop_token const& stop) {
    while (!stop.stop_requested()) {
      std::vector<Pending> group;
      {
        std::unique_lock lock(mutex_);
        filled_.wait(lock, [&] { return stop.stop_requested() || !waiting_.empty(); });
        group.swap(waiting_);
      }
      if (group.empty()) continue;
      Bytes value;
      for (auto const& pending : group) {
        auto const bytes = std::as_bytes(std::span{pending.message});
        value.insert(value.end(), bytes.begin(), bytes.end());
      }
      database_.put(value);
      for (auto const& pending : group) pending.durable();
    }
  }

  RawRocksdb database_;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::vector<Pending> waiting_;
  std::jthread thread_;
};

class SkeletonSession : public std::enable_shared_from_this<SkeletonSession> {
 public:
  SkeletonSession(tcp::socket socket, asio::ssl::context& context, GroupCommit& commit)
      : stream_(std::move(socket), context), commit_(commit) {
    stream_.next_layer().set_option(tcp::no_delay{true});
  }
  void start() {
    stream_.async_handshake(asio::ssl::stream_base::server,
                            [self = shared_from_this()](std::error_code problem) {
                              if (!problem) self->read();
                            });
  }

 private:
  void read() {
    asio::async_read(stream_, asio::buffer(message_),
                     [self = shared_from_this()](std::error_code problem, std::size_t) {
                       if (problem) return;
                       self->commit_.add({self->message_, [self] {
                                            asio::post(self->stream_.get_executor(),
                                                       [self] { self->write(); });
                                          }});
                     });
  }
  void write() {
    asio::async_write(stream_, asio::buffer(message_),
                      [self = shared_from_this()](std::error_code problem, std::size_t) {
                        if (!problem) self->read();
                      });
  }

  TlsStream stream_;
  GroupCommit& commit_;
  Message message_{};
};

}  // namespace

struct SkeletonServer::Impl {
  Impl(Pem const& pem, std::filesystem::path const& directory)
      : context(make_context(asio::ssl::context::tlsv13_server, pem)), commit(directory) {}

  asio::ssl::context context;
  asio::io_context io{1};
  tcp::acceptor acceptor{io, loopback(0)};
  GroupCommit commit;
  std::jthread thread;

  void accept() {
    acceptor.async_accept([this](std::error_code problem, tcp::socket socket) {
      if (problem) return;
      std::make_shared<SkeletonSession>(std::move(socket), context, commit)->start();
      accept();
    });
  }
};

SkeletonServer::SkeletonServer(Pem const& pem, std::filesystem::path const& directory)
    : impl_(std::make_unique<Impl>(pem, directory)) {
  impl_->accept();
  impl_->thread = std::jthread([this] { impl_->io.run(); });
}
SkeletonServer::~SkeletonServer() {
  impl_->io.stop();
  impl_->thread.join();
}
std::uint16_t SkeletonServer::port() const { return impl_->acceptor.local_endpoint().port(); }

struct PeerClient::Impl {
  asio::io_context io;
  asio::ssl::context context{asio::ssl::context::tlsv13_client};
  std::unique_ptr<tcp::socket> plain;
  std::unique_ptr<TlsStream> tls;
  Message message{};
};

PeerClient::PeerClient(std::uint16_t port, Pem const* pem) : impl_(std::make_unique<Impl>()) {
  tcp::socket socket{impl_->io};
  socket.connect(loopback(port));
  socket.set_option(tcp::no_delay{true});
  if (pem == nullptr) {
    impl_->plain = std::make_unique<tcp::socket>(std::move(socket));
    return;
  }
  impl_->context = make_context(asio::ssl::context::tlsv13_client, *pem);
  impl_->tls = std::make_unique<TlsStream>(std::move(socket), impl_->context);
  impl_->tls->handshake(asio::ssl::stream_base::client);
}
PeerClient::~PeerClient() = default;

void PeerClient::round_trip() {
  auto const exchange = [&](auto& stream) {
    asio::write(stream, asio::buffer(impl_->message));
    asio::read(stream, asio::buffer(impl_->message));
  };
  if (impl_->tls) {
    exchange(*impl_->tls);
  } else {
    exchange(*impl_->plain);
  }
}

}  // namespace gl::bench
