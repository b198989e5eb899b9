#include "ledger/example_commands.h"

#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>

namespace gl::ledger::testing {
namespace {

std::vector<std::string> cut(std::string const& text, std::string const& separator) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (true) {
    auto const to = text.find(separator, from);
    parts.push_back(text.substr(from, to - from));
    if (to == std::string::npos) return parts;
    from = to + separator.size();
  }
}

/// The fields of one command, typed as they are asked for.
class Fields {
 public:
  explicit Fields(Row const& row) : row_(row) {
    for (auto const& field : cut(row.at("fields"), "; ")) {
      auto const equals = field.find('=');
      fields_[field.substr(0, equals)] = field.substr(equals + 1);
    }
  }

  [[nodiscard]] bool has(std::string const& name) const { return fields_.contains(name); }
  [[nodiscard]] std::string text(std::string const& name) const {
    auto const at = fields_.find(name);
    return at == fields_.end() ? "" : at->second;
  }
  template <class Id>
  [[nodiscard]] Id id(std::string const& name) const {
    return Id{text(name)};
  }
  [[nodiscard]] Amount amount(std::string const& name) const { return *parse_amount(text(name)); }
  [[nodiscard]] std::optional<Amount> optional_amount(std::string const& name) const {
    return has(name) ? std::optional{amount(name)} : std::nullopt;
  }
  [[nodiscard]] std::int32_t number(std::string const& name) const { return std::stoi(text(name)); }
  [[nodiscard]] std::optional<Rate> rate(std::string const& name) const {
    return has(name) ? std::optional{Rate{number(name)}} : std::nullopt;
  }
  [[nodiscard]] std::optional<CivilDate> date(std::string const& name) const {
    return has(name) ? std::optional{*parse_date(text(name))} : std::nullopt;
  }
  [[nodiscard]] bool flag(std::string const& name) const { return text(name) == "true"; }
  [[nodiscard]] std::vector<DepartmentCode> departments() const {
    std::vector<DepartmentCode> out;
    for (auto const& each : cut(text("departments"), ",")) out.push_back(DepartmentCode{each});
    return out;
  }
  [[nodiscard]] std::vector<PlanStepOf<Amount>> plan() const {
    std::vector<PlanStepOf<Amount>> steps;
    for (auto const& each : cut(text("plan"), ",")) {
      auto const parts = cut(each, ":");
      auto& step = steps.emplace_back();
      step.kind = payment_kind(parts[0]);
      if (parts.size() > 1) step.share = Rate{std::stoi(parts[1])};
    }
    return steps;
  }
  [[nodiscard]] std::vector<Location> locations() const {
    std::vector<Location> out;
    for (auto const& each : cut(text("locations"), ",")) {
      auto const parts = cut(each, ":");
      out.push_back({CommuneCode{parts[0]}, DepartmentCode{parts[1]}});
    }
    return out;
  }
  [[nodiscard]] std::optional<Instant> received_at() const {
    auto const& sent = row_.at("received_at");
    return sent.empty() ? std::nullopt : std::optional{*parse_instant(sent)};
  }
  [[nodiscard]] static LegalKind legal_kind(std::string const& text) {
    for (auto const kind : {LegalKind::private_body, LegalKind::public_body, LegalKind::company}) {
      if (name(kind) == text) return kind;
    }
    throw std::runtime_error("no such kind: " + text);
  }
  [[nodiscard]] static PaymentKind payment_kind(std::string const& text) {
    for (auto const kind : {PaymentKind::advance, PaymentKind::instalment, PaymentKind::balance}) {
      if (name(kind) == text) return kind;
    }
    throw std::runtime_error("no such kind: " + text);
  }

