#include "client/play_server.h"

#include <openssl/ssl.h>
#include <stdlib.h>

#include <array>
#include <asio/buffer.hpp>
#include <asio/write.hpp>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace gl::client {
namespace {

constexpr int small_buffer = 65'536;

}  // namespace

Certificates::Certificates() {
  auto pattern = (std::filesystem::temp_directory_path() / "gl-client-XXXXXX").string();
  dir_ = mkdtemp(pattern.data());
  SystemClock clock;
  auto const now = clock.now();
  authority_ = keys::make_authority("a ledger", now).value();
  save("authority", authority_);
  save("server", keys::issue_server(authority_, "", now).value());
  save("anne", keys::issue_client(authority_, "anne", ledger::Role::officer, now).value());
}

Certificates::~Certificates() { std::filesystem::remove_all(dir_); }

void Certificates::save(std::string const& name, keys::Identity const& identity) const {
  std::ofstream{path(name + ".crt")} << identity.certificate;
  std::ofstream{path(name + ".key")} << identity.private_key;
}

void Certificates::issue_for_anything(std::string const& name, std::string const& subject) const {
  auto const file = [&](std::string const& ending) {
    return " '" + path(name + ending).string() + "'";
  };
  auto const request =
      "openssl req -new -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256"
      " -subj '" +
      subject + "' -keyout" + file(".key") + " -out" + file(".csr");
  auto const sign = "openssl x509 -req -days 2 -in" + file(".csr") + " -CA '" +
                    path("authority.crt").string() + "' -CAkey '" + path("authority.key").string() +
                    "' -out" + file(".crt");
  auto const both = request + " 2>/dev/null && " + sign + " 2>/dev/null";
  if (std::system(both.c_str()) != 0) throw std::runtime_error("no openssl tool: " + both);
}

std::optional<wire::Frame> Peer::read() {
  for (;;) {
    auto const progress = wire::first_frame(in_, wire::frame_bytes_hard_max);
    if (!progress) return std::nullopt;
    if (progress->frame_bytes > 0) {
      auto frame = wire::decode(ByteView{in_}.first(progress->frame_bytes));
      in_.erase(in_.begin(), in_.begin() + static_cast<std::ptrdiff_t>(progress->frame_bytes));
      if (!frame) return std::nullopt;
      return std::move(*frame);
    }
    std::array<std::byte, 65'536> some{};
    asio::error_code error;
    auto const bytes = stream_.read_some(asio::buffer(some), error);
    if (error) return std::nullopt;
    in_.insert(in_.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(bytes));
  }
}

void Peer::write(wire::Frame const& frame) {
  asio::error_code ignored;
  asio::write(stream_, asio::buffer(wire::encode(frame)), ignored);
}

wire::Hello Peer::welcome(wire::HelloReply const& answer) {
  auto const frame = read();
  auto const* const request = frame ? std::get_if<wire::Request>(&frame->body) : nullptr;
  auto const* const hello = request != nullptr ? std::get_if<wire::Hello>(request) : nullptr;
  if (hello == nullptr) return {};
  reply(frame->request_id, answer);
  return *hello;
}

void Peer::read_to_the_end() {
  while (read()) {
  }
}

PlayServer::PlayServer(Certificates const& certificates, Script script, PlayTls tls)
    : tls_(asio::ssl::context::tls_server),
      acceptor_(io_, {asio::ip::address_v4::loopback(), 0}),
      port_(acceptor_.local_endpoint().port()),
      script_(std::move(script)) {
  // Small, so that a test can fill them: the accepted socket has them too.
  acceptor_.set_option(asio::socket_base::receive_buffer_size{small_buffer});
  tls_.use_certificate_chain_file(certificates.path(tls.identity + ".crt").string());
  tls_.use_private_key_file(certificates.path(tls.identity + ".key").string(),
                            asio::ssl::context::pem);
  tls_.load_verify_file(certificates.path("authority.crt").string());
  tls_.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
  if (tls.only_tls_1_2) SSL_CTX_set_max_proto_version(tls_.native_handle(), TLS1_2_VERSION);
  thread_ = std::jthread{[this] { serve(); }};
}

PlayServer::~PlayServer() {
  // In case that nobody came: one who says nothing.
  asio::io_context io;
  asio::ip::tcp::socket nobody{io};
  asio::error_code ignored;
  nobody.connect({asio::ip::address_v4::loopback(), port_}, ignored);
  nobody.close(ignored);
}

void PlayServer::serve() {
  asio::error_code error;
  Peer::Stream stream{io_, tls_};
  acceptor_.accept(stream.lowest_layer(), error);
  if (error) return;
  stream.handshake(asio::ssl::stream_base::server, error);
  if (error) return;
  Peer peer{stream};
  stream.lowest_layer().set_option(asio::ip::tcp::no_delay{true}, error);
  stream.lowest_layer().set_option(asio::socket_base::send_buffer_size{small_buffer}, error);
  script_(peer);
}

}  // namespace gl::client
