#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "base/bytes.h"
#include "client/client.h"
#include "proof/proof_file.h"
#include "tools/grandlivre/session.h"

namespace gl::tools {

/// Where checkpoints, proofs and events come from: a server, or a data directory that is closed.
class LogSource {
 public:
  LogSource() = default;
  LogSource(LogSource const&) = delete;
  LogSource& operator=(LogSource const&) = delete;
  virtual ~LogSource() = default;

  /// The latest checkpoint (a note) and the key that the source says checks it. A closed directory
  /// without one has events, and neither this nor proofs.
  [[nodiscard]] virtual client::Response<wire::CheckpointReply> checkpoint() = 0;
  [[nodiscard]] virtual client::Response<proof::InclusionFile> inclusion(Position position) = 0;
  /// A change of the ledger's key (0: the last), under the checkpoint that both keys signed.
  [[nodiscard]] virtual client::Response<proof::InclusionFile> rotation(Position position) = 0;
  /// `newer` of 0: the latest checkpoint.
  [[nodiscard]] virtual client::Response<proof::ConsistencyFile> consistency(Position older,
                                                                             Position newer) = 0;
  /// The last event there is; 0: none.
  [[nodiscard]] virtual client::Response<Position> head() = 0;
  /// The subjects that were erased, up to the last event.
  [[nodiscard]] virtual client::Response<std::set<ledger::SubjectToken>> erased() = 0;
  /// Events from `from` on, at least one and up to `last`, in order.
  [[nodiscard]] virtual client::Response<std::vector<Bytes>> events(Position from,
                                                                    Position last) = 0;
};

/// True where the options name a data directory in which no server runs.
[[nodiscard]] bool is_closed(Options const& options);

/// The server that the options name; or the data directory itself when no server runs there.
[[nodiscard]] client::Response<std::unique_ptr<LogSource>> open_log(Options const& options);

}  // namespace gl::tools
