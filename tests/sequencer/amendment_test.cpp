#include <gtest/gtest.h>

#include "sequencer/rig.h"

// An amendment is decided on together with the application that it amends, wherever that stands.
namespace gl::sequencer {
namespace {

using ledger::Outcome;

ledger::Command retitle(std::string_view title) {
  ledger::AmendProject body;
  body.project = ledger::ProjectId{"P"};
  body.title = title;
  auto made = command("portal", ledger::Role::applicant, std::move(body));
  made.header.effective_date.reset();
  return sealed(std::move(made));
}

void expect_application(Rig const& rig, ledger::Answer const& answer, std::string_view title) {
  ASSERT_EQ(answer.outcome, Outcome::accepted) << answer.refusal.sentence;
  auto const event = rig.event(answer.first);
  auto const& amended = std::get<ledger::ProjectAmended>(event.body);
  EXPECT_EQ(amended.title, title);
  EXPECT_EQ(amended.applicant.id.view(), "W691051234");
}

TEST(Amendment, FindsTheApplicationInTheJournalTheBlockOrTheListItself) {
  Rig rig;
  rig.run_each(open_call("G", "C"));
  auto const submission = award("C", "P").front();
  for (auto const atomic : {false, true}) {
    for (auto const& answer : rig.try_out({submission, retitle("One"), retitle("Two")}, atomic)) {
      EXPECT_EQ(answer.outcome, Outcome::would_accept) << answer.refusal.sentence;
    }
  }
  auto const list = rig.run_list({submission, retitle("One"), retitle("Two")});
  expect_application(rig, list[1], "One");
  expect_application(rig, list[2], "Two");
  auto const each = rig.run_each({retitle("Three"), retitle("Four")});
  expect_application(rig, each[1], "Four");
  rig.reopen();
  expect_application(rig, rig.run_one(retitle("Five")), "Five");
}

TEST(Amendment, ForgetsTheApplicationOfAListThatWasRefused) {
  Rig rig;
  rig.run_each(open_call("G", "C"));
  auto const submission = award("C", "P").front();
  auto const refused = rig.run_list({submission, retitle("One"), vote("nothing", "1")});
  EXPECT_EQ(refused[0].outcome, Outcome::refused);
  EXPECT_EQ(rig.run_one(retitle("Two")).refusal.rule, ledger::Rule::unknown_target);
  rig.run_one(award("C", "P").front());
  expect_application(rig, rig.run_one(retitle("Three")), "Three");
}

}  // namespace
}  // namespace gl::sequencer
