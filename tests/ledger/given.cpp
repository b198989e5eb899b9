#include "ledger/given.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace gl::ledger::testing {
namespace {

void seal(PersonalText& text, std::string const& subject) {
  if (text.clear.empty()) return;
  text.sealed.subject = subject_of(subject);
  for (auto const c : text.clear) text.sealed.ciphertext.push_back(static_cast<std::byte>(c));
  for (std::size_t i = 0; i < text.clear.size(); ++i) {
    text.sealed.token[i % 16] ^= static_cast<std::byte>(text.clear[i]);
  }
  text.clear.clear();
}

void seal_application(auto& command) {
  seal(command.applicant.person_name, "person/" + command.applicant.person);
  seal(command.applicant.person_address, "person/" + command.applicant.person);
  seal(command.contact, "project/" + command.project.string());
}

Money minor(std::int64_t units) { return Money::from_minor_units(units); }

/// The sum of a term over all accounts of a kind in a programme, by the postings alone.
Money sum_of(World const& world, std::string_view prefix, std::string_view part) {
  std::int64_t sum = 0;
  for (auto const& [name, money] : world.trial_balance) {
    auto const at = name.find(part);
    if (name.starts_with(prefix) && at == prefix.size()) sum += money.minor_units();
  }
  return minor(sum);
}

}  // namespace

Amount eur(std::int64_t euros, std::int64_t cents) { return {euros * 100 + cents, 2}; }
Money euros(std::int64_t euros, std::int64_t cents) { return minor(euros * 100 + cents); }

CivilDate day(std::string_view text) {
  auto const date = parse_date(text);
  EXPECT_TRUE(date.has_value()) << text;
  return *date;
}

Instant moment(std::string_view text) {
  auto const instant = parse_instant(text);
  EXPECT_TRUE(instant.has_value()) << text;
  return *instant;
}

Hash any_hash() {
  Hash hash{};
  hash[0] = std::byte{7};
  return hash;
}

SubjectToken subject_of(std::string_view label) {
  SubjectToken token{};
  for (std::size_t i = 0; i < label.size(); ++i) {
    auto& byte = token[i % token.size()];
    byte = static_cast<std::byte>(std::to_integer<unsigned>(byte) * 31U +
                                  static_cast<unsigned char>(label[i]));
  }
  return token;
}

void seal(Command& command) {
  seal(command.header.reason_text, "reason/" + std::string{name(command.body)});
  if (auto* const submission = std::get_if<SubmitProject>(&command.body)) {
    seal_application(*submission);
  } else if (auto* const amendment = std::get_if<AmendProject>(&command.body)) {
    seal_application(*amendment);
  } else if (auto* const assessment = std::get_if<RecordAssessment>(&command.body)) {
    seal(assessment->comment, "project/" + assessment->project.string());
  } else if (auto* const registration = std::get_if<RegisterPayee>(&command.body)) {
    seal(registration->person_name, "person/" + registration->payee.string());
    seal(registration->iban, "person/" + registration->payee.string());
  } else if (auto* const change = std::get_if<ChangePayeeAccount>(&command.body)) {
    seal(change->iban, "person/" + change->payee.string());
  } else if (auto* const order = std::get_if<OrderRecovery>(&command.body)) {
    seal(order->ground, "project/" + order->project.string());
  }
}

World::World() {
  on("2016-05-30");
  Uuid ledger;
  ledger.bytes[0] = std::byte{1};
  Actor system;
  system.role = Role::system;
  fold(make_ledger_created({ledger, true, "test"}, system, now_));
}

World& World::on(std::string_view date) { return at(std::string{date} + "T12:00:00Z"); }

World& World::at(std::string_view instant) {
  now_ = moment(instant);
  EXPECT_GE(now_, state.last_recorded_at()) << "a test set its clock back to " << instant;
  now_ = std::max(now_, state.last_recorded_at());
  return *this;
}

