#pragma once

#include "ledger/answer.h"
#include "ledger/view.h"
#include "schema/protocol.capnp.h"
#include "wire/fields.h"

// Inside wire only: what the ledger's views and answers look like in messages. `write` fills a
// message, `read` takes it back within the limits of `Reading`.

namespace gl::wire {

void write(ledger::AsOf const& as_of, message::AsOf::Builder out);
[[nodiscard]] ledger::AsOf read(message::AsOf::Reader in, Reading& reading);

void write(ledger::AnsweredAt const& as_of, message::AnsweredAt::Builder out);
[[nodiscard]] ledger::AnsweredAt read(message::AnsweredAt::Reader in, Reading& reading);

void write(ledger::StreamRef const& stream, message::StreamRef::Builder out);
[[nodiscard]] ledger::StreamRef read(message::StreamRef::Reader in, Reading& reading);

void write(ledger::Answer const& answer, message::Answer::Builder out);
[[nodiscard]] ledger::Answer read(message::Answer::Reader in, Reading& reading);

void write(ledger::Sealed const& sealed, schema::Sealed::Builder out);
[[nodiscard]] ledger::Sealed read(schema::Sealed::Reader in, Reading& reading);

/// Without the point that it holds for: that stands once in the reply.
void write(ledger::ProgrammeBalances const& balances, message::ProgrammeBalances::Builder out);
[[nodiscard]] ledger::ProgrammeBalances read(message::ProgrammeBalances::Reader in,
                                             Reading& reading);

void write(ledger::StatementLine const& line, message::StatementLine::Builder out);
[[nodiscard]] ledger::StatementLine read(message::StatementLine::Reader in, Reading& reading);

void write(ledger::ProjectSummary const& project, message::ProjectSummary::Builder out);
[[nodiscard]] ledger::ProjectSummary read(message::ProjectSummary::Reader in, Reading& reading);

void write(ledger::ProjectView const& project, message::ProjectView::Builder out);
[[nodiscard]] ledger::ProjectView read(message::ProjectView::Reader in, Reading& reading);

void write(ledger::CallView const& call, message::CallView::Builder out);
[[nodiscard]] ledger::CallView read(message::CallView::Reader in, Reading& reading);

void write(ledger::ProgrammeSettings const& settings, schema::ProgrammeSettings::Builder out);
[[nodiscard]] ledger::ProgrammeSettings read(schema::ProgrammeSettings::Reader in,
                                             Reading& reading);

}  // namespace gl::wire
