#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event.h"
#include "ledger/view.h"
#include "projections/queries.h"

namespace gl::projections::testing {

/// Answers by going through all events in lists and loops: what the views must agree with.
class Naive {
 public:
  Naive(std::vector<ledger::Event> const& events, Position last,
        std::optional<CivilDate> effective = {})
      : events_(events), last_(last), effective_(effective) {}

  [[nodiscard]] ledger::AnsweredAt at() const;
  [[nodiscard]] ledger::ProgrammeBalances balances(ledger::ProgrammeId const& programme) const;
  [[nodiscard]] std::vector<ledger::StatementLine> statement(ledger::ProgrammeId const& programme,
                                                             StatementFilter const& filter) const;
  [[nodiscard]] std::vector<ledger::ProjectSummary> projects(ProjectFilter const& filter) const;
  [[nodiscard]] std::vector<Position> events_about(ledger::ProjectId const& project) const;
  [[nodiscard]] std::vector<ledger::CallView> calls() const;
  [[nodiscard]] std::vector<Position> history(ledger::StreamRef const& stream) const;
  [[nodiscard]] std::vector<Position> refusals(RefusalFilter const& filter) const;

 private:
  [[nodiscard]] bool is_known(ledger::Event const& event) const;
  [[nodiscard]] bool counts(ledger::Event const& event) const;
  [[nodiscard]] ledger::ProjectSummary summary(ledger::ProjectSubmitted const& submitted) const;
  void add_to(ledger::CallView& view, ledger::Event const& event) const;
  void add_totals(std::map<ledger::CallId, ledger::CallView>& views) const;

  std::vector<ledger::Event> const& events_;
  Position last_;
  std::optional<CivilDate> effective_;
};

/// The project that an event names, looked for type by type; empty: none.
[[nodiscard]] std::string project_named_by(ledger::EventBody const& body);

}  // namespace gl::projections::testing
