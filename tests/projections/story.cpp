#include "projections/story.h"

#include <algorithm>
#include <string>
#include <utility>

namespace gl::projections::testing {

using namespace ledger;  // NOLINT: every name here is a word of the ledger

namespace {

Money euros(std::int64_t amount) { return Money::from_minor_units(amount * 100); }

ProgrammeId const g{"G"};
ProgrammeId const h{"H"};
CallId const call{"C"};

CallTerms terms(std::string title) {
  CallTerms made;
  made.title = std::move(title);
  made.opening = civil_date(2016, 6, 1);
  made.deadline = civil_date(2016, 9, 5);
  return made;
}

CallChange change(std::uint32_t version, std::string before, std::string after) {
  return {call, g, version, terms(std::move(before)), terms(std::move(after))};
}

Application application(ProjectId const& project, std::string title, std::int64_t asked) {
  Application made;
  made.project = project;
  made.call = call;
  made.programme = g;
  made.call_version = 2;
  made.title = std::move(title);
  made.applicant = {PayeeId{"W400000001"}, LegalKind::private_body, {"Amis", {}}, {}};
  made.eligible_cost = euros(100'000);
  made.asked_amount = euros(asked);
  return made;
}

void tell_of_programmes(Story& story) {
  auto const of = [&](ProgrammeId const& id, EventBody body) {
    story.tell(StreamKind::programme, id.view(), std::move(body));
  };
  auto const of_2016 = [&](EventBody body) {
    story.tell(StreamKind::year, "2016", std::move(body));
  };
  story.tell(StreamKind::ledger, "", LedgerCreated{{}, true, "story"});
  ProgrammeSettings settings;
  settings.name = "G";
  settings.currency = *Currency::parse("EUR");
  auto renamed = settings;
  renamed.name = "G, renamed";
  of(g, ProgrammeCreated{g, settings});
  of(h, ProgrammeCreated{h, settings});
  of(g, AuthorityVoted{g, euros(700'000)});
  of(h, AuthorityVoted{h, euros(300'000)});
  of(g, AuthorityTransferred{g, h, euros(50'000)});
  of(h, AuthorityTransferred{h, g, euros(20'000)});
  of(h, AuthorityLapsed{h, euros(10'000)});
  of(g, ProgrammeAmended{g, settings, renamed});
  of_2016(PaymentCreditsOpened{g, 2016, euros(300'000)});
  of_2016(PaymentCreditsAdjusted{g, 2016, euros(10'000).negated()});
  of_2016(PaymentCreditsAdjusted{g, 2016, euros(5'000)});
  of_2016(PaymentCreditsCarriedOver{g, 2016, euros(40'000)});
}

void tell_of_the_call(Story& story) {
  auto const of = [&](EventBody body) { story.tell(StreamKind::call, "C", std::move(body)); };
  of(CallDrafted{call, g, terms("draft")});
  of(CallAmended{change(2, "draft", "call")});
  of(CallOpened{call, g, terms("call"), 2});
  of(CallAllocated{{call, g, euros(200'000)}});
  of(CallReleased{{call, g, euros(50'000)}});
  EventReversed undone;
  undone.programme = g;
  undone.call = call;
  story.take_back(undone);
  of(CallClosed{{call, g}});
  of(CallReopened{change(3, "call", "call, longer")});
  story.tell(StreamKind::call, "X", CallDrafted{CallId{"X"}, h, terms("never")});
  story.tell(StreamKind::call, "X", CallCancelled{{CallId{"X"}, h}});
}

void tell_of_the_file(Story& story, ProjectId const& id) {
  auto const of = [&](EventBody body) {
    story.tell(StreamKind::project, id.view(), std::move(body));
  };
  of(ProjectSubmitted{application(id, "as sent", 40'000)});
  of(ProjectAmended{application(id, "as amended", 45'000), euros(40'000)});
  of(CompletionRequested{id, {ReasonCode{"statutes"}}, civil_date(2016, 12, 1)});
  of(ProjectCompleted{id, {}, {}, {}});
  of(EligibilityDecided{id, true, {}});
  of(AssessmentRecorded{id, ReasonCode{"impact"}, 7, 10, Rate{500'000}, {}});
  of(ConflictDeclared{id});
  of(AssessmentClosed{id});
  of(ProjectWaitlisted{id, 3});
}

AwardDecided award(ProjectId const& id, ProjectState before) {
  AwardDecided made;
  made.project = id;
  made.call = call;
  made.programme = g;
  made.amount = euros(40'000);
  made.rate = Rate{400'000};
  made.valid_until = civil_date(2018, 12, 31);
  made.pool = AuthorityPool::call;
  made.state_before = before;
  return made;
}

void tell_of_the_award(Story& story, ProjectId const& id) {
  auto const of = [&](EventBody body) {
    story.tell(StreamKind::project, id.view(), std::move(body));
  };
  of(award(id, ProjectState::waitlisted));
  EventReversed undone;
  undone.programme = g;
  undone.project = id;
  undone.restored.award_removed = true;
  undone.restored.project_state = ProjectState::waitlisted;
  story.take_back(undone);
  of(award(id, ProjectState::waitlisted));
  of(ApplicantNotified{id, "letter", civil_date(2016, 11, 2)});
  of(GrantPublished{{id, "data.gouv.fr", civil_date(2016, 11, 3), {}}});
  of(StateAidNotified{{id, "TAM", civil_date(2016, 11, 4), {}}});
  ConventionTerms convention;
  convention.project = id;
  convention.number = ActNumber{"2016/1"};
  convention.amount = euros(40'000);
  of(ConventionSigned{convention});
  convention.number = ActNumber{"2016/1-a"};
  of(ConventionAmended{convention});
}

PaymentRequested request(ProjectId const& id, std::string_view payment, std::int64_t amount) {
  PaymentRequested made;
  made.project = id;
  made.payment = PaymentId{payment};
  made.kind = PaymentKind::advance;
  made.amount = euros(amount);
  return made;
}

OrderHandedOver order(ProjectId const& id, std::string_view payment, std::uint32_t attempt,
                      std::int64_t amount) {
  OrderHandedOver made;
  made.project = id;
  made.payment = PaymentId{payment};
  made.attempt = attempt;
  made.amount = euros(amount);
  return made;
}

PaymentAnnulled annulled(ProjectId const& id, std::string_view payment, std::int64_t amount) {
  PaymentAnnulled made;
  made.project = id;
  made.call = call;
  made.programme = g;
  made.payment = PaymentId{payment};
  made.amount = euros(amount);
  made.budget_year = 2016;
  made.credits_restored = true;
  made.state_before = PaymentState::approved;
  return made;
}

void tell_of_payments(Story& story, ProjectId const& id) {
  auto const of = [&](EventBody body) {
    story.tell(StreamKind::project, id.view(), std::move(body));
  };
  auto const approve = [&](std::string_view payment, std::int64_t amount) {
    of(PaymentApproved{id, g, PaymentId{payment}, euros(amount), euros(amount), ActNumber{payment},
                       2016});
  };
  of(request(id, "R1", 5'000));
  of(PaymentRefused{id, PaymentId{"R1"}});
  of(request(id, "R2", 6'000));
  of(PaymentRequestWithdrawn{id, PaymentId{"R2"}});
  of(request(id, "R3", 7'000));
  approve("R3", 7'000);
  of(annulled(id, "R3", 7'000));
  of(request(id, "R4", 20'000));
  approve("R4", 20'000);
  of(PaymentIssued{order(id, "R4", 1, 20'000)});
  of(OrderRejected{id, PaymentId{"R4"}, 1});
  of(OrderRequisitioned{order(id, "R4", 2, 20'000)});
  of(PaymentExecuted{id, g, PaymentId{"R4"}, euros(20'000), 2, {}, "", 0});
  of(request(id, "R5", 3'000));
  approve("R5", 3'000);
}

void tell_of_the_end(Story& story, ProjectId const& id) {
  auto const of = [&](EventBody body) {
    story.tell(StreamKind::project, id.view(), std::move(body));
  };
  AwardEnd end;
  end.project = id;
  end.call = call;
  end.programme = g;
  end.ground = CancelGround::fraud;
  end.decommitted = euros(17'000);
  end.pool = AuthorityPool::call;
  end.state_before = ProjectState::contracted;
  of(DecisionWithdrawn{end});
  auto late = annulled(id, "R5", 3'000);
  late.decommitted = true;
  late.pool = AuthorityPool::call;
  of(late);
  auto const recover = [&](std::string_view recovery, std::int64_t amount, EventBody how) {
    story.tell(
        StreamKind::recovery, recovery,
        RecoveryOrdered{RecoveryId{recovery}, id, g, ActNumber{recovery}, euros(amount), {}});
    story.tell(StreamKind::recovery, recovery, std::move(how));
  };
  auto const reduction = [&](std::string_view recovery, std::int64_t amount) {
    return RecoveryReduction{RecoveryId{recovery}, id, g, euros(amount), RecoveryState::ordered};
  };
  recover("T1", 8'000, RecoveryReduced{reduction("T1", 3'000)});
  story.tell(StreamKind::recovery, "T1",
             RecoveryReceived{RecoveryId{"T1"}, id, g, euros(5'000), "bank", false,
                              RecoveryState::ordered});
  recover("T2", 4'000, RecoveryCancelled{reduction("T2", 4'000)});
  recover("T3", 2'000, RecoveryReduced{reduction("T3", 2'000)});
  recover("T4", 13'000, RecoveryWrittenOff{reduction("T4", 13'000)});
  of(ProjectReopened{id, ProjectState::cancelled});
}

void tell_of_others(Story& story) {
  auto const sent = [&](std::string_view id) {
    story.tell(StreamKind::project, id,
               ProjectSubmitted{application(ProjectId{id}, "another", 10'000)});
    return ProjectId{id};
  };
  auto const of = [&](ProjectId const& id, EventBody body) {
    story.tell(StreamKind::project, id.view(), std::move(body));
  };
  of(sent("P2"), ProjectWithdrawn{ProjectId{"P2"}});
  of(sent("P3"), ProjectClosedWithoutDecision{ProjectId{"P3"}});
  of(sent("P4"), ProjectRejected{ProjectId{"P4"}});
  of(ProjectId{"P4"}, ProjectReopened{ProjectId{"P4"}, ProjectState::rejected});
  DelegationGiven given;
  given.delegation = DelegationId{"D1"};
  story.tell(StreamKind::delegation, "D1", given);
  story.tell(StreamKind::delegation, "D1", DelegationEnded{DelegationId{"D1"}});
  story.tell(StreamKind::subject, "0101", SubjectErased{});
  // Dated before all of that, and told last.
  story.tell(StreamKind::project, "P4",
             ProjectAmended{application(ProjectId{"P4"}, "late", 12'000), euros(10'000)},
             civil_date(2016, 8, 1));
  story.tell(StreamKind::call, "C", CallClosed{{call, g}});
  story.tell(StreamKind::call, "C", CallReleased{{call, g, euros(150'000)}});
  story.tell(StreamKind::call, "C", CallSettled{{call, g}});
}

}  // namespace

Event const& Story::tell(StreamKind kind, std::string_view id, EventBody body) {
  today_ = today_.plus_days(1);
  return tell(kind, id, std::move(body), today_);
}

Event const& Story::tell(StreamKind kind, std::string_view id, EventBody body, CivilDate day) {
  StreamRef const stream{kind, StreamId{id}};
  Event event;
  auto& envelope = event.envelope;
  envelope.position = Position{events_.size() + 1};
  envelope.stream = stream;
  envelope.previous_in_stream = std::exchange(last_[stream], envelope.position);
  envelope.stream_version = StreamVersion{versions_[stream].value() + 1};
  versions_[stream] = envelope.stream_version;
  envelope.recorded_at = paris_midnight(today_);
  envelope.effective_date = day;
  envelope.actor = {PersonId{"p1"}, Role::instructor, {}, {}};
  envelope.command_id.bytes.fill(static_cast<std::byte>(events_.size() + 1));
  envelope.currency = *Currency::parse("EUR");
  event.body = std::move(body);
  return events_.emplace_back(std::move(event));
}

void Story::take_back(EventReversed what) {
  auto const& target = events_.back();
  auto const stream = target.envelope.stream;
  what.target = target.envelope.position;
  what.target_type = std::string{name(target.body)};
  what.postings = postings(target);
  std::ranges::reverse(what.postings);
  for (auto& posting : what.postings) posting.amount = posting.amount.negated();
  tell(stream.kind, stream.id.view(), std::move(what), target.envelope.effective_date);
}

Story whole_story() {
  Story story;
  tell_of_programmes(story);
  tell_of_the_call(story);
  ProjectId const id{"P1"};
  tell_of_the_file(story, id);
  tell_of_the_award(story, id);
  tell_of_payments(story, id);
  tell_of_the_end(story, id);
  tell_of_others(story);
  return story;
}

}  // namespace gl::projections::testing
