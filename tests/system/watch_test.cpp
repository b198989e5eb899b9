// Subscriptions as their users see them: filters against a naive reading of the events, consumers
// across kills.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "system/example.h"

namespace gl::system_test {
namespace {

using Json = nlohmann::ordered_json;
using Words = std::vector<std::string>;
using Texts = std::set<std::string>;

std::vector<Json> json_lines(std::string const& text) {
  std::vector<Json> lines;
  std::istringstream stream{text};
  for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
  return lines;
}

std::vector<std::uint64_t> positions_of(std::vector<Json> const& events) {
  std::vector<std::uint64_t> positions;
  for (auto const& event : events) positions.push_back(event.at("position").get<std::uint64_t>());
  return positions;
}

/// What docs/subscriptions.md says that events are about, from their JSON form alone.
class NaiveReading {
 public:
  struct About {
    Texts types, projects, calls, programmes, years;
  };

  explicit NaiveReading(std::vector<Json> const& events) {
    for (auto const& event : events) read(event);
  }
  [[nodiscard]] std::map<std::uint64_t, About> const& about() const { return about_; }

 private:
  static std::string text(Json const& event, char const* field) {
    auto const at = event.find(field);
    if (at == event.end() || at->is_null()) return {};
    return at->is_string() ? at->get<std::string>() : at->dump();
  }

  void read(Json const& whole) {
    auto const type = text(whole, "event_type");
    auto const& event = whole.at("fields");
    About about;
    about.types = {type};
    auto const put = [](Texts& texts, std::string const& value) {
      if (!value.empty() && value != "0") texts.insert(value);
    };
    put(about.projects, text(event, "project"));
    put(about.calls, text(event, "call"));
    for (auto const* const field : {"programme", "from_programme", "to_programme"}) {
      put(about.programmes, text(event, field));
    }
    for (auto const* const field : {"year", "budget_year", "concerns_year"}) {
      put(about.years, text(event, field));
    }
    if (event.contains("lines")) {
      for (auto const& line : event["lines"]) put(about.programmes, text(line, "programme"));
    }
    if (type == "PaymentCreditsCarriedOver") {
      put(about.years, std::to_string(event.at("year").get<int>() + 1));
    }
    read_target(type == "CommandRefused" ? text(event, "target") : "", about);
    follow(event, type, about);
    about_[whole.at("position").get<std::uint64_t>()] = about;
  }

  void read_target(std::string const& target, About& about) {
    auto const slash = target.find('/');
    if (slash == std::string::npos) return;
    auto const kind = target.substr(0, slash);
    auto const id = target.substr(slash + 1);
    if (kind == "project") about.projects.insert(id);
    if (kind == "call") about.calls.insert(id);
    if (kind == "programme") about.programmes.insert(id);
    if (kind == "year") about.years.insert(id);
  }

  /// What follows from events before it.
  void follow(Json const& event, std::string const& type, About& about) {
    auto const payment = text(event, "payment");
    if (type == "ProjectSubmitted") call_of_[text(event, "project")] = text(event, "call");
    if (type == "CallOpened") programme_of_[text(event, "call")] = text(event, "programme");
    if (type == "PaymentApproved") year_of_[payment] = text(event, "budget_year");
    static Texts const of_orders{"PaymentIssued",   "OrderRequisitioned", "OrderRejected",
                                 "PaymentExecuted", "PaymentReturned",    "EventReversed"};
    if (of_orders.contains(type) && year_of_.contains(payment)) {
      about.years.insert(year_of_[payment]);
    }
    for (auto const& project : about.projects) {
      if (call_of_.contains(project)) about.calls.insert(call_of_[project]);
    }
    for (auto const& call : about.calls) {
      if (programme_of_.contains(call)) about.programmes.insert(programme_of_[call]);
    }
  }

  std::map<std::uint64_t, About> about_;
  std::map<std::string, std::string> call_of_, programme_of_, year_of_;
};

/// A ledger with the 2016 call, and another programme and call beside it.
class Watch : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(make_example_ledger(ledger()));
    start();
    write_file(directory_ / "commands.jsonl", example_file());
    auto const played = gl("", {"submit", (directory_ / "commands.jsonl").string()});
    ASSERT_EQ(played.exit_code, 3) << played.err;
    late("administrator", {"create-programme", "--programme", "OTHER", "--name", "Other",
                           "--currency", "EUR", "--nature", "operating"});
    late("assembly", {"vote-authority", "--programme", "OTHER", "--amount", "100000.00"});
    late("administrator", {"open-call", "--call", "OTHER-2017", "--programme", "OTHER", "--title",
                           "Another", "--opening", "2017-12-01", "--deadline", "2018-01-31"});
  }

