#pragma once

#include <string>
#include <vector>

/// What domain §5 says of every command: who may send it, what it acts on, what it has to have.
namespace gl::oracle {

struct CommandRule {
  std::string type;
  std::vector<std::string> roles;
  /// What has to exist, and whose stream it is: "programme", "new programme", "call", ...
  std::string target;
  std::vector<std::string> required;
};

[[nodiscard]] std::vector<CommandRule> const& command_rules();
[[nodiscard]] CommandRule const* find_command(std::string const& type);

/// Whether an event of that type posts (domain §7).
[[nodiscard]] bool posts(std::string const& event_type);

}  // namespace gl::oracle
