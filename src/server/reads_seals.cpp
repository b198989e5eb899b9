#include <algorithm>
#include <chrono>

#include "server/errors.h"
#include "server/reads.h"

namespace gl::server {
namespace {

/// What a frame needs beside its texts, and a text beside its bytes.
constexpr std::size_t beside_texts_bytes = 512;
constexpr std::size_t text_overhead_bytes = 16;
constexpr std::chrono::seconds views_wait{5};

}  // namespace

ReadAnswer read(ReadContext const& context, wire::Seal const& request) {
  auto const& parts = context.hub.parts;
  // The checkpoint that was waited for has it; the views are about to.
  auto const deadline = std::chrono::steady_clock::now() + views_wait;
  static_cast<void>(parts.views.wait_for(parts.notary.position(), deadline));
  auto const seal = parts.seals.seal_now(request.effective);
  if (!seal) return std::unexpected(failure_of(Asked::views, seal.error()));
  return wire::SealsReply{{seal->note}};
}

ReadAnswer read(ReadContext const& context, wire::Seals const& request) {
  wire::SealsReply reply;
  auto left = context.frame_bytes_max - std::min(context.frame_bytes_max, beside_texts_bytes);
  for (auto& seal : context.hub.parts.seals.list({request.after_position, request.after_effective},
                                                 wire::seals_max)) {
    auto const needed = seal.note.size() + text_overhead_bytes;
    if (needed > left) break;
    left -= needed;
    reply.notes.push_back(std::move(seal.note));
  }
  return reply;
}

ReadAnswer read(ReadContext const& context, wire::BalanceProof const& request) {
  auto const file =
      context.hub.parts.seals.prove({request.position, request.effective}, request.prefix);
  if (!file) return std::unexpected(failure_of(Asked::views, file.error()));
  auto const& pages = (*file)->pages;
  wire::BalanceProofReply reply{(*file)->seal, {}, false};
  auto left = context.frame_bytes_max - std::min(context.frame_bytes_max, beside_texts_bytes);
  std::size_t next = request.from_page;
  for (; next < pages.size(); ++next) {
    auto const needed = pages[next].size() + text_overhead_bytes;
    if (needed > left) break;
    left -= needed;
    reply.pages.push_back(pages[next]);
  }
  reply.more = next < pages.size();
  if (!reply.more || !reply.pages.empty()) return reply;
  return std::unexpected(
      wire::failure(wire::Code::too_large,
                    "a page of the proof has " + std::to_string(pages[next].size()) +
                        " bytes, more than a frame of yours takes: ask for larger frames in hello",
                    std::to_string(context.frame_bytes_max), std::to_string(pages[next].size())));
}

}  // namespace gl::server
