#include "wire/failure.h"

#include <gtest/gtest.h>

namespace gl::wire {
namespace {

TEST(Failures, KeepTheNumbersOfErrorCodes) {
  EXPECT_EQ(code_of(Errc::io), Code::io);
  EXPECT_EQ(code_of(Errc::malformed), Code::malformed);
  EXPECT_EQ(code_of(Errc::unknown_outcome), Code::unknown_outcome);
  EXPECT_EQ(code_of(Errc::exists), Code::exists);
}

TEST(Failures, CarryARulesNumberAndName) {
  auto const failure = to_failure(ledger::Refusal{.rule = ledger::Rule::project_cap_exceeded,
                                                  .sentence = "above the cap",
                                                  .limit = "40000.00",
                                                  .actual = "45000.00",
                                                  .call_version = 1});
  EXPECT_EQ(static_cast<unsigned>(failure.code), 1021U);
  EXPECT_EQ(name(failure.code), "PROJECT_CAP_EXCEEDED");
  EXPECT_EQ(failure.error_class, ErrorClass::refused);
  EXPECT_EQ(failure.limit, "40000.00");
  EXPECT_EQ(failure.actual, "45000.00");
}

TEST(Failures, SayByTheirClassWhatToDo) {
  struct Row {
    ledger::Rule rule;
    ErrorClass error_class;
  };
  for (auto const& row : {Row{ledger::Rule::malformed, ErrorClass::fix_request},
                          Row{ledger::Rule::duplicate_command_mismatch, ErrorClass::fix_request},
                          Row{ledger::Rule::unknown_target, ErrorClass::fix_request},
                          Row{ledger::Rule::forbidden, ErrorClass::forbidden},
                          Row{ledger::Rule::version_conflict, ErrorClass::conflict},
                          Row{ledger::Rule::four_eyes, ErrorClass::refused}}) {
    EXPECT_EQ(class_of(row.rule), row.error_class) << static_cast<unsigned>(row.rule);
    EXPECT_EQ(class_of(code_of(row.rule)), row.error_class);
  }
  EXPECT_EQ(class_of(Code::not_reached), ErrorClass::retry_after);
  EXPECT_EQ(class_of(Code::wrong_ledger), ErrorClass::fix_request);
  EXPECT_EQ(class_of(static_cast<Code>(999)), ErrorClass::internal);
}

TEST(Failures, BecomeErrorsThatTellTheSame) {
  EXPECT_EQ(to_error(failure(Code::timeout, "late")).code, Errc::timeout);
  EXPECT_EQ(to_error(failure(Code::not_reached, "behind")).code, Errc::busy);
  EXPECT_EQ(to_error(failure(Code::wrong_ledger, "another")).code, Errc::usage);
  EXPECT_EQ(to_error(failure(Code::wrong_ledger, "another")).what, "another");
  EXPECT_EQ(to_failure(Error{Errc::not_found, "no P9"}).error_class, ErrorClass::not_found);
}

}  // namespace
}  // namespace gl::wire
