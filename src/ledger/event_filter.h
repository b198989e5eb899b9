#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event.h"

namespace gl::ledger {

/// True for the name of a consumer.
[[nodiscard]] bool is_consumer_name(std::string_view text);

/// Which events somebody wants: values of one kind are or-ed, the kinds and-ed; a kind without
/// values lets everything through.
struct EventFilter {
  /// Of all kinds together.
  static constexpr std::size_t values_max = 256;

  std::vector<std::string> types;  ///< "AwardDecided"
  std::vector<ProgrammeId> programmes;
  std::vector<CallId> calls;
  std::vector<ProjectId> projects;
  std::vector<std::int32_t> years;  ///< budget years

  [[nodiscard]] std::size_t values() const {
    return types.size() + programmes.size() + calls.size() + projects.size() + years.size();
  }
  [[nodiscard]] bool empty() const { return values() == 0; }
  friend bool operator==(EventFilter const&, EventFilter const&) = default;
};

/// What an event says itself of what it is about. A project's call and programme, a call's
/// programme and an order's year are for the reader to look up.
struct Concerns {
  std::vector<ProgrammeId> programmes;
  CallId call;        ///< empty: none
  ProjectId project;  ///< empty: none
  /// Of an event about an order to pay that does not name the order's budget year; else empty.
  PaymentId order;
  std::vector<std::int32_t> years;  ///< budget years whose credits it is about

  void clear();
};

/// Fills `out`. A refused command concerns what it was about: the project or the call of its
/// target's stream, the programme, the year.
void concerns_of(EventBody const& body, Concerns& out);

/// What events of a type may concern at all, directly or through their project or call.
struct Reach {
  bool programmes = false;
  bool calls = false;
  bool projects = false;
  bool years = false;
};
/// Of the type with this name; nothing if there is no such type.
[[nodiscard]] std::optional<Reach> reach_of(std::string_view type);

}  // namespace gl::ledger
