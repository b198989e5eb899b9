#include "audit/recover.h"

#include <concepts>
#include <variant>

#include "audit/recover_of.h"

namespace gl::audit {
namespace {

using namespace ledger;

/// `init`, the server's own summary and what it did for an administrator come from no command; a
/// refusal keeps only what broke.
template <class Body>
concept MadeByNoCommand = std::same_as<Body, LedgerCreated> || std::same_as<Body, CommandRefused> ||
                          std::same_as<Body, RefusalsSummarised> ||
                          std::same_as<Body, ConsumerReset> || std::same_as<Body, LogKeyRotated>;

CommandHeader header_of(Envelope const& envelope) {
  CommandHeader header;
  header.id = envelope.command_id;
  header.actor = envelope.actor;
  header.effective_date = envelope.effective_date;
  header.expected_version = envelope.expected_version;
  header.correlation_id = envelope.correlation_id;
  header.causation = envelope.causation;
  header.reason_code = envelope.reason_code;
  header.reason_text.sealed = envelope.reason_text;
  header.act = envelope.act;
  header.imported = envelope.imported;
  header.payload_digest = envelope.payload_digest;
  return header;
}

}  // namespace

std::vector<PlanStepOf<Amount>> Trace::written(std::vector<PlanStep> const& steps) const {
  std::vector<PlanStepOf<Amount>> out;
  out.reserve(steps.size());
  for (auto const& step : steps) {
    out.push_back({step.kind, step.share, written(step.amount), step.condition});
  }
  return out;
}

std::vector<FunderOf<Amount>> Trace::written(std::vector<Funder> const& funders) const {
  std::vector<FunderOf<Amount>> out;
  out.reserve(funders.size());
  for (auto const& funder : funders) {
    out.push_back({funder.name, written(funder.amount), funder.secured});
  }
  return out;
}

std::optional<Command> command_of(std::span<Event const> events) {
  auto const& first = events.front();
  Trace const trace{first.envelope.currency, events};
  return std::visit(
      [&]<class Body>(Body const& body) -> std::optional<Command> {
        if constexpr (MadeByNoCommand<Body>) {
          return std::nullopt;
        } else {
          return Command{header_of(first.envelope), body_of(trace, body)};
        }
      },
      first.body);
}

CommandBody body_of(Trace const&, DelegationGiven const& e) {
  return GiveDelegation{e.delegation, e.from_person, e.to_person, e.commands, e.start, e.end};
}

CommandBody body_of(Trace const&, DelegationEnded const& e) { return EndDelegation{e.delegation}; }

CommandBody body_of(Trace const&, GrantPublished const& e) {
  return PublishGrant{{e.project, e.target, e.date, e.file}};
}

CommandBody body_of(Trace const&, StateAidNotified const& e) {
  return NotifyStateAid{{e.project, e.target, e.date, e.file}};
}

CommandBody body_of(Trace const&, SubjectErased const& e) {
  return EraseSubject{e.subject, e.ground};
}

CommandBody body_of(Trace const&, EventReversed const& e) { return ReverseEvent{e.target}; }

}  // namespace gl::audit
