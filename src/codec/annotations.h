#pragma once

#include <capnp/dynamic.h>
#include <capnp/schema.h>

#include <string>
#include <string_view>
#include <vector>

#include "schema/value.capnp.h"

namespace gl::codec {

/// What the schema says of a field beyond its type (schema/value.capnp, annotations).
struct Meta {
  schema::Kind kind = schema::Kind::PLAIN;
  std::string_view help;
  std::string_view example;
  bool required = false;
};
[[nodiscard]] Meta meta_of(capnp::StructSchema::Field field);

/// The one-line help of a struct.
[[nodiscard]] std::string_view help_of(capnp::StructSchema schema);

/// The field's own name, e.g. "eligibleCost".
[[nodiscard]] std::string_view name_of(capnp::StructSchema::Field field);

/// A struct's fields in the order in which the schema writes them.
[[nodiscard]] std::vector<capnp::StructSchema::Field> fields_of(capnp::StructSchema schema);

/// True for a group, or struct of its own, whose members are fields to users too (no value of a
/// kind, no optional value).
[[nodiscard]] bool is_nested(capnp::StructSchema::Field field);

/// The member `unstated` of an optional value's union, if the group is one.
[[nodiscard]] bool has_unstated(capnp::StructSchema group);

/// The enumerant's name to users: "deMinimis" is "de_minimis".
[[nodiscard]] std::string user_name(capnp::EnumSchema::Enumerant enumerant);

/// The names that users may write for an enumeration, number 0 when it says "unstated" left out.
[[nodiscard]] std::vector<std::string> user_names(capnp::EnumSchema schema);

/// Text of Cap'n Proto as a view of the same bytes.
[[nodiscard]] inline std::string_view view_of(capnp::Text::Reader text) {
  return {text.begin(), text.size()};
}

}  // namespace gl::codec
