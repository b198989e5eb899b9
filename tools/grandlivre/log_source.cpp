#include "tools/grandlivre/log_source.h"

#include <utility>

#include "client/subscription.h"
#include "codec/event_codec.h"
#include "keys/log_key.h"
#include "notary/prover.h"
#include "tools/common/data_directory.h"

namespace gl::tools {
namespace {

constexpr std::size_t slice_events = 4'096;
constexpr std::size_t slice_bytes = 8U << 20U;

std::unexpected<wire::Failure> no(Error const& error) {
  return std::unexpected(wire::to_failure(error));
}

using Subjects = std::set<ledger::SubjectToken>;

constexpr std::string_view erasure_type = "SubjectErased";

/// Adds the subject of an erasure.
Result<void> add_erased(Subjects& subjects, ByteView bytes) {
  auto const event = codec::decode_event(bytes);
  if (!event) return std::unexpected(event.error());
  if (auto const* erased = std::get_if<ledger::SubjectErased>(&event->body)) {
    subjects.insert(erased->subject);
  }
  return {};
}

class ServedLog final : public LogSource {
 public:
  explicit ServedLog(std::unique_ptr<client::Client> client) : client_(std::move(client)) {}

  client::Response<wire::CheckpointReply> checkpoint() override {
    auto const status = client_->status();
    if (!status) return std::unexpected(status.error());
    return client_->checkpoint({status->head});
  }

  client::Response<proof::InclusionFile> inclusion(Position position) override {
    auto reply = client_->inclusion_proof({position});
    if (!reply) return std::unexpected(reply.error());
    return std::move(reply->file);
  }

  client::Response<proof::InclusionFile> rotation(Position position) override {
    auto reply = client_->inclusion_proof({position, true});
    if (!reply) return std::unexpected(reply.error());
    return std::move(reply->file);
  }

  client::Response<proof::ConsistencyFile> consistency(Position older, Position newer) override {
    auto reply = client_->consistency_proof({older, newer});
    if (!reply) return std::unexpected(reply.error());
    return std::move(reply->file);
  }

  client::Response<Position> head() override {
    auto const status = client_->status();
    if (!status) return std::unexpected(status.error());
    return status->head;
  }

  client::Response<Subjects> erased() override {
    wire::Subscribe request;
    request.filter.types = {std::string{erasure_type}};
    auto const subscription = client_->subscribe(request);
    if (!subscription) return std::unexpected(subscription.error());
    Subjects subjects;
    for (bool caught_up = false; !caught_up;) {
      auto const batch = (*subscription)->next(std::chrono::seconds{60});
      if (!batch) return std::unexpected(batch.error());
      for (auto const& event : batch->events) {
        if (auto done = add_erased(subjects, event.bytes); !done) return no(done.error());
      }
      caught_up = batch->caught_up;
    }
    return subjects;
  }

  client::Response<std::vector<Bytes>> events(Position from, Position last) override {
    wire::Read request;
    request.from = from;
    request.to = last;
    auto reply = client_->read(request);
    if (!reply) return std::unexpected(reply.error());
    std::vector<Bytes> events;
    for (auto& record : reply->events) events.push_back(std::move(record.bytes));
    return events;
  }

 private:
  std::unique_ptr<client::Client> client_;
};

/// What a closed directory has signed.
struct Signed {
  notary::Published published;
  proof::VerifierKey key;
};

class ClosedLog final : public LogSource {
 public:
  ClosedLog(std::filesystem::path dir, std::unique_ptr<journal::Journal> journal,
            Result<Signed> checkpoint)
      : dir_(std::move(dir)),
        journal_(std::move(journal)),
        tree_(*journal_),
        signed_(std::move(checkpoint)) {}

  client::Response<wire::CheckpointReply> checkpoint() override {
    if (!signed_) return no(signed_.error());
    return wire::CheckpointReply{signed_->published.note, to_string(signed_->key)};
  }

  client::Response<proof::InclusionFile> inclusion(Position position) override {
    if (auto done = hash(); !done) return no(done.error());
    auto file = prove_inclusion(*journal_, tree_, signed_->published, position);
    if (!file) return no(file.error());
    return *std::move(file);
  }

