#include "audit/payment_chain.h"

#include <algorithm>
#include <concepts>
#include <map>
#include <utility>
#include <variant>

namespace gl::audit {
namespace {

using namespace ledger;

template <class Body, class... Others>
concept OneOf = (std::same_as<Body, Others> || ...);

/// Which link an event of the project's is, before it is asked of which payment.
std::optional<Link> link_of(EventBody const& body) {
  return std::visit(
      []<class Body>(Body const&) -> std::optional<Link> {
        if constexpr (OneOf<Body, ProjectSubmitted, ProjectAmended>) return Link::submission;
        if constexpr (OneOf<Body, CompletionRequested, ProjectCompleted, ProjectDeclaredComplete,
                            EligibilityDecided, AssessmentRecorded, AssessmentClosed,
                            ProjectWaitlisted>) {
          return Link::eligibility;
        }
        if constexpr (OneOf<Body, AwardDecided, AwardIncreased, AwardReduced, AwardProlonged,
                            FinalReportFiled, FinalAmountSet, AwardCancelled, DecisionWithdrawn>) {
          return Link::decision;
        }
        if constexpr (OneOf<Body, ConventionSigned, ConventionAmended>) return Link::agreement;
        if constexpr (OneOf<Body, PayeeRegistered, PayeeAccountChanged, PayeeAccountVerified>) {
          return Link::account;
        }
        if constexpr (OneOf<Body, PaymentRequested, PaymentRequestWithdrawn, PaymentRefused>) {
          return Link::request;
        }
        if constexpr (OneOf<Body, PaymentApproved, PaymentAnnulled>) return Link::approval;
        if constexpr (OneOf<Body, PaymentIssued, OrderRejected, OrderRequisitioned>) {
          return Link::order;
        }
        if constexpr (OneOf<Body, PaymentExecuted, PaymentReturned>) return Link::bank;
        return {};
      },
      body);
}

/// What a reopening begins anew.
bool starts_anew(Link link) { return link != Link::submission; }

std::map<Position, Position> reversals_in(std::span<Event const> events) {
  std::map<Position, Position> reversals;
  for (auto const& event : events) {
    auto const* const reversal = std::get_if<EventReversed>(&event.body);
    if (reversal != nullptr) reversals[reversal->target] = event.envelope.position;
  }
  return reversals;
}

/// The payment's own last step: it rests on nothing that came later.
Position last_step(std::vector<ChainStep> const& steps) {
  Position last;
  for (auto const& step : steps) {
    if (step.link >= Link::request) last = std::max(last, step.event->envelope.position);
  }
  return last;
}

}  // namespace

std::string_view name(Link link) {
  switch (link) {
    case Link::submission: return "submission";
    case Link::eligibility: return "eligibility";
    case Link::decision: return "decision";
    case Link::agreement: return "agreement";
    case Link::account: return "account";
    case Link::request: return "request";
    case Link::approval: return "approval";
    case Link::order: return "order";
    case Link::bank: return "bank";
  }
  return "";
}

std::optional<PaymentId> payment_of(Event const& event) {
  return std::visit(
      []<class Body>(Body const& body) -> std::optional<PaymentId> {
        if constexpr (requires { body.payment; }) {
          if (!body.payment.empty()) return body.payment;
        }
        return {};
      },
      event.body);
}

std::vector<ChainStep> chain_of(std::span<Event const> project, std::span<Event const> payee,
                                PaymentId const& payment) {
  auto const reversals = reversals_in(project);
  std::vector<ChainStep> steps;
  bool requested = false;
  for (auto const& event : project) {
    if (std::holds_alternative<ProjectReopened>(event.body)) {
      if (requested) break;
      std::erase_if(steps, [](ChainStep const& step) { return starts_anew(step.link); });
    }
    auto const link = link_of(event.body);
    if (!link) continue;
    if (*link >= Link::request && payment_of(event) != payment) continue;
    requested = requested || std::holds_alternative<PaymentRequested>(event.body);
    auto const reversal = reversals.find(event.envelope.position);
    steps.push_back({*link, &event, reversal == reversals.end() ? Position{} : reversal->second});
  }
  if (!requested) return {};
  for (auto const& event : payee) {
    if (auto const link = link_of(event.body)) steps.push_back({*link, &event, {}});
  }
  std::erase_if(steps, [last = last_step(steps)](ChainStep const& step) {
    return step.event->envelope.position > last;
  });
  std::ranges::sort(steps, {}, [](ChainStep const& step) {
    return std::pair{step.link, step.event->envelope.position};
  });
  return steps;
}

}  // namespace gl::audit
