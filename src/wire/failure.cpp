#include "wire/failure.h"

#include <array>
#include <utility>

namespace gl::wire {
namespace {

struct Row {
  Code code;
  std::string_view name;
  ErrorClass error_class;
};

using enum ErrorClass;

constexpr std::array codes{
    Row{Code::io, "io", internal},
    Row{Code::corrupt, "corrupt", internal},
    Row{Code::locked, "locked", internal},
    Row{Code::newer_format, "newer_format", internal},
    Row{Code::not_found, "not_found", not_found},
    Row{Code::malformed, "malformed", fix_request},
    Row{Code::too_large, "too_large", fix_request},
    Row{Code::timeout, "timeout", retry_after},
    Row{Code::closed, "closed", retry_after},
    Row{Code::refused_peer, "refused_peer", forbidden},
    Row{Code::unknown_outcome, "unknown_outcome", unknown_outcome},
    Row{Code::busy, "busy", retry_after},
    Row{Code::usage, "usage", fix_request},
    Row{Code::exists, "exists", fix_request},
    Row{Code::unknown_request, "unknown_request", fix_request},
    Row{Code::unknown_field, "unknown_field", fix_request},
    Row{Code::hello_expected, "hello_expected", fix_request},
    Row{Code::version_not_supported, "version_not_supported", fix_request},
    Row{Code::wrong_ledger, "wrong_ledger", fix_request},
    Row{Code::forbidden, "forbidden", forbidden},
    Row{Code::beyond_head, "beyond_head", fix_request},
    Row{Code::not_reached, "not_reached", retry_after},
    Row{Code::recorded_at, "recorded_at", fix_request},
    Row{Code::read_only, "read_only", read_only},
    Row{Code::shutting_down, "shutting_down", retry_after},
    Row{Code::refusals_limited, "refusals_limited", retry_after},
    Row{Code::taken_over, "taken_over", conflict},
    Row{Code::not_delivered, "not_delivered", fix_request},
    Row{Code::matches_nothing, "matches_nothing", fix_request},
    Row{Code::consumer_changed, "consumer_changed", conflict},
    Row{Code::other_filter, "other_filter", fix_request},
};

constexpr std::array<std::string_view, 10> class_names{
    "NONE",      "FIX_REQUEST", "REFUSED",   "CONFLICT", "RETRY_AFTER", "UNKNOWN_OUTCOME",
    "READ_ONLY", "FORBIDDEN",   "NOT_FOUND", "INTERNAL"};

constexpr auto rule_base = std::to_underlying(Code::rule_base);

Row const* find(Code code) {
  for (auto const& row : codes) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

bool is_rule(Code code) { return std::to_underlying(code) > rule_base; }

ledger::Rule rule_of(Code code) {
  return static_cast<ledger::Rule>(std::to_underlying(code) - rule_base);
}

}  // namespace

std::string_view name(ErrorClass error_class) {
  auto const index = static_cast<std::size_t>(error_class);
  return index < class_names.size() ? class_names[index] : class_names[0];
}

std::string_view name(Code code) {
  if (is_rule(code)) return ledger::name(rule_of(code));
  auto const* const row = find(code);
  return row != nullptr ? row->name : "unknown";
}

ErrorClass class_of(Code code) {
  if (is_rule(code)) return class_of(rule_of(code));
  auto const* const row = find(code);
  return row != nullptr ? row->error_class : internal;
}

ErrorClass class_of(ledger::Rule rule) {
  switch (rule) {
    case ledger::Rule::none: return ErrorClass::none;
    case ledger::Rule::malformed:
    case ledger::Rule::duplicate_command_mismatch:
    case ledger::Rule::unknown_target: return fix_request;
    case ledger::Rule::forbidden: return ErrorClass::forbidden;
    case ledger::Rule::version_conflict: return conflict;
    default: return refused;
  }
}

Code code_of(ledger::Rule rule) { return static_cast<Code>(rule_base + std::to_underlying(rule)); }

Code code_of(Errc code) { return static_cast<Code>(code); }

Failure failure(Code code, std::string sentence, std::string limit, std::string actual) {
  return {.code = code,
          .error_class = class_of(code),
          .sentence = std::move(sentence),
          .limit = std::move(limit),
          .actual = std::move(actual),
          .retry_after_ms = 0};
}

Failure to_failure(Error error) { return failure(code_of(error.code), std::move(error.what)); }

Failure to_failure(ledger::Refusal const& refusal) {
  return failure(code_of(refusal.rule), refusal.sentence, refusal.limit, refusal.actual);
}

Error to_error(Failure failure) {
  auto const known = std::to_underlying(failure.code) <= std::to_underlying(Errc::exists);
  if (known && failure.code != Code::none) {
    return {static_cast<Errc>(failure.code), std::move(failure.sentence)};
  }
  switch (failure.error_class) {
    case retry_after: return {Errc::busy, std::move(failure.sentence)};
    case ErrorClass::forbidden: return {Errc::refused_peer, std::move(failure.sentence)};
    case ErrorClass::not_found: return {Errc::not_found, std::move(failure.sentence)};
    case ErrorClass::unknown_outcome: return {Errc::unknown_outcome, std::move(failure.sentence)};
    case internal: return {Errc::io, std::move(failure.sentence)};
    default: return {Errc::usage, std::move(failure.sentence)};
  }
}

}  // namespace gl::wire
