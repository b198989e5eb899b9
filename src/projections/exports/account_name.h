#pragma once

#include <string>
#include <string_view>

#include "ledger/account.h"

namespace gl::projections {

/// An id as a component of an account's name that hledger, ledger and beancount all take: letters,
/// digits and dashes, a capital or a digit first. Ids that differ give components that differ:
/// what a component may not hold stands as `--` and two hexadecimal digits (`a/b.c` is
/// `X--a--2fb--2ec`), a small letter at the start behind `X--`.
[[nodiscard]] std::string account_component(std::string_view id);

/// The account's name (domain §7), with its programme where there are several:
/// "Assets:AE:Committed:P1", "Assets:AE:INNOVSOC:Committed:P1", "Assets:CP:Y2016:Available".
[[nodiscard]] std::string account_name(ledger::Account const& account, bool with_programme);

}  // namespace gl::projections
