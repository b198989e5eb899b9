#include <algorithm>
#include <string>
#include <utility>

#include "projections/random_ledger.h"
#include "projections/random_words.h"

namespace gl::projections::testing {

using namespace ledger;  // NOLINT: every name here is a word of the ledger

bool RandomLedger::step_of_programme(ProgrammeId const& programme) {
  auto const& known = state_.programmes.at(state_.programmes.place_of(programme));
  auto const its = stream(StreamKind::programme, programme.view());
  bool const has_much = known.unallocated() >= cents(1'000'000);
  switch (draw(7)) {
    case 0: add(its, AuthorityVoted{programme, cents(1 + draw(10'000'000))}); return true;
    case 1:
      if (!has_much) return false;
      add(its, AuthorityAdjusted{programme, cents(1 + draw(50'000)).negated()});
      return true;
    case 2:
      if (!has_much) return false;
      add(its, AuthorityLapsed{programme, cents(1 + draw(20'000))});
      return true;
    case 3: {
      auto const other = ProgrammeId{"G" + std::to_string(draw(habits_.programmes))};
      if (!has_much || other == programme) return false;
      add(its, AuthorityTransferred{programme, other, cents(1 + draw(500'000))});
      return true;
    }
    case 4: {
      auto after = known.settings;
      after.name += "+";
      add(its, ProgrammeAmended{programme, known.settings, after});
      return true;
    }
    default: return step_of_credits(programme);
  }
}

bool RandomLedger::step_of_credits(ProgrammeId const& programme) {
  auto const* line = state_.credit_lines.find({state_.programmes.place_of(programme), year_});
  if (line == nullptr) return false;
  auto const its = stream(StreamKind::year, std::to_string(year_));
  auto const amount = cents(1 + draw(100'000));
  if (chance(30)) {
    add(its, PaymentCreditsAdjusted{programme, year_, amount});
    return true;
  }
  if (line->available < amount) return false;
  if (chance(50)) {
    add(its, PaymentCreditsAdjusted{programme, year_, amount.negated()});
  } else {
    add(its, PaymentCreditsCarriedOver{programme, year_, amount});
  }
  return true;
}

bool RandomLedger::step_of_call() {
  auto const& id = calls_[draw(calls_.size())];
  auto const& call = state_.calls.at(state_.calls.place_of(id));
  auto const& programme = state_.programmes.key_at(call.programme);
  auto const its = stream(StreamKind::call, id.view());
  bool const is_over = call.state == CallState::cancelled || call.state == CallState::settled;
  if (is_over) return false;
  if (call.state == CallState::open && chance(10)) {
    add(its, CallClosed{{id, programme}});
    return true;
  }
  if (chance(70)) return step_of_allocation(id) || change_state(id);
  amend(id);
  return true;
}

/// The same terms under another title, as the call's next version.
CallChange RandomLedger::next_version(CallId const& id) {
  auto const& call = state_.calls.at(state_.calls.place_of(id));
  CallChange change;
  change.call = id;
  change.programme = state_.programmes.key_at(call.programme);
  change.version = static_cast<std::uint32_t>(call.versions.size() + 1);
  change.before = call.latest().terms;
  change.after = change.before;
  change.after.title += "+";
  return change;
}

void RandomLedger::amend(CallId const& id) {
  add(stream(StreamKind::call, id.view()), CallAmended{next_version(id)}, paris_date(now_));
}

bool RandomLedger::step_of_allocation(CallId const& id) {
  auto const& call = state_.calls.at(state_.calls.place_of(id));
  auto const& programme = state_.programmes.at(call.programme);
  auto const programme_id = state_.programmes.key_at(call.programme);
  auto const its = stream(StreamKind::call, id.view());
  if (chance(50) && call.available.is_positive()) {
    add(its, CallReleased{{id, programme_id, part_of(call.available)}});
    return true;
  }
  if (programme.unallocated() < cents(20'000'000)) return false;
  add(its, CallAllocated{{id, programme_id, cents(1 + draw(10'000'000))}});
  return true;
}

bool RandomLedger::change_state(CallId const& id) {
  auto const& call = state_.calls.at(state_.calls.place_of(id));
  auto const programme = state_.programmes.key_at(call.programme);
  auto const its = stream(StreamKind::call, id.view());
  if (call.state == CallState::draft) {
    auto const version = static_cast<std::uint32_t>(call.versions.size());
    add(its, CallOpened{id, programme, call.latest().terms, version}, paris_date(now_));
    return true;
  }
  if (call.state == CallState::closed && chance(50)) {
    add(its, CallReopened{next_version(id)}, paris_date(now_));
    return true;
  }
  if (call.projects == 0 && call.allocation.is_zero() && chance(20)) {
    if (call.state == CallState::closed) {
      add(its, CallSettled{{id, programme}});
    } else {
      add(its, CallCancelled{{id, programme}});
    }
    return true;
  }
  if (calls_.size() >= 6) return false;
  CallDrafted draft;
  draft.call = CallId{"D" + std::to_string(++number_)};
  draft.programme = programme;
  draft.terms.title = "draft";
  draft.terms.deadline = civil_date(2016, 10, 5);
  calls_.push_back(draft.call);
  add(stream(StreamKind::call, draft.call.view()), draft);
  return true;
}

/// Where the call's awards are taken from, and what they free goes back to.
AuthorityPool RandomLedger::pool_of(Call const& call) const {
  bool const is_over = call.state == CallState::cancelled || call.state == CallState::settled;
  return is_over || call.allocation.is_zero() ? AuthorityPool::unallocated : AuthorityPool::call;
}

Money RandomLedger::left_for(Call const& call) const {
  if (pool_of(call) == AuthorityPool::call) return call.available;
  return state_.programmes.at(call.programme).unallocated();
}

}  // namespace gl::projections::testing
