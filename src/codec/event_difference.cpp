#include "codec/event_difference.h"

#include <nlohmann/json.hpp>

#include "codec/json.h"

namespace gl::codec {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(Json const& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::optional<Difference> compare(Json const& expected, Json const& actual, std::string const& at);

std::optional<Difference> compare_objects(Json const& expected, Json const& actual,
                                          std::string const& at) {
  auto const path = [&at](std::string const& key) { return at.empty() ? key : at + "." + key; };
  for (auto const& [key, value] : expected.items()) {
    if (!actual.contains(key)) return Difference{path(key), text_of(value), "nothing"};
    if (auto found = compare(value, actual[key], path(key))) return found;
  }
  for (auto const& [key, value] : actual.items()) {
    if (!expected.contains(key)) return Difference{path(key), "nothing", text_of(value)};
  }
  return {};
}

std::optional<Difference> compare(Json const& expected, Json const& actual, std::string const& at) {
  if (expected == actual) return {};
  if (expected.is_object() && actual.is_object()) return compare_objects(expected, actual, at);
  bool const lists = expected.is_array() && actual.is_array() && expected.size() == actual.size();
  for (std::size_t i = 0; lists && i < expected.size(); ++i) {
    auto const element = at + "[" + std::to_string(i) + "]";
    if (auto found = compare(expected[i], actual[i], element)) return found;
  }
  return Difference{at, text_of(expected), text_of(actual)};
}

}  // namespace

std::optional<Difference> first_difference(ByteView expected, ByteView actual) {
  auto const one = codec::event_to_json(expected);
  auto const other = codec::event_to_json(actual);
  if (!one || !other) return Difference{"bytes", "an event", "none that can be shown"};
  return compare(Json::parse(*one), Json::parse(*other), {});
}

}  // namespace gl::codec
