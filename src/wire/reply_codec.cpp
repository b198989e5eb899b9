#include "wire/reply_codec.h"

#include "codec/event_codec.h"
#include "proof/note.h"
#include "wire/proof_codec.h"
#include "wire/seal_codec.h"
#include "wire/subscription_codec.h"
#include "wire/view_codec.h"

namespace gl::wire {
namespace {

// Seen beside the functions of the same names below.
using wire::read;
using wire::write;

void write(ProgrammeView const& programme, message::ProgrammeView::Builder out) {
  put(out, &message::ProgrammeView::Builder::initProgramme, programme.programme.view());
  write(programme.settings, out.initSettings());
  out.setLastEvent(programme.last_event.value());
}

void write(EventRecord const& event, message::EventRecord::Builder out) {
  out.setPosition(event.position.value());
  put(out, &message::EventRecord::Builder::initBytes, event.bytes);
}

/// Writes each entry into the list that `init` makes.
template <class Entries, class Builder, class List>
void write_list(Entries const& entries, Builder out, List (Builder::*init)(unsigned)) {
  auto list = (out.*init)(static_cast<unsigned>(entries.size()));
  for (unsigned i = 0; i < list.size(); ++i) write(entries[i], list[i]);
}

void write(HelloReply const& reply, message::HelloReply::Builder out) {
  using Out = message::HelloReply::Builder;
  out.setProtocol(reply.protocol);
  put_words(out.getLedger(), reply.ledger.bytes);
  put(out, &Out::initLedgerName, cut(reply.ledger_name, value_bytes_max));
  auto principal = out.initPrincipal();
  put(principal, &message::Principal::Builder::initPerson, reply.principal.person.view());
  principal.setRole(static_cast<schema::Role>(reply.principal.role));
  out.setHead(reply.head.value());
  auto limits = out.initLimits();
  limits.setFrameBytesMax(reply.limits.frame_bytes_max);
  limits.setCommandsMax(reply.limits.commands_max);
  limits.setInFlightMax(reply.limits.in_flight_max);
  limits.setPageMax(reply.limits.page_max);
  out.setIdleMs(reply.idle_ms);
  out.setServerTime(reply.server_time.microseconds());
  out.setSimulated(reply.simulated);
  put(out, &Out::initServerName, cut(reply.server_name, name_bytes_max));
  put(out, &Out::initCheckpoint, reply.checkpoint);
}

HelloReply read(message::HelloReply::Reader in, Reading& reading) {
  HelloReply reply;
  reply.protocol = in.getProtocol();
  reply.ledger.bytes = words(in.getLedger());
  reply.ledger_name = reading.label(in.getLedgerName(), value_bytes_max, "ledgerName");
  auto const principal = in.getPrincipal();
  reply.principal.person = reading.id<ledger::PersonId>(principal.getPerson(), "person");
  reply.principal.role = reading.one_of(principal.getRole(), ledger::Role::system, "role");
  reply.head = Position{in.getHead()};
  auto const limits = in.getLimits();
  reply.limits = {.frame_bytes_max = limits.getFrameBytesMax(),
                  .commands_max = limits.getCommandsMax(),
                  .in_flight_max = limits.getInFlightMax(),
                  .page_max = limits.getPageMax()};
  reply.idle_ms = in.getIdleMs();
  reply.server_time = Instant{in.getServerTime()};
  reply.simulated = in.getSimulated();
  reply.server_name = reading.label(in.getServerName(), name_bytes_max, "serverName");
  reply.checkpoint = reading.text(in.getCheckpoint(), proof::note_bytes_max, "checkpoint");
  return reply;
}

void write(SubmitReply const& reply, message::SubmitReply::Builder out) {
  write_list(reply.answers, out, &message::SubmitReply::Builder::initAnswers);
  out.setNotBefore(reply.not_before.value());
}

SubmitReply read(message::SubmitReply::Reader in, Reading& reading) {
  return {.answers = reading.list(in.getAnswers(), "answers",
                                  [&](auto answer) { return read(answer, reading); }),
          .not_before = Position{in.getNotBefore()}};
}

void write(LookupReply const& reply, message::LookupReply::Builder out) {
  out.setEvaluatedAt(reply.evaluated_at.value());
  if (reply.answer) write(*reply.answer, out.initAnswer());
}

LookupReply read(message::LookupReply::Reader in, Reading& reading) {
  LookupReply reply;
  reply.evaluated_at = Position{in.getEvaluatedAt()};
  if (in.isAnswer()) reply.answer = read(in.getAnswer(), reading);
  return reply;
}

void write(BalancesReply const& reply, message::BalancesReply::Builder out) {
  write(reply.as_of, out.initAsOf());
  write_list(reply.balances, out, &message::BalancesReply::Builder::initBalances);
  put(out, &message::BalancesReply::Builder::initNext, reply.next.view());
}

BalancesReply read(message::BalancesReply::Reader in, Reading& reading) {
  BalancesReply reply;
  reply.as_of = read(in.getAsOf(), reading);
  reply.balances = reading.list(in.getBalances(), "balances", [&](auto entry) {
    auto balances = read(entry, reading);
    balances.as_of = reply.as_of;
    return balances;
  });
  reply.next = reading.id<ledger::ProgrammeId>(in.getNext(), "next");
  return reply;
}

void write(StatementReply const& reply, message::StatementReply::Builder out) {
  write(reply.as_of, out.initAsOf());
  write_list(reply.lines, out, &message::StatementReply::Builder::initLines);
  out.setNext(reply.next.value());
}

StatementReply read(message::StatementReply::Reader in, Reading& reading) {
  return {
      .as_of = read(in.getAsOf(), reading),
      .lines = reading.list(in.getLines(), "lines", [&](auto line) { return read(line, reading); }),
      .next = Position{in.getNext()}};
}

void write(ProjectReply const& reply, message::ProjectReply::Builder out) {
  write(reply.as_of, out.initAsOf());
  write(reply.project, out.initProject());
}

ProjectReply read(message::ProjectReply::Reader in, Reading& reading) {
  return {.as_of = read(in.getAsOf(), reading), .project = read(in.getProject(), reading)};
}

void write(ProjectsReply const& reply, message::ProjectsReply::Builder out) {
  write(reply.as_of, out.initAsOf());
  write_list(reply.projects, out, &message::ProjectsReply::Builder::initProjects);
  put(out, &message::ProjectsReply::Builder::initNext, reply.next.view());
}

ProjectsReply read(message::ProjectsReply::Reader in, Reading& reading) {
  return {.as_of = read(in.getAsOf(), reading),
          .projects = reading.list(in.getProjects(), "projects",
                                   [&](auto project) { return read(project, reading); }),
          .next = reading.id<ledger::ProjectId>(in.getNext(), "next")};
}

void write(CallReply const& reply, message::CallReply::Builder out) {
  write(reply.as_of, out.initAsOf());
  write(reply.call, out.initCall());
}

CallReply read(message::CallReply::Reader in, Reading& reading) {
  return {.as_of = read(in.getAsOf(), reading), .call = read(in.getCall(), reading)};
}

void write(CallsReply const& reply, message::CallsReply::Builder out) {
  write(reply.as_of, out.initAsOf());
  write_list(reply.calls, out, &message::CallsReply::Builder::initCalls);
  put(out, &message::CallsReply::Builder::initNext, reply.next.view());
}

CallsReply read(message::CallsReply::Reader in, Reading& reading) {
  return {
      .as_of = read(in.getAsOf(), reading),
      .calls = reading.list(in.getCalls(), "calls", [&](auto call) { return read(call, reading); }),
      .next = reading.id<ledger::CallId>(in.getNext(), "next")};
}

void write(ProgrammesReply const& reply, message::ProgrammesReply::Builder out) {
  write(reply.as_of, out.initAsOf());
  write_list(reply.programmes, out, &message::ProgrammesReply::Builder::initProgrammes);
  put(out, &message::ProgrammesReply::Builder::initNext, reply.next.view());
}

ProgrammesReply read(message::ProgrammesReply::Reader in, Reading& reading) {
  auto const programme = [&](auto entry) {
    return ProgrammeView{
        .programme = reading.id<ledger::ProgrammeId>(entry.getProgramme(), "programme"),
        .settings = read(entry.getSettings(), reading),
        .last_event = Position{entry.getLastEvent()}};
  };
  return {.as_of = read(in.getAsOf(), reading),
          .programmes = reading.list(in.getProgrammes(), "programmes", programme),
          .next = reading.id<ledger::ProgrammeId>(in.getNext(), "next")};
}

void write(EventsReply const& reply, message::EventsReply::Builder out) {
  write(reply.as_of, out.initAsOf());
  write_list(reply.events, out, &message::EventsReply::Builder::initEvents);
  out.setNext(reply.next.value());
}

EventsReply read(message::EventsReply::Reader in, Reading& reading) {
  auto const event = [&](auto entry) {
    return EventRecord{.position = Position{entry.getPosition()},
                       .bytes = reading.data(entry.getBytes(), codec::event_bytes_max, "bytes")};
  };
  return {.as_of = read(in.getAsOf(), reading),
          .events = reading.list(in.getEvents(), "events", event),
          .next = Position{in.getNext()}};
}

void write(DigestReply const& reply, message::DigestReply::Builder out) {
  write(reply.as_of, out.initAsOf());
  put(out, &message::DigestReply::Builder::initDigest, reply.digest);
}

DigestReply read(message::DigestReply::Reader in, Reading& reading) {
  auto const digest = reading.hash(in.getDigest(), "digest");
  if (!digest) reading.fail(Code::malformed, "digest is empty: it has 32 bytes");
  return {.as_of = read(in.getAsOf(), reading), .digest = digest.value_or(Hash{})};
}

void write(StatusReply const& reply, message::StatusReply::Builder out) {
  out.setHead(reply.head.value());
  out.setHeadRecordedAt(reply.head_recorded_at.microseconds());
  if (reply.root) put(out, &message::StatusReply::Builder::initRoot, *reply.root);
  out.setViews(reply.views.value());
  out.setServerTime(reply.server_time.microseconds());
  out.setStartedAt(reply.started_at.microseconds());
  out.setClockBehindUs(reply.clock_behind_us);
  out.setConnections(reply.connections);
  out.setReadOnly(reply.read_only);
  out.setCommandsAccepted(reply.commands_accepted);
  out.setCommandsRefused(reply.commands_refused);
  out.setCommandsRepeated(reply.commands_repeated);
}

StatusReply read(message::StatusReply::Reader in, Reading& reading) {
  return {.head = Position{in.getHead()},
          .head_recorded_at = Instant{in.getHeadRecordedAt()},
          .root = reading.hash(in.getRoot(), "root"),
          .views = Position{in.getViews()},
          .server_time = Instant{in.getServerTime()},
          .started_at = Instant{in.getStartedAt()},
          .clock_behind_us = in.getClockBehindUs(),
          .connections = in.getConnections(),
          .read_only = in.getReadOnly(),
          .commands_accepted = in.getCommandsAccepted(),
          .commands_refused = in.getCommandsRefused(),
          .commands_repeated = in.getCommandsRepeated()};
}

void write(RevealReply const& reply, message::RevealReply::Builder out) {
  auto texts = out.initTexts(static_cast<unsigned>(reply.texts.size()));
  for (unsigned i = 0; i < texts.size(); ++i) {
    if (auto const& clear = reply.texts[i]) texts[i].setClear({clear->c_str(), clear->size()});
  }
}

RevealReply read(message::RevealReply::Reader in, Reading& reading) {
  using Text = std::optional<std::string>;
  return {reading.list(in.getTexts(), "texts", [&](auto text) {
    return text.isClear() ? Text{reading.text(text.getClear(), text_bytes_max, "clear")} : Text{};
  })};
}

/// Which member of the union holds which reply.
struct Writer {
  message::Reply::Builder out;

