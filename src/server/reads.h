#pragma once

#include <cstddef>
#include <expected>

#include "server/hub.h"
#include "wire/messages.h"

namespace gl::server {

/// A reply, or what the client is told instead.
using ReadAnswer = std::expected<wire::Reply, wire::Failure>;

/// What a read needs beside its request.
struct ReadContext {
  Hub const& hub;
  std::size_t frame_bytes_max;  ///< the longest reply that the peer takes
  wire::Principal const& sender;
};

// One function a read request. Each answers for one point: paged and joined reads resolve it once.
// Thread: any. They may read the disk.
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Balances const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Statement const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Project const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Projects const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Call const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Calls const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Programmes const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Digest const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Status const& request);
/// Written to the log: who, and how many texts.
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Reveal const& request);
// Proofs (reads_proof.cpp).
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Checkpoint const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::InclusionProof const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::ConsistencyProof const& request);
/// Durable, and the new key signs, when it is answered (key_rotation.cpp).
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::RotateLogKey const& request);
// Seals (reads_seals.cpp).
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Seal const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Seals const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::BalanceProof const& request);
// These three give events (reads_events.cpp).
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::History const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Read const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Refusals const& request);

// These two are about consumers (reads_consumers.cpp). A change is durable when it is answered.
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::Consumers const& request);
[[nodiscard]] ReadAnswer read(ReadContext const& context, wire::ChangeConsumer const& request);

/// Entries of a page: what was asked for, cut to the server's page; 0 asks for that.
[[nodiscard]] std::size_t page_size(ReadContext const& context, std::uint32_t limit);

/// The point that a request is answered for, so that all its parts are of the same one.
struct Point {
  ledger::AsOf as_of;
  ledger::AnsweredAt answered_at;
};
[[nodiscard]] std::expected<Point, wire::Failure> resolve(ReadContext const& context,
                                                          wire::ReadPoint const& at);

/// When the event at `position` was recorded; the start of time for 0.
[[nodiscard]] Result<Instant> recorded_at(journal::Journal const& journal, Position position);

}  // namespace gl::server
