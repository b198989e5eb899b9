#include "proof/checkpoint.h"

#include <algorithm>
#include <limits>

#include "base/base64.h"
#include "base/check.h"
#include "proof/lines.h"

namespace gl::proof {
namespace {

constexpr std::size_t time_bytes = 8;

std::unexpected<Error> no_checkpoint(std::string const& what) {
  return fail(Errc::malformed, "no checkpoint of a log: " + what);
}

/// What a witness signs: two lines in front of the checkpoint's text.
std::string cosigned_text(std::string_view checkpoint, std::uint64_t posix_time) {
  return "cosignature/v1\ntime " + std::to_string(posix_time) + "\n" + std::string{checkpoint};
}

}  // namespace

std::string to_string(Checkpoint const& checkpoint) {
  std::string text = checkpoint.origin + "\n" + std::to_string(checkpoint.tree.size) + "\n" +
                     to_base64(checkpoint.tree.root) + "\n";
  for (auto const& line : checkpoint.extensions) text += line + "\n";
  return text;
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  Checkpoint checkpoint;
  Lines lines{text};
  auto const origin = lines.next();
  auto const size = lines.next();
  auto const root = lines.next();
  if (!origin || !size || !root) {
    return no_checkpoint(
        "it has three lines at least, origin, size and root, each with its newline");
  }
  if (origin->empty()) return no_checkpoint("the first line, its origin, is empty");
  checkpoint.origin = *origin;
  auto const leaves = parse_decimal(*size);
  if (!leaves) {
    return no_checkpoint("the second line, its size, is \"" + std::string{*size} +
                         "\" and not a number without leading zeros");
  }
  checkpoint.tree.size = *leaves;
  auto const hash = hash_from_base64(*root);
  if (!hash) return no_checkpoint("the third line, its root: " + hash.error().what);
  checkpoint.tree.root = *hash;
  while (!lines.at_end()) {
    auto const line = lines.next();
    if (!line) return no_checkpoint("its last line is cut off");
    if (line->empty()) return no_checkpoint("a line of it is empty");
    checkpoint.extensions.emplace_back(*line);
  }
  return checkpoint;
}

std::string sign_checkpoint(TreeHead const& tree, NoteSigner const& signer) {
  Note note{to_string(Checkpoint{signer.name, tree, {}}), {}};
  add_signature(note, signer);
  return to_string(note);
}

Result<SignedCheckpoint> open_checkpoint(std::string_view note, VerifierKey const& log) {
  auto parsed = parse_note(note);
  if (!parsed) return std::unexpected(parsed.error());
  if (auto const good = check_signature(*parsed, log); !good) {
    return std::unexpected(good.error());
  }
  auto checkpoint = parse_checkpoint(parsed->text);
  if (!checkpoint) return std::unexpected(checkpoint.error());
  if (checkpoint->origin != log.name) {
    return fail(Errc::corrupt, "the checkpoint is of the log " + checkpoint->origin +
                                   ", the key of " + log.name + ": they do not belong together");
  }
  return SignedCheckpoint{*std::move(checkpoint), *std::move(parsed)};
}

void add_cosignature(Note& note, NoteSigner const& witness, std::uint64_t posix_time) {
  GL_CHECK(parse_checkpoint(note.text).has_value(), "witnesses sign checkpoints");
  auto const signature = sign(witness.secret, as_bytes(cosigned_text(note.text, posix_time)));
  auto const time = big_endian(posix_time);
  Bytes bytes{time.begin(), time.end()};
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  note.signatures.push_back({witness.name, cosignature_verifier(witness).id(), std::move(bytes)});
}

VerifierKey cosignature_verifier(NoteSigner const& witness) {
  return {witness.name, SignatureType::cosignature, public_key(witness.secret)};
}

Result<std::uint64_t> check_cosignature(Note const& note, VerifierKey const& witness) {
  if (witness.type != SignatureType::cosignature) {
    return fail(Errc::usage, "the key of " + witness.name + " is not a witness' key");
  }
  auto const* const signature = find_signature(note, witness);
  if (signature == nullptr) return std::unexpected(not_signed_by(note, witness));
  auto const bad =
      fail(Errc::corrupt, "the cosignature of " + witness.name + " is not one of this checkpoint");
  ByteView const bytes = signature->bytes;
  if (bytes.size() != time_bytes + Signature{}.size()) return bad;
  auto const posix_time = from_big_endian(bytes);
  constexpr std::uint64_t time_max = std::numeric_limits<std::int64_t>::max();
  auto const text = cosigned_text(note.text, posix_time);
  if (posix_time > time_max || !verifies(witness.key, as_bytes(text), bytes.subspan(time_bytes))) {
    return bad;
  }
  return posix_time;
}

}  // namespace gl::proof