  void operator()(HelloReply const& reply) { write(reply, out.initHello()); }
  void operator()(SubmitReply const& reply) { write(reply, out.initSubmit()); }
  void operator()(LookupReply const& reply) { write(reply, out.initLookup()); }
  void operator()(BalancesReply const& reply) { write(reply, out.initBalances()); }
  void operator()(StatementReply const& reply) { write(reply, out.initStatement()); }
  void operator()(ProjectReply const& reply) { write(reply, out.initProject()); }
  void operator()(ProjectsReply const& reply) { write(reply, out.initProjects()); }
  void operator()(CallReply const& reply) { write(reply, out.initCall()); }
  void operator()(CallsReply const& reply) { write(reply, out.initCalls()); }
  void operator()(ProgrammesReply const& reply) { write(reply, out.initProgrammes()); }
  void operator()(EventsReply const& reply) { write(reply, out.initEvents()); }
  void operator()(DigestReply const& reply) { write(reply, out.initDigest()); }
  void operator()(StatusReply const& reply) { write(reply, out.initStatus()); }
  void operator()(RevealReply const& reply) { write(reply, out.initReveal()); }
  void operator()(CheckpointReply const& reply) { write(reply, out.initCheckpoint()); }
  void operator()(InclusionProofReply const& reply) { write(reply, out.initInclusionProof()); }
  void operator()(ConsistencyProofReply const& reply) { write(reply, out.initConsistencyProof()); }
  void operator()(SubscribeReply const& reply) { write(reply, out.initSubscribe()); }
  void operator()(CreditReply const& reply) { write(reply, out.initCredit()); }
  void operator()(SettleReply const& reply) { write(reply, out.initSettle()); }
  void operator()(UnsubscribeReply const& reply) { write(reply, out.initUnsubscribe()); }
  void operator()(ConsumersReply const& reply) { write(reply, out.initConsumers()); }
  void operator()(SealsReply const& reply) { write(reply, out.initSeals()); }
  void operator()(BalanceProofReply const& reply) { write(reply, out.initBalanceProof()); }
  void operator()(RotateLogKeyReply const& reply) { write(reply, out.initRotateLogKey()); }
};

}  // namespace

void write(Reply const& reply, message::Reply::Builder out) { std::visit(Writer{out}, reply); }

Reply read(message::Reply::Reader in, Reading& reading) {
  using In = message::Reply;
  switch (in.which()) {
    case In::UNSET: break;
    case In::HELLO: return read(in.getHello(), reading);
    case In::SUBMIT: return read(in.getSubmit(), reading);
    case In::LOOKUP: return read(in.getLookup(), reading);
    case In::BALANCES: return read(in.getBalances(), reading);
    case In::STATEMENT: return read(in.getStatement(), reading);
    case In::PROJECT: return read(in.getProject(), reading);
    case In::PROJECTS: return read(in.getProjects(), reading);
    case In::CALL: return read(in.getCall(), reading);
    case In::CALLS: return read(in.getCalls(), reading);
    case In::PROGRAMMES: return read(in.getProgrammes(), reading);
    case In::EVENTS: return read(in.getEvents(), reading);
    case In::DIGEST: return read(in.getDigest(), reading);
    case In::STATUS: return read(in.getStatus(), reading);
    case In::REVEAL: return read(in.getReveal(), reading);
    case In::CHECKPOINT: return read(in.getCheckpoint(), reading);
    case In::INCLUSION_PROOF: return read(in.getInclusionProof(), reading);
    case In::CONSISTENCY_PROOF: return read(in.getConsistencyProof(), reading);
    case In::SUBSCRIBE: return read(in.getSubscribe(), reading);
    case In::CREDIT: return read(in.getCredit(), reading);
    case In::SETTLE: return read(in.getSettle(), reading);
    case In::UNSUBSCRIBE: return read(in.getUnsubscribe(), reading);
    case In::CONSUMERS: return read(in.getConsumers(), reading);
    case In::SEALS: return read(in.getSeals(), reading);
    case In::BALANCE_PROOF: return read(in.getBalanceProof(), reading);
    case In::ROTATE_LOG_KEY: return read(in.getRotateLogKey(), reading);
  }
  auto const number = std::to_string(static_cast<unsigned>(in.which()));
  reading.fail(Code::malformed,
               "reply number " + number + " is not known to this version: " + "update the client",
               {}, number);
  return StatusReply{};
}

void write(Failure const& failure, message::Error::Builder out) {
  out.setCode(static_cast<std::uint16_t>(failure.code));
  out.setClass(static_cast<message::ErrorClass>(failure.error_class));
  put(out, &message::Error::Builder::initSentence, cut(failure.sentence, sentence_bytes_max));
  put(out, &message::Error::Builder::initLimit, cut(failure.limit, value_bytes_max));
  put(out, &message::Error::Builder::initActual, cut(failure.actual, value_bytes_max));
  out.setRetryAfterMs(failure.retry_after_ms);
}

Failure read(message::Error::Reader in, Reading& reading) {
  return {.code = static_cast<Code>(in.getCode()),
          .error_class = reading.one_of(in.getClass(), ErrorClass::internal, "class"),
          .sentence = reading.text(in.getSentence(), sentence_bytes_max, "sentence"),
          .limit = reading.text(in.getLimit(), value_bytes_max, "limit"),
          .actual = reading.text(in.getActual(), value_bytes_max, "actual"),
          .retry_after_ms = in.getRetryAfterMs()};
}

}  // namespace gl::wire