  [[nodiscard]] std::filesystem::path ledger() const { return directory_ / "ledger"; }
  void start() {
    server_ = std::make_unique<ServerProcess>(ledger());
    ASSERT_TRUE(server_->ready()) << server_->log();
  }
  [[nodiscard]] Outcome gl(std::string const& as, Words words) const {
    Words all{"--data", ledger().string(), "--output", "json"};
    if (!as.empty()) all.insert(all.end(), {"--as", as});
    all.insert(all.end(), words.begin(), words.end());
    return grandlivre(all);
  }
  void late(std::string const& as, Words words) const {
    words.insert(words.end(), {"--recorded-at", "2017-12-01T10:00:00Z"});
    auto const done = gl(as, std::move(words));
    EXPECT_EQ(done.exit_code, 0) << done.err;
  }
  [[nodiscard]] std::vector<Json> watch(Words words, std::string const& as = "finance") const {
    words.insert(words.begin(), {"watch", "--no-follow"});
    auto const done = gl(as, std::move(words));
    EXPECT_EQ(done.exit_code, 0) << done.err;
    return json_lines(done.out);
  }

  TemporaryDirectory directory_;
  std::unique_ptr<ServerProcess> server_;
};

TEST_F(Watch, FiltersExactlyAsANaiveReadingOfTheEventsDoes) {
  auto const all = watch({});
  ASSERT_GT(all.size(), 40U);
  NaiveReading const naive{all};
  Texts types, projects, calls, programmes, years;
  for (auto const& [position, about] : naive.about()) {
    types.insert(about.types.begin(), about.types.end());
    projects.insert(about.projects.begin(), about.projects.end());
    calls.insert(about.calls.begin(), about.calls.end());
    programmes.insert(about.programmes.begin(), about.programmes.end());
    years.insert(about.years.begin(), about.years.end());
  }
  ASSERT_GE(programmes.size(), 2U);
  ASSERT_GE(years.size(), 2U);
  auto const check = [&](char const* flag, Texts NaiveReading::About::* kind, Texts const& values) {
    for (auto const& value : values) {
      std::vector<std::uint64_t> expected;
      for (auto const& [position, about] : naive.about()) {
        if ((about.*kind).contains(value)) expected.push_back(position);
      }
      auto const outcome = gl("finance", {"watch", "--no-follow", flag, value});
      if (outcome.exit_code != 0) continue;  // of a refused command that named nothing there is
      EXPECT_EQ(positions_of(json_lines(outcome.out)), expected) << flag << " " << value;
    }
  };
  check("--type", &NaiveReading::About::types, types);
  check("--project", &NaiveReading::About::projects, projects);
  check("--call", &NaiveReading::About::calls, calls);
  check("--programme", &NaiveReading::About::programmes, programmes);
  check("--year", &NaiveReading::About::years, years);
}

TEST_F(Watch, OrsTheValuesOfAKindAndAndsTheKinds) {
  NaiveReading const naive{watch({})};
  std::vector<std::uint64_t> expected;
  for (auto const& [position, about] : naive.about()) {
    bool const type =
        about.types.contains("PaymentExecuted") || about.types.contains("PaymentReturned");
    if (type && about.programmes.contains("INNOVSOC")) expected.push_back(position);
  }
  ASSERT_FALSE(expected.empty());
  EXPECT_EQ(positions_of(watch({"--type", "PaymentExecuted", "--type", "PaymentReturned",
                                "--programme", "INNOVSOC"})),
            expected);
}

