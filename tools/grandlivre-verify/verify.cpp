#include "tools/grandlivre-verify/verify.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/time.h"
#include "proof/balance_proof.h"
#include "proof/note.h"

namespace gl::verify {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_file_bytes_max = 4'096;

/// A key as it was given: itself, or the first line of a file. A key has two `+`, a file's name
/// seldom one.
Result<proof::VerifierKey> read_key(std::string const& given) {
  std::error_code unknown;
  std::string text = given;
  if (fs::is_regular_file(given, unknown)) {
    auto const file = read_file(given, key_file_bytes_max);
    if (!file) return std::unexpected(file.error());
    text = file->substr(0, file->find('\n'));
  }
  auto key = proof::parse_verifier_key(text);
  if (!key) return fail(Errc::usage, key.error().what);
  return key;
}

/// Who has only an older or a newer key of the ledger is told what is missing.
Result<proof::SignedCheckpoint> open_trusted(std::string_view note, proof::KeyHistory const& keys) {
  auto opened = proof::open_checkpoint(note, keys);
  if (opened || opened.error().code != Errc::not_found) return opened;
  auto const parsed = proof::parse_note(note);
  bool const is_same_name =
      parsed && std::ranges::find(parsed->signatures, keys.current().name,
                                  &proof::NoteSignature::name) != parsed->signatures.end();
  if (!is_same_name) return opened;
  return fail(Errc::not_found, opened.error().what +
                                   "; if this ledger changed its key, the proof of that connects "
                                   "the two: give it as --rotation FILE");
}

Result<Trust> read_trust(Request const& request) {
  auto key = read_key(request.key);
  if (!key) return std::unexpected(key.error());
  Trust trust{*std::move(key), {}, {}};
  for (auto const& path : request.rotations) {
    auto const file = read_file(path, proof::balance_proof_bytes_max);
    if (!file) return std::unexpected(file.error());
    if (auto const more = extend(trust, *file); !more) {
      return fail(more.error().code, path.string() + ": " + more.error().what);
    }
  }
  for (auto const& given : request.witnesses) {
    auto witness = read_key(given);
    if (!witness) return std::unexpected(witness.error());
    trust.witnesses.push_back(*std::move(witness));
  }
  if (request.since.empty()) return trust;
  auto const note = read_file(request.since, proof::note_bytes_max);
  if (!note) return std::unexpected(note.error());
  auto const since = open_trusted(*note, trust.keys);
  if (!since) {
    return fail(since.error().code, "the checkpoint to compare with, " + request.since.string() +
                                        ", is not one of this ledger: " + since.error().what);
  }
  trust.since = since->checkpoint.tree;
  return trust;
}

/// Of the keys that are trusted the one by which the checkpoint was believed.
proof::VerifierKey signer_of(Trust const& trust, proof::SignedCheckpoint const& checkpoint) {
  auto const key = proof::signing_key(to_string(checkpoint.note), trust.keys);
  return key ? *key : trust.keys.current();
}

std::string text(proof::TreeHead const& tree) {
  return std::to_string(tree.size) + " events with root " + to_hex(tree.root);
}

}  // namespace

Result<std::string> verify(Request const& request) {
  auto const trust = read_trust(request);
  if (!trust) return std::unexpected(trust.error());
  std::error_code unknown;
  if (fs::is_directory(request.path, unknown)) return verify_directory(*trust, request.path);
  auto const file = read_file(request.path, proof::balance_proof_bytes_max);
  if (!file) return std::unexpected(file.error());
  return verify_file(*trust, *file);
}

Result<proof::SignedCheckpoint> open(Trust const& trust, std::string_view note) {
  auto checkpoint = open_trusted(note, trust.keys);
  if (!checkpoint) return checkpoint;
  for (auto const& witness : trust.witnesses) {
    auto const seen = proof::check_cosignature(checkpoint->note, witness);
    if (!seen) return std::unexpected(seen.error());
  }
  return checkpoint;
}

std::string describe(Trust const& trust, proof::SignedCheckpoint const& checkpoint) {
  std::string lines = "ledger      " + checkpoint.checkpoint.origin + "\n" +  //
                      "key         " + to_string(signer_of(trust, checkpoint)) + "\n" +
                      "checkpoint  " + text(checkpoint.checkpoint.tree) + "\n";
  for (auto const& witness : trust.witnesses) {
    auto const seconds = proof::check_cosignature(checkpoint.note, witness);
    if (!seconds) continue;
    constexpr std::int64_t microseconds = 1'000'000;
    lines += "witness     " + witness.name + " saw it at " +
             gl::to_string(Instant{static_cast<std::int64_t>(*seconds) * microseconds}) + "\n";
  }
  if (trust.witnesses.empty()) {
    lines +=
        "witness     none was asked for: that everybody is shown the same history is not proved "
        "here\n";
  }
  if (trust.since) lines += "since       " + text(*trust.since) + "\n";
  return lines;
}

Error forked(proof::TreeHead const& since, proof::TreeHead const& now) {
  return {Errc::corrupt, "FORK: the checkpoint kept from before has " + text(since) +
                             ", what is shown now, with " + text(now) +
                             ", does not begin with it: history was rewritten. Keep both files: "
                             "together they prove it"};
}

Error rolled_back(proof::TreeHead const& since, proof::TreeHead const& now) {
  return {Errc::corrupt, "ROLLBACK: the checkpoint kept from before has " + text(since) +
                             ", this one only " + text(now) + ": it is older; ask for a newer one"};
}

Result<std::string> read_file(fs::path const& path, std::size_t bytes_max) {
  std::ifstream file{path, std::ios::binary};
  if (!file) return fail(Errc::io, "cannot read " + path.string() + ": is it there, and readable?");
  std::string text(bytes_max + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > bytes_max) {
    return fail(Errc::too_large, path.string() + " has more than " + std::to_string(bytes_max) +
                                     " bytes: it is not what it is taken for");
  }
  return text;
}

}  // namespace gl::verify
