#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "base/result.h"
#include "base/strong.h"
#include "journal/journal.h"
#include "journal/watermark.h"
#include "notary/checkpoint_file.h"
#include "notary/tile_file.h"
#include "notary/tree.h"
#include "proof/balance_proof.h"
#include "proof/key_history.h"
#include "proof/note.h"
#include "proof/proof_file.h"

namespace gl::notary {

struct Config {
  std::filesystem::path dir;  ///< the ledger's data directory
  proof::NoteSigner signer;   ///< of the current key
  /// The keys before it too; none: there were none.
  std::optional<proof::KeyHistory> keys{};
  bool held = false;  ///< as after `hold`
  /// Without a new block for so long the ledger is at rest, and a checkpoint is due.
  std::chrono::milliseconds rest{20};
  /// However busy it is, an event waits no longer than this for its checkpoint to be begun.
  std::chrono::milliseconds wait_max{700};
};

/// Publishes signed checkpoints of a journal, in `checkpoint` of the data directory, and proves
/// what stands in them. Before it signs it reads the events since the last checkpoint back from the
/// journal, hashes them, and compares with the journal's root; and it signs nothing that is not an
/// extension of the checkpoint on disk. A resource that borrows the journal; it has a thread.
///
/// Its key is changed in two steps, `hold` before the event that records the change and `rotate`
/// behind it, so that no checkpoint but one that both keys signed is the first to hold the event.
class Notary {
 public:
  /// Compares the checkpoint on disk with the journal before anything else is done with either.
  /// Errors: corrupt (the journal is not an extension of the checkpoint, which the sentence names
  /// both; or the checkpoint is not ours, or not signed by the key of its size), io.
  [[nodiscard]] static Result<std::unique_ptr<Notary>> open(Config config,
                                                            journal::Journal& journal);
  Notary(Notary const&) = delete;
  Notary& operator=(Notary const&) = delete;
  /// Stops, if `stop` was not called.
  ~Notary();

  /// From here on no checkpoint is signed until `release` or `rotate`. Thread: any.
  void hold();
  /// The key stays what it is. Thread: any.
  void release();
  /// Signs the checkpoint of what is there, `position` being that of the event that records the
  /// change, with the current key and the next one; keeps it in `checkpoint` and in `rotations/`.
  /// From here on the next one signs alone. Only while held; can be done again when it was cut off.
  /// Errors: corrupt, io: then nothing is signed any more (`failure`). Thread: any.
  [[nodiscard]] Result<Published> rotate(Position position, proof::NoteSigner next);

  /// Signs what is there, unless it is held, and ends the thread. Nothing is appended to the
  /// journal any more. A second call does nothing.
  void stop();

  /// The keys that signed, and the one that does. Thread: any.
  [[nodiscard]] proof::KeyHistory keys() const;
  /// The key that signs the checkpoints. Thread: any.
  [[nodiscard]] proof::VerifierKey verifier() const { return keys().current(); }

  /// The latest checkpoint; nothing before the first. Thread: any.
  [[nodiscard]] std::optional<Published> published() const;
  /// The same with a key that signed it. Thread: any.
  struct Latest {
    Published published;
    proof::VerifierKey key;
  };
  [[nodiscard]] std::optional<Latest> latest() const;
  /// The last position in it; 0 before the first. Thread: any.
  [[nodiscard]] Position position() const { return signed_.position(); }
  /// Calls `listener` with the position of each new checkpoint, on the thread that signs it, for as
  /// long as the returned value lives. It is quick.
  [[nodiscard]] journal::Subscription subscribe(std::function<void(Position)> listener) {
    return signed_.subscribe(std::move(listener));
  }
  /// Why no more is signed, if so. Stop serving. Thread: any.
  [[nodiscard]] std::optional<Error> failure() const;

  /// As `prove_inclusion` and `prove_consistency`, of the latest checkpoint. Errors: theirs; busy
  /// before the first checkpoint. Thread: any.
  [[nodiscard]] Result<proof::InclusionFile> inclusion(Position position) const;
  [[nodiscard]] Result<proof::ConsistencyFile> consistency(Position older, Position newer) const;
  /// As `prove_rotation`. Thread: any.
  [[nodiscard]] Result<proof::InclusionFile> rotation(Position position) const;

  /// A seal (a checkpoint with a line more) of the ledger after `position`, which a checkpoint
  /// holds already: nothing is signed here whose events were not read back. Errors: busy (none
  /// holds it yet), corrupt, io. Thread: any.
  [[nodiscard]] Result<std::string> sign_seal(Position position, proof::Sealed const& sealed) const;

 private:
  struct Keys {
    proof::NoteSigner signer;
    proof::KeyHistory history;
  };

  Notary(Config config, journal::Journal const& journal, TileFile tiles);

  [[nodiscard]] Result<void> catch_up();
  [[nodiscard]] Result<void> rebuild_to(Published const& last);
  void run(std::stop_token const& stop);
  void wait_for_rest(std::stop_token const& stop);
  void publish();
  [[nodiscard]] Result<Published> sign_head(proof::NoteSigner const* next_key = nullptr);
  [[nodiscard]] Keys current() const;
  void fail_for_good(Error const& why);
  [[nodiscard]] Result<void> check_extends_disk(proof::TreeHead const& next) const;
  [[nodiscard]] Result<void> keep_tiles();

  Config config_;
  journal::Journal const& journal_;
  std::mutex signing_;  ///< one checkpoint at a time; the tree grows under it
  Tree tree_;
  TileFile tiles_;
  std::size_t tiles_on_disk_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable_any moved_;    ///< the journal has
  std::condition_variable_any resting_;  ///< woken by a stop only, so that no block wakes it
  Keys keys_;
  bool held_ = false;
  std::optional<Published> published_;
  std::optional<Error> failure_;
  journal::Watermark signed_;

  journal::Subscription journal_moves_;
  std::jthread thread_;
};

}  // namespace gl::notary
