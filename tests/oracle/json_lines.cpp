#include <nlohmann/json.hpp>

#include <algorithm>

#include "base/time.h"
#include "codec/json.h"
#include "oracle/script.h"

/// Commands as JSON, by what the codec says of each field.
namespace gl::oracle {
namespace {

using Json = nlohmann::ordered_json;

bool is_one_of(std::string const& words, std::string const& word) {
  auto const all = split(words, ' ');
  return std::ranges::find(all, word) != all.end();
}

Json scalar(std::string const& kind, std::string const& text) {
  if (is_one_of("number ppm share", kind)) return std::stoll(text);
  if (is_one_of("true|false secured met", kind)) return text == "true";
  return text;
}

/// `kind:share:amount:condition` and `advance::1000`; an empty part is left out.
Json element(std::string const& kinds, std::string const& text) {
  auto const names = split(kinds, ':');
  if (names.size() < 2) return text;
  Json object = Json::object();
  auto const parts = split(text, ':');
  for (std::size_t i = 0; i < std::min(names.size(), parts.size()); ++i) {
    if (!parts[i].empty()) object[names[i]] = scalar(names[i], parts[i]);
  }
  return object;
}

Json value_of(std::string const& kind, std::string const& text) {
  std::string const list = "list of ";
  if (!kind.starts_with(list)) return scalar(kind, text);
  Json array = Json::array();
  for (auto const& each : split(text, ','))
    array.push_back(element(kind.substr(list.size()), each));
  return array;
}

std::string kind_of(std::string const& command, std::string const& field) {
  for (auto const& spec : codec::command_specs()) {
    if (spec.name != command) continue;
    for (auto const& each : spec.fields) {
      if (each.name == field) return each.kind;
    }
  }
  return "text";
}

void add_header(Json& line, Command const& command) {
  if (command.effective_date) line["effective_date"] = to_text(*command.effective_date);
  if (command.expected_version) line["expected_version"] = *command.expected_version;
  if (!command.reason_code.empty()) line["reason_code"] = command.reason_code;
  if (command.has_act) line["act"] = {{"kind", "deliberation"}, {"number", "2016.1"}};
  if (!command.acting_for.empty()) line["acting_for"] = command.acting_for;
  if (!command.delegation.empty()) line["delegation"] = command.delegation;
  if (command.imported) {
    line["imported"] = {{"sha256", "01" + std::string(62, '0')}, {"line", 1}};
  }
}

}  // namespace

std::string to_json(Command const& command) {
  Json line{{"command", command.type}, {"as", command.person + "/" + command.role}};
  line["recorded_at"] = gl::to_string(gl::Instant{command.recorded_at});
  add_header(line, command);
  if (command.received_at) line["received_at"] = gl::to_string(gl::Instant{*command.received_at});
  for (auto const& [field, text] : command.fields) {
    auto* into = &line;
    auto const path = split(field, '.');
    for (std::size_t i = 0; i + 1 < path.size(); ++i) into = &(*into)[path[i]];
    (*into)[path.back()] = value_of(kind_of(command.type, field), text);
  }
  return line.dump();
}

}  // namespace gl::oracle
