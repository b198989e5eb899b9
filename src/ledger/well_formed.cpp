#include <algorithm>
#include <variant>

#include "ledger/decide.h"
#include "ledger/form.h"
#include "ledger/form_of.h"
#include "ledger/limits.h"
#include "ledger/text.h"

namespace gl::ledger {

using namespace limits;

namespace {

void check_publication(Form& form, PublicationEntry const& c) {
  form.id("project", c.project.view());
  form.needed_text("target", c.target, reference_bytes_max);
  form.date("date", c.date);
}

void check_header(Form& form, CommandHeader const& header) {
  form.require(!header.id.is_nil(), "command_id is nil: send a fresh UUID of version 7");
  form.needed_text("actor", header.actor.person.view(), PersonId::bytes_max);
  form.text("acting_for", header.actor.acting_for.view(), PersonId::bytes_max);
  form.text("delegation", header.actor.delegation.view(), ActNumber::bytes_max);
  form.date("effective_date", header.effective_date);
  if (header.reason_code) {
    form.id("reason_code", header.reason_code->view(), ReasonCode::bytes_max);
  }
  form.personal_text("reason_text", header.reason_text, personal_text_bytes_max);
  form.require(!header.imported || header.imported->line > 0,
               "imported.line is missing: give the line of the file, from 1");
  if (!header.act) return;
  form.require(header.act->kind != ActKind::unstated && header.act->kind <= ActKind::courrier,
               "act.kind is none that there is: give one, e.g. deliberation");
  form.needed_text("act.number", header.act->number.view(), ActNumber::bytes_max);
  form.date("act.date", header.act->date);
}

}  // namespace

void check(Form& form, ReverseEvent const& c) {
  form.require(c.position.value() > 0, "position is missing: give the event's, from 1");
}

void check(Form& form, GiveDelegation const& c) {
  form.id("delegation", c.delegation.view());
  form.id("from_person", c.from_person.view());
  form.id("to_person", c.to_person.view());
  form.require(!(c.from_person == c.to_person), "from_person and to_person are the same: give two");
  form.require(!c.commands.empty(), "commands is missing: name those that may be sent");
  form.size("commands", c.commands.size(), delegated_commands_max);
  for (auto const& command : c.commands) {
    form.require(is_command_name(command.view()),
                 "commands: one is none that there is: write it as DecideAward", {},
                 command.view());
  }
  form.date("start", c.start);
  form.date("end", c.end);
}

void check(Form& form, EndDelegation const& c) { form.id("delegation", c.delegation.view()); }

void check(Form& form, PublishGrant const& c) { check_publication(form, c); }

void check(Form& form, NotifyStateAid const& c) { check_publication(form, c); }

void check(Form& form, EraseSubject const& c) {
  form.require(c.subject != SubjectToken{}, "subject is missing: give its token, 32 hex digits");
  form.needed_text("ground", c.ground, reference_bytes_max);
}

std::expected<void, Refusal> well_formed(Command const& command) {
  Form form{command.header.imported.has_value()};
  check_header(form, command.header);
  std::visit([&form](auto const& body) { check(form, body); }, command.body);
  if (form.problem()) return std::unexpected(std::move(*form.problem()));
  return {};
}

}  // namespace gl::ledger
