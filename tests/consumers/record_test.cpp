#include "consumers/record.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <random>
#include <sstream>
#include <string>

namespace gl::consumers {
namespace {

Record full_record() {
  Record record;
  record.name = ledger::ConsumerName{"accounts.2016"};
  record.owner = {ledger::PersonId{"claire"}, ledger::Role::finance};
  record.created_at = Instant{1'467'018'000'000'000};
  record.filter.types = {"AwardDecided", "PaymentExecuted"};
  record.filter.programmes = {ledger::ProgrammeId{"INNOVSOC"}};
  record.filter.calls = {ledger::CallId{"AMI-2016"}};
  record.filter.projects = {ledger::ProjectId{"P1"}};
  record.filter.years = {2016, 2017};
  record.reset =
      Reset{Instant{1'467'018'000'000'001}, Position{40}, Position{7}, ledger::PersonId{"anne"}};
  auto& progress = record.progress;
  progress.checkpoint = Position{41};
  progress.attempts_max = 5;
  progress.settled = {Position{43}, Position{45}};
  progress.retries[Position{44}] = {2, Instant{1'467'018'000'500'000}, OrderKey{99}};
  progress.parked[Position{12}] = {
      3, Instant{1'467'018'000'000'002}, "no such account", false, false, {}, {}, {}};
  progress.parked[Position{13}] = {4,     Instant{1'467'018'000'000'003}, "", true,
                                   false, Instant{1'467'018'000'000'004}, {}, OrderKey{7}};
  return record;
}

std::string text_of(Record const& record) { return std::string{as_text(encode(record))}; }

TEST(ConsumerFile, ReadsWhatItWrote) {
  auto const record = full_record();
  auto const back = decode(encode(record));
  ASSERT_TRUE(back) << back.error().what;
  EXPECT_EQ(*back, record);
}

TEST(ConsumerFile, KeepsItsFormOfTheFirstVersion) {
  std::ifstream file{GL_SOURCE_DIR "/tests/golden/consumers/full_v1.consumer", std::ios::binary};
  std::stringstream golden;
  golden << file.rdbuf();
  EXPECT_EQ(text_of(full_record()), golden.str())
      << "files that exist must stay readable: a new form is a new format number";
}

TEST(ConsumerFile, RefusesEveryChangedByte) {
  auto const file = encode(full_record());
  for (std::size_t i = 0; i < file.size(); ++i) {
    auto changed = file;
    changed[i] ^= std::byte{1};
    EXPECT_FALSE(decode(changed)) << "byte " << i;
  }
}

TEST(ConsumerFile, RefusesEveryCut) {
  auto const file = encode(full_record());
  for (std::size_t size = 0; size < file.size(); ++size) {
    EXPECT_FALSE(decode(ByteView{file}.first(size))) << size << " bytes";
  }
}

TEST(ConsumerFile, NamesANewerFormat) {
  auto text = text_of(full_record());
  text.replace(0, text.find('\n'), "grandlivre-consumer 2");
  auto const newer = decode(as_bytes(text));
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code, Errc::newer_format);
  EXPECT_NE(newer.error().what.find("format 2"), std::string::npos) << newer.error().what;
}

RC_GTEST_PROP(ConsumerFile, TakesAnyBytes, (std::vector<std::uint8_t> const& bytes)) {
  Bytes file;
  for (auto const byte : bytes) file.push_back(std::byte{byte});
  RC_ASSERT(!decode(file).has_value());
}

}  // namespace
}  // namespace gl::consumers
