#include "server/errors.h"
#include "server/reads.h"

namespace gl::server {

ReadAnswer read(ReadContext const& context, wire::Checkpoint const&) {
  auto const& notary = context.hub.parts.notary;
  auto published = notary.published();
  if (!published) {
    return std::unexpected(
        failure_of(Asked::views, {Errc::busy, "no checkpoint is signed yet: ask again"}));
  }
  return wire::CheckpointReply{std::move(published->note), to_string(notary.verifier())};
}

ReadAnswer read(ReadContext const& context, wire::InclusionProof const& request) {
  auto file = context.hub.parts.notary.inclusion(request.position);
  if (!file) return std::unexpected(failure_of(Asked::views, file.error()));
  return wire::InclusionProofReply{*std::move(file)};
}

ReadAnswer read(ReadContext const& context, wire::ConsistencyProof const& request) {
  auto file = context.hub.parts.notary.consistency(request.older, request.newer);
  if (!file) return std::unexpected(failure_of(Asked::views, file.error()));
  return wire::ConsistencyProofReply{*std::move(file)};
}

}  // namespace gl::server
