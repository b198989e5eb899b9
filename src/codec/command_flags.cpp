#include <capnp/schema.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "codec/annotations.h"
#include "codec/compose.h"
#include "codec/json.h"
#include "codec/text.h"
#include "schema/command.capnp.h"

namespace gl::codec {
namespace {

using Json = nlohmann::ordered_json;
using Field = capnp::StructSchema::Field;
using schema::Kind;

/// Flags become the object that JSON would have said; what values mean is `compose`'s to check.

/// The pieces between separators; a backslash keeps the character behind it from being one.
std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> pieces(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      pieces.back().append(text.substr(i++, 2));
    } else if (text[i] == separator) {
      pieces.emplace_back();
    } else {
      pieces.back().push_back(text[i]);
    }
  }
  return pieces;
}

std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    plain.push_back(text[i]);
  }
  return plain;
}

bool is_number(capnp::Type type) {
  switch (type.which()) {
    case capnp::schema::Type::UINT8:
    case capnp::schema::Type::UINT16:
    case capnp::schema::Type::UINT32:
    case capnp::schema::Type::UINT64:
    case capnp::schema::Type::INT32:
    case capnp::schema::Type::INT64: return true;
    default: return false;
  }
}

/// Whether JSON says this field with a number, not with a text.
bool takes_number(Field field) {
  auto const kind = meta_of(field).kind;
  auto const type = field.getType();
  if (type.isStruct()) {
    return kind == Kind::RATE || (kind == Kind::PLAIN && has_unstated(type.asStruct()));
  }
  return is_number(type) && (kind == Kind::PLAIN || kind == Kind::RATE);
}

bool takes_flag(Field field) {
  return field.getType().isBool() || meta_of(field).kind == Kind::CHOICE;
}

/// A number where the text is one; else the text, which `compose` will name in its sentence.
Json number_or_text(std::string const& text) {
  std::int64_t number = 0;
  auto const* end = text.data() + text.size();
  if (std::from_chars(text.data(), end, number).ptr == end && !text.empty()) return number;
  std::uint64_t large = 0;
  if (std::from_chars(text.data(), end, large).ptr == end && !text.empty()) return large;
  return text;
}

Json scalar(Field field, std::string const& text) {
  if (takes_number(field)) return number_or_text(text);
  if (takes_flag(field) && (text == "true" || text == "yes")) return true;
  if (takes_flag(field) && (text == "false" || text == "no")) return false;
  return text;
}

std::vector<Field>::const_iterator named(std::vector<Field> const& fields, std::string name) {
  std::ranges::replace(name, '-', '_');
  return std::ranges::find_if(fields,
                              [&](Field field) { return snake_case(name_of(field)) == name; });
}

/// The field that the next part without a name belongs to: an amount where a share cannot be meant.
std::vector<Field>::const_iterator next_part(std::vector<Field> const& fields,
                                             std::vector<Field>::const_iterator at,
                                             std::string_view part) {
  if (at == fields.end() || at + 1 == fields.end()) return at;
  bool const is_amount = part.find('.') != std::string_view::npos;
  bool const may_be_either =
      meta_of(*at).kind == Kind::RATE && meta_of(*(at + 1)).kind == Kind::AMOUNT;
  return may_be_either && is_amount ? at + 1 : at;
}

/// `40307:40`, `advance:500000`, `balance`, `advance:amount=2000.00:condition=report`.
Result<Json> element(capnp::StructSchema schema, std::string_view text) {
  auto const fields = fields_of(schema);
  auto next = fields.begin();
  Json object = Json::object();
  for (auto const& part : split(text, ':')) {
    auto const equals = part.find('=');
    auto at = equals == std::string::npos ? fields.end() : named(fields, part.substr(0, equals));
    bool const has_name = at != fields.end();
    if (!has_name) at = next_part(fields, next, part);
    if (at == fields.end()) {
      return fail(Errc::malformed, "\"" + std::string{text.substr(0, 60)} + "\" has more than " +
                                       std::to_string(fields.size()) +
                                       " parts: write a colon within a part as \\:");
    }
    auto const value = unescaped(has_name ? part.substr(equals + 1) : part);
    if (!value.empty()) object[snake_case(name_of(*at))] = scalar(*at, value);
    next = at + 1;
  }
  return object;
}

