#include "codec/annotations.h"

#include <algorithm>
#include <cstdint>

#include "codec/text.h"

namespace gl::codec {
namespace {

// The ids that schema/value.capnp gives its annotations.
constexpr std::uint64_t kind_id = 0xe2c1b0a7d4f35916;
constexpr std::uint64_t help_id = 0xb7a5c9e013d24f68;
constexpr std::uint64_t required_id = 0xd90f3b61c7a84e25;
constexpr std::uint64_t example_id = 0xa3f8127be5d06c94;

}  // namespace

Meta meta_of(capnp::StructSchema::Field field) {
  Meta meta;
  for (auto const annotation : field.getProto().getAnnotations()) {
    auto const value = annotation.getValue();
    switch (annotation.getId()) {
      case kind_id: meta.kind = static_cast<schema::Kind>(value.getEnum()); break;
      case help_id: meta.help = view_of(value.getText()); break;
      case example_id: meta.example = view_of(value.getText()); break;
      case required_id: meta.required = true; break;
      default: break;
    }
  }
  return meta;
}

std::string_view help_of(capnp::StructSchema schema) {
  for (auto const annotation : schema.getProto().getAnnotations()) {
    if (annotation.getId() == help_id) return view_of(annotation.getValue().getText());
  }
  return {};
}

std::string_view name_of(capnp::StructSchema::Field field) {
  return view_of(field.getProto().getName());
}

std::vector<capnp::StructSchema::Field> fields_of(capnp::StructSchema schema) {
  std::vector<capnp::StructSchema::Field> fields;
  for (auto const field : schema.getFields()) fields.push_back(field);
  std::ranges::sort(fields, {}, [](auto const& field) { return field.getProto().getCodeOrder(); });
  return fields;
}

bool is_nested(capnp::StructSchema::Field field) {
  if (!field.getType().isStruct()) return false;
  return meta_of(field).kind == schema::Kind::PLAIN && !has_unstated(field.getType().asStruct());
}

bool has_unstated(capnp::StructSchema group) {
  return group.findFieldByName("unstated") != nullptr;
}

std::string user_name(capnp::EnumSchema::Enumerant enumerant) {
  return snake_case(view_of(enumerant.getProto().getName()));
}

std::vector<std::string> user_names(capnp::EnumSchema schema) {
  std::vector<std::string> names;
  for (auto const enumerant : schema.getEnumerants()) {
    auto name = user_name(enumerant);
    if (enumerant.getOrdinal() == 0 && (name == "unstated" || name == "none")) continue;
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace gl::codec
