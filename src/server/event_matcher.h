#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "ledger/event_filter.h"
#include "projections/views.h"
#include "wire/failure.h"

namespace gl::server {

/// What filters have to look up: a project's call and programme, a call's programme, an order's
/// year. None of them changes, so answers are kept, up to a maximum (16,384 of each at least, about
/// 10 MB in all). Shared by all subscriptions. Thread: any.
class Relations {
 public:
  explicit Relations(projections::Views const& views) : views_(views) {}

  /// Errors of all: busy (the views have yet to reach `at`), corrupt, io.
  [[nodiscard]] Result<std::optional<projections::ProjectPlace>> place_of(
      ledger::ProjectId const& project, Position at);
  [[nodiscard]] Result<std::optional<ledger::ProgrammeId>> programme_of(ledger::CallId const& call,
                                                                        Position at) const {
    return views_.programme_of(call, at);
  }
  /// The budget year of an order that was approved by `at`; 0: there is none.
  [[nodiscard]] Result<std::int32_t> year_of(ledger::PaymentId const& payment,
                                             ledger::ProjectId const& project, Position at);

 private:
  /// The newer half and the older: when the newer is full the older goes.
  template <class Key, class Value>
  class Kept {
   public:
    [[nodiscard]] std::optional<Value> find(Key const& key) const {
      for (auto const& half : halves_) {
        if (auto const at = half.find(key); at != half.end()) return at->second;
      }
      return std::nullopt;
    }
    void add(Key const& key, Value const& value) {
      if (halves_[0].size() >= half_max) {
        halves_[1] = std::move(halves_[0]);
        halves_[0] = {};
      }
      halves_[0].insert_or_assign(key, value);
    }

   private:
    static constexpr std::size_t half_max = 16'384;
    std::array<std::unordered_map<Key, Value>, 2> halves_;
  };

  projections::Views const& views_;
  std::mutex mutex_;
  Kept<ledger::ProjectId, projections::ProjectPlace> places_;
  Kept<ledger::PaymentId, std::int32_t> years_;
};

/// A filter made ready to look at events. A value. Thread: one at a time.
class EventMatcher {
 public:
  /// Failure: matches_nothing, naming the value that no event can have: a type, programme, call or
  /// project that is not there, a year that is none, kinds that exclude each other.
  [[nodiscard]] static std::expected<EventMatcher, wire::Failure> make(
      ledger::EventFilter filter, projections::Views const& views);

  /// Every event passes: there is nothing to look at.
  [[nodiscard]] bool passes_all() const { return filter_.empty(); }
  /// Whether the views must have reached an event before it can be looked at.
  [[nodiscard]] bool needs_views() const;

  /// Errors: malformed (bytes that are no event), newer_format, and those of `Relations`.
  [[nodiscard]] Result<bool> matches(ByteView event, Relations& relations);

 private:
  explicit EventMatcher(ledger::EventFilter filter) : filter_(std::move(filter)) {}

  [[nodiscard]] std::optional<wire::Failure> check_values(projections::Views const& views);
  [[nodiscard]] std::optional<wire::Failure> check_kinds(projections::Views const& views) const;
  [[nodiscard]] Result<bool> year_matches(Position at, Relations& relations) const;

  ledger::EventFilter filter_;
  std::vector<bool> types_;  ///< by number; empty: all
  ledger::Concerns concerns_;
};

/// What events keep their order by in a group: their project, else their stream. Errors: malformed.
[[nodiscard]] Result<std::uint64_t> order_key(ByteView event);

}  // namespace gl::server
