#include "server/open_notary.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include <spdlog/spdlog.h>

#include "keys/log_key.h"
#include "keys/log_key_change.h"
#include "notary/rotation_file.h"
#include "server/key_changes.h"

namespace gl::server {
namespace {

namespace fs = std::filesystem;

std::string text(Position position) { return std::to_string(position.value()); }

/// Why the key in keys/ is not the one that the events say.
Error another_key(proof::VerifierKey const& found, std::vector<KeyChange> const& changes) {
  auto const& last = changes.back();
  auto const retiring = std::ranges::find(changes, found, &KeyChange::retired);
  std::string what = "keys/log.key holds " + to_string(found);
  if (retiring != changes.end()) {
    what += ", which the event at position " + text(retiring->position) + " retired";
  }
  what += "; since position " + text(last.position) + " the ledger signs with " +
          to_string(last.key) + ": restore keys/ from a backup made after that";
  return {Errc::corrupt, std::move(what)};
}

/// Retired keys of keys/ that no event retires: the journal is older than they are.
Result<void> check_retired(fs::path const& data_directory, std::vector<KeyChange> const& changes) {
  auto const retired = keys::retired_log_keys(data_directory);
  if (!retired) return std::unexpected(retired.error());
  for (auto const& key : *retired) {
    if (std::ranges::find(changes, key, &KeyChange::retired) != changes.end()) continue;
    return fail(Errc::corrupt, "keys/ keeps " + to_string(key) +
                                   " as retired, and no event of the journal retires it: the "
                                   "journal is older than keys/; restore both from one backup");
  }
  return {};
}

/// Whether the checkpoint that both keys signed is kept already.
bool is_signed_by_both(fs::path const& data_directory, KeyChange const& change) {
  auto const note = notary::read_rotation(data_directory, change.position);
  return note && proof::open_transition(*note, change.retired, change.key, change.position.value());
}

using Opened = Result<std::unique_ptr<notary::Notary>>;

/// What comes behind the event of the last change.
Opened end_change(notary::Config config, journal::Journal& journal, Uuid const& ledger,
                  std::vector<KeyChange> const& changes, proof::NoteSigner next) {
  auto const& last = changes.back();
  auto const dir = config.dir;
  spdlog::warn("event=log_key_rotation_ended position={} verifier={}", last.position.value(),
               to_string(last.key));
  if (is_signed_by_both(dir, last)) {
    auto const done = keys::adopt_next_log_key(dir, last.retired, last.key);
    if (!done) return std::unexpected(done.error());
    config.keys = history_of(changes, last.key);
    config.signer = std::move(next);
    return notary::Notary::open(std::move(config), journal);
  }
  auto signer = keys::open_log_key(dir, ledger);
  if (!signer) return std::unexpected(signer.error());
  if (signer->verifier() != last.retired) {
    return std::unexpected(another_key(signer->verifier(), changes));
  }
  config.keys = history_of({changes.begin(), std::prev(changes.end())}, last.retired);
  config.signer = *std::move(signer);
  config.held = true;
  auto notary = notary::Notary::open(std::move(config), journal);
  if (!notary) return notary;
  auto const made = (*notary)->rotate(last.position, std::move(next));
  if (!made) return std::unexpected(made.error());
  auto const done = keys::adopt_next_log_key(dir, last.retired, last.key);
  if (!done) return std::unexpected(done.error());
  return notary;
}

}  // namespace

Opened open_notary(fs::path const& data_directory, Uuid const& ledger, journal::Journal& journal,
                   ledger::State const& state) {
  auto const changes = read_key_changes(journal, state);
  if (!changes) return std::unexpected(changes.error());
  if (auto const fine = check_retired(data_directory, *changes); !fine) {
    return std::unexpected(fine.error());
  }
  notary::Config config;
  config.dir = data_directory;
  auto next = keys::open_next_log_key(data_directory, ledger);
  bool const recorded =
      next && *next && !changes->empty() && changes->back().key == (*next)->verifier();
  if (recorded) return end_change(std::move(config), journal, ledger, *changes, **std::move(next));
  auto signer = keys::open_log_key(data_directory, ledger);
  if (!signer) return std::unexpected(signer.error());
  auto const key = signer->verifier();
  if (!changes->empty() && changes->back().key != key) {
    return std::unexpected(another_key(key, *changes));
  }
  if (!next || *next) {
    spdlog::warn("event=log_key_dropped what=\"it was made for a change that no event records\"");
    auto const gone = keys::drop_next_log_key(data_directory);
    if (!gone) return std::unexpected(gone.error());
  }
  config.keys = history_of(*changes, key);
  config.signer = *std::move(signer);
  return notary::Notary::open(std::move(config), journal);
}

}  // namespace gl::server
