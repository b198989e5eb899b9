#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "oracle/oracle.h"

namespace gl::oracle {

/// A number below `below`, which is at least 1. Smaller numbers make simpler commands, so that
/// rapidcheck may shrink them.
using Random = std::function<std::uint32_t(std::uint32_t below)>;

[[nodiscard]] Random random_from(std::mt19937_64& engine);

/// Plausible commands for the ledger that an oracle has before it: most are meant to be accepted,
/// the others break some rule. One sequence is 2016 to 2018 in one to three programmes.
class Generator {
 public:
  /// `oracle` has to be given each command before the next one is asked for.
  Generator(Random random, Oracle const& oracle);

  Command next();

 private:
  struct Choice {
    std::uint32_t weight;
    std::string type;
    std::string target;  // id of what the command acts on
  };

  // ---- generator.cpp: time, chance, persons, what goes wrong
  [[nodiscard]] std::uint32_t below(std::uint32_t limit) { return random_(limit == 0 ? 1 : limit); }
  [[nodiscard]] bool chance(std::uint32_t percent) { return below(100) >= 100 - percent; }
  [[nodiscard]] std::string pick(std::string const& words);
  [[nodiscard]] std::string new_id(std::string const& prefix);
  [[nodiscard]] State const& state() const { return oracle_.state(); }
  [[nodiscard]] Day today() const { return paris_day(now_); }
  void pass_time();
  [[nodiscard]] std::string person_of(std::string const& role);
  void choose_sender(Command& command);
  void choose_date(Command& command);
  [[nodiscard]] Day earliest(Command const& command) const;
  [[nodiscard]] std::int64_t version_of(Command const& command) const;
  [[nodiscard]] Command finish(std::string const& type, std::string const& target);
  void break_something(Command& command);
  void break_amount(Command& command);
  void break_sender(Command& command);
  void break_id(Command& command);
  void break_date(Command& command);
  [[nodiscard]] std::string any_target(std::string const& type);

  // ---- generator_choices.cpp: what may come next
  [[nodiscard]] Choice choose();
  void offer(std::uint32_t weight, std::string const& type, std::string const& target);
  void offer_programmes();
  void offer_calls();
  void offer_projects();
  void offer_before_award(Project const& project);
  void offer_awarded(Project const& project);
  void offer_payments();
  void offer_recoveries();
  void offer_others();
  [[nodiscard]] bool is_paper_time(Call const& call) const;

  // ---- generator_fields.cpp: what the commands say
  [[nodiscard]] Fields fields_of(std::string const& type, std::string const& target);
  [[nodiscard]] Fields money_fields(std::string const& type, std::string const& target);
  [[nodiscard]] Fields call_fields(std::string const& type, std::string const& target);
  [[nodiscard]] Fields project_fields(std::string const& type, std::string const& target);
  [[nodiscard]] Fields award_fields(std::string const& type, std::string const& target);
  [[nodiscard]] Fields payment_fields(std::string const& type, std::string const& target);
  [[nodiscard]] Fields other_fields(std::string const& type, std::string const& target);
  [[nodiscard]] Fields settings();
  [[nodiscard]] Fields terms(bool is_amendment, std::string const& programme);
  [[nodiscard]] Fields applicant();
  [[nodiscard]] Fields submission(std::string const& call);
  [[nodiscard]] Fields award(Project const& project);
  [[nodiscard]] Fields request(Project const& project);
  [[nodiscard]] std::string plan();
  [[nodiscard]] Money part_of(Money whole);
  [[nodiscard]] std::string money(Money amount, std::string const& programme) const;
  [[nodiscard]] std::string programme_of(Project const& project) const;
  [[nodiscard]] Money held(std::string const& account, Project const& project) const {
    return oracle_.project_balance(account, project.id);
  }

  Random random_;
  Oracle const& oracle_;
  Instant now_;
  std::uint32_t programmes_wanted_;
  std::uint32_t calls_wanted_;
  std::uint32_t projects_wanted_;
  std::uint32_t ids_{0};
  std::uint32_t stress_{1};
  std::vector<Choice> choices_;
  std::vector<Command> sent_;
};

}  // namespace gl::oracle
