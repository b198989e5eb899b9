#pragma once

#include <string>
#include <vector>

#include "oracle/oracle.h"

namespace gl::oracle {

struct AccountKey {
  std::string account;
  std::string programme;
  std::string scope;
  int year{0};
  friend auto operator<=>(AccountKey const&, AccountKey const&) = default;
};

/// Debits less credits over the whole history.
[[nodiscard]] Money balance(std::vector<Record> const& history, AccountKey const& key);
[[nodiscard]] bool is_reversed(std::vector<Record> const& history, std::size_t position);

/// One command held against every rule, on a copy of the state: all that is broken is collected,
/// then the first code in the order of domain §6 is the refusal. Handlers check and take effect in
/// one go; of a refused command nothing is kept.
class Attempt {
 public:
  Attempt(Command const& command, State state, std::vector<Record> const& history);

  /// Form, as far as it depends on the state (domain §4).
  [[nodiscard]] bool malformed() const;
  [[nodiscard]] bool unknown_target() const;
  /// Stream that the command is about (domain §4).
  [[nodiscard]] std::string stream() const;
  /// Only when the two above are false. `version` is its stream's.
  Answer decide(std::int64_t version);

  [[nodiscard]] State const& state() const { return state_; }
  [[nodiscard]] std::vector<Record> const& records() const { return records_; }
  [[nodiscard]] Day effective() const { return effective_; }

 private:
  // ---- attempt.cpp: fields, general rules, postings
  [[nodiscard]] bool has(std::string const& key) const;
  [[nodiscard]] std::string text(std::string const& key) const;
  [[nodiscard]] bool flag(std::string const& key) const { return text(key) == "true"; }
  [[nodiscard]] int number(std::string const& key) const;
  [[nodiscard]] Day day(std::string const& key) const { return parse_day(text(key)); }
  [[nodiscard]] std::vector<std::string> list(std::string const& key) const;
  [[nodiscard]] std::vector<std::string> first_parts(std::string const& key) const;
  [[nodiscard]] Money amount(std::string const& key) const;
  [[nodiscard]] std::vector<PlanStep> plan() const;
  [[nodiscard]] std::string command_programme() const;
  [[nodiscard]] std::string currency() const;
  [[nodiscard]] Record const* target_event() const;

  void refuse_if(bool broken, std::string const& code);
  void not_before(Day earliest) { refuse_if(effective_ < earliest, "DATE"); }
  [[nodiscard]] bool is_year_closed(int year) const { return state_.closed_years.contains(year); }
  [[nodiscard]] Day first_open_day_after(int year) const;
  [[nodiscard]] Day default_effective() const;
  void check_general(std::int64_t version);
  void check_role();
  void check_delegation();
  void check_overflow();
  void handle();
  bool handle_money_or_call();
  bool handle_project();
  bool handle_award();
  bool handle_payment_or_other();
  [[nodiscard]] Answer verdict() const;

  void emit(std::string const& event_type, bool moves_money = true);
  void post(AccountKey const& debit, AccountKey const& credit, Money amount);
  [[nodiscard]] Money sum(AccountKey const& key) const { return balance(history_, key); }
  [[nodiscard]] Money project_sum(std::string const& account, Project const& project) const;
  [[nodiscard]] AccountKey project_account(std::string const& account,
                                           Project const& project) const;
  [[nodiscard]] Programme& programme() { return state_.programmes.at(command_programme()); }
  [[nodiscard]] Call& call() { return state_.calls.at(text("call")); }
  [[nodiscard]] Call& call_of(Project const& project) { return state_.calls.at(project.call); }
  [[nodiscard]] Project& project() { return state_.projects.at(text("project")); }
  [[nodiscard]] Payment& payment() { return state_.payments.at(text("payment")); }
  [[nodiscard]] Recovery& recovery() { return state_.recoveries.at(text("recovery")); }
  [[nodiscard]] Programme const& programme_of(Project const& project) const;

  // ---- form.cpp
  [[nodiscard]] bool lacks_a_field() const;
  [[nodiscard]] bool has_a_wrong_amount() const;
  [[nodiscard]] bool has_wrong_parts() const;
  [[nodiscard]] bool has_a_wrong_value() const;
  [[nodiscard]] bool contradicts_a_draft() const;