TEST_F(Watch, SaysWhatNoEventCanBe) {
  auto const unknown = gl("finance", {"watch", "--no-follow", "--programme", "NOWHERE"});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_NE(unknown.err.find("there is no programme NOWHERE"), std::string::npos) << unknown.err;
  auto const type = gl("finance", {"watch", "--no-follow", "--type", "Payed"});
  EXPECT_NE(type.err.find("\"Payed\""), std::string::npos) << type.err;
  auto const beyond = gl("finance", {"watch", "--no-follow", "--from", "5000"});
  EXPECT_EQ(beyond.exit_code, 1);
  EXPECT_NE(beyond.err.find("the last is"), std::string::npos) << beyond.err;
  auto const head = watch({}).size();
  auto const next = std::to_string(head + 1);
  EXPECT_EQ(gl("finance", {"watch", "--no-follow", "--from", next}).exit_code, 0);
  auto const behind = gl("finance", {"watch", "--no-follow", "--from", std::to_string(head + 2)});
  EXPECT_NE(
      behind.err.find("position " + std::to_string(head + 2) + " is not there yet, the last is " +
                      std::to_string(head) + ": say --from " + next + " for what comes next"),
      std::string::npos)
      << behind.err;
  auto const odd = gl("finance", {"watch", "--consumer", "a/b"});
  EXPECT_EQ(odd.exit_code, 2) << odd.err;
}

TEST_F(Watch, GoesOnWhereAConsumerWasAlsoAfterAKillAndWithoutViews) {
  auto const all = positions_of(watch({}));
  auto seen = positions_of(watch({"--consumer", "accounts", "--limit", "7"}));
  ASSERT_EQ(seen.size(), 7U);
  for (int life = 0; life < 3; ++life) {
    server_->kill();
    if (life == 1) std::filesystem::remove_all(ledger() / "views");
    start();
    for (auto const position : positions_of(watch({"--consumer", "accounts", "--limit", "7"}))) {
      seen.push_back(position);
    }
  }
  for (auto const position : positions_of(watch({"--consumer", "accounts"}))) {
    seen.push_back(position);
  }
  EXPECT_EQ(seen, all) << "nothing that was acknowledged came again, nothing else is missing";
  EXPECT_TRUE(watch({"--consumer", "accounts"}).empty());
}

TEST_F(Watch, ShowsConsumersAndMovesThem) {
  auto const all = watch({"--consumer", "accounts"});
  auto const shown = Json::parse(gl("auditor", {"consumers", "show", "accounts"}).out);
  EXPECT_EQ(shown.at("checkpoint"), all.size());
  EXPECT_EQ(shown.at("lag"), 0);
  EXPECT_TRUE(shown.at("oldest_unacknowledged_age_s").is_null());
  EXPECT_EQ(shown.at("settled_last_minute"), all.size());
  EXPECT_EQ(shown.at("owner").at("role"), "finance");
  auto const refused = gl("auditor", {"consumers", "reset", "accounts", "--to", "3"});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_NE(refused.err.find("may not ask"), std::string::npos) << refused.err;
  auto const moved = gl("administrator", {"consumers", "reset", "accounts", "--to", "3"});
  ASSERT_EQ(moved.exit_code, 0) << moved.err;
  EXPECT_EQ(Json::parse(moved.out).at("last_reset").at("to"), 3);
  auto const again = watch({"--consumer", "accounts"});
  ASSERT_EQ(again.size(), all.size() - 3 + 1) << "and the event that says that it was moved";
  EXPECT_EQ(again.back().at("event_type"), "ConsumerReset");
  EXPECT_EQ(again.back().at("actor").at("role"), "administrator");
  EXPECT_EQ(again.back().at("fields"),
            (Json{{"from", all.size()}, {"to", 3}, {"consumer", "accounts"}}));
  auto const history = json_lines(gl("auditor", {"history", "ledger"}).out);
  EXPECT_EQ(history.back(), again.back()) << "it stands in the ledger's own stream";
  EXPECT_EQ(gl("finance", {"consumers", "replay", "accounts", "5"}).exit_code, 1);
  auto const list =
      grandlivre({"--data", ledger().string(), "--as", "auditor", "consumers", "list"});
  EXPECT_NE(list.out.find("accounts"), std::string::npos) << list.out;
  EXPECT_EQ(gl("finance", {"consumers", "remove", "accounts"}).exit_code, 0);
  EXPECT_EQ(gl("finance", {"consumers", "show", "accounts"}).exit_code, 1);
}

}  // namespace
}  // namespace gl::system_test
