#include "wire/request_codec.h"

#include <utility>

#include "codec/command_message.h"
#include "wire/frame.h"
#include "wire/proof_codec.h"
#include "wire/seal_codec.h"
#include "wire/strict.h"
#include "wire/subscription_codec.h"
#include "wire/view_codec.h"

namespace gl::wire {
namespace {

// Seen beside the functions of the same names below.
using wire::read;
using wire::write;

void write(ReadPoint const& at, message::ReadPoint::Builder out) {
  if (at.as_of != ledger::AsOf{}) write(at.as_of, out.initAsOf());
  out.setNotBefore(at.not_before.value());
  out.setWaitMs(at.wait_ms);
}

ReadPoint read(message::ReadPoint::Reader in, Reading& reading) {
  must_be_known(in, reading);
  must_be_known(in.getAsOf(), reading);
  return {.as_of = read(in.getAsOf(), reading),
          .not_before = Position{in.getNotBefore()},
          .wait_ms = in.getWaitMs()};
}

/// The point of a request, left null where it is "the latest".
template <class Builder>
void write_at(ReadPoint const& at, Builder out) {
  if (at != ReadPoint{}) write(at, out.initAt());
}

void write(Hello const& hello, message::Hello::Builder out) {
  out.setProtocolMin(hello.protocol_min);
  out.setProtocolMax(hello.protocol_max);
  put_words(out.getLedger(), hello.ledger.bytes);
  put(out, &message::Hello::Builder::initClientName, cut(hello.client_name, name_bytes_max));
  out.setFrameBytesMax(hello.frame_bytes_max);
}

Hello read(message::Hello::Reader in, Reading& reading) {
  return {.protocol_min = in.getProtocolMin(),
          .protocol_max = in.getProtocolMax(),
          .ledger = Uuid{words(in.getLedger())},
          .client_name = reading.label(in.getClientName(), name_bytes_max, "hello.clientName"),
          .frame_bytes_max = in.getFrameBytesMax()};
}

void write(Submit const& submit, message::Submit::Builder out) {
  auto commands = out.initCommands(static_cast<unsigned>(submit.commands.size()));
  for (unsigned i = 0; i < commands.size(); ++i) {
    codec::write_command(submit.commands[i], commands[i]);
  }
  out.setAtomic(submit.atomic);
  out.setDryRun(submit.dry_run);
  if (submit.recorded_at) out.getRecordedAt().setAt(submit.recorded_at->microseconds());
}

/// A command that cannot be read: its place and id, and the refusal that answers it.
void put_bad(schema::Command::Reader in, std::uint32_t index, Error error, Submit& submit) {
  submit.commands.emplace_back().header.id = codec::read_command_id(in);
  submit.bad.push_back({.index = index,
                        .refusal = {.rule = ledger::Rule::malformed,
                                    .sentence = std::move(error.what),
                                    .limit = {},
                                    .actual = {},
                                    .call_version = 0}});
}

Submit read(message::Submit::Reader in, Reading& reading) {
  Submit submit;
  submit.atomic = in.getAtomic();
  submit.dry_run = in.getDryRun();
  if (in.getRecordedAt().which() > message::Submit::RecordedAt::AT) {
    reading.fail(Code::unknown_field, "recordedAt is of a kind that this version does not know");
  }
  if (in.getRecordedAt().isAt()) submit.recorded_at = Instant{in.getRecordedAt().getAt()};
  auto const commands = in.getCommands();
  if (!reading.may_read(commands.size(), "submit.commands", commands_hard_max)) return submit;
  submit.commands.reserve(commands.size());
  for (auto const command : commands) {
    auto decoded = codec::read_command(command);
    if (decoded) {
      submit.commands.push_back(std::move(*decoded));
    } else {
      put_bad(command, static_cast<std::uint32_t>(submit.commands.size()),
              std::move(decoded.error()), submit);
    }
  }
  return submit;
}

void write(Lookup const& lookup, message::Lookup::Builder out) {
  put_words(out.getCommandId(), lookup.command_id.bytes);
}

Lookup read(message::Lookup::Reader in, Reading&) { return {Uuid{words(in.getCommandId())}}; }

void write(Balances const& request, message::Balances::Builder out) {
  write_at(request.at, out);
  put(out, &message::Balances::Builder::initProgramme, request.programme.view());
  put(out, &message::Balances::Builder::initAfter, request.after.view());
  out.setLimit(request.limit);
}

Balances read(message::Balances::Reader in, Reading& reading) {
  return {
      .at = read(in.getAt(), reading),
      .programme = reading.short_id<ledger::ProgrammeId>(in.getProgramme(), "balances.programme"),
      .after = reading.short_id<ledger::ProgrammeId>(in.getAfter(), "balances.after"),
      .limit = in.getLimit()};
}

void write(Statement const& request, message::Statement::Builder out) {
  using Out = message::Statement::Builder;
  write_at(request.at, out);
  put(out, &Out::initProgramme, request.programme.view());
  out.setKind(static_cast<schema::AccountKind>(request.kind));
  put(out, &Out::initProject, request.project.view());
  put(out, &Out::initCall, request.call.view());
  out.setYear(request.year);
  out.setAfter(request.after.value());
  out.setLimit(request.limit);
}

Statement read(message::Statement::Reader in, Reading& reading) {
  return {
      .at = read(in.getAt(), reading),
      .programme = reading.short_id<ledger::ProgrammeId>(in.getProgramme(), "statement.programme"),
      .kind = reading.one_of(in.getKind(), ledger::AccountKind::cp_lapsed, "statement.kind"),
      .project = reading.short_id<ledger::ProjectId>(in.getProject(), "statement.project"),
      .call = reading.short_id<ledger::CallId>(in.getCall(), "statement.call"),
      .year = in.getYear(),
      .after = Position{in.getAfter()},
      .limit = in.getLimit()};
}

void write(Project const& request, message::Project::Builder out) {
  write_at(request.at, out);
  put(out, &message::Project::Builder::initProject, request.project.view());
}

Project read(message::Project::Reader in, Reading& reading) {
  return {.at = read(in.getAt(), reading),
          .project = reading.short_id<ledger::ProjectId>(in.getProject(), "project.project")};
}

void write(Projects const& request, message::Projects::Builder out) {
  using Out = message::Projects::Builder;
  write_at(request.at, out);
  put(out, &Out::initProgramme, request.programme.view());
  put(out, &Out::initCall, request.call.view());
  out.setState(static_cast<schema::ProjectState>(request.state));
  put(out, &Out::initAfter, request.after.view());
  out.setLimit(request.limit);
}

Projects read(message::Projects::Reader in, Reading& reading) {
  return {
      .at = read(in.getAt(), reading),
      .programme = reading.short_id<ledger::ProgrammeId>(in.getProgramme(), "projects.programme"),
      .call = reading.short_id<ledger::CallId>(in.getCall(), "projects.call"),
      .state = reading.one_of(in.getState(), ledger::ProjectState::settled, "projects.state"),
      .after = reading.short_id<ledger::ProjectId>(in.getAfter(), "projects.after"),
      .limit = in.getLimit()};
}

void write(Call const& request, message::Call::Builder out) {
  write_at(request.at, out);
  put(out, &message::Call::Builder::initCall, request.call.view());
}

Call read(message::Call::Reader in, Reading& reading) {
  return {.at = read(in.getAt(), reading),
          .call = reading.short_id<ledger::CallId>(in.getCall(), "call.call")};
}

void write(Calls const& request, message::Calls::Builder out) {
  write_at(request.at, out);
  put(out, &message::Calls::Builder::initProgramme, request.programme.view());
  out.setState(static_cast<message::CallState>(request.state));
  put(out, &message::Calls::Builder::initAfter, request.after.view());
  out.setLimit(request.limit);
}

Calls read(message::Calls::Reader in, Reading& reading) {
  return {.at = read(in.getAt(), reading),
          .programme = reading.short_id<ledger::ProgrammeId>(in.getProgramme(), "calls.programme"),
          .state = reading.one_of(in.getState(), ledger::CallState::cancelled, "calls.state"),
          .after = reading.short_id<ledger::CallId>(in.getAfter(), "calls.after"),
          .limit = in.getLimit()};
}

void write(Programmes const& request, message::Programmes::Builder out) {
  write_at(request.at, out);
  put(out, &message::Programmes::Builder::initAfter, request.after.view());
  out.setLimit(request.limit);
}

Programmes read(message::Programmes::Reader in, Reading& reading) {
  return {.at = read(in.getAt(), reading),
          .after = reading.short_id<ledger::ProgrammeId>(in.getAfter(), "programmes.after"),
          .limit = in.getLimit()};
}

void write(History const& request, message::History::Builder out) {
  write_at(request.at, out);
  write(request.stream, out.initStream());
  out.setAfter(request.after.value());
  out.setLimit(request.limit);
}

History read(message::History::Reader in, Reading& reading) {
  must_be_known(in.getStream(), reading);
  return {.at = read(in.getAt(), reading),
          .stream = read(in.getStream(), reading),
          .after = Position{in.getAfter()},
          .limit = in.getLimit()};
}

void write(Read const& request, message::Read::Builder out) {
  out.setFrom(request.from.value());
  out.setTo(request.to.value());
  out.setLimit(request.limit);
  out.setWaitMs(request.wait_ms);
}

Read read(message::Read::Reader in, Reading&) {
  return {.from = Position{in.getFrom()},
          .to = Position{in.getTo()},
          .limit = in.getLimit(),
          .wait_ms = in.getWaitMs()};
}

void write(Refusals const& request, message::Refusals::Builder out) {
  write_at(request.at, out);
  if (request.target != ledger::StreamRef{}) write(request.target, out.initTarget());
  put(out, &message::Refusals::Builder::initPerson, request.person.view());
  out.setRule(static_cast<std::uint16_t>(request.rule));
  out.setAfter(request.after.value());
  out.setLimit(request.limit);
}

Refusals read(message::Refusals::Reader in, Reading& reading) {
  must_be_known(in.getTarget(), reading);
  return {.at = read(in.getAt(), reading),
          .target = read(in.getTarget(), reading),
          .person = reading.short_id<ledger::PersonId>(in.getPerson(), "refusals.person"),
          .rule = reading.one_of(in.getRule(), ledger::Rule::amount_overflow, "refusals.rule"),
          .after = Position{in.getAfter()},
          .limit = in.getLimit()};
}

void write(Digest const& request, message::Digest::Builder out) { write_at(request.at, out); }

Digest read(message::Digest::Reader in, Reading& reading) { return {read(in.getAt(), reading)}; }

Status read(message::Status::Reader, Reading&) { return {}; }

RotateLogKey read(message::RotateLogKey::Reader, Reading&) { return {}; }

void write(Reveal const& request, message::Reveal::Builder out) {
  auto texts = out.initTexts(static_cast<unsigned>(request.texts.size()));
  for (unsigned i = 0; i < texts.size(); ++i) write(request.texts[i], texts[i]);
}

Reveal read(message::Reveal::Reader in, Reading& reading) {
  if (!reading.may_read(in.getTexts().size(), "reveal.texts", reveal_texts_max)) return {};
  return {reading.list(in.getTexts(), "reveal.texts", [&](auto text) {
    must_be_known(text, reading);
    return read(text, reading);
  })};
}

/// A request in which everything is known: what is passed over could change what it means.
template <class Reader>
Request read_known(Reader in, Reading& reading) {
  must_be_known(in, reading);
  return read(in, reading);
}

/// Which member of the union holds which request.
struct Writer {
  message::Request::Builder out;

