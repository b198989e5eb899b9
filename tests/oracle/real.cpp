#include "oracle/real.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <utility>

#include "audit/recheck.h"
#include "codec/event_codec.h"
#include "codec/json.h"
#include "keys/personal_fields.h"
#include "keys/sealing.h"
#include "ledger/archive.h"
#include "ledger/decide.h"

namespace gl::oracle {
namespace {

/// Sealed as the server would, with subjects known by their labels.
void seal(ledger::Command& command) {
  keys::for_each_personal_field(
      command, [](std::string const& label, std::string_view field, ledger::PersonalText& text) {
        keys::Key key{};
        auto const token = keys::keyed_hash(key, as_bytes(label));
        keys::SubjectToken subject{};
        std::copy_n(token.begin(), subject.size(), subject.begin());
        text.sealed = keys::seal_text(key, subject, field, text.clear);
        text.clear.clear();
      });
}

bool is_of(ledger::Posting const& posting, std::string const& programme) {
  return posting.account.programme.view() == programme;
}

std::int64_t& term(Balances& balances, ledger::Account const& account) {
  using enum ledger::AccountKind;
  auto& year = balances.years[account.year];
  switch (account.kind) {
    case ae_voted: return balances.voted;
    case ae_available: return balances.available;
    case ae_committed: return balances.committed;
    case ae_payable: return balances.payable;
    case ae_disbursed: return balances.disbursed;
    case ae_recoverable: return balances.recoverable;
    case ae_recovered: return balances.recovered;
    case ae_written_off: return balances.written_off;
    case ae_lapsed: return balances.lapsed;
    case cp_available: return year.available;
    case cp_consumed: return year.consumed;
    case cp_lapsed: return year.lapsed;
    case cp_voted:
    case none: break;
  }
  throw std::runtime_error("no term of a programme's balances");
}

std::string number(ledger::Money amount) { return " " + std::to_string(amount.minor_units()); }

/// So often the ledger goes on from a snapshot.
constexpr std::uint64_t commands_per_snapshot{4};

}  // namespace

Real::Real() {
  ledger::LedgerCreated created;
  created.ledger.bytes[0] = std::byte{1};
  created.simulated_clock = true;
  ledger::Actor system;
  system.role = ledger::Role::system;
  fold(ledger::make_ledger_created(created, system, gl::Instant{0}));
}

std::optional<ledger::Command> Real::command_of(Command const& given) {
  std::vector<codec::Flag> flags;
  for (auto const& [name, value] : given.fields) flags.emplace_back(name, value);
  auto const composed = codec::command_from_flags(given.type, flags);
  if (!composed) return std::nullopt;
  auto command = composed->command;
  auto& header = command.header;
  auto const role = ledger::parse_role(given.role);
  if (!role) throw std::runtime_error(role.error().what);
  header.actor = {ledger::PersonId{given.person}, *role, ledger::PersonId{given.acting_for},
                  ledger::DelegationId{given.delegation}};
  if (given.effective_date) {
    header.effective_date = CivilDate{static_cast<std::int32_t>(*given.effective_date)};
  }
  if (given.expected_version) {
    header.expected_version = StreamVersion{static_cast<std::uint32_t>(*given.expected_version)};
  }
  bool const has_own = given.fields.contains("reason_code");  // then JSON has no other
  if (!given.reason_code.empty() && !has_own)
    header.reason_code = ledger::ReasonCode{given.reason_code};
  if (given.has_act) {
    header.act = ledger::Act{ledger::ActKind::deliberation, ledger::ActNumber{"2016.1"}, {}, {}};
  }
  if (given.imported) header.imported = ledger::Imported{{std::byte{1}}, 1};
  auto const received = [&](auto& body) {
    if constexpr (requires { body.received_at; }) {
      if (given.received_at) body.received_at = gl::Instant{*given.received_at};
    }
  };
  std::visit(received, command.body);
  return command;
}

Answer Real::submit(Command const& given) {
  if (++commands_ % commands_per_snapshot == 0) forget_what_is_not_kept();
  auto made = command_of(given);
  if (!made) throw std::runtime_error(given.type + " cannot be sent");
  auto& command = *made;
  command.header.id =
      uuid_v8_from({static_cast<std::byte>(commands_ >> 8U), static_cast<std::byte>(commands_)});
  auto const now = gl::Instant{given.recorded_at};
  ledger::Situation situation{now, paris_date(now), nullptr};
  auto const position = ledger::target_position(state_, command.body).value();
  if (position >= 1 && position <= events_.size()) situation.target = &events_[position - 1];
  auto const form = ledger::well_formed(command);
  seal(command);
  auto const decision =
      form ? ledger::decide(state_, command, situation) : std::unexpected(form.error());
  if (!decision) return refuse(command, decision.error(), situation);
  Answer answer;
  answer.accepted = true;
  for (auto const& event : *decision) {
    answer.events.emplace_back(name(event.body));
    answer.positions.push_back(event.envelope.position.value());
    answer.flags.clear();
    for (auto const flag : event.envelope.flags) answer.flags.emplace_back(name(flag));
    fold(event);
  }
  return answer;
}

Answer Real::refuse(ledger::Command const& command, ledger::Refusal const& refusal,
                    ledger::Situation const& situation) {
  Answer answer;
  answer.code = name(refusal.rule);
  sentence_ = refusal.sentence;
  if (ledger::is_recorded(refusal.rule)) {
    fold(ledger::record_refusal(state_, command, refusal, situation));
    answer.positions.push_back(head());
  }
  return answer;
}

void Real::fold(ledger::Event const& event) {
  std::map<bool, std::int64_t> sums;  // authority and credits, each balanced by itself
  for (auto const& [account, amount] : ledger::postings(event)) {
    sums[account.kind >= ledger::AccountKind::cp_voted] += amount.minor_units();
  }
  if (sums[false] != 0 || sums[true] != 0) throw std::runtime_error("postings do not sum to zero");
  ledger::apply(state_, event);
  events_.push_back(event);
}

Balances Real::balances(std::string const& programme, Axes const& axes) const {
  Balances balances;
  for (auto const& event : events_) {
    auto const& envelope = event.envelope;
    if (axes.known_at && envelope.position.value() > *axes.known_at) break;
    if (axes.recorded_by && envelope.recorded_at > gl::Instant{*axes.recorded_by}) break;
    if (axes.as_of && envelope.effective_date.days() > *axes.as_of) continue;
    for (auto const& posting : ledger::postings(event)) {
      if (!is_of(posting, programme)) continue;
      if (posting.account.kind == ledger::AccountKind::cp_voted) continue;
      auto const amount = posting.amount.minor_units();
      bool const voted = posting.account.kind == ledger::AccountKind::ae_voted;
      term(balances, posting.account) += voted ? -amount : amount;
    }
  }
  return balances;
}

Balances Real::kept_balances(std::string const& programme) const {
  Balances balances;
  auto const place = state_.programmes.place_of(ledger::ProgrammeId{programme});
  if (place.is_none()) return balances;
  auto const& a = state_.programmes.at(place).authority;
  balances = {a.voted.minor_units(),     a.available.minor_units(),
              a.committed.minor_units(), a.payable.minor_units(),
              a.disbursed.minor_units(), a.recoverable.minor_units(),
              a.recovered.minor_units(), a.written_off.minor_units(),
              a.lapsed.minor_units(),    {}};
  for (auto const& [key, line] : state_.credit_lines) {
    if (key.programme != place) continue;
    YearBalances const year{line.available.minor_units(), line.consumed.minor_units(),
                            line.lapsed.minor_units()};
    if (year != YearBalances{}) balances.years[key.year] = year;
  }
  return balances;
}

std::string Real::describe_project(std::string const& id) const {
  auto const* const found = state_.projects.find(ledger::ProjectId{id});
  if (found == nullptr) return "none";
  auto const& b = found->balances;
  std::string text{name(found->state)};
  for (auto const& amount :
       {b.committed, b.payable, b.disbursed, b.recoverable, b.recovered, b.written_off}) {
    text += number(amount);
  }
  if (found->award) {
    text +=
        " award" + number(found->award->amount) + " " + std::to_string(found->award->rate.ppm());
    text += " of " + gl::to_string(found->award->decided_on);
    if (found->award->valid_until) text += " until " + gl::to_string(*found->award->valid_until);
  }
  if (found->agreement) text += " agreed" + number(found->agreement->amount);
  if (found->final_account.value() != 0) text += " accepted";
  return text;
}

std::string Real::describe_call(std::string const& id) const {
  auto const* const found = state_.calls.find(ledger::CallId{id});
  if (found == nullptr) return "none";
  auto text = std::string{name(found->state)} + number(found->available);
  for (auto const& version : found->versions) {
    text += " from " + gl::to_string(version.from) + " to " + gl::to_string(version.terms.deadline);
  }
  return text;
}

std::string Real::describe_payment(std::string const& id) const {
  auto const* const found = state_.payments.find(ledger::PaymentId{id});
  if (found == nullptr) return "none";
  return std::string{name(found->state)} + number(found->amount) + " attempt " +
         std::to_string(found->attempt) + " to " + found->payee.string();
}

std::string Real::describe_recovery(std::string const& id) const {
  auto const* const found = state_.recoveries.find(ledger::RecoveryId{id});
  if (found == nullptr) return "none";
  return std::string{name(found->state)} + number(found->outstanding);
}

std::string Real::describe_payee(std::string const& id) const {
  auto const* const found = state_.payees.find(ledger::PayeeId{id});
  if (found == nullptr) return "none";
  return found->verified ? "verified" : "not verified";
}

std::string Real::describe_year(int year) const {
  auto const* const found = state_.years.find(year);
  if (found == nullptr) return "none";
  return found->state == ledger::YearState::closed ? "Closed" : "Open";
}

std::string Real::audited() const {
  audit::Recheck recheck{[this](Position position) -> Result<ledger::Event> {
    return events_.at(position.value() - 1);
  }};
  for (auto const& event : events_) {
    if (auto const taken = recheck.take(event, codec::encode_event(event)); !taken) {
      return taken.error().what;
    }
  }
  if (auto const done = recheck.finish(); !done) return done.error().what;
  if (recheck.findings().empty()) return {};
  auto const& first = recheck.findings().front();
  return std::to_string(first.position.value()) + " " + first.event_type + ": " +
         std::string{code_of(first)} + ": " + first.sentence;
}

bool Real::replays_to_the_same() const {
  ledger::State again;
  for (auto const& event : events_) ledger::apply(again, event);
  return ledger::save(again) == ledger::save(state_);
}

/// A snapshot that loses something shows in what the ledger says next.
void Real::forget_what_is_not_kept() {
  auto kept = ledger::load(ledger::save(state_));
  if (!kept) throw std::runtime_error("a snapshot is not read back: " + kept.error().what);
  state_ = std::move(*kept);
}

}  // namespace gl::oracle
