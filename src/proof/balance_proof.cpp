#include "proof/balance_proof.h"

#include "base/base64.h"
#include "proof/lines.h"

namespace gl::proof {
namespace {

constexpr std::string_view seal_word = "grandlivre/seal/v1 ";

std::unexpected<Error> no_seal(std::string const& what) {
  return fail(Errc::malformed, "no seal: " + what);
}

std::unexpected<Error> no_proof(std::string const& what) {
  return fail(Errc::malformed, "no balance proof: " + what);
}

Result<Sealed> parse_line(std::string_view line) {
  auto const rest = line.substr(seal_word.size());
  auto const one = rest.find(' ');
  auto const two = one == std::string_view::npos ? one : rest.find(' ', one + 1);
  if (two == std::string_view::npos) return no_seal("its line has a number, a root and a day");
  Sealed sealed;
  auto const lines = parse_decimal(rest.substr(0, one));
  if (!lines) return no_seal("the number of lines is none");
  auto const root = hash_from_base64(rest.substr(one + 1, two - one - 1));
  if (!root) return no_seal("its root: " + root.error().what);
  sealed.list = {*root, *lines};
  if (auto const day = rest.substr(two + 1); day != "-") {
    auto const date = parse_date(day);
    if (!date) return no_seal("its day: " + date.error().what);
    sealed.effective = *date;
  }
  return sealed;
}

/// A page: `page BYTES`, and so many bytes.
Result<std::string> take_page(std::string_view& rest) {
  Lines lines{rest};
  auto const head = lines.next();
  constexpr std::string_view word = "page ";
  if (!head || !head->starts_with(word)) return no_proof("a line `page BYTES` is missing");
  auto const bytes = parse_decimal(head->substr(word.size()));
  if (!bytes || *bytes > lines.rest().size()) return no_proof("a page is cut off");
  auto const size = static_cast<std::size_t>(*bytes);
  std::string page{lines.rest().substr(0, size)};
  rest = lines.rest().substr(size);
  return page;
}

}  // namespace

std::string to_string(Sealed const& sealed) {
  return std::string{seal_word} + std::to_string(sealed.list.lines) + " " +
         to_base64(sealed.list.hash) + " " +
         (sealed.effective ? gl::to_string(*sealed.effective) : "-");
}

Result<Sealed> parse_sealed(Checkpoint const& checkpoint) {
  auto const& extensions = checkpoint.extensions;
  if (extensions.size() == 1 && extensions.front().starts_with(seal_word)) {
    return parse_line(extensions.front());
  }
  return no_seal("the checkpoint has no line that begins with " + std::string{seal_word});
}

std::string sign_seal(TreeHead const& tree, Sealed const& sealed, NoteSigner const& signer) {
  Note note{to_string(Checkpoint{signer.name, tree, {to_string(sealed)}}), {}};
  add_signature(note, signer);
  return to_string(note);
}

Result<SignedSeal> open_seal(std::string_view note, KeyHistory const& log) {
  auto checkpoint = open_checkpoint(note, log);
  if (!checkpoint) return std::unexpected(checkpoint.error());
  auto const sealed = parse_sealed(checkpoint->checkpoint);
  if (!sealed) return std::unexpected(sealed.error());
  return SignedSeal{*std::move(checkpoint), *sealed};
}

Result<SignedSeal> parse_seal(std::string_view note) {
  auto parsed = parse_note(note);
  if (!parsed) return std::unexpected(parsed.error());
  auto checkpoint = parse_checkpoint(parsed->text);
  if (!checkpoint) return std::unexpected(checkpoint.error());
  auto const sealed = parse_sealed(*checkpoint);
  if (!sealed) return std::unexpected(sealed.error());
  return SignedSeal{{*std::move(checkpoint), *std::move(parsed)}, *sealed};
}

std::string to_string(BalanceFile const& file) {
  std::string text{balance_header};
  text += "\nprefix " + file.prefix + "\n";
  for (auto const& page : file.pages) text += "page " + std::to_string(page.size()) + "\n" + page;
  return text + "\n" + file.seal;
}

Result<BalanceFile> parse_balance_file(std::string_view text) {
  if (text.size() > balance_proof_bytes_max) {
    return fail(Errc::too_large, "a balance proof has at most " +
                                     std::to_string(balance_proof_bytes_max) +
                                     " bytes, this file " + std::to_string(text.size()));
  }
  Lines lines{text};
  if (lines.next() != balance_header) {
    return no_proof("the first line is not " + std::string{balance_header});
  }
  auto const prefix = lines.next();
  constexpr std::string_view word = "prefix ";
  if (!prefix || !prefix->starts_with(word) ||
      prefix->size() - word.size() > balance_prefix_bytes_max) {
    return no_proof("the second line is `prefix TEXT`, of at most " +
                    std::to_string(balance_prefix_bytes_max) + " bytes");
  }
  BalanceFile file{std::string{prefix->substr(word.size())}, {}, {}};
  auto rest = lines.rest();
  while (!rest.starts_with('\n')) {
    auto page = take_page(rest);
    if (!page) return std::unexpected(page.error());
    file.pages.push_back(*std::move(page));
  }
  file.seal = rest.substr(1);
  return file;
}

}  // namespace gl::proof
