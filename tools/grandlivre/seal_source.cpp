#include "tools/grandlivre/seal_source.h"

#include <cstdlib>
#include <filesystem>
#include <utility>

#include "journal/journal.h"
#include "projections/views.h"
#include "seals/prove.h"
#include "tools/common/data_directory.h"
#include "tools/grandlivre/log_source.h"
#include "tools/grandlivre/progress.h"

namespace gl::tools {
namespace {

namespace fs = std::filesystem;

std::unexpected<wire::Failure> no(Error const& error) {
  return std::unexpected(wire::to_failure(error));
}

class ServedSeals final : public SealSource {
 public:
  explicit ServedSeals(std::unique_ptr<client::Client> client) : client_(std::move(client)) {}

  client::Response<std::vector<std::string>> notes() override {
    std::vector<std::string> notes;
    wire::Seals request;
    while (true) {
      auto reply = client_->seals(request);
      if (!reply) return std::unexpected(reply.error());
      if (reply->notes.empty()) return notes;
      auto const last = proof::parse_seal(reply->notes.back());
      if (!last) return no(last.error());
      request.after_position = Position{last->checkpoint.checkpoint.tree.size};
      request.after_effective = last->sealed.effective;
      notes.insert(notes.end(), reply->notes.begin(), reply->notes.end());
    }
  }

  client::Response<proof::BalanceFile> prove(WantedSeal const& wanted,
                                             std::string const& prefix) override {
    wire::BalanceProof request{wanted.position, wanted.effective, prefix, 0};
    if (wanted.position == Position{}) {
      auto const made = client_->seal({wanted.effective});
      if (!made) return std::unexpected(made.error());
      auto const seal = proof::parse_seal(made->notes.empty() ? "" : made->notes.front());
      if (!seal) return no(seal.error());
      request.position = Position{seal->checkpoint.checkpoint.tree.size};
    }
    return client_->balance_proof(request);
  }

 private:
  std::unique_ptr<client::Client> client_;
};

/// A directory of its own for views that nobody keeps.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::error_code unknown;
    auto pattern = (fs::temp_directory_path(unknown) / "grandlivre-views-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ScratchDirectory(ScratchDirectory const&) = delete;
  ScratchDirectory& operator=(ScratchDirectory const&) = delete;
  ~ScratchDirectory() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  /// Empty where none could be made.
  [[nodiscard]] fs::path const& path() const { return path_; }

 private:
  fs::path path_;
};

/// The views are made anew from the events, beside what the directory itself has of them.
class ClosedSeals final : public SealSource {
 public:
  ClosedSeals(fs::path dir, LedgerConfig ledger) : dir_(std::move(dir)), ledger_(ledger) {}

  client::Response<std::vector<std::string>> notes() override {
    auto const seals = seals::read_unverified_seals(dir_);
    if (!seals) return no(seals.error());
    std::vector<std::string> notes;
    notes.reserve(seals->size());
    for (auto const& [point, seal] : *seals) notes.push_back(seal.note);
    return notes;
  }

  client::Response<proof::BalanceFile> prove(WantedSeal const& wanted,
                                             std::string const& prefix) override {
    auto const seal = find(wanted);
    if (!seal) return no(seal.error());
    auto file = prove_from_events(*seal, prefix);
    if (!file) return no(file.error());
    return *std::move(file);
  }

 private:
  Result<seals::Kept> find(WantedSeal const& wanted) const {
    auto const seals = seals::read_unverified_seals(dir_);
    if (!seals) return std::unexpected(seals.error());
    for (auto at = seals->rbegin(); at != seals->rend(); ++at) {
      auto const& point = at->first;
      if (point.effective != wanted.effective) continue;
      if (wanted.position == Position{} || point.position == wanted.position) return at->second;
    }
    return fail(Errc::not_found,
                "the closed ledger has no such seal: `grandlivre seals` lists "
                "those that there are; a server makes one of now");
  }

  Result<proof::BalanceFile> prove_from_events(seals::Kept const& seal,
                                               std::string const& prefix) const {
    journal::Config config;
    config.dir = dir_;
    config.read_only = true;
    config.verify_in_background = false;
    auto const journal = journal::Journal::open(config);
    if (!journal) return std::unexpected(journal.error());
    auto const head = (*journal)->head().position;
    if (seal.point.position > head) {
      return fail(Errc::corrupt,
                  "the seal is of position " + std::to_string(seal.point.position.value()) +
                      ", the journal ends at " + std::to_string(head.value()) + ": restore it");
    }
    ScratchDirectory const scratch;
    if (scratch.path().empty()) {
      return fail(Errc::io, "no directory can be made for the views: set TMPDIR to one with room");
    }
    Progress progress{"events", head.value()};
    projections::ViewsConfig views_config;
    views_config.dir = scratch.path();
    views_config.ledger = ledger_.ledger;
    views_config.snapshot_events = 0;
    views_config.on_progress = [&](projections::FoldProgress const& folded) {
      progress.show(folded.position.value());
    };
    auto const views = projections::Views::open(views_config, **journal);
    if (!views) return std::unexpected(views.error());
    constexpr std::chrono::milliseconds look_every{100};
    while (
        !(*views)->wait_for(seal.point.position, std::chrono::steady_clock::now() + look_every)) {
      if (auto const failure = (*views)->failure()) return std::unexpected(*failure);
    }
    return seals::prove_lines(**views, seal, prefix);
  }

  fs::path dir_;
  LedgerConfig ledger_;
};

}  // namespace

client::Response<std::unique_ptr<SealSource>> open_seals(Options const& options) {
  if (is_closed(options)) {
    auto const ledger = DataDirectory{options.data}.read_config();
    if (!ledger) return no(ledger.error());
    return std::make_unique<ClosedSeals>(options.data, *ledger);
  }
  auto client = connect(options);
  if (!client) return std::unexpected(client.error());
  return std::make_unique<ServedSeals>(*std::move(client));
}

}  // namespace gl::tools
