#include "tools/grandlivre/render.h"

namespace gl::tools {
namespace {

char const* outcome_name(ledger::Outcome outcome) {
  switch (outcome) {
    case ledger::Outcome::none: return "none";
    case ledger::Outcome::accepted: return "accepted";
    case ledger::Outcome::refused: return "refused";
    case ledger::Outcome::would_accept: return "would_accept";
    case ledger::Outcome::not_tried: return "not_tried";
  }
  return "unknown";
}

}  // namespace

Json to_json(ledger::Answer const& answer) {
  Json json{{"command_id", to_string(answer.command_id)},
            {"outcome", outcome_name(answer.outcome)},
            {"repeated", answer.repeated}};
  if (answer.first.value() != 0) {
    json["first"] = answer.first.value();
    json["last"] = answer.last.value();
  }
  if (answer.stream_version.value() != 0) json["stream_version"] = answer.stream_version.value();
  if (answer.outcome == ledger::Outcome::refused) {
    json["rule"] = name(answer.refusal.rule);
    json["sentence"] = answer.refusal.sentence;
    if (!answer.refusal.limit.empty()) json["limit"] = answer.refusal.limit;
    if (!answer.refusal.actual.empty()) json["actual"] = answer.refusal.actual;
    if (answer.refusal.call_version != 0) json["call_version"] = answer.refusal.call_version;
  }
  return json;
}

}  // namespace gl::tools
