#include <algorithm>

#include "ledger/fold.h"
#include "ledger/sealed_texts.h"

namespace gl::ledger {

void Fold::operator()(ConflictDeclared const& event) {
  auto& project = this->project(event.project);
  advance(project.stream, StreamKind::project, event.project.view());
  touch(project);
  ConflictKey const key{state_.projects.place_of(event.project),
                        state_.persons.enter(envelope_.actor.person)};
  state_.conflicts.change(key) = position();
}

void Fold::operator()(DelegationGiven const& event) {
  auto const place = state_.delegations.enter(event.delegation);
  auto& delegation = state_.delegations.change_at(place);
  advance(delegation.stream, StreamKind::delegation, event.delegation.view());
  delegation.from = state_.persons.enter(event.from_person);
  delegation.commands = event.commands;
  delegation.start = event.start;
  delegation.end = event.end;
  state_.persons.change(event.to_person).delegations.push_back(place);
}

void Fold::operator()(DelegationEnded const& event) {
  auto& delegation = state_.delegations.change(event.delegation);
  advance(delegation.stream, StreamKind::delegation, event.delegation.view());
  delegation.ended = day();
}

void Fold::operator()(SubjectErased const& event) {
  auto& subject = state_.subjects.change({event.subject});
  auto head = head_of(subject);
  advance(head, StreamKind::subject, to_hex(event.subject));
  subject.erased = position();
}

void Fold::remember_subjects(Event const& event) {
  for_each_sealed(event, [this](Sealed const& text) { remember_subject(text.subject); });
}

void Fold::remember_subject(SubjectToken const& token) {
  auto const place = state_.subjects.enter({token});
  auto& subject = state_.subjects.change_at(place);
  subject.last_on = std::max(subject.last_on, day());
  auto const tie = tie_of_stream();
  auto const before = subject.latest;
  if (tie == before || tie.kind == TieKind::none || state_.ties.contains({place, tie})) return;
  subject.latest = tie;
  if (before.kind == TieKind::none) return;
  (void)state_.ties.enter({place, before});  // the first one joins when the second comes
  state_.ties.change({place, tie}) = before;
}

/// What a text in the event's stream is about.
Tie Fold::tie_of_stream() const {
  auto const id = envelope_.stream.id.view();
  auto const project = [](Place<Project> place) { return Tie{place.index(), TieKind::project}; };
  auto const programme = [](Place<Programme> place) {
    return Tie{place.index(), TieKind::programme};
  };
  switch (envelope_.stream.kind) {
    case StreamKind::programme: return programme(state_.programmes.place_of(ProgrammeId{id}));
    case StreamKind::call: return programme(state_.calls.find(CallId{id})->programme);
    case StreamKind::project: return project(state_.projects.place_of(ProjectId{id}));
    case StreamKind::recovery: return project(state_.recoveries.find(RecoveryId{id})->project);
    case StreamKind::payee: return {state_.payees.place_of(PayeeId{id}).index(), TieKind::payee};
    case StreamKind::none:
    case StreamKind::ledger:
    case StreamKind::year:
    case StreamKind::delegation:
    case StreamKind::subject:
    case StreamKind::refusals: break;
  }
  return {};
}

}  // namespace gl::ledger
