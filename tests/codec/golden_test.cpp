#include <capnp/dynamic.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "codec/annotations.h"
#include "codec/canonical.h"
#include "codec/event_codec.h"
#include "codec/fill.h"
#include "codec/json.h"
#include "codec/members.h"
#include "codec/message_bytes.h"
#include "schema/event.capnp.h"

// Files with events of each type: one in which every field is set ("full") and one in which none is
// ("minimal"): their bytes, and what they say as JSON. They are the promise that old events stay
// readable: a difference is a broken promise, not a reason to write them again.
//
// A schema grows, and then its full event of today has other bytes. The file stays what it was, and
// the event of today joins in a file of the type's next generation: CallOpened.hex,
// CallOpened.2.hex … GL_REWRITE_GOLDEN=1 writes such a file for each event that no file holds, and
// touches none that is there: look at what it made before you commit it. All generations are read
// and written again byte for byte, for ever; of the last one every field must be set.

namespace gl::codec {
namespace {

constexpr std::array samples{"full", "minimal"};

std::string path_of(std::string_view name, std::size_t generation, std::string_view suffix) {
  auto const number = generation == 1 ? "" : "." + std::to_string(generation);
  return GL_SOURCE_DIR "/tests/golden/events/" + std::string{name} + number + std::string{suffix};
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

/// An event as a golden file has it.
struct Golden {
  std::string name;
  std::size_t generation = 0;  ///< from 1
  std::string label;
  Bytes bytes;
  std::string json;
};

/// All events of the type's files, the oldest first.
std::vector<Golden> golden_of(std::string const& name) {
  std::vector<Golden> events;
  for (std::size_t generation = 1;; ++generation) {
    auto const hex_of = read_lines(path_of(name, generation, ".hex"));
    if (hex_of.empty()) return events;
    auto const json_of = read_lines(path_of(name, generation, ".json"));
    for (auto const& [label, hex] : hex_of) {
      events.push_back({name, generation, label, *from_hex(hex), json_of.at(label)});
    }
  }
}

/// Writes the samples that no file of the type holds as its next generation.
template <class Body>
void write_what_is_new() {
  std::string const name{ledger::name(ledger::EventBody{Body{}})};
  auto const known = golden_of(name);
  auto const generation = known.empty() ? 1 : known.back().generation + 1;
  for (auto const* label : samples) {
    auto const bytes = encode_event(sample_of<Body>(label));
    if (std::ranges::find(known, bytes, &Golden::bytes) != known.end()) continue;
    std::ofstream{path_of(name, generation, ".hex"), std::ios::app} << label << ' ' << to_hex(bytes)
                                                                    << '\n';
    std::ofstream{path_of(name, generation, ".json"), std::ios::app}
        << label << ' ' << *event_to_json(bytes) << '\n';
  }
}

template <class Visit>
void for_each_golden(Visit visit) {
  for_each_body<ledger::EventBody>([&]<class Body>() {
    std::string const name{ledger::name(ledger::EventBody{Body{}})};
    auto const events = golden_of(name);
    EXPECT_GE(events.size(), samples.size()) << name << " has no golden file: GL_REWRITE_GOLDEN=1";
    for (auto const& golden : events) visit(golden);
  });
}

std::ostream& operator<<(std::ostream& out, Golden const& golden) {
  return out << golden.name << ' ' << golden.generation << ' ' << golden.label;
}

TEST(GoldenEvents, AreWrittenOnlyWhenAskedFor) {
  if (!must_rewrite()) GTEST_SKIP() << "set GL_REWRITE_GOLDEN=1 to write what is new";
  for_each_body<ledger::EventBody>([]<class Body>() { write_what_is_new<Body>(); });
}

TEST(GoldenEvents, HoldTheSamplesOfToday) {
  for_each_body<ledger::EventBody>([]<class Body>() {
    std::string const name{ledger::name(ledger::EventBody{Body{}})};
    auto const known = golden_of(name);
    for (auto const* label : samples) {
      auto const bytes = encode_event(sample_of<Body>(label));
      EXPECT_NE(std::ranges::find(known, bytes, &Golden::bytes), known.end())
          << name << " has grown: GL_REWRITE_GOLDEN=1";
    }
  });
}

TEST(GoldenEvents, AreReadAndWrittenAgainByteForByte) {
  for_each_golden([](Golden const& golden) {
    auto const event = decode_event(golden.bytes);
    ASSERT_TRUE(event) << golden << ": " << event.error().what;
    EXPECT_EQ(ledger::name(event->body), golden.name);
    EXPECT_EQ(to_hex(encode_event(*event)), to_hex(golden.bytes)) << golden;
    EXPECT_TRUE(is_canonical(golden.bytes)) << golden;
  });
}

/// True when `now` says all that `then` said; a field that was added since may join.
bool still_says(nlohmann::json const& now, nlohmann::json const& then) {
  if (then.is_object() && now.is_object()) {
    return std::ranges::all_of(then.items(), [&](auto const& field) {
      return now.contains(field.key()) && still_says(now[field.key()], field.value());
    });
  }
  if (then.is_array() && now.is_array()) {
    return std::ranges::equal(now, then, still_says);
  }
  return now == then;
}

TEST(GoldenEvents, StillSayAsJsonWhatTheySaid) {
  for_each_golden([](Golden const& golden) {
    auto const json = event_to_json(golden.bytes);
    ASSERT_TRUE(json) << golden;
    EXPECT_TRUE(still_says(nlohmann::json::parse(*json), nlohmann::json::parse(golden.json)))
        << golden << " says " << *json << ", but it said " << golden.json;
  });
}

/// The fullest event of each type, by the type's name.
std::map<std::string, Golden> fullest() {
  std::map<std::string, Golden> newest;
  for_each_golden([&](Golden const& golden) {
    if (golden.label == "full") newest.insert_or_assign(golden.name, golden);
  });
  return newest;
}

TEST(GoldenEvents, SayTheSameAsJsonDownToTheOrder) {
  for (auto const& [name, golden] : fullest()) {
    EXPECT_EQ(event_to_json(golden.bytes).value_or("none"), golden.json) << golden;
  }
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
  for (auto const& [name, golden] : fullest()) {
    MessageBytes message{golden.bytes};
    expect_set(capnp::DynamicStruct::Reader{message.root<schema::Event>()}, name);
  }
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
  auto const bytes = encode_event(sample_of<ledger::AwardDecided>("full"));
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
  for (auto const& [name, golden] : fullest()) expect_capnp_agrees(name, golden.bytes);
}

}  // namespace
}  // namespace gl::codec
