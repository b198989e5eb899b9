#include <gtest/gtest.h>

#include <string>

#include "codec/event_codec.h"
#include "codec/fill.h"
#include "codec/json.h"
#include "tools/grandlivre/render.h"

namespace gl::tools {
namespace {

Json json_of(ledger::Event const& event) {
  return Json::parse(*codec::event_to_json(codec::encode_event(event)));
}

std::string words(ledger::EventBody body) {
  ledger::Event event{{}, std::move(body)};
  event.envelope.currency = *ledger::Currency::parse("EUR");
  return in_words(json_of(event));
}

TEST(EventInWords, SaysTheFieldsAndLeavesOutWhatIsEmpty) {
  EXPECT_EQ(words(ledger::ProjectWaitlisted{ledger::ProjectId{"P1"}, 3}), "rank 3, project P1");
  ledger::CompletionRequested asked;
  asked.project = ledger::ProjectId{"P1"};
  asked.documents = {ledger::ReasonCode{"statutes"}, ledger::ReasonCode{"accounts"}};
  asked.time_limit = civil_date(2016, 10, 1);
  EXPECT_EQ(words(asked), "time limit 2016-10-01, project P1, documents statutes + accounts");
}

TEST(EventInWords, SaysOfAChangeWhatDiffers) {
  ledger::CallChange change{ledger::CallId{"C"}, ledger::ProgrammeId{"G"}, 2, {}, {}};
  change.before.title = "draft";
  change.after.title = "call";
  change.after.waitlist = true;
  auto const text = words(ledger::CallAmended{change});
  EXPECT_NE(text.find("title draft → call"), std::string::npos) << text;
  EXPECT_NE(text.find("waitlist none → true"), std::string::npos) << text;
  EXPECT_EQ(text.find("opening"), std::string::npos) << text;
}

TEST(EventInWords, SaysWhereAnImportedEventComesFromAndWhichRulesItBroke) {
  ledger::Event event{{}, ledger::ProjectSettled{ledger::ProjectId{"P1"}}};
  event.envelope.imported = ledger::Imported{{}, 12};
  event.envelope.flags = {ledger::Rule::convention_required, ledger::Rule::date};
  auto const json = json_of(event);
  EXPECT_EQ(in_words(json),
            "project P1, imported from line 12 in spite of CONVENTION_REQUIRED + DATE");
  EXPECT_EQ(json["imported"]["line"], 12);
  EXPECT_EQ(json["flags"], Json::array({"CONVENTION_REQUIRED", "DATE"}));
}

TEST(EventInWords, NamesTheLedgersKeysByTheirIds) {
  EXPECT_EQ(words(ledger::LogKeyRotated{ledger::LogKey{"grandlivre/x+0a1b2c3d+AQ=="},
                                        ledger::LogKey{"grandlivre/x+4e5f6071+AQ+w"}}),
            "retired grandlivre/x+0a1b2c3d, key grandlivre/x+4e5f6071");
}

TEST(EventInWords, HasWordsForEveryType) {
  codec::for_each_body<ledger::EventBody>([]<class Body>() {
    auto const event = codec::filled_event<Body, codec::Sequence>();
    auto const text = in_words(json_of(event));
    EXPECT_FALSE(text.empty()) << ledger::name(event.body);
    EXPECT_EQ(text.find_first_of("{}[]\""), std::string::npos) << text;
  });
}

}  // namespace
}  // namespace gl::tools
