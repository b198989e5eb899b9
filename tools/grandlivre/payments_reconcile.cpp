#include <spdlog/fmt/fmt.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <map>

#include "tools/grandlivre/import_pipeline.h"
#include "tools/grandlivre/payments.h"

namespace gl::tools {
namespace {

using client::Response;
using payments::BankEntry;
using payments::BankFile;
using payments::Outcome;
using payments::Step;

Result<BankFile> read_bank_file(std::string const& path) {
  auto const named = [&](Error error) {
    return std::unexpected(Error{error.code, path + ": " + error.what});
  };
  std::ifstream in{path, std::ios::binary};
  if (!in) return named({Errc::io, "cannot be read"});
  payments::BankFileReader reader;
  std::array<char, 65'536> piece{};
  while (in) {
    in.read(piece.data(), piece.size());
    auto const size = static_cast<std::size_t>(in.gcount());
    if (auto done = reader.feed(as_bytes({piece.data(), size})); !done) return named(done.error());
  }
  if (in.bad()) return named({Errc::io, "cannot be read to its end"});
  auto file = reader.finish();
  if (!file) return named(file.error());
  return file;
}

/// Sends the commands of one outcome and notes what the ledger says.
Response<void> send(client::Client& client, std::vector<Step>& steps, Outcome outcome,
                    std::optional<Instant> recorded_at) {
  std::vector<ledger::Command> commands;
  std::vector<Step*> senders;
  for (auto& step : steps) {
    if (step.outcome != outcome || !step.command) continue;
    commands.push_back(*step.command);
    senders.push_back(&step);
  }
  if (commands.empty()) return {};
  auto const answers = submit_pipelined(client, std::move(commands), recorded_at);
  if (!answers) return std::unexpected(answers.error());
  for (std::size_t i = 0; i < senders.size(); ++i) {
    auto const& answer = (*answers)[i];
    if (answer.outcome == ledger::Outcome::accepted) {
      senders[i]->why = fmt::format("at position {}", answer.first.value());
      continue;
    }
    senders[i]->outcome = Outcome::refused;
    senders[i]->why = fmt::format("{}: {}", name(answer.refusal.rule), answer.refusal.sentence);
  }
  return {};
}

std::map<Outcome, std::uint64_t> counts(std::vector<Step> const& steps) {
  std::map<Outcome, std::uint64_t> all;
  for (auto const outcome : {Outcome::confirmed, Outcome::returned, Outcome::already_recorded,
                             Outcome::information, Outcome::unmatched, Outcome::refused}) {
    all[outcome] = 0;
  }
  for (auto const& step : steps) ++all[step.outcome];
  return all;
}

std::string key(Outcome outcome) {
  return outcome == Outcome::already_recorded ? "already_recorded" : std::string{name(outcome)};
}

std::string what(BankEntry const& entry) {
  if (entry.says == payments::Says::status) return entry.status;
  return entry.says == payments::Says::debit ? "debit" : "credit";
}

std::string amount(BankEntry const& entry) {
  return entry.amount ? ledger::to_string(*entry.amount) + " " + entry.currency : "";
}

Json to_json(Step const& step) {
  auto const& entry = *step.entry;
  Json json{{"entry", entry.number},
            {"says", what(entry)},
            {"end_to_end_id", entry.end_to_end_id},
            {"amount", entry.amount ? ledger::to_string(*entry.amount) : ""},
            {"currency", entry.currency},
            {"reason_code", entry.reason},
            {"bank_reference", entry.bank_reference},
            {"value_date", entry.value_date ? Json(to_string(*entry.value_date)) : Json()},
            {"payment", step.payment.string()},
            {"outcome", key(step.outcome)},
            {"why", step.why}};
  return json;
}

}  // namespace

Json to_json(ReconcileReport const& report) {
  Json json{{"file", report.file},
            {"message", report.bank.message},
            {"message_id", report.bank.message_id},
            {"sha256", to_hex(report.bank.sha256)},
            {"dry_run", report.dry_run},
            {"entries", report.steps.size()}};
  for (auto const& [outcome, count] : counts(report.steps)) json[key(outcome)] = count;
  json["lines"] = Json::array();
  for (auto const& step : report.steps) json["lines"].push_back(to_json(step));
  return json;
}

Table to_table(ReconcileReport const& report) {
  Table table{{{"Entry", Align::right},
               {"Says"},
               {"End-to-end id"},
               {"Amount", Align::right},
               {"Reason"},
               {"Payment"},
               {"Outcome"},
               {"Why"}},
              {}};
  for (auto const& step : report.steps) {
    auto const& entry = *step.entry;
    table.rows.push_back({std::to_string(entry.number), what(entry), entry.end_to_end_id,
                          amount(entry), entry.reason, step.payment.string(),
                          std::string{name(step.outcome)}, step.why});
  }
  return table;
}

std::string totals(ReconcileReport const& report) {
  auto text = fmt::format("{} entries", report.steps.size());
  for (auto const& [outcome, count] : counts(report.steps)) {
    text += fmt::format(", {} {}", count, name(outcome));
  }
  return text + (report.dry_run ? " (dry run: nothing was sent)" : "");
}

ExitCode reconcile_payments(Options const& options, ReconcileFlags const& flags) {
  std::optional<Instant> recorded_at;
  if (!flags.recorded_at.empty()) {
    auto const instant = parse_instant(flags.recorded_at);
    if (!instant) return complain(instant.error());
    recorded_at = *instant;
  }
  auto const bank = read_bank_file(flags.file);
  if (!bank) return complain(bank.error());
  auto const connected = connect(options, payments_identity(options));
  if (!connected) return complain(connected.error());
  auto& client = **connected;
  auto const status = client.status();
  if (!status) return complain(status.error());
  auto const orders = read_orders(client, status->head);
  if (!orders) return complain(orders.error());
  auto steps = plan(*bank, *orders, paris_date(recorded_at.value_or(status->server_time)));
  if (!flags.dry_run) {
    for (auto const outcome : {Outcome::confirmed, Outcome::returned}) {
      auto const sent = send(client, steps, outcome, recorded_at);
      if (sent) continue;
      auto failure = sent.error();
      failure.sentence += "; the same file again goes on from there: nothing counts twice";
      return complain(failure);
    }
  }
  ReconcileReport const report{flags.file, *bank, steps, flags.dry_run};
  if (options.output == Output::json) {
    print_json(to_json(report));
  } else {
    print(options, {}, to_table(report), totals(report));
  }
  auto const found = counts(steps);
  bool const open = found.at(Outcome::unmatched) + found.at(Outcome::refused) > 0;
  return open ? ExitCode::refused : ExitCode::done;
}

}  // namespace gl::tools
