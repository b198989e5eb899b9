#include "tools/payments/bank_file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "payments/given.h"
#include "proof/sha256.h"
#include "support/repetitions.h"
#include "tools/payments/xml.h"

namespace gl::payments {
namespace {

std::string debits() { return slurp(data_file("camt054-debits.xml")); }

/// The part of a text from `first` to the end of `last`.
std::string part(std::string const& text, std::string_view first, std::string_view last) {
  auto const from = text.find(first);
  return text.substr(from, text.find(last, from) + last.size() - from);
}

void expect_debit(BankEntry const& entry, std::string_view id, std::string_view amount,
                  std::string_view reference) {
  EXPECT_EQ(entry.says, Says::debit);
  EXPECT_EQ(entry.status, "BOOK");
  EXPECT_EQ(entry.end_to_end_id, id);
  ASSERT_TRUE(entry.amount);
  EXPECT_EQ(to_money(*entry.amount, eur), *to_money(*ledger::parse_amount(amount), eur));
  EXPECT_EQ(entry.currency, "EUR");
  EXPECT_EQ(entry.bank_reference, reference);
  EXPECT_EQ(entry.value_date, civil_date(2016, 12, 9));
}

TEST(BankFile, OfDebitsIsReadWhateverThePiecesAreThatItComesIn) {
  for (auto const* const name : {"camt054-debits.xml", "camt054-return.xml"}) {
    ASSERT_TRUE(is_valid(data_file(name), "camt.054.001.08.xsd")) << name;
  }
  for (std::size_t const piece : {1U, 7U, 100'000U}) {
    auto const file = read_bank(debits(), piece);
    ASSERT_TRUE(file) << file.error().what;
    EXPECT_EQ(file->message, "camt.054.001.08");
    EXPECT_EQ(file->message_id, "CAMT-20161209");
    EXPECT_EQ(file->sha256, proof::sha256(as_bytes(debits())));
    ASSERT_EQ(file->entries.size(), 2U);
    expect_debit(file->entries[0], "P3-R1.1", "18375.25", "BK-20161209-1");
    expect_debit(file->entries[1], "P1-R2.1", "12000.00", "BK-20161209-2");
    EXPECT_EQ(file->entries[1].number, 2U);
  }
}

TEST(BankFile, OfAReturnHasItsReason) {
  auto const file = read_bank(slurp(data_file("camt054-return.xml")));
  ASSERT_TRUE(file) << file.error().what;
  ASSERT_EQ(file->entries.size(), 1U);
  EXPECT_EQ(file->entries[0].says, Says::credit);
  EXPECT_EQ(file->entries[0].reason, "AC04");
  EXPECT_EQ(file->entries[0].value_date, civil_date(2016, 12, 13));
}

TEST(BankFile, OfTheOlderVersionWithABatchHasEachTransaction) {
  auto const file = read_bank(slurp(data_file("camt054-02-batch.xml")));
  ASSERT_TRUE(file) << file.error().what;
  ASSERT_EQ(file->entries.size(), 2U);
  expect_debit(file->entries[0], "P3-R1.1", "18375.25", "BK-20161209-1");
  expect_debit(file->entries[1], "P1-R2.1", "12000", "BK-20161209");
}

TEST(BankFile, OfStatusesIsReadInBothVersions) {
  ASSERT_TRUE(is_valid(data_file("pain002-rejected.xml"), "pain.002.001.11.xsd"));
  for (auto const* const name : {"pain002-rejected.xml", "pain002-03-rejected.xml"}) {
    auto const file = read_bank(slurp(data_file(name)));
    ASSERT_TRUE(file) << file.error().what;
    ASSERT_EQ(file->entries.size(), 1U) << name;
    auto const& entry = file->entries[0];
    EXPECT_EQ(entry.says, Says::status);
    EXPECT_EQ(entry.status, "RJCT");
    EXPECT_EQ(entry.reason, "AC01");
    EXPECT_EQ(entry.end_to_end_id, "P3-R1.1");
  }
}

TEST(BankFile, WithAStatusForAllOfItIsOneEntry) {
  auto const whole = slurp(data_file("pain002-rejected.xml"));
  auto xml = with(whole, part(whole, "<OrgnlPmtInfAndSts>", "</OrgnlPmtInfAndSts>"), "");
  xml = with(xml, "<GrpSts>PART", "<GrpSts>RJCT");
  auto const file = read_bank(xml);
  ASSERT_TRUE(file) << file.error().what;
  ASSERT_EQ(file->entries.size(), 1U);
  EXPECT_EQ(file->entries[0].status, "RJCT");
  EXPECT_EQ(file->entries[0].about, "GL-21-34-00000000");
}

TEST(BankFile, IsRefusedWhereItsSumsAreWrong) {
  for (auto const& [old, instead, expected] :
       {std::tuple{"<NbOfNtries>2", "<NbOfNtries>3", "says 3 transactions, the file has 2"},
        std::tuple{"<Sum>30375.25", "<Sum>30375.24",
                   "a sum of 30375.24, the amounts come to 30375.25"},
        std::tuple{"<Amt Ccy=\"EUR\">12000.00", "<Amt Ccy=\"EUR\">12000.01",
                   "Ntry/Amt says a sum of 12000.01, the amounts come to 12000.00"},
        std::tuple{"<NbOfNtries>2", "<NbOfNtries>two", "\"two\", not a number"}}) {
    auto const why = why_not(with(debits(), old, instead));
    EXPECT_NE(why.find(expected), std::string::npos) << why;
    EXPECT_EQ(why.find("line "), 0U) << why;
  }
  auto const batch = slurp(data_file("camt054-02-batch.xml"));
  EXPECT_NE(why_not(with(batch, "<NbOfTxs>2", "<NbOfTxs>1")).find("NtryDtls/Btch says 1"),
            std::string::npos);
  auto const status = slurp(data_file("pain002-rejected.xml"));
  EXPECT_NE(why_not(with(status, "<DtldCtrlSum>18375.25", "<DtldCtrlSum>18375.26"))
                .find("of status RJCT says a sum of 18375.26"),
            std::string::npos);
}

TEST(BankFile, MayTakeChargesFromAnEntry) {
  auto const less = with(debits(), "<Amt Ccy=\"EUR\">12000.00</Amt>\n        <CdtDbtInd>",
                         "<Amt Ccy=\"EUR\">12000.50</Amt>\n        <CdtDbtInd>");
  auto const summed = with(less, "<Sum>30375.25", "<Sum>30375.75");
  EXPECT_NE(why_not(summed), "");
  EXPECT_EQ(
      why_not(with(summed, "<NtryDtls>\n          <TxDtls>\n            <Refs><EndToEndId>P1",
                   "<Chrgs/><NtryDtls>\n          <TxDtls>\n            <Refs><EndToEndId>P1")),
      "");
}

TEST(BankFile, IsRefusedWithAnotherNamespaceOrRoot) {
  for (auto const* const space : {"camt.053.001.08", "camt.054.001.99", "pain.001.001.03", ""}) {
    auto const why = why_not(with(debits(), "camt.054.001.08", space));
    EXPECT_NE(why.find("read are Documents of urn:iso"), std::string::npos) << why;
  }
  EXPECT_NE(why_not("<Document/>").find("namespace \"\""), std::string::npos);
  EXPECT_NE(why_not(with(debits(), "camt.054.001.08", "pain.002.001.11"))
                .find("holds a CstmrPmtStsRpt, this one a BkToCstmrDbtCdtNtfctn"),
            std::string::npos);
  EXPECT_NE(why_not("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"/>")
                .find("no message"),
            std::string::npos);
}

TEST(BankFile, IsRefusedWithEntitiesBeforeTheyGrow) {
  std::string laughs = "<?xml version=\"1.0\"?>\n<!DOCTYPE Document [\n<!ENTITY l0 \"ha\">\n";
  for (int i = 1; i < 30; ++i) {
    auto const before = "&l" + std::to_string(i - 1) + ";";
    laughs += "<!ENTITY l" + std::to_string(i) + " \"" + before + before + "\">\n";
  }
  laughs += "]>\n" + debits().substr(debits().find("<Document"));
  EXPECT_NE(why_not(with(laughs, "CAMT-20161209", "&l29;")).find("DOCTYPE"), std::string::npos);
  EXPECT_NE(why_not("<!DOCTYPE Document SYSTEM \"file:///etc/passwd\"><Document/>").find("DOCTYPE"),
            std::string::npos);
  auto const undefined = why_not(with(debits(), "CAMT-20161209", "&own;"));
  EXPECT_NE(undefined.find("not XML as it should be"), std::string::npos) << undefined;
  auto const predefined = read_bank(with(debits(), "CAMT-20161209", "A&amp;B&#x43;<![CDATA[<]]>"));
  ASSERT_TRUE(predefined) << predefined.error().what;
  EXPECT_EQ(predefined->message_id, "A&BC<");
}

// Wherever a file is cut, it is refused: its own end must come.
TEST(BankFile, IsRefusedWhenItIsCutOffAnywhere) {
  auto const whole = debits();
  auto const end = whole.find_last_not_of('\n');
  for (std::size_t size = 0; size <= end; size += 13) {
    EXPECT_NE(why_not(whole.substr(0, size)), "") << "cut at " << size;
  }
  auto const cut = why_not(whole.substr(0, whole.find("</Ntry>")));
  EXPECT_NE(cut.find("it was cut off"), std::string::npos) << cut;
}

TEST(BankFile, IsRefusedWhenAValueIsNone) {
  for (auto const& [old, instead, expected] :
       {std::tuple{"<Amt Ccy=\"EUR\">18375.25", "<Amt Ccy=\"EUR\">18375,25", "\"18375,25\""},
        std::tuple{"<Amt Ccy=\"EUR\">18375.25", "<Amt Ccy=\"EUR\">-1", "\"-1\""},
        std::tuple{"<Amt Ccy=\"EUR\">18375.25", "<Amt Ccy=\"EUR\">99999999999999999999", "amount"},
        std::tuple{"<ValDt><Dt>2016-12-09", "<ValDt><Dt>2016-02-30", "not a date"},
        std::tuple{"<CdtDbtInd>DBIT", "<CdtDbtInd>BOTH", "neither CRDT nor DBIT"}}) {
    auto const why = why_not(with(debits(), old, instead));
    EXPECT_NE(why.find(expected), std::string::npos) << why;
  }
}

TEST(BankFile, HasLimitsOfDepthAndText) {
  std::string deep;
  for (std::size_t i = 0; i <= XmlReader::depth_max; ++i) deep += "<a>";
  EXPECT_NE(why_not(with(debits(), "<Ntry>", "<Ntry>" + deep)).find("64 elements inside"),
            std::string::npos);
  std::string const text(XmlReader::text_bytes_max + 1, 'x');
  EXPECT_NE(why_not(with(debits(), "CAMT-20161209", text)).find("10000 bytes of text"),
            std::string::npos);
}

/// The most memory that this process has had, in bytes.
std::uint64_t peak() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1'024U;
}

// 100 MB of entries with long remittance texts: what is kept of them is far less.
TEST(BankFile, Of100MegabytesIsReadInBoundedMemory) {
  auto const whole = with(debits(), part(debits(), "<TxsSummry>", "</TxsSummry>"), "");
  auto const entry = part(whole, "<Ntry>", "</Ntry>");
  auto const first = whole.find("<Ntry>");
  std::string filler = "<AddtlNtryInf>" + std::string(1'500, 'x') + "</AddtlNtryInf></Ntry>";
  auto const one = with(entry, "</Ntry>", filler);
  auto const before = peak();
  BankFileReader reader;
  ASSERT_TRUE(reader.feed(as_bytes(whole.substr(0, first))));
  std::uint64_t bytes = 0;
  std::uint64_t count = 0;
  for (; bytes < 100'000'000; bytes += one.size(), ++count) {
    auto const done = reader.feed(as_bytes(one));
    ASSERT_TRUE(done) << done.error().what;
  }
  ASSERT_TRUE(reader.feed(as_bytes("</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>")));
  auto const file = reader.finish();
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_EQ(file->entries.size(), count);
  if constexpr (!is_sanitized) {
    EXPECT_LT(peak() - before, 60'000'000U);
  }
}

TEST(BankFile, IsRefusedAboveItsLimits) {
  BankFileReader reader;
  auto const whole = debits();
  ASSERT_TRUE(reader.feed(as_bytes(whole.substr(0, whole.find("<Ntry>")))));
  std::string const blanks(1U << 20U, ' ');
  Result<void> done;
  for (std::uint64_t i = 0; done && i <= file_bytes_max >> 20U; ++i)
    done = reader.feed(as_bytes(blanks));
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().what.find("134217728 bytes"), std::string::npos) << done.error().what;
}

}  // namespace
}  // namespace gl::payments