  // ---- programmes.cpp: programmes, authority, credits
  void create_programme();
  void amend_programme();
  void read_settings(Programme& programme) const;
  void move_authority();
  void transfer_authority();
  void move_allocation();
  [[nodiscard]] Money net_allocated(Call const& call) const;
  [[nodiscard]] bool has_standing_allocation(Call const& call) const;
  [[nodiscard]] AccountKey award_source(Call const& call) const;
  [[nodiscard]] Money free_for_awards(Call const& call) const;
  [[nodiscard]] AccountKey given_back_to(Call const& call) const;
  void open_credits();
  void adjust_credits();
  void carry_over();
  [[nodiscard]] bool is_year_opened(int year) const;
  void close_exercise();

  // ---- calls.cpp
  void read_terms(Terms& terms) const;
  void draft_call();
  void open_call();
  void amend_call();
  void close_call();
  void reopen_call();
  void end_call();
  [[nodiscard]] bool had_an_award(Call const& call) const;
  [[nodiscard]] bool excludes_received(Call const& call, Terms const& terms) const;
  [[nodiscard]] Terms const& in_force(Call const& call, Day at) const;

  // ---- projects.cpp
  void require_state(Project const& project, std::string const& states);
  void check_conflict(Project const& project);
  [[nodiscard]] Instant receipt() const;
  void check_receipt(Call const& call);
  void check_applicant(Project const& project);
  void check_evidence();
  void read_project(Project& project) const;
  void submit_project();
  void amend_project();
  void request_completion();
  void complete_project();
  void move_project(std::string const& from, std::string const& to, std::string const& event_type);
  void record_assessment();
  void waitlist_project();
  void orient_or_reject();
  void reopen_project();
  void note_project();

  // ---- awards.cpp
  [[nodiscard]] Money usable(std::string const& programme) const;
  [[nodiscard]] static bool fits(std::vector<PlanStep> const& plan, Money award);
  void decide_award();
  [[nodiscard]] Award read_award(Project const& project, Terms const& terms) const;
  void check_limits(Project const& project, Award const& award, Terms const& terms);
  void check_de_minimis(Project const& project, Award const& award, Money more);
  [[nodiscard]] Money de_minimis_total(std::string const& undertaking,
                                       Programme const& programme) const;
  void amend_award();
  void change_award_amount(Project& project, Money to);
  void take_from_grants(Award& award, Money difference) const;
  void cancel_award();
  void sign_convention();
  void file_report();
  void accept_account();
  void settle_project();
  [[nodiscard]] bool is_awarded(Project const& project) const;
  [[nodiscard]] bool needs_agreement(Project const& project, std::string const& payee) const;
  [[nodiscard]] Money yearly_total(std::string const& payee, Project const& project) const;

  // ---- payments.cpp: payees, payments, recoveries
  void register_payee();
  void change_account();
  void verify_account();
  void request_payment();
  void check_payment_rules(Project const& project, Payment const& payment);
  [[nodiscard]] Money live_total(Project const& project, Payment const& besides,
                                 std::string const& kinds, std::string const& payee) const;
  [[nodiscard]] Money still_wanted(Project const& project, std::string const& annulled_payee) const;
  void move_payment(std::string const& from, std::string const& to,
                    std::string const& project_states, std::string const& event_type);
  void end_request();
  void approve_payment();
  void annul_approval();
  void issue_payment();
  void reject_order();
  void confirm_payment();
  void return_payment();
  void order_recovery();
  void settle_recovery();

  // ---- reversal.cpp: reversals, delegations, personal data
  void reverse_event();
  [[nodiscard]] bool has_dependents(Record const& target) const;
  [[nodiscard]] bool depends_on(Record const& later, Record const& target) const;
  [[nodiscard]] bool would_leave_less_than_nothing(Record const& target) const;
  void restore(Record const& target);
  void give_delegation();
  void end_delegation();
  void erase_subject();
  [[nodiscard]] bool is_known_subject(std::string const& subject) const;

  Command const& command_;
  State state_;
  std::vector<Record> const& history_;
  Day today_;
  Day effective_;
  std::vector<std::string> broken_;
  std::vector<Record> records_;
};

}  // namespace gl::oracle
