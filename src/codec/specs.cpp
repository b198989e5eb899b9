#include <capnp/schema.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "codec/annotations.h"
#include "codec/json.h"
#include "codec/text.h"
#include "ledger/command.h"
#include "schema/command.capnp.h"

namespace gl::codec {
namespace {

using Field = capnp::StructSchema::Field;
using schema::Kind;

std::string joined(std::vector<std::string> const& names, char separator) {
  std::string text;
  for (auto const& name : names) text += (text.empty() ? "" : std::string{separator}) + name;
  return text;
}

/// What the elements of a list look like: "commune:department", "private|public".
std::string element_kind(capnp::Type type) {
  if (type.isEnum()) return joined(user_names(type.asEnum()), '|');
  if (!type.isStruct()) return "text";
  std::vector<std::string> parts;
  for (auto const field : fields_of(type.asStruct())) parts.push_back(snake_case(name_of(field)));
  return joined(parts, ':');
}

std::string kind_of(Field field, Kind kind) {
  auto const type = field.getType();
  if (type.isList()) return "list of " + element_kind(type.asList().getElementType());
  switch (kind) {
    case Kind::MONEY:
    case Kind::AMOUNT: return "amount";
    case Kind::DATE: return "date";
    case Kind::INSTANT: return "moment";
    case Kind::RATE: return "ppm";
    case Kind::UUID: return "uuid";
    case Kind::DIGEST:
    case Kind::SHA256: return "hex";
    case Kind::CURRENCY: return "currency";
    case Kind::CHOICE: return "true|false";
    case Kind::SHORT_ID: return "id";
    default: break;
  }
  if (type.isBool()) return "true|false";
  if (type.isEnum()) return joined(user_names(type.asEnum()), '|');
  return type.isText() ? "text" : "number";
}

/// Adds the field, or the fields within it: `required` holds as long as all around it must be
/// there.
void add_field(Field field, std::string const& path, bool required, std::vector<FieldSpec>& out) {
  auto const meta = meta_of(field);
  auto const name = path + snake_case(name_of(field));
  if (is_nested(field)) {
    bool const always = required && field.getProto().isGroup();
    for (auto const inner : fields_of(field.getType().asStruct())) {
      add_field(inner, name + ".", always, out);
    }
    return;
  }
  FieldSpec spec;
  spec.name = name;
  spec.flag = "--" + name;
  for (auto& c : spec.flag) c = c == '_' ? '-' : c;
  spec.kind = kind_of(field, meta.kind);
  spec.help = meta.help;
  spec.example = meta.example;
  spec.required = required && meta.required;
  spec.repeated = field.getType().isList();
  out.push_back(std::move(spec));
}

CommandSpec make_command_spec(Field member) {
  auto const command = member.getType().asStruct();
  CommandSpec spec;
  spec.name = capitalised(name_of(member));
  spec.verb = kebab_case(name_of(member));
  spec.help = help_of(command);
  for (auto const field : fields_of(command)) add_field(field, "", true, spec.fields);
  return spec;
}

/// The commands in the order of a matter's life, as the ledger lists them.
template <std::size_t... I>
auto names_in_order(std::index_sequence<I...>) {
  return std::array{ledger::name(ledger::CommandBody{std::in_place_index<I>})...};
}

std::vector<CommandSpec> make_command_specs() {
  std::vector<CommandSpec> specs;
  for (auto const member : fields_of(capnp::Schema::from<schema::Command::Body>())) {
    if (member.getType().isStruct()) specs.push_back(make_command_spec(member));
  }
  auto const names =
      names_in_order(std::make_index_sequence<std::variant_size_v<ledger::CommandBody>>{});
  std::ranges::sort(specs, {}, [&](CommandSpec const& spec) {
    return std::ranges::find(names, spec.name) - names.begin();
  });
  return specs;
}

std::vector<FieldSpec> make_header_specs() {
  std::vector<FieldSpec> specs;
  for (auto const field : fields_of(capnp::Schema::from<schema::Command>())) {
    if (name_of(field) != "body") add_field(field, "", true, specs);
  }
  specs.push_back({.flag = "--as",
                   .name = "as",
                   .kind = "text",
                   .help = "the identity to send it as",
                   .example = "anne/officer"});
  specs.push_back({.flag = "--recorded-at",
                   .name = "recorded_at",
                   .kind = "moment",
                   .help = "recorded time, on a ledger with a simulated clock",
                   .example = "2016-11-14T09:00:00Z"});
  return specs;
}

}  // namespace

std::span<CommandSpec const> command_specs() {
  static std::vector<CommandSpec> const specs = make_command_specs();
  return specs;
}

std::span<FieldSpec const> header_specs() {
  static std::vector<FieldSpec> const specs = make_header_specs();
  return specs;
}

}  // namespace gl::codec
