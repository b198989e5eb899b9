#include "tools/grandlivre/personal.h"

#include <algorithm>

namespace gl::tools {
namespace {

bool is_sealed(Json const& json) { return json.is_object() && json.value("sealed", false); }

bool is_personal(Json const& json) {
  return is_sealed(json) || (json.is_object() && json.size() == 1 &&
                             (json.contains("text") || json.value("erased", false)));
}

std::string text_of(Json const& shown) {
  if (is_sealed(shown)) return "sealed, subject " + shown.value("subject", "");
  return shown.contains("text") ? shown["text"].get<std::string>() : "erased";
}

void take_out_of(Json& json, std::vector<std::string>& texts) {
  for (auto it = json.begin(); it != json.end();) {
    if (json.is_object() && is_personal(*it)) {
      texts.push_back(it.key() + ": " + text_of(*it));
      it = json.erase(it);
    } else {
      if (it->is_structured()) take_out_of(*it, texts);
      ++it;
    }
  }
}

}  // namespace

void PersonalTexts::add_flag(CLI::App& verb, bool& reveal) {
  verb.add_flag("--reveal", reveal,
                "Show personal texts in clear, or as erased, if the role may: it is logged");
}

client::Response<void> PersonalTexts::learn(client::Client& client,
                                            std::span<ledger::Sealed const> texts) {
  while (!texts.empty()) {
    auto const some = texts.first(std::min<std::size_t>(texts.size(), wire::reveal_texts_max));
    auto reply = client.reveal({some.begin(), some.end()});
    if (!reply) return std::unexpected(reply.error());
    for (std::size_t i = 0; i < some.size(); ++i) {
      known_[{to_hex(some[i].subject), to_hex(some[i].token)}] = std::move(reply->texts[i]);
    }
    texts = texts.subspan(some.size());
  }
  return {};
}

Json PersonalTexts::to_json(ledger::Sealed const& sealed) const {
  return json_of({to_hex(sealed.subject), to_hex(sealed.token)});
}

std::string PersonalTexts::to_text(ledger::Sealed const& sealed) const {
  return text_of(to_json(sealed));
}

void PersonalTexts::show(Json& event) const {
  for (auto& value : event) {
    if (is_sealed(value)) {
      value = json_of({value.value("subject", ""), value.value("token", "")});
    } else if (value.is_structured()) {
      show(value);
    }
  }
}

std::vector<std::string> PersonalTexts::take_out(Json& event) {
  std::vector<std::string> texts;
  take_out_of(event, texts);
  return texts;
}

Json PersonalTexts::json_of(Name const& name) const {
  auto const known = known_.find(name);
  if (known == known_.end()) return {{"sealed", true}, {"subject", name.first}};
  if (!known->second) return {{"erased", true}};
  return {{"text", *known->second}};
}

}  // namespace gl::tools
