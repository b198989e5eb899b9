#pragma once

#include <string_view>

#include "base/inline_text.h"
#include "base/result.h"

namespace gl::ledger {

/// Short text ids: 1 to 64 of `A-Za-z0-9._/-`, chosen by whoever creates the thing, unique in the
/// ledger for ever (design §6).
using ProgrammeId = InlineText<struct ProgrammeIdTag, 64>;
using CallId = InlineText<struct CallIdTag, 64>;
using ProjectId = InlineText<struct ProjectIdTag, 64>;
using RecoveryId = InlineText<struct RecoveryIdTag, 64>;
using DelegationId = InlineText<struct DelegationIdTag, 64>;
/// At most 30 characters, so that `payment.attempt` fits an end-to-end id of 35 (ISO 20022).
using PaymentId = InlineText<struct PaymentIdTag, 30>;
/// An account holder: a SIRET (14 digits), an RNA number (W and 9 digits) or a person's token.
using PayeeId = InlineText<struct PayeeIdTag, 36>;
/// A person who acts, whatever role or certificate is used: four eyes compare these.
using PersonId = InlineText<struct PersonIdTag, 64>;
/// What "the same applicant" means: a SIREN (9 digits), else an RNA number, else a person's token.
using BeneficiaryKey = InlineText<struct BeneficiaryKeyTag, 36>;
/// A reason, a criterion, an ISO 20022 reason: 1 to 32 of `A-Za-z0-9._/-`.
using ReasonCode = InlineText<struct ReasonCodeTag, 32>;
/// A command by its name in domain §5: "ApprovePayment".
using CommandName = InlineText<struct CommandNameTag, 32>;
/// A French department's code: 01 to 95, 2A, 2B, 971 to 989.
using DepartmentCode = InlineText<struct DepartmentCodeTag, 3>;
/// A commune's INSEE code: 5 characters, 2A/2B for Corsica.
using CommuneCode = InlineText<struct CommuneCodeTag, 5>;
/// The number of an order to pay, of a claim, of an agreement, of an act: 1 to 64 printable.
using ActNumber = InlineText<struct ActNumberTag, 64>;

/// A subscriber whose position the server keeps: 1 to 64 of `A-Za-z0-9._-`, no dot first.
using ConsumerName = InlineText<struct ConsumerNameTag, 64>;

/// The public half of a key that signs the ledger's checkpoints, as C2SP's signed notes write it:
/// NAME+ID+BASE64, at most 255 bytes.
using LogKey = InlineText<struct LogKeyTag, 255>;

/// True for 1 to `characters_max` of `A-Za-z0-9._/-`.
[[nodiscard]] bool is_short_id(std::string_view text, std::size_t characters_max = 64);

/// True for 14 digits with a right check digit (Luhn; La Poste's own rule for 356000000).
[[nodiscard]] bool is_siret(std::string_view text);

/// True for W and nine digits (the register of associations).
[[nodiscard]] bool is_rna(std::string_view text);

/// True for an IBAN without spaces: 15 to 34 capitals and digits, remainder 1 modulo 97 (ISO
/// 13616).
[[nodiscard]] bool is_iban(std::string_view text);

/// True for a department's code of 2 or 3 characters.
[[nodiscard]] bool is_department(std::string_view text);

/// True for a commune's code of 5 characters.
[[nodiscard]] bool is_commune(std::string_view text);

/// The applicant behind a payee or applicant id: of a SIRET its first nine digits, else itself.
[[nodiscard]] BeneficiaryKey beneficiary_of(std::string_view id);

}  // namespace gl::ledger
