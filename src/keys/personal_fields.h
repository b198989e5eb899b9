#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "ledger/command.h"

namespace gl::keys {

/// Called for each personal text of a command: the data subject's label, the field's name, the
/// text.
using PersonalField =
    std::function<void(std::string const& subject, std::string_view field, ledger::PersonalText&)>;

/// Visits the personal texts that a command carries, and only those that are not empty. The one
/// place that says which fields are personal and whose they are (domain §10): a natural person's
/// under `person/TOKEN`, a legal person's bank account under `payee/ID`, free texts and contacts
/// under what they are about, e.g. `project/P1`.
void for_each_personal_field(ledger::Command& command, PersonalField const& visit);

}  // namespace gl::keys
