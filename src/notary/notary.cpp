#include "notary/notary.h"

#include <algorithm>
#include <string>
#include <utility>

#include <spdlog/spdlog.h>

#include "base/check.h"
#include "notary/prover.h"
#include "notary/rotation_file.h"
#include "proof/checkpoint.h"
#include "proof/tiles.h"

namespace gl::notary {
namespace {

std::string text(proof::TreeHead const& tree) {
  return "root " + to_hex(tree.root) + " at position " + std::to_string(tree.size);
}

Error not_published() {
  return {Errc::busy, "no checkpoint of this ledger is signed yet: ask again in a second"};
}

/// The journal does not go on from what was signed.
Error forked(proof::TreeHead const& checkpoint, std::string const& found) {
  return {Errc::corrupt, "the last signed checkpoint has " + text(checkpoint) + ", " + found +
                             ": the journal does not go on from what was signed, it was changed "
                             "or cut; restore it from a backup that has those events"};
}

}  // namespace

Result<std::unique_ptr<Notary>> Notary::open(Config config, journal::Journal& journal) {
  auto tiles = TileFile::open(config.dir);
  if (!tiles) return std::unexpected(tiles.error());
  std::unique_ptr<Notary> notary{new Notary(std::move(config), journal, *std::move(tiles))};
  if (auto const done = notary->catch_up(); !done) return std::unexpected(done.error());
  auto* const self = notary.get();
  notary->journal_moves_ = journal.subscribe([self](Position) {
    std::scoped_lock const lock(self->mutex_);
    self->moved_.notify_all();
  });
  notary->thread_ = std::jthread([self](std::stop_token const& stop) { self->run(stop); });
  return notary;
}

void Notary::hold() {
  std::scoped_lock const one(signing_);
  std::scoped_lock const lock(mutex_);
  held_ = true;
}

void Notary::release() {
  std::scoped_lock const lock(mutex_);
  held_ = false;
  moved_.notify_all();
}

Result<Published> Notary::rotate(Position position, proof::NoteSigner next) {
  std::scoped_lock const one(signing_);
  auto made = journal_.head().position < position
                  ? Result<Published>{fail(Errc::corrupt,
                                           "the event that changes the key is not "
                                           "in the journal")}
                  : sign_head(&next);
  if (made) {
    auto const kept = write_rotation(config_.dir, position, made->note);
    if (!kept) made = std::unexpected(kept.error());
  }
  if (!made) {
    fail_for_good(made.error());
    return made;
  }
  spdlog::info("event=log_key_rotated position={} checkpoint={} verifier={}", position.value(),
               made->tree.size, to_string(next.verifier()));
  {
    std::scoped_lock const lock(mutex_);
    GL_CHECK(held_, "a key is changed while no checkpoint is signed");
    keys_.history.change(position.value(), next.verifier());
    keys_.signer = std::move(next);
    published_ = *made;
  }
  signed_.move_to(Position{made->tree.size});
  release();
  return made;
}

Notary::Notary(Config config, journal::Journal const& journal, TileFile tiles)
    : config_(std::move(config)),
      journal_(journal),
      tree_(journal),
      tiles_(std::move(tiles)),
      keys_{config_.signer, config_.keys.value_or(config_.signer.verifier())},
      held_(config_.held) {
  GL_CHECK(keys_.signer.verifier() == keys_.history.current(), "who signs has the current key");
}

Notary::~Notary() { stop(); }

void Notary::stop() {
  if (!thread_.joinable()) return;
  journal_moves_.cancel();
  thread_.request_stop();
  thread_.join();
  if (!failure()) publish();
}

std::optional<Published> Notary::published() const {
  std::scoped_lock const lock(mutex_);
  return published_;
}

std::optional<Notary::Latest> Notary::latest() const {
  std::scoped_lock const lock(mutex_);
  if (!published_) return std::nullopt;
  return Latest{*published_, keys_.history.at(published_->tree.size)};
}

std::optional<Error> Notary::failure() const {
  std::scoped_lock const lock(mutex_);
  return failure_;
}

Result<proof::InclusionFile> Notary::inclusion(Position position) const {
  auto const last = published();
  if (!last) return std::unexpected(not_published());
  return prove_inclusion(journal_, tree_, *last, position);
}

Result<proof::InclusionFile> Notary::rotation(Position position) const {
  return prove_rotation(journal_, tree_, config_.dir, position);
}

Notary::Keys Notary::current() const {
  std::scoped_lock const lock(mutex_);
  return keys_;
}

proof::KeyHistory Notary::keys() const { return current().history; }

void Notary::fail_for_good(Error const& why) {
  spdlog::critical("event=checkpoint_refused reason={} what=\"{}\"", name(why.code), why.what);
  std::scoped_lock const lock(mutex_);
  failure_ = why;
}

Result<proof::ConsistencyFile> Notary::consistency(Position older, Position newer) const {
  auto const last = published();
  if (!last) return std::unexpected(not_published());
  return prove_consistency(tree_, *last, older, newer);
}

Result<std::string> Notary::sign_seal(Position position, proof::Sealed const& sealed) const {
  if (position < Position{1} || position > this->position()) {
    return fail(Errc::busy, "no checkpoint holds position " + std::to_string(position.value()) +
                                " yet: ask again");
  }
  auto const root = tree_.root(position.value());
  if (!root) return std::unexpected(root.error());
  return proof::sign_seal({position.value(), *root}, sealed, current().signer);
}

Result<void> Notary::catch_up() {
  auto const last = read_checkpoint(config_.dir, keys());
  if (!last) return std::unexpected(last.error());
  if (!*last) {
    spdlog::info("event=checkpoint_none dir={} head={}", config_.dir.string(),
                 journal_.watermark().value());
    return {};
  }
  auto const& tree = (*last)->tree;
  auto const head = journal_.head();
  if (tree.size > head.position.value()) {
    return std::unexpected(
        forked(tree, "the journal ends at position " + std::to_string(head.position.value())));
  }
  if (auto const done = rebuild_to(**last); !done) return done;
  published_ = **last;
  signed_.move_to(Position{tree.size});
  return {};
}

/// The tree up to the checkpoint: with the roots kept on disk if they lead to its root, else from
/// the events alone.
Result<void> Notary::rebuild_to(Published const& last) {
  auto const kept = tiles_.read(static_cast<std::size_t>(last.tree.size / proof::tile_width));
  if (!kept) return std::unexpected(kept.error());
  tree_.adopt(*kept);
  tiles_on_disk_ = kept->size();
  for (bool from_events = kept->empty();; from_events = true) {
    if (auto const done = tree_.extend(Position{last.tree.size}); !done) return done;
    auto const root = tree_.root(last.tree.size);
    if (!root) return std::unexpected(root.error());
    if (*root == last.tree.root) return keep_tiles();
    if (from_events) {
      return std::unexpected(forked(last.tree, "the journal has root " + to_hex(*root) + " there"));
    }
    spdlog::warn("event=tiles_thrown_away why=\"they do not lead to the checkpoint's root\"");
    tree_.clear();
    tiles_on_disk_ = 0;
  }
}

void Notary::run(std::stop_token const& stop) {
  while (!stop.stop_requested() && !failure()) {
    {
      std::unique_lock lock(mutex_);
      moved_.wait(lock, stop,
                  [this] { return !held_ && journal_.watermark() > signed_.position(); });
    }
    if (stop.stop_requested()) return;
    wait_for_rest(stop);
    publish();
  }
}

void Notary::wait_for_rest(std::stop_token const& stop) {
  using Clock = std::chrono::steady_clock;
  auto const deadline = Clock::now() + config_.wait_max;
  std::unique_lock lock(mutex_);
  for (Position seen; seen != journal_.watermark() && Clock::now() < deadline;) {
    if (stop.stop_requested()) return;
    seen = journal_.watermark();
    auto const wake = std::min(deadline, Clock::now() + config_.rest);
    static_cast<void>(resting_.wait_until(lock, stop, wake, [] { return false; }));
  }
}

void Notary::publish() {
  std::scoped_lock const one(signing_);
  {
    std::scoped_lock const lock(mutex_);
    if (held_ || failure_) return;
  }
  if (journal_.watermark() <= signed_.position()) return;
  auto signed_head = sign_head();
  if (!signed_head) {
    fail_for_good(signed_head.error());
    return;
  }
  Position const position{signed_head->tree.size};
  {
    std::scoped_lock const lock(mutex_);
    published_ = *std::move(signed_head);
  }
  signed_.move_to(position);
  spdlog::debug("event=checkpoint position={}", position.value());
}

Result<Published> Notary::sign_head(proof::NoteSigner const* next_key) {
  auto const head = journal_.head();
  if (auto const done = tree_.extend(head.position); !done) return std::unexpected(done.error());
  auto const root = tree_.root(head.position.value());
  if (!root) return std::unexpected(root.error());
  if (*root != head.root) {
    return fail(Errc::corrupt,
                "read back, the events up to position " + std::to_string(head.position.value()) +
                    " have root " + to_hex(*root) + ", the journal's head says " +
                    to_hex(head.root) + ": nothing is signed; restore the ledger from a backup");
  }
  proof::TreeHead const tree{head.position.value(), *root};
  if (auto const good = check_extends_disk(tree); !good) return std::unexpected(good.error());
  auto const signer = current().signer;
  Published next{tree, next_key == nullptr ? proof::sign_checkpoint(tree, signer)
                                           : proof::sign_transition(tree, signer, *next_key)};
  auto const written =
      journal::write_file_durably(checkpoint_file(config_.dir), as_bytes(next.note));
  if (!written) return std::unexpected(written.error());
  if (auto const kept = keep_tiles(); !kept) return std::unexpected(kept.error());
  return next;
}

Result<void> Notary::check_extends_disk(proof::TreeHead const& next) const {
  auto const last = read_checkpoint(config_.dir, keys());
  if (!last) return std::unexpected(last.error());
  auto const before = *last ? *last : published();
  if (!before) return {};
  auto const found = "what is to be signed has " + text(next);
  if (before->tree.size > next.size) return std::unexpected(forked(before->tree, found));
  auto const path = proof::consistency_path(tree_.subtrees(), before->tree.size, next.size);
  if (!path) return std::unexpected(path.error());
  if (!proof::check_consistency(before->tree, next, *path)) {
    return std::unexpected(forked(before->tree, found));
  }
  return {};
}

Result<void> Notary::keep_tiles() {
  auto const roots = tree_.tile_roots(tiles_on_disk_);
  if (auto const done = tiles_.write(tiles_on_disk_, roots); !done) return done;
  tiles_on_disk_ += roots.size();
  return {};
}

}  // namespace gl::notary
