#pragma once

#include <string>
#include <string_view>

namespace gl::payments {

/// The text in the characters that every SEPA bank takes (EPC217-08): `A-Za-z0-9/-?:().,'+` and
/// space. Letters lose their accents, œ and æ become two, & becomes +, quotes and dashes their
/// plain forms, white space a space; what is left becomes a full stop, so that nothing vanishes
/// unseen. Cut at `characters_max`; no space at the ends.
[[nodiscard]] std::string sepa_text(std::string_view utf8, std::size_t characters_max);

/// True when `sepa_text` would change nothing and no slash stands at an end or beside another,
/// which identifiers may not have.
[[nodiscard]] bool is_sepa_id(std::string_view text);

/// True for an IBAN of a country or territory in the SEPA scheme.
[[nodiscard]] bool is_sepa_iban(std::string_view iban);

/// True for a BIC as pain.001.001.03 has it: 8 or 11 capitals and digits (ISO 9362).
[[nodiscard]] bool is_bic(std::string_view text);

}  // namespace gl::payments
