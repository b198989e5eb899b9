#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gl::bench {

/// Bytes of an event that a peer is given: about what one of the ledger's takes.
constexpr std::size_t peer_event_bytes = 200;

/// What takes events durably, one at a time, and gives each to everybody who listens: the ledger,
/// and those that it is compared with. What goes wrong ends the program.
class EventServer {
 public:
  EventServer() = default;
  EventServer(EventServer const&) = delete;
  EventServer& operator=(EventServer const&) = delete;
  virtual ~EventServer() = default;

  class Writer {
   public:
    Writer() = default;
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;
    virtual ~Writer() = default;
    /// Returns when the event is durable. Numbers run from 0.
    virtual void write(std::uint64_t number) = 0;
  };
  class Reader {
   public:
    Reader() = default;
    Reader(Reader const&) = delete;
    Reader& operator=(Reader const&) = delete;
    virtual ~Reader() = default;
    /// The numbers of what has come; waits for something.
    [[nodiscard]] virtual std::vector<std::uint64_t> read() = 0;
  };

  [[nodiscard]] virtual std::string name() const = 0;
  [[nodiscard]] virtual std::unique_ptr<Writer> writer() = 0;
  /// Hears everything that is written from now on.
  [[nodiscard]] virtual std::unique_ptr<Reader> reader() = 0;
};

/// Redis Streams with every write synced before it is answered (appendfsync always), in a directory
/// of its own; null, with a sentence on standard error, where it is not installed.
[[nodiscard]] std::unique_ptr<EventServer> start_redis();

/// PostgreSQL: a row and a NOTIFY in one synced transaction, heard by LISTEN; as above. Under root
/// it runs as the user postgres.
[[nodiscard]] std::unique_ptr<EventServer> start_postgresql();

/// How long events took, in µs, of all readers together.
struct Paced {
  std::vector<double> from_sent;      ///< from before `write` to the reader
  std::vector<double> from_answered;  ///< from after it; 0 where the reader was first
};

/// One event every other millisecond, to so many readers.
[[nodiscard]] Paced paced(EventServer& server, std::size_t readers, std::size_t events);

}  // namespace gl::bench
