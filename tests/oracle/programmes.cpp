#include <algorithm>

#include "oracle/attempt.h"

/// Programmes, commitment authority and payment credits: domain §5, §6 rules 1, 2, 10, §7.
namespace gl::oracle {

bool Attempt::handle_money_or_call() {
  auto const& type = command_.type;
  if (type == "CreateProgramme") return create_programme(), true;
  if (type == "AmendProgramme") return amend_programme(), true;
  if (type == "VoteAuthority" || type == "AdjustAuthority" || type == "LapseAuthority") {
    return move_authority(), true;
  }
  if (type == "TransferAuthority") return transfer_authority(), true;
  if (type == "AllocateToCall" || type == "ReleaseAllocation") return move_allocation(), true;
  if (type == "OpenPaymentCredits") return open_credits(), true;
  if (type == "AdjustPaymentCredits") return adjust_credits(), true;
  if (type == "CarryOverCredits") return carry_over(), true;
  if (type == "CloseExercise") return close_exercise(), true;
  if (type == "DraftCall") return draft_call(), true;
  if (type == "OpenCall") return open_call(), true;
  if (type == "AmendCall") return amend_call(), true;
  if (type == "CloseCall") return close_call(), true;
  if (type == "ReopenCall") return reopen_call(), true;
  if (type == "CancelCall" || type == "SettleCall") return end_call(), true;
  return false;
}

void Attempt::read_settings(Programme& programme) const {
  int const decimals = decimals_of(programme.currency);
  if (has("aid_regime")) programme.aid_regime = text("aid_regime");
  if (has("re_credit")) programme.re_credit = text("re_credit");
  if (has("retention_years") && number("retention_years") > 0) {
    programme.retention_years = number("retention_years");
  }
  if (has("convention_for_all")) programme.convention_for_all = flag("convention_for_all");
  if (has("convention_threshold")) {
    programme.convention_threshold = parse_amount(text("convention_threshold"), decimals);
  }
  if (has("authority_valid_until")) programme.authority_valid_until = day("authority_valid_until");
  if (has("de_minimis_ceiling")) {
    programme.de_minimis_ceiling = parse_amount(text("de_minimis_ceiling"), decimals);
  }
  if (has("de_minimis_window_years")) {
    programme.de_minimis_window_years = number("de_minimis_window_years");
  }
}

void Attempt::create_programme() {
  refuse_if(state_.programmes.contains(text("programme")), "ID_TAKEN");
  emit("ProgrammeCreated");
  Programme created;
  created.id = text("programme");
  created.currency = text("currency");
  created.created = effective_;
  // Décret 2001-495: 23 000 EUR, unless everybody needs an agreement, from any amount
  bool const is_for_all = has("convention_for_all") && flag("convention_for_all");
  if (created.currency == "EUR" && !is_for_all) created.convention_threshold = 23'000'00;
  read_settings(created);
  state_.programmes.try_emplace(created.id, created);
}

void Attempt::amend_programme() {
  not_before(programme().created);
  emit("ProgrammeAmended");
  read_settings(programme());
}

/// §6 rule 1: voting down and lapsing take at most what is unallocated.
void Attempt::move_authority() {
  auto const& id = programme().id;
  AccountKey const available{"available", id, "", 0};
  AccountKey const voted{"voted", id, "", 0};
  not_before(programme().created);
  Money const moved = amount("amount");
  bool const lapses = command_.type == "LapseAuthority";
  Money const taken = lapses ? moved : -moved;
  refuse_if(taken > 0 && taken > sum(available), "AUTHORITY_EXCEEDED");
  if (lapses) {
    emit("AuthorityLapsed");
    post({"lapsed", id, "", 0}, available, moved);
  } else {
    emit(command_.type == "VoteAuthority" ? "AuthorityVoted" : "AuthorityAdjusted");
    post(available, voted, moved);
  }
}

/// §6 rule 1: the unallocated part; nothing of it once the authority's validity is over.
Money Attempt::usable(std::string const& programme) const {
  auto const& until = state_.programmes.at(programme).authority_valid_until;
  return until && effective_ > *until ? 0 : sum({"available", programme, "", 0});
}

/// §5: two programmes of one currency; §7: both sides in one event.
void Attempt::transfer_authority() {
  auto const& from = state_.programmes.at(text("from_programme"));
  auto const& to = state_.programmes.at(text("to_programme"));
  refuse_if(from.id == to.id || from.currency != to.currency, "STATE");
  not_before(from.created);
  not_before(to.created);
  Money const moved = amount("amount");
  refuse_if(moved > usable(from.id), "AUTHORITY_EXCEEDED");
  emit("AuthorityTransferred");
  post({"available", to.id, "", 0}, {"available", from.id, "", 0}, moved);
  post({"voted", from.id, "", 0}, {"voted", to.id, "", 0}, moved);
}

/// §3: from Draft, Open, Closed; §6 rule 1: allocating takes from the unallocated part, releasing
/// from the call's.
void Attempt::move_allocation() {
  auto const& subject = call();
  auto const& programme = subject.programme;
  refuse_if(subject.state == "Settled" || subject.state == "Cancelled", "STATE");
  not_before(subject.made);
  AccountKey const unallocated{"available", programme, "", 0};
  AccountKey const part{"available", programme, subject.id, 0};
  bool const allocates = command_.type == "AllocateToCall";
  auto const& from = allocates ? unallocated : part;
  auto const& to = allocates ? part : unallocated;
  refuse_if(amount("amount") > (allocates ? usable(programme) : sum(from)), "AUTHORITY_EXCEEDED");
  emit(allocates ? "CallAllocated" : "CallReleased");
  post(to, from, amount("amount"));
}

Money Attempt::net_allocated(Call const& call) const {
  Money net = 0;
  for (auto const& record : history_) {
    if (record.type != "CallAllocated" && record.type != "CallReleased") continue;
    if (record.call != call.id || is_reversed(history_, record.position)) continue;
    for (auto const& line : record.postings) {
      if (line.scope == call.id) net += line.amount;
    }
  }
  return net;
}

/// §6 rule 1: more was allocated to the call than released, or its part holds something.
bool Attempt::has_standing_allocation(Call const& call) const {
  return net_allocated(call) > 0 || sum({"available", call.programme, call.id, 0}) > 0;
}

/// §6 rule 1, §7: the call's part if it has a standing allocation, never mixed with the rest.
AccountKey Attempt::award_source(Call const& call) const {
  return {"available", call.programme, has_standing_allocation(call) ? call.id : "", 0};
}

/// §6 rule 1: nothing once the authority's validity is over.
Money Attempt::free_for_awards(Call const& call) const {
  auto const& until = state_.programmes.at(call.programme).authority_valid_until;
  return until && effective_ > *until ? 0 : sum(award_source(call));
}

/// §7: where de-committed money goes.
AccountKey Attempt::given_back_to(Call const& call) const {
  auto const& until = state_.programmes.at(call.programme).authority_valid_until;
  if (until && effective_ > *until) return {"lapsed", call.programme, "", 0};
  bool const over = call.state == "Settled" || call.state == "Cancelled";
  return over ? AccountKey{"available", call.programme, "", 0} : award_source(call);
}

/// §5: once per programme and year, then adjust (STATE); §6 rule 10.
void Attempt::open_credits() {
  int const year = number("year");
  auto const& id = programme().id;
  auto const line = state_.lines.find({id, year});
  refuse_if(line != state_.lines.end() && line->second.opened, "STATE");
  not_before(programme().created);
  refuse_if(is_year_closed(year), "YEAR_CLOSED");
  emit("PaymentCreditsOpened");
  post({"cp_available", id, "", year}, {"cp_voted", id, "", 0}, amount("amount"));
  state_.lines[{id, year}].opened = true;
  state_.opened_years.insert(year);
}

/// §6 rule 2: adjusting down takes at most what is available.
void Attempt::adjust_credits() {
  int const year = number("year");
  auto const& id = programme().id;
  refuse_if(!state_.lines.contains({id, year}), "STATE");
  not_before(programme().created);
  refuse_if(is_year_closed(year), "YEAR_CLOSED");
  AccountKey const available{"cp_available", id, "", year};
  refuse_if(-amount("amount") > sum(available), "CREDITS_EXCEEDED");
  emit("PaymentCreditsAdjusted");
  post(available, {"cp_voted", id, "", 0}, amount("amount"));
}

/// §5: to the next year, before closing, what was opened or carried in.
void Attempt::carry_over() {
  int const year = number("year");
  auto const& id = programme().id;
  refuse_if(!state_.lines.contains({id, year}), "STATE");
  not_before(programme().created);
  refuse_if(is_year_closed(year) || is_year_closed(year + 1), "YEAR_CLOSED");
  AccountKey const available{"cp_available", id, "", year};
  refuse_if(amount("amount") > sum(available), "CREDITS_EXCEEDED");
  emit("PaymentCreditsCarriedOver");
  post({"cp_available", id, "", year + 1}, available, amount("amount"));
  state_.lines[{id, year + 1}].carried_in = true;
  state_.opened_years.insert(year + 1);
}

bool Attempt::is_year_opened(int year) const { return state_.opened_years.contains(year); }

/// §3: opened by its first credits, closed once, for all programmes, on 31 December or later.
void Attempt::close_exercise() {
  int const year = number("year");
  refuse_if(!is_year_opened(year) || is_year_closed(year), "STATE");
  not_before(day_of(year, 12, 31));
  emit("ExerciseClosed");
  for (auto const& [id, programme] : state_.programmes) {
    AccountKey const available{"cp_available", id, "", year};
    post({"cp_lapsed", id, "", year}, available, sum(available));
  }
  state_.closed_years.insert(year);
}

}  // namespace gl::oracle
