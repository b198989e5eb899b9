#include "ledger/form.h"

#include <gtest/gtest.h>

#include "ledger/given.h"
#include "ledger/limits.h"

namespace gl::ledger::testing {
namespace {

/// The sentence of the refusal, or nothing.
std::string fault(CommandBody body) {
  Command command{{}, std::move(body)};
  command.header.id.bytes[0] = std::byte{1};
  command.header.actor.person = PersonId{"anne"};
  auto const form = well_formed(command);
  if (form) return "";
  EXPECT_EQ(form.error().rule, Rule::malformed);
  return form.error().sentence;
}

template <class Body>
std::string fault(Body body, std::function<void(Body&)> const& change) {
  change(body);
  return fault(CommandBody{std::move(body)});
}

TEST(Form, OfTheSamplesIsRight) {
  EXPECT_EQ(fault(programme()), "");
  EXPECT_EQ(fault(open_call()), "");
  EXPECT_EQ(fault(submit()), "");
  EXPECT_EQ(fault(award(eur(1))), "");
  EXPECT_EQ(fault(agreement(eur(1))), "");
  EXPECT_EQ(fault(payee()), "");
}

TEST(Form, NamesFieldValueAndLimit) {
  auto const sentence =
      fault<OpenCall>(open_call(), [](OpenCall& c) { c.title = std::string(301, 'x'); });
  EXPECT_EQ(sentence, "title has 301 bytes, the maximum is 300: shorten it");
}

TEST(Form, TakesAmountsAboveZeroOnly) {
  EXPECT_NE(fault(VoteAuthority{ProgrammeId{"G"}, eur(0)}), "");
  EXPECT_NE(fault(VoteAuthority{ProgrammeId{"G"}, eur(-1)}), "");
  EXPECT_NE(fault(AdjustAuthority{ProgrammeId{"G"}, eur(0)}), "");
  EXPECT_EQ(fault(AdjustAuthority{ProgrammeId{"G"}, eur(-1)}), "");
  EXPECT_EQ(fault(FileFinalReport{ProjectId{"P"}, eur(0), eur(0), {}}), "");
  EXPECT_NE(fault(FileFinalReport{ProjectId{"P"}, eur(-1), {}, {}}), "");
}

TEST(Form, StopsAnAmountThatHasNoOpposite) {
  Amount const least{std::numeric_limits<std::int64_t>::min(), 2};
  EXPECT_NE(fault(AdjustAuthority{ProgrammeId{"G"}, least}), "");
  EXPECT_NE(fault(VoteAuthority{ProgrammeId{"G"}, {1, 10}}), "");
}

TEST(Form, TakesATokenOfALegalPersonFromThePastOnly) {
  Command command{{}, submit()};
  command.header.id.bytes[0] = std::byte{1};
  command.header.actor.person = PersonId{"anne"};
  auto& applicant = std::get<SubmitProject>(command.body).applicant;
  applicant = {};
  applicant.person = "CD49-17";
  applicant.legal_kind = LegalKind::private_body;
  applicant.name = "An association whose SIRET is lost";
  EXPECT_FALSE(well_formed(command)) << "live commands know their applicants";
  command.header.imported = Imported{{}, 17};
  EXPECT_TRUE(well_formed(command));
  applicant.legal_kind = LegalKind::person;
  EXPECT_FALSE(well_formed(command)) << "a natural person's name is sealed, in the past too";
}

TEST(Form, WantsIdsOfTheirCharacters) {
  EXPECT_NE(fault(CloseCall{CallId{"A B"}}), "");
  EXPECT_NE(fault(CloseCall{CallId{}}), "");
  EXPECT_NE(fault(VerifyPayeeAccount{PayeeId{"73282932000075"}}), "") << "wrong check digit";
  EXPECT_EQ(fault(VerifyPayeeAccount{PayeeId{"W332001234"}}), "");
}

TEST(Form, WantsCleanText) {
  for (auto const* const text : {"a\nb", "a\x01", "\x7f", "\xc3", "\xc3\x28", "\xed\xa0\x80",
                                 "\xc2\x85", "\xf5\x80\x80\x80", "\xc0\x80"}) {
    EXPECT_NE(fault<OpenCall>(open_call(), [&](OpenCall& c) { c.title = text; }), "") << text;
  }
  for (auto const* const text : {"Société", "œuvre — 100 €", "𝄞"}) {
    EXPECT_EQ(fault<OpenCall>(open_call(), [&](OpenCall& c) { c.title = text; }), "") << text;
  }
}

TEST(Form, WantsOneIdentityOfAnApplicant) {
  auto const with = [](std::function<void(SubmitProject&)> const& change) {
    return fault<SubmitProject>(submit(), change);
  };
  EXPECT_NE(with([](SubmitProject& c) { c.applicant.rna = "W332001234"; }), "");
  EXPECT_NE(with([](SubmitProject& c) { c.applicant.siret.clear(); }), "");
  EXPECT_NE(with([](SubmitProject& c) { c.applicant.siret = "00000101600014"; }), "");
}

TEST(Form, KeepsANaturalPersonsNameOutOfTheClear) {
  auto c = submit();
  c.applicant = {};
  c.applicant.person = "p-1";
  EXPECT_EQ(fault(c), "");
  c.applicant.name = "Jean Exemple";
  EXPECT_NE(fault(c), "");
  auto p = payee();
  p.payee = PayeeId{"p-1"};
  p.legal_kind = LegalKind::person;
  EXPECT_NE(fault(p), "") << "its name stands in the clear";
}

TEST(Form, ChecksAnIbanBeforeItIsSealedAndLetsItBeAfter) {
  auto p = payee();
  p.iban.clear = "FR7630006000011234567890180";
  EXPECT_NE(fault(p), "");
  p.iban.clear.clear();
  EXPECT_NE(fault(p), "") << "missing";
  p.iban.sealed.ciphertext = {std::byte{1}};
  EXPECT_EQ(fault(p), "");
}

TEST(Form, WantsPlansThatCanBe) {
  auto const with = [](std::vector<PlanStepOf<Amount>> plan) {
    auto c = award(eur(1));
    c.plan = std::move(plan);
    return fault(c);
  };
  EXPECT_NE(with({advance_of(600'000), instalment_of(400'001)}), "");
  EXPECT_NE(with({the_balance(), the_balance()}), "");
  EXPECT_NE(with({{PaymentKind::advance, Rate{1}, eur(1), {}}}), "") << "share and amount";
  EXPECT_NE(with({{PaymentKind::advance, {}, {}, {}}}), "") << "neither";
  EXPECT_NE(with({advance_of(-5)}), "");
  EXPECT_EQ(with({advance_of(600'000), instalment_of(400'000), the_balance()}), "");
}

TEST(Form, WantsPayeesWhoseSharesAreTheWhole) {
  auto c = award(eur(1));
  PayeeId const one{"00000101600013"};
  c.payees = {{one, Rate{999'999}}};
  EXPECT_NE(fault(c), "");
  c.payees = {{one, Rate{500'000}}, {one, Rate{500'000}}};
  EXPECT_NE(fault(c), "");
  c.payees = {{one, Rate{1'000'000}}};
  EXPECT_EQ(fault(c), "");
}

TEST(Form, WantsANewRateWithANewAmount) {
  EXPECT_NE(fault(AmendAward{ProjectId{"P"}, {}, Rate{1}, {}}), "");
  EXPECT_EQ(fault(AmendAward{ProjectId{"P"}, {}, {}, {}}), "") << "STATE, once the award is known";
}

TEST(Form, WantsAGroundThatThereIs) {
  EXPECT_NE(fault(CancelAward{ProjectId{"P"}, CancelGround::unstated, {}}), "");
}

TEST(Form, BoundsLists) {
  auto c = submit();
  c.locations.assign(limits::locations_max + 1, {CommuneCode{"33063"}, DepartmentCode{"33"}});
  EXPECT_NE(fault(c), "");
}

TEST(Form, TakesEndToEndIdsThatBanksTake) {
  EXPECT_EQ(fault(IssuePayment{PaymentId{"R"}, "2016/1001-1"}), "");
  for (auto const* const id : {"/a", "a/", "a//b", "é", "a_b"}) {
    EXPECT_NE(fault(IssuePayment{PaymentId{"R"}, id}), "") << id;
  }
  EXPECT_NE(fault(IssuePayment{PaymentId{"R"}, std::string(36, 'a')}), "");
}

TEST(Form, BoundsDates) {
  EXPECT_NE(
      fault<OpenCall>(open_call(), [](OpenCall& c) { c.deadline = CivilDate{2'000'000'000}; }), "");
  EXPECT_NE(fault(CloseExercise{0}), "");
  EXPECT_NE(fault<SubmitProject>(submit(),
                                 [](SubmitProject& c) {
                                   c.end = day("2016-01-01");
                                   c.start = day("2016-01-02");
                                 }),
            "");
}

TEST(Form, WantsACommandId) {
  Command command{{}, CloseCall{CallId{"C"}}};
  command.header.actor.person = PersonId{"anne"};
  EXPECT_FALSE(well_formed(command).has_value());
}

}  // namespace
}  // namespace gl::ledger::testing
