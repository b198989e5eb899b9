#include <algorithm>

#include "ledger/budget_rules.h"
#include "ledger/call_rules.h"
#include "ledger/decisions.h"
#include "ledger/project_rules.h"

namespace gl::ledger {
namespace {

/// AUTHORITY_EXCEEDED: `whose` has `left` that may be taken.
Objection check_taken(Case const& c, std::string_view whose, Money left, Money amount,
                      Currency currency) {
  if (amount <= left) return {};
  return c.refuse(Rule::authority_exceeded,
                  say(Sum{amount, currency}, " of commitment authority are to be taken from ",
                      whose, ", but only ", Sum{left, currency}, " are left there: take no more"),
                  to_string(left, currency), to_string(amount, currency));
}

/// What takes authority away takes it from what is neither committed nor allocated.
Objection check_unallocated(Case const& c, ProgrammeId const& id, Programme const& programme,
                            Money amount) {
  return check_taken(c, say("the unallocated part of ", id), programme.unallocated(), amount,
                     programme.settings.currency);
}

/// What puts authority to use: the same, and nothing once its validity is over.
Objection check_usable(Case const& c, ProgrammeId const& id, Programme const& programme,
                       Money amount) {
  if (!authority_is_over(programme, c.effective())) {
    return check_unallocated(c, id, programme, amount);
  }
  auto const currency = programme.settings.currency;
  return c.refuse(
      Rule::authority_exceeded,
      say("the authority of ", id, " was valid until ", *programme.settings.authority_valid_until,
          ": let it lapse, or amend the programme"),
      to_string(Money{}, currency), to_string(amount, currency));
}

struct Transfer {
  ProgrammeId const& from_id;
  Programme const& from;
  ProgrammeId const& to_id;
  Programme const& to;
};

Objection check_two_programmes(Case const& c, Transfer const& t) {
  if (&t.from == &t.to) {
    return c.refuse(Rule::state, say("authority of ", t.from_id, " is to go to ", t.to_id,
                                     " itself: name two programmes"));
  }
  auto const from = t.from.settings.currency;
  auto const to = t.to.settings.currency;
  if (from == to) return {};
  return c.refuse(Rule::state,
                  say(t.from_id, " is in ", from.code(), " and ", t.to_id, " in ", to.code(),
                      ": authority goes between programmes of one currency only"),
                  from.code(), to.code());
}

/// The rules of a transfer, in the order of domain §6.
Objection check_transfer(Case const& c, Transfer const& t, Money amount) {
  if (auto no = check_two_programmes(c, t)) return no;
  auto const since = std::max(t.from.since, t.to.since);
  if (auto no = check_funding(c, since, "both programmes were created")) return no;
  if (auto no = check_usable(c, t.from_id, t.from, amount)) return no;
  return check_overflow(c, t.to.authority.voted, amount, t.to.settings.currency);
}

/// The rules that an allocation and its release share, in the order of domain §6.
Objection check_allocation(Case const& c, CallFile const& file) {
  if (auto no = check_access(c, file.call.stream)) return no;
  if (auto no = check_call_state(c, file, unfinished)) return no;
  return check_funding(c, file.call.since, "the call was made");
}

}  // namespace

Decision decide_on(Case& c, VoteAuthority const& command) {
  auto const* const programme = c.state().programmes.find(command.programme);
  if (programme == nullptr) return c.unknown("programme", command.programme.view());
  auto const currency = programme->settings.currency;
  Converter convert{currency};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(programme->stream)) return refused(no);
  if (auto no = check_funding(c, *programme)) return refused(no);
  if (auto no = check_overflow(c, programme->authority.voted, amount, currency)) return refused(no);
  return c.accept(stream_of(command.programme, programme->stream), currency,
                  AuthorityVoted{command.programme, amount});
}

Decision decide_on(Case& c, AdjustAuthority const& command) {
  auto const* const programme = c.state().programmes.find(command.programme);
  if (programme == nullptr) return c.unknown("programme", command.programme.view());
  auto const currency = programme->settings.currency;
  Converter convert{currency};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(programme->stream)) return refused(no);
  if (auto no = check_funding(c, *programme)) return refused(no);
  if (amount.is_negative()) {
    auto no = check_unallocated(c, command.programme, *programme, amount.negated());
    if (no) return refused(no);
  }
  if (auto no = check_overflow(c, programme->authority.voted, amount, currency)) return refused(no);
  return c.accept(stream_of(command.programme, programme->stream), currency,
                  AuthorityAdjusted{command.programme, amount});
}

Decision decide_on(Case& c, LapseAuthority const& command) {
  auto const* const programme = c.state().programmes.find(command.programme);
  if (programme == nullptr) return c.unknown("programme", command.programme.view());
  auto const currency = programme->settings.currency;
  Converter convert{currency};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(programme->stream)) return refused(no);
  if (auto no = check_funding(c, *programme)) return refused(no);
  if (auto no = check_unallocated(c, command.programme, *programme, amount)) return refused(no);
  return c.accept(stream_of(command.programme, programme->stream), currency,
                  AuthorityLapsed{command.programme, amount});
}

Decision decide_on(Case& c, TransferAuthority const& command) {
  auto const* const from = c.state().programmes.find(command.from_programme);
  if (from == nullptr) return c.unknown("programme", command.from_programme.view());
  auto const* const to = c.state().programmes.find(command.to_programme);
  if (to == nullptr) return c.unknown("programme", command.to_programme.view());
  auto const currency = from->settings.currency;
  Converter convert{currency};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = c.check_sender()) return refused(no);
  if (auto no = c.check_version(from->stream)) return refused(no);
  Transfer const transfer{command.from_programme, *from, command.to_programme, *to};
  if (auto no = check_transfer(c, transfer, amount)) return refused(no);
  return c.accept(stream_of(command.from_programme, from->stream), currency,
                  AuthorityTransferred{command.from_programme, command.to_programme, amount});
}

Decision decide_on(Case& c, AllocateToCall const& command) {
  auto const file = find_file(c.state(), command.call);
  if (!file) return c.unknown("call", command.call.view());
  Converter convert{file->currency()};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = check_allocation(c, *file)) return refused(no);
  if (auto no = check_usable(c, file->programme_id, file->programme, amount)) return refused(no);
  return c.accept(stream_of(command.call, file->call.stream), file->currency(),
                  CallAllocated{command.call, file->programme_id, amount});
}

Decision decide_on(Case& c, ReleaseAllocation const& command) {
  auto const file = find_file(c.state(), command.call);
  if (!file) return c.unknown("call", command.call.view());
  Converter convert{file->currency()};
  auto const amount = convert(command.amount, "amount");
  if (auto no = convert.take_problem()) return refused(no);
  if (auto no = check_allocation(c, *file)) return refused(no);
  auto const whose = say("call ", file->id);
  if (auto no = check_taken(c, whose, file->call.available, amount, file->currency())) {
    return refused(no);
  }
  return c.accept(stream_of(command.call, file->call.stream), file->currency(),
                  CallReleased{command.call, file->programme_id, amount});
}

}  // namespace gl::ledger
