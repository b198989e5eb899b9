#include "tools/payments/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "ledger/limits.h"
#include "proof/sha256.h"
#include "tools/payments/sepa.h"

namespace gl::payments {
namespace {

constexpr std::size_t name_characters_max = 70;
constexpr std::size_t remittance_characters_max = 140;
/// SEPA's largest transfer: 999 999 999.99.
constexpr auto amount_max = ledger::Money::from_minor_units(99'999'999'999);
/// So that a message's id keeps within 35 characters.
constexpr std::uint64_t position_max = 99'999'999'999;

std::unexpected<Error> bad(Order const& order, std::string const& why) {
  return fail(Errc::malformed, fmt::format("payment {}: {}", order.payment.view(), why));
}

Result<void> check(Transfer const& transfer, ledger::Currency eur) {
  auto const& order = transfer.order;
  if (order.currency != eur) {
    return bad(order, fmt::format("its currency is {}, a SEPA file takes EUR: pay it by the bank's "
                                  "own form and record it with confirm-payment",
                                  order.currency.code()));
  }
  if (!order.amount.is_positive() || order.amount > amount_max) {
    return bad(order, fmt::format("{} EUR is outside of 0.01 to {} EUR, what SEPA transfers: annul "
                                  "it and request it in parts",
                                  to_string(order.amount, eur), to_string(amount_max, eur)));
  }
  if (!is_sepa_id(order.end_to_end_id) ||
      order.end_to_end_id.size() > ledger::limits::end_to_end_bytes_max) {
    return bad(order, fmt::format("its end-to-end id \"{}\" is not one that banks take (at most 35 "
                                  "of A-Za-z0-9/-?:().,'+ and space): have the accountant reject "
                                  "the order and issue it again with --end-to-end-id",
                                  order.end_to_end_id));
  }
  if (!is_sepa_iban(transfer.iban)) {
    return bad(order, fmt::format("the account of payee {} (country {}) is none of a SEPA country: "
                                  "have the accountant reject the order, or pay it otherwise",
                                  order.payee.view(), transfer.iban.substr(0, 2)));
  }
  if (sepa_text(transfer.name, 1).empty()) {
    return bad(order, fmt::format("payee {} has no name, which the bank needs: have the accountant "
                                  "reject the order",
                                  order.payee.view()));
  }
  return {};
}

Result<void> check(Batch const& batch) {
  if (auto done = check(batch.debtor); !done) return done;
  if (batch.transfers.empty()) return fail(Errc::not_found, "there is no order to pay");
  if (batch.transfers.size() > transfers_max) {
    return fail(Errc::too_large, fmt::format("{} orders, the maximum of a file is {}: end the "
                                             "range earlier with --to",
                                             batch.transfers.size(), transfers_max));
  }
  if (batch.to.value() > position_max) {
    return fail(Errc::too_large, fmt::format("position {} is above {}, the largest in a message's "
                                             "id",
                                             batch.to.value(), position_max));
  }
  auto const eur = ledger::Currency::parse("EUR");
  for (auto const& transfer : batch.transfers) {
    if (auto done = check(transfer, *eur); !done) return done;
  }
  return {};
}

/// All that a bank could act on, one value a line.
std::string content_of(Batch const& batch, CivilDate day) {
  auto text =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n", to_string(batch.ledger), batch.programme.view(),
                  to_string(day), batch.debtor.name, batch.debtor.iban, batch.debtor.bic);
  for (auto const& transfer : batch.transfers) {
    text += fmt::format("{}\n{}\n{}\n{}\n", transfer.order.end_to_end_id,
                        transfer.order.amount.minor_units(), transfer.iban, transfer.name);
  }
  return text;
}

/// `GL-FROM-TO-` and eight digits of the content's digest: another content is another message.
std::string message_id(Batch const& batch, CivilDate day) {
  auto const digest = proof::sha256(as_bytes(content_of(batch, day)));
  return fmt::format("GL-{}-{}-{}", batch.from.value(), batch.to.value(),
                     to_hex(ByteView{digest}.first(4)));
}

/// The texts hold no character that XML would want escaped: `sepa_text` and the checks see to it.
void write_transfer(std::string& out, Transfer const& transfer) {
  auto const& order = transfer.order;
  auto const remittance = sepa_text(fmt::format("MANDAT {} {} {}", order.order_number.view(),
                                                order.payment.view(), order.programme.view()),
                                    remittance_characters_max);
  fmt::format_to(std::back_inserter(out), R"(      <CdtTrfTxInf>
        <PmtId><EndToEndId>{}</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="{}">{}</InstdAmt></Amt>
        <Cdtr><Nm>{}</Nm></Cdtr>
        <CdtrAcct><Id><IBAN>{}</IBAN></Id></CdtrAcct>
        <RmtInf><Ustrd>{}</Ustrd></RmtInf>
      </CdtTrfTxInf>
)",
                 order.end_to_end_id, order.currency.code(),
                 to_string(order.amount, order.currency),
                 sepa_text(transfer.name, name_characters_max), transfer.iban, remittance);
}

std::string write_head(Batch const& batch, BatchFile const& file, std::string const& sum) {
  auto const name = sepa_text(batch.debtor.name, name_characters_max);
  auto const count = batch.transfers.size();
  auto const seconds = Instant{file.created_at.microseconds() / 1'000'000 * 1'000'000};
  return fmt::format(R"(<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.03">
  <CstmrCdtTrfInitn>
    <GrpHdr>
      <MsgId>{0}</MsgId>
      <CreDtTm>{1}</CreDtTm>
      <NbOfTxs>{2}</NbOfTxs>
      <CtrlSum>{3}</CtrlSum>
      <InitgPty><Nm>{4}</Nm></InitgPty>
    </GrpHdr>
    <PmtInf>
      <PmtInfId>{0}</PmtInfId>
      <PmtMtd>TRF</PmtMtd>
      <BtchBookg>false</BtchBookg>
      <NbOfTxs>{2}</NbOfTxs>
      <CtrlSum>{3}</CtrlSum>
      <PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>
      <ReqdExctnDt>{5}</ReqdExctnDt>
      <Dbtr><Nm>{4}</Nm></Dbtr>
      <DbtrAcct><Id><IBAN>{6}</IBAN></Id></DbtrAcct>
      <DbtrAgt><FinInstnId><BIC>{7}</BIC></FinInstnId></DbtrAgt>
      <ChrgBr>SLEV</ChrgBr>
)",
                     file.message_id, to_string(seconds), count, sum, name,
                     to_string(file.execution_date), batch.debtor.iban, batch.debtor.bic);
}

}  // namespace

Result<BatchFile> write_batch(Batch const& batch) {
  if (auto done = check(batch); !done) return std::unexpected(done.error());
  BatchFile file;
  for (auto const& transfer : batch.transfers) {
    file.control_sum = ledger::add(file.control_sum, transfer.order.amount);
    file.created_at = std::max(file.created_at, transfer.order.recorded_at);
  }
  file.execution_date = batch.execution_date.value_or(paris_date(file.created_at));
  if (file.execution_date < paris_date(file.created_at)) {
    return fail(Errc::malformed, fmt::format("--date {} is before {}, when the last of the orders "
                                             "was issued: give that day or a later one",
                                             to_string(file.execution_date),
                                             to_string(paris_date(file.created_at))));
  }
  file.message_id = message_id(batch, file.execution_date);
  auto const sum = to_string(file.control_sum, batch.transfers.front().order.currency);
  file.xml = write_head(batch, file, sum);
  for (auto const& transfer : batch.transfers) write_transfer(file.xml, transfer);
  file.xml += "    </PmtInf>\n  </CstmrCdtTrfInitn>\n</Document>\n";
  return file;
}

}  // namespace gl::payments
