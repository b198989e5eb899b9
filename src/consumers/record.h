#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "consumers/progress.h"
#include "ledger/event_filter.h"
#include "ledger/values.h"

namespace gl::consumers {

/// The number of the format of consumers/: docs/subscriptions.md.
constexpr std::uint32_t consumers_format = 1;
/// A consumer's file is never longer: a full window and all that may be parked take a fifth of it.
constexpr std::size_t record_bytes_max = 16U << 20U;

/// Whose consumer it is: nobody else may subscribe as it.
struct Owner {
  ledger::PersonId person;
  ledger::Role role = ledger::Role::none;
  friend bool operator==(Owner const&, Owner const&) = default;
};

/// That somebody moved a consumer to another position.
struct Reset {
  Instant at;
  Position from;
  Position to;
  ledger::PersonId by;
  friend bool operator==(Reset const&, Reset const&) = default;
};

/// All that is kept of a consumer.
struct Record {
  ledger::ConsumerName name;
  Owner owner;
  ledger::EventFilter filter;
  Instant created_at;
  std::optional<Reset> reset;  ///< the last one
  Progress::Kept progress;

  friend bool operator==(Record const&, Record const&) = default;
};

/// The record as its file: lines of text, the last of which is the SHA-256 of those before it.
[[nodiscard]] Bytes encode(Record const& record);

/// The record of these bytes. Errors: newer_format, corrupt (says which line, or that the digest is
/// another).
[[nodiscard]] Result<Record> decode(ByteView file);

}  // namespace gl::consumers
