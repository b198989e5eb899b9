#include "projections/compare.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <variant>

#include "projections/naive.h"
#include "projections/rig.h"
#include "projections/trial_balance.h"

namespace gl::projections::testing {

namespace {

using ledger::AccountKind;
using ledger::CallId;
using ledger::ProgrammeId;
using ledger::ProjectId;

/// All items of a paged answer, in pages of three.
template <class Cursor, class Item, class Ask>
std::vector<Item> all_pages(Ask const& ask) {
  std::vector<Item> items;
  Cursor after{};
  while (true) {
    auto const page = value(ask(after));
    items.insert(items.end(), page.items.begin(), page.items.end());
    if (!page.next) return items;
    after = *page.next;
  }
}

struct Comparison {
  Views const& views;
  std::vector<ledger::Event> const& events;
  ledger::AsOf as_of;
  Naive naive;

  void balances() const {
    for (auto const& programme : programmes_by(events, *as_of.position)) {
      EXPECT_EQ(value(views.balances(programme, as_of)), naive.balances(programme));
    }
  }

  void statement(ProgrammeId const& programme, StatementFilter const& filter) const {
    auto const lines = all_pages<Position, ledger::StatementLine>(
        [&](Position after) { return views.statement(programme, filter, as_of, after, 3); });
    EXPECT_EQ(lines, naive.statement(programme, filter));
  }

  void statements() const {
    for (auto const& programme : programmes_by(events, *as_of.position)) {
      statement(programme, {});
      statement(programme, {AccountKind::ae_committed, {}, {}, {}});
      statement(programme, {AccountKind::ae_available, {}, {}, {}});
      statement(programme, {{}, {}, {}, 2016});
      statement(programme, {AccountKind::cp_consumed, {}, {}, {}});
    }
    for (auto const& row : Naive{events, *as_of.position}.projects({})) {
      statement(row.programme, {{}, row.project, {}, {}});
      statement(row.programme, {AccountKind::ae_disbursed, row.project, {}, {}});
    }
  }

  void projects() const {
    auto const list = [&](ProjectFilter const& filter) {
      auto const rows = all_pages<ProjectId, ledger::ProjectSummary>(
          [&](ProjectId const& after) { return views.projects(filter, as_of, after, 3); });
      EXPECT_EQ(rows, naive.projects(filter));
    };
    list({});
    list({{}, {}, ledger::ProjectState::awarded});
    for (auto const& call : Naive{events, *as_of.position}.calls()) {
      list({call.call, {}, {}});
      list({{}, call.programme, {}});
    }
    for (auto const& row : naive.projects({})) {
      auto const view = value(views.project(row.project, as_of));
      EXPECT_EQ(view.summary, row);
    }
  }

  void calls() const {
    auto const rows = all_pages<CallId, ledger::CallView>(
        [&](CallId const& after) { return views.calls({}, as_of, after, 1); });
    EXPECT_EQ(rows, naive.calls());
    for (auto const& row : naive.calls()) EXPECT_EQ(value(views.call(row.call, as_of)), row);
  }

  void histories() const {
    std::set<ledger::StreamRef> streams;
    for (auto const& event : events) {
      if (event.envelope.position <= *as_of.position) streams.insert(event.envelope.stream);
    }
    for (auto const& stream : streams) {
      auto const positions = all_pages<Position, Position>(
          [&](Position after) { return views.history(stream, as_of, after, 3); });
      EXPECT_EQ(positions, naive.history(stream)) << to_string(stream);
    }
  }

  void refusals() const {
    auto const list = [&](RefusalFilter const& filter) {
      std::vector<Position> found;
      auto const items = all_pages<Position, RefusalView>(
          [&](Position after) { return views.refusals(filter, as_of, after, 3); });
      for (auto const& item : items) found.push_back(item.envelope.position);
      EXPECT_EQ(found, naive.refusals(filter));
    };
    list({});
    list({{}, ledger::PersonId{"p1"}, {}});
    list({{}, {}, ledger::Rule::state});
    for (auto const& row : naive.projects({})) {
      ledger::StreamRef const target{ledger::StreamKind::project,
                                     ledger::StreamId{row.project.view()}};
      list({target, {}, {}});
    }
  }
};

}  // namespace

std::vector<ProgrammeId> programmes_by(std::vector<ledger::Event> const& events, Position last) {
  std::vector<ProgrammeId> found;
  for (auto const& event : events) {
    auto const* created = std::get_if<ledger::ProgrammeCreated>(&event.body);
    if (created != nullptr && event.envelope.position <= last) found.push_back(created->programme);
  }
  return found;
}

void expect_balances_like_naive(Views const& views, std::vector<ledger::Event> const& events,
                                Position last, std::optional<CivilDate> effective) {
  SCOPED_TRACE("position " + std::to_string(last.value()) + ", effective " +
               (effective ? to_string(*effective) : "any"));
  ledger::AsOf const as_of{last, {}, effective};
  Comparison{views, events, as_of, Naive{events, last, effective}}.balances();
}

void expect_like_naive(Views const& views, std::vector<ledger::Event> const& events, Position last,
                       std::optional<CivilDate> effective) {
  SCOPED_TRACE("position " + std::to_string(last.value()) + ", effective " +
               (effective ? to_string(*effective) : "any"));
  ledger::AsOf const as_of{last, {}, effective};
  Comparison const comparison{views, events, as_of, Naive{events, last, effective}};
  EXPECT_EQ(value(views.resolve(as_of)), comparison.naive.at());
  comparison.balances();
  comparison.statements();
  comparison.projects();
  comparison.calls();
  comparison.histories();
  comparison.refusals();
}

}  // namespace gl::projections::testing
