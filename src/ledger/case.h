#pragma once

#include <expected>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "ledger/command.h"
#include "ledger/decide.h"
#include "ledger/event.h"
#include "ledger/permissions.h"
#include "ledger/refusal.h"
#include "ledger/state.h"
#include "ledger/text.h"

namespace gl::ledger {

/// What a decision comes to: events, or the first rule broken.
using Decision = std::expected<std::vector<Event>, Refusal>;
/// What a rule has to say against a command: nothing, or a refusal.
using Objection = std::optional<Refusal>;

/// A stream that events are about to join.
struct Stream {
  StreamKind kind = StreamKind::none;
  std::string_view id;
  StreamHead head;
};

/// One command before the ledger: what is known, and the checks that all commands share. The date
/// that the act takes effect on is settled once, before any rule looks at it.
class Case {
 public:
  /// `memory`: an empty list whose room the events take.
  Case(State const& state, Command const& command, Situation const& situation, Roles senders,
       std::vector<Event>& memory);
  Case(Case const&) = delete;
  Case& operator=(Case const&) = delete;

  [[nodiscard]] State const& state() const { return state_; }
  [[nodiscard]] CommandHeader const& header() const { return command_.header; }
  [[nodiscard]] Situation const& situation() const { return situation_; }
  [[nodiscard]] CivilDate effective() const { return effective_; }
  [[nodiscard]] CivilDate today() const { return situation_.today; }

  /// Where the command does not say a date, another one than today.
  void default_date(CivilDate date) {
    if (!header().effective_date) effective_ = date;
  }
  /// Whoever may send this one: a reversal's target decides.
  void narrow_senders(Roles roles) { senders_ = roles; }
  /// The version that the rules are taken from: refusals name it.
  void apply_version(std::uint32_t version) { call_version_ = version; }

  /// What a broken rule comes to: an objection or, where the command imports the past and the rule
  /// is one that the past may have broken, nothing: the events will bear its flag.
  [[nodiscard]] Objection refuse(Rule rule, std::string sentence, std::string limit = {},
                                 std::string actual = {}) const;
  /// The same, and always a refusal.
  [[nodiscard]] Refusal refusal(Rule rule, std::string sentence, std::string limit = {},
                                std::string actual = {}) const;
  /// UNKNOWN_TARGET: `kind` is a word, e.g. "project".
  [[nodiscard]] std::unexpected<Refusal> unknown(std::string_view kind, std::string_view id) const;

  /// FORBIDDEN.
  [[nodiscard]] Objection check_sender() const;
  /// VERSION_CONFLICT.
  [[nodiscard]] Objection check_version(StreamHead head) const;
  /// DATE: after today, or before what the command acts on came to be.
  [[nodiscard]] Objection check_date(CivilDate since, std::string_view since_what) const;
  /// YEAR_CLOSED, for an event that posts.
  [[nodiscard]] Objection check_open_year() const;
  /// NOT_DELEGATED: without a delegation valid on the effective date for this command, from whom
  /// the sender acts for to the sender.
  [[nodiscard]] Objection check_delegation() const;
  /// FOUR_EYES: the sender is not the person who did `what`.
  [[nodiscard]] Objection check_other_person(Place<Person> person, std::string_view what,
                                             std::string_view thing) const;
  /// ACT_REQUIRED: an act and a reason code.
  [[nodiscard]] Objection check_act(std::string_view why) const;

  /// The events, one behind the other in one stream, with all that envelopes say. `currency` is
  /// that of their amounts.
  template <class... Bodies>
  [[nodiscard]] Decision accept(Stream const& stream, Currency currency, Bodies&&... bodies) const {
    auto events = std::move(memory_);
    events.reserve(sizeof...(bodies));
    (add_event(events, stream, currency, std::forward<Bodies>(bodies)), ...);
    return events;
  }
  /// The same with as many of one kind as there are.
  template <class Body>
  [[nodiscard]] Decision accept(Stream const& stream, Currency currency,
                                std::vector<Body> bodies) const {
    auto events = std::move(memory_);
    events.reserve(bodies.size());
    for (auto& body : bodies) add_event(events, stream, currency, std::move(body));
    return events;
  }

 private:
  template <class Body>
  void add_event(std::vector<Event>& events, Stream const& stream, Currency currency,
                 Body&& body) const {
    auto& event = events.emplace_back();
    event.body.template emplace<std::remove_cvref_t<Body>>(std::forward<Body>(body));
    fill(event.envelope, stream, currency, events.size() - 1);
  }
  /// The envelope of the command's event number `index`, from 0.
  void fill(Envelope& envelope, Stream const& stream, Currency currency, std::size_t index) const;

  State const& state_;
  Command const& command_;
  Situation const& situation_;
  CivilDate effective_;
  Roles senders_;
  std::vector<Event>& memory_;
  std::uint32_t call_version_ = 0;
  mutable std::vector<Rule> flags_;  ///< rules that an imported command broke, each once
};

/// Amounts as written become money, now that the currency is known; the first that does not is
/// MALFORMED.
class Converter {
 public:
  explicit Converter(Currency currency) : currency_(currency) {}

  [[nodiscard]] Money operator()(Amount amount, std::string_view field);
  [[nodiscard]] std::optional<Money> operator()(std::optional<Amount> const& amount,
                                                std::string_view field);
  [[nodiscard]] std::vector<PlanStep> operator()(std::vector<PlanStepOf<Amount>> const& steps);
  [[nodiscard]] std::vector<Funder> operator()(std::vector<FunderOf<Amount>> const& funders);
  [[nodiscard]] Objection take_problem() { return std::exchange(problem_, std::nullopt); }

 private:
  Currency currency_;
  Objection problem_;
};

/// Shorthand at a decision's end: `if (auto no = …) return refused(no);`
[[nodiscard]] inline std::unexpected<Refusal> refused(Objection& objection) {
  return std::unexpected(std::move(*objection));
}

}  // namespace gl::ledger
