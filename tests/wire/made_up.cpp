#include "wire/made_up.h"

#include "base/check.h"

namespace gl::wire {

ReadPoint MadeUp::read_point() {
  ReadPoint at;
  if (flip()) at.as_of.position = position();
  if (!at.as_of.position && flip()) at.as_of.recorded_at = instant();
  at.as_of.effective = maybe([&] { return date(); });
  at.not_before = position();
  at.wait_ms = small();
  return at;
}

ledger::AnsweredAt MadeUp::answered_at() {
  return {
      .position = position(), .recorded_at = instant(), .effective = maybe([&] { return date(); })};
}

ledger::StreamRef MadeUp::stream() {
  return {.kind = up_to(ledger::StreamKind::refusals), .id = id<decltype(ledger::StreamRef::id)>()};
}

ledger::Sealed MadeUp::sealed() {
  return {.subject = bytes<16>(), .token = bytes<16>(), .ciphertext = data(100)};
}

Failure MadeUp::failure() {
  return {.code = static_cast<Code>(engine_() % 2'000),
          .error_class = up_to(ErrorClass::internal),
          .sentence = text(2'000),
          .limit = text(),
          .actual = text(),
          .retry_after_ms = small()};
}

ledger::Answer MadeUp::answer() {
  ledger::Answer answer{.command_id = Uuid{bytes<16>()},
                        .outcome = up_to(ledger::Outcome::not_tried),
                        .repeated = flip(),
                        .first = position(),
                        .last = position(),
                        .stream_version = StreamVersion{small()},
                        .refusal = {},
                        .list_index = small()};
  if (flip()) {
    answer.refusal = {.rule = up_to(ledger::Rule::amount_overflow),
                      .sentence = text(2'000),
                      .limit = text(),
                      .actual = text(),
                      .call_version = small()};
  }
  return answer;
}

ledger::ProgrammeBalances MadeUp::balances(ledger::AnsweredAt const& as_of) {
  return {.programme = id<ledger::ProgrammeId>(),
          .currency = currency(),
          .as_of = as_of,
          .authority = {.voted = money(),
                        .available = money(),
                        .committed = money(),
                        .payable = money(),
                        .disbursed = money(),
                        .recoverable = money(),
                        .recovered = money(),
                        .written_off = money(),
                        .lapsed = money()},
          .credits = some([&] {
            return ledger::CreditBalances{
                .year = year(), .available = money(), .consumed = money(), .lapsed = money()};
          })};
}

ledger::StatementLine MadeUp::statement_line() {
  return {.position = position(),
          .recorded_at = instant(),
          .effective_date = date(),
          .event_type = text(),
          .stream = stream(),
          .account = {.kind = up_to(ledger::AccountKind::cp_lapsed),
                      .programme = id<ledger::ProgrammeId>(),
                      .scope = id<decltype(ledger::Account::scope)>(),
                      .year = year()},
          .amount = money(),
          .balance = money(),
          .currency = currency()};
}

ledger::ProjectSummary MadeUp::project_summary() {
  return {.project = id<ledger::ProjectId>(),
          .call = id<ledger::CallId>(),
          .programme = id<ledger::ProgrammeId>(),
          .currency = currency(),
          .title = text(500),
          .applicant = id<ledger::PayeeId>(),
          .state = up_to(ledger::ProjectState::settled),
          .asked = money(),
          .awarded = money(),
          .committed = money(),
          .payable = money(),
          .disbursed = money(),
          .recoverable = money(),
          .recovered = money(),
          .written_off = money(),
          .last_event = position()};
}

ledger::ProjectView MadeUp::project() {
  ledger::ProjectView project;
  project.summary = project_summary();
  project.legal_kind = up_to(ledger::LegalKind::person);
  project.applicant_name = {.open = text(), .sealed = sealed()};
  project.call_version = small();
  project.eligible_cost = money();
  project.rate = rate();
  project.convention = id<ledger::ActNumber>();
  project.final_account_accepted = flip();
  project.gross_paid = money();
  project.returned = money();
  project.payments = some([&] {
    return ledger::PaymentView{.payment = id<ledger::PaymentId>(),
                               .kind = up_to(ledger::PaymentKind::balance),
                               .state = up_to(ledger::PaymentState::annulled),
                               .amount = money(),
                               .payee = id<ledger::PayeeId>(),
                               .order_number = id<ledger::ActNumber>(),
                               .budget_year = year(),
                               .attempt = small()};
  });
  project.recoveries = some([&] {
    return ledger::RecoveryView{.recovery = id<ledger::RecoveryId>(),
                                .state = up_to(ledger::RecoveryState::written_off),
                                .titre_number = id<ledger::ActNumber>(),
                                .ordered = money(),
                                .received = money(),
                                .outstanding = money()};
  });
  project.stream_version = StreamVersion{small()};
  project.rank = small();
  project.valid_until = maybe([&] { return date(); });
  project.assessments = some([&] {
    return ledger::AssessmentView{.position = position(),
                                  .assessor = id<ledger::PersonId>(),
                                  .criterion = id<ledger::ReasonCode>(),
                                  .score = small(),
                                  .scale = small(),
                                  .weight = rate()};
  });
  project.notices = some([&] {
    return ledger::NoticeView{.position = position(),
                              .event_type = text(),
                              .person = id<ledger::PersonId>(),
                              .what = text(),
                              .date = date()};
  });
  return project;
}

ledger::CallView MadeUp::call() {
  ledger::CallView call;
  call.call = id<ledger::CallId>();
  call.programme = id<ledger::ProgrammeId>();
  call.currency = currency();
  call.state = up_to(ledger::CallState::cancelled);
  call.version = small();
  call.terms = {.title = text(),
                .opening = date(),
                .deadline = date(),
                .departments = some([&] { return id<ledger::DepartmentCode>(); }),
                .applicant_kinds = some([&] { return up_to(ledger::LegalKind::person); }),
                .project_cap = maybe([&] { return money(); }),
                .maximum_rate = rate(),
                .minimum_instalment = maybe([&] { return money(); }),
                .one_per_applicant = flip(),
                .assessment_required = flip(),
                .waitlist = flip()};
  call.projects = small();
  call.asked = money();
  call.awarded = money();
  call.last_event = position();
  call.allocated = money();
  call.available = money();
  return call;
}

ProgrammeView MadeUp::programme() {
  ProgrammeView programme;
  programme.programme = id<ledger::ProgrammeId>();
  programme.settings = {.name = text(),
                        .currency = currency(),
                        .nature = up_to(ledger::AidNature::investment),
                        .aid_regime = up_to(ledger::AidRegime::notified),
                        .re_credit = up_to(ledger::ReCredit::authority),
                        .retention_years = static_cast<std::uint16_t>(small()),
                        .publication = flip(),
                        .convention_threshold = maybe([&] { return money(); }),
                        .convention_for_all = flip(),
                        .authority_valid_until = maybe([&] { return date(); }),
                        .de_minimis_ceiling = maybe([&] { return money(); }),
                        .de_minimis_window_years = static_cast<std::uint16_t>(small())};
  programme.last_event = position();
  return programme;
}

HelloReply MadeUp::hello_reply() {
  return {.protocol = static_cast<std::uint16_t>(small()),
          .ledger = Uuid{bytes<16>()},
          .ledger_name = text(),
          .principal = {.person = id<ledger::PersonId>(), .role = up_to(ledger::Role::system)},
          .head = position(),
          .limits = {.frame_bytes_max = small(),
                     .commands_max = small(),
                     .in_flight_max = small(),
                     .page_max = small()},
          .idle_ms = small(),
          .server_time = instant(),
          .simulated = flip(),
          .server_name = text(),
          .checkpoint = text()};
}

StatusReply MadeUp::status_reply() {
  return {.head = position(),
          .head_recorded_at = instant(),
          .root = maybe([&] { return bytes<32>(); }),
          .views = position(),
          .server_time = instant(),
          .started_at = instant(),
          .clock_behind_us = static_cast<std::int64_t>(number()),
          .connections = small(),
          .read_only = flip(),
          .commands_accepted = number(),
          .commands_refused = number(),
          .commands_repeated = number()};
}

Request MadeUp::request(std::size_t kind) {
  using namespace ledger;
  switch (kind) {
    case 0:
      return Hello{static_cast<std::uint16_t>(small()), static_cast<std::uint16_t>(small()),
                   Uuid{bytes<16>()}, text(128), small()};
    case 2: return Lookup{Uuid{bytes<16>()}};
    case 3: return Balances{read_point(), id<ProgrammeId>(), id<ProgrammeId>(), small()};
    case 4:
      return Statement{read_point(),
                       id<ProgrammeId>(),
                       up_to(AccountKind::cp_lapsed),
                       id<ProjectId>(),
                       id<CallId>(),
                       year(),
                       position(),
                       small()};
    case 5: return Project{read_point(), id<ProjectId>()};
    case 6:
      return Projects{read_point(),    id<ProgrammeId>(),
                      id<CallId>(),    up_to(ProjectState::settled),
                      id<ProjectId>(), small()};
    case 7: return Call{read_point(), id<CallId>()};
    case 8:
      return Calls{read_point(), id<ProgrammeId>(), up_to(CallState::cancelled), id<CallId>(),
                   small()};
    case 9: return Programmes{read_point(), id<ProgrammeId>(), small()};
    case 10: return History{read_point(), stream(), position(), small()};
    case 11: return Read{position(), position(), small(), small()};
    case 12:
      return Refusals{read_point(), stream(), id<PersonId>(), up_to(Rule::amount_overflow),
                      position(),   small()};
    case 13: return Digest{read_point()};
    case 14: return Status{};
    case 15: return Reveal{some([&] { return sealed(); })};
    case 16: return Checkpoint{position()};
    case 17: return InclusionProof{position(), flip()};
    case 18: return ConsistencyProof{position(), position()};
    case 26: return Seal{maybe([&] { return date(); })};
    case 27: return Seals{position(), maybe([&] { return date(); })};
    case 28: return BalanceProof{position(), maybe([&] { return date(); }), text(100), small()};
    case 29: return RotateLogKey{};
    default: return subscription_request(kind);
  }
}

Reply MadeUp::reply(std::size_t kind) {
  auto const as_of = answered_at();
  switch (kind) {
    case 0: return hello_reply();
    case 1: return SubmitReply{some([&] { return answer(); }), position()};
    case 2: return LookupReply{maybe([&] { return answer(); }), position()};
    case 3:
      return BalancesReply{as_of, some([&] { return balances(as_of); }), id<ledger::ProgrammeId>()};
    case 4: return StatementReply{as_of, some([&] { return statement_line(); }), position()};
    case 5: return ProjectReply{as_of, project()};
    case 6:
      return ProjectsReply{as_of, some([&] { return project_summary(); }), id<ledger::ProjectId>()};
    case 7: return CallReply{as_of, call()};
    case 8: return CallsReply{as_of, some([&] { return call(); }), id<ledger::CallId>()};
    case 9:
      return ProgrammesReply{as_of, some([&] { return programme(); }), id<ledger::ProgrammeId>()};
    case 10:
      return EventsReply{as_of, some([&] { return EventRecord{position(), data(400)}; }),
                         position()};
    case 11: return DigestReply{as_of, bytes<32>()};
    case 12: return status_reply();
    case 13: return RevealReply{some([&] { return maybe([&] { return text(); }); })};
    case 14: return CheckpointReply{text(), text()};
    case 15: {
      auto const path = some([&] { return bytes<32>(); });
      return InclusionProofReply{{data(400), number(), path, text()}};
    }
    case 16: {
      auto const path = some([&] { return bytes<32>(); });
      auto const rest = some([&] { return bytes<32>(); });
      return ConsistencyProofReply{
          {{number(), bytes<32>()}, path, {number(), bytes<32>()}, rest, text()}};
    }
    case 17:
      return SubscribeReply{position(), position(), small(), small(), small(), flip(), small()};
    case 18: return CreditReply{small(), small()};
    case 19: return SettleReply{position(), small(), small(), small(), small()};
    case 20: return UnsubscribeReply{position()};
    case 21:
      return ConsumersReply{position(), some([&] { return consumer(); }),
                            some([&] { return parked(); }), position()};
    case 22: return SealsReply{some([&] { return text(); })};
    case 23: return BalanceProofReply{text(), some([&] { return text(); }), flip()};
    case 24: return RotateLogKeyReply{position(), text(), text(), text()};
    default: break;
  }
  GL_CHECK(false, "there is no reply of this number");
  return StatusReply{};
}

}  // namespace gl::wire
