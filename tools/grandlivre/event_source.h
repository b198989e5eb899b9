#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "client/client.h"
#include "tools/grandlivre/session.h"

namespace gl::tools {

/// Where an auditor reads events: a server, a closed data directory, or a backup of one.
class EventSource {
 public:
  EventSource() = default;
  EventSource(EventSource const&) = delete;
  EventSource& operator=(EventSource const&) = delete;
  virtual ~EventSource() = default;

  /// The last event when the source was opened.
  [[nodiscard]] virtual Position head() const = 0;
  /// What the source says the Merkle root over the events up to `head()` is.
  [[nodiscard]] virtual std::optional<Hash> root() const = 0;
  /// The note of the latest signed checkpoint; empty: there is none.
  [[nodiscard]] virtual client::Response<std::string> checkpoint() = 0;
  /// Events from `from` on, at least one and up to `last`, in order.
  [[nodiscard]] virtual client::Response<std::vector<Bytes>> events(Position from,
                                                                    Position last) = 0;
  /// Every event of the stream, in order.
  [[nodiscard]] virtual client::Response<std::vector<Bytes>> stream(
      ledger::StreamRef const& stream) = 0;
  /// The digest of the trial balance that the views give at this position; nothing where none
  /// answer.
  [[nodiscard]] virtual client::Response<std::optional<Hash>> views_digest(Position position) = 0;

  [[nodiscard]] client::Response<Bytes> event(Position position);

  /// Calls `visit(position, bytes)` with every event up to `last`, while it says true.
  template <class Visit>
  client::Response<void> each(Position last, Visit visit) {
    for (Position at{1}; at <= last;) {
      auto const page = events(at, last);
      if (!page) return std::unexpected(page.error());
      for (auto const& bytes : *page) {
        Result<bool> const go_on = visit(at, ByteView{bytes});
        if (!go_on) return std::unexpected(wire::to_failure(go_on.error()));
        if (!*go_on) return {};
        at = next(at);
      }
    }
    return {};
  }
};

/// Which ledger is meant.
struct SourceFlags {
  std::string directory;     ///< a data directory, not being served; empty: as the options say
  bool from_backup = false;  ///< of which only journal/ and HEAD are needed
};

/// The directory named; else the server that the options name, or their data directory when no
/// server runs there.
[[nodiscard]] client::Response<std::unique_ptr<EventSource>> open_source(Options const& options,
                                                                         SourceFlags const& flags);

}  // namespace gl::tools
