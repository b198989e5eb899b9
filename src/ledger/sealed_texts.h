#pragma once

#include <concepts>
#include <variant>

#include "ledger/event.h"

namespace gl::ledger {

/// Calls `visit` with each text of the event that is sealed for a data subject (domain §10).
template <class Visit>
void for_each_sealed(Event const& event, Visit const& visit) {
  auto const each = [&](Sealed const& text) {
    if (!text.empty()) visit(text);
  };
  each(event.envelope.reason_text);
  std::visit(
      [&]<class Body>(Body const& body) {
        if constexpr (std::derived_from<Body, Application>) {
          each(body.applicant.name.sealed);
          each(body.applicant.address.sealed);
          each(body.contact);
        } else if constexpr (std::same_as<Body, PayeeRegistered>) {
          each(body.name.sealed);
          each(body.iban);
        } else if constexpr (std::same_as<Body, PayeeAccountChanged>) {
          each(body.iban);
        } else if constexpr (std::same_as<Body, AssessmentRecorded>) {
          each(body.comment);
        } else if constexpr (std::same_as<Body, RecoveryOrdered>) {
          each(body.ground);
        }
      },
      event.body);
}

}  // namespace gl::ledger
