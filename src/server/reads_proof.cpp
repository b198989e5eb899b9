#include "server/errors.h"
#include "server/reads.h"

namespace gl::server {

ReadAnswer read(ReadContext const& context, wire::Checkpoint const&) {
  auto latest = context.hub.parts.notary.latest();
  if (!latest) {
    return std::unexpected(
        failure_of(Asked::views, {Errc::busy, "no checkpoint is signed yet: ask again"}));
  }
  return wire::CheckpointReply{std::move(latest->published.note), to_string(latest->key)};
}

ReadAnswer read(ReadContext const& context, wire::InclusionProof const& request) {
  auto const& notary = context.hub.parts.notary;
  auto file =
      request.rotation ? notary.rotation(request.position) : notary.inclusion(request.position);
  if (!file) return std::unexpected(failure_of(Asked::views, file.error()));
  return wire::InclusionProofReply{*std::move(file)};
}

ReadAnswer read(ReadContext const& context, wire::ConsistencyProof const& request) {
  auto file = context.hub.parts.notary.consistency(request.older, request.newer);
  if (!file) return std::unexpected(failure_of(Asked::views, file.error()));
  return wire::ConsistencyProofReply{*std::move(file)};
}

}  // namespace gl::server
