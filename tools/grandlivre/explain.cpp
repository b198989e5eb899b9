#include <spdlog/fmt/fmt.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "audit/payment_chain.h"
#include "codec/event_codec.h"
#include "codec/event_difference.h"
#include "proof/checkpoint.h"
#include "proof/merkle.h"
#include "tools/grandlivre/event_source.h"
#include "tools/grandlivre/log_source.h"
#include "tools/grandlivre/render.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

struct ExplainFlags {
  std::string payment;
  std::string project;
  std::string proofs;  ///< a directory to write to; empty: none
};

using Events = std::vector<ledger::Event>;

client::Response<Events> events_of(EventSource& source, ledger::StreamRef const& stream) {
  auto const all = source.stream(stream);
  if (!all) return std::unexpected(all.error());
  Events events;
  for (auto const& bytes : *all) {
    auto event = codec::decode_event(bytes);
    if (!event) return std::unexpected(wire::to_failure(event.error()));
    events.push_back(*std::move(event));
  }
  return events;
}

/// The request of a payment, wherever it stands.
client::Response<std::optional<ledger::PaymentRequested>> find_request(
    EventSource& source, ledger::PaymentId const& payment) {
  auto const type = codec::event_type_number("PaymentRequested");
  std::optional<ledger::PaymentRequested> found;
  auto const done = source.each(source.head(), [&](Position, ByteView bytes) -> Result<bool> {
    auto const header = codec::peek(bytes);
    if (!header) return std::unexpected(header.error());
    if (header->type != *type) return true;
    auto const event = codec::decode_event(bytes);
    if (!event) return std::unexpected(event.error());
    auto const& request = std::get<ledger::PaymentRequested>(event->body);
    if (request.payment == payment) found = request;
    return !found;
  });
  if (!done) return std::unexpected(done.error());
  return found;
}

std::unexpected<wire::Failure> no(Errc code, std::string sentence) {
  return std::unexpected(wire::to_failure(Error{code, std::move(sentence)}));
}

/// What is meant: a payment's id, or the position of one of its events.
client::Response<ledger::PaymentId> read_payment(EventSource& source, std::string const& text) {
  if (text.find_first_not_of("0123456789") != std::string::npos) {
    if (ledger::is_short_id(text, ledger::PaymentId::bytes_max)) return ledger::PaymentId{text};
    return no(Errc::malformed, "\"" + text + "\" is no payment's id and no position");
  }
  auto const position = text.size() < 19 ? std::stoull(text) : 0;
  if (position == 0 || position > source.head().value()) {
    return no(Errc::not_found,
              fmt::format("there is no event at position {}: the ledger ends at {}", text,
                          source.head().value()));
  }
  auto const bytes = source.event(Position{position});
  if (!bytes) return std::unexpected(bytes.error());
  auto const event = codec::decode_event(*bytes);
  if (!event) return std::unexpected(wire::to_failure(event.error()));
  auto const payment = audit::payment_of(*event);
  if (payment) return *payment;
  return no(Errc::not_found, fmt::format("the event at position {}, {}, is a step of no payment",
                                         position, name(event->body)));
}

/// Everything that is read of the ledger for one payment.
struct Explained {
  ledger::PaymentId payment;
  ledger::PaymentRequested request;
  Events project;
  Events payee;
  std::vector<audit::ChainStep> steps;
};

client::Response<Explained> explain(EventSource& source, ExplainFlags const& flags) {
  Explained result;
  auto const payment = read_payment(source, flags.payment);
  if (!payment) return std::unexpected(payment.error());
  result.payment = *payment;
  if (flags.project.empty()) {
    auto const request = find_request(source, *payment);
    if (!request) return std::unexpected(request.error());
    if (*request) result.request = **request;
  } else if (ledger::is_short_id(flags.project)) {
    result.request.project = ledger::ProjectId{flags.project};
  }
  if (!result.request.project.empty()) {
    auto project = events_of(
        source, {ledger::StreamKind::project, ledger::StreamId{result.request.project.view()}});
    if (!project) return std::unexpected(project.error());
    result.project = *std::move(project);
  }
  for (auto const& event : result.project) {
    auto const* const request = std::get_if<ledger::PaymentRequested>(&event.body);
    if (request != nullptr && request->payment == *payment) result.request = *request;
  }
  if (result.request.payment != *payment) {
    return no(Errc::not_found,
              fmt::format("no payment {} was ever requested{}, in {} events: check the id; "
                          "`grandlivre project ID` lists a project's payments",
                          payment->view(), flags.project.empty() ? "" : " of " + flags.project,
                          source.head().value()));
  }
  auto payee =
      events_of(source, {ledger::StreamKind::payee, ledger::StreamId{result.request.payee.view()}});
  if (!payee) return std::unexpected(payee.error());
  result.payee = *std::move(payee);
  result.steps = audit::chain_of(result.project, result.payee, *payment);
  return result;
}

