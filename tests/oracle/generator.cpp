#include "oracle/generator.h"

#include <algorithm>
#include <limits>
#include <map>

#include "oracle/commands.h"

namespace gl::oracle {
namespace {

constexpr Instant hour{3600 * microseconds_per_second};
constexpr Instant whole_day{24 * hour};

/// Several persons per role; some have two roles.
std::string const& persons_of(std::string const& role) {
  static std::map<std::string, std::string> const persons{{"applicant", "portal pierre"},
                                                          {"administrator", "admin adele"},
                                                          {"instructor", "anne alice axel"},
                                                          {"decision", "commission denis anne"},
                                                          {"assembly", "conseil"},
                                                          {"officer", "boris berthe anne"},
                                                          {"accountant", "chloe carl boris"},
                                                          {"finance", "bank"},
                                                          {"auditor", "auguste"},
                                                          {"dpo", "paul"},
                                                          {"system", "system"}};
  return persons.at(role);
}

}  // namespace

Random random_from(std::mt19937_64& engine) {
  return [&engine](std::uint32_t below) { return static_cast<std::uint32_t>(engine() % below); };
}

Generator::Generator(Random random, Oracle const& oracle)
    : random_(std::move(random)),
      oracle_(oracle),
      now_(parse_instant("2016-01-04T08:00:00Z")),
      programmes_wanted_(1 + below(3)),
      calls_wanted_(1 + below(3)),
      projects_wanted_(1 + below(12)) {
  now_ += whole_day * below(250);
}

std::string Generator::pick(std::string const& words) {
  auto const all = split(words, ' ');
  return all.empty() ? "" : all.at(below(static_cast<std::uint32_t>(all.size())));
}

std::string Generator::new_id(std::string const& prefix) { return prefix + std::to_string(++ids_); }

void Generator::pass_time() {
  auto const kind = below(100);
  Instant days = 0;
  if (kind >= 94) {
    days = 20 + below(60);
  } else if (kind >= 75) {
    days = 4 + below(17);
  } else if (kind >= 45) {
    days = 1 + below(3);
  }
  now_ += days * whole_day + below(120) * (hour / 60);
  Day const end = day_of(2018, 12, 31);
  if (today() > end) now_ = std::max(now_ - days * whole_day, Instant{0});
}

std::string Generator::person_of(std::string const& role) { return pick(persons_of(role)); }

/// A role that may send it, and a person who has not done another part of the same payment.
void Generator::choose_sender(Command& command) {
  auto roles = roles_of(command.type);
  if (command.type == "ReverseEvent") {
    for (auto const& record : oracle_.history()) {
      if (std::to_string(record.position) == command.fields["position"]) {
        roles = roles_of(record.command);
      }
    }
  }
  if (roles.empty()) roles = {"officer"};
  command.role = roles.at(below(static_cast<std::uint32_t>(roles.size())));
  if (command.received_at) command.role = "instructor";
  std::string barred;
  auto const& fields = command.fields;
  if (auto const it = fields.find("payment"); it != fields.end()) {
    if (auto const found = state().payments.find(it->second); found != state().payments.end()) {
      barred = found->second.preparer + " " + found->second.approver;
    }
  }
  if (command.type == "VerifyPayeeAccount") {
    if (auto const found = state().payees.find(fields.at("payee")); found != state().payees.end()) {
      barred = found->second.enterer;
    }
  }
  auto const not_those = split(barred, ' ');
  command.person = person_of(command.role);
  for (int tries = 0; tries < 4; ++tries) {
    if (std::ranges::find(not_those, command.person) == not_those.end()) return;
    command.person = person_of(command.role);
  }
}

/// The date of what the command acts on (domain §6 rule 4), as far as it matters here.
Day Generator::earliest(Command const& command) const {
  auto const find = [&](std::string const& key) {
    auto const found = command.fields.find(key);
    return found == command.fields.end() ? std::string{} : found->second;
  };
  Day date = day_of(2016, 1, 1);
  for (auto const& [id, programme] : state().programmes) {
    if (id == find("programme") || id == find("from_programme") || id == find("to_programme")) {
      date = std::max(date, programme.created);
    }
  }
  for (auto const& [id, call] : state().calls) {
    if (id == find("call")) date = std::max(date, call.versions.back().in_force_from);
  }
  for (auto const& [id, project] : state().projects) {
    if (id != find("project")) continue;
    date = std::max(date, project.award ? project.award->decided : project.submitted);
  }
  for (auto const& [id, payment] : state().payments) {
    if (id == find("payment")) date = std::max(date, payment.latest_step);
  }
  for (auto const& [id, recovery] : state().recoveries) {
    if (id == find("recovery")) date = std::max(date, recovery.ordered);
  }
  return date;
}

/// Version of the stream that the command is most likely about.
std::int64_t Generator::version_of(Command const& command) const {
  for (auto const* const key : {"recovery", "project", "call", "payee", "delegation"}) {
    auto const found = command.fields.find(key);
    if (found != command.fields.end()) {
      return oracle_.version(std::string{key} + "/" + found->second);
    }
  }
  if (auto const found = command.fields.find("payment"); found != command.fields.end()) {
    auto const payment = state().payments.find(found->second);
    return payment == state().payments.end()
               ? 0
               : oracle_.version("project/" + payment->second.project);
  }
  auto const found = command.fields.find("programme");
  return found == command.fields.end() ? 0 : oracle_.version("programme/" + found->second);
}

/// Mostly today, sometimes some days late, not in a closed year if it can be helped.
void Generator::choose_date(Command& command) {
  auto const& type = command.type;
  bool const is_receipt =
      type == "SubmitProject" || type == "AmendProject" || type == "CompleteProject";
  if (is_receipt || type == "ReverseEvent" || type == "CloseExercise" || type == "CloseCall") {
    return;
  }
  Day date = today();
  if (chance(20)) date -= below(15);
  if (chance(3)) date -= below(200);
  date = std::max(date, earliest(command));
  while (oracle_.is_closed(year_of(date)) && date < today()) ++date;
  if (date != today() || chance(20)) command.effective_date = date;
}

Command Generator::finish(std::string const& type, std::string const& target) {
  Command command;
  command.type = type;
  command.recorded_at = now_;
  command.fields = fields_of(type, target);
  auto const& all = state();
  auto const call = all.calls.find(command.fields["call"]);
  bool const may_be_paper = (type == "SubmitProject" && call != all.calls.end()) ||
                            type == "AmendProject" || type == "CompleteProject";
  if (!command.fields.contains("call") || command.fields["call"].empty()) {
    command.fields.erase("call");
  }
  if (may_be_paper) {
    bool const is_closed = type == "SubmitProject" && call->second.state == "Closed";
    if (is_closed || chance(15)) {
      command.received_at = now_ - below(6) * whole_day - below(1440) * (hour / 60);
      if (is_closed) {
        auto const deadline = paris_midnight_after(call->second.versions.back().deadline);
        command.received_at = std::min(*command.received_at, deadline - microseconds_per_second);
      }
      command.fields["evidence"] = std::string(64, 'a');
    }
  }
  choose_sender(command);
  choose_date(command);
  command.has_act = chance(60);
  if (chance(60)) command.reason_code = "REASON";
  if (type == "ReopenProject" || type == "ReopenCall") {
    command.has_act = true;
    command.reason_code = "APPEAL";
  }
  if (chance(10)) {
    for (auto const& [id, each] : all.delegations) {
      if (each.to_person == command.person) command.acting_for = each.from_person;
      if (!command.acting_for.empty() && chance(50)) command.delegation = id;
    }
  }
  return command;
}

Command Generator::next() {
  pass_time();
  auto const choice = choose();
  auto command = finish(choice.type, choice.target);
  if (chance(10)) command.expected_version = version_of(command);
  if (chance(22)) break_something(command);
  if (!sent_.empty() && chance(2)) {
    command = sent_.at(below(static_cast<std::uint32_t>(sent_.size())));  // sent again
    command.recorded_at = now_;
    if (chance(30)) command.fields["amount"] = "1.00";
  } else {
    command.id = new_id("command-");
  }
  if (chance(4)) command.imported = true;
  sent_.push_back(command);
  return command;
}

void Generator::break_something(Command& command) {
  switch (below(10)) {
    case 0: return break_amount(command);
    case 1: return break_sender(command);
    case 2: return break_date(command);
    case 3: return break_id(command);
    case 4: command.expected_version = below(12); return;
    case 5:
      command.has_act = false;
      command.fields.erase("evidence");
      command.fields.erase("hearing_date");
      return;
    default: {
      // Any command in any state.
      auto const types = command_types();
      auto const& type = types.at(below(static_cast<std::uint32_t>(types.size())));
      command = finish(type, any_target(type));
      return;
    }
  }
}

void Generator::break_amount(Command& command) {
  for (auto const* const key : {"amount", "eligible_cost", "asked_amount", "cost_base"}) {
    auto const found = command.fields.find(key);
    if (found == command.fields.end()) continue;
    bool const has_point = found->second.find('.') != std::string::npos;
    auto const units = parse_amount(found->second, has_point ? 2 : 0).value_or(0);
    auto const write = [&](Money changed) {
      Money const most = std::numeric_limits<std::int64_t>::max();
      return amount_text(std::min(changed, most), has_point ? 2 : 0);
    };
    switch (below(6)) {
      case 0: found->second = write(units + 1); return;
      case 1: found->second = write(units * 2); return;
      case 2: found->second = write(units * 50); return;
      case 3: found->second = has_point ? "0.00" : "0"; return;
      case 4: found->second = has_point ? "1.005" : "1.5"; return;
      default:
        if (std::string{key} != "amount") return;
        found->second = has_point ? "92233720368547758.07" : "9223372036854775807";
        return;
    }
  }
  if (!command.fields.empty() && chance(30)) command.fields.erase(command.fields.begin());
}

void Generator::break_sender(Command& command) {
  auto const found =
      state().payments.find(command.fields.contains("payment") ? command.fields["payment"] : "");
  if (found != state().payments.end() && chance(60)) {
    auto const& payment = found->second;
    command.person = chance(50) && !payment.approver.empty() ? payment.approver : payment.preparer;
    return;
  }
  auto const roles =
      "applicant administrator instructor decision assembly officer accountant finance auditor dpo";
  switch (below(4)) {
    case 0: command.role = pick(roles); break;
    case 1: command.role = "auditor"; break;
    case 2: command.acting_for = pick("boris anne nobody"); break;
    default: break;
  }
  // One of the same people once more.
  command.person = pick("anne boris alice commission");
}

void Generator::break_date(Command& command) {
  auto const& type = command.type;
  bool const is_receipt =
      type == "SubmitProject" || type == "AmendProject" || type == "CompleteProject";
  switch (below(is_receipt ? 5 : 3)) {
    case 0: command.effective_date = today() + 1; return;
    case 1: command.effective_date = earliest(command) - 1 - below(3); return;
    case 2: command.effective_date = day_of(2016, 1 + static_cast<int>(below(12)), 15); return;
    case 3: command.received_at = now_ + hour; return;
    default: command.received_at = now_ - below(60) * whole_day; return;
  }
}

void Generator::break_id(Command& command) {
  auto const last = [](auto const& map) { return map.empty() ? "none" : map.rbegin()->first; };
  auto& fields = command.fields;
  auto const swap = [&](std::string const& key, std::string const& value) {
    if (!fields.contains(key)) return false;
    fields[key] = value;
    return true;
  };
  if (chance(25)) {
    for (auto const* const key : {"programme", "call", "project", "payment", "recovery", "payee"}) {
      if (swap(key, "nowhere")) return;
    }
  }
  if (swap("order_number", "1") || swap("titre_number", "1")) return;
  if (swap("payment", last(state().payments)) || swap("recovery", last(state().recoveries))) return;
  if (swap("delegation", last(state().delegations)) || swap("payee", last(state().payees))) return;
  if (swap("project", last(state().projects)) || swap("call", last(state().calls))) return;
  swap("programme", last(state().programmes));
}

/// Something of the right kind, whatever its state; a new id where the kind needs one or has none.
std::string Generator::any_target(std::string const& type) {
  auto const& target = find_command(type)->target;
  auto const any_of = [&](auto const& map) {
    if (map.empty()) return std::string{"none"};
    auto it = map.begin();
    std::advance(it, below(static_cast<std::uint32_t>(map.size())));
    return it->first;
  };
  if (target == "new programme" || target == "new delegation") return new_id("N");
  if (target.ends_with("programme") || target == "new call") return any_of(state().programmes);
  if (target == "open call") return any_of(state().calls);
  if (target == "call" || target == "new project") return any_of(state().calls);
  if (target == "project" || target == "new payment" || target == "new recovery") {
    return any_of(state().projects);
  }
  if (target == "payment") return any_of(state().payments);
  if (target == "recovery") return any_of(state().recoveries);
  if (target.ends_with("payee")) return any_of(state().payees);
  if (target == "delegation") return any_of(state().delegations);
  if (target == "year") return pick("2016 2017 2015 2018");
  if (target == "event") {
    return std::to_string(1 + below(static_cast<std::uint32_t>(oracle_.head() + 2)));
  }
  return "project/" + any_of(state().projects);
}

}  // namespace gl::oracle
