#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/strong.h"
#include "base/time.h"
#include "base/uuid.h"
#include "ledger/answer.h"
#include "ledger/command.h"
#include "ledger/view.h"
#include "proof/proof_file.h"
#include "wire/failure.h"
#include "wire/seal_messages.h"
#include "wire/subscription_messages.h"

namespace gl::wire {

/// The versions of the protocol that this software speaks, both ends included.
constexpr std::uint16_t protocol_min = 1;
constexpr std::uint16_t protocol_max = 1;

/// The TCP port when nobody says another (design §6).
constexpr std::uint16_t default_port = 7400;

/// What hello tells a client to keep to.
struct Limits {
  std::uint32_t frame_bytes_max = 4U << 20U;  ///< sum of a frame's segments, either way
  std::uint32_t commands_max = 10'000;        ///< in one submit
  std::uint32_t in_flight_max = 64;           ///< requests without an answer on one connection
  std::uint32_t page_max = 1'000;             ///< entries of one page; greater limits are cut to it

  friend bool operator==(Limits const&, Limits const&) = default;
};

/// Which state a read wants to see. `not_before`: the views must have reached that position; the
/// server waits for it at most `wait_ms` (and its own maximum), then answers `not_reached`.
struct ReadPoint {
  ledger::AsOf as_of;
  Position not_before;
  std::uint32_t wait_ms = 0;

  friend bool operator==(ReadPoint const&, ReadPoint const&) = default;
};

// ---------------------------------------------------------------------------------- requests
// Paged reads give the entries after `after` (empty or 0: from the first), at most `limit` of them
// (0: the server's page), perhaps fewer although there are more. Filters: empty or none = any.

/// The first request of a connection, and only the first.
struct Hello {
  std::uint16_t protocol_min = wire::protocol_min;
  std::uint16_t protocol_max = wire::protocol_max;
  Uuid ledger;                        ///< the ledger that is meant; nil: any
  std::string client_name;            ///< software and version, at most 128 bytes
  std::uint32_t frame_bytes_max = 0;  ///< the longest frame that the client takes; 0: 4 MiB

