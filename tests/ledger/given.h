#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/command.h"
#include "ledger/decide.h"
#include "ledger/event.h"
#include "ledger/state.h"

/// Words for tests of the ledger: given a world, when somebody sends a command, then this comes
/// of it. Every event that a world accepts is checked for conservation (domain §6 rule 1).
namespace gl::ledger::testing {

/// Who sends, in which role.
struct As {
  std::string person;
  Role role = Role::none;
};
inline As const admin{"admin", Role::administrator};
inline As const council{"conseil", Role::assembly};
inline As const anne{"anne", Role::instructor};
inline As const board{"commission", Role::decision};
inline As const boris{"boris", Role::officer};
inline As const chloe{"chloe", Role::accountant};
inline As const portal{"portal", Role::applicant};
inline As const paul{"paul", Role::dpo};

[[nodiscard]] Amount eur(std::int64_t euros, std::int64_t cents = 0);
[[nodiscard]] Money euros(std::int64_t euros, std::int64_t cents = 0);
/// `day("2016-11-14")`.
[[nodiscard]] CivilDate day(std::string_view text);
[[nodiscard]] Instant moment(std::string_view text);
[[nodiscard]] Hash any_hash();

/// The toy token of a data subject: "project/P", "person/x".
[[nodiscard]] SubjectToken subject_of(std::string_view label);
/// Seals all personal texts of a command as a session would, with a toy cipher.
void seal(Command& command);

/// A ledger in memory with its clock and all its events.
class World {
 public:
  World();

  /// Sets the clock to noon UTC of this day.
  World& on(std::string_view date);
  World& at(std::string_view instant);

  using Tweak = std::function<void(CommandHeader&)>;
  /// Sends a command: "AwardDecided", "AwardProlonged+AwardIncreased" or "REFUSED CODE". Accepted
  /// events are folded, recorded refusals too.
  std::string send(As const& who, CommandBody body, Tweak const& tweak = {});
  /// The same for commands that only prepare a test: another end than acceptance fails it.
  World& given(As const& who, CommandBody body, Tweak const& tweak = {});
  /// The number under which the next event will stand.
  [[nodiscard]] Position next_position() const { return next(state.head()); }
  [[nodiscard]] Event const& event(Position position) const {
    return events.at(position.value() - 1);
  }

  [[nodiscard]] AuthorityBalances authority(std::string_view programme = "G") const;
  [[nodiscard]] Money credits(std::int32_t year, std::string_view programme = "G") const;
  [[nodiscard]] Project const& project(std::string_view id = "P") const;

  State state;
  std::vector<Event> events;
  Refusal refusal;  ///< the last one
  /// The balance of every account as the postings alone give it.
  std::map<std::string, Money> trial_balance;
  /// Whether all balances are compared after each event; while a large world is made they are not.
  bool compares_each = true;

 private:
  void fold(Event const& event);
  /// Postings sum to zero, no term is negative, and the state's terms are the postings' sums.
  void check_conservation(Event const& event);
  /// The same for the years' credits and the calls' parts.
  void check_credits_and_calls();

  Instant now_;
  std::uint64_t commands_ = 0;
};

inline auto effective(std::string_view date) {
  return [date = day(date)](CommandHeader& header) { header.effective_date = date; };
}
void with_act(CommandHeader& header);
/// From line 7 of a file: the past may have broken the rules that are flags.
void imported(CommandHeader& header);

// Commands that are fine as they are; tests change what they are about.
[[nodiscard]] CreateProgramme programme(std::string_view id = "G");
[[nodiscard]] OpenCall open_call(std::string_view id = "C");
[[nodiscard]] SubmitProject submit(std::string_view id = "P",
                                   std::string_view siret = "00000101600013");
[[nodiscard]] DecideAward award(Amount amount, std::string_view id = "P");
[[nodiscard]] SignConvention agreement(Amount amount, std::string_view id = "P");
[[nodiscard]] RequestPayment request(std::string_view payment, PaymentKind kind, Amount amount,
                                     std::string_view project = "P");
[[nodiscard]] ApprovePayment approve(std::string_view payment, Amount amount,
                                     std::string_view order = "1", std::int32_t year = 2016);
[[nodiscard]] ConfirmPayment confirm(std::string_view payment, std::uint32_t attempt = 1);
[[nodiscard]] RecordBankReturn bank_return(std::string_view payment, std::uint32_t attempt = 1);
[[nodiscard]] RegisterPayee payee(std::string_view id = "00000101600013");
[[nodiscard]] OrderRecovery recovery(Amount amount, std::string_view id = "T1");
[[nodiscard]] AcceptFinalAccount account(Amount real_cost);

[[nodiscard]] PlanStepOf<Amount> advance_of(std::int32_t ppm);
[[nodiscard]] PlanStepOf<Amount> instalment_of(std::int32_t ppm);
[[nodiscard]] PlanStepOf<Amount> the_balance();

// Worlds at certain points, all in 2016: programme G with 700 000 of authority and 300 000 of
// credits, call C, project P of a private body that asks 40 000 of a cost of 80 000.
[[nodiscard]] World with_programme();
[[nodiscard]] World with_call(std::function<void(OpenCall&)> const& tweak = {});
[[nodiscard]] World with_submission(std::function<void(OpenCall&)> const& tweak = {});
[[nodiscard]] World with_eligible(std::function<void(OpenCall&)> const& tweak = {});
/// 40 000 awarded on 2016-11-14: half in advance, a quarter in instalments, a balance.
[[nodiscard]] World with_award();
/// The same with its agreement and a verified payee.
[[nodiscard]] World with_agreement();
/// R1, an advance of 20 000: requested, approved, issued, paid on 2016-11-28.
[[nodiscard]] World with_advance_requested();
[[nodiscard]] World with_advance_approved();
[[nodiscard]] World with_advance_issued();
[[nodiscard]] World with_advance_paid();
/// Its order is rejected by the accountant on 2016-11-25; paid, it comes back on 2016-11-30.
[[nodiscard]] World with_advance_rejected();
[[nodiscard]] World with_advance_returned();
/// Programmes P0, P1 … with 7 of credits in 2016 each, beside G.
[[nodiscard]] World with_programmes(std::size_t count);
/// The advance is paid and the account of 64 000 accepted: 32 000 final, 12 000 committed.
[[nodiscard]] World with_account();
/// The award is cancelled after the advance; 20 000 to recover, ordered as T1.
[[nodiscard]] World with_recovery();

}  // namespace gl::ledger::testing
