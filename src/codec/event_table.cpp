#include "codec/event_table.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "codec/json.h"

namespace gl::codec {
namespace {

using Json = nlohmann::ordered_json;

bool is_sealed_text(Json const& json) {
  return json.is_object() && json.contains("sealed") && json["sealed"] == true;
}

Json shown(Json const& sealed, IsErased const& is_erased) {
  auto const subject = sealed.value("subject", std::string{});
  ledger::SubjectToken token{};
  if (auto const bytes = from_hex(subject); bytes && bytes->size() == token.size()) {
    std::ranges::copy(*bytes, token.begin());
  }
  if (is_erased(token)) return {{"erased", true}};
  return {{"sealed", true}, {"subject", subject}};
}

void show_sealed_texts(Json& json, IsErased const& is_erased) {
  for (auto& value : json) {
    if (is_sealed_text(value)) {
      value = shown(value, is_erased);
    } else if (value.is_structured()) {
      show_sealed_texts(value, is_erased);
    }
  }
}

Result<Json> json_for_export(ByteView event, IsErased const& is_erased) {
  auto const text = event_to_json(event);
  if (!text) return std::unexpected(text.error());
  auto json = Json::parse(*text);
  show_sealed_texts(json, is_erased);
  return json;
}

std::string one_line_of(Json const& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// A column and where its value stands in the JSON form; several places: the first that has one.
struct Column {
  std::string_view title;
  std::array<char const*, 3> places;
};

constexpr std::array columns{
    Column{"position", {"/position"}},
    Column{"recorded_at", {"/recorded_at"}},
    Column{"effective_date", {"/effective_date"}},
    Column{"stream", {"/stream"}},
    Column{"stream_version", {"/stream_version"}},
    Column{"event_type", {"/event_type"}},
    Column{"person", {"/actor/person"}},
    Column{"role", {"/actor/role"}},
    Column{"acting_for", {"/actor/acting_for"}},
    Column{"delegation", {"/actor/delegation"}},
    Column{"act_kind", {"/act/kind"}},
    Column{"act_number", {"/act/number"}},
    Column{"act_date", {"/act/date"}},
    Column{"reason_code", {"/reason_code"}},
    Column{"programme", {"/fields/programme", "/fields/from_programme"}},
    Column{"call", {"/fields/call"}},
    Column{"project", {"/fields/project"}},
    Column{"payment", {"/fields/payment"}},
    Column{"recovery", {"/fields/recovery"}},
    Column{"payee", {"/fields/payee"}},
    Column{"year", {"/fields/budget_year", "/fields/year"}},
    Column{"amount", {"/fields/amount", "/fields/amount_after", "/fields/decommitted"}},
    Column{"currency", {"/currency"}},
    Column{"command_id", {"/command_id"}},
    Column{"causation_position", {"/causation_position"}},
    Column{"fields", {"/fields", "/raw"}},
};

constexpr auto titles = [] {
  std::array<std::string_view, columns.size()> names;
  std::ranges::transform(columns, names.begin(), &Column::title);
  return names;
}();

std::string cell_of(Json const& event, Column const& column) {
  for (auto const* place : column.places) {
    if (place == nullptr) break;
    Json::json_pointer const pointer{place};
    if (!event.contains(pointer)) continue;
    auto const& value = event.at(pointer);
    if (value == 0) continue;  // no year, no version: nothing was said
    return value.is_string() ? value.get<std::string>() : one_line_of(value);
  }
  return {};
}

}  // namespace

Result<std::string> event_for_export(ByteView event, IsErased const& is_erased) {
  auto const json = json_for_export(event, is_erased);
  if (!json) return std::unexpected(json.error());
  return one_line_of(*json);
}

std::span<std::string_view const> event_columns() { return titles; }

Result<std::vector<std::string>> event_cells(ByteView event, IsErased const& is_erased) {
  auto const json = json_for_export(event, is_erased);
  if (!json) return std::unexpected(json.error());
  std::vector<std::string> cells;
  cells.reserve(columns.size());
  for (auto const& column : columns) cells.push_back(cell_of(*json, column));
  return cells;
}

}  // namespace gl::codec
