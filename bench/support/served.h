#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>

#include "bench/support/peers.h"
#include "client/client.h"
#include "tools/common/data_directory.h"

namespace gl::bench {

/// A grandlivred of its own, with the workload's people. What goes wrong ends the program.
class Served {
 public:
  Served(std::filesystem::path const& directory, std::filesystem::path const& programs);
  Served(Served const&) = delete;
  Served& operator=(Served const&) = delete;
  ~Served();

  [[nodiscard]] std::unique_ptr<client::Client> connect(std::string const& identity) const;
  [[nodiscard]] Pem server_pem() const;
  [[nodiscard]] Pem client_pem() const;

 private:
  void start(std::string const& program);

  tools::DataDirectory data_;
  pid_t pid_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace gl::bench
