#include "proof/note.h"

#include <algorithm>
#include <array>

#include "base/base64.h"
#include "base/check.h"
#include "proof/sha256.h"
#include "proof/utf8.h"

namespace gl::proof {
namespace {

constexpr std::string_view signature_start = "— ";
constexpr std::size_t id_bytes = 4;
constexpr std::size_t shown_bytes_max = 60;

std::unexpected<Error> no_note(std::string what) { return fail(Errc::malformed, std::move(what)); }

std::string shown(std::string_view text) {
  return text.size() <= shown_bytes_max ? std::string{text}
                                        : std::string{text.substr(0, shown_bytes_max)} + "…";
}

std::array<std::byte, id_bytes> bytes_of_id(std::uint32_t id) {
  auto const eight = big_endian(id);
  std::array<std::byte, id_bytes> bytes{};
  std::copy(eight.end() - id_bytes, eight.end(), bytes.begin());
  return bytes;
}

std::uint32_t id_in(ByteView bytes) {
  std::uint32_t id = 0;
  for (std::byte const byte : bytes.first(id_bytes)) {
    id = id << 8U | std::to_integer<std::uint32_t>(byte);
  }
  return id;
}

Result<void> check_characters(std::string_view bytes) {
  for (auto rest = bytes; !rest.empty();) {
    auto const at = bytes.size() - rest.size();
    auto const character = take_character(rest);
    if (!character) return no_note("a note is UTF-8; it is not at byte " + std::to_string(at));
    if (*character < 0x20 && *character != '\n') {
      return no_note("a note has no control characters but newlines; there is one at byte " +
                     std::to_string(at));
    }
  }
  return {};
}

Result<NoteSignature> parse_signature(std::string_view line) {
  auto const whole = line;
  auto const no = [&](std::string const& why) {
    return no_note("\"" + shown(whole) + "\" is no signature of a note: " + why);
  };
  if (!line.starts_with(signature_start)) return no("it begins with an em dash and a space");
  line.remove_prefix(signature_start.size());
  auto const space = line.find(' ');
  if (space == std::string_view::npos) return no("name and signature stand apart by a space");
  NoteSignature signature;
  signature.name = line.substr(0, space);
  if (!is_key_name(signature.name)) return no("the name has a space, a + or no character at all");
  auto bytes = from_base64(line.substr(space + 1));
  if (!bytes) return no(bytes.error().what);
  if (bytes->size() <= id_bytes) return no("the signature is empty");
  signature.key_id = id_in(*bytes);
  signature.bytes.assign(bytes->begin() + id_bytes, bytes->end());
  return signature;
}

}  // namespace

std::uint32_t VerifierKey::id() const {
  Sha256 hasher;
  auto const type_byte = static_cast<std::byte>(type);
  hasher.update(as_bytes(name));
  hasher.update(as_bytes("\n"));
  hasher.update(ByteView{&type_byte, 1});
  hasher.update(key);
  return id_in(hasher.finish());
}

std::string to_string(VerifierKey const& key) {
  Bytes bytes{static_cast<std::byte>(key.type)};
  bytes.insert(bytes.end(), key.key.begin(), key.key.end());
  return key.name + "+" + to_hex(bytes_of_id(key.id())) + "+" + to_base64(bytes);
}

Result<VerifierKey> parse_verifier_key(std::string_view text) {
  auto const no = [&](std::string const& why) {
    return no_note("\"" + shown(text) + "\" is no verifier key: " + why);
  };
  // The Base 64 may have a + of its own, the name may not.
  auto const first = text.find('+');
  auto const second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return no("it has the form NAME+ID+KEY");
  VerifierKey key;
  key.name = text.substr(0, first);
  if (!is_key_name(key.name)) return no("its name is empty, too long or has a space in it");
  auto const bytes = from_base64(text.substr(second + 1));
  if (!bytes) return no(bytes.error().what);
  if (bytes->empty()) return no("it holds no key");
  auto const type = std::to_integer<unsigned>(bytes->front());
  if (type != 0x01 && type != 0x04) {
    return no("its type is " + std::to_string(type) +
              "; this version knows 1 (Ed25519) and 4 (cosignature of a witness)");
  }
  key.type = static_cast<SignatureType>(type);
  if (bytes->size() != 1 + key.key.size()) return no("a key of Ed25519 has 32 bytes");
  std::copy(bytes->begin() + 1, bytes->end(), key.key.begin());
  auto const id = text.substr(first + 1, second - first - 1);
  if (id != to_hex(bytes_of_id(key.id()))) {
    return no("its id is " + to_hex(bytes_of_id(key.id())) +
              " by name and key: a part is mistyped");
  }
  return key;
}

bool is_key_name(std::string_view name) {
  if (name.empty() || name.size() > key_name_bytes_max) return false;
  while (!name.empty()) {
    auto const character = take_character(name);
    if (!character || *character < 0x20 || *character == '+' || is_space(*character)) return false;
  }
  return true;
}

Result<Note> parse_note(std::string_view bytes) {
  if (bytes.size() > note_bytes_max) {
    return fail(Errc::too_large, "a note has at most " + std::to_string(note_bytes_max) +
                                     " bytes, this one " + std::to_string(bytes.size()));
  }
  if (auto const fine = check_characters(bytes); !fine) return std::unexpected(fine.error());
  auto const gap = bytes.rfind("\n\n");
  if (gap == std::string_view::npos || gap + 2 == bytes.size()) {
    return no_note("a note has a text, an empty line and signatures; here there are none");
  }
  Note note;
  note.text = bytes.substr(0, gap + 1);
  auto rest = bytes.substr(gap + 2);
  while (!rest.empty()) {
    auto const end = rest.find('\n');
    if (end == std::string_view::npos) return no_note("the last line of a note is cut off");
    if (note.signatures.size() == note_signatures_max) {
      return fail(Errc::too_large,
                  "a note has at most " + std::to_string(note_signatures_max) + " signatures here");
    }
    auto signature = parse_signature(rest.substr(0, end));
    if (!signature) return std::unexpected(signature.error());
    note.signatures.push_back(*std::move(signature));
    rest.remove_prefix(end + 1);
  }
  return note;
}

std::string to_string(Note const& note) {
  std::string text = note.text + "\n";
  for (auto const& signature : note.signatures) {
    auto const id = bytes_of_id(signature.key_id);
    Bytes bytes{id.begin(), id.end()};
    bytes.insert(bytes.end(), signature.bytes.begin(), signature.bytes.end());
    text += std::string{signature_start} + signature.name + " " + to_base64(bytes) + "\n";
  }
  return text;
}

VerifierKey NoteSigner::verifier() const {
  return {name, SignatureType::ed25519, public_key(secret)};
}

void add_signature(Note& note, NoteSigner const& signer) {
  GL_CHECK(is_key_name(signer.name) && note.text.ends_with('\n'),
           "a note is a text that ends in a newline, signed by a key with a name");
  auto const signature = sign(signer.secret, as_bytes(note.text));
  note.signatures.push_back(
      {signer.name, signer.verifier().id(), Bytes{signature.begin(), signature.end()}});
}

NoteSignature const* find_signature(Note const& note, VerifierKey const& key) {
  auto const found = std::ranges::find_if(note.signatures, [&](NoteSignature const& signature) {
    return signature.name == key.name && signature.key_id == key.id();
  });
  return found == note.signatures.end() ? nullptr : &*found;
}

Error not_signed_by(Note const& note, VerifierKey const& key) {
  std::string signers;
  for (auto const& signature : note.signatures) {
    signers += (signers.empty() ? "" : ", ") + signature.name + " (" +
               to_hex(bytes_of_id(signature.key_id)) + ")";
  }
  return {Errc::not_found, "the note is not signed by " + key.name + " (" +
                               to_hex(bytes_of_id(key.id())) + "), the key given, but by " +
                               signers + ": it is another ledger's, or the key is another one"};
}

Result<void> check_signature(Note const& note, VerifierKey const& key) {
  if (key.type != SignatureType::ed25519) {
    return fail(Errc::usage, "the key of " + key.name +
                                 " is a witness' key, which does not sign notes by itself");
  }
  auto const* const signature = find_signature(note, key);
  if (signature == nullptr) return std::unexpected(not_signed_by(note, key));
  if (verifies(key.key, as_bytes(note.text), signature->bytes)) return {};
  return fail(Errc::corrupt, "the signature of " + key.name +
                                 " is not one of this text: note or signature was changed");
}

}  // namespace gl::proof