 private:
  Row const& row_;
  std::map<std::string, std::string> fields_;
};

CommandBody create_programme(Fields const& f) {
  CreateProgramme c;
  c.programme = f.id<ProgrammeId>("programme");
  c.name = f.text("name");
  c.currency = *Currency::parse(f.text("currency"));
  c.nature = AidNature::operating;
  c.aid_regime = AidRegime::none;
  c.re_credit = ReCredit::none;
  c.retention_years = static_cast<std::uint16_t>(f.number("retention_years"));
  c.publication = f.flag("publication");
  c.convention_threshold = f.optional_amount("convention_threshold");
  c.convention_for_all = f.flag("convention_for_all");
  return c;
}

CommandBody make_call(Fields const& f) {
  OpenCall c;
  c.call = f.id<CallId>("call");
  c.programme = f.id<ProgrammeId>("programme");
  c.title = f.text("title");
  c.opening = *f.date("opening");
  c.deadline = *f.date("deadline");
  c.departments = f.departments();
  for (auto const& kind : cut(f.text("applicant_kinds"), ",")) {
    c.applicant_kinds.push_back(Fields::legal_kind(kind));
  }
  c.project_cap = f.optional_amount("project_cap");
  c.maximum_rate = f.rate("maximum_rate");
  c.one_per_applicant = f.flag("one_per_applicant");
  c.assessment_required = f.flag("assessment_required");
  c.waitlist = f.flag("waitlist");
  return c;
}

CommandBody amend_call(Fields const& f) {
  AmendCall c;
  c.call = f.id<CallId>("call");
  c.deadline = f.date("deadline");
  c.departments = f.departments();
  return c;
}

CommandBody submit_project(Fields const& f) {
  SubmitProject c;
  c.project = f.id<ProjectId>("project");
  c.call = f.id<CallId>("call");
  c.title = f.text("title");
  c.applicant.siret = f.text("applicant.siret");
  c.applicant.legal_kind = Fields::legal_kind(f.text("applicant.legal_kind"));
  c.applicant.name = f.text("applicant.name");
  c.locations = f.locations();
  c.eligible_cost = f.amount("eligible_cost");
  c.asked_amount = f.amount("asked_amount");
  c.received_at = f.received_at();
  c.evidence = *hash_from_hex(f.text("evidence"));
  return c;
}

CommandBody decide_award(Fields const& f) {
  DecideAward c;
  c.project = f.id<ProjectId>("project");
  c.amount = f.amount("amount");
  c.rate = f.rate("rate");
  c.cost_base = f.optional_amount("cost_base");
  c.plan = f.plan();
  return c;
}

CommandBody sign_convention(Fields const& f) {
  return SignConvention{f.id<ProjectId>("project"),
                        f.id<ActNumber>("number"),
                        *f.date("signed_by_funder"),
                        *f.date("signed_by_payee"),
                        f.amount("amount"),
                        f.plan(),
                        {}};
}

CommandBody register_payee(Fields const& f) {
  RegisterPayee c;
  c.payee = f.id<PayeeId>("payee");
  c.legal_kind = Fields::legal_kind(f.text("legal_kind"));
  c.name = f.text("name");
  c.iban.clear = f.text("iban");
  return c;
}

CommandBody request_payment(Fields const& f) {
  RequestPayment c;
  c.project = f.id<ProjectId>("project");
  c.payment = f.id<PaymentId>("payment");
  c.kind = Fields::payment_kind(f.text("kind"));
  c.amount = f.amount("amount");
  c.payee = f.id<PayeeId>("payee");
  return c;
}

std::uint32_t attempt_of(Fields const& f) {
  return static_cast<std::uint32_t>(f.number("attempt"));
}

using Parser = std::function<CommandBody(Fields const&)>;

std::map<std::string, Parser> const parsers{
    {"CreateProgramme", create_programme},
    {"OpenCall", make_call},
    {"AmendCall", amend_call},
    {"SubmitProject", submit_project},
    {"DecideAward", decide_award},
    {"SignConvention", sign_convention},
    {"RegisterPayee", register_payee},
    {"RequestPayment", request_payment},
    {"VoteAuthority",
     [](Fields const& f) {
       return VoteAuthority{f.id<ProgrammeId>("programme"), f.amount("amount")};
     }},
    {"OpenPaymentCredits",
     [](Fields const& f) {
       return OpenPaymentCredits{f.id<ProgrammeId>("programme"), f.number("year"),
                                 f.amount("amount")};
     }},
    {"CloseExercise", [](Fields const& f) { return CloseExercise{f.number("year")}; }},
    {"CloseCall", [](Fields const& f) { return CloseCall{f.id<CallId>("call")}; }},
    {"DeclareComplete",
     [](Fields const& f) { return DeclareComplete{f.id<ProjectId>("project")}; }},
    {"DeclareEligible",
     [](Fields const& f) { return DeclareEligible{f.id<ProjectId>("project"), {}}; }},
    {"OrientProject",
     [](Fields const& f) {
       return OrientProject{f.id<ProjectId>("project"), f.text("target_scheme")};
     }},
    {"ChangePayeeAccount",
     [](Fields const& f) {
       return ChangePayeeAccount{f.id<PayeeId>("payee"), {f.text("iban"), {}}};
     }},
    {"VerifyPayeeAccount",
     [](Fields const& f) { return VerifyPayeeAccount{f.id<PayeeId>("payee")}; }},
    {"ApprovePayment",
     [](Fields const& f) {
       return ApprovePayment{f.id<PaymentId>("payment"), f.amount("amount"),
                             f.id<ActNumber>("order_number"), f.number("budget_year")};
     }},
    {"IssuePayment", [](Fields const& f) { return IssuePayment{f.id<PaymentId>("payment"), {}}; }},
    {"ConfirmPayment",
     [](Fields const& f) {
       return ConfirmPayment{f.id<PaymentId>("payment"), attempt_of(f), f.date("value_date"),
                             f.text("bank_reference")};
     }},
    {"RecordBankReturn",
     [](Fields const& f) {
       return RecordBankReturn{
           f.id<PaymentId>("payment"), attempt_of(f), f.id<ReasonCode>("reason_code"), {}, {}};
     }},
    {"AmendAward",
     [](Fields const& f) {
       return AmendAward{f.id<ProjectId>("project"), f.optional_amount("amount"), {}, {}};
     }},
    {"FileFinalReport",
     [](Fields const& f) {
       return FileFinalReport{f.id<ProjectId>("project"), f.amount("real_eligible_cost"), {}, {}};
     }},
    {"AcceptFinalAccount",
     [](Fields const& f) {
       return AcceptFinalAccount{f.id<ProjectId>("project"),
                                 f.amount("real_eligible_cost"),
                                 {},
                                 f.optional_amount("amount")};
     }},
    {"SettleProject", [](Fields const& f) { return SettleProject{f.id<ProjectId>("project")}; }},
    {"CancelAward",
     [](Fields const& f) {
       return CancelAward{f.id<ProjectId>("project"), CancelGround::renounced, {}};
     }},
    {"OrderRecovery",
     [](Fields const& f) {
       return OrderRecovery{f.id<ProjectId>("project"),
                            f.id<RecoveryId>("recovery"),
                            f.id<ActNumber>("titre_number"),
                            f.amount("amount"),
                            {f.text("ground"), {}}};
     }},
    {"RecordRecoveryReceipt",
     [](Fields const& f) {
       return RecordRecoveryReceipt{f.id<RecoveryId>("recovery"), f.amount("amount"), {}};
     }},
};

}  // namespace

std::vector<Row> read_table(std::string const& file) {
  std::ifstream in{std::string{GL_SOURCE_DIR} + "/tests/data/" + file};
  if (!in) throw std::runtime_error("cannot read " + file);
  std::string line;
  std::getline(in, line);
  auto const names = cut(line, "\t");
  std::vector<Row> rows;
  while (std::getline(in, line)) {
    auto const cells = cut(line, "\t");
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < names.size(); ++i) row[names[i]] = cells.at(i);
  }
  return rows;
}

CommandBody parse_command(Row const& row, std::map<std::string, Position> const& positions) {
  Fields const fields{row};
  if (row.at("command") == "ReverseEvent") {
    return ReverseEvent{positions.at(fields.text("position").substr(1))};
  }
  return parsers.at(row.at("command"))(fields);
}

}  // namespace gl::ledger::testing
