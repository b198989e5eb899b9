#include <capnp/dynamic.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "codec/annotations.h"
#include "codec/canonical.h"
#include "codec/event_codec.h"
#include "codec/fill.h"
#include "codec/json.h"
#include "codec/members.h"
#include "codec/message_bytes.h"
#include "schema/event.capnp.h"

// One file per event type with two events, one in which every field is set and one in which none
// is: their bytes, and what they say as JSON. They are the promise that old events stay readable:
// a difference is a broken promise, not a reason to write them again. New types are added with
// GL_REWRITE_GOLDEN=1, which writes the files anew: look at the difference before you commit it.

namespace gl::codec {
namespace {

constexpr std::array samples{"full", "minimal"};

std::string path_of(std::string_view name, std::string_view suffix) {
  return GL_SOURCE_DIR "/tests/golden/events/" + std::string{name} + std::string{suffix};
}

bool must_rewrite() {
  auto const* set = std::getenv("GL_REWRITE_GOLDEN");
  return set != nullptr && std::string_view{set} == "1";
}

std::string read_all(std::string const& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream all;
  all << file.rdbuf();
  return all.str();
}

/// Lines of "label text" by label.
std::map<std::string, std::string> read_lines(std::string const& path) {
  std::map<std::string, std::string> lines;
  std::istringstream all{read_all(path)};
  for (std::string line; std::getline(all, line);) {
    auto const blank = line.find(' ');
    lines[line.substr(0, blank)] = line.substr(blank + 1);
  }
  return lines;
}

template <class Body>
ledger::Event sample_of(std::string_view label) {
  if (label == "full") return filled_event<Body, Sequence>();
  return {.envelope = {}, .body = Body{}};
}

template <class Body>
void rewrite() {
  std::ofstream hex{path_of(ledger::name(ledger::EventBody{Body{}}), ".hex")};
  std::ofstream json{path_of(ledger::name(ledger::EventBody{Body{}}), ".json")};
  for (auto const* label : samples) {
    auto const bytes = encode_event(sample_of<Body>(label));
    hex << label << ' ' << to_hex(bytes) << '\n';
    json << label << ' ' << *event_to_json(bytes) << '\n';
  }
}

std::map<std::string, Bytes> golden_bytes(std::string_view name) {
  std::map<std::string, Bytes> golden;
  for (auto const& [label, hex] : read_lines(path_of(name, ".hex"))) golden[label] = *from_hex(hex);
  EXPECT_EQ(golden.size(), samples.size()) << name << " has no golden file: GL_REWRITE_GOLDEN=1";
  return golden;
}

template <class Visit>
void for_each_golden(Visit visit) {
  for_each_body<ledger::EventBody>([&]<class Body>() {
    auto const name = std::string{ledger::name(ledger::EventBody{Body{}})};
    for (auto const& [label, bytes] : golden_bytes(name)) visit(name, label, bytes);
  });
}

TEST(GoldenEvents, AreRewrittenOnlyWhenAskedFor) {
  if (!must_rewrite()) GTEST_SKIP() << "set GL_REWRITE_GOLDEN=1 to write tests/golden/events anew";
  for_each_body<ledger::EventBody>([]<class Body>() { rewrite<Body>(); });
}

TEST(GoldenEvents, AreReadAndWrittenAgainByteForByte) {
  for_each_golden([](std::string const& name, std::string const& label, ByteView bytes) {
    auto const event = decode_event(bytes);
    ASSERT_TRUE(event) << name << ' ' << label << ": " << event.error().what;
    EXPECT_EQ(ledger::name(event->body), name);
    EXPECT_EQ(to_hex(encode_event(*event)), to_hex(bytes)) << name << ' ' << label;
    EXPECT_TRUE(is_canonical(bytes)) << name << ' ' << label;
  });
}

TEST(GoldenEvents, SayTheSameAsJson) {
  for_each_golden([](std::string const& name, std::string const& label, ByteView bytes) {
    auto const expected = read_lines(path_of(name, ".json"));
    EXPECT_EQ(event_to_json(bytes).value_or("none"), expected.at(label)) << name << ' ' << label;
  });
}

/// Every field of a struct is set, down to the elements of its lists.
void expect_set(capnp::DynamicStruct::Reader in, std::string const& path) {
  for (auto const field : in.getSchema().getFields()) {
    auto const here = path + "." + std::string{name_of(field)};
    bool const is_in_union = field.getProto().getDiscriminantValue() != 0xffff;
    KJ_IF_MAYBE (active, in.which()) {
      if (is_in_union && *active != field) continue;
    }
    auto const value = in.get(field);
    switch (value.getType()) {
      case capnp::DynamicValue::STRUCT:
        EXPECT_TRUE(field.getProto().isGroup() || in.has(field)) << here;
        expect_set(value.as<capnp::DynamicStruct>(), here);
        break;
      case capnp::DynamicValue::LIST: {
        auto const list = value.as<capnp::DynamicList>();
        EXPECT_GT(list.size(), 0U) << here;
        for (auto const element : list) {
          if (element.getType() != capnp::DynamicValue::STRUCT) continue;
          expect_set(element.as<capnp::DynamicStruct>(), here);
        }
        break;
      }
      case capnp::DynamicValue::VOID: ADD_FAILURE() << here << " is unstated"; break;
      case capnp::DynamicValue::BOOL: EXPECT_TRUE(value.as<bool>()) << here; break;
      case capnp::DynamicValue::INT: EXPECT_NE(value.as<std::int64_t>(), 0) << here; break;
      case capnp::DynamicValue::UINT: EXPECT_NE(value.as<std::uint64_t>(), 0U) << here; break;
      case capnp::DynamicValue::ENUM:
        EXPECT_NE(value.as<capnp::DynamicEnum>().getRaw(), 0) << here;
        break;
      default: EXPECT_TRUE(in.has(field)) << here;
    }
  }
}

TEST(GoldenEvents, SetEveryFieldThatTheSchemaHas) {
  for_each_golden([](std::string const& name, std::string const& label, ByteView bytes) {
    if (label != "full") return;
    MessageBytes message{bytes};
    expect_set(capnp::DynamicStruct::Reader{message.root<schema::Event>()}, name);
  });
}

// --------------------------------------------------------------- an implementation that is not
// ours

/// What `capnp convert` makes of the input with our schema.
std::string convert(std::string const& from_to, std::string const& input) {
  auto const path = testing::TempDir() + "gl_golden_" + std::to_string(getpid());
  std::ofstream{path, std::ios::binary} << input;
  auto const command =
      "capnp convert " + from_to + " " GL_SOURCE_DIR "/schema/event.capnp Event < " + path;
  std::string output;
  auto* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> part{};
  for (std::size_t size = 0; (size = std::fread(part.data(), 1, part.size(), pipe)) > 0;) {
    output.append(part.data(), size);
  }
  EXPECT_EQ(pclose(pipe), 0) << command;
  std::remove(path.c_str());
  return output;
}

void expect_capnp_agrees(std::string const& name, ByteView bytes) {
  auto const text = convert("flat:text", std::string{as_text(bytes)});
  EXPECT_NE(text.find("payloadDigest = "), std::string::npos) << text;
  auto const again = convert("text:canonical", text);
  EXPECT_EQ(to_hex(as_bytes(again)), to_hex(bytes)) << name;
}

TEST(GoldenEvents, AreReadAndWrittenByTheCapnpTool) {
  auto const bytes = golden_bytes("AwardDecided").at("full");
  auto const text = convert("flat:text", std::string{as_text(bytes)});
  auto const event = decode_event(bytes);
  ASSERT_TRUE(event);
  auto const& award = std::get<ledger::AwardDecided>(event->body);
  EXPECT_NE(text.find("costBase = " + std::to_string(award.cost_base.minor_units()) + ","),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("project = \"" + award.project.string() + "\""), std::string::npos) << text;
  expect_capnp_agrees("AwardDecided", bytes);
}

TEST(GoldenEventsSlow, AreAllReadAndWrittenByTheCapnpTool) {
  for_each_golden([](std::string const& name, std::string const& label, ByteView bytes) {
    if (label == "full") expect_capnp_agrees(name, bytes);
  });
}

}  // namespace
}  // namespace gl::codec
