#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "proof/ed25519.h"

/// Signed notes, as C2SP's signed-note specifies them: a text, an empty line, and a line
/// `— NAME BASE64` for each signature. Keys are named; the first four bytes of a signature are the
/// key's id.
namespace gl::proof {

/// What a key signs, and how. The numbers are C2SP's.
enum class SignatureType : std::uint8_t {
  ed25519 = 0x01,      ///< the note's text
  cosignature = 0x04,  ///< a checkpoint's text and the time at which a witness saw it
};

/// Most bytes of a note, and most signatures in one: the specification asks for 16 at least.
inline constexpr std::size_t note_bytes_max = 1U << 20;
inline constexpr std::size_t note_signatures_max = 64;
inline constexpr std::size_t key_name_bytes_max = 255;

/// Whose signatures are taken, and with which key they are checked.
struct VerifierKey {
  std::string name;
  SignatureType type = SignatureType::ed25519;
  PublicKey key{};

  /// SHA-256(name ‖ 0x0A ‖ type ‖ key), its first four bytes.
  [[nodiscard]] std::uint32_t id() const;

  friend bool operator==(VerifierKey const&, VerifierKey const&) = default;
};

/// `NAME+IDINHEX+BASE64`, as keys are handed on: the Base 64 is of type and key.
[[nodiscard]] std::string to_string(VerifierKey const& key);

/// Errors: malformed (another form, a type that this version does not know, an id that is not that
/// of name and key).
[[nodiscard]] Result<VerifierKey> parse_verifier_key(std::string_view text);

/// True for a name that a key may have: 1 to 255 bytes of UTF-8 without spaces of any script,
/// control characters and `+`.
[[nodiscard]] bool is_key_name(std::string_view name);

/// A signature as it stands in a note.
struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  Bytes bytes;  ///< what follows the key's id

  friend bool operator==(NoteSignature const&, NoteSignature const&) = default;
};

/// A note as it was read: nothing in it may be believed before a signature was checked.
struct Note {
  std::string text;  ///< with its last newline, without the empty line
  std::vector<NoteSignature> signatures;

  friend bool operator==(Note const&, Note const&) = default;
};

/// Errors: malformed (not of the form, not UTF-8, control characters), too_large.
[[nodiscard]] Result<Note> parse_note(std::string_view bytes);

/// The note's bytes. Reading them gives the same note.
[[nodiscard]] std::string to_string(Note const& note);

/// What a secret key signs with.
struct NoteSigner {
  std::string name;
  SecretKey secret;

  /// The key to check its signatures with.
  [[nodiscard]] VerifierKey verifier() const;
};

/// Signs the note's text and adds the signature at the end. The name is a key's name.
void add_signature(Note& note, NoteSigner const& signer);

/// Whether this key (of type ed25519) signed the text. Errors: not_found (it did not: the sentence
/// names the keys that did), corrupt (there is a signature under its name and id, and it is not one
/// of this text: the note is to be refused whole), usage (a key of another type).
[[nodiscard]] Result<void> check_signature(Note const& note, VerifierKey const& key);

/// The signature of `note` under name and id of `key`; null if there is none, and of several the
/// first.
[[nodiscard]] NoteSignature const* find_signature(Note const& note, VerifierKey const& key);

/// What to say when `key` has not signed: it names those that have.
[[nodiscard]] Error not_signed_by(Note const& note, VerifierKey const& key);

}  // namespace gl::proof
