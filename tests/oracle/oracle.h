#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "oracle/civil.h"
#include "oracle/state.h"
#include "oracle/text.h"

namespace gl::oracle {

/// A command as its sender gives it. `fields` are written as in ami-2016.commands.tsv.
struct Command {
  std::string type;  // "DecideAward"
  Fields fields;
  std::string person;
  std::string role;
  std::string acting_for;
  std::string delegation;
  std::optional<Day> effective_date;
  Instant recorded_at{0};
  std::optional<Instant> received_at;
  std::string reason_code;
  bool has_act{false};
  std::optional<std::int64_t> expected_version;
  bool imported{false};
  std::string id;  // of the command, for idempotency; empty: one of its own
};

struct Answer {
  bool accepted{false};
  std::string code;                    // of the refusal, "DEADLINE_PASSED"
  std::vector<std::string> events;     // their types, in order
  std::vector<std::string> flags;      // of an imported command: the codes of the rules it broke
  std::vector<std::size_t> positions;  // of the events, or of the refusal; empty: nothing recorded
  bool repeated{false};                // an earlier answer, given again
};

/// One line of an entry: debits positive, credits negative (domain §7).
struct Posting {
  std::string account;
  std::string programme;
  std::string scope;  // a project's or a call's id
  int year{0};        // of a CP account
  Money amount{0};
};

/// An event with what was known before it.
struct Record {
  std::size_t position{0};
  std::string type;
  std::string stream;
  Day effective{0};
  Instant recorded{0};
  std::string command;  // the command type that made it
  std::string programme, call, project, payment, recovery, payee, person;
  std::vector<Posting> postings;
  std::size_t reverses{0};  // the position that an EventReversed reverses
  State before;
};

struct YearBalances {
  std::int64_t available{0};
  std::int64_t consumed{0};
  std::int64_t lapsed{0};
  friend bool operator==(YearBalances const&, YearBalances const&) = default;
};

/// A programme's balances in minor units.
struct Balances {
  std::int64_t voted{0};
  std::int64_t available{0};  // its calls' parts included
  std::int64_t committed{0};
  std::int64_t payable{0};
  std::int64_t disbursed{0};
  std::int64_t recoverable{0};
  std::int64_t recovered{0};
  std::int64_t written_off{0};
  std::int64_t lapsed{0};
  std::map<int, YearBalances> years;
  friend bool operator==(Balances const&, Balances const&) = default;
};

/// Which records count for a balance: those up to and including a position, recorded up to and
/// including a moment, with an effective date up to and including a day. Nothing: all.
struct Axes {
  std::optional<std::size_t> known_at{};
  std::optional<Instant> recorded_by{};
  std::optional<Day> as_of{};
};

/// The ledger's rules once more, from domain.md alone and as plainly as possible: every balance is
/// summed over the whole history, every earlier state is a copy.
class Oracle {
 public:
  /// Positions count from `first_position`.
  explicit Oracle(std::size_t first_position = 1) : first_position_(first_position) {}

  Answer submit(Command const& command);

  [[nodiscard]] State const& state() const { return state_; }
  [[nodiscard]] std::vector<Record> const& history() const { return history_; }
  /// Position of the newest record; `first_position - 1` when there is none.
  [[nodiscard]] std::size_t head() const { return first_position_ + history_.size() - 1; }
  [[nodiscard]] std::int64_t version(std::string const& stream) const;

  /// Version of the stream that a command is about; nothing where there is none to be about.
  [[nodiscard]] std::optional<std::int64_t> version_for(Command const& command) const;

  [[nodiscard]] Balances balances(std::string const& programme, Axes const& axes = {}) const;
  /// A project's part of an account: committed, payable, disbursed, recoverable, recovered,
  /// written_off.
  [[nodiscard]] std::int64_t project_balance(std::string const& account,
                                             std::string const& project) const;
  /// Authority at hand: of a call's part, or unallocated when `call` is empty.
  [[nodiscard]] std::int64_t available(std::string const& programme, std::string const& call) const;

  [[nodiscard]] std::string project_state(std::string const& project) const;
  [[nodiscard]] std::string payment_state(std::string const& payment) const;
  [[nodiscard]] std::string recovery_state(std::string const& recovery) const;
  [[nodiscard]] std::string call_state(std::string const& call) const;
  /// Current amount of a project's award; nothing without one.
  [[nodiscard]] std::optional<std::int64_t> award_amount(std::string const& project) const;
  /// What is known of one thing, in words that only a comparison reads: its state, its amounts.
  [[nodiscard]] std::string describe_project(std::string const& id) const;
  [[nodiscard]] std::string describe_call(std::string const& id) const;
  [[nodiscard]] std::string describe_payment(std::string const& id) const;
  [[nodiscard]] std::string describe_recovery(std::string const& id) const;
  /// Invariant 1 of domain §6: the terms sum to what was voted, and none is negative.
  [[nodiscard]] bool keeps_invariant_1(std::string const& programme) const;
  /// Whether the year may take postings (domain §6 rule 10).
  [[nodiscard]] bool is_closed(int year) const { return state_.closed_years.contains(year); }

 private:
  void keep(Answer& answer, std::vector<Record> records);

  std::size_t first_position_;
  State state_;
  std::vector<Record> history_;
  struct Kept {
    std::string payload;
    Answer answer;
  };
  std::map<std::string, Kept> answers_;
};

/// Every refusal code in the order in which rules are reported (domain §6).
[[nodiscard]] std::vector<std::string> const& refusal_codes();
/// Every command type of domain §5.
[[nodiscard]] std::vector<std::string> command_types();
/// The roles that may send a command (domain §5); none for ReverseEvent, which depends.
[[nodiscard]] std::vector<std::string> roles_of(std::string const& command_type);

}  // namespace gl::oracle
