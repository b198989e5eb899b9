// What a payment rests on, in the order of the life cycle: nothing left out, nothing of another.
#include <gtest/gtest.h>

#include "audit/forged.h"
#include "audit/payment_chain.h"

namespace gl::audit::testing {
namespace {

Events of_stream(Events const& events, StreamKind kind) {
  Events own;
  for (auto const& event : events) {
    if (event.envelope.stream.kind == kind) own.push_back(event);
  }
  return own;
}

std::string chain(Events const& events, std::string_view payment) {
  auto const project = of_stream(events, StreamKind::project);
  auto const payee = of_stream(events, StreamKind::payee);
  std::string text;
  for (auto const& step : chain_of(project, payee, PaymentId{payment})) {
    text += std::string{name(step.link)} + " " +
            std::to_string(step.event->envelope.position.value()) + " " +
            std::string{name(step.event->body)};
    if (step.reversed_by.value() != 0) {
      text += " reversed by " + std::to_string(step.reversed_by.value());
    }
    text += "\n";
  }
  return text;
}

TEST(PaymentChain, GoesFromTheSubmissionToTheBank) {
  auto w = with_advance_paid();
  w.given(anne, request("R2", PaymentKind::instalment, eur(5'000)));
  EXPECT_EQ(chain(w.events, "R1"),
            "submission 6 ProjectSubmitted\n"
            "eligibility 7 ProjectDeclaredComplete\n"
            "eligibility 8 EligibilityDecided\n"
            "decision 9 AwardDecided\n"
            "agreement 10 ConventionSigned\n"
            "account 11 PayeeRegistered\n"
            "account 12 PayeeAccountVerified\n"
            "request 13 PaymentRequested\n"
            "approval 14 PaymentApproved\n"
            "order 15 PaymentIssued\n"
            "bank 16 PaymentExecuted\n");
}

TEST(PaymentChain, ShowsWhatWasReversedAndWhatCameAgain) {
  auto w = with_advance_paid();
  w.given(chloe, ReverseEvent{Position{16}});
  w.given(chloe, confirm("R1"));
  w.on("2016-12-02")
      .given(anne,
             ChangePayeeAccount{PayeeId{"00000101600013"}, {"FR7630006000011234567890189", {}}});
  w.given(board, CancelAward{ProjectId{"P"}, CancelGround::renounced, {}});
  auto const text = chain(w.events, "R1");
  EXPECT_NE(text.find("bank 16 PaymentExecuted reversed by 17\nbank 18 PaymentExecuted\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("PayeeAccountChanged"), std::string::npos) << "that came after the payment";
  EXPECT_EQ(text.find("AwardCancelled"), std::string::npos) << "and so did that";
}

TEST(PaymentChain, IsEmptyForAPaymentThatWasNeverRequested) {
  EXPECT_EQ(chain(with_advance_paid().events, "R9"), "");
}

}  // namespace
}  // namespace gl::audit::testing
