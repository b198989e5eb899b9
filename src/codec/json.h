#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "ledger/command.h"

namespace gl::codec {

/// One line of JSON for people and programs: envelope, then the event's own `fields`; names in
/// lower_snake_case, money as decimal strings, dates ISO 8601, sealed texts as
/// `{"sealed":true,"subject":…}`. An event of a type that is not known here is shown with its whole
/// envelope, `"event_type":"unknown (type 77)"` and its bytes as `raw`. Errors: malformed.
[[nodiscard]] Result<std::string> event_to_json(ByteView event);

/// A command as a file or a command line gives it: with the identity to send it as, and the
/// recorded time for a ledger with a simulated clock.
struct GivenCommand {
  ledger::Command command;  ///< the id is nil when none was given
  std::string as;           ///< "anne", "anne/officer"; empty: none was given
  std::optional<Instant> recorded_at;
};

/// The command of one JSON object: `command` (its name), `as`, `recorded_at`, the header's and the
/// command's fields. Errors: malformed, in one sentence that names field, value and limit: broken
/// JSON (with the byte), a key twice, an unknown field (with the nearest), a wrong type, a missing
/// field.
[[nodiscard]] Result<GivenCommand> command_from_json(std::string_view json);

/// One field of a command, or of every command's header.
struct FieldSpec {
  std::string flag;  ///< "--eligible-cost", "--applicant.siret"
  std::string name;  ///< the same in JSON: "eligible_cost", "applicant.siret"
  std::string kind;  ///< "amount", "date", "text", "list of locations (commune:department)", …
  std::string help;
  std::string example;  ///< empty: none
  bool required = false;
  bool repeated = false;  ///< a list: elements by commas, their parts by colons
};

struct CommandSpec {
  std::string name;  ///< "DecideAward"
  std::string verb;  ///< "decide-award"
  std::string help;
  std::vector<FieldSpec> fields;
};

/// All commands in the order of the schema. Made from the schema at the first call. Thread: any.
[[nodiscard]] std::span<CommandSpec const> command_specs();
/// The header's fields, which every command takes, with `--as` and `--recorded-at`.
[[nodiscard]] std::span<FieldSpec const> header_specs();

/// A field's name, as a flag ("--eligible-cost") or as in JSON ("eligible_cost"), and its value.
using Flag = std::pair<std::string, std::string>;

/// The command of name ("DecideAward" or "decide-award") and flags. A list's elements stand between
/// commas, an element's parts between colons in the order of the schema or as `name=value`; a
/// backslash takes the next character as it is. A part that belongs to an amount and not to a share
/// is known by its decimal point. Errors: malformed, as `command_from_json`.
[[nodiscard]] Result<GivenCommand> command_from_flags(std::string_view name,
                                                      std::span<Flag const> flags);

}  // namespace gl::codec
