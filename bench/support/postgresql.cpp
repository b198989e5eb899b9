#include <cstdio>

#include "bench/support/event_server.h"

#ifdef GL_BENCH_POSTGRESQL

#include <libpq-fe.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "base/check.h"
#include "bench/support/child.h"

namespace gl::bench {
namespace {

namespace fs = std::filesystem;

struct Free {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
  void operator()(PGnotify* heard) const { PQfreemem(heard); }
};
using Connection = std::unique_ptr<PGconn, Free>;

Connection connect(std::uint16_t port) {
  auto const words = "host=127.0.0.1 dbname=postgres user=bench port=" + std::to_string(port);
  Connection connection{PQconnectdb(words.c_str())};
  return PQstatus(connection.get()) == CONNECTION_OK ? std::move(connection) : nullptr;
}

void run(Connection const& connection, char const* sql) {
  std::unique_ptr<PGresult, Free> const result{PQexec(connection.get(), sql)};
  auto const status = PQresultStatus(result.get());
  GL_CHECK(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK,
           "PostgreSQL does what it is asked");
}

class Writer final : public EventServer::Writer {
 public:
  explicit Writer(Connection connection) : connection_(std::move(connection)) {}
  void write(std::uint64_t number) override {
    // One statement is one transaction: the row and the notice together, answered when synced.
    auto const text = std::to_string(number);
    run(connection_,
        ("with written as (insert into events (n, body) values (" + text + ", '" + body_ +
         "') returning n) select pg_notify('events', n || ':" + body_ + "') from written")
            .c_str());
  }

 private:
  Connection connection_;
  std::string const body_ = std::string(peer_event_bytes, 'x');
};

class Reader final : public EventServer::Reader {
 public:
  explicit Reader(Connection connection) : connection_(std::move(connection)) {
    run(connection_, "listen events");
  }

  std::vector<std::uint64_t> read() override {
    std::vector<std::uint64_t> numbers;
    while (numbers.empty()) {
      pollfd wait{PQsocket(connection_.get()), POLLIN, 0};
      GL_CHECK(::poll(&wait, 1, 30'000) == 1 && PQconsumeInput(connection_.get()) == 1,
               "PostgreSQL sends what was written");
      while (auto const heard = next()) {
        numbers.push_back(std::strtoull(heard->extra, nullptr, 10));
      }
    }
    return numbers;
  }

 private:
  [[nodiscard]] std::unique_ptr<PGnotify, Free> next() const {
    return std::unique_ptr<PGnotify, Free>{PQnotifies(connection_.get())};
  }

  Connection connection_;
};

/// The newest version's programs; empty: none is installed.
fs::path programs() {
  fs::path newest;
  std::error_code none;
  for (auto const& version : fs::directory_iterator{"/usr/lib/postgresql", none}) {
    auto const bin = version.path() / "bin";
    if (fs::exists(bin / "initdb") && bin > newest) newest = bin;
  }
  return newest;
}

/// PostgreSQL does not run as root.
std::vector<std::string> as_its_user(std::vector<std::string> words) {
  if (::geteuid() != 0) return words;
  words.insert(words.begin(),
               {"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"});
  return words;
}

class PostgreSql final : public EventServer {
 public:
  [[nodiscard]] bool start() {
    auto const bin = programs();
    if (bin.empty() || (::geteuid() == 0 && ::getpwnam("postgres") == nullptr)) return false;
    auto const data = (scratch_.path() / "data").string();
    Child made{as_its_user({(bin / "initdb").string(), "-D", data, "-A", "trust", "-U", "bench"}),
               SIGTERM};
    if (!made.ended_well()) return false;
    server_ = std::make_unique<Child>(
        as_its_user({(bin / "postgres").string(), "-D", data, "-p", std::to_string(port_), "-k", "",
                     "-c", "listen_addresses=127.0.0.1"}),
        SIGINT);  // a fast stop
    for (int tries = 0; server_->ran() && tries < 600; ++tries) {
      if (auto const connection = connect(port_)) {
        run(connection, "create table events (n bigint primary key, body text not null)");
        return true;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    return false;
  }
  [[nodiscard]] std::string name() const override { return "PostgreSQL LISTEN/NOTIFY"; }
  [[nodiscard]] std::unique_ptr<EventServer::Writer> writer() override {
    auto connection = connect(port_);
    run(connection, "truncate events");  // numbers run from 0 again
    return std::make_unique<bench::Writer>(std::move(connection));
  }
  [[nodiscard]] std::unique_ptr<EventServer::Reader> reader() override {
    return std::make_unique<bench::Reader>(connect(port_));
  }

 private:
  OpenScratch scratch_;
  std::uint16_t port_ = free_port();
  std::unique_ptr<Child> server_;
};

}  // namespace

std::unique_ptr<EventServer> start_postgresql() {
  auto postgresql = std::make_unique<PostgreSql>();
  if (postgresql->start()) return postgresql;
  std::fprintf(stderr, "PostgreSQL is left out: it is not installed, or does not start\n");
  return nullptr;
}

}  // namespace gl::bench

#else

namespace gl::bench {

std::unique_ptr<EventServer> start_postgresql() {
  std::fprintf(stderr, "PostgreSQL is left out: libpq-dev was not there when this was built\n");
  return nullptr;
}

}  // namespace gl::bench

#endif
