#include "sequencer/known_commands.h"

#include <string>
#include <utility>
#include <variant>

#include "codec/event_codec.h"

namespace gl::sequencer {
namespace {

using ledger::CommandRefused;
using First = KnownCommands::First;

/// The event as the first trace of this id, if it is one.
std::optional<First> trace_of(Uuid const& id, ledger::Event event) {
  if (event.envelope.command_id == id) {
    auto const digest = event.envelope.payload_digest;
    return First{std::move(event), digest};
  }
  if (auto const* const refused = std::get_if<CommandRefused>(&event.body)) {
    for (auto const& member : refused->list) {
      if (member.command_id != id) continue;
      auto const digest = member.payload_digest;
      return First{std::move(event), digest};
    }
  }
  return std::nullopt;
}

}  // namespace

Result<std::optional<First>> KnownCommands::find(Uuid const& id, std::uint64_t hash) {
  std::optional<First> first;
  std::optional<Error> error;
  std::ignore = fingerprints_->find(hash, [&](Position position) {
    auto const bytes = earlier_.at(position);
    if (!bytes) {
      error = bytes.error();
      return true;
    }
    auto event = codec::decode_event(*bytes);
    if (!event) {
      error = event.error();
      return true;
    }
    first = trace_of(id, std::move(*event));
    return first.has_value();
  });
  if (error) return std::unexpected(std::move(*error));
  return first;
}

Result<ledger::Answer> KnownCommands::answer(Uuid const& id, First const& first) {
  ledger::Answer answer;
  answer.command_id = id;
  answer.repeated = true;
  auto const& envelope = first.event.envelope;
  answer.first = answer.last = envelope.position;
  if (auto const* const refused = std::get_if<CommandRefused>(&first.event.body)) {
    answer.outcome = ledger::Outcome::refused;
    answer.refusal = refused->refusal;
    answer.list_index = refused->list_index;
    return answer;
  }
  answer.outcome = ledger::Outcome::accepted;
  answer.stream_version = envelope.stream_version;
  for (auto at = next(answer.last); at <= earlier_.last(); at = next(at)) {
    auto const bytes = earlier_.at(at);
    if (!bytes) return std::unexpected(bytes.error());
    auto const header = codec::peek(*bytes);
    if (!header) return std::unexpected(header.error());
    if (header->command_id != id) break;
    answer.last = at;
    answer.stream_version = header->stream_version;
  }
  return answer;
}

Result<std::optional<ledger::Answer>> KnownCommands::answer(ledger::CommandHeader const& header,
                                                            std::uint64_t hash) {
  auto const first = find(header.id, hash);
  if (!first) return std::unexpected(first.error());
  if (!*first) return std::nullopt;
  if ((*first)->payload_digest != header.payload_digest) {
    ledger::Answer refused;
    refused.command_id = header.id;
    refused.outcome = ledger::Outcome::refused;
    refused.refusal = mismatch(header, (*first)->payload_digest);
    return refused;
  }
  auto known = answer(header.id, **first);
  if (!known) return std::unexpected(std::move(known.error()));
  return std::move(*known);
}

ledger::Refusal mismatch(ledger::CommandHeader const& header,
                         std::array<std::byte, 16> const& known_digest) {
  ledger::Refusal refusal;
  refusal.rule = ledger::Rule::duplicate_command_mismatch;
  refusal.limit = to_hex(known_digest);
  refusal.actual = to_hex(header.payload_digest);
  refusal.sentence = "command " + to_string(header.id) + " was sent before with the payload " +
                     refusal.limit + " and now with " + refusal.actual +
                     ": an id may come again only with the same content; use a new id";
  return refusal;
}

}  // namespace gl::sequencer
