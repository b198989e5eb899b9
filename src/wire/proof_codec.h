#pragma once

#include "schema/protocol.capnp.h"
#include "wire/fields.h"
#include "wire/messages.h"

// Inside wire only: requests for proofs, and proofs, to and from messages.

namespace gl::wire {

void write(Checkpoint const& request, message::Checkpoint::Builder out);
[[nodiscard]] Checkpoint read(message::Checkpoint::Reader in, Reading& reading);

void write(InclusionProof const& request, message::InclusionProof::Builder out);
[[nodiscard]] InclusionProof read(message::InclusionProof::Reader in, Reading& reading);

void write(ConsistencyProof const& request, message::ConsistencyProof::Builder out);
[[nodiscard]] ConsistencyProof read(message::ConsistencyProof::Reader in, Reading& reading);

void write(CheckpointReply const& reply, message::CheckpointReply::Builder out);
[[nodiscard]] CheckpointReply read(message::CheckpointReply::Reader in, Reading& reading);

void write(InclusionProofReply const& reply, message::InclusionProofReply::Builder out);
[[nodiscard]] InclusionProofReply read(message::InclusionProofReply::Reader in, Reading& reading);

void write(ConsistencyProofReply const& reply, message::ConsistencyProofReply::Builder out);
[[nodiscard]] ConsistencyProofReply read(message::ConsistencyProofReply::Reader in,
                                         Reading& reading);

void write(RotateLogKeyReply const& reply, message::RotateLogKeyReply::Builder out);
[[nodiscard]] RotateLogKeyReply read(message::RotateLogKeyReply::Reader in, Reading& reading);

}  // namespace gl::wire