/// Whether a step stands in the latest checkpoint: its proof, checked here against the event
/// itself.
struct Proved {
  std::uint64_t checkpoint = 0;  ///< events in it; 0: there is no checkpoint, or it is older
  std::string file;              ///< written there
};

client::Response<Proved> prove(LogSource& log, ledger::Event const& event,
                               std::string const& directory) {
  auto const position = event.envelope.position;
  auto const file = log.inclusion(position);
  if (!file) return std::unexpected(file.error());
  auto const note = proof::parse_note(file->checkpoint);
  if (!note) return std::unexpected(wire::to_failure(note.error()));
  auto const checkpoint = proof::parse_checkpoint(note->text);
  if (!checkpoint) return std::unexpected(wire::to_failure(checkpoint.error()));
  if (codec::first_difference(codec::encode_event(event), file->extra)) {
    return no(Errc::corrupt, fmt::format("the proof of position {} is of another event: replay it",
                                         position.value()));
  }
  auto const leaf = proof::leaf_hash(file->extra);
  auto const checked =
      proof::check_inclusion(leaf, position.value() - 1, file->path, checkpoint->tree);
  if (!checked) return std::unexpected(wire::to_failure(checked.error()));
  Proved proved{checkpoint->tree.size, {}};
  if (directory.empty()) return proved;
  proved.file =
      fmt::format("{}/{:06}-{}.tlog-proof", directory, position.value(), name(event.body));
  std::ofstream out{proved.file, std::ios::binary | std::ios::trunc};
  out << to_string(*file);
  out.close();
  if (!out) return no(Errc::io, "cannot write " + proved.file + ": is there room, and may you?");
  return proved;
}

/// The version of the call's conditions that the step was decided under; 0: none.
std::uint32_t call_version_of(ledger::EventBody const& body) {
  return std::visit(
      []<class Body>(Body const& e) -> std::uint32_t {
        if constexpr (requires { e.call_version; }) return e.call_version;
        return 0;
      },
      body);
}

std::string amount_of(ledger::Event const& event) {
  return std::visit(
      [&]<class Body>(Body const& e) -> std::string {
        if constexpr (requires { e.amount_after; }) {
          return to_string(e.amount_after, event.envelope.currency);
        } else if constexpr (requires { e.asked_amount; }) {
          return to_string(e.asked_amount, event.envelope.currency);
        } else if constexpr (requires { e.amount; }) {
          return event.envelope.currency.is_none() ? ""
                                                   : to_string(e.amount, event.envelope.currency);
        }
        return {};
      },
      event.body);
}

std::string act_in_words(std::optional<ledger::Act> const& act) {
  if (!act) return {};
  auto text = act->number.string();
  if (act->date) text += " of " + to_string(*act->date);
  return text;
}

Json step_json(audit::ChainStep const& step, Proved const& proved) {
  auto const& envelope = step.event->envelope;
  Json json{{"link", name(step.link)},
            {"position", envelope.position.value()},
            {"event_type", name(step.event->body)},
            {"recorded_at", to_string(envelope.recorded_at)},
            {"effective_date", to_string(envelope.effective_date)},
            {"person", envelope.actor.person.view()},
            {"role", name(envelope.actor.role)},
            {"acting_for", envelope.actor.acting_for.view()},
            {"delegation", envelope.actor.delegation.view()},
            {"act", act_in_words(envelope.act)},
            {"call_version", call_version_of(step.event->body)},
            {"amount", amount_of(*step.event)},
            {"currency", envelope.currency.code()},
            {"flags", Json::array()},
            {"reversed_by", step.reversed_by.value()},
            {"proved_in", proved.checkpoint}};
  for (auto const flag : envelope.flags) json["flags"].push_back(name(flag));
  if (!proved.file.empty()) json["proof"] = proved.file;
  return json;
}

