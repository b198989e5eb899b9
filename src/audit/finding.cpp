#include "audit/finding.h"

namespace gl::audit {

std::string_view code_of(Finding const& finding) {
  switch (finding.flaw) {
    case Flaw::rule: return name(finding.rule);
    case Flaw::not_decided: return "NOT_DECIDED";
    case Flaw::out_of_order: return "OUT_OF_ORDER";
    case Flaw::no_command: return "NO_COMMAND";
    case Flaw::unbalanced: return "UNBALANCED";
    case Flaw::below_zero: return "BELOW_ZERO";
    case Flaw::overflow: return "OVERFLOW";
    case Flaw::books_differ: return "BOOKS_DIFFER";
    case Flaw::refusal_unfounded: return "REFUSAL_UNFOUNDED";
  }
  return "";
}

}  // namespace gl::audit