  void operator()(Hello const& request) { write(request, out.initHello()); }
  void operator()(Submit const& request) { write(request, out.initSubmit()); }
  void operator()(Lookup const& request) { write(request, out.initLookup()); }
  void operator()(Balances const& request) { write(request, out.initBalances()); }
  void operator()(Statement const& request) { write(request, out.initStatement()); }
  void operator()(Project const& request) { write(request, out.initProject()); }
  void operator()(Projects const& request) { write(request, out.initProjects()); }
  void operator()(Call const& request) { write(request, out.initCall()); }
  void operator()(Calls const& request) { write(request, out.initCalls()); }
  void operator()(Programmes const& request) { write(request, out.initProgrammes()); }
  void operator()(History const& request) { write(request, out.initHistory()); }
  void operator()(Read const& request) { write(request, out.initRead()); }
  void operator()(Refusals const& request) { write(request, out.initRefusals()); }
  void operator()(Digest const& request) { write(request, out.initDigest()); }
  void operator()(Status const&) { out.initStatus(); }
  void operator()(Reveal const& request) { write(request, out.initReveal()); }
  void operator()(Checkpoint const& request) { write(request, out.initCheckpoint()); }
  void operator()(InclusionProof const& request) { write(request, out.initInclusionProof()); }
  void operator()(ConsistencyProof const& request) { write(request, out.initConsistencyProof()); }
  void operator()(Subscribe const& request) { write(request, out.initSubscribe()); }
  void operator()(Credit const& request) { write(request, out.initCredit()); }
  void operator()(Ack const& request) { write(request, out.initAck()); }
  void operator()(Nack const& request) { write(request, out.initNack()); }
  void operator()(Unsubscribe const& request) { write(request, out.initUnsubscribe()); }
  void operator()(Consumers const& request) { write(request, out.initConsumers()); }
  void operator()(ChangeConsumer const& request) { write(request, out.initChangeConsumer()); }
  void operator()(Seal const& request) { write(request, out.initSeal()); }
  void operator()(Seals const& request) { write(request, out.initSeals()); }
  void operator()(BalanceProof const& request) { write(request, out.initBalanceProof()); }
  void operator()(RotateLogKey const&) { out.initRotateLogKey(); }
};

}  // namespace

void write(Request const& request, message::Request::Builder out) {
  std::visit(Writer{out}, request);
}

Request read(message::Request::Reader in, Reading& reading) {
  using In = message::Request;
  switch (in.which()) {
    case In::UNSET: break;
    case In::HELLO: return read(in.getHello(), reading);  // may hold fields of a later version
    case In::SUBMIT: return read_known(in.getSubmit(), reading);
    case In::LOOKUP: return read_known(in.getLookup(), reading);
    case In::BALANCES: return read_known(in.getBalances(), reading);
    case In::STATEMENT: return read_known(in.getStatement(), reading);
    case In::PROJECT: return read_known(in.getProject(), reading);
    case In::PROJECTS: return read_known(in.getProjects(), reading);
    case In::CALL: return read_known(in.getCall(), reading);
    case In::CALLS: return read_known(in.getCalls(), reading);
    case In::PROGRAMMES: return read_known(in.getProgrammes(), reading);
    case In::HISTORY: return read_known(in.getHistory(), reading);
    case In::READ: return read_known(in.getRead(), reading);
    case In::REFUSALS: return read_known(in.getRefusals(), reading);
    case In::DIGEST: return read_known(in.getDigest(), reading);
    case In::STATUS: return read_known(in.getStatus(), reading);
    case In::REVEAL: return read_known(in.getReveal(), reading);
    case In::CHECKPOINT: return read_known(in.getCheckpoint(), reading);
    case In::INCLUSION_PROOF: return read_known(in.getInclusionProof(), reading);
    case In::CONSISTENCY_PROOF: return read_known(in.getConsistencyProof(), reading);
    case In::SUBSCRIBE: return read_known(in.getSubscribe(), reading);
    case In::CREDIT: return read_known(in.getCredit(), reading);
    case In::ACK: return read_known(in.getAck(), reading);
    case In::NACK: return read_known(in.getNack(), reading);
    case In::UNSUBSCRIBE: return read_known(in.getUnsubscribe(), reading);
    case In::CONSUMERS: return read_known(in.getConsumers(), reading);
    case In::CHANGE_CONSUMER: return read_known(in.getChangeConsumer(), reading);
    case In::SEAL: return read_known(in.getSeal(), reading);
    case In::SEALS: return read_known(in.getSeals(), reading);
    case In::BALANCE_PROOF: return read_known(in.getBalanceProof(), reading);
    case In::ROTATE_LOG_KEY: return read_known(in.getRotateLogKey(), reading);
  }
  auto const number = std::to_string(static_cast<unsigned>(in.which()));
  reading.fail(Code::unknown_request,
               "request number " + number + " is not known here, where they end at " +
                   std::to_string(std::variant_size_v<Request>) + ": use what hello agreed on",
               std::to_string(std::variant_size_v<Request>), number);
  return Status{};
}

}  // namespace gl::wire