  friend bool operator==(Hello const&, Hello const&) = default;
};

/// A command of a submit that could not be read or holds a field that this version does not know.
struct BadCommand {
  std::uint32_t index = 0;
  ledger::Refusal refusal;  ///< rule `malformed`
};

/// Commands, each on its own or (atomic) all or nothing.
struct Submit {
  std::vector<ledger::Command> commands;
  bool atomic = false;
  bool dry_run = false;
  std::optional<Instant> recorded_at;  ///< on a ledger with a simulated clock only
  /// Only after decoding, by index: `commands[index]` has then at most its id. To be answered with
  /// the refusal; in an atomic list the others get `not_tried`.
  std::vector<BadCommand> bad;
};

/// The answer to a command by its id: what became of it.
struct Lookup {
  Uuid command_id;
  friend bool operator==(Lookup const&, Lookup const&) = default;
};

struct Balances {
  ReadPoint at;
  ledger::ProgrammeId programme;
  ledger::ProgrammeId after;
  std::uint32_t limit = 0;
  friend bool operator==(Balances const&, Balances const&) = default;
};

/// The lines posted to a programme's accounts. `project` and `call` exclude each other.
struct Statement {
  ReadPoint at;
  ledger::ProgrammeId programme;  ///< needed
  ledger::AccountKind kind = ledger::AccountKind::none;
  ledger::ProjectId project;  ///< the project's accounts
  ledger::CallId call;        ///< the call's part of the authority
  std::int32_t year = 0;      ///< the credits of this budget year; 0: any
  Position after;             ///< lines of events after this position
  std::uint32_t limit = 0;
  friend bool operator==(Statement const&, Statement const&) = default;
};

struct Project {
  ReadPoint at;
  ledger::ProjectId project;
  friend bool operator==(Project const&, Project const&) = default;
};

struct Projects {
  ReadPoint at;
  ledger::ProgrammeId programme;
  ledger::CallId call;
  ledger::ProjectState state = ledger::ProjectState::none;
  ledger::ProjectId after;
  std::uint32_t limit = 0;
  friend bool operator==(Projects const&, Projects const&) = default;
};

struct Call {
  ReadPoint at;
  ledger::CallId call;
  friend bool operator==(Call const&, Call const&) = default;
};

struct Calls {
  ReadPoint at;
  ledger::ProgrammeId programme;
  ledger::CallState state = ledger::CallState::none;
  ledger::CallId after;
  std::uint32_t limit = 0;
  friend bool operator==(Calls const&, Calls const&) = default;
};

struct Programmes {
  ReadPoint at;
  ledger::ProgrammeId after;
  std::uint32_t limit = 0;
  friend bool operator==(Programmes const&, Programmes const&) = default;
};

/// The events of one stream.
struct History {
  ReadPoint at;
  ledger::StreamRef stream;
  Position after;
  std::uint32_t limit = 0;
  friend bool operator==(History const&, History const&) = default;
};

/// Events in ledger order. When there is none yet the server waits at most `wait_ms` for one and
/// then replies with an empty page: call it in a loop with `from = next` to watch.
struct Read {
  Position from;  ///< the first wanted; 0 and 1 are the first event
  Position to;    ///< the last wanted; 0: as far as there is
  std::uint32_t limit = 0;
  std::uint32_t wait_ms = 0;
  friend bool operator==(Read const&, Read const&) = default;
};

/// The recorded refusals, as events.
struct Refusals {
  ReadPoint at;
  ledger::StreamRef target;  ///< what the refused command was about
  ledger::PersonId person;   ///< who sent it
  ledger::Rule rule = ledger::Rule::none;
  Position after;
  std::uint32_t limit = 0;
  friend bool operator==(Refusals const&, Refusals const&) = default;
};

/// The digest of the trial balance; without an effective date.
struct Digest {
  ReadPoint at;
  friend bool operator==(Digest const&, Digest const&) = default;
};

/// How the server is; also what keeps an idle connection open.
struct Status {
  friend bool operator==(Status const&, Status const&) = default;
};

/// Most texts in one `Reveal`.
constexpr std::uint32_t reveal_texts_max = 256;

/// The clear form of sealed texts, as they stand in events.
struct Reveal {
  std::vector<ledger::Sealed> texts;
  friend bool operator==(Reveal const&, Reveal const&) = default;
};

/// The latest checkpoint, once it holds `not_before`; the server waits a little for it.
struct Checkpoint {
  Position not_before;
  friend bool operator==(Checkpoint const&, Checkpoint const&) = default;
};

/// That an event stands in the ledger; the server waits a little for a checkpoint that has it.
/// `rotation`: of a LogKeyRotated (position 0: of the last one), under the checkpoint that the
/// retired key and the new one both signed.
struct InclusionProof {
  Position position;
  bool rotation = false;
  friend bool operator==(InclusionProof const&, InclusionProof const&) = default;
};

/// That the ledger after event `newer` (0: the latest checkpoint) begins with that after `older`.
struct ConsistencyProof {
  Position older;
  Position newer;
  friend bool operator==(ConsistencyProof const&, ConsistencyProof const&) = default;
};

/// Makes a new key that signs the checkpoints from here on, and retires the one that did.
struct RotateLogKey {
  friend bool operator==(RotateLogKey const&, RotateLogKey const&) = default;
};

/// The index in this variant is the member's number in the schema less one.
using Request =
    std::variant<Hello, Submit, Lookup, Balances, Statement, Project, Projects, Call, Calls,
                 Programmes, History, Read, Refusals, Digest, Status, Reveal, Checkpoint,
                 InclusionProof, ConsistencyProof, Subscribe, Credit, Ack, Nack, Unsubscribe,
                 Consumers, ChangeConsumer, Seal, Seals, BalanceProof, RotateLogKey>;

/// "submit": the request's name, for logs and for the table of roles.
[[nodiscard]] std::string_view name(Request const& request);

// ----------------------------------------------------------------------------------- replies
// `as_of`: the point that the reply holds for. `next`: the `after` of the next page; empty or 0:
// there is none.

struct HelloReply {
  std::uint16_t protocol = 0;  ///< the version that holds from here on
  Uuid ledger;
  std::string ledger_name;  ///< at most 200 bytes
  Principal principal;
  Position head;  ///< the last durable position
  Limits limits;
  std::uint32_t idle_ms = 0;  ///< without a request for so long the server closes
  Instant server_time;
  bool simulated = false;   ///< recorded times come from the requests
  std::string server_name;  ///< software and version, at most 128 bytes
  /// The latest signed checkpoint, a note; empty before the first. Kept, it shows a rollback or a
  /// fork the next time.
  std::string checkpoint;