std::vector<std::string> step_row(audit::ChainStep const& step, Proved const& proved) {
  auto const& envelope = step.event->envelope;
  auto who = envelope.actor.person.string() + " (" + std::string{name(envelope.actor.role)} + ")";
  if (!envelope.actor.acting_for.empty()) who += " for " + envelope.actor.acting_for.string();
  auto what = std::string{name(step.event->body)};
  if (step.reversed_by.value() != 0) {
    what += fmt::format(", reversed at {}", step.reversed_by.value());
  }
  auto const version = call_version_of(step.event->body);
  return {std::string{name(step.link)},
          std::to_string(envelope.position.value()),
          what,
          to_string(envelope.effective_date),
          who,
          amount_of(*step.event),
          version == 0 ? "" : fmt::format("call v{}", version),
          act_in_words(envelope.act),
          proved.checkpoint == 0 ? "not signed yet" : fmt::format("in {}", proved.checkpoint)};
}

ExitCode print_explained(Options const& options, Explained const& explained,
                         std::vector<Proved> const& proofs, std::string const& directory) {
  if (options.output == Output::json) {
    Json json{{"payment", explained.payment.view()},
              {"project", explained.request.project.view()},
              {"payee", explained.request.payee.view()},
              {"steps", Json::array()}};
    for (std::size_t i = 0; i < proofs.size(); ++i) {
      json["steps"].push_back(step_json(explained.steps[i], proofs[i]));
    }
    print_json(json);
    return ExitCode::done;
  }
  Table table{{{"Link"},
               {"Position", Align::right},
               {"Event"},
               {"Effective"},
               {"Who"},
               {"Amount", Align::right},
               {"Rules"},
               {"Act"},
               {"Proof"}},
              {}};
  for (std::size_t i = 0; i < proofs.size(); ++i) {
    table.rows.push_back(step_row(explained.steps[i], proofs[i]));
  }
  print(options, {}, table,
        fmt::format("Payment {} of project {} to {}", explained.payment.view(),
                    explained.request.project.view(), explained.request.payee.view()));
  if (options.output == Output::table && !directory.empty()) {
    std::printf("%zu proofs in %s: check each with `grandlivre-verify FILE --key VKEY`\n",
                proofs.size(), directory.c_str());
  }
  return ExitCode::done;
}

ExitCode run_explain(Options const& options, ExplainFlags const& flags) {
  auto const source = open_source(options, {});
  if (!source) return complain(source.error());
  auto const explained = explain(**source, flags);
  if (!explained) return complain(explained.error());
  auto const log = open_log(options);
  if (!log) return complain(log.error());
  if (!flags.proofs.empty()) {
    std::error_code problem;
    std::filesystem::create_directories(flags.proofs, problem);
    if (problem) return complain("cannot make " + flags.proofs + ": " + problem.message());
  }
  auto const checkpoint = (*log)->checkpoint();
  if (!checkpoint) return complain(checkpoint.error());
  std::vector<Proved> proofs;
  for (auto const& step : explained->steps) {
    auto const proved = prove(**log, *step.event, flags.proofs);
    if (!proved && proved.error().code != wire::Code::not_found) return complain(proved.error());
    proofs.push_back(proved ? *proved : Proved{});
  }
  return print_explained(options, *explained, proofs, flags.proofs);
}

}  // namespace

void add_explain(Program program) {
  auto* const verb = program.app.add_subcommand(
      "explain",
      "Why a payment was made: all that it rests on, by whom, with a proof of each step");
  auto const flags = std::make_shared<ExplainFlags>();
  verb->add_option("PAYMENT", flags->payment, "Its id, or the position of one of its events")
      ->required();
  verb->add_option("--project", flags->project,
                   "Its project, where known: a large ledger then answers at once")
      ->type_name("ID");
  verb->add_option("--prove", flags->proofs, "Writes a proof of each step into this directory")
      ->type_name("DIR");
  verb->footer(
      "From the server; or from the data directory itself, when none runs there. Each proof was\n"
      "checked against the event that is shown; that the checkpoint is the ledger's own is for\n"
      "`verify` to say. Example:\n"
      "  grandlivre --data region --as auditor explain P1-R1 --prove proofs");
  verb->callback([program, flags] { program.exit_code = run_explain(program.options, *flags); });
}

}  // namespace gl::tools
