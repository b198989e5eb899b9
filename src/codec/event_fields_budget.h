#pragma once

#include "codec/field.h"
#include "codec/value_fields.h"
#include "ledger/event_budget.h"
#include "schema/event.capnp.h"

// The mappings of the events of programmes, credits and calls: see event_fields.h.

namespace gl::codec {

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProgrammeCreated>& v,
            At<Pass, schema::ProgrammeCreated> at) {
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.settings, at, GL_FIELD(Settings));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ProgrammeAmended>& v,
            At<Pass, schema::ProgrammeAmended> at) {
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.before, at, GL_FIELD(Before));
  pass(v.after, at, GL_FIELD(After));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AuthorityVoted>& v,
            At<Pass, schema::AuthorityVoted> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AuthorityAdjusted>& v,
            At<Pass, schema::AuthorityAdjusted> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AuthorityLapsed>& v,
            At<Pass, schema::AuthorityLapsed> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::AuthorityTransferred>& v,
            At<Pass, schema::AuthorityTransferred> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.from_programme, at, GL_FIELD(FromProgramme));
  pass(v.to_programme, at, GL_FIELD(ToProgramme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentCreditsOpened>& v,
            At<Pass, schema::PaymentCreditsOpened> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.year, at, GL_FIELD(Year));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentCreditsAdjusted>& v,
            At<Pass, schema::PaymentCreditsAdjusted> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.year, at, GL_FIELD(Year));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::PaymentCreditsCarriedOver>& v,
            At<Pass, schema::PaymentCreditsCarriedOver> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.year, at, GL_FIELD(Year));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ExerciseClosed::Line>& v,
            At<Pass, schema::ExerciseClosed::Line> at) {
  pass(v.opened, at, GL_FIELD(Opened));
  pass(v.consumed, at, GL_FIELD(Consumed));
  pass(v.carried, at, GL_FIELD(Carried));
  pass(v.lapsed, at, GL_FIELD(Lapsed));
  pass(v.currency, at, GL_FIELD(Currency));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::ExerciseClosed>& v,
            At<Pass, schema::ExerciseClosed> at) {
  pass(v.year, at, GL_FIELD(Year));
  pass(v.lines, at, GL_FIELD(Lines));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CallDrafted>& v, At<Pass, schema::CallDrafted> at) {
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.terms, at, GL_FIELD(Terms));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CallOpened>& v, At<Pass, schema::CallOpened> at) {
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.terms, at, GL_FIELD(Terms));
  pass(v.draft_version, at, GL_FIELD(DraftVersion));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CallChange>& v, At<Pass, schema::CallAmended> at) {
  pass(v.version, at, GL_FIELD(Version));
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
  pass(v.before, at, GL_FIELD(Before));
  pass(v.after, at, GL_FIELD(After));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CallStep>& v, At<Pass, schema::CallClosed> at) {
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
}

template <class Pass>
void fields(Pass& pass, Value<Pass, ledger::CallAllocation>& v,
            At<Pass, schema::CallAllocated> at) {
  pass(v.amount, at, GL_FIELD(Amount));
  pass(v.call, at, GL_FIELD(Call));
  pass(v.programme, at, GL_FIELD(Programme));
}

}  // namespace gl::codec
