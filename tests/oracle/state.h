#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "oracle/civil.h"
#include "oracle/text.h"

/// What the oracle remembers of the ledger's aggregates. Balances are not here: they are summed
/// from the history each time. Words and states: domain §1 and §3.
namespace gl::oracle {

struct Programme {
  std::string id;
  std::string currency;
  std::string aid_regime{"none"};
  std::string re_credit{"none"};
  int retention_years{10};
  bool convention_for_all{false};
  std::optional<Money> convention_threshold;
  std::optional<Day> authority_valid_until;
  std::optional<Money> de_minimis_ceiling;
  int de_minimis_window_years{0};  // 0: the law's
  Day created{0};
};

/// One version of a call's conditions.
struct Terms {
  friend bool operator==(Terms const&, Terms const&) = default;
  Day in_force_from{0};
  std::string title;
  Day opening{0};
  Day deadline{0};
  std::vector<std::string> departments;
  std::vector<std::string> applicant_kinds;
  std::optional<Money> project_cap;
  int maximum_rate{1'000'000};
  std::optional<Money> minimum_instalment;
  bool one_per_applicant{false};
  bool assessment_required{false};
  bool waitlist{false};
};

struct Call {
  std::string id;
  std::string programme;
  std::string state;  // Draft, Open, Closed, Settled, Cancelled
  std::vector<Terms> versions;
  Day made{0};  // drafted, or opened at once
};

struct PlanStep {
  std::string kind;
  Money ppm{0};
  std::optional<Money> amount;
};

struct Payee {
  std::string id;
  Money ppm{0};
};

/// A part of an award that counts as de minimis aid since its own date.
struct Grant {
  Day date{0};
  Money equivalent{0};
};

struct Award {
  Money amount{0};  // current: as amended, as set by the final account
  Money rate{0};
  Money cost_base{0};
  std::vector<Payee> payees;
  std::vector<PlanStep> plan;
  std::string aid_regime;
  std::string undertaking;
  std::vector<Grant> grants;
  std::optional<Day> valid_until;
  std::optional<Money> minimum_instalment;
  Day decided{0};
};

struct Agreement {
  Money amount{0};
  std::vector<PlanStep> plan;
};

struct Funder {
  Money amount{0};
  bool secured{false};
};

struct Project {
  std::string id;
  std::string call;
  std::string applicant;  // SIRET, RNA number or a person's token
  std::string applicant_kind;
  std::vector<std::string> departments;  // of its locations
  Money eligible_cost{0};
  Money asked_amount{0};
  std::vector<Funder> other_funders;
  Money de_minimis_declared{0};
  bool has_personal_texts{false};
  Day submitted{0};
  std::string state;
  std::vector<std::string> documents_asked;
  Day time_limit{0};
  int round{0};  // counts awards: requests of an earlier award do not count in a later one
  std::optional<Award> award;
  std::optional<Agreement> agreement;
  std::optional<Money> reported_other_funding;  // set by a final report
  bool account_accepted{false};
};

struct Payment {
  std::string id;
  std::string project;
  std::string state;
  std::string kind;
  std::string payee;
  Money amount{0};  // requested, then approved
  int round{0};
  int budget_year{0};
  int attempt{0};
  std::string preparer;
  std::string approver;
  Day latest_step{0};
};

struct Recovery {
  std::string id;
  std::string project;
  std::string state;
  Money outstanding{0};
  Money received{0};
  Day ordered{0};
};

struct Account {
  std::string legal_kind;
  std::string enterer;
  bool verified{false};
  Day entered{0};
};

struct Delegation {
  std::string from_person;
  std::string to_person;
  std::vector<std::string> commands;
  Day start{0};
  std::optional<Day> end;
  std::optional<Day> ended;
};

/// A programme's payment credits of a year.
struct CreditLine {
  bool opened{false};
  bool carried_in{false};
};

struct State {
  std::map<std::string, Programme> programmes;
  std::map<std::string, Call> calls;
  std::map<std::string, Project> projects;
  std::map<std::string, Payment> payments;
  std::map<std::string, Recovery> recoveries;
  std::map<std::string, Account> payees;
  std::map<std::string, Delegation> delegations;
  std::map<std::pair<std::string, int>, CreditLine> lines;
  std::set<int> opened_years;  // by their first credits, even if those were reversed
  std::set<int> closed_years;
  std::set<std::string> erased;
  std::set<std::string> used_numbers;  // ids and numbers that stay used for ever
};

}  // namespace gl::oracle
