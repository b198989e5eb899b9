#include <algorithm>
#include <string>

#include "tools/grandlivre/render.h"

namespace gl::tools {
namespace {

std::string spaced(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

/// Nothing was said: false, 0, no text, an empty list.
bool is_silent(Json const& value) {
  return value.is_null() || value == false || value == 0 || value == "" ||
         ((value.is_array() || value.is_object()) && value.empty());
}

std::string words(Json const& value);

std::string words_of_fields(Json const& fields) {
  std::string text;
  for (auto const& [name, value] : fields.items()) {
    if (is_silent(value)) continue;
    text += (text.empty() ? "" : ", ") + spaced(name);
    if (value != true) text += " " + words(value);
  }
  return text;
}

std::string words_of_list(Json const& list) {
  std::string text;
  for (auto const& element : list) text += (text.empty() ? "" : " + ") + words(element);
  return text;
}

std::string words(Json const& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_array()) return words_of_list(value);
  if (!value.is_object()) return value.dump();
  if (value.value("sealed", Json(false)) == true) return "(sealed)";
  return "(" + words_of_fields(value) + ")";
}

/// "title draft → call": the fields of two states of one thing that are not the same.
std::string words_of_change(Json const& before, Json const& after) {
  std::string text;
  for (auto const& [name, value] : after.items()) {
    auto const was = before.value(name, Json());
    if (was == value) continue;
    text += (text.empty() ? "" : ", ") + spaced(name) + " " +
            (is_silent(was) ? "none" : words(was)) + " → " +
            (is_silent(value) ? "none" : words(value));
  }
  for (auto const& [name, value] : before.items()) {
    if (after.contains(name) || is_silent(value)) continue;
    text += (text.empty() ? "" : ", ") + spaced(name) + " " + words(value) + " → none";
  }
  return text;
}

/// Where an imported event comes from, and which rules it broke.
std::string words_of_import(Json const& event) {
  auto const imported = event.value("imported", Json::object());
  if (imported.empty()) return {};
  auto text = "imported from line " + imported.value("line", Json(0)).dump();
  auto const flags = event.value("flags", Json::array());
  if (!flags.empty()) text += " in spite of " + words_of_list(flags);
  return text;
}

/// A verifier key is NAME+ID+BASE64: its name and id say which one it is.
void name_keys(Json& fields) {
  for (auto& [name, key] : fields.items()) {
    auto const text = key.get<std::string>();
    auto const id = text.find('+');
    key = text.substr(0, id == std::string::npos ? id : text.find('+', id + 1));
  }
}

}  // namespace

std::string in_words(Json const& event) {
  auto fields = event.value("fields", Json::object());
  std::string text;
  auto const has = [&](char const* name) {
    return fields.contains(name) && fields[name].is_object();
  };
  if (has("before") && has("after")) {
    text = words_of_change(fields["before"], fields["after"]);
    fields.erase("before");
    fields.erase("after");
  }
  if (event.value("event_type", "") == "LogKeyRotated") name_keys(fields);
  for (auto const& more : {words_of_fields(fields), words_of_import(event)}) {
    if (!more.empty()) text += (text.empty() ? "" : ", ") + more;
  }
  return text;
}

}  // namespace gl::tools
