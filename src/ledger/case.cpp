#include "ledger/case.h"

#include <algorithm>

namespace gl::ledger {
namespace {

/// True when the actor holds a delegation for this command on this day: the one that it names, or
/// any.
bool is_delegated(State const& state, Actor const& actor, std::string_view command, CivilDate day) {
  auto const* const holder = state.persons.find(actor.person);
  auto const from = state.persons.place_of(actor.acting_for);
  if (holder == nullptr || from.is_none()) return false;
  return std::ranges::any_of(holder->delegations, [&](Place<Delegation> place) {
    auto const& id = state.delegations.key_at(place);
    auto const& delegation = state.delegations.at(place);
    bool const meant = actor.delegation.empty() || actor.delegation == id;
    return meant && delegation.from == from && delegation.holds_on(day) &&
           std::ranges::find(delegation.commands, CommandName{command}) !=
               delegation.commands.end();
  });
}

}  // namespace

Case::Case(State const& state, Command const& command, Situation const& situation, Roles senders,
           std::vector<Event>& memory)
    : state_(state),
      command_(command),
      situation_(situation),
      effective_(command.header.effective_date.value_or(situation.today)),
      senders_(senders),
      memory_(memory) {}

Objection Case::refuse(Rule rule, std::string sentence, std::string limit,
                       std::string actual) const {
  if (header().imported && is_flag(rule)) {
    if (std::ranges::find(flags_, rule) == flags_.end()) flags_.push_back(rule);
    return {};
  }
  return refusal(rule, std::move(sentence), std::move(limit), std::move(actual));
}

Refusal Case::refusal(Rule rule, std::string sentence, std::string limit,
                      std::string actual) const {
  return {rule, std::move(sentence), std::move(limit), std::move(actual), call_version_};
}

std::unexpected<Refusal> Case::unknown(std::string_view kind, std::string_view id) const {
  return std::unexpected(refusal(
      Rule::unknown_target, say("there is no ", kind, " ", id, " in this ledger: check the id"), {},
      std::string{id}));
}

Objection Case::check_sender() const {
  if (senders_.has(header().actor.role)) return {};
  auto const allowed = to_string(senders_);
  return refuse(Rule::forbidden,
                say("the role ", name(header().actor.role), " may not send ", name(command_.body),
                    ": the role must be ", allowed.empty() ? "another" : allowed),
                allowed, std::string{name(header().actor.role)});
}

Objection Case::check_version(StreamHead head) const {
  auto const& expected = header().expected_version;
  if (!expected || *expected == head.version) return {};
  return refuse(Rule::version_conflict,
                say("the command expects version ", *expected, " of the stream, which is at ",
                    head.version, ": read it again, then decide anew"),
                say(head.version), say(*expected));
}

Objection Case::check_date(CivilDate since, std::string_view since_what) const {
  if (effective_ > today()) {
    return refuse(Rule::date,
                  say("the effective date ", effective_, " is after today, ", today(),
                      ": nothing is recorded before it happens"),
                  say(today()), say(effective_));
  }
  if (effective_ < since) {
    return refuse(Rule::date,
                  say("the effective date ", effective_, " is before ", since, ", when ",
                      since_what, ": send a date from then on"),
                  say(since), say(effective_));
  }
  return {};
}

Objection Case::check_open_year() const {
  auto const year = effective_.year();
  if (!state_.is_closed(year)) return {};
  auto const open_day = state_.first_open_day(year);
  return refuse(Rule::year_closed,
                say("the budget year ", year,
                    " is closed, nothing more posts into it: date the "
                    "act from ",
                    open_day, " on"),
                say(open_day), say(effective_));
}

Objection Case::check_delegation() const {
  auto const& actor = header().actor;
  if (actor.acting_for.empty()) return {};
  if (is_delegated(state_, actor, name(command_.body), effective_)) return {};
  return refuse(
      Rule::not_delegated,
      say("the sender holds no delegation ", actor.delegation, actor.delegation.empty() ? "" : " ",
          "that is valid on ", effective_, " for ", name(command_.body),
          " from the person acted for: act in your own right or have one recorded first"),
      {}, actor.delegation.string());
}

Objection Case::check_other_person(Place<Person> person, std::string_view what,
                                   std::string_view thing) const {
  if (person.is_none() || !(state_.persons.key_at(person) == header().actor.person)) return {};
  return refuse(Rule::four_eyes, say("whoever ", what, " ", thing, " may not send ",
                                     name(command_.body), " too: another person must"));
}

Objection Case::check_act(std::string_view why) const {
  if (header().act && header().reason_code) return {};
  return refuse(Rule::act_required,
                say(why, ": give the act (kind, number, date) and a reason code"),
                "act and reason code",
                header().act ? "act" : (header().reason_code ? "reason code" : "neither"));
}

void Case::fill(Envelope& envelope, Stream const& stream, Currency currency,
                std::size_t index) const {
  auto const& sent = header();
  auto const before = Position{state_.head().value() + index};
  envelope.position = next(before);
  envelope.stream = {stream.kind, StreamId{stream.id}};
  envelope.stream_version =
      StreamVersion{stream.head.version.value() + static_cast<std::uint32_t>(index) + 1};
  envelope.previous_in_stream = index == 0 ? stream.head.last : before;
  envelope.recorded_at = situation_.recorded_at;
  envelope.effective_date = effective_;
  envelope.actor = sent.actor;
  envelope.command_id = sent.id;
  envelope.payload_digest = sent.payload_digest;
  envelope.expected_version = sent.expected_version;
  envelope.correlation_id = sent.correlation_id;
  envelope.causation = sent.causation;
  envelope.reason_code = sent.reason_code;
  envelope.reason_text = sent.reason_text.sealed;
  envelope.act = sent.act;
  envelope.currency = currency;
  envelope.imported = sent.imported;
  envelope.flags = flags_;
}

Money Converter::operator()(Amount amount, std::string_view field) {
  auto money = to_money(amount, currency_);
  if (money) return *money;
  if (!problem_) {
    problem_ = Refusal{Rule::malformed, say(field, ": ", money.error().what),
                       say(currency_.decimals(), " decimals"), to_string(amount), 0};
  }
  return {};
}

std::optional<Money> Converter::operator()(std::optional<Amount> const& amount,
                                           std::string_view field) {
  if (!amount) return std::nullopt;
  return (*this)(*amount, field);
}

std::vector<PlanStep> Converter::operator()(std::vector<PlanStepOf<Amount>> const& steps) {
  std::vector<PlanStep> out;
  out.reserve(steps.size());
  for (auto const& step : steps) {
    out.push_back({step.kind, step.share, (*this)(step.amount, "plan.amount"), step.condition});
  }
  return out;
}

std::vector<Funder> Converter::operator()(std::vector<FunderOf<Amount>> const& funders) {
  std::vector<Funder> out;
  out.reserve(funders.size());
  for (auto const& funder : funders) {
    out.push_back({funder.name, (*this)(funder.amount, "other_funders.amount"), funder.secured});
  }
  return out;
}

}  // namespace gl::ledger
