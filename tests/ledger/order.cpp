#include "ledger/order.h"

#include <gtest/gtest.h>

namespace gl::ledger::testing {
namespace {

As const auditor{"auditor", Role::auditor};

/// What the header of a command breaks.
struct Broken {
  bool version = false;
  std::string_view date = {};
  bool delegation = false;

  void operator()(CommandHeader& header) const {
    if (version) header.expected_version = StreamVersion{99};
    if (!date.empty()) header.effective_date = day(date);
    if (delegation) header.actor.acting_for = PersonId{"somebody"};
  }
};

constexpr std::string_view tomorrow = "2017-01-11";
constexpr std::string_view in_closed_year = "2016-12-31";

}  // namespace

void expect_order(World w, Wrongs const& wrongs) {
  auto const what = std::string{name(wrongs.in_rest)};
  auto const& state = wrongs.state_code.empty() ? wrongs.in_rest : wrongs.in_state;
  EXPECT_EQ(w.send(auditor, state, Broken{true, tomorrow, true}), "REFUSED FORBIDDEN") << what;
  EXPECT_EQ(w.send(wrongs.who, state, Broken{true, tomorrow, true}), "REFUSED VERSION_CONFLICT")
      << what;
  if (!wrongs.state_code.empty()) {
    EXPECT_EQ(w.send(wrongs.who, state, Broken{false, tomorrow, true}),
              "REFUSED " + wrongs.state_code)
        << what;
  }
  EXPECT_EQ(w.send(wrongs.who, wrongs.in_rest, Broken{false, tomorrow, true}), "REFUSED DATE")
      << what;
  EXPECT_EQ(w.send(wrongs.who, wrongs.in_rest, Broken{false, in_closed_year, true}),
            wrongs.posts ? "REFUSED YEAR_CLOSED" : "REFUSED NOT_DELEGATED")
      << what;
  EXPECT_EQ(w.send(wrongs.who, wrongs.in_rest, Broken{false, {}, true}), "REFUSED NOT_DELEGATED")
      << what;
  EXPECT_EQ(w.send(wrongs.who, wrongs.in_rest), "REFUSED " + wrongs.rest_code) << what;
}

World in_2017(World w) {
  w.given(admin, programme("H"));
  w.on("2016-12-31").given(boris, CloseExercise{2016});
  w.on("2017-01-10").given(council, OpenPaymentCredits{ProgrammeId{"G"}, 2017, eur(1'000)});
  return w;
}

}  // namespace gl::ledger::testing
