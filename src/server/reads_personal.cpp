#include <spdlog/spdlog.h>

#include "ledger/values.h"
#include "server/errors.h"
#include "server/reads.h"

namespace gl::server {

ReadAnswer read(ReadContext const& context, wire::Reveal const& request) {
  wire::RevealReply reply;
  std::size_t erased = 0;
  for (auto const& sealed : request.texts) {
    auto text = context.hub.parts.keys.reveal(sealed);
    if (!text) return std::unexpected(failure_of(Asked::reveal, text.error()));
    if (!*text) ++erased;
    reply.texts.push_back(*std::move(text));
  }
  spdlog::info("event=personal_texts_revealed person={} role={} count={} erased={}",
               context.sender.person.view(), ledger::name(context.sender.role), reply.texts.size(),
               erased);
  return reply;
}

}  // namespace gl::server
