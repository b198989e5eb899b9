#include <cstdio>

#include "bench/support/event_server.h"

#ifdef GL_BENCH_REDIS

#include <hiredis/hiredis.h>
#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "base/check.h"
#include "bench/support/child.h"

namespace gl::bench {
namespace {

struct Free {
  void operator()(redisContext* context) const { redisFree(context); }
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Context = std::unique_ptr<redisContext, Free>;
using Reply = std::unique_ptr<redisReply, Free>;

Context connect(std::uint16_t port) {
  timeval const patience{30, 0};
  Context context{redisConnectWithTimeout("127.0.0.1", port, patience)};
  if (context && context->err == 0) redisSetTimeout(context.get(), patience);
  return context && context->err == 0 ? std::move(context) : nullptr;
}

template <class... Values>
Reply ask(Context const& context, char const* format, Values... values) {
  Reply reply{static_cast<redisReply*>(redisCommand(context.get(), format, values...))};
  GL_CHECK(reply && reply->type != REDIS_REPLY_ERROR, "Redis does what it is asked");
  return reply;
}

class Writer final : public EventServer::Writer {
 public:
  explicit Writer(Context context) : context_(std::move(context)) {}
  void write(std::uint64_t number) override {
    ask(context_, "XADD events * n %llu body %s", static_cast<unsigned long long>(number),
        body_.c_str());
  }

 private:
  Context context_;
  std::string const body_ = std::string(peer_event_bytes, 'x');
};

class Reader final : public EventServer::Reader {
 public:
  explicit Reader(Context context) : context_(std::move(context)) {
    auto const last = ask(context_, "XREVRANGE events + - COUNT 1");
    if (last->elements == 1) last_ = last->element[0]->element[0]->str;
  }

  std::vector<std::uint64_t> read() override {
    auto const reply =
        ask(context_, "XREAD COUNT 1000 BLOCK 30000 STREAMS events %s", last_.c_str());
    GL_CHECK(reply->elements == 1, "Redis sends what was written");
    auto const* const entries = reply->element[0]->element[1];
    std::vector<std::uint64_t> numbers;
    for (std::size_t i = 0; i < entries->elements; ++i) {
      auto const* const entry = entries->element[i];
      last_ = entry->element[0]->str;
      numbers.push_back(std::strtoull(entry->element[1]->element[1]->str, nullptr, 10));
    }
    return numbers;
  }

 private:
  Context context_;
  std::string last_ = "0-0";
};

class Redis final : public EventServer {
 public:
  [[nodiscard]] bool start() {
    for (int tries = 0; server_.ran() && tries < 200; ++tries) {
      if (connect(port_)) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    return false;
  }
  [[nodiscard]] std::string name() const override { return "Redis Streams, fsync always"; }
  [[nodiscard]] std::unique_ptr<EventServer::Writer> writer() override {
    return std::make_unique<bench::Writer>(connect(port_));
  }
  [[nodiscard]] std::unique_ptr<EventServer::Reader> reader() override {
    return std::make_unique<bench::Reader>(connect(port_));
  }

 private:
  OpenScratch scratch_;
  std::uint16_t port_ = free_port();
  Child server_{
      {"redis-server", "--port", std::to_string(port_), "--bind", "127.0.0.1", "--dir",
       scratch_.path().string(), "--appendonly", "yes", "--appendfsync", "always", "--save", ""},
      SIGTERM};
};

}  // namespace

std::unique_ptr<EventServer> start_redis() {
  auto redis = std::make_unique<Redis>();
  if (redis->start()) return redis;
  std::fprintf(stderr, "Redis is left out: redis-server is not installed, or does not start\n");
  return nullptr;
}

}  // namespace gl::bench

#else

namespace gl::bench {

std::unique_ptr<EventServer> start_redis() {
  std::fprintf(stderr, "Redis is left out: libhiredis-dev was not there when this was built\n");
  return nullptr;
}

}  // namespace gl::bench

#endif
