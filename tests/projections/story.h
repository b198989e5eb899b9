#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "ledger/event.h"

namespace gl::projections::testing {

/// Events told one by one, for what no random ledger comes upon often enough.
class Story {
 public:
  /// The next event, dated `day`; without a day a day after the one before.
  ledger::Event const& tell(ledger::StreamKind kind, std::string_view id, ledger::EventBody body);
  ledger::Event const& tell(ledger::StreamKind kind, std::string_view id, ledger::EventBody body,
                            CivilDate day);
  /// Takes back the last event: its postings with the other sign, and what stood before it.
  void take_back(ledger::EventReversed what);
  [[nodiscard]] std::vector<ledger::Event> const& events() const { return events_; }

 private:
  std::vector<ledger::Event> events_;
  std::map<ledger::StreamRef, Position> last_;
  std::map<ledger::StreamRef, StreamVersion> versions_;
  CivilDate today_ = civil_date(2016, 5, 30);
};

/// A ledger of two programmes in which every type of event happens that tells of programmes, calls,
/// projects, payments and recoveries.
[[nodiscard]] Story whole_story();

}  // namespace gl::projections::testing