Result<Json> list(capnp::Type type, std::string_view text) {
  Json array = Json::array();
  if (text.empty()) return array;
  for (auto const& piece : split(text, ',')) {
    if (!type.isStruct()) {
      array.push_back(unescaped(piece));
      continue;
    }
    auto object = element(type.asStruct(), piece);
    if (!object) return std::unexpected(object.error());
    array.push_back(*std::move(object));
  }
  return array;
}

/// The field of a path, "applicant.siret", and the object that it goes into.
struct Target {
  Field field;
  Json* object;
};

std::optional<Target> find_target(capnp::StructSchema schema, std::vector<std::string> const& path,
                                  Json& object) {
  auto* into = &object;
  for (std::size_t i = 0; i < path.size(); ++i) {
    auto const fields = fields_of(schema);
    auto const at = named(fields, path[i]);
    if (at == fields.end() || name_of(*at) == "body") return std::nullopt;
    if (i + 1 == path.size()) return Target{*at, into};
    if (!is_nested(*at)) return std::nullopt;
    into = &(*into)[snake_case(path[i])];
    schema = at->getType().asStruct();
  }
  return std::nullopt;
}

Result<void> add_value(Target const& target, std::string const& flag, std::string const& value) {
  auto const name = snake_case(name_of(target.field));
  auto const type = target.field.getType();
  bool const is_again = target.object->contains(name);
  if (type.isList()) {
    auto elements = list(type.asList().getElementType(), value);
    if (!elements) return fail(elements.error().code, flag + ": " + elements.error().what);
    auto& array = (*target.object)[name];
    if (array.is_null()) array = Json::array();
    for (auto& each : *elements) array.push_back(std::move(each));
    return {};
  }
  if (is_again) return fail(Errc::malformed, flag + " is given twice: give it once");
  if (is_nested(target.field)) {
    return fail(Errc::malformed, flag + " has parts: give them as " + flag + ".part");
  }
  (*target.object)[name] = scalar(target.field, value);
  return {};
}

/// `as`, `recorded_at`, or a field that `compose` will say it does not know. False: it is there.
bool add_unknown(Json& object, std::vector<std::string> const& path, std::string const& value) {
  auto* into = &object;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    into = &(*into)[path[i]];
    if (!into->is_null() && !into->is_object()) return false;
  }
  if (into->contains(path.back())) return false;
  (*into)[path.back()] = value;
  return true;
}

std::string normalised(std::string_view flag) {
  if (flag.starts_with("--")) flag.remove_prefix(2);
  std::string name{flag};
  std::ranges::replace(name, '-', '_');
  return name;
}

/// The command's member by "DecideAward" or "decide-award", if there is one.
std::optional<Field> member_of(std::string_view name) {
  for (auto const field : capnp::Schema::from<schema::Command::Body>().getUnionFields()) {
    if (!field.getType().isStruct()) continue;
    if (capitalised(name_of(field)) == name || kebab_case(name_of(field)) == name) return field;
  }
  return std::nullopt;
}

}  // namespace

Result<GivenCommand> command_from_flags(std::string_view name, std::span<Flag const> flags) {
  Json object = Json::object();
  auto const member = member_of(name);
  object["command"] = member ? capitalised(name_of(*member)) : std::string{name};
  for (auto const& [flag, value] : flags) {
    auto const key = normalised(flag);
    auto const path = split(key, '.');
    std::optional<Target> target;
    if (member) target = find_target(member->getType().asStruct(), path, object);
    if (!target && key != "as" && key != "recorded_at") {
      target = find_target(capnp::Schema::from<schema::Command>(), path, object);
    }
    if (target) {
      if (auto added = add_value(*target, flag, value); !added) {
        return std::unexpected(added.error());
      }
    } else if (!add_unknown(object, path, value)) {
      return fail(Errc::malformed, flag + " is given twice: give it once");
    }
  }
  return compose(object);
}

}  // namespace gl::codec
