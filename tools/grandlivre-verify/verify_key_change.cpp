#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "codec/event_codec.h"
#include "proof/merkle.h"
#include "tools/grandlivre-verify/verify.h"

// A ledger that changes its key records it as an event, and signs the checkpoint that holds it with
// both keys: by that the one vouches for the other.

namespace gl::verify {
namespace {

/// The event itself says which one it is.
Result<void> check_position(proof::InclusionFile const& file) {
  auto const header = codec::peek(file.extra);
  if (!header) {
    return fail(Errc::corrupt, "the entry is no event of a ledger: " + header.error().what);
  }
  if (header->position.value() == file.index + 1) return {};
  return fail(Errc::corrupt, "the event says that it is number " +
                                 std::to_string(header->position.value()) +
                                 ", the proof that it is number " + std::to_string(file.index + 1));
}

Result<proof::VerifierKey> key_of(std::string_view text, std::string const& origin) {
  auto key = proof::parse_verifier_key(text);
  if (!key) return fail(Errc::corrupt, "the event names no key: " + key.error().what);
  if (key->name == origin) return key;
  return fail(Errc::corrupt,
              "the event names a key of " + key->name + ", and the ledger is " + origin);
}

Result<void> check_both(ProvedEvent const& proved) {
  auto const& change = *proved.change;
  auto const both = proof::open_transition(to_string(proved.checkpoint.note), change.retired,
                                           change.key, change.position);
  if (both) return {};
  return fail(Errc::corrupt, "a change of key is shown by a checkpoint that both keys signed (" +
                                 both.error().what +
                                 "): make the file with `grandlivre prove "
                                 "--rotation " +
                                 std::to_string(change.position) + "`");
}

}  // namespace

Result<std::optional<KeyChange>> key_change_in(ByteView event, std::string const& origin) {
  static auto const type = codec::event_type_number("LogKeyRotated");
  auto const header = codec::peek(event);
  if (!header || header->type != type) return std::nullopt;
  auto const decoded = codec::decode_event(event);
  if (!decoded) return std::unexpected(decoded.error());
  auto const& rotated = std::get<ledger::LogKeyRotated>(decoded->body);
  auto retired = key_of(rotated.retired.view(), origin);
  if (!retired) return std::unexpected(retired.error());
  auto key = key_of(rotated.key.view(), origin);
  if (!key) return std::unexpected(key.error());
  return KeyChange{header->position.value(), *std::move(retired), *std::move(key)};
}

Result<ProvedEvent> prove_event(Trust const& trust, std::string_view proof_file) {
  auto file = proof::parse_inclusion_file(proof_file);
  if (!file) return std::unexpected(file.error());
  auto checkpoint = open(trust, file->checkpoint);
  if (!checkpoint) return std::unexpected(checkpoint.error());
  if (file->extra.empty()) {
    return fail(Errc::malformed,
                "the file has no `extra` line, which holds the event that it is about");
  }
  auto const leaf = proof::leaf_hash(file->extra);
  auto const& tree = checkpoint->checkpoint.tree;
  if (auto const holds = proof::check_inclusion(leaf, file->index, file->path, tree); !holds) {
    return std::unexpected(holds.error());
  }
  if (auto const right = check_position(*file); !right) return std::unexpected(right.error());
  auto change = key_change_in(file->extra, checkpoint->checkpoint.origin);
  if (!change) return std::unexpected(change.error());
  return ProvedEvent{*std::move(file), *std::move(checkpoint), *std::move(change)};
}

Result<void> extend(Trust& trust, std::string_view proof_file) {
  auto const proved = prove_event({trust.keys, {}, {}}, proof_file);
  if (!proved) return std::unexpected(proved.error());
  if (!proved->change) {
    return fail(Errc::usage, "it proves an event, and that is no change of the ledger's key");
  }
  auto const& change = *proved->change;
  if (auto const both = check_both(*proved); !both) return both;
  auto const reigns = trust.keys.reigns();
  if (change.retired == trust.keys.current() && change.position > reigns.back().from) {
    trust.keys.change(change.position, change.key);
    return {};
  }
  bool const before_all = reigns.size() == 1 || change.position < reigns[1].from;
  if (change.key == trust.keys.first() && before_all) {
    trust.keys.precede(change.position, change.retired);
    return {};
  }
  return fail(Errc::not_found, "it changes the key from " + to_string(change.retired) + " to " +
                                   to_string(change.key) +
                                   ", and that neither follows nor precedes the keys that are "
                                   "trusted: give the proofs of all changes, in their order");
}

Result<std::string> change_in_words(Trust const& trust, ProvedEvent const& proved) {
  if (!proved.change) return std::string{};
  auto const& change = *proved.change;
  auto const reigns = trust.keys.reigns();
  auto const trusts = [&](proof::VerifierKey const& key) {
    return std::ranges::find(reigns, key, &proof::KeyHistory::Reign::key) != reigns.end();
  };
  bool const trusts_old = trusts(change.retired);
  if (!trusts_old && !trusts(change.key)) return std::string{};
  if (auto const both = check_both(proved); !both) {
    // The new key signs alone from the next checkpoint on.
    if (trusts_old) return std::unexpected(both.error());
    return std::string{};
  }
  std::string const what = trusts_old ? "the old key, which you trust, vouches for the new one"
                                      : "the new key, which you trust, came after the old one";
  return "By it the ledger changed its key, and both keys signed the checkpoint: " + what +
         ".\nold key     " + to_string(change.retired) + "\nnew key     " + to_string(change.key) +
         "\nKeep the new one: it alone signs what comes after this.\n";
}

}  // namespace gl::verify
