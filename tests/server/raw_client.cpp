#include "server/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>

#include "wire/frame.h"

namespace gl::testing {

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  std::signal(SIGPIPE, SIG_IGN);
  timeval const patience{.tv_sec = 5, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0) {
    throw std::runtime_error("no server on port " + std::to_string(port));
  }
}

RawClient::~RawClient() {
  SSL_free(tls_);
  SSL_CTX_free(context_);
  ::close(socket_);
}

bool RawClient::handshake(TlsOptions const& options) {
  context_ = SSL_CTX_new(TLS_client_method());
  if (options.version_max != 0) SSL_CTX_set_max_proto_version(context_, options.version_max);
  if (options.identity) {
    SSL_CTX_use_certificate_chain_file(context_, options.identity->certificate.c_str());
    SSL_CTX_use_PrivateKey_file(context_, options.identity->private_key.c_str(), SSL_FILETYPE_PEM);
  }
  tls_ = SSL_new(context_);
  SSL_set_fd(tls_, socket_);
  return SSL_connect(tls_) == 1;
}

bool RawClient::send(ByteView bytes) {
  while (!bytes.empty()) {
    auto const size = static_cast<int>(std::min<std::size_t>(bytes.size(), 1U << 20U));
    auto const sent = tls_ != nullptr
                          ? SSL_write(tls_, bytes.data(), size)
                          : static_cast<int>(::send(socket_, bytes.data(), bytes.size(), 0));
    if (sent <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawClient::send(std::uint64_t id, wire::Request request) {
  return send(wire::encode({id, std::move(request)}));
}

std::optional<wire::HelloReply> RawClient::greet(TlsOptions const& options) {
  if (!handshake(options) || !send(1, wire::Hello{})) return std::nullopt;
  auto const frame = receive();
  if (!frame || !std::holds_alternative<wire::Reply>(frame->body)) return std::nullopt;
  return std::get<wire::HelloReply>(std::get<wire::Reply>(frame->body));
}

std::size_t RawClient::read_some(std::byte* out, std::size_t size) {
  auto const got = tls_ != nullptr ? SSL_read(tls_, out, static_cast<int>(size))
                                   : static_cast<int>(::recv(socket_, out, size, 0));
  if (got > 0) return static_cast<std::size_t>(got);
  auto const silent = tls_ != nullptr ? SSL_get_error(tls_, got) == SSL_ERROR_WANT_READ
                                      : got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  closed_ = !silent;
  return 0;
}

std::optional<wire::Frame> RawClient::receive() {
  std::array<std::byte, 16'384> buffer{};
  while (true) {
    auto const progress = wire::first_frame(received_, wire::frame_bytes_hard_max);
    if (!progress) throw std::runtime_error(progress.error().what);
    if (progress->frame_bytes > 0) {
      auto const size = static_cast<std::ptrdiff_t>(progress->frame_bytes);
      auto frame = wire::decode(ByteView{received_}.first(progress->frame_bytes));
      if (!frame) throw std::runtime_error(frame.error().failure.sentence);
      received_.erase(received_.begin(), received_.begin() + size);
      return *std::move(frame);
    }
    auto const got = read_some(buffer.data(), buffer.size());
    if (got == 0) return std::nullopt;
    received_.insert(received_.end(), buffer.begin(),
                     buffer.begin() + static_cast<std::ptrdiff_t>(got));
  }
}

bool RawClient::is_closed_by_server() {
  std::array<std::byte, 16'384> buffer{};
  while (read_some(buffer.data(), buffer.size()) > 0) {
  }
  return closed_;
}

void RawClient::shut_down_sending() { ::shutdown(socket_, SHUT_WR); }

}  // namespace gl::testing
