#include "keys/personal_fields.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace gl::keys {
namespace {

/// "subject field" of each personal text of the command.
std::vector<std::string> fields_of(ledger::CommandBody body, std::string reason_text = {}) {
  ledger::Command command;
  command.body = std::move(body);
  command.header.reason_text.clear = std::move(reason_text);
  std::vector<std::string> found;
  for_each_personal_field(command, [&](std::string const& subject, std::string_view field, auto&) {
    found.push_back(subject + " " + std::string{field});
  });
  return found;
}

std::vector<std::string> list(std::initializer_list<std::string> texts) { return texts; }

TEST(PersonalFields, OfAnAmendedApplicationAreThePersonsAndTheProjects) {
  ledger::AmendProject command;
  command.project = ledger::ProjectId{"P1"};
  command.applicant.person = "t-17";
  command.applicant.person_name.clear = "Jeanne Dupont";
  command.applicant.person_address.clear = "1 rue Haute";
  command.contact.clear = "jeanne@example.org";
  EXPECT_EQ(fields_of(command),
            list({"person/t-17 name", "person/t-17 address", "project/P1 contact"}));
}

TEST(PersonalFields, OfAnAssessmentAreItsCommentAndReason) {
  ledger::RecordAssessment command;
  command.project = ledger::ProjectId{"P1"};
  command.comment.clear = "The bearer is well known here.";
  EXPECT_EQ(fields_of(command), list({"project/P1 comment"}));
  EXPECT_EQ(fields_of(command, "second reading"),
            list({"project/P1 reason_text", "project/P1 comment"}));
}

TEST(PersonalFields, AreNoneWhereNothingIsSaid) {
  EXPECT_TRUE(fields_of(ledger::AmendProject{}).empty());
  EXPECT_TRUE(fields_of(ledger::RecordAssessment{}).empty());
  EXPECT_TRUE(fields_of(ledger::GiveDelegation{}).empty());
}

TEST(PersonalFields, GiveAReasonToWhatTheCommandIsAbout) {
  auto const subject_of = [](ledger::CommandBody body) {
    return fields_of(std::move(body), "why").front();
  };
  using namespace ledger;
  EXPECT_EQ(subject_of(TransferAuthority{ProgrammeId{"G"}, ProgrammeId{"H"}, {}}),
            "programme/G reason_text");
  EXPECT_EQ(subject_of(CarryOverCredits{ProgrammeId{"G"}, 2016, {}}), "programme/G reason_text");
  EXPECT_EQ(subject_of(AllocateToCall{CallId{"C"}, {}}), "call/C reason_text");
  EXPECT_EQ(subject_of(WithdrawDecision{ProjectId{"P1"}, {}, {}}), "project/P1 reason_text");
  EXPECT_EQ(subject_of(AnnulApproval{PaymentId{"R1"}}), "payment/R1 reason_text");
  EXPECT_EQ(subject_of(WriteOffRecovery{RecoveryId{"T1"}}), "recovery/T1 reason_text");
  EXPECT_EQ(subject_of(EndDelegation{DelegationId{"D1"}}), "delegation/D1 reason_text");
}

}  // namespace
}  // namespace gl::keys
