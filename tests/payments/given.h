#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "tools/payments/bank_file.h"
#include "tools/payments/batch.h"
#include "tools/payments/orders.h"

namespace gl::payments {

inline ledger::Currency const eur = *ledger::Currency::parse("EUR");

inline std::string data_file(std::string_view name) {
  return std::string{GL_SOURCE_DIR} + "/tests/payments/data/" + std::string{name};
}

inline std::string slurp(std::string const& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// Whether xmllint finds that the file is as the schema says.
inline bool is_valid(std::string const& path, std::string const& schema) {
  auto const command = "xmllint --noout --nonet --schema '" + std::string{GL_SOURCE_DIR} +
                       "/tests/data/iso20022/" + schema + "' '" + path + "' 2>/dev/null";
  return std::system(command.c_str()) == 0;
}

inline ledger::Money cents(std::int64_t units) { return ledger::Money::from_minor_units(units); }

inline Instant at(std::string_view text) { return *parse_instant(text); }

/// Events of a ledger, one position after the other.
class Story {
 public:
  template <class Body>
  Position add(Body body) {
    last_ = Position{last_.value() + 1};
    ledger::Event event;
    event.envelope.position = last_;
    event.envelope.recorded_at = recorded_at;
    event.envelope.currency = eur;
    event.envelope.imported = imported;
    event.body = std::move(body);
    orders.take(event);
    return last_;
  }

  static ledger::Sealed sealed(std::string_view text) {
    ledger::Sealed sealed;
    sealed.token[0] = std::byte(text.size());
    sealed.token[1] = std::byte(text.front());
    sealed.ciphertext.assign(as_bytes(text).begin(), as_bytes(text).end());
    return sealed;
  }

  /// A payee with an account, whose token is that of the text.
  void payee(std::string_view id, std::string_view name, std::string_view account) {
    add(ledger::PayeeRegistered{ledger::PayeeId{id},
                                ledger::LegalKind::private_body,
                                {std::string{name}, {}},
                                sealed(account)});
  }

  /// A payment that is approved.
  void approved(std::string_view payment, std::int64_t amount, std::string_view programme = "G") {
    ledger::PaymentRequested requested;
    requested.payment = ledger::PaymentId{payment};
    add(requested);
    ledger::PaymentApproved approved;
    approved.payment = requested.payment;
    approved.programme = ledger::ProgrammeId{programme};
    approved.amount = cents(amount);
    approved.order_number = ledger::ActNumber{"2016/1"};
    add(approved);
  }

  Position issued(std::string_view payment, std::uint32_t attempt, std::int64_t amount,
                  std::string_view payee = "A", std::string_view account = "acc-1") {
    ledger::PaymentIssued issued;
    issued.payment = ledger::PaymentId{payment};
    issued.attempt = attempt;
    issued.end_to_end_id = std::string{payment} + "." + std::to_string(attempt);
    issued.account_token = sealed(account).token;
    issued.payee = ledger::PayeeId{payee};
    issued.amount = cents(amount);
    return add(issued);
  }

  Position executed(std::string_view payment, std::uint32_t attempt, std::string reference) {
    ledger::PaymentExecuted executed;
    executed.payment = ledger::PaymentId{payment};
    executed.attempt = attempt;
    executed.bank_reference = std::move(reference);
    return add(executed);
  }

  Position returned(std::string_view payment, std::uint32_t attempt, std::string reference) {
    ledger::PaymentReturned returned;
    returned.payment = ledger::PaymentId{payment};
    returned.attempt = attempt;
    returned.bank_reference = std::move(reference);
    return add(returned);
  }

  Orders orders;
  Instant recorded_at = at("2016-12-06T10:00:00Z");
  std::optional<ledger::Imported> imported;

 private:
  Position last_;
};

/// The file of these bytes, fed in pieces.
inline Result<BankFile> read_bank(std::string_view xml, std::size_t piece = 7) {
  BankFileReader reader;
  for (std::size_t i = 0; i < xml.size(); i += piece) {
    if (auto done = reader.feed(as_bytes(xml.substr(i, piece))); !done) {
      return std::unexpected(done.error());
    }
  }
  return reader.finish();
}

/// Why it is none; empty when it is one.
inline std::string why_not(std::string_view xml) {
  auto const file = read_bank(xml);
  return file ? "" : file.error().what;
}

/// The text with one part in the place of another, which is in it.
inline std::string with(std::string text, std::string_view old, std::string_view instead) {
  auto const place = text.find(old);
  if (place == std::string::npos) throw std::runtime_error("not in it: " + std::string{old});
  return text.replace(place, old.size(), instead);
}

}  // namespace gl::payments
