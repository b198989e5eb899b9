#include <capnp/dynamic.h>

#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "codec/annotations.h"
#include "codec/event_codec.h"
#include "codec/field.h"
#include "codec/json.h"
#include "codec/message_bytes.h"
#include "codec/text.h"
#include "ledger/money.h"
#include "schema/event.capnp.h"

namespace gl::codec {
namespace {

using Json = nlohmann::ordered_json;
using capnp::DynamicStruct;
using capnp::DynamicValue;
using Field = capnp::StructSchema::Field;
using ledger::Currency;
using schema::Kind;

std::optional<Json> value_json(Field field, DynamicStruct::Reader in, Currency currency);

/// The currency of the amounts in this struct: its own, else that of what it stands in.
Currency currency_of(DynamicStruct::Reader in, Currency outer) {
  for (auto const field : in.getSchema().getFields()) {
    if (meta_of(field).kind != Kind::CURRENCY) continue;
    auto const own = Currency::from_packed(in.get(field).as<std::uint32_t>());
    return own.is_none() ? outer : own;
  }
  return outer;
}

Json struct_json(DynamicStruct::Reader in, Currency outer) {
  auto const currency = currency_of(in, outer);
  Json json = Json::object();
  for (auto const field : fields_of(in.getSchema())) {
    if (auto value = value_json(field, in, currency)) {
      json[snake_case(name_of(field))] = *std::move(value);
    }
  }
  return json;
}

/// The 16 bytes of a group of two words, if they are not all zero.
std::optional<std::array<std::byte, 16>> words_of(DynamicStruct::Reader group) {
  std::array const words{group.get("first").as<std::uint64_t>(),
                         group.get("second").as<std::uint64_t>()};
  if (words[0] == 0 && words[1] == 0) return std::nullopt;
  std::array<std::byte, 16> bytes{};
  std::memcpy(bytes.data(), words.data(), bytes.size());
  return bytes;
}

std::optional<Json> uuid_json(DynamicStruct::Reader group) {
  auto const bytes = words_of(group);
  if (!bytes) return std::nullopt;
  return to_string(Uuid{*bytes});
}

std::optional<Json> digest_json(DynamicStruct::Reader group) {
  auto const bytes = words_of(group);
  if (!bytes) return std::nullopt;
  return to_hex(*bytes);
}

Json enum_json(capnp::DynamicEnum value, Kind kind) {
  KJ_IF_MAYBE (enumerant, value.getEnumerant()) {
    auto const name = view_of(enumerant->getProto().getName());
    return kind == Kind::CODE ? capitals(name) : snake_case(name);
  }
  return "unknown (" + std::to_string(value.getRaw()) + ")";
}

std::optional<Json> stated_enum_json(capnp::DynamicEnum value, Kind kind) {
  auto json = enum_json(value, kind);
  if (value.getRaw() == 0 && (json == "unstated" || json == "none" || json == "NONE")) {
    return std::nullopt;
  }
  return json;
}

/// "project/P1"; the ledger's and the refusals' streams have no id.
std::optional<Json> stream_json(DynamicStruct::Reader group) {
  auto kind = enum_json(group.get("kind").as<capnp::DynamicEnum>(), Kind::PLAIN);
  auto const id = view_of(group.get("id").as<capnp::Text>());
  if (id.empty()) return kind;
  return kind.get<std::string>() + "/" + std::string{id};
}

Json sealed_json(DynamicStruct::Reader sealed) {
  Json json{{"sealed", true}};
  if (auto subject = digest_json(sealed.get("subject").as<DynamicStruct>())) {
    json["subject"] = *std::move(subject);
  }
  if (auto token = digest_json(sealed.get("token").as<DynamicStruct>())) {
    json["token"] = *std::move(token);
  }
  json["ciphertext_bytes"] = sealed.get("ciphertext").as<capnp::Data>().size();
  return json;
}

std::optional<Json> party_json(DynamicStruct::Reader group) {
  if (group.has("sealed")) return sealed_json(group.get("sealed").as<DynamicStruct>());
  if (!group.has("open")) return std::nullopt;
  return view_of(group.get("open").as<capnp::Text>());
}

Json date_json(std::uint32_t number) {
  if (is_day(number)) return to_string(date_of(number));
  return "unknown (day " + std::to_string(number) + ")";
}

/// An optional value's union: the member that is stated under the group's own kind.
std::optional<Json> union_json(Field group_field, DynamicStruct::Reader group, Currency currency) {
  KJ_IF_MAYBE (member, group.which()) {
    if (name_of(*member) == "unstated") return std::nullopt;
    if (meta_of(group_field).kind == Kind::MONEY) {
      auto const units = group.get(*member).as<std::int64_t>();
      return to_string(ledger::Money::from_minor_units(units), currency);
    }
    return value_json(*member, group, currency);
  }
  return "unknown";
}

std::optional<Json> group_json(Field field, DynamicStruct::Reader in, Currency currency) {
  auto const value = in.get(field).as<DynamicStruct>();
  switch (meta_of(field).kind) {
    case Kind::UUID: return uuid_json(value);
    case Kind::DIGEST: return digest_json(value);
    case Kind::STREAM: return stream_json(value);
    case Kind::PARTY: return party_json(value);
    default: break;
  }
  if (has_unstated(value.getSchema())) return union_json(field, value, currency);
  if (!field.getProto().isGroup() && !in.has(field)) return std::nullopt;
  if (value.getSchema() == capnp::Schema::from<schema::Sealed>()) return sealed_json(value);
  return struct_json(value, currency);
}

Json list_json(capnp::DynamicList::Reader list, Kind kind, Currency currency) {
  Json json = Json::array();
  for (auto const element : list) {
    switch (element.getType()) {
      case DynamicValue::TEXT: json.push_back(view_of(element.as<capnp::Text>())); break;
      case DynamicValue::ENUM:
        json.push_back(enum_json(element.as<capnp::DynamicEnum>(), kind));
        break;
      case DynamicValue::STRUCT:
        json.push_back(struct_json(element.as<DynamicStruct>(), currency));
        break;
      default: break;
    }
  }
  return json;
}

std::optional<Json> number_json(Kind kind, DynamicValue::Reader value, Currency currency) {
  switch (kind) {
    case Kind::MONEY:
      return to_string(ledger::Money::from_minor_units(value.as<std::int64_t>()), currency);
    case Kind::INSTANT: {
      auto const microseconds = value.as<std::int64_t>();
      if (microseconds == 0) return std::nullopt;
      return to_string(Instant{microseconds});
    }
    case Kind::DATE: {
      auto const number = value.as<std::uint32_t>();
      if (number == 0) return std::nullopt;
      return date_json(number);
    }
    case Kind::CURRENCY: {
      auto const currency_here = Currency::from_packed(value.as<std::uint32_t>());
      if (currency_here.is_none()) return std::nullopt;
      return currency_here.code();
    }
    default: break;
  }
  if (value.getType() == DynamicValue::INT) return value.as<std::int64_t>();
  return value.as<std::uint64_t>();
}

/// The field's value; nothing where it is absent.
std::optional<Json> value_json(Field field, DynamicStruct::Reader in, Currency currency) {
  auto const type = field.getType();
  if (type.isStruct()) return group_json(field, in, currency);
  if (type.isVoid()) return std::nullopt;
  auto const value = in.get(field);
  auto const kind = meta_of(field).kind;
  switch (value.getType()) {
    case DynamicValue::BOOL: return value.as<bool>();
    case DynamicValue::INT:
    case DynamicValue::UINT: return number_json(kind, value, currency);
    case DynamicValue::ENUM: return stated_enum_json(value.as<capnp::DynamicEnum>(), kind);
    case DynamicValue::LIST: return list_json(value.as<capnp::DynamicList>(), kind, currency);
    case DynamicValue::TEXT:
      if (!in.has(field)) return std::nullopt;
      return view_of(value.as<capnp::Text>());
    case DynamicValue::DATA: {
      if (!in.has(field)) return std::nullopt;
      auto const data = value.as<capnp::Data>();
      return to_hex(std::as_bytes(std::span{data.begin(), data.size()}));
    }
    default: return std::nullopt;
  }
}

/// The envelope's fields as people read them; the type and the body stand between them.
constexpr std::array before_type{"position", "stream", "streamVersion", "previousInStream"};
constexpr std::array after_type{"schemaVersion",   "recordedAt",    "effectiveDate",
                                "actor",           "commandId",     "payloadDigest",
                                "expectedVersion", "correlationId", "causationPosition",
                                "reasonCode",      "reasonText",    "act",
                                "imported",        "flags",         "currency"};

/// 0 of these, or an empty list, is "none", and no news to anybody.
bool is_none(std::string_view name, DynamicValue::Reader value) {
  return (name == "causationPosition" && value.as<std::uint64_t>() == 0) ||
         (name == "flags" && value.as<capnp::DynamicList>().size() == 0);
}

void add_fields(std::span<char const* const> names, DynamicStruct::Reader event, Currency currency,
                Json& json) {
  for (auto const* name : names) {
    auto const field = event.getSchema().getFieldByName(name);
    if (is_none(name, event.get(field))) continue;
    if (auto value = value_json(field, event, currency)) {
      json[snake_case(name)] = *std::move(value);
    }
  }
}

Json event_json(schema::Event::Reader event, ByteView bytes) {
  auto const currency = Currency::from_packed(event.getCurrency());
  auto const type = static_cast<std::uint16_t>(event.getBody().which());
  auto const type_name = event_type_name(type);
  Json json = Json::object();
  add_fields(before_type, event, currency, json);
  json["event_type"] =
      type_name.empty() ? "unknown (type " + std::to_string(type) + ")" : std::string{type_name};
  add_fields(after_type, event, currency, json);
  DynamicStruct::Reader const body = DynamicStruct::Reader{event}.get("body").as<DynamicStruct>();
  if (type_name.empty()) {
    json["raw"] = to_hex(bytes);
    return json;
  }
  KJ_IF_MAYBE (member, body.which()) {
    auto fields = value_json(*member, body, currency);
    json["fields"] = fields ? *std::move(fields) : Json::object();
  }
  return json;
}

}  // namespace

Result<std::string> event_to_json(ByteView event) {
  if (auto bad = not_words(event, "event")) return fail(Errc::malformed, *std::move(bad));
  try {
    MessageBytes message{event};
    auto const json = event_json(message.root<schema::Event>(), event);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  } catch (kj::Exception const& exception) {
    return fail(Errc::malformed, "event cannot be read: " + why(exception));
  }
}

}  // namespace gl::codec
