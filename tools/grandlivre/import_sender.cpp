#include "tools/grandlivre/import_sender.h"

#include <spdlog/fmt/fmt.h>

#include "codec/event_codec.h"
#include "tools/grandlivre/import_pipeline.h"

namespace gl::tools {
namespace {

using client::Response;
using ledger::Answer;
using ledger::Outcome;
using ledger::Rule;

constexpr std::uint32_t page_events = 1'000;

void add_to(std::map<std::int32_t, ledger::Money>& sums, std::int32_t year, ledger::Money more) {
  auto& sum = sums[year];
  sum = ledger::add(sum, more);
}

/// Where a line of the file is among the verdicts.
using Places = std::map<std::uint64_t, importing::Verdict*>;

Places places_of(importing::Survey& survey) {
  Places places;
  for (auto& verdict : survey.verdicts) places.emplace(verdict.line, &verdict);
  return places;
}

/// Notes one event of the file; others are passed over.
Response<void> take_event(ByteView bytes, importing::Survey const& survey, Places const& places,
                          InLedger& into) {
  auto const event = codec::decode_event(bytes);
  if (!event) return std::unexpected(wire::to_failure(event.error()));
  auto const& envelope = event->envelope;
  if (!envelope.imported || envelope.imported->sha256 != survey.sha256) return {};
  ++into.events;
  if (auto const found = places.find(envelope.imported->line); found != places.end()) {
    for (auto const rule : envelope.flags) found->second->broken.add(rule);
  }
  auto const year = envelope.effective_date.year();
  if (auto const* const award = std::get_if<ledger::AwardDecided>(&event->body)) {
    add_to(into.awarded, year, award->amount);
  } else if (auto const* const paid = std::get_if<ledger::PaymentExecuted>(&event->body)) {
    add_to(into.paid, year, paid->amount);
  }
  return {};
}

wire::Failure refusal_of(importing::Preparation const& preparation, Answer const& answer) {
  auto failure = wire::to_failure(answer.refusal);
  failure.sentence = fmt::format("{} was refused, {}: {}", name(preparation.command.body),
                                 name(answer.refusal.rule), failure.sentence);
  bool const call = std::holds_alternative<ledger::OpenCall>(preparation.command.body);
  if (call && (answer.refusal.rule == Rule::id_taken || answer.refusal.rule == Rule::state)) {
    failure.sentence +=
        "; another file has been imported under this prefix: give the mapping a prefix of its own";
  }
  return failure;
}

}  // namespace

Response<client::Client*> ImportSender::client_for(ledger::Role role) {
  auto const given = senders_.find(role);
  auto const name = given == senders_.end() ? std::string{ledger::name(role)} : given->second;
  auto& client = clients_[name];
  if (!client) {
    auto connected = connect(options_, name);
    if (!connected) return std::unexpected(connected.error());
    client = std::move(*connected);
  }
  return client.get();
}

void ImportSender::note(Answer const& answer) {
  ++commands_;
  repeated_ += answer.repeated ? 1 : 0;
  if (answer.outcome != Outcome::accepted) return;
  if (first_.value() == 0 || answer.first < first_) first_ = answer.first;
  if (answer.last > last_) last_ = answer.last;
}

Response<std::vector<Answer>> ImportSender::submit(ledger::Role role,
                                                   std::vector<ledger::Command> commands) {
  if (commands.empty()) return std::vector<Answer>{};
  auto const client = client_for(role);
  if (!client) return std::unexpected(client.error());
  auto answers = submit_pipelined(**client, std::move(commands), recorded_at_);
  if (!answers) return answers;
  for (auto const& answer : *answers) note(answer);
  return answers;
}

Response<void> ImportSender::prepare(std::vector<importing::Preparation> const& preparations) {
  for (auto const& preparation : preparations) {
    auto answers = submit(preparation.role, {preparation.command});
    if (!answers) return std::unexpected(answers.error());
    auto rule = answers->front().refusal.rule;
    if (rule == Rule::state && preparation.instead) {
      answers = submit(preparation.role, {*preparation.instead});
      if (!answers) return std::unexpected(answers.error());
      rule = answers->front().refusal.rule;
    }
    if (rule == Rule::none || (rule == Rule::id_taken && preparation.may_exist)) continue;
    return std::unexpected(refusal_of(preparation, answers->front()));
  }
  return {};
}

Response<void> ImportSender::send(std::vector<importing::Waves> lines,
                                  std::vector<importing::Verdict*> const& verdicts) {
  for (std::size_t wave = 0; wave < importing::wave_count; ++wave) {
    std::vector<ledger::Command> commands;
    std::vector<std::size_t> line_of;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (verdicts[i]->refused) continue;
      for (auto& command : lines[i][wave]) {
        commands.push_back(std::move(command));
        line_of.push_back(i);
      }
    }
    auto const answers = submit(importing::wave_roles[wave], std::move(commands));
    if (!answers) return std::unexpected(answers.error());
    for (std::size_t i = 0; i < answers->size(); ++i) {
      auto const rule = (*answers)[i].refusal.rule;
      auto& refused = verdicts[line_of[i]]->refused;
      if (rule != Rule::none && !refused) refused = rule;
    }
  }
  return {};
}

Response<InLedger> ImportSender::read_back(importing::Survey& survey) {
  InLedger found;
  if (first_.value() == 0) return found;
  auto const client = client_for(ledger::Role::instructor);
  if (!client) return std::unexpected(client.error());
  auto const places = places_of(survey);
  for (Position at = first_; at <= last_;) {
    auto const page = (*client)->read({.from = at, .to = last_, .limit = page_events});
    if (!page) return std::unexpected(page.error());
    for (auto const& record : page->events) {
      if (auto done = take_event(record.bytes, survey, places, found); !done) {
        return std::unexpected(done.error());
      }
    }
    if (page->next <= at) break;
    at = page->next;
  }
  return found;
}

}  // namespace gl::tools
