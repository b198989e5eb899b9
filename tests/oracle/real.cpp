#include "oracle/real.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <utility>

#include "codec/json.h"
#include "keys/personal_fields.h"
#include "keys/sealing.h"
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

/// Nothing when a client could not even send it.
std::optional<ledger::Command> command_of(Command const& given, std::uint64_t number) {
  std::vector<codec::Flag> flags;
  for (auto const& [name, value] : given.fields) flags.emplace_back(name, value);
  auto const composed = codec::command_from_flags(given.type, flags);
  if (!composed) return std::nullopt;
  auto command = composed->command;
  auto& header = command.header;
  header.id = uuid_v8_from({static_cast<std::byte>(number >> 8U), static_cast<std::byte>(number)});
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
  if (!given.reason_code.empty()) header.reason_code = ledger::ReasonCode{given.reason_code};
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

}  // namespace

Real::Real() {
  ledger::LedgerCreated created;
  created.ledger.bytes[0] = std::byte{1};
  created.simulated_clock = true;
  ledger::Actor system;
  system.role = ledger::Role::system;
  fold(ledger::make_ledger_created(created, system, gl::Instant{0}));
}

bool Real::can_be_sent(Command const& command) { return command_of(command, 0).has_value(); }

Answer Real::submit(Command const& given) {
  auto made = command_of(given, ++commands_);
  if (!made) throw std::runtime_error(given.type + " cannot be sent");
  auto& command = *made;
  auto const now = gl::Instant{given.recorded_at};
  ledger::Situation situation{now, paris_date(now), nullptr};
  if (auto const* const reversal = std::get_if<ledger::ReverseEvent>(&command.body)) {
    auto const position = reversal->position.value();
    if (position >= 1 && position <= events_.size()) situation.target = &events_[position - 1];
  }
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

Balances Real::balances(std::string const& programme, std::size_t known_at,
                        std::optional<Day> as_of) const {
  Balances balances;
  for (auto const& event : events_) {
    if (event.envelope.position.value() > known_at) break;
    if (as_of && event.envelope.effective_date.days() > *as_of) continue;
    for (auto const& posting : ledger::postings(event)) {
      if (!is_of(posting, programme)) continue;
      if (posting.account.kind == ledger::AccountKind::cp_voted) continue;
      auto const amount = posting.amount.minor_units();
      bool const voted = posting.account.kind == ledger::AccountKind::ae_voted;
      term(balances, posting.account) += voted ? -amount : amount;
    }
  }
  std::erase_if(balances.years, [](auto const& year) { return year.second == YearBalances{}; });
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

std::string Real::project_state(std::string const& project) const {
  auto const* const found = state_.projects.find(ledger::ProjectId{project});
  return found == nullptr ? "" : std::string{name(found->state)};
}

std::string Real::payment_state(std::string const& payment) const {
  auto const* const found = state_.payments.find(ledger::PaymentId{payment});
  return found == nullptr ? "" : std::string{name(found->state)};
}

std::string Real::recovery_state(std::string const& recovery) const {
  auto const* const found = state_.recoveries.find(ledger::RecoveryId{recovery});
  return found == nullptr ? "" : std::string{name(found->state)};
}

std::string Real::call_state(std::string const& call) const {
  auto const* const found = state_.calls.find(ledger::CallId{call});
  return found == nullptr ? "" : std::string{name(found->state)};
}

std::optional<std::int64_t> Real::award_amount(std::string const& project) const {
  auto const* const found = state_.projects.find(ledger::ProjectId{project});
  if (found == nullptr || !found->award) return std::nullopt;
  return found->award->amount.minor_units();
}

std::string to_text(Command const& command) {
  std::string text = command.type;
  for (auto const& [name, value] : command.fields) text.append(" ").append(name + "=" + value);
  text += " by " + command.role + "/" + command.person;
  if (!command.acting_for.empty()) text += " for " + command.acting_for + "/" + command.delegation;
  if (command.effective_date) text += " effective " + to_text(*command.effective_date);
  if (command.received_at) text += " received " + std::to_string(*command.received_at);
  if (command.expected_version) text += " at version " + std::to_string(*command.expected_version);
  if (command.has_act) text += " with act";
  if (!command.reason_code.empty()) text += " reason " + command.reason_code;
  if (command.imported) text += " imported";
  return text + " on " + to_text(paris_day(command.recorded_at)) + " (" +
         std::to_string(command.recorded_at) + ")";
}

}  // namespace gl::oracle
