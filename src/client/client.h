#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/uuid.h"
#include "proof/balance_proof.h"
#include "wire/messages.h"

namespace gl::client {

/// A reply, or why there is none: class and code for a program, a sentence for a person.
template <class T>
using Response = std::expected<T, wire::Failure>;

/// Where to connect and as whom. All files are PEM.
struct Config {
  std::string host = "127.0.0.1";  ///< a name or an address
  std::uint16_t port = wire::default_port;
  std::filesystem::path ca_file;           ///< the ledger's own authority
  std::filesystem::path certificate_file;  ///< whose subject is the person and the role
  std::filesystem::path key_file;
  std::string server_name;          ///< expected in the server's certificate; empty: host
  std::string name = "grandlivre";  ///< software and version, told to the server
  Uuid expected_ledger;             ///< nil: any
  std::chrono::milliseconds deadline{10'000};  ///< of connecting with hello, and of each call
  std::uint32_t frame_bytes_max = 0;           ///< the longest frame taken; 0: 4 MiB
  std::size_t in_flight_max = 16;              ///< requests sent and not yet answered
};

struct SubmitOptions {
  bool atomic = false;
  bool dry_run = false;
  std::optional<Instant> recorded_at;  ///< on a ledger with a simulated clock only
};

class Connection;
class Subscription;

/// The answer to one request of `send`.
struct Received {
  std::uint64_t request_id = 0;
  Response<wire::Reply> reply;
};

/// One connection to a ledger: TLS 1.3 with both certificates, then hello. Every method has a
/// deadline and runs on the thread that calls it. A connection that broke stays broken: make a new
/// client. Thread: one at a time.
class Client {
 public:
  /// Connects and says hello. Failures: refused_peer (a certificate; the wrong authority or name),
  /// wrong_ledger, version_not_supported, timeout, closed (no server there), io (files), usage.
  [[nodiscard]] static Response<std::unique_ptr<Client>> connect(Config config);

  Client(Client const&) = delete;
  Client& operator=(Client const&) = delete;
  ~Client();

  /// What the server said on hello: ledger, principal, limits.
  [[nodiscard]] wire::HelloReply const& hello() const;

  /// Sends commands and waits for their answers. Refusals are answers, not failures. Failure
  /// unknown_outcome: no answer came; the commands may count. Send them again with the same ids.
  [[nodiscard]] Response<wire::SubmitReply> submit(std::vector<ledger::Command> commands,
                                                   SubmitOptions options = {});

  // One method for each read. A read whose deadline passes is `timeout`, on a connection that
  // broke `closed`; both may simply be repeated.
  [[nodiscard]] Response<wire::LookupReply> lookup(Uuid const& command_id);
  [[nodiscard]] Response<wire::BalancesReply> balances(wire::Balances request);
  [[nodiscard]] Response<wire::StatementReply> statement(wire::Statement request);
  [[nodiscard]] Response<wire::ProjectReply> project(wire::Project request);
  [[nodiscard]] Response<wire::ProjectsReply> projects(wire::Projects request);
  [[nodiscard]] Response<wire::CallReply> call(wire::Call request);
  [[nodiscard]] Response<wire::CallsReply> calls(wire::Calls request);
  [[nodiscard]] Response<wire::ProgrammesReply> programmes(wire::Programmes request);
  [[nodiscard]] Response<wire::EventsReply> history(wire::History request);
  /// Waits up to `wait_ms` more than the usual deadline.
  [[nodiscard]] Response<wire::EventsReply> read(wire::Read request);
  [[nodiscard]] Response<wire::EventsReply> refusals(wire::Refusals request);
  [[nodiscard]] Response<wire::DigestReply> digest(wire::Digest request);
  [[nodiscard]] Response<wire::StatusReply> status();
  /// At most `wire::reveal_texts_max`; the reply has one for each, in their order.
  [[nodiscard]] Response<wire::RevealReply> reveal(std::vector<ledger::Sealed> texts);

  /// The latest signed checkpoint, and the key that the server says checks it.
  [[nodiscard]] Response<wire::CheckpointReply> checkpoint(wire::Checkpoint request);
  /// Not checked here: a proof is for those who do not trust the server (docs/proofs.md).
  [[nodiscard]] Response<wire::InclusionProofReply> inclusion_proof(wire::InclusionProof request);
  [[nodiscard]] Response<wire::ConsistencyProofReply> consistency_proof(
      wire::ConsistencyProof request);
  /// Seals balances and states; seals that there are; what shows lines of one (docs/proofs.md).
  [[nodiscard]] Response<wire::SealsReply> seal(wire::Seal request);
  [[nodiscard]] Response<wire::SealsReply> seals(wire::Seals request);
  /// Not checked here. Fetches all pages: errors also too_large, from `balance_proof_bytes_max` on.
  [[nodiscard]] Response<proof::BalanceFile> balance_proof(wire::BalanceProof request);

  /// Has the ledger make itself a new key, which signs its checkpoints from here on.
  [[nodiscard]] Response<wire::RotateLogKeyReply> rotate_log_key();
  /// Opens a subscription (client/subscription.h), to be used while this client is there.
  /// Failures: matches_nothing (a filter), beyond_head, other_filter and forbidden (a consumer of
  /// that name is there), busy, malformed (its name).
  [[nodiscard]] Response<std::unique_ptr<Subscription>> subscribe(wire::Subscribe request);
  [[nodiscard]] Response<wire::ConsumersReply> consumers(wire::Consumers request);
  [[nodiscard]] Response<wire::ConsumersReply> change_consumer(wire::ChangeConsumer request);

  /// For senders of many: puts a request on its way and returns its id as soon as it is written,
  /// reading meanwhile. Its answer, or its loss, comes out of `receive`. Failures (then it was not
  /// sent): busy when `in_flight_max` (ours or the server's) are under way: `receive` first; usage;
  /// too_large; closed.
  [[nodiscard]] Response<std::uint64_t> send(wire::Request request);

  /// The next answer to a `send`, in the order of arrival. A request that was lost with the
  /// connection comes out too, with unknown_outcome if it was a submit. Failures: timeout (nothing
  /// came; the requests are still under way), usage (nothing is under way).
  [[nodiscard]] Response<Received> receive();

  /// Requests of `send` whose answer was not yet given out by `receive`.
  [[nodiscard]] std::size_t in_flight() const;

 private:
  explicit Client(std::unique_ptr<Connection> connection);

  std::unique_ptr<Connection> connection_;
};

}  // namespace gl::client
