#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "base/time.h"
#include "ledger/command.h"

namespace gl::bench {

/// Commands of one person, in order.
using CommandList = std::vector<ledger::Command>;

/// What a funder's software sends over a year: projects are submitted, found eligible and awarded
/// once; then each is paid in many instalments, four commands a payment by three people. Every
/// command is accepted, and makes one event of about 200 bytes. Sealed and digested beforehand, as
/// a session does.
class Workload {
 public:
  Workload(std::size_t projects, CivilDate today);

  /// Programme, authority, credits, call, and every project up to its award and verified account.
  /// No list is longer than `list_max`.
  [[nodiscard]] std::vector<CommandList> setup(std::size_t list_max);

  /// The next payments: lists of `payments` commands each that request, approve, issue and confirm
  /// them, over the projects in turn.
  [[nodiscard]] std::vector<CommandList> payments(std::size_t payments);

 private:
  ledger::Command command(std::string_view person, ledger::Role role, ledger::CommandBody body);
  ledger::ProjectId project(std::size_t index) const;
  ledger::PayeeId payee(std::size_t index) const;

  std::size_t const projects_;
  CivilDate const today_;
  SeededRandom random_{1};
  std::uint64_t next_payment_ = 0;
};

}  // namespace gl::bench
