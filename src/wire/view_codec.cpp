#include "wire/view_codec.h"

namespace gl::wire {
namespace {

using ledger::Money;

Money money(std::int64_t minor_units) { return Money::from_minor_units(minor_units); }

/// An amount in a union of `unstated` and `stated`.
template <class Group>
void put_optional(Group group, std::optional<Money> amount) {
  if (amount) group.setStated(amount->minor_units());
}
template <class Group>
std::optional<Money> optional_money(Group group) {
  if (!group.isStated()) return std::nullopt;
  return money(group.getStated());
}

void write(ledger::Refusal const& refusal, message::Refusal::Builder out) {
  using Out = message::Refusal::Builder;
  out.setRule(static_cast<std::uint16_t>(refusal.rule));
  put(out, &Out::initCode, name(refusal.rule));
  out.setClass(static_cast<message::ErrorClass>(class_of(refusal.rule)));
  put(out, &Out::initSentence, cut(refusal.sentence, sentence_bytes_max));
  put(out, &Out::initLimit, cut(refusal.limit, value_bytes_max));
  put(out, &Out::initActual, cut(refusal.actual, value_bytes_max));
  out.setCallVersion(refusal.call_version);
}

ledger::Refusal read(message::Refusal::Reader in, Reading& reading) {
  ledger::Refusal refusal;
  refusal.rule = static_cast<ledger::Rule>(in.getRule());
  refusal.sentence = reading.text(in.getSentence(), sentence_bytes_max, "refusal.sentence");
  refusal.limit = reading.text(in.getLimit(), value_bytes_max, "refusal.limit");
  refusal.actual = reading.text(in.getActual(), value_bytes_max, "refusal.actual");
  refusal.call_version = in.getCallVersion();
  return refusal;
}

void write(ledger::AuthorityBalances const& authority, message::AuthorityBalances::Builder out) {
  out.setVoted(authority.voted.minor_units());
  out.setAvailable(authority.available.minor_units());
  out.setCommitted(authority.committed.minor_units());
  out.setPayable(authority.payable.minor_units());
  out.setDisbursed(authority.disbursed.minor_units());
  out.setRecoverable(authority.recoverable.minor_units());
  out.setRecovered(authority.recovered.minor_units());
  out.setWrittenOff(authority.written_off.minor_units());
  out.setLapsed(authority.lapsed.minor_units());
}

ledger::AuthorityBalances read(message::AuthorityBalances::Reader in) {
  return {.voted = money(in.getVoted()),
          .available = money(in.getAvailable()),
          .committed = money(in.getCommitted()),
          .payable = money(in.getPayable()),
          .disbursed = money(in.getDisbursed()),
          .recoverable = money(in.getRecoverable()),
          .recovered = money(in.getRecovered()),
          .written_off = money(in.getWrittenOff()),
          .lapsed = money(in.getLapsed())};
}

void write(ledger::PartyText const& text, message::PartyText::Builder out) {
  put(out, &message::PartyText::Builder::initOpen, text.open);
  if (text.sealed != ledger::Sealed{}) wire::write(text.sealed, out.initSealed());
}

ledger::PartyText read(message::PartyText::Reader in, Reading& reading) {
  return {.open = reading.text(in.getOpen(), text_bytes_max, "applicantName"),
          .sealed = wire::read(in.getSealed(), reading)};
}

void write(ledger::PaymentView const& payment, message::PaymentView::Builder out) {
  using Out = message::PaymentView::Builder;
  put(out, &Out::initPayment, payment.payment.view());
  out.setKind(static_cast<schema::PaymentKind>(payment.kind));
  out.setState(static_cast<schema::PaymentState>(payment.state));
  out.setAmount(payment.amount.minor_units());
  put(out, &Out::initPayee, payment.payee.view());
  put(out, &Out::initOrderNumber, payment.order_number.view());
  out.setBudgetYear(payment.budget_year);
  out.setAttempt(payment.attempt);
}

ledger::PaymentView read(message::PaymentView::Reader in, Reading& reading) {
  return {.payment = reading.id<ledger::PaymentId>(in.getPayment(), "payment"),
          .kind = reading.one_of(in.getKind(), ledger::PaymentKind::balance, "payment.kind"),
          .state = reading.one_of(in.getState(), ledger::PaymentState::annulled, "payment.state"),
          .amount = money(in.getAmount()),
          .payee = reading.id<ledger::PayeeId>(in.getPayee(), "payment.payee"),
          .order_number = reading.id<ledger::ActNumber>(in.getOrderNumber(), "orderNumber"),
          .budget_year = in.getBudgetYear(),
          .attempt = in.getAttempt()};
}

void write(ledger::RecoveryView const& recovery, message::RecoveryView::Builder out) {
  using Out = message::RecoveryView::Builder;
  put(out, &Out::initRecovery, recovery.recovery.view());
  out.setState(static_cast<schema::RecoveryState>(recovery.state));
  put(out, &Out::initTitreNumber, recovery.titre_number.view());
  out.setOrdered(recovery.ordered.minor_units());
  out.setReceived(recovery.received.minor_units());
  out.setOutstanding(recovery.outstanding.minor_units());
}

ledger::RecoveryView read(message::RecoveryView::Reader in, Reading& reading) {
  return {
      .recovery = reading.id<ledger::RecoveryId>(in.getRecovery(), "recovery"),
      .state = reading.one_of(in.getState(), ledger::RecoveryState::written_off, "recovery.state"),
      .titre_number = reading.id<ledger::ActNumber>(in.getTitreNumber(), "titreNumber"),
      .ordered = money(in.getOrdered()),
      .received = money(in.getReceived()),
      .outstanding = money(in.getOutstanding())};
}

void write(ledger::AssessmentView const& assessment, message::AssessmentView::Builder out) {
  using Out = message::AssessmentView::Builder;
  out.setPosition(assessment.position.value());
  put(out, &Out::initAssessor, assessment.assessor.view());
  put(out, &Out::initCriterion, assessment.criterion.view());
  out.setScore(assessment.score);
  out.setScale(assessment.scale);
  out.setWeight(static_cast<std::uint32_t>(assessment.weight.ppm()));
}

ledger::AssessmentView read(message::AssessmentView::Reader in, Reading& reading) {
  return {.position = Position{in.getPosition()},
          .assessor = reading.id<ledger::PersonId>(in.getAssessor(), "assessor"),
          .criterion = reading.id<ledger::ReasonCode>(in.getCriterion(), "criterion"),
          .score = in.getScore(),
          .scale = in.getScale(),
          .weight = reading.rate(in.getWeight(), "weight")};
}

void write(ledger::NoticeView const& notice, message::NoticeView::Builder out) {
  using Out = message::NoticeView::Builder;
  out.setPosition(notice.position.value());
  put(out, &Out::initEventType, notice.event_type);
  put(out, &Out::initPerson, notice.person.view());
  put(out, &Out::initWhat, notice.what);
  out.setDate(day_number(notice.date));
}

ledger::NoticeView read(message::NoticeView::Reader in, Reading& reading) {
  return {.position = Position{in.getPosition()},
          .event_type = reading.text(in.getEventType(), name_bytes_max, "notice.eventType"),
          .person = reading.id<ledger::PersonId>(in.getPerson(), "notice.person"),
          .what = reading.text(in.getWhat(), text_bytes_max, "notice.what"),
          .date = reading.date(in.getDate(), "notice.date")};
}

void write(ledger::CallTerms const& terms, schema::CallTerms::Builder out) {
  out.setOpening(day_number(terms.opening));
  out.setDeadline(day_number(terms.deadline));
  out.setMaximumRate(static_cast<std::uint32_t>(terms.maximum_rate.ppm()));
  out.setOnePerApplicant(terms.one_per_applicant);
  out.setAssessmentRequired(terms.assessment_required);
  out.setWaitlist(terms.waitlist);
  put_optional(out.getProjectCap(), terms.project_cap);
  put_optional(out.getMinimumInstalment(), terms.minimum_instalment);
  put(out, &schema::CallTerms::Builder::initTitle, terms.title);
  auto departments = out.initDepartments(static_cast<unsigned>(terms.departments.size()));
  for (unsigned i = 0; i < departments.size(); ++i) {
    auto const code = terms.departments[i].string();
    departments.set(i, code.c_str());
  }
  auto kinds = out.initApplicantKinds(static_cast<unsigned>(terms.applicant_kinds.size()));
  for (unsigned i = 0; i < kinds.size(); ++i) {
    kinds.set(i, static_cast<schema::LegalKind>(terms.applicant_kinds[i]));
  }
}

ledger::CallTerms read(schema::CallTerms::Reader in, Reading& reading) {
  ledger::CallTerms terms;
  terms.title = reading.text(in.getTitle(), text_bytes_max, "terms.title");
  terms.opening = reading.date(in.getOpening(), "terms.opening");
  terms.deadline = reading.date(in.getDeadline(), "terms.deadline");
  terms.departments = reading.list(in.getDepartments(), "departments", [&](auto code) {
    return reading.id<ledger::DepartmentCode>(code, "department");
  });
  terms.applicant_kinds = reading.list(in.getApplicantKinds(), "applicantKinds", [&](auto kind) {
    return reading.one_of(kind, ledger::LegalKind::person, "applicantKind");
  });
  terms.project_cap = optional_money(in.getProjectCap());
  terms.maximum_rate = reading.rate(in.getMaximumRate(), "terms.maximumRate");
  terms.minimum_instalment = optional_money(in.getMinimumInstalment());
  terms.one_per_applicant = in.getOnePerApplicant();
  terms.assessment_required = in.getAssessmentRequired();
  terms.waitlist = in.getWaitlist();
  return terms;
}

}  // namespace

void write(ledger::AsOf const& as_of, message::AsOf::Builder out) {
  GL_CHECK(!as_of.position || !as_of.recorded_at, "a position and a time exclude each other");
  if (as_of.position) out.setPosition(as_of.position->value());
  if (as_of.recorded_at) out.setRecordedAt(as_of.recorded_at->microseconds());
  out.setEffective(day_number(as_of.effective));
}

ledger::AsOf read(message::AsOf::Reader in, Reading& reading) {
  ledger::AsOf as_of;
  if (in.isPosition()) as_of.position = Position{in.getPosition()};
  if (in.isRecordedAt()) as_of.recorded_at = Instant{in.getRecordedAt()};
  as_of.effective = reading.optional_date(in.getEffective(), "asOf.effective");
  if (in.which() > message::AsOf::RECORDED_AT) {
    reading.fail(Code::unknown_field,
                 "asOf is of a kind that this version does not know: ask for "
                 "latest, a position or a recorded time");
  }
  return as_of;
}

void write(ledger::AnsweredAt const& as_of, message::AnsweredAt::Builder out) {
  out.setPosition(as_of.position.value());
  out.setRecordedAt(as_of.recorded_at.microseconds());
  out.setEffective(day_number(as_of.effective));
}

ledger::AnsweredAt read(message::AnsweredAt::Reader in, Reading& reading) {
  return {.position = Position{in.getPosition()},
          .recorded_at = Instant{in.getRecordedAt()},
          .effective = reading.optional_date(in.getEffective(), "asOf.effective")};
}

void write(ledger::StreamRef const& stream, message::StreamRef::Builder out) {
  out.setKind(static_cast<schema::StreamKind>(stream.kind));
  put(out, &message::StreamRef::Builder::initId, stream.id.view());
}

ledger::StreamRef read(message::StreamRef::Reader in, Reading& reading) {
  return {.kind = reading.one_of(in.getKind(), ledger::StreamKind::refusals, "stream.kind"),
          .id = reading.short_id<decltype(ledger::StreamRef::id)>(in.getId(), "stream.id")};
}

void write(ledger::Answer const& answer, message::Answer::Builder out) {
  put_words(out.getCommandId(), answer.command_id.bytes);
  out.setOutcome(static_cast<message::Outcome>(answer.outcome));
  out.setRepeated(answer.repeated);
  out.setFirst(answer.first.value());
  out.setLast(answer.last.value());
  out.setStreamVersion(answer.stream_version.value());
  out.setListIndex(answer.list_index);
  if (answer.refusal != ledger::Refusal{}) write(answer.refusal, out.initRefusal());
}

ledger::Answer read(message::Answer::Reader in, Reading& reading) {
  ledger::Answer answer;
  answer.command_id.bytes = words(in.getCommandId());
  answer.outcome = reading.one_of(in.getOutcome(), ledger::Outcome::not_tried, "outcome");
  answer.repeated = in.getRepeated();
  answer.first = Position{in.getFirst()};
  answer.last = Position{in.getLast()};
  answer.stream_version = StreamVersion{in.getStreamVersion()};
  answer.list_index = in.getListIndex();
  if (in.hasRefusal()) answer.refusal = read(in.getRefusal(), reading);
  return answer;
}

void write(ledger::Sealed const& sealed, schema::Sealed::Builder out) {
  put_words(out.getSubject(), sealed.subject);
  put_words(out.getToken(), sealed.token);
  put(out, &schema::Sealed::Builder::initCiphertext, sealed.ciphertext);
}

ledger::Sealed read(schema::Sealed::Reader in, Reading& reading) {
  return {.subject = words(in.getSubject()),
          .token = words(in.getToken()),
          .ciphertext = reading.data(in.getCiphertext(), text_bytes_max, "sealed.ciphertext")};
}

void write(ledger::ProgrammeBalances const& balances, message::ProgrammeBalances::Builder out) {
  put(out, &message::ProgrammeBalances::Builder::initProgramme, balances.programme.view());
  out.setCurrency(balances.currency.packed());
  write(balances.authority, out.initAuthority());
  auto credits = out.initCredits(static_cast<unsigned>(balances.credits.size()));
  for (unsigned i = 0; i < credits.size(); ++i) {
    auto const& year = balances.credits[i];
    credits[i].setYear(year.year);
    credits[i].setAvailable(year.available.minor_units());
    credits[i].setConsumed(year.consumed.minor_units());
    credits[i].setLapsed(year.lapsed.minor_units());
  }
}

ledger::ProgrammeBalances read(message::ProgrammeBalances::Reader in, Reading& reading) {
  ledger::ProgrammeBalances balances;
  balances.programme = reading.id<ledger::ProgrammeId>(in.getProgramme(), "programme");
  balances.currency = ledger::Currency::from_packed(in.getCurrency());
  balances.authority = read(in.getAuthority());
  balances.credits = reading.list(in.getCredits(), "credits", [](auto year) {
    return ledger::CreditBalances{.year = year.getYear(),
                                  .available = money(year.getAvailable()),
                                  .consumed = money(year.getConsumed()),
                                  .lapsed = money(year.getLapsed())};
  });
  return balances;
}

void write(ledger::StatementLine const& line, message::StatementLine::Builder out) {
  out.setPosition(line.position.value());
  out.setRecordedAt(line.recorded_at.microseconds());
  out.setEffectiveDate(day_number(line.effective_date));
  put(out, &message::StatementLine::Builder::initEventType, line.event_type);
  write(line.stream, out.initStream());
  auto account = out.getAccount();
  using Group = message::StatementLine::Account::Builder;
  account.setKind(static_cast<schema::AccountKind>(line.account.kind));
  put(account, &Group::initProgramme, line.account.programme.view());
  put(account, &Group::initScope, line.account.scope.view());
  account.setYear(line.account.year);
  out.setAmount(line.amount.minor_units());
  out.setBalance(line.balance.minor_units());
  out.setCurrency(line.currency.packed());
}

ledger::StatementLine read(message::StatementLine::Reader in, Reading& reading) {
  auto const account = in.getAccount();
  return {.position = Position{in.getPosition()},
          .recorded_at = Instant{in.getRecordedAt()},
          .effective_date = reading.date(in.getEffectiveDate(), "effectiveDate"),
          .event_type = reading.text(in.getEventType(), name_bytes_max, "eventType"),
          .stream = read(in.getStream(), reading),
          .account = {.kind = reading.one_of(account.getKind(), ledger::AccountKind::cp_lapsed,
                                             "account.kind"),
                      .programme = reading.id<ledger::ProgrammeId>(account.getProgramme(),
                                                                   "account.programme"),
                      .scope = reading.id<decltype(ledger::Account::scope)>(account.getScope(),
                                                                            "account.scope"),
                      .year = account.getYear()},
          .amount = money(in.getAmount()),
          .balance = money(in.getBalance()),
          .currency = ledger::Currency::from_packed(in.getCurrency())};
}

void write(ledger::ProjectSummary const& project, message::ProjectSummary::Builder out) {
  using Out = message::ProjectSummary::Builder;
  put(out, &Out::initProject, project.project.view());
  put(out, &Out::initCall, project.call.view());
  put(out, &Out::initProgramme, project.programme.view());
  out.setCurrency(project.currency.packed());
  put(out, &Out::initTitle, project.title);
  put(out, &Out::initApplicant, project.applicant.view());
  out.setState(static_cast<schema::ProjectState>(project.state));
  out.setAsked(project.asked.minor_units());
  out.setAwarded(project.awarded.minor_units());
  out.setCommitted(project.committed.minor_units());
  out.setPayable(project.payable.minor_units());
  out.setDisbursed(project.disbursed.minor_units());
  out.setRecoverable(project.recoverable.minor_units());
  out.setRecovered(project.recovered.minor_units());
  out.setWrittenOff(project.written_off.minor_units());
  out.setLastEvent(project.last_event.value());
}

ledger::ProjectSummary read(message::ProjectSummary::Reader in, Reading& reading) {
  return {.project = reading.id<ledger::ProjectId>(in.getProject(), "project"),
          .call = reading.id<ledger::CallId>(in.getCall(), "call"),
          .programme = reading.id<ledger::ProgrammeId>(in.getProgramme(), "programme"),
          .currency = ledger::Currency::from_packed(in.getCurrency()),
          .title = reading.text(in.getTitle(), text_bytes_max, "title"),
          .applicant = reading.id<ledger::PayeeId>(in.getApplicant(), "applicant"),
          .state = reading.one_of(in.getState(), ledger::ProjectState::settled, "project.state"),
          .asked = money(in.getAsked()),
          .awarded = money(in.getAwarded()),
          .committed = money(in.getCommitted()),
          .payable = money(in.getPayable()),
          .disbursed = money(in.getDisbursed()),
          .recoverable = money(in.getRecoverable()),
          .recovered = money(in.getRecovered()),
          .written_off = money(in.getWrittenOff()),
          .last_event = Position{in.getLastEvent()}};
}

void write(ledger::ProjectView const& project, message::ProjectView::Builder out) {
  write(project.summary, out.initSummary());
  out.setLegalKind(static_cast<schema::LegalKind>(project.legal_kind));
  write(project.applicant_name, out.initApplicantName());
  out.setCallVersion(project.call_version);
  out.setEligibleCost(project.eligible_cost.minor_units());
  out.setRate(static_cast<std::uint32_t>(project.rate.ppm()));
  put(out, &message::ProjectView::Builder::initConvention, project.convention.view());
  out.setFinalAccountAccepted(project.final_account_accepted);
  out.setGrossPaid(project.gross_paid.minor_units());
  out.setReturned(project.returned.minor_units());
  auto payments = out.initPayments(static_cast<unsigned>(project.payments.size()));
  for (unsigned i = 0; i < payments.size(); ++i) write(project.payments[i], payments[i]);
  auto recoveries = out.initRecoveries(static_cast<unsigned>(project.recoveries.size()));
  for (unsigned i = 0; i < recoveries.size(); ++i) write(project.recoveries[i], recoveries[i]);
  out.setStreamVersion(project.stream_version.value());
  out.setRank(project.rank);
  out.setValidUntil(day_number(project.valid_until));
  auto assessments = out.initAssessments(static_cast<unsigned>(project.assessments.size()));
  for (unsigned i = 0; i < assessments.size(); ++i) write(project.assessments[i], assessments[i]);
  auto notices = out.initNotices(static_cast<unsigned>(project.notices.size()));
  for (unsigned i = 0; i < notices.size(); ++i) write(project.notices[i], notices[i]);
}

ledger::ProjectView read(message::ProjectView::Reader in, Reading& reading) {
  auto const entry = [&](auto reader) { return read(reader, reading); };
  return {.summary = read(in.getSummary(), reading),
          .legal_kind = reading.one_of(in.getLegalKind(), ledger::LegalKind::person, "legalKind"),
          .applicant_name = read(in.getApplicantName(), reading),
          .call_version = in.getCallVersion(),
          .eligible_cost = money(in.getEligibleCost()),
          .rate = reading.rate(in.getRate(), "rate"),
          .convention = reading.id<ledger::ActNumber>(in.getConvention(), "convention"),
          .final_account_accepted = in.getFinalAccountAccepted(),
          .gross_paid = money(in.getGrossPaid()),
          .returned = money(in.getReturned()),
          .payments = reading.list(in.getPayments(), "payments", entry),
          .recoveries = reading.list(in.getRecoveries(), "recoveries", entry),
          .stream_version = StreamVersion{in.getStreamVersion()},
          .rank = in.getRank(),
          .valid_until = reading.optional_date(in.getValidUntil(), "validUntil"),
          .assessments = reading.list(in.getAssessments(), "assessments", entry),
          .notices = reading.list(in.getNotices(), "notices", entry)};
}

void write(ledger::CallView const& call, message::CallView::Builder out) {
  put(out, &message::CallView::Builder::initCall, call.call.view());
  put(out, &message::CallView::Builder::initProgramme, call.programme.view());
  out.setCurrency(call.currency.packed());
  out.setState(static_cast<message::CallState>(call.state));
  out.setVersion(call.version);
  write(call.terms, out.initTerms());
  out.setProjects(call.projects);
  out.setAsked(call.asked.minor_units());
  out.setAwarded(call.awarded.minor_units());
  out.setLastEvent(call.last_event.value());
  out.setAllocated(call.allocated.minor_units());
  out.setAvailable(call.available.minor_units());
}

ledger::CallView read(message::CallView::Reader in, Reading& reading) {
  return {.call = reading.id<ledger::CallId>(in.getCall(), "call"),
          .programme = reading.id<ledger::ProgrammeId>(in.getProgramme(), "programme"),
          .currency = ledger::Currency::from_packed(in.getCurrency()),
          .state = reading.one_of(in.getState(), ledger::CallState::cancelled, "call.state"),
          .version = in.getVersion(),
          .terms = read(in.getTerms(), reading),
          .projects = in.getProjects(),
          .asked = money(in.getAsked()),
          .awarded = money(in.getAwarded()),
          .last_event = Position{in.getLastEvent()},
          .allocated = money(in.getAllocated()),
          .available = money(in.getAvailable())};
}

void write(ledger::ProgrammeSettings const& settings, schema::ProgrammeSettings::Builder out) {
  out.setCurrency(settings.currency.packed());
  out.setNature(static_cast<schema::AidNature>(settings.nature));
  out.setAidRegime(static_cast<schema::AidRegime>(settings.aid_regime));
  out.setReCredit(static_cast<schema::ReCredit>(settings.re_credit));
  out.setRetentionYears(settings.retention_years);
  out.setDeMinimisWindowYears(settings.de_minimis_window_years);
  out.setPublication(settings.publication);
  out.setConventionForAll(settings.convention_for_all);
  out.setAuthorityValidUntil(day_number(settings.authority_valid_until));
  put_optional(out.getConventionThreshold(), settings.convention_threshold);
  put_optional(out.getDeMinimisCeiling(), settings.de_minimis_ceiling);
  put(out, &schema::ProgrammeSettings::Builder::initName, settings.name);
}

ledger::ProgrammeSettings read(schema::ProgrammeSettings::Reader in, Reading& reading) {
  ledger::ProgrammeSettings settings;
  settings.name = reading.text(in.getName(), text_bytes_max, "settings.name");
  settings.currency = ledger::Currency::from_packed(in.getCurrency());
  settings.nature = reading.one_of(in.getNature(), ledger::AidNature::investment, "nature");
  settings.aid_regime = reading.one_of(in.getAidRegime(), ledger::AidRegime::notified, "aidRegime");
  settings.re_credit = reading.one_of(in.getReCredit(), ledger::ReCredit::authority, "reCredit");
  settings.retention_years = in.getRetentionYears();
  settings.publication = in.getPublication();
  settings.convention_threshold = optional_money(in.getConventionThreshold());
  settings.convention_for_all = in.getConventionForAll();
  settings.authority_valid_until =
      reading.optional_date(in.getAuthorityValidUntil(), "authorityValidUntil");
  settings.de_minimis_ceiling = optional_money(in.getDeMinimisCeiling());
  settings.de_minimis_window_years = in.getDeMinimisWindowYears();
  return settings;
}

}  // namespace gl::wire
