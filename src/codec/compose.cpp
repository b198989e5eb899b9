#include "codec/compose.h"

#include <capnp/dynamic.h>
#include <capnp/message.h>
#include <kj/exception.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "codec/annotations.h"
#include "codec/command_message.h"
#include "codec/field.h"
#include "codec/message_bytes.h"
#include "codec/text.h"
#include "schema/command.capnp.h"

namespace gl::codec {
namespace {

using Json = nlohmann::ordered_json;
using capnp::DynamicStruct;
using Field = capnp::StructSchema::Field;
using schema::Kind;

/// Ends the composing; caught below, in this file.
struct Wrong {
  std::string what;
};

/// Where a value stands: "DecideAward.amount".
struct Place {
  std::string path;

  [[nodiscard]] Place in(std::string_view name) const { return {path + "." + std::string{name}}; }
  [[noreturn]] void wrong(std::string_view what) const {
    throw Wrong{path + " " + std::string{what}};
  }
};

/// The value as it was written, cut where it is long.
std::string shown(Json const& value) {
  auto text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > 60) text = text.substr(0, 57) + "...";
  return text;
}

std::string const& text_of(Json const& value, Place const& place, std::string_view what) {
  if (value.is_string()) return value.get_ref<std::string const&>();
  place.wrong("is " + shown(value) + ", but it is " + std::string{what});
}

template <class T>
T taken(Result<T> result, Place const& place) {
  if (!result) place.wrong("is not right: " + result.error().what);
  return *std::move(result);
}

// ------------------------------------------------------------------------------------- numbers

/// The whole number, from `low` to `high`.
template <class N>
N number_of(Json const& value, Place const& place, N low, N high) {
  auto const limits = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  if (!value.is_number_integer()) {
    place.wrong("is " + shown(value) + ", but it is " + limits);
  }
  bool fits = false;
  if (value.is_number_unsigned()) {
    auto const number = value.get<std::uint64_t>();
    fits = std::cmp_greater_equal(number, low) && std::cmp_less_equal(number, high);
  } else {
    auto const number = value.get<std::int64_t>();
    fits = std::cmp_greater_equal(number, low) && std::cmp_less_equal(number, high);
  }
  if (!fits) place.wrong("is " + shown(value) + ", but it is " + limits);
  return value.get<N>();
}

template <class N>
capnp::DynamicValue::Reader any_number(Json const& value, Place const& place) {
  return number_of<N>(value, place, std::numeric_limits<N>::min(), std::numeric_limits<N>::max());
}

capnp::DynamicValue::Reader plain_number(capnp::Type type, Json const& value, Place const& place) {
  switch (type.which()) {
    case capnp::schema::Type::UINT8: return any_number<std::uint8_t>(value, place);
    case capnp::schema::Type::UINT16: return any_number<std::uint16_t>(value, place);
    case capnp::schema::Type::UINT32: return any_number<std::uint32_t>(value, place);
    case capnp::schema::Type::UINT64: return any_number<std::uint64_t>(value, place);
    case capnp::schema::Type::INT32: return any_number<std::int32_t>(value, place);
    case capnp::schema::Type::INT64: return any_number<std::int64_t>(value, place);
    default: place.wrong("is of a type that cannot be written as JSON");
  }
}

std::uint32_t rate_of(Json const& value, Place const& place) {
  if (!value.is_number_integer()) {
    place.wrong("is " + shown(value) +
                ", but a rate is a whole number of parts per million: 500000 is 50 %");
  }
  return number_of<std::uint32_t>(value, place, 1, 1'000'000);
}

ledger::Amount amount_of(Json const& value, Place const& place) {
  if (value.is_number_integer()) return taken(ledger::parse_amount(value.dump()), place);
  if (value.is_number()) {
    place.wrong("is the number " + shown(value) +
                ", but a number with decimals may have been rounded: write it as a text, \"" +
                value.dump() + "\"");
  }
  return taken(ledger::parse_amount(text_of(value, place, "an amount, e.g. \"1234.50\"")), place);
}

// --------------------------------------------------------------------------------------- kinds

std::uint32_t date_number(Json const& value, Place const& place) {
  auto const date = taken(parse_date(text_of(value, place, "a date, e.g. \"2016-09-05\"")), place);
  return static_cast<std::uint32_t>(day_number(date));
}

Instant instant_of(Json const& value, Place const& place) {
  auto const instant =
      taken(parse_instant(text_of(value, place, "a moment in UTC, e.g. \"2016-09-05T21:59:59Z\"")),
            place);
  if (instant == Instant{}) place.wrong("is the first moment of 1970, which stands for none");
  return instant;
}

bool flag_of(Json const& value, Place const& place) {
  if (value.is_boolean()) return value.get<bool>();
  place.wrong("is " + shown(value) + ", but it is true or false");
}

/// One of the enumeration's names.
capnp::DynamicEnum enumerant_of(capnp::EnumSchema schema, Json const& value, Place const& place) {
  auto const names = user_names(schema);
  std::string list;
  for (auto const& name : names) list += (list.empty() ? "" : ", ") + name;
  auto const& text = text_of(value, place, "one of " + list);
  for (auto const enumerant : schema.getEnumerants()) {
    if (user_name(enumerant) == text && std::ranges::find(names, text) != names.end()) {
      return capnp::DynamicEnum{enumerant};
    }
  }
  place.wrong("is \"" + text.substr(0, 40) + "\", but it is one of " + list);
}

std::array<std::byte, 16> uuid_of(Json const& value, Place const& place) {
  auto const uuid = taken(parse_uuid(text_of(value, place, "a UUID")), place);
  if (uuid.is_nil()) place.wrong("is the nil UUID, which stands for none: leave it out");
  return uuid.bytes;
}

/// A token or digest of 16 bytes.
std::array<std::byte, 16> digest_of(Json const& value, Place const& place) {
  auto const& text = text_of(value, place, "32 hexadecimal digits");
  auto const bytes = taken(from_hex(text), place);
  std::array<std::byte, 16> digest{};
  if (bytes.size() != digest.size()) {
    place.wrong("has " + std::to_string(text.size()) + " hexadecimal digits, but it takes 32");
  }
  std::ranges::copy(bytes, digest.begin());
  if (digest == std::array<std::byte, 16>{}) place.wrong("is all zero, which stands for none");
  return digest;
}

void set_words(DynamicStruct::Builder group, std::array<std::byte, 16> const& bytes) {
  std::array<std::uint64_t, 2> words{};
  std::memcpy(words.data(), bytes.data(), sizeof words);
  group.set("first", words[0]);
  group.set("second", words[1]);
}

/// Sets a group of fixed form: a uuid, a digest, an amount, an optional value.
void set_group(DynamicStruct::Builder group, Kind kind, Json const& value, Place const& place) {
  if (kind == Kind::UUID) {
    set_words(group, uuid_of(value, place));
  } else if (kind == Kind::DIGEST) {
    set_words(group, digest_of(value, place));
  } else if (kind == Kind::AMOUNT) {
    auto const amount = amount_of(value, place);
    group.set("units", amount.units);
    group.set("decimals", amount.decimals);
  } else if (kind == Kind::RATE) {
    group.set("stated", rate_of(value, place));
  } else {
    auto const member = group.getSchema().getFieldByName("stated");
    group.set(member, plain_number(member.getType(), value, place));
  }
}

void set_text(DynamicStruct::Builder to, Field field, Kind kind, Json const& value,
              Place const& place) {
  if (kind == Kind::PERSONAL && !value.is_string()) place.wrong("is not a text");
  auto const& text = text_of(value, place, "a text");
  if (kind == Kind::SHORT_ID && text.empty()) place.wrong("is empty: leave it out or name it");
  to.set(field, capnp::Text::Reader{text.c_str(), text.size()});
}

void set_scalar(DynamicStruct::Builder to, Field field, Json const& value, Place const& place) {
  auto const kind = meta_of(field).kind;
  auto const type = field.getType();
  if (type.isText()) return set_text(to, field, kind, value, place);
  if (type.isBool()) return to.set(field, flag_of(value, place));
  switch (kind) {
    case Kind::DATE: return to.set(field, date_number(value, place));
    case Kind::INSTANT: return to.set(field, instant_of(value, place).microseconds());
    case Kind::RATE: return to.set(field, rate_of(value, place));
    case Kind::CHOICE:
      return to.set(field, flag_of(value, place) ? schema::Choice::YES : schema::Choice::NO);
    case Kind::CURRENCY:
      return to.set(
          field, taken(ledger::Currency::parse(text_of(value, place, "a currency, \"EUR\"")), place)
                     .packed());
    case Kind::SHA256: {
      auto const& text = text_of(value, place, "a SHA-256: 64 hexadecimal digits");
      auto const hash = taken(hash_from_hex(text), place);
      return to.set(
          field, capnp::Data::Reader{reinterpret_cast<kj::byte const*>(hash.data()), hash.size()});
    }
    default: break;
  }
  if (type.isEnum()) return to.set(field, enumerant_of(type.asEnum(), value, place));
  to.set(field, plain_number(type, value, place));
}

// -------------------------------------------------------------------------- structs and lists

void set_field(DynamicStruct::Builder to, Field field, Json const& value, Place const& place);

std::string names_of(std::vector<Field> const& fields) {
  std::string list;
  for (auto const field : fields) {
    list += (list.empty() ? "" : ", ") + snake_case(name_of(field));
  }
  return list;
}

Field const* find(std::vector<Field> const& fields, std::string_view name) {
  auto const at =
      std::ranges::find_if(fields, [&](Field field) { return snake_case(name_of(field)) == name; });
  return at == fields.end() ? nullptr : &*at;
}

/// Of these names the one that a slip of the fingers may have turned into `name`; else none.
std::string nearest(std::vector<std::string> const& known, std::string_view name) {
  std::string best;
  auto best_distance = std::max<std::size_t>(1, std::min<std::size_t>(name.size(), 64) / 3) + 1;
  for (auto const& candidate : known) {
    auto const distance = edit_distance(name.substr(0, 64), candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

/// "…: did you mean "eligible_cost"? It takes …".
[[noreturn]] void unknown_field(Place const& place, std::string_view name,
                                std::vector<Field> const& fields) {
  std::vector<std::string> known;
  known.reserve(fields.size());
  for (auto const field : fields) known.push_back(snake_case(name_of(field)));
  auto const near = nearest(known, name);
  place.wrong("has no field \"" + std::string{name.substr(0, 64)} + "\"" +
              (near.empty() ? "." : ": did you mean \"" + near + "\"?") + " It takes " +
              names_of(fields));
}

/// Refuses when a field that the sender has to give was not given.
void require(std::vector<Field> const& fields, Json const& object, Place const& place) {
  for (auto const field : fields) {
    auto const name = snake_case(name_of(field));
    if (object.contains(name)) continue;
    auto const meta = meta_of(field);
    if (meta.required) place.wrong("needs \"" + name + "\": " + std::string{meta.help});
    if (is_nested(field) && field.getProto().isGroup()) {
      require(fields_of(field.getType().asStruct()), Json::object(), place.in(name));
    }
  }
}

void set_fields(DynamicStruct::Builder to, Json const& object, Place const& place) {
  if (!object.is_object()) {
    place.wrong("is " + shown(object) + ", but it is an object of fields in braces");
  }
  auto const fields = fields_of(to.getSchema());
  for (auto const& [name, value] : object.items()) {
    auto const* field = find(fields, name);
    if (field == nullptr) unknown_field(place, name, fields);
    set_field(to, *field, value, place.in(name));
  }
  require(fields, object, place);
}

void set_list(DynamicStruct::Builder to, Field field, Json const& value, Place const& place) {
  if (!value.is_array()) {
    place.wrong("is " + shown(value) + ", but it is a list in square brackets");
  }
  auto const type = field.getType().asList().getElementType();
  auto list = to.init(field, static_cast<unsigned>(value.size())).as<capnp::DynamicList>();
  for (unsigned i = 0; i < value.size(); ++i) {
    Place const here{place.path + "[" + std::to_string(i) + "]"};
    if (type.isStruct()) {
      set_fields(list[i].as<DynamicStruct>(), value[i], here);
    } else if (type.isEnum()) {
      list.set(i, enumerant_of(type.asEnum(), value[i], here));
    } else {
      auto const& text = text_of(value[i], here, "a text");
      list.set(i, capnp::Text::Reader{text.c_str(), text.size()});
    }
  }
}

void set_field(DynamicStruct::Builder to, Field field, Json const& value, Place const& place) {
  if (value.is_null()) place.wrong("is null: leave out what is not given");
  auto const type = field.getType();
  if (type.isList()) return set_list(to, field, value, place);
  if (!type.isStruct()) return set_scalar(to, field, value, place);
  auto child = field.getProto().isGroup() ? to.get(field) : to.init(field);
  if (is_nested(field)) return set_fields(child.as<DynamicStruct>(), value, place);
  set_group(child.as<DynamicStruct>(), meta_of(field).kind, value, place);
}

// -------------------------------------------------------------------------------- the command

/// The header's fields: all of schema::Command but the body.
std::vector<Field> header_fields() {
  auto fields = fields_of(capnp::Schema::from<schema::Command>());
  std::erase_if(fields, [](Field field) { return name_of(field) == "body"; });
  return fields;
}

/// The union's member of a command's name.
Field body_field(capnp::StructSchema body, std::string const& name) {
  // Names are compared as verbs, so that a slip in either form finds its command.
  std::vector<std::string> verbs;
  std::map<std::string, std::string> name_of_verb;
  for (auto const field : body.getUnionFields()) {
    if (!field.getType().isStruct()) continue;
    auto const known = capitalised(name_of(field));
    if (known == name) return field;
    verbs.push_back(kebab_case(name_of(field)));
    name_of_verb[verbs.back()] = known;
  }
  auto const near = nearest(verbs, kebab_case(name));
  throw Wrong{"\"" + name.substr(0, 64) + "\" is no command" +
              (near.empty() ? ": write one as in domain §5, e.g. \"SubmitProject\""
                            : ": did you mean \"" + name_of_verb[near] + "\"?")};
}

/// Sets header and body. A name that both have is the body's.
void set_command(DynamicStruct::Builder root, Json const& object, GivenCommand& given) {
  if (!object.contains("command")) {
    throw Wrong{"\"command\" is missing: name the command, e.g. \"SubmitProject\""};
  }
  auto const& name = text_of(object.at("command"), {"command"}, "a command's name");
  auto body = root.get("body").as<DynamicStruct>();
  auto const member = body_field(body.getSchema(), name);
  auto to = body.init(member).as<DynamicStruct>();
  auto const fields = fields_of(to.getSchema());
  auto const header = header_fields();
  Place const place{name};
  for (auto const& [key, value] : object.items()) {
    if (key == "command") continue;
    if (auto const* field = find(fields, key)) {
      set_field(to, *field, value, place.in(key));
    } else if (key == "as") {
      given.as = text_of(value, {"as"}, "an identity, e.g. \"anne/officer\"");
    } else if (key == "recorded_at") {
      given.recorded_at = instant_of(value, {"recorded_at"});
    } else if (auto const* known = find(header, key)) {
      set_field(root, *known, value, place.in(key));
    } else {
      auto all = fields;
      all.insert(all.end(), header.begin(), header.end());
      unknown_field(place, key, all);
    }
  }
  require(fields, object, place);
}

}  // namespace

Result<GivenCommand> compose(Json const& object) {
  if (!object.is_object()) {
    return fail(Errc::malformed, "a command is an object in braces, not " + shown(object));
  }
  try {
    capnp::MallocMessageBuilder message;
    auto root = message.initRoot<schema::Command>();
    GivenCommand given;
    set_command(root, object, given);
    auto command = read_command(root.asReader());
    if (!command) return std::unexpected(command.error());
    given.command = *std::move(command);
    return given;
  } catch (Wrong& wrong) {
    return fail(Errc::malformed, std::move(wrong.what));
  } catch (kj::Exception const& exception) {
    return fail(Errc::malformed, "the command cannot be written: " + why(exception));
  }
}

}  // namespace gl::codec
