#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/result.h"
#include "base/uuid.h"
#include "ledger/answer.h"
#include "ledger/command.h"
#include "ledger/command_hash.h"
#include "ledger/event.h"
#include "sequencer/earlier_events.h"
#include "sequencer/fingerprints.h"

namespace gl::sequencer {

/// Which command ids were used, and what was answered: promise 5, "once". The answer is not kept:
/// the events say it. Thread: the deciding.
class KnownCommands {
 public:
  /// `earlier` outlives this.
  KnownCommands(Uuid const& ledger, std::unique_ptr<Fingerprints> fingerprints,
                EarlierEvents& earlier)
      : hash_(ledger), fingerprints_(std::move(fingerprints)), earlier_(earlier) {}

  [[nodiscard]] std::uint64_t hash(Uuid const& id) const { return hash_(id); }
  void prefetch(std::uint64_t hash) const { fingerprints_->prefetch(hash); }

  /// The command of this id was answered by the events from `position` on.
  void add(std::uint64_t hash, Position position) { fingerprints_->insert(hash, position); }

  /// Where and with which payload an id was used first.
  struct First {
    ledger::Event event;  ///< its first event, or the refusal that it got
    std::array<std::byte, 16> payload_digest{};
  };
  /// `hash` is `hash(id)`. Errors: corrupt, io.
  [[nodiscard]] Result<std::optional<First>> find(Uuid const& id, std::uint64_t hash);

  /// The answer that this id got, marked repeated. Errors: corrupt, io.
  [[nodiscard]] Result<ledger::Answer> answer(Uuid const& id, First const& first);

  /// Whether an id with this hash may be known: false is certain.
  [[nodiscard]] bool may_know(std::uint64_t hash) const {
    return fingerprints_->find(hash, [](Position) { return true; }).has_value();
  }

  /// The same, for a command: its first answer, or DUPLICATE_COMMAND_MISMATCH; nothing for a new
  /// one. Errors: corrupt, io.
  [[nodiscard]] Result<std::optional<ledger::Answer>> answer(ledger::CommandHeader const& header,
                                                             std::uint64_t hash);

  [[nodiscard]] Fingerprints const& fingerprints() const { return *fingerprints_; }

 private:
  ledger::CommandHash hash_;
  std::unique_ptr<Fingerprints> fingerprints_;
  EarlierEvents& earlier_;
};

/// The refusal of a command whose id was used for another one.
[[nodiscard]] ledger::Refusal mismatch(ledger::CommandHeader const& header,
                                       std::array<std::byte, 16> const& known_digest);

}  // namespace gl::sequencer
