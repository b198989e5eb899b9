#include "tools/grandlivre/event_source.h"

#include <algorithm>
#include <utility>

#include "codec/event_codec.h"
#include "journal/journal.h"
#include "notary/checkpoint_file.h"
#include "tools/common/data_directory.h"
#include "tools/common/text_file.h"

namespace gl::tools {
namespace {

constexpr std::uint64_t slice_events = 8'192;
constexpr std::size_t slice_bytes = 8U << 20U;

class ServedEvents final : public EventSource {
 public:
  ServedEvents(std::unique_ptr<client::Client> client, wire::StatusReply const& status,
               unsigned deadline_s)
      : client_(std::move(client)),
        head_(status.head),
        root_(status.root),
        wait_ms_(deadline_s * 500U) {}

  Position head() const override { return head_; }
  std::optional<Hash> root() const override { return root_; }

  client::Response<std::string> checkpoint() override {
    auto reply = client_->checkpoint({});
    if (!reply) return std::unexpected(reply.error());
    return std::move(reply->note);
  }

  client::Response<std::vector<Bytes>> events(Position from, Position last) override {
    auto reply = client_->read({from, last, 0, 0});
    if (!reply) return std::unexpected(reply.error());
    std::vector<Bytes> events;
    events.reserve(reply->events.size());
    for (auto& record : reply->events) events.push_back(std::move(record.bytes));
    return events;
  }

  client::Response<std::vector<Bytes>> stream(ledger::StreamRef const& stream) override {
    std::vector<Bytes> events;
    Position after;
    do {
      wire::History request{{}, stream, after, 0};
      request.at.as_of.position = head_;
      request.at.not_before = head_;
      request.at.wait_ms = wait_ms_;
      auto reply = client_->history(request);
      if (!reply) return std::unexpected(reply.error());
      for (auto& record : reply->events) events.push_back(std::move(record.bytes));
      after = reply->next;
    } while (after.value() != 0);
    return events;
  }

  client::Response<std::optional<Hash>> views_digest(Position position) override {
    wire::Digest request;
    request.at.as_of.position = position;
    request.at.not_before = position;
    request.at.wait_ms = wait_ms_;
    auto const reply = client_->digest(request);
    if (!reply) return std::unexpected(reply.error());
    return reply->digest;
  }

 private:
  std::unique_ptr<client::Client> client_;
  Position head_;
  std::optional<Hash> root_;
  std::uint32_t wait_ms_;
};

class JournalEvents final : public EventSource {
 public:
  JournalEvents(std::filesystem::path directory, std::unique_ptr<journal::Journal> journal)
      : directory_(std::move(directory)), journal_(std::move(journal)) {}

  Position head() const override { return journal_->head().position; }
  std::optional<Hash> root() const override { return journal_->head().root; }

  client::Response<std::string> checkpoint() override {
    auto const file = notary::checkpoint_file(directory_);
    std::error_code unknown;
    if (!std::filesystem::exists(file, unknown)) return std::string{};
    auto text = read_text_file(file);
    if (!text) return std::unexpected(wire::to_failure(text.error()));
    return *std::move(text);
  }

  client::Response<std::vector<Bytes>> events(Position from, Position last) override {
    auto const wanted = std::min(slice_events, last.value() - from.value() + 1);
    auto const records = journal_->read(from, static_cast<std::size_t>(wanted), slice_bytes);
    if (!records) return std::unexpected(wire::to_failure(records.error()));
    std::vector<Bytes> events;
    events.reserve(records->size());
    for (std::size_t i = 0; i < records->size(); ++i) {
      events.emplace_back((*records)[i].begin(), (*records)[i].end());
    }
    return events;
  }

  /// There are no views to ask: looks at the head of every event.
  client::Response<std::vector<Bytes>> stream(ledger::StreamRef const& stream) override {
    std::vector<Bytes> own;
    auto const done = each(head(), [&](Position, ByteView bytes) -> Result<bool> {
      auto const header = codec::peek(bytes);
      if (!header) return std::unexpected(header.error());
      if (header->stream == stream) own.emplace_back(bytes.begin(), bytes.end());
      return true;
    });
    if (!done) return std::unexpected(done.error());
    return own;
  }

  client::Response<std::optional<Hash>> views_digest(Position) override { return std::nullopt; }

 private:
  std::filesystem::path directory_;
  std::unique_ptr<journal::Journal> journal_;
};

client::Response<std::unique_ptr<EventSource>> open_directory(
    std::filesystem::path const& directory, bool from_backup) {
  if (!from_backup) {
    auto const config = DataDirectory{directory}.read_config();
    if (!config) return std::unexpected(wire::to_failure(config.error()));
  }
  journal::Config config;
  config.dir = directory;
  config.read_only = true;
  config.verify_in_background = false;
  auto journal = journal::Journal::open(config);
  if (!journal) return std::unexpected(wire::to_failure(journal.error()));
  return std::make_unique<JournalEvents>(directory, *std::move(journal));
}

}  // namespace

client::Response<Bytes> EventSource::event(Position position) {
  auto page = events(position, position);
  if (!page) return std::unexpected(page.error());
  return std::move(page->front());
}

client::Response<std::unique_ptr<EventSource>> open_source(Options const& options,
                                                           SourceFlags const& flags) {
  if (!flags.directory.empty()) return open_directory(flags.directory, flags.from_backup);
  std::error_code unknown;
  bool const closed = !options.data.empty() && options.server.empty() &&
                      !std::filesystem::exists(DataDirectory{options.data}.address_file(), unknown);
  if (closed) return open_directory(options.data, flags.from_backup);
  auto client = connect(options);
  if (!client) return std::unexpected(client.error());
  auto const status = (*client)->status();
  if (!status) return std::unexpected(status.error());
  return std::make_unique<ServedEvents>(*std::move(client), *status, options.deadline_s);
}

}  // namespace gl::tools