std::string World::send(As const& who, CommandBody body, Tweak const& tweak) {
  Command command{{}, std::move(body)};
  command.header.id =
      uuid_v8_from({static_cast<std::byte>(++commands_ >> 8U), static_cast<std::byte>(commands_)});
  command.header.actor = {PersonId{who.person}, who.role, {}, {}};
  if (tweak) tweak(command.header);
  Situation situation{now_, paris_date(now_), nullptr};
  auto const target = target_position(state, command.body);
  if (target.value() > 0 && target <= state.head()) situation.target = &event(target);
  auto const form = well_formed(command);
  seal(command);
  EXPECT_EQ(well_formed(command).has_value(), form.has_value()) << "sealing changed the form";
  auto const decision = form ? decide(state, command, situation) : std::unexpected(form.error());
  if (!decision) {
    refusal = decision.error();
    EXPECT_FALSE(refusal.sentence.empty());
    if (is_recorded(refusal.rule)) fold(record_refusal(state, command, refusal, situation));
    return "REFUSED " + std::string{name(refusal.rule)};
  }
  std::string names;
  for (auto const& each : *decision) {
    fold(each);
    names += (names.empty() ? "" : "+") + std::string{name(each.body)};
  }
  return names;
}

World& World::given(As const& who, CommandBody body, Tweak const& tweak) {
  auto const what = std::string{name(body)};
  auto const verdict = send(who, std::move(body), tweak);
  EXPECT_FALSE(verdict.starts_with("REFUSED"))
      << what << ": " << verdict << ", " << refusal.sentence;
  return *this;
}

void World::fold(Event const& event) {
  apply(state, event);
  events.push_back(event);
  check_conservation(event);
}

void World::check_conservation(Event const& event) {
  std::int64_t authority_sum = 0;
  std::int64_t credits_sum = 0;
  for (auto const& posting : postings(event)) {
    (is_credits(posting.account.kind) ? credits_sum : authority_sum) +=
        posting.amount.minor_units();
    auto& balance = trial_balance[to_string(posting.account)];
    balance = add(balance, posting.amount);
  }
  EXPECT_EQ(authority_sum, 0) << name(event.body);
  EXPECT_EQ(credits_sum, 0) << name(event.body);
  if (!compares_each) return;
  for (auto const& [account, money] : trial_balance) {
    EXPECT_EQ(account.starts_with("Equity") && !money.is_zero(), money.is_negative()) << account;
  }
  for (auto const& [id, programme] : state.programmes) {
    auto const& a = programme.authority;
    auto const prefix = "Assets:AE:" + id.string() + ":";
    EXPECT_EQ(a.voted.minor_units(), a.available.minor_units() + a.committed.minor_units() +
                                         a.payable.minor_units() + a.disbursed.minor_units() +
                                         a.recoverable.minor_units() + a.recovered.minor_units() +
                                         a.written_off.minor_units() + a.lapsed.minor_units());
    EXPECT_EQ(a.available, sum_of(*this, prefix, "Available"));
    EXPECT_EQ(a.committed, sum_of(*this, prefix, "Committed"));
    EXPECT_EQ(a.payable, sum_of(*this, prefix, "Payable"));
    EXPECT_EQ(a.disbursed, sum_of(*this, prefix, "Disbursed"));
    EXPECT_EQ(a.recoverable, sum_of(*this, prefix, "Recoverable"));
    EXPECT_EQ(a.recovered, sum_of(*this, prefix, "Recovered"));
    EXPECT_EQ(a.written_off, sum_of(*this, prefix, "WrittenOff"));
    EXPECT_EQ(a.lapsed, sum_of(*this, prefix, "Lapsed"));
  }
  check_credits_and_calls();
}

void World::check_credits_and_calls() {
  for (auto const& [key, line] : state.credit_lines) {
    EXPECT_EQ(
        line.voted.minor_units() - line.carried.minor_units(),
        line.available.minor_units() + line.consumed.minor_units() + line.lapsed.minor_units())
        << key.year;
    auto const prefix = "Assets:CP:" + state.programmes.key_at(key.programme).string() + ":Y" +
                        std::to_string(key.year) + ":";
    EXPECT_EQ(line.available, sum_of(*this, prefix, "Available"));
    EXPECT_EQ(line.consumed, sum_of(*this, prefix, "Consumed"));
    EXPECT_EQ(line.lapsed, sum_of(*this, prefix, "Lapsed"));
  }
  for (auto const& [id, call] : state.calls) {
    auto const prefix = "Assets:AE:" + state.programmes.key_at(call.programme).string() + ":";
    EXPECT_EQ(call.available, sum_of(*this, prefix, "Available:" + id.string()));
  }
}

