#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/grandlivre/session.h"

namespace gl::tools {

/// How personal texts are shown: the one place that knows. Sealed, with the subject that
/// `erase-subject` takes; those that were learnt in clear, or as erased.
class PersonalTexts {
 public:
  /// `--reveal`: whether to learn.
  static void add_flag(CLI::App& verb, bool& reveal);

  /// Asks the server for the clear form of these.
  [[nodiscard]] client::Response<void> learn(client::Client& client,
                                             std::span<ledger::Sealed const> texts);

  /// `{"sealed":true,"subject":…}`, `{"text":…}` or `{"erased":true}`, for programs.
  [[nodiscard]] Json to_json(ledger::Sealed const& sealed) const;
  /// The same for people: "sealed, subject 0f3c…", the text, "erased".
  [[nodiscard]] std::string to_text(ledger::Sealed const& sealed) const;

  /// Puts the form above in the place of each sealed text of an event's JSON form.
  void show(Json& event) const;
  /// Takes the personal texts out of an event that was shown: "iban: erased", for people.
  [[nodiscard]] static std::vector<std::string> take_out(Json& event);

 private:
  using Name = std::pair<std::string, std::string>;  ///< subject and token, in hex
  [[nodiscard]] Json json_of(Name const& name) const;

  std::map<Name, std::optional<std::string>> known_;
};

}  // namespace gl::tools
