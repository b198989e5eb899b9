#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

namespace gl::bench {

/// PEM files of a TLS end.
struct Pem {
  std::filesystem::path certificate;
  std::filesystem::path key;
  std::filesystem::path authority;
};

/// The limit that questions are compared with: a plain Asio echo of short messages.
class EchoServer {
 public:
  EchoServer();
  EchoServer(EchoServer const&) = delete;
  EchoServer& operator=(EchoServer const&) = delete;
  ~EchoServer();
  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The limit that single commands are compared with: TLS 1.3 with client certificates, messages of
/// a fixed size, and a group commit that puts whatever has come into one synced value of a bare
/// RocksDB before it answers. No rules, no ids, no tree.
class SkeletonServer {
 public:
  SkeletonServer(Pem const& pem, std::filesystem::path const& directory);
  SkeletonServer(SkeletonServer const&) = delete;
  SkeletonServer& operator=(SkeletonServer const&) = delete;
  ~SkeletonServer();
  [[nodiscard]] std::uint16_t port() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The size of a message to and from either server.
inline constexpr std::size_t message_bytes = 200;

/// A client of either: sends a message and waits for its echo. Blocking; thread: one.
class PeerClient {
 public:
  /// Plain TCP without `pem`, else TLS.
  PeerClient(std::uint16_t port, Pem const* pem);
  PeerClient(PeerClient const&) = delete;
  PeerClient& operator=(PeerClient const&) = delete;
  ~PeerClient();
  void round_trip();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gl::bench
