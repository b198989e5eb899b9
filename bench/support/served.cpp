#include "bench/support/served.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdlib>
#include <thread>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/random.h"
#include "tools/common/text_file.h"

extern char** environ;

namespace gl::bench {

Served::Served(std::filesystem::path const& directory, std::filesystem::path const& programs)
    : data_(directory) {
  SystemClock clock;
  SystemRandom random;
  tools::InitOptions options;
  options.listen = "127.0.0.1:0";
  auto const made = tools::init_ledger(directory, options, clock, random);
  GL_CHECK(made.has_value(), made.error().what);
  for (auto const& [person, role] : {std::pair{"admin", ledger::Role::administrator},
                                     {"conseil", ledger::Role::assembly},
                                     {"anne", ledger::Role::instructor},
                                     {"commission", ledger::Role::decision},
                                     {"boris", ledger::Role::officer},
                                     {"chloe", ledger::Role::accountant}}) {
    GL_CHECK(data_.add_identity(person, role, clock.now()).has_value(), "no identity");
  }
  start(programs / "grandlivred");
}

Served::~Served() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

std::unique_ptr<client::Client> Served::connect(std::string const& identity) const {
  auto const files = data_.identity(identity);
  GL_CHECK(files.has_value(), files.error().what);
  client::Config config;
  config.port = port_;
  config.ca_file = data_.authority_certificate();
  config.certificate_file = files->certificate;
  config.key_file = files->private_key;
  config.deadline = std::chrono::minutes{1};
  auto connected = client::Client::connect(std::move(config));
  GL_CHECK(connected.has_value(), connected.error().sentence);
  return std::move(*connected);
}

Pem Served::server_pem() const {
  return {data_.server_certificate(), data_.server_key(), data_.authority_certificate()};
}

Pem Served::client_pem() const {
  auto const files = data_.identity("anne");
  return {files->certificate, files->private_key, data_.authority_certificate()};
}

void Served::start(std::string const& program) {
  std::string const directory = data_.path().string();
  std::vector<char*> words{const_cast<char*>(program.c_str()), const_cast<char*>(directory.c_str()),
                           const_cast<char*>("--log-level"), const_cast<char*>("warn"), nullptr};
  GL_CHECK(::posix_spawn(&pid_, program.c_str(), nullptr, nullptr, words.data(), environ) == 0,
           "cannot start grandlivred");
  for (int tries = 0; tries < 600 && port_ == 0; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    if (auto const text = tools::read_text_file(data_.address_file()); text) {
      port_ = static_cast<std::uint16_t>(
          std::strtoul(text->substr(text->rfind(':') + 1).c_str(), nullptr, 10));
    }
  }
  GL_CHECK(port_ != 0, "grandlivred is not ready");
}

}  // namespace gl::bench
