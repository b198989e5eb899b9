#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tools/grandlivre/progress.h"
#include "tools/grandlivre/session.h"
#include "tools/import/commands.h"

namespace gl::tools {

/// Who sends what a role may send: "instructor" unless the caller names another identity.
using Senders = std::map<ledger::Role, std::string>;

/// What the ledger holds of a file, read back from its events.
struct InLedger {
  std::uint64_t events = 0;
  std::map<std::int32_t, ledger::Money> awarded;  ///< by the year of the decision
  std::map<std::int32_t, ledger::Money> paid;     ///< by the year of the payment
};

/// Brings a file into a ledger: preparations, then windows of lines, wave by wave, each wave in
/// requests that do not wait for each other. What is sent again is answered again and counts once.
class ImportSender {
 public:
  ImportSender(Options const& options, Senders senders, std::optional<Instant> recorded_at)
      : options_(options), senders_(std::move(senders)), recorded_at_(recorded_at) {}

  /// Failures: those of the connection; refused (a preparation: e.g. the file's prefix is taken).
  [[nodiscard]] client::Response<void> prepare(
      std::vector<importing::Preparation> const& preparations);

  /// Sends lines; what the ledger refuses is said in their verdicts, and nothing more of such a
  /// line is sent. `verdicts[i]` is that of `lines[i]`.
  [[nodiscard]] client::Response<void> send(std::vector<importing::Waves> lines,
                                            std::vector<importing::Verdict*> const& verdicts);

  /// Reads the file's events back and notes in the survey's verdicts which rules they broke.
  [[nodiscard]] client::Response<InLedger> read_back(importing::Survey& survey);

  [[nodiscard]] std::uint64_t commands() const { return commands_; }
  [[nodiscard]] std::uint64_t repeated() const { return repeated_; }

 private:
  /// A list of commands of one role; answers in their order.
  [[nodiscard]] client::Response<std::vector<ledger::Answer>> submit(
      ledger::Role role, std::vector<ledger::Command> commands);
  [[nodiscard]] client::Response<client::Client*> client_for(ledger::Role role);
  void note(ledger::Answer const& answer);

  Options const& options_;
  Senders const senders_;
  std::optional<Instant> const recorded_at_;
  std::map<std::string, std::unique_ptr<client::Client>> clients_;
  std::uint64_t commands_ = 0;
  std::uint64_t repeated_ = 0;
  Position first_;  ///< of the events of this file; 0: none
  Position last_;
};

}  // namespace gl::tools
