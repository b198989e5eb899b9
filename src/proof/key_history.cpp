#include "proof/key_history.h"

#include <string>
#include <utility>

#include "base/check.h"

namespace gl::proof {

void KeyHistory::change(std::uint64_t size, VerifierKey key) {
  GL_CHECK(size > reigns_.back().from, "a log's keys change one after the other");
  reigns_.push_back({std::move(key), size});
}

void KeyHistory::precede(std::uint64_t size, VerifierKey retired) {
  GL_CHECK(size > 0 && (reigns_.size() == 1 || size < reigns_[1].from),
           "a log's keys change one after the other");
  reigns_.front().from = size;
  reigns_.insert(reigns_.begin(), {std::move(retired), 0});
}

VerifierKey const& KeyHistory::at(std::uint64_t size) const {
  auto reign = reigns_.rbegin();
  while (reign->from > size) ++reign;
  return reign->key;
}

Result<VerifierKey> signing_key(std::string_view note, KeyHistory const& keys) {
  auto const parsed = parse_note(note);
  if (!parsed) return std::unexpected(parsed.error());
  auto const checkpoint = parse_checkpoint(parsed->text);
  if (!checkpoint) return std::unexpected(checkpoint.error());
  auto const size = checkpoint->tree.size;
  auto const reigns = keys.reigns();
  for (std::size_t i = reigns.size(); i-- > 0;) {
    if (find_signature(*parsed, reigns[i].key) == nullptr) continue;
    bool const was_retired = i + 1 < reigns.size() && size >= reigns[i + 1].from;
    if (!was_retired) return reigns[i].key;
    return fail(Errc::corrupt,
                "the note of " + std::to_string(size) + " events is signed by " +
                    to_string(reigns[i].key) + ", which the event at position " +
                    std::to_string(reigns[i + 1].from) + " retired, and not by " +
                    to_string(keys.current()) +
                    ": who has the retired key made it, or keys/ was put back to before");
  }
  return std::unexpected(not_signed_by(*parsed, keys.current()));
}

Result<SignedCheckpoint> open_checkpoint(std::string_view note, KeyHistory const& keys) {
  auto const key = signing_key(note, keys);
  if (!key) return std::unexpected(key.error());
  return open_checkpoint(note, *key);
}

std::string sign_transition(TreeHead const& tree, NoteSigner const& retired,
                            NoteSigner const& next) {
  GL_CHECK(retired.name == next.name, "the keys of a log have one name, which is its origin");
  Note note{to_string(Checkpoint{retired.name, tree, {}}), {}};
  add_signature(note, retired);
  add_signature(note, next);
  return to_string(note);
}

Result<SignedCheckpoint> open_transition(std::string_view note, VerifierKey const& retired,
                                         VerifierKey const& key, std::uint64_t size) {
  auto opened = open_checkpoint(note, retired);
  if (!opened) return opened;
  if (auto const both = check_signature(opened->note, key); !both) {
    return std::unexpected(both.error());
  }
  if (opened->checkpoint.tree.size >= size) return opened;
  return fail(Errc::corrupt, "the checkpoint that both keys signed holds " +
                                 std::to_string(opened->checkpoint.tree.size) +
                                 " events, and not the one at position " + std::to_string(size) +
                                 " that changed the key");
}

}  // namespace gl::proof
