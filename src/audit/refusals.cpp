#include "audit/refusals.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/files.h"
#include "ledger/permissions.h"
#include "ledger/text.h"

namespace gl::audit {
namespace {

using namespace ledger;

using RolesByName = std::unordered_map<std::string_view, Roles>;

template <std::size_t... Index>
RolesByName all_roles(std::index_sequence<Index...>) {
  RolesByName roles;
  (roles.emplace(name(CommandBody{std::in_place_index<Index>}),
                 senders<std::variant_alternative_t<Index, CommandBody>>),
   ...);
  return roles;
}

/// Who may send the command of this name; null for a name that no command has.
Roles const* senders_of(std::string const& command) {
  static auto const roles = all_roles(std::make_index_sequence<std::variant_size_v<CommandBody>>{});
  auto const at = roles.find(command);
  return at == roles.end() ? nullptr : &at->second;
}

/// One refusal before the state, and what is wrong with it.
struct Held {
  State const& state;
  Event const& event;
  CommandRefused const& refused;

  [[nodiscard]] Refusal const& refusal() const { return refused.refusal; }

  [[nodiscard]] Finding unfounded(std::string sentence, std::string limit = {},
                                  std::string actual = {}) const {
    return {event.envelope.position, std::string{name(event.body)}, Flaw::refusal_unfounded,
            refusal().rule,          std::move(sentence),           std::move(limit),
            std::move(actual)};
  }
};

std::optional<Finding> check_form(Held const& held) {
  auto const rule = held.refusal().rule;
  if (!is_recorded(rule)) {
    return held.unfounded(say("refusals by ", name(rule), " are answered and never recorded"));
  }
  if (senders_of(held.refused.command) == nullptr) {
    return held.unfounded(say("there is no command ", held.refused.command));
  }
  auto const head = held.state.head();
  if (held.refused.evaluated_at == head) return {};
  return held.unfounded("it was evaluated on another state than the one that stood before it",
                        say(head), say(held.refused.evaluated_at));
}

/// These are also forbidden to who enters a paper file without being an instructor; a reversal to
/// who may not have sent its target.
bool has_further_limits(std::string_view command) {
  constexpr std::array<std::string_view, 4> commands{"SubmitProject", "AmendProject",
                                                     "CompleteProject", "ReverseEvent"};
  return std::ranges::find(commands, command) != commands.end();
}

std::optional<Finding> check_role(Held const& held) {
  auto const role = held.event.envelope.actor.role;
  bool const permitted = senders_of(held.refused.command)->has(role);
  bool const forbidden = held.refusal().rule == Rule::forbidden;
  if (permitted && forbidden && !has_further_limits(held.refused.command)) {
    return held.unfounded(
        say("the role ", name(role), " may send ", held.refused.command, ", yet it was forbidden"));
  }
  if (permitted || forbidden) return {};
  return held.unfounded(say("the role ", name(role), " may not send ", held.refused.command,
                            ": that is to be refused first"),
                        std::string{name(Rule::forbidden)}, std::string{name(held.refusal().rule)});
}

std::optional<Finding> check_version(Held const& held) {
  auto const version = say(held.state.stream(held.refused.target).version);
  auto const& [rule, sentence, limit, actual, call_version] = held.refusal();
  if (limit == version && actual != version) return {};
  return held.unfounded(say("the stream ", to_string(held.refused.target), " stood at version ",
                            version, ", the refusal says ", limit, " against ", actual),
                        version, limit);
}

std::optional<ProjectState> project_state(std::string_view text) {
  for (unsigned number = 1; number <= static_cast<unsigned>(ProjectState::settled); ++number) {
    auto const state = static_cast<ProjectState>(number);
    if (name(state) == text) return state;
  }
  return {};
}

/// A payment's own state is looked at before its project's, as a call's is before an award of it;
/// some of their names are alike.
bool is_about_payment(std::string_view command) {
  constexpr std::array<std::string_view, 9> commands{
      "WithdrawPaymentRequest", "RefusePayment", "ApprovePayment", "AnnulApproval",
      "IssuePayment",           "RejectOrder",   "Requisition",    "ConfirmPayment",
      "RecordBankReturn"};
  return std::ranges::find(commands, command) != commands.end();
}

std::optional<Finding> check_project_state(Held const& held) {
  if (held.refused.target.kind != StreamKind::project) return {};  // a call may have the same id
  auto const said = project_state(held.refusal().actual);
  auto const* const project = held.state.projects.find(ProjectId{held.refused.target.id.view()});
  if (!said || project == nullptr || is_about_payment(held.refused.command)) return {};
  auto const of_call = name(held.state.calls.at(project->call).state);
  if (*said == project->state || of_call == held.refusal().actual) return {};
  return held.unfounded(say("project ", held.refused.target.id, " was ", name(project->state),
                            ", the refusal says ", name(*said)),
                        std::string{name(project->state)}, held.refusal().actual);
}

/// The balances, by the rule that names one of them as its limit.
std::vector<Money> limits_of(Held const& held, Project const& project) {
  auto const& call = held.state.calls.at(project.call);
  auto const& programme = held.state.programmes.at(call.programme);
  auto const& balances = project.balances;
  switch (held.refusal().rule) {
    case Rule::authority_exceeded: return {programme.unallocated(), call.available, Money{}};
    case Rule::commitment_exceeded: {
      std::vector<Money> limits{balances.committed, subtract(balances.committed, project.pending)};
      if (project.award) limits.push_back(project.award->amount);
      return limits;
    }
    case Rule::asked_exceeded: return {project.asked};
    case Rule::project_cap_exceeded: {
      auto const version = held.refusal().call_version;
      if (version == 0 || version > call.versions.size()) return {};
      return {call.versions[version - 1].terms.project_cap.value_or(Money{})};
    }
    case Rule::recovery_exceeded: return {balances.disbursed};
    default: return {};
  }
}

std::optional<Finding> check_limit(Held const& held, std::vector<Money> const& limits,
                                   Currency currency) {
  auto const said = parse_amount(held.refusal().limit);
  auto const asked = parse_amount(held.refusal().actual);
  if (limits.empty() || !said || !asked) return {};
  auto const limit = to_money(*said, currency);
  auto const actual = to_money(*asked, currency);
  bool const borne_out =
      limit && actual && *actual > *limit && std::ranges::find(limits, *limit) != limits.end();
  if (borne_out) return {};
  return held.unfounded(say("the limit was ", Sum{limits.front(), currency}, ", the refusal says ",
                            held.refusal().limit, " against ", held.refusal().actual),
                        to_string(limits.front(), currency), held.refusal().limit);
}

std::optional<Finding> check_amounts(Held const& held) {
  auto const& target = held.refused.target;
  auto const currency_of = [&](Project const& project) {
    return held.state.programmes.at(held.state.calls.at(project.call).programme).settings.currency;
  };
  if (target.kind == StreamKind::recovery && held.refused.command != "OrderRecovery") {
    auto const* const recovery = held.state.recoveries.find(RecoveryId{target.id.view()});
    if (recovery == nullptr || held.refusal().rule != Rule::recovery_exceeded) return {};
    return check_limit(held, {recovery->outstanding},
                       currency_of(held.state.projects.at(recovery->project)));
  }
  if (target.kind == StreamKind::programme) {
    auto const* const programme = held.state.programmes.find(ProgrammeId{target.id.view()});
    if (programme == nullptr || held.refusal().rule != Rule::authority_exceeded) return {};
    return check_limit(held, {programme->unallocated(), Money{}}, programme->settings.currency);
  }
  if (target.kind != StreamKind::project) return {};
  auto const* const project = held.state.projects.find(ProjectId{target.id.view()});
  if (project == nullptr) return {};
  return check_limit(held, limits_of(held, *project), currency_of(*project));
}

}  // namespace

std::optional<Finding> check_refusal(State const& state, Event const& event,
                                     CommandRefused const& refused) {
  Held const held{state, event, refused};
  if (auto no = check_form(held)) return no;
  if (auto no = check_role(held)) return no;
  // Within an atomic list it was evaluated on what the commands before it would have left.
  if (refused.list_index != 0) return {};
  switch (refused.refusal.rule) {
    case Rule::version_conflict: return check_version(held);
    case Rule::state: return check_project_state(held);
    default: return check_amounts(held);
  }
}

}  // namespace gl::audit