AuthorityBalances World::authority(std::string_view programme) const {
  return state.programmes.find(ProgrammeId{programme})->authority;
}

Money World::credits(std::int32_t year, std::string_view programme) const {
  auto const* const line =
      state.credit_lines.find({state.programmes.place_of(ProgrammeId{programme}), year});
  return line == nullptr ? Money{} : line->available;
}

Project const& World::project(std::string_view id) const {
  auto const* const found = state.projects.find(ProjectId{id});
  EXPECT_NE(found, nullptr) << id;
  return *found;
}

void with_act(CommandHeader& header) {
  header.act = Act{ActKind::deliberation, ActNumber{"2016-1"}, day("2016-06-01"), {}};
  header.reason_code = ReasonCode{"DECIDED"};
}

void imported(CommandHeader& header) { header.imported = Imported{any_hash(), 7}; }

CreateProgramme programme(std::string_view id) {
  CreateProgramme c;
  c.programme = ProgrammeId{id};
  c.name = "Innovation";
  c.currency = *Currency::parse("EUR");
  c.nature = AidNature::operating;
  return c;
}

OpenCall open_call(std::string_view id) {
  OpenCall c;
  c.call = CallId{id};
  c.programme = ProgrammeId{"G"};
  c.title = "Call";
  c.opening = day("2016-06-01");
  c.deadline = day("2016-09-05");
  c.departments = {DepartmentCode{"33"}, DepartmentCode{"24"}};
  c.applicant_kinds = {LegalKind::private_body, LegalKind::company};
  c.project_cap = eur(40'000);
  c.maximum_rate = Rate{500'000};
  return c;
}

SubmitProject submit(std::string_view id, std::string_view siret) {
  SubmitProject c;
  c.project = ProjectId{id};
  c.call = CallId{"C"};
  c.title = "Project";
  c.applicant.siret = siret;
  c.applicant.legal_kind = LegalKind::private_body;
  c.applicant.name = "Association";
  c.locations = {{CommuneCode{"33063"}, DepartmentCode{"33"}}};
  c.eligible_cost = eur(80'000);
  c.asked_amount = eur(40'000);
  return c;
}

PlanStepOf<Amount> advance_of(std::int32_t ppm) {
  return {PaymentKind::advance, Rate{ppm}, {}, {}};
}
PlanStepOf<Amount> instalment_of(std::int32_t ppm) {
  return {PaymentKind::instalment, Rate{ppm}, {}, {}};
}
PlanStepOf<Amount> the_balance() { return {PaymentKind::balance, {}, {}, {}}; }

DecideAward award(Amount amount, std::string_view id) {
  DecideAward c;
  c.project = ProjectId{id};
  c.amount = amount;
  c.plan = {advance_of(500'000), instalment_of(250'000), the_balance()};
  return c;
}

SignConvention agreement(Amount amount, std::string_view id) {
  SignConvention c;
  c.project = ProjectId{id};
  c.number = ActNumber{"C-1"};
  c.signed_by_funder = day("2016-11-21");
  c.signed_by_payee = day("2016-11-21");
  c.amount = amount;
  return c;
}

RequestPayment request(std::string_view payment, PaymentKind kind, Amount amount,
                       std::string_view project) {
  RequestPayment c;
  c.project = ProjectId{project};
  c.payment = PaymentId{payment};
  c.kind = kind;
  c.amount = amount;
  return c;
}

ApprovePayment approve(std::string_view payment, Amount amount, std::string_view order,
                       std::int32_t year) {
  return {PaymentId{payment}, amount, ActNumber{order}, year};
}

ConfirmPayment confirm(std::string_view payment, std::uint32_t attempt) {
  return {PaymentId{payment}, attempt, {}, {}};
}

RecordBankReturn bank_return(std::string_view payment, std::uint32_t attempt) {
  return {PaymentId{payment}, attempt, ReasonCode{"AC04"}, {}, {}};
}

RegisterPayee payee(std::string_view id) {
  RegisterPayee c;
  c.payee = PayeeId{id};
  c.legal_kind = LegalKind::private_body;
  c.name = "Association";
  c.iban.clear = "FR7630006000011234567890189";
  return c;
}

OrderRecovery recovery(Amount amount, std::string_view id) {
  OrderRecovery c;
  c.project = ProjectId{"P"};
  c.recovery = RecoveryId{id};
  c.titre_number = ActNumber{"titre-" + std::string{id}};
  c.amount = amount;
  return c;
}

AcceptFinalAccount account(Amount real_cost) { return {ProjectId{"P"}, real_cost, {}, {}}; }

World with_programme() {
  World w;
  w.given(admin, programme());
  w.given(council, VoteAuthority{ProgrammeId{"G"}, eur(700'000)});
  w.given(council, OpenPaymentCredits{ProgrammeId{"G"}, 2016, eur(300'000)});
  return w;
}

World with_programmes(std::size_t count) {
  auto w = with_programme();
  w.compares_each = false;
  for (std::size_t i = 0; i < count; ++i) {
    auto const id = "P" + std::to_string(i);
    w.given(admin, programme(id));
    w.given(council, OpenPaymentCredits{ProgrammeId{id}, 2016, eur(7)});
  }
  w.compares_each = true;
  return w;
}

World with_call(std::function<void(OpenCall&)> const& tweak) {
  auto w = with_programme();
  auto call = open_call();
  if (tweak) tweak(call);
  w.on("2016-06-01").given(admin, call);
  return w;
}

World with_submission(std::function<void(OpenCall&)> const& tweak) {
  auto w = with_call(tweak);
  w.on("2016-08-01").given(portal, submit());
  return w;
}

World with_eligible(std::function<void(OpenCall&)> const& tweak) {
  auto w = with_submission(tweak);
  w.on("2016-09-20").given(anne, DeclareComplete{ProjectId{"P"}});
  w.on("2016-10-03").given(anne, DeclareEligible{ProjectId{"P"}, {}});
  return w;
}

World with_award() {
  auto w = with_eligible();
  w.on("2016-11-14").given(board, award(eur(40'000)));
  return w;
}

World with_agreement() {
  auto w = with_award();
  w.on("2016-11-21").given(boris, agreement(eur(40'000)));
  w.given(anne, payee());
  w.given(chloe, VerifyPayeeAccount{PayeeId{"00000101600013"}});
  return w;
}

World with_advance_requested() {
  auto w = with_agreement();
  w.on("2016-11-22").given(anne, request("R1", PaymentKind::advance, eur(20'000)));
  return w;
}

World with_advance_approved() {
  auto w = with_advance_requested();
  w.on("2016-11-23").given(boris, approve("R1", eur(20'000)));
  return w;
}

World with_advance_issued() {
  auto w = with_advance_approved();
  w.on("2016-11-24").given(boris, IssuePayment{PaymentId{"R1"}, {}});
  return w;
}

World with_advance_paid() {
  auto w = with_advance_issued();
  w.on("2016-11-28").given(chloe, confirm("R1"));
  return w;
}

World with_advance_rejected() {
  auto w = with_advance_issued();
  w.on("2016-11-25").given(chloe, RejectOrder{PaymentId{"R1"}});
  return w;
}

World with_advance_returned() {
  auto w = with_advance_paid();
  w.on("2016-11-30").given(chloe, bank_return("R1"));
  return w;
}

World with_account() {
  auto w = with_advance_paid();
  w.on("2016-12-14").given(anne, FileFinalReport{ProjectId{"P"}, eur(64'000), {}, {}});
  w.on("2016-12-15").given(anne, account(eur(64'000)));
  return w;
}

World with_recovery() {
  auto w = with_advance_paid();
  w.on("2016-12-09").given(board, CancelAward{ProjectId{"P"}, CancelGround::renounced, {}});
  w.on("2016-12-16").given(boris, recovery(eur(20'000)));
  return w;
}

}  // namespace gl::ledger::testing
