#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/command.h"
#include "tools/import/survey.h"

namespace gl::importing {

/// A line's commands go out in waves, each from one role and each after the answers to the one
/// before: what a role does rests on what the others did. Preparer, approver and payer differ. What
/// was paid before the agreement was signed is sent before it, so that the ledger sees it.
constexpr std::array wave_roles{
    ledger::Role::instructor, ledger::Role::decision,                            // award
    ledger::Role::instructor, ledger::Role::officer,  ledger::Role::accountant,  // paid early
    ledger::Role::officer,                                                       // agreement
    ledger::Role::instructor, ledger::Role::officer,  ledger::Role::accountant,  // paid
};
constexpr std::size_t wave_count = wave_roles.size();

/// One line's commands, wave by wave.
using Waves = std::array<std::vector<ledger::Command>, wave_count>;

/// A command that has to be there before the lines can enter.
struct Preparation {
  ledger::Role role = ledger::Role::none;
  ledger::Command command;
  /// To be sent when the first is refused because of its state: credits that are open are raised.
  std::optional<ledger::Command> instead;
  /// A refusal because its id is taken is no harm: another file has made it.
  bool may_exist = false;
};

/// Makes the commands that bring a file into the ledger. Their ids are made from the file's hash,
/// the line and the step, so that the same file makes the same commands and nothing enters twice.
class Commands {
 public:
  /// Both outlive it.
  Commands(Mapping const& mapping, Survey const& survey);

  /// The programme, its calls, authority and credits, in that order: a file that comes under the
  /// prefix of another is found out at the first call, before any money is voted.
  [[nodiscard]] std::vector<Preparation> preparations() const;
  [[nodiscard]] Waves of(Grant const& grant) const;
  /// "CD44-17": the project of a line.
  [[nodiscard]] std::string project_of(std::uint64_t line) const;

 private:
  template <class Body>
  [[nodiscard]] ledger::Command prepared(std::string_view step, CivilDate date, Body body) const;
  template <class Body>
  [[nodiscard]] ledger::Command imported(Grant const& grant, std::string_view step, CivilDate date,
                                         Body body) const;
  [[nodiscard]] ledger::Command submission(Grant const& grant) const;
  [[nodiscard]] ledger::Command award(Grant const& grant) const;
  [[nodiscard]] ledger::Command agreement(Grant const& grant) const;
  void add_payment(Waves& waves, Grant const& grant, std::size_t number) const;
  [[nodiscard]] std::string call_of(std::int32_t year) const;
  [[nodiscard]] ledger::Amount amount(ledger::Money money) const;
  [[nodiscard]] std::vector<ledger::PlanStepOf<ledger::Amount>> plan_of(Grant const& grant) const;

  Mapping const& mapping_;
  Survey const& survey_;
  std::string const id_base_;
};

}  // namespace gl::importing
