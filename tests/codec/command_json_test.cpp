#include "codec/json.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "codec/command_codec.h"
#include "codec/members.h"

namespace gl::codec {
namespace {

template <class Body>
Body body_of(Result<GivenCommand> const& given) {
  EXPECT_TRUE(given) << given.error().what;
  if (!given || !std::holds_alternative<Body>(given->command.body)) return {};
  return std::get<Body>(given->command.body);
}

TEST(CommandFromJson, ReadsHeaderAndFields) {
  auto const given = command_from_json(R"({
    "command": "DecideAward", "id": "0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f6071",
    "effective_date": "2016-11-14", "expected_version": 0, "causation_position": 12,
    "correlation_id": "0190a5b2-7c3e-7d4f-8a1b-000000000001", "reason_code": "SITTING",
    "reason_text": "as voted", "as": "anne/decision", "recorded_at": "2016-11-14T09:00:00Z",
    "act": {"kind": "deliberation", "number": "2016.1", "date": "2016-11-14", "sha256":
      "836f51283efc309ea1d1999ea2717b6045aa5b6589b5492597f29e4e1ed0d38a"},
    "project": "P1", "amount": "40000.00", "rate": 500000, "cost_base": 80000,
    "payees": [{"payee": "00000101600013", "share": 1000000}],
    "plan": [{"kind": "advance", "share": 500000},
             {"kind": "instalment", "amount": "100.5", "condition": "interim report"},
             {"kind": "balance"}],
    "aid_regime": "de_minimis", "valid_until": "2018-12-31"})");
  ASSERT_TRUE(given) << given.error().what;
  EXPECT_EQ(given->as, "anne/decision");
  EXPECT_EQ(given->recorded_at, *parse_instant("2016-11-14T09:00:00Z"));
  auto const& header = given->command.header;
  EXPECT_EQ(to_string(header.id), "0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f6071");
  EXPECT_EQ(header.effective_date, civil_date(2016, 11, 14));
  EXPECT_EQ(header.expected_version, StreamVersion{0});
  EXPECT_EQ(header.causation, Position{12});
  EXPECT_EQ(header.reason_code->view(), "SITTING");
  EXPECT_EQ(header.reason_text.clear, "as voted");
  EXPECT_EQ(header.act->kind, ledger::ActKind::deliberation);
  EXPECT_EQ(header.act->number.view(), "2016.1");
  EXPECT_EQ(to_hex(*header.act->document).substr(0, 8), "836f5128");
  auto const body = body_of<ledger::DecideAward>(given);
  EXPECT_EQ(body.project.view(), "P1");
  EXPECT_EQ(body.amount, (ledger::Amount{4'000'000, 2}));
  EXPECT_EQ(body.rate->ppm(), 500'000);
  EXPECT_EQ(*body.cost_base, (ledger::Amount{80'000, 0}));
  ASSERT_EQ(body.plan.size(), 3U);
  EXPECT_EQ(body.plan[0].share.ppm(), 500'000);
  EXPECT_EQ(*body.plan[1].amount, (ledger::Amount{1005, 1}));
  EXPECT_EQ(body.plan[1].condition, "interim report");
  EXPECT_EQ(body.plan[2].kind, ledger::PaymentKind::balance);
  EXPECT_FALSE(body.plan[2].amount);
  EXPECT_EQ(body.aid_regime, ledger::AidRegime::de_minimis);
  EXPECT_EQ(body.valid_until, civil_date(2018, 12, 31));
}

TEST(CommandFromJson, LeavesTheIdNilWhenNoneIsGiven) {
  auto const given = command_from_json(R"({"command":"SettleProject","project":"P1"})");
  ASSERT_TRUE(given);
  EXPECT_TRUE(given->command.header.id.is_nil());
  EXPECT_TRUE(given->as.empty());
  EXPECT_FALSE(given->recorded_at);
}

TEST(CommandFromJson, GivesANameThatBothHaveToTheCommand) {
  auto const given = command_from_json(
      R"({"command":"RecordBankReturn","payment":"P3-R1","attempt":1,"reason_code":"AC04"})");
  EXPECT_EQ(body_of<ledger::RecordBankReturn>(given).reason_code.view(), "AC04");
  EXPECT_FALSE(given->command.header.reason_code);
}

TEST(CommandFromJson, KeepsUnchangedApartFromNoLimit) {
  auto const none =
      command_from_json(R"({"command":"AmendCall","call":"A","one_per_applicant":false})");
  EXPECT_FALSE(body_of<ledger::AmendCall>(none).departments);
  EXPECT_EQ(body_of<ledger::AmendCall>(none).one_per_applicant, ledger::Choice::no);
  EXPECT_EQ(body_of<ledger::AmendCall>(none).waitlist, ledger::Choice::unstated);
  auto const empty = command_from_json(R"({"command":"AmendCall","call":"A","departments":[]})");
  ASSERT_TRUE(body_of<ledger::AmendCall>(empty).departments);
  EXPECT_TRUE(body_of<ledger::AmendCall>(empty).departments->empty());
}

struct Refused {
  std::string_view json;
  std::string_view sentence;
};

class CommandFromJsonRefuses : public testing::TestWithParam<Refused> {};

TEST_P(CommandFromJsonRefuses, InOneSentence) {
  auto const given = command_from_json(GetParam().json);
  ASSERT_FALSE(given);
  EXPECT_EQ(given.error().what, GetParam().sentence);
}

INSTANTIATE_TEST_SUITE_P(
    All, CommandFromJsonRefuses,
    testing::Values(
        Refused{R"({"command":)",
                "this is not JSON: it breaks at byte 12, where it ends too early; write one object "
                "per line"},
        Refused{R"({"command":"CloseCall",,})",
                "this is not JSON: it breaks at byte 24, at \",}\"; write one object per line"},
        Refused{R"([1])", "a command is an object in braces, not [1]"},
        Refused{R"({"call":"A"})",
                "\"command\" is missing: name the command, e.g. \"SubmitProject\""},
        Refused{R"({"command":7})", "command is 7, but it is a command's name"},
        Refused{R"({"command":"CloseCal","call":"A"})",
                "\"CloseCal\" is no command: did you mean \"CloseCall\"?"},
        Refused{R"({"command":"Launder","call":"A"})",
                "\"Launder\" is no command: write one as in domain §5, e.g. \"SubmitProject\""},
        Refused{R"({"command":"CloseCall","call":"A","call":"B"})",
                "field call is given twice: give it once"},
        Refused{
            R"({"command":"CloseCall","cal":"A"})",
            "CloseCall has no field \"cal\": did you mean \"call\"? It takes call, id, "
            "causation_position, correlation_id, effective_date, expected_version, reason_code, "
            "act, reason_text, acting_for, delegation, imported"},
        Refused{R"({"command":"CloseCall"})", "CloseCall needs \"call\": the call"},
        Refused{R"({"command":"CloseCall","call":null})",
                "CloseCall.call is null: leave out what is not given"},
        Refused{R"({"command":"CloseCall","call":5})", "CloseCall.call is 5, but it is a text"},
        Refused{R"({"command":"CloseCall","call":""})",
                "CloseCall.call is empty: leave it out or name it"},
        Refused{R"({"command":"CloseExercise","year":"2016"})",
                "CloseExercise.year is \"2016\", but it is a whole number from -2147483648 to "
                "2147483647"},
        Refused{R"({"command":"ReverseEvent","position":-1})",
                "ReverseEvent.position is -1, but it is a whole number from 0 to "
                "18446744073709551615"},
        Refused{R"({"command":"VoteAuthority","programme":"G","amount":40000.5})",
                "VoteAuthority.amount is the number 40000.5, but a number with decimals may have "
                "been rounded: write it as a text, \"40000.5\""},
        Refused{R"({"command":"VoteAuthority","programme":"G","amount":"1,5"})",
                "VoteAuthority.amount is not right: \"1,5\" is not an amount: only digits and one "
                "point are taken; write digits with a point, e.g. 1234.50"},
        Refused{R"({"command":"AmendAward","project":"P1","rate":"50 %"})",
                "AmendAward.rate is \"50 %\", but a rate is a whole number of parts per million: "
                "500000 is 50 %"},
        Refused{R"({"command":"AmendAward","project":"P1","rate":0})",
                "AmendAward.rate is 0, but it is a whole number from 1 to 1000000"},
        Refused{R"({"command":"CancelAward","project":"P1","ground":"theft"})",
                "CancelAward.ground is \"theft\", but it is one of renounced, lapsed, breach, "
                "illegal, fraud"},
        Refused{R"({"command":"CancelAward","project":"P1","ground":"unstated"})",
                "CancelAward.ground is \"unstated\", but it is one of renounced, lapsed, breach, "
                "illegal, fraud"},
        Refused{R"({"command":"CloseCall","call":"A","act":{"kind":"arrete","no":"1"}})",
                "CloseCall.act has no field \"no\". It takes kind, date, number, sha256"},
        Refused{R"({"command":"CloseCall","call":"A","act":{"number":"1"}})",
                "CloseCall.act needs \"kind\": what kind of act"},
        Refused{R"({"command":"CloseCall","call":"A","id":"x"})",
                "CloseCall.id is not right: \"x\" is not a UUID: write 8-4-4-4-12 hexadecimal "
                "digits"},
        Refused{R"({"command":"OrientProject","project":"P1"})",
                "OrientProject needs \"target_scheme\": the other scheme"},
        Refused{R"({"command":"AmendCall","call":"A","departments":"33"})",
                "AmendCall.departments is \"33\", but it is a list in square brackets"},
        Refused{R"({"command":"AmendCall","call":"A","waitlist":"yes"})",
                "AmendCall.waitlist is \"yes\", but it is true or false"},
        Refused{R"({"command":"DeclareEligible","project":"P1","criteria":[{"criterion":"A"}]})",
                "DeclareEligible.criteria[0] needs \"met\": whether it is met"},
        Refused{R"({"command":"CloseCall","call":"A","recorded_at":5})",
                "recorded_at is 5, but it is a moment in UTC, e.g. \"2016-09-05T21:59:59Z\""},
        Refused{
            R"({"command":"VerifyPayeeAccount","payee":"0123456789012345678901234567890123456"})",
            "VerifyPayeeAccount: payee is 37 bytes long, but at most 36 are taken"}));

// ----------------------------------------------------------------------------------------- flags

Result<GivenCommand> flags(std::string_view name, std::vector<Flag> const& flags) {
  return command_from_flags(name, flags);
}

TEST(CommandFromFlags, ReadsListsNestedFieldsAndTheHeader) {
  auto const given =
      flags("submit-project", {{"--project", "P1"},
                               {"--call", "AMI-2016"},
                               {"--title", "Nous vieillirons ensemble, à deux: l'été"},
                               {"--applicant.siret", "00000101600013"},
                               {"--applicant.legal-kind", "private"},
                               {"--applicant.name", "Association P1"},
                               {"--locations", "40307:40,40135:40"},
                               {"--eligible-cost", "80000.00"},
                               {"--asked-amount", "40000.00"},
                               {"--other-funders", R"(Ville\, mairie:5000.00:true,R\:S:1)"},
                               {"--received-at", "2016-08-01T09:00:00Z"},
                               {"--act.kind", "courrier"},
                               {"--act.number", "7"},
                               {"--effective-date", "2016-08-01"},
                               {"--expected-version", "0"},
                               {"--as", "anne"}});
  auto const body = body_of<ledger::SubmitProject>(given);
  EXPECT_EQ(body.title, "Nous vieillirons ensemble, à deux: l'été");
  EXPECT_EQ(body.applicant.siret, "00000101600013");
  EXPECT_EQ(body.applicant.legal_kind, ledger::LegalKind::private_body);
  ASSERT_EQ(body.locations.size(), 2U);
  EXPECT_EQ(body.locations[1].commune.view(), "40135");
  EXPECT_EQ(body.locations[1].department.view(), "40");
  ASSERT_EQ(body.other_funders.size(), 2U);
  EXPECT_EQ(body.other_funders[0].name, "Ville, mairie");
  EXPECT_EQ(body.other_funders[0].amount, (ledger::Amount{500'000, 2}));
  EXPECT_TRUE(body.other_funders[0].secured);
  EXPECT_EQ(body.other_funders[1].name, "R:S");
  EXPECT_EQ(body.received_at, *parse_instant("2016-08-01T09:00:00Z"));
  EXPECT_EQ(given->command.header.act->number.view(), "7");
  EXPECT_EQ(given->command.header.expected_version, StreamVersion{0});
  EXPECT_EQ(given->as, "anne");
}

TEST(CommandFromFlags, ReadsAPlanOfSharesAmountsAndNamedParts) {
  auto const given = flags("DecideAward", {{"project", "P1"},
                                           {"amount", "100"},
                                           {"plan",
                                            "advance:500000,instalment:2000.50:report,"
                                            "instalment:condition=audit,balance"}});
  auto const plan = body_of<ledger::DecideAward>(given).plan;
  ASSERT_EQ(plan.size(), 4U);
  EXPECT_EQ(plan[0].share.ppm(), 500'000);
  EXPECT_EQ(*plan[1].amount, (ledger::Amount{200'050, 2}));
  EXPECT_EQ(plan[1].condition, "report");
  EXPECT_EQ(plan[2].condition, "audit");
  EXPECT_EQ(plan[3].kind, ledger::PaymentKind::balance);
}

TEST(CommandFromFlags, TakesAnEmptyListAsGiven) {
  auto const given = flags("amend-call", {{"--call", "A"}, {"--departments", ""}});
  EXPECT_TRUE(body_of<ledger::AmendCall>(given).departments);
}

TEST(CommandFromFlags, JoinsAListGivenInPieces) {
  auto const given =
      flags("amend-call", {{"--call", "A"}, {"--departments", "24,33"}, {"--departments", "40"}});
  EXPECT_EQ(body_of<ledger::AmendCall>(given).departments->size(), 3U);
}

TEST(CommandFromFlags, RefusesInOneSentence) {
  EXPECT_EQ(flags("close-call", {{"--call", "A"}, {"--call", "B"}}).error().what,
            "--call is given twice: give it once");
  EXPECT_EQ(flags("close-exercise", {{"--year", "MMXVI"}}).error().what,
            "CloseExercise.year is \"MMXVI\", but it is a whole number from -2147483648 to "
            "2147483647");
  EXPECT_EQ(flags("amend-award", {{"--project", "P1"}, {"--rate", "0.5"}}).error().what,
            "AmendAward.rate is \"0.5\", but a rate is a whole number of parts per million: 500000 "
            "is 50 %");
  EXPECT_EQ(flags("close-cal", {}).error().what,
            "\"close-cal\" is no command: did you mean \"CloseCall\"?");
  EXPECT_TRUE(flags("submit-project", {{"--applicant.sirt", "1"}})
                  .error()
                  .what.starts_with("SubmitProject.applicant has no field \"sirt\": did you mean "
                                    "\"siret\"?"));
  EXPECT_EQ(
      flags("declare-eligible", {{"--project", "P"}, {"--criteria", "A:true:more"}}).error().what,
      "--criteria: \"A:true:more\" has more than 2 parts: write a colon within a part as \\:");
}

TEST(CommandSpecs, SayWhatTheCommandLineNeeds) {
  auto const specs = command_specs();
  ASSERT_EQ(specs.size(), std::variant_size_v<ledger::CommandBody>);
  auto const submit = std::ranges::find(specs, "submit-project", &CommandSpec::verb);
  ASSERT_NE(submit, specs.end());
  EXPECT_EQ(submit->name, "SubmitProject");
  EXPECT_FALSE(submit->help.empty());
  auto const field = [&](std::string_view flag) {
    auto const at = std::ranges::find(submit->fields, flag, &FieldSpec::flag);
    EXPECT_NE(at, submit->fields.end()) << flag;
    return at == submit->fields.end() ? FieldSpec{} : *at;
  };
  EXPECT_TRUE(field("--applicant.legal-kind").required);
  EXPECT_EQ(field("--applicant.legal-kind").kind, "private|public|company|person");
  EXPECT_FALSE(field("--applicant.siret").required);
  EXPECT_TRUE(field("--locations").repeated);
  EXPECT_EQ(field("--locations").kind, "list of commune:department");
  EXPECT_EQ(field("--locations").example, "40307:40,40135:40");
  EXPECT_EQ(field("--eligible-cost").kind, "amount");
  for (auto const& spec : specs) {
    EXPECT_FALSE(spec.help.empty()) << spec.name;
    for (auto const& each : spec.fields) EXPECT_FALSE(each.help.empty()) << each.flag;
  }
  for (auto const& each : header_specs()) EXPECT_FALSE(each.help.empty()) << each.flag;
}

// -------------------------------------------------------- the worked example, as the demo gives it

std::vector<std::string> cut(std::string const& text, std::string_view separator) {
  std::vector<std::string> pieces;
  std::size_t begin = 0;
  for (;;) {
    auto const end = text.find(separator, begin);
    pieces.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return pieces;
    begin = end + separator.size();
  }
}

TEST(CommandFromFlags, ReadsEveryLineOfTheWorkedExample) {
  std::ifstream file{GL_SOURCE_DIR "/tests/data/ami-2016.commands.tsv"};
  std::string line;
  std::getline(file, line);
  std::size_t count = 0;
  while (std::getline(file, line)) {
    auto const columns = cut(line, "\t");
    ASSERT_GE(columns.size(), 6U);
    std::vector<Flag> given;
    for (auto const& field : cut(columns[5], "; ")) {
      auto const equals = field.find('=');
      auto const value = field.substr(equals + 1);
      given.emplace_back(field.substr(0, equals), value == "@39" ? "39" : value);
    }
    auto const command = command_from_flags(columns[4], given);
    ASSERT_TRUE(command) << columns[0] << ": " << command.error().what;
    EXPECT_EQ(ledger::name(command->command.body), columns[4]);
    auto const again = decode_command(encode_command(command->command));
    ASSERT_TRUE(again);
    EXPECT_TRUE(same(again->body, command->command.body));
    ++count;
  }
  EXPECT_EQ(count, 61U);
}

}  // namespace
}  // namespace gl::codec
