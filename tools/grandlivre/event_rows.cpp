#include "tools/grandlivre/event_rows.h"

#include "codec/json.h"
#include "codec/sealed_texts.h"

namespace gl::tools {
namespace {

/// Cut before the character that would not fit.
std::string cut(std::string text) {
  constexpr std::size_t bytes_max = 160;
  if (text.size() <= bytes_max) return text;
  auto end = bytes_max;
  while ((static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

}  // namespace

std::vector<std::string> row_of(Json event) {
  std::string personal;
  for (auto const& text : PersonalTexts::take_out(event)) {
    personal += (personal.empty() ? "" : "; ") + text;
  }
  auto const text = [&](char const* field) {
    auto const at = event.find(field);
    if (at == event.end() || at->is_null()) return std::string{};
    return at->is_string() ? at->get<std::string>() : at->dump();
  };
  std::string actor;
  if (auto const at = event.find("actor"); at != event.end() && at->is_object()) {
    actor = at->value("person", at->value("id", "")) + "/" + at->value("role", "");
  }
  return {text("position"),
          text("effective_date"),
          text("stream"),
          text("event_type"),
          actor,
          cut(in_words(event)),
          personal};
}

Table event_table() {
  return {{{"Position", Align::right},
           {"Effective"},
           {"Stream"},
           {"Event"},
           {"Actor"},
           {"What"},
           {"Personal"}},
          {}};
}

Result<Json> parsed(ByteView event, PersonalTexts const& texts) {
  auto text = codec::event_to_json(event);
  if (!text) return std::unexpected(text.error());
  auto json = Json::parse(*text);
  texts.show(json);
  return json;
}

client::Response<void> learn(PersonalTexts& texts, client::Client& client,
                             std::span<ByteView const> events) {
  std::vector<ledger::Sealed> sealed;
  for (auto const event : events) {
    auto const found = codec::sealed_texts(event);
    if (!found) return std::unexpected(wire::to_failure(found.error()));
    sealed.insert(sealed.end(), found->begin(), found->end());
  }
  return texts.learn(client, sealed);
}

}  // namespace gl::tools