  friend bool operator==(HelloReply const&, HelloReply const&) = default;
};

struct SubmitReply {
  std::vector<ledger::Answer> answers;  ///< one for each command, in their order
  Position not_before;                  ///< give it to a read to see these writes
  friend bool operator==(SubmitReply const&, SubmitReply const&) = default;
};

struct LookupReply {
  std::optional<ledger::Answer> answer;  ///< none: no such command up to `evaluated_at`, finally
  Position evaluated_at;
  friend bool operator==(LookupReply const&, LookupReply const&) = default;
};

struct BalancesReply {
  ledger::AnsweredAt as_of;  ///< that of each entry too
  std::vector<ledger::ProgrammeBalances> balances;
  ledger::ProgrammeId next;
  friend bool operator==(BalancesReply const&, BalancesReply const&) = default;
};

struct StatementReply {
  ledger::AnsweredAt as_of;
  std::vector<ledger::StatementLine> lines;  ///< those of one event are never on two pages
  Position next;
  friend bool operator==(StatementReply const&, StatementReply const&) = default;
};

struct ProjectReply {
  ledger::AnsweredAt as_of;
  ledger::ProjectView project;
  friend bool operator==(ProjectReply const&, ProjectReply const&) = default;
};

struct ProjectsReply {
  ledger::AnsweredAt as_of;
  std::vector<ledger::ProjectSummary> projects;
  ledger::ProjectId next;
  friend bool operator==(ProjectsReply const&, ProjectsReply const&) = default;
};

struct CallReply {
  ledger::AnsweredAt as_of;
  ledger::CallView call;
  friend bool operator==(CallReply const&, CallReply const&) = default;
};

struct CallsReply {
  ledger::AnsweredAt as_of;
  std::vector<ledger::CallView> calls;
  ledger::CallId next;
  friend bool operator==(CallsReply const&, CallsReply const&) = default;
};

struct ProgrammeView {
  ledger::ProgrammeId programme;
  ledger::ProgrammeSettings settings;
  Position last_event;
  friend bool operator==(ProgrammeView const&, ProgrammeView const&) = default;
};

struct ProgrammesReply {
  ledger::AnsweredAt as_of;
  std::vector<ProgrammeView> programmes;
  ledger::ProgrammeId next;
  friend bool operator==(ProgrammesReply const&, ProgrammesReply const&) = default;
};

/// An event as it is stored, hashed and sent: canonical bytes, see codec/event_codec.h.
struct EventRecord {
  Position position;
  Bytes bytes;
  friend bool operator==(EventRecord const&, EventRecord const&) = default;
};

/// The reply to history, read and refusals. Fewer events than `limit` when the frame would get too
/// long.
struct EventsReply {
  ledger::AnsweredAt as_of;
  std::vector<EventRecord> events;
  Position next;  ///< of read: the next `from`, always set
  friend bool operator==(EventsReply const&, EventsReply const&) = default;
};

struct DigestReply {
  ledger::AnsweredAt as_of;
  Hash digest{};  ///< equal for two ledgers with equal trial balances
  friend bool operator==(DigestReply const&, DigestReply const&) = default;
};

struct StatusReply {
  Position head;  ///< the last durable position
  Instant head_recorded_at;
  std::optional<Hash> root;  ///< the Merkle root over events 1 to head
  Position views;            ///< what the views have reached
  Instant server_time;
  Instant started_at;
  std::int64_t clock_behind_us = 0;  ///< the clock is behind the last recorded time by this
  std::uint32_t connections = 0;
  bool read_only = false;
  std::uint64_t commands_accepted = 0;  ///< since the start, as the two below
  std::uint64_t commands_refused = 0;
  std::uint64_t commands_repeated = 0;
  friend bool operator==(StatusReply const&, StatusReply const&) = default;
};

struct RevealReply {
  /// Of each text of the request; none: its subject was erased, or is of another ledger.
  std::vector<std::optional<std::string>> texts;
  friend bool operator==(RevealReply const&, RevealReply const&) = default;
};

struct CheckpointReply {
  std::string note;          ///< a C2SP signed note, as the ledger wrote it
  std::string verifier_key;  ///< for convenience: trust the one that you were given otherwise
  friend bool operator==(CheckpointReply const&, CheckpointReply const&) = default;
};

/// `extra` is the event.
struct InclusionProofReply {
  proof::InclusionFile file;
  friend bool operator==(InclusionProofReply const&, InclusionProofReply const&) = default;
};

struct ConsistencyProofReply {
  proof::ConsistencyFile file;
  friend bool operator==(ConsistencyProofReply const&, ConsistencyProofReply const&) = default;
};

/// Keys as verifier keys; `checkpoint` is the note that both signed.
struct RotateLogKeyReply {
  Position position;  ///< of the LogKeyRotated
  std::string retired;
  std::string key;
  std::string checkpoint;
  friend bool operator==(RotateLogKeyReply const&, RotateLogKeyReply const&) = default;
};

using Reply =
    std::variant<HelloReply, SubmitReply, LookupReply, BalancesReply, StatementReply, ProjectReply,
                 ProjectsReply, CallReply, CallsReply, ProgrammesReply, EventsReply, DigestReply,
                 StatusReply, RevealReply, CheckpointReply, InclusionProofReply,
                 ConsistencyProofReply, SubscribeReply, CreditReply, SettleReply, UnsubscribeReply,
                 ConsumersReply, SealsReply, BalanceProofReply, RotateLogKeyReply>;

/// One message either way. The request's id is chosen by the client, not 0, and not that of a
/// request in flight or of an open subscription; the reply, the failure or the push carries the
/// same.
struct Frame {
  std::uint64_t request_id = 0;
  std::variant<Request, Reply, Failure, Push> body;
};

}  // namespace gl::wire
