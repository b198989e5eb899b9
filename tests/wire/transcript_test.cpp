#include <gtest/gtest.h>
#include <stdlib.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "codec/event_codec.h"
#include "wire/frame.h"

// What the `capnp` tool of Cap'n Proto itself reads in our frames, and the example of
// docs/protocol.md, which is made here.

namespace gl::wire {
namespace {

std::string const source_dir = GL_SOURCE_DIR;

struct Step {
  std::string title;
  Frame frame;
};

Uuid uuid(std::string_view text) { return parse_uuid(text).value(); }

ledger::Money euros(std::int64_t euros) { return ledger::Money::from_minor_units(euros * 100); }

ledger::Command vote_authority() {
  ledger::Command command;
  command.header.id = uuid("0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f6071");
  command.header.effective_date = civil_date(2016, 6, 27);
  command.body = ledger::VoteAuthority{ledger::ProgrammeId{"INNOVSOC"}, {70'000'000, 2}};
  return command;
}

HelloReply welcome() {
  return {.protocol = 1,
          .ledger = uuid("0155a2f0-9a80-7abc-9def-0123456789ab"),
          .ledger_name = "AMI innovation sociale",
          .principal = {.person = ledger::PersonId{"claire"}, .role = ledger::Role::assembly},
          .head = Position{2},
          .limits = {},
          .idle_ms = 300'000,
          .server_time = Instant{1'467'018'000'000'000},
          .simulated = false,
          .server_name = "grandlivred 0.1.0",
          .checkpoint = {}};
}

SubmitReply accepted() {
  return {.answers = {{.command_id = vote_authority().header.id,
                       .outcome = ledger::Outcome::accepted,
                       .repeated = false,
                       .first = Position{3},
                       .last = Position{3},
                       .stream_version = StreamVersion{2},
                       .refusal = {},
                       .list_index = 0}},
          .not_before = Position{3}};
}

BalancesReply balances() {
  ledger::AnsweredAt const as_of{Position{3}, Instant{1'467'018'000'123'456}, {}};
  ledger::ProgrammeBalances programme;
  programme.programme = ledger::ProgrammeId{"INNOVSOC"};
  programme.currency = ledger::Currency::parse("EUR").value();
  programme.authority.voted = euros(700'000);
  programme.authority.available = euros(700'000);
  return {as_of, {programme}, {}};
}

/// A bank account, sealed for the subject 0f…; 43 bytes for 27 of text.
ledger::Sealed an_iban() {
  ledger::Sealed sealed;
  sealed.subject.fill(std::byte{0x0f});
  sealed.token.fill(std::byte{0x70});
  sealed.ciphertext.assign(43, std::byte{0xc1});
  return sealed;
}

Reveal two_texts() {
  auto other = an_iban();
  other.subject.fill(std::byte{0xee});
  return {{an_iban(), other}};
}

Subscribe as_accounts() {
  Subscribe request;
  request.filter.types = {"AuthorityVoted", "PaymentExecuted"};
  request.filter.programmes = {ledger::ProgrammeId{"INNOVSOC"}};
  request.consumer = ledger::ConsumerName{"accounts"};
  return request;
}

SubscribeReply opened() {
  SubscribeReply reply;
  reply.head = Position{3};
  reply.credit_events = CreditLimits::events_default;
  reply.credit_bytes = CreditLimits::bytes_default;
  reply.heartbeat_ms = 5'000;
  reply.created = true;
  return reply;
}

EventsPush one_event() {
  ledger::Event event;
  event.envelope.position = Position{3};
  event.envelope.stream = {ledger::StreamKind::programme, ledger::StreamId{"INNOVSOC"}};
  event.envelope.stream_version = StreamVersion{2};
  event.envelope.previous_in_stream = Position{2};
  event.envelope.recorded_at = Instant{1'467'018'000'123'456};
  event.envelope.effective_date = civil_date(2016, 6, 27);
  event.envelope.actor.person = ledger::PersonId{"claire"};
  event.envelope.actor.role = ledger::Role::assembly;
  event.envelope.currency = *ledger::Currency::parse("EUR");
  event.body = ledger::AuthorityVoted{ledger::ProgrammeId{"INNOVSOC"},
                                      ledger::Money::from_minor_units(70'000'000)};
  auto const bytes = codec::encode_event(event);
  EventsPush push{Position{3}, Position{3}, 1, {}, {}};
  push.entries.reserve(2 + bytes.size());
  push.entries.push_back(static_cast<std::byte>(bytes.size() >> 8U));
  push.entries.push_back(static_cast<std::byte>(bytes.size() & 0xffU));
  for (auto const byte : bytes) push.entries.push_back(byte);
  return push;
}

std::vector<Step> transcript() {
  Balances question;
  question.programme = ledger::ProgrammeId{"INNOVSOC"};
  question.at.not_before = Position{3};
  question.at.wait_ms = 1'000;
  Hello hello;
  hello.client_name = "example 1.0";
  Submit submit;
  submit.commands = {vote_authority()};
  return {
      {"client: hello, to any ledger", {1, Request{hello}}},
      {"server: welcome, claire of the assembly", {1, Reply{welcome()}}},
      {"client: vote 700 000.00 EUR of authority on 27 June 2016", {2, Request{submit}}},
      {"server: accepted, durable at position 3", {2, Reply{accepted()}}},
      {"client: balances, seeing at least position 3", {3, Request{question}}},
      {"server: the balances after position 3", {3, Reply{balances()}}},
      {"client: a project that does not exist", {4, Request{Project{{}, ledger::ProjectId{"P9"}}}}},
      {"server: no such project",
       {4, failure(Code::not_found, "project \"P9\" is not in this ledger: look at its id")}},
      {"client, an accountant: two sealed texts in clear", {5, Request{two_texts()}}},
      {"server: a bank account; the other one's subject is erased",
       {5, Reply{RevealReply{{"FR7630006000011234567890189", std::nullopt}}}}},
      {"client, of finance: payments and authority of INNOVSOC, as the consumer \"accounts\"",
       {6, Request{as_accounts()}}},
      {"server: the consumer was made", {6, Reply{opened()}}},
      {"server: the event at position 3, and that is all there is", {6, Push{one_event()}}},
      {"server: caught up", {6, Push{CaughtUpPush{Position{3}}}}},
      {"client: it is done", {7, Request{Ack{6, Position{3}, {}}}}},
      {"server: durable", {7, Reply{SettleReply{Position{3}, 1, 0, 0, 0}}}},
  };
}

/// What `capnp decode schema/protocol.capnp Frame` prints for these bytes.
std::string decoded_by_the_tool(Bytes const& bytes) {
  std::string file = (std::filesystem::temp_directory_path() / "gl-wire-XXXXXX").string();
  auto const descriptor = mkstemp(file.data());
  if (descriptor < 0) return "no temporary file";
  std::ofstream{file, std::ios::binary} << as_text(bytes);
  auto const command =
      "capnp decode '" + source_dir + "/schema/protocol.capnp' Frame <'" + file + "' 2>&1";
  std::string text;
  if (auto* const output = popen(command.c_str(), "r"); output != nullptr) {
    char some[4'096];
    for (std::size_t size = 0; (size = fread(some, 1, sizeof some, output)) > 0;) {
      text.append(some, size);
    }
    if (pclose(output) != 0) text += "the tool failed";
  }
  std::filesystem::remove(file);
  return text;
}

/// Words of eight bytes, four to a line.
std::string hex_lines(ByteView bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 8) {
    text += to_hex(bytes.subspan(at, 8));
    text += at % 32 == 24 || at + 8 == bytes.size() ? '\n' : ' ';
  }
  return text;
}

std::string as_markdown() {
  std::string text;
  for (auto const& [title, frame] : transcript()) {
    auto const bytes = encode(frame);
    text += "\n**" + title + "**\n\n```\n" + hex_lines(bytes) + "```\n```\n" +
            decoded_by_the_tool(bytes) + "```\n";
  }
  return text;
}

TEST(CapnpTool, ReadsACaptureOfSeveralFrames) {
  Bytes capture;
  for (auto const& step : transcript()) {
    auto const frame = encode(step.frame);
    capture.insert(capture.end(), frame.begin(), frame.end());
  }
  auto const text = decoded_by_the_tool(capture);
  for (auto const* const part :
       {"clientName = \"example 1.0\"", "ledgerName = \"AMI innovation sociale\"",
        "person = \"claire\", role = assembly", "programme = \"INNOVSOC\"", "units = 70000000",
        "outcome = accepted", "notBefore = 3", "voted = 70000000", "code = 5", "notFound",
        "clear = \"FR7630006000011234567890189\"", "erased = void", "consumer = \"accounts\"",
        "caughtUp", "settled = 1"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " is not in:\n" << text;
  }
}

std::string documentation() {
  std::ifstream file{source_dir + "/docs/protocol.md"};
  std::stringstream whole;
  whole << file.rdbuf();
  return whole.str();
}

TEST(Documentation, ListsEveryCodeWithItsNameAndClass) {
  constexpr std::array<std::string_view, 10> classes{
      "none",           "fixRequest", "refused",   "conflict", "retryAfter",
      "unknownOutcome", "readOnly",   "forbidden", "notFound", "internal"};
  auto const page = documentation();
  for (unsigned number = 1; number < 1'000; ++number) {
    auto const code = static_cast<Code>(number);
    if (name(code) == "unknown") continue;
    auto const row = "\n| " + std::to_string(number) + " | " + std::string{name(code)} + " | " +
                     std::string{classes[static_cast<std::size_t>(class_of(code))]} + " | ";
    EXPECT_NE(page.find(row), std::string::npos) << "not in docs/protocol.md:" << row;
  }
}

TEST(CapnpTool, AgreesWithTheTranscriptOfTheDocumentation) {
  auto const page = documentation();
  std::string const begin = "<!-- transcript: made by tests/wire/transcript_test.cpp -->\n";
  auto const at = page.find(begin);
  ASSERT_NE(at, std::string::npos);
  auto const end = page.find("\n## ", at);
  ASSERT_NE(end, std::string::npos);
  auto const found = page.substr(at + begin.size(), end - at - begin.size());
  auto const expected = as_markdown();
  if (found == expected) return;
  auto const made = std::filesystem::temp_directory_path() / "protocol-transcript.md";
  std::ofstream{made} << expected;
  FAIL() << "docs/protocol.md shows other bytes than the code makes; if the protocol was meant to "
            "change, take the new transcript from "
         << made;
}

}  // namespace
}  // namespace gl::wire
