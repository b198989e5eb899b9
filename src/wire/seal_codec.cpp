#include "wire/seal_codec.h"

#include "proof/balance_proof.h"
#include "proof/note.h"

namespace gl::wire {
namespace {

void write_texts(std::vector<std::string> const& texts, capnp::List<capnp::Text>::Builder out) {
  for (unsigned i = 0; i < out.size(); ++i) {
    out.set(i, capnp::Text::Reader{texts[i].data(), texts[i].size()});
  }
}

unsigned length(std::vector<std::string> const& texts) {
  return static_cast<unsigned>(texts.size());
}

/// A page's lines and its header.
constexpr std::size_t page_bytes_max =
    (proof::page_lines_max + 1) * (proof::page_line_bytes_max + 1);

}  // namespace

void write(Seal const& request, message::Seal::Builder out) {
  out.setEffective(day_number(request.effective));
}

Seal read(message::Seal::Reader in, Reading& reading) {
  return {reading.optional_date(in.getEffective(), "effective")};
}

void write(Seals const& request, message::Seals::Builder out) {
  out.setAfterPosition(request.after_position.value());
  out.setAfterEffective(day_number(request.after_effective));
}

Seals read(message::Seals::Reader in, Reading& reading) {
  return {Position{in.getAfterPosition()},
          reading.optional_date(in.getAfterEffective(), "afterEffective")};
}

void write(BalanceProof const& request, message::BalanceProof::Builder out) {
  out.setPosition(request.position.value());
  out.setEffective(day_number(request.effective));
  put(out, &message::BalanceProof::Builder::initPrefix, request.prefix);
  out.setFromPage(request.from_page);
}

BalanceProof read(message::BalanceProof::Reader in, Reading& reading) {
  return {Position{in.getPosition()}, reading.optional_date(in.getEffective(), "effective"),
          reading.text(in.getPrefix(), proof::balance_prefix_bytes_max, "prefix"),
          in.getFromPage()};
}

void write(SealsReply const& reply, message::SealsReply::Builder out) {
  write_texts(reply.notes, out.initNotes(length(reply.notes)));
}

SealsReply read(message::SealsReply::Reader in, Reading& reading) {
  return {reading.list(in.getNotes(), "notes", [&](auto note) {
    return reading.text(note, proof::note_bytes_max, "notes");
  })};
}

void write(BalanceProofReply const& reply, message::BalanceProofReply::Builder out) {
  put(out, &message::BalanceProofReply::Builder::initSeal, reply.seal);
  write_texts(reply.pages, out.initPages(length(reply.pages)));
  out.setMore(reply.more);
}

BalanceProofReply read(message::BalanceProofReply::Reader in, Reading& reading) {
  return {reading.text(in.getSeal(), proof::note_bytes_max, "seal"),
          reading.list(in.getPages(), "pages",
                       [&](auto page) { return reading.text(page, page_bytes_max, "pages"); }),
          in.getMore()};
}

}  // namespace gl::wire