  client::Response<proof::InclusionFile> rotation(Position position) override {
    if (auto done = hash(); !done) return no(done.error());
    auto file = prove_rotation(*journal_, tree_, dir_, position);
    if (!file) return no(file.error());
    return *std::move(file);
  }

  client::Response<proof::ConsistencyFile> consistency(Position older, Position newer) override {
    if (auto done = hash(); !done) return no(done.error());
    auto file = prove_consistency(tree_, signed_->published, older, newer);
    if (!file) return no(file.error());
    return *std::move(file);
  }

  client::Response<Position> head() override { return journal_->head().position; }

  client::Response<Subjects> erased() override {
    auto const type = codec::event_type_number(erasure_type);
    Subjects subjects;
    auto const last = journal_->head().position;
    for (Position from{1}; from <= last;) {
      auto const records = journal_->read(from, slice_events, slice_bytes);
      if (!records) return no(records.error());
      for (std::size_t i = 0; i < records->size(); ++i) {
        auto const header = codec::peek((*records)[i]);
        if (!header) return no(header.error());
        if (header->type != type) continue;
        if (auto done = add_erased(subjects, (*records)[i]); !done) return no(done.error());
      }
      from = Position{from.value() + records->size()};
    }
    return subjects;
  }

  client::Response<std::vector<Bytes>> events(Position from, Position last) override {
    auto const wanted = std::min<std::uint64_t>(slice_events, last.value() - from.value() + 1);
    auto const records = journal_->read(from, static_cast<std::size_t>(wanted), slice_bytes);
    if (!records) return no(records.error());
    std::vector<Bytes> events;
    events.reserve(records->size());
    for (std::size_t i = 0; i < records->size(); ++i) {
      events.emplace_back((*records)[i].begin(), (*records)[i].end());
    }
    return events;
  }

 private:
  Result<void> hash() {
    if (!signed_) return std::unexpected(signed_.error());
    return tree_.extend(Position{signed_->published.tree.size});
  }

  std::filesystem::path dir_;
  std::unique_ptr<journal::Journal> journal_;
  notary::Tree tree_;
  Result<Signed> signed_;
};

Result<Signed> read_signed(std::filesystem::path const& dir, LedgerConfig const& ledger,
                           Position head) {
  auto const signer = keys::open_log_key(dir, ledger.ledger);
  if (!signer) return std::unexpected(signer.error());
  auto published = notary::read_checkpoint(dir, signer->verifier());
  if (!published) return std::unexpected(published.error());
  if (!*published) {
    return fail(Errc::not_found,
                dir.string() + " has no signed checkpoint yet: start grandlivred on it once");
  }
  if ((*published)->tree.size > head.value()) {
    return fail(Errc::corrupt, "the checkpoint has " + std::to_string((*published)->tree.size) +
                                   " events, the journal ends at " + std::to_string(head.value()) +
                                   ": restore it");
  }
  return Signed{**std::move(published), signer->verifier()};
}

Result<std::unique_ptr<LogSource>> open_closed(Options const& options, LedgerConfig const& ledger) {
  journal::Config config;
  config.dir = options.data;
  config.read_only = true;
  config.verify_in_background = false;
  auto journal = journal::Journal::open(config);
  if (!journal) return std::unexpected(journal.error());
  auto checkpoint = read_signed(options.data, ledger, (*journal)->head().position);
  return std::make_unique<ClosedLog>(options.data, *std::move(journal), std::move(checkpoint));
}

}  // namespace

bool is_closed(Options const& options) {
  if (options.data.empty() || !options.server.empty()) return false;
  std::error_code unknown;
  return !std::filesystem::exists(DataDirectory{options.data}.address_file(), unknown);
}

client::Response<std::unique_ptr<LogSource>> open_log(Options const& options) {
  if (is_closed(options)) {
    auto const ledger = DataDirectory{options.data}.read_config();
    if (!ledger) return no(ledger.error());
    auto source = open_closed(options, *ledger);
    if (!source) return no(source.error());
    return *std::move(source);
  }
  auto client = connect(options);
  if (!client) return std::unexpected(client.error());
  return std::make_unique<ServedLog>(*std::move(client));
}

}  // namespace gl::tools
