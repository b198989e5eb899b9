#include "tools/payments/batch.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "payments/given.h"
#include "tools/payments/sepa.h"

namespace gl::payments {
namespace {

Debtor const region{"Région Exemple & Fils", "FR7630006000011234567890189", "AGRIFRPP"};

Transfer transfer(std::string_view payment, std::int64_t amount, std::string iban,
                  std::string name) {
  Transfer made;
  made.order.payment = ledger::PaymentId{payment};
  made.order.programme = ledger::ProgrammeId{"INNOVSOC"};
  made.order.payee = ledger::PayeeId{"00000303800015"};
  made.order.attempt = 1;
  made.order.end_to_end_id = std::string{payment} + ".1";
  made.order.amount = cents(amount);
  made.order.currency = eur;
  made.order.order_number = ledger::ActNumber{"2016/1044"};
  made.order.recorded_at = at("2016-12-06T23:30:00.5Z");
  made.iban = std::move(iban);
  made.name = std::move(name);
  return made;
}

Batch two_orders() {
  return {.ledger = *parse_uuid("20160905-0000-8000-8000-000000000001"),
          .programme = ledger::ProgrammeId{"INNOVSOC"},
          .from = Position{21},
          .to = Position{34},
          .execution_date = {},
          .debtor = region,
          .transfers = {transfer("P3-R1", 1'837'525, "FR1420041010050500013M02606",
                                 "Association P3 « Œuvres »"),
                        transfer("P1-R2", 1'200'000, "DE89370400440532013000", "Łódź e.V.")}};
}

/// The sentence of a batch that is refused.
std::string refusal(Batch const& batch) {
  auto const file = write_batch(batch);
  return file ? "written" : file.error().what;
}

// The golden file stands for what banks were sent: it never changes.
TEST(Batch, IsTheGoldenFileWhichTheSchemaTakes) {
  auto const file = write_batch(two_orders());
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_EQ(file->xml, slurp(data_file("batch.xml")));
  EXPECT_EQ(file->control_sum, cents(3'037'525));
  EXPECT_TRUE(is_valid(data_file("batch.xml"), "pain.001.001.03.xsd"));
}

TEST(Batch, IsHeldAgainstASchemaThatCanSayNo) {
  auto const path = std::filesystem::path{::testing::TempDir()} / "bad-batch.xml";
  std::ofstream{path} << with(slurp(data_file("batch.xml")), "<PmtMtd>TRF", "<PmtMtd>CASH");
  EXPECT_FALSE(is_valid(path.string(), "pain.001.001.03.xsd"));
  std::filesystem::remove(path);
}

TEST(Batch, OfTheSameOrdersIsTheSameBytesAndOfOthersAnotherMessage) {
  auto const first = write_batch(two_orders());
  EXPECT_EQ(first->xml, write_batch(two_orders())->xml);
  auto later = two_orders();
  later.execution_date = civil_date(2016, 12, 9);
  EXPECT_NE(write_batch(later)->message_id, first->message_id);
  auto other = two_orders();
  other.transfers[0].iban = "FR7630001007941234567890185";
  EXPECT_NE(write_batch(other)->message_id, first->message_id);
}

TEST(Batch, TakesItsDaysFromTheEventsInParis) {
  auto const file = write_batch(two_orders());
  EXPECT_EQ(file->execution_date, civil_date(2016, 12, 7)) << "23:30 UTC is the next day in Paris";
  EXPECT_NE(file->xml.find("<CreDtTm>2016-12-06T23:30:00Z</CreDtTm>"), std::string::npos);
  auto early = two_orders();
  early.execution_date = civil_date(2016, 12, 6);
  EXPECT_NE(refusal(early).find("--date 2016-12-06 is before 2016-12-07"), std::string::npos);
}

TEST(Batch, WithAMessageIdOfThe35CharactersAtMost) {
  auto batch = two_orders();
  batch.from = Position{99'999'999'998};
  batch.to = Position{99'999'999'999};
  EXPECT_EQ(write_batch(batch)->message_id.size(), 35U);
  batch.to = Position{100'000'000'000};
  EXPECT_NE(refusal(batch).find("100000000000 is above 99999999999"), std::string::npos);
}

TEST(Batch, RefusesWhatABankWouldAndNamesThePayment) {
  auto const after = [](auto change) {
    auto batch = two_orders();
    change(batch.transfers[0]);
    return refusal(batch);
  };
  auto const currency =
      after([](Transfer& it) { it.order.currency = *ledger::Currency::parse("CHF"); });
  EXPECT_NE(currency.find("payment P3-R1: its currency is CHF"), std::string::npos) << currency;
  auto const amount = after([](Transfer& it) { it.order.amount = cents(100'000'000'000); });
  EXPECT_NE(amount.find("1000000000.00 EUR is outside of 0.01 to 999999999.99"), std::string::npos)
      << amount;
  EXPECT_EQ(after([](Transfer& it) { it.order.amount = cents(99'999'999'999); }), "written");
  EXPECT_NE(after([](Transfer& it) { it.order.amount = cents(0); }).find("outside"),
            std::string::npos);
  for (auto const* const id :
       {"P3_R1.1", "/P3.1", "P3//1.1", "", "é", "123456789012345678901234567890123456"}) {
    auto const said = after([&](Transfer& it) { it.order.end_to_end_id = id; });
    EXPECT_NE(said.find("end-to-end id"), std::string::npos) << id << ": " << said;
  }
  for (auto const* const iban : {"", "FR7630006000011234567890188", "TN5910006035183598478831"}) {
    auto const said = after([&](Transfer& it) { it.iban = iban; });
    EXPECT_NE(said.find("payment P3-R1: the account of payee"), std::string::npos) << iban;
  }
  EXPECT_NE(after([](Transfer& it) { it.name = "  "; }).find("has no name"), std::string::npos);
}

TEST(Batch, RefusesNoneAndTooMany) {
  auto batch = two_orders();
  batch.transfers.resize(transfers_max + 1, batch.transfers[0]);
  EXPECT_NE(refusal(batch).find("50001 orders, the maximum of a file is 50000"), std::string::npos);
  batch.transfers.clear();
  EXPECT_EQ(refusal(batch), "there is no order to pay");
}

TEST(Debtor, IsReadFromToml) {
  auto const debtor = parse_debtor(
      "format = 1\n[debtor]\nname = \"R\"\niban = \"DE89370400440532013000\"\nbic = \"AGRIFRPP\"\n",
      "p.toml");
  ASSERT_TRUE(debtor) << debtor.error().what;
  EXPECT_EQ(debtor->iban, "DE89370400440532013000");
  EXPECT_TRUE(check(*debtor));
}

TEST(Debtor, SaysWhatIsWrongWithAFileOrAValue) {
  for (auto const& [toml, expected] :
       {std::pair{"format = 2", "knows format 1"}, std::pair{"[debtor]", "format must be 1"},
        std::pair{"format = 1\n[payer]", "payer is not known"},
        std::pair{"format = 1\n[debtor]\niban = 7", "must be a text in quotes"},
        std::pair{"format = 1\n[debtor]\nibna = \"x\"", "debtor.ibna is none of"},
        std::pair{"format = ", "p.toml line 1"}}) {
    auto const debtor = parse_debtor(toml, "p.toml");
    ASSERT_FALSE(debtor) << toml;
    EXPECT_NE(debtor.error().what.find(expected), std::string::npos) << debtor.error().what;
  }
  EXPECT_NE(check({"", region.iban, region.bic}).error().what.find("name is missing"),
            std::string::npos);
  EXPECT_NE(check({"R", "FR76", region.bic}).error().what.find("IBAN \"FR76\" is none"),
            std::string::npos);
  EXPECT_NE(check({"R", region.iban, "agrifrpp"}).error().what.find("BIC"), std::string::npos);
}

TEST(Sepa, TextKeepsWhatBanksTakeAndLosesNothingUnseen) {
  for (auto const& [text, expected] :
       {std::pair{"Association A-B (C), d'E: 1/2 + 3?", "Association A-B (C), d'E: 1/2 + 3?"},
        std::pair{"École Œuvre Straße Ærø", "Ecole OEuvre Strasse AEro"},
        std::pair{"L’Été & « Fils »", "L'Ete + ' Fils '"}, std::pair{"a_b@c\t€", "a-b.c EUR"},
        std::pair{"e\u0301", "e"}, std::pair{"Ζευς", "...."}, std::pair{"\xff\xc3", ".."},
        std::pair{"<a>&amp;", "(a)+amp,"}, std::pair{"  x  ", "x"}}) {
    EXPECT_EQ(sepa_text(text, 70), expected) << text;
  }
  EXPECT_EQ(sepa_text("abcdef ghi", 7), "abcdef") << "no space at the cut end";
}

TEST(Sepa, KnowsBics) {
  EXPECT_TRUE(is_bic("AGRIFRPP"));
  EXPECT_TRUE(is_bic("AGRIFRPP882"));
  for (auto const* const bad : {"", "AGRIFRP", "AGRIFRPP8", "AGR1FRPP", "AGRIFRPP88-"}) {
    EXPECT_FALSE(is_bic(bad)) << bad;
  }
}

}  // namespace
}  // namespace gl::payments
