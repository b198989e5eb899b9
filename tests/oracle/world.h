#pragma once

#include <map>
#include <string>

#include "oracle/oracle.h"

namespace gl::oracle {

/// A small ledger to tell stories in: persons have one role each, days go by when told.
class World {
 public:
  World& on(std::string const& date) {
    now_ = parse_instant(date + "T10:00:00Z");
    return *this;
  }

  [[nodiscard]] Command command(std::string const& person, std::string const& type,
                                std::string const& fields) const {
    static std::map<std::string, std::string> const roles{
        {"admin", "administrator"}, {"conseil", "assembly"},    {"anne", "instructor"},
        {"alice", "instructor"},    {"commission", "decision"}, {"denis", "decision"},
        {"boris", "officer"},       {"bernard", "officer"},     {"chloe", "accountant"},
        {"carl", "accountant"},     {"bank", "finance"},        {"paul", "dpo"},
        {"auguste", "auditor"},     {"porteur", "applicant"}};
    Command made;
    made.type = type;
    made.fields = parse_fields(fields);
    made.person = person;
    made.role = roles.at(person);
    made.recorded_at = now_;
    return made;
  }

  /// The events, joined by spaces, or the refusal's code.
  std::string send(Command const& command) {
    auto const answer = oracle_.submit(command);
    if (!answer.accepted) return answer.code;
    std::string events;
    for (auto const& event : answer.events) events += (events.empty() ? "" : " ") + event;
    for (auto const& flag : answer.flags) events += " " + flag;
    return events;
  }

  std::string say(std::string const& person, std::string const& type, std::string const& fields) {
    return send(command(person, type, fields));
  }

  /// The same, resting on an act and a reason.
  std::string say_with_act(std::string const& person, std::string const& type,
                           std::string const& fields) {
    auto made = command(person, type, fields);
    made.reason_code = "APPEAL";
    made.has_act = true;
    return send(made);
  }

  std::string say_dated(std::string const& date, std::string const& person, std::string const& type,
                        std::string const& fields) {
    auto made = command(person, type, fields);
    made.effective_date = parse_day(date);
    return send(made);
  }

  /// Reverses the newest record.
  std::string reverse(std::string const& person, std::size_t back = 0) {
    return say(person, "ReverseEvent", "position=" + std::to_string(oracle_.head() - back));
  }

  /// A programme X with 1 000.00 of authority and 500.00 of credits for 2016, on 2016-01-04.
  void create_programme(std::string const& more = "") {
    on("2016-01-04");
    say("admin", "CreateProgramme",
        "programme=X; name=X; currency=EUR; nature=operating" + std::string{more});
    say("conseil", "VoteAuthority", "programme=X; amount=1000.00");
    say("conseil", "OpenPaymentCredits", "programme=X; year=2016; amount=500.00");
  }

  /// A call C of programme X, open from 2016-02-01 to 2016-02-29.
  void open_call(std::string const& more = "") {
    on("2016-02-01");
    say("admin", "OpenCall",
        "call=C; programme=X; title=C; opening=2016-02-01; deadline=2016-02-29" + more);
  }

  std::string submit(std::string const& project, std::string const& siret,
                     std::string const& more = "") {
    return say("anne", "SubmitProject",
               "project=" + project + "; call=C; title=T; applicant.siret=" + siret +
                   "; applicant.legal_kind=private; locations=40307:40; eligible_cost=1000.00; "
                   "asked_amount=400.00" +
                   more);
  }

  /// A project, eligible on 2016-02-10.
  void bring_to_eligible(std::string const& project, std::string const& siret,
                         std::string const& more = "") {
    on("2016-02-10");
    submit(project, siret, more);
    say("anne", "DeclareComplete", "project=" + project);
    say("anne", "DeclareEligible", "project=" + project);
  }

  /// Programme, call and project P, awarded 400.00 on 2016-03-01: half in advance, half at the end.
  void award(std::string const& programme_settings = "", std::string const& terms = "") {
    create_programme(programme_settings);
    open_call(terms);
    bring_to_eligible("P", "00000101600013");
    on("2016-03-01");
    say("commission", "DecideAward",
        "project=P; amount=400.00; plan=advance:250000,instalment:250000,balance");
  }

  /// Besides: a verified account, and R of 100.00 paid on 2016-03-10.
  void pay() {
    on("2016-03-02");
    say("anne", "RegisterPayee", "payee=00000101600013; legal_kind=private; iban=FR76");
    say("alice", "VerifyPayeeAccount", "payee=00000101600013");
    say("anne", "RequestPayment", "project=P; payment=R; kind=advance; amount=100.00");
    on("2016-03-10");
    say("boris", "ApprovePayment",
        "payment=R; amount=100.00; order_number=2016/1; budget_year=2016");
    say("boris", "IssuePayment", "payment=R");
    say("chloe", "ConfirmPayment", "payment=R; attempt=1");
  }

  [[nodiscard]] Oracle& oracle() { return oracle_; }
  [[nodiscard]] Balances balances() const { return oracle_.balances("X"); }

 private:
  Oracle oracle_;
  Instant now_{0};
};

}  // namespace gl::oracle
