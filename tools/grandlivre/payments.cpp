#include "tools/grandlivre/payments.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <memory>

#include "codec/event_codec.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

constexpr std::uint32_t page_events = 1'000;

void add_batch(CLI::App& payments, Program program) {
  auto* const verb = payments.add_subcommand(
      "batch", "Writes the open orders of a programme as an ISO 20022 file for the bank");
  auto const flags = std::make_shared<BatchFlags>();
  verb->add_option("--programme", flags->programme, "Whose orders")->required();
  verb->add_option("-o,--out", flags->output,
                   "A directory that keeps the batches, or a file (needs --from)")
      ->type_name("DIR|FILE")
      ->required();
  verb->add_option("--from", flags->from,
                   "The first position that an order may stand at; left out: behind the last batch "
                   "in the directory");
  verb->add_option("--to", flags->to, "The last one; left out: the head");
  verb->add_option("--date", flags->date,
                   "When the bank is to pay; left out: the day of the last order")
      ->type_name("DATE");
  verb->add_option("--config", flags->config,
                   "Who pays; left out: payments.toml of the data directory")
      ->type_name("FILE");
  verb->add_option("--debtor-name", flags->debtor_name, "Instead of the one in the file");
  verb->add_option("--debtor-iban", flags->debtor_iban, "Instead of the one in the file");
  verb->add_option("--debtor-bic", flags->debtor_bic, "Instead of the one in the file");
  verb->footer(R"(Examples
  grandlivre --data region payments batch --programme INNOVSOC -o batches
  grandlivre --data region payments batch --programme INNOVSOC --from 21 --to 34 -o again.xml
pain.001.001.03, EUR, one file a batch. The same range gives the same bytes; in a directory no order
comes into two batches. Account numbers stand in the file in clear: docs/payments.md.)");
  verb->callback(
      [program, flags] { program.exit_code = write_payments_batch(program.options, *flags); });
}

void add_reconcile(CLI::App& payments, Program program) {
  auto* const verb = payments.add_subcommand(
      "reconcile", "Records what a bank's file says of the orders: paid, returned");
  auto const flags = std::make_shared<ReconcileFlags>();
  verb->add_option("FILE", flags->file,
                   "camt.054 (.001.02, .001.08) or pain.002 (.001.03, .001.11)")
      ->required();
  verb->add_flag("--dry-run", flags->dry_run, "Only says what would be done");
  verb->add_option("--recorded-at", flags->recorded_at,
                   "The recorded time, on a ledger with a simulated clock");
  verb->footer(R"(Examples
  grandlivre --data region payments reconcile --dry-run camt054-20161209.xml
  grandlivre --data region payments reconcile camt054-20161209.xml
A booked debit confirms its order, a booked return with its ISO reason returns it. What does not
match by end-to-end id, currency, amount and state is listed with the reason; nothing is guessed.
The same file again has no second effect. Exit 3 if an entry was unmatched or refused by a rule.)");
  verb->callback(
      [program, flags] { program.exit_code = reconcile_payments(program.options, *flags); });
}

/// The types of event that matter, as numbers.
std::vector<std::uint16_t> wanted_types() {
  std::vector<std::uint16_t> numbers;
  for (auto const name : payments::Orders::event_types()) {
    if (auto const number = codec::event_type_number(name)) numbers.push_back(*number);
  }
  return numbers;
}

Result<void> take(ByteView bytes, std::vector<std::uint16_t> const& wanted,
                  payments::Orders& orders) {
  auto const header = codec::peek(bytes);
  if (!header) return std::unexpected(header.error());
  if (std::ranges::find(wanted, header->type) == wanted.end()) return {};
  auto const event = codec::decode_event(bytes);
  if (!event) return std::unexpected(event.error());
  orders.take(*event);
  return {};
}

}  // namespace

std::string_view payments_identity(Options const& options) {
  return options.as.empty() ? "finance" : "";
}

client::Response<payments::Orders> read_orders(client::Client& client, Position to) {
  auto const wanted = wanted_types();
  payments::Orders orders;
  for (Position at{1}; at <= to;) {
    auto const page = client.read({.from = at, .to = to, .limit = page_events});
    if (!page) return std::unexpected(page.error());
    for (auto const& record : page->events) {
      if (auto done = take(record.bytes, wanted, orders); !done) {
        return std::unexpected(wire::to_failure(done.error()));
      }
    }
    if (page->next <= at) {
      return std::unexpected(wire::failure(
          wire::Code::corrupt,
          fmt::format(
              "the server gave no event from position {} on, although the ledger reaches {}: "
              "try again",
              at.value(), to.value())));
    }
    at = page->next;
  }
  return orders;
}

void add_payments(Program program) {
  auto* const payments =
      program.app.add_subcommand("payments", "Files for the bank and from it (docs/payments.md)");
  payments->require_subcommand(1);
  payments->fallthrough();
  add_batch(*payments, program);
  add_reconcile(*payments, program);
}

}  // namespace gl::tools
