#pragma once

#include "schema/protocol.capnp.h"
#include "wire/fields.h"
#include "wire/messages.h"

// Inside wire only: requests for seals, and seals, to and from messages.

namespace gl::wire {

void write(Seal const& request, message::Seal::Builder out);
[[nodiscard]] Seal read(message::Seal::Reader in, Reading& reading);

void write(Seals const& request, message::Seals::Builder out);
[[nodiscard]] Seals read(message::Seals::Reader in, Reading& reading);

void write(BalanceProof const& request, message::BalanceProof::Builder out);
[[nodiscard]] BalanceProof read(message::BalanceProof::Reader in, Reading& reading);

void write(SealsReply const& reply, message::SealsReply::Builder out);
[[nodiscard]] SealsReply read(message::SealsReply::Reader in, Reading& reading);

void write(BalanceProofReply const& reply, message::BalanceProofReply::Builder out);
[[nodiscard]] BalanceProofReply read(message::BalanceProofReply::Reader in, Reading& reading);

}  // namespace gl::wire
