#include "tools/sinks/sqlite/report.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <string>
#include <variant>

#include "base/check.h"

namespace gl::sinks {
namespace {

using namespace ledger;  // NOLINT: nearly every name here is an event's

template <class Body, class... Others>
concept OneOf = (std::same_as<Body, Others> || ...);

/// Events that the report shows nothing of, but for their postings.
template <class Body>
concept NotShown =
    OneOf<Body, LedgerCreated, AuthorityVoted, AuthorityAdjusted, AuthorityLapsed,
          AuthorityTransferred, PaymentCreditsOpened, PaymentCreditsAdjusted,
          PaymentCreditsCarriedOver, ExerciseClosed, CallDrafted, CallOpened, CallAmended,
          CallReopened, CallClosed, CallCancelled, CallSettled, CallAllocated, CallReleased,
          AssessmentRecorded, ApplicantNotified, ConflictDeclared, ConventionAmended,
          PayeeRegistered, PayeeAccountChanged, PayeeAccountVerified, AwardProlonged,
          FinalReportFiled, DelegationGiven, DelegationEnded, GrantPublished, StateAidNotified,
          SubjectErased, CommandRefused, RefusalsSummarised, ConsumerReset, LogKeyRotated>;

/// The number of a legal person; nothing for a natural one, whose token is a personal datum.
std::optional<std::string_view> public_id(PayeeId const& id) {
  if (is_siret(id.view()) || is_rna(id.view())) return id.view();
  return std::nullopt;
}

/// What the event's own fields say. Every type has its place here or above: a new one does not
/// compile before somebody has said what the report shows of it.
class Rows {
 public:
  Rows(Database& database, Envelope const& envelope) : database_(database), envelope_(envelope) {}

  template <NotShown Body>
  void operator()(Body const&) {}

  void operator()(ProgrammeCreated const& event) {
    auto const& settings = event.settings;
    database_.run("insert into programmes values (?, ?, ?, ?)", event.programme, settings.name,
                  settings.currency.code(),
                  static_cast<std::int64_t>(settings.currency.decimals()));
    database_.run("insert into balances (programme) values (?)", event.programme);
  }
  void operator()(ProgrammeAmended const& event) {
    database_.run("update programmes set name = ? where programme = ?", event.after.name,
                  event.programme);
  }

  void operator()(ProjectSubmitted const& event) { put(event); }
  void operator()(ProjectAmended const& event) { put(event); }
  void operator()(CompletionRequested const& event) { move(event, ProjectState::incomplete); }
  void operator()(ProjectCompleted const& event) { move(event, ProjectState::complete); }
  void operator()(ProjectDeclaredComplete const& event) { move(event, ProjectState::complete); }
  void operator()(EligibilityDecided const& event) {
    move(event, event.eligible ? ProjectState::eligible : ProjectState::ineligible);
  }
  void operator()(AssessmentClosed const& event) { move(event, ProjectState::assessed); }
  void operator()(ProjectRejected const& event) { move(event, ProjectState::rejected); }
  void operator()(ProjectOriented const& event) { move(event, ProjectState::oriented); }
  void operator()(ProjectWaitlisted const& event) { move(event, ProjectState::waitlisted); }
  void operator()(ProjectWithdrawn const& event) { move(event, ProjectState::withdrawn); }
  void operator()(ProjectClosedWithoutDecision const& event) {
    move(event, ProjectState::no_action);
  }
  void operator()(ProjectReopened const& event) {
    move(event, ProjectState::complete);
    forget_award(event.project);
    database_.run("update projects set has_agreement = 0 where project = ?", event.project);
  }
  void operator()(AwardDecided const& event) {
    move(event, ProjectState::awarded);
    set_award(event.project, event.amount);
    database_.run("update projects set awarded_on = ? where project = ?", day(), event.project);
  }
  void operator()(ConventionSigned const& event) {
    move(event, ProjectState::contracted);
    database_.run("update projects set has_agreement = 1 where project = ?", event.project);
  }
  void operator()(AwardIncreased const& event) { set_award(event.project, event.amount_after); }
  void operator()(AwardReduced const& event) { set_award(event.project, event.amount_after); }
  void operator()(FinalAmountSet const& event) { set_award(event.project, event.amount); }
  void operator()(AwardCancelled const& event) { move(event, ProjectState::cancelled); }
  void operator()(DecisionWithdrawn const& event) { move(event, ProjectState::cancelled); }
  void operator()(ProjectSettled const& event) { move(event, ProjectState::settled); }

  void operator()(PaymentRequested const& event) {
    database_.run(
        "insert into payments (payment, project, kind, payee, state, requested, amount, position) "
        "values (?, ?, ?, ?, ?, ?, ?, ?)",
        event.payment, event.project, name(event.kind), public_id(event.payee),
        name(PaymentState::requested), event.amount, event.amount, envelope_.position);
  }
  void operator()(PaymentRequestWithdrawn const& event) {
    move_payment(event.payment, PaymentState::withdrawn);
  }
  void operator()(PaymentRefused const& event) {
    move_payment(event.payment, PaymentState::refused);
  }
  void operator()(PaymentApproved const& event) {
    move_payment(event.payment, PaymentState::approved);
    database_.run(
        "update payments set amount = ?, order_number = ?, budget_year = ? where payment = ?",
        event.amount, event.order_number, std::int64_t{event.budget_year}, event.payment);
  }
  void operator()(PaymentAnnulled const& event) {
    move_payment(event.payment, PaymentState::annulled);
  }
  void operator()(PaymentIssued const& event) { hand_over(event); }
  void operator()(OrderRequisitioned const& event) { hand_over(event); }
  void operator()(OrderRejected const& event) {
    move_payment(event.payment, PaymentState::rejected_by_accountant);
  }
  void operator()(PaymentExecuted const& event) {
    move_payment(event.payment, PaymentState::paid);
    database_.run("update payments set paid_on = ?, paid_reference = ? where payment = ?",
                  event.value_date.value_or(day()), event.bank_reference, event.payment);
  }
  void operator()(PaymentReturned const& event) {
    move_payment(event.payment, PaymentState::returned);
    database_.run("update payments set returned_on = ?, return_reason = ? where payment = ?",
                  event.value_date.value_or(day()), event.reason_code, event.payment);
    // Money came back to a settled project: it is open again (domain §3, letter h).
    database_.run(
        "update projects set state = iif(has_agreement, ?, ?) where project = ? and state = ?",
        name(ProjectState::contracted), name(ProjectState::awarded), event.project,
        name(ProjectState::settled));
  }

  void operator()(RecoveryOrdered const& event) {
    database_.run(
        "insert into recoveries (recovery, project, titre_number, state, ordered_on, ordered, "
        "outstanding, position) values (?, ?, ?, ?, ?, ?, ?, ?)",
        event.recovery, event.project, event.titre_number, name(RecoveryState::ordered), day(),
        event.amount, event.amount, envelope_.position);
  }
  void operator()(RecoveryReceived const& event) {
    database_.run("update recoveries set received = received + ? where recovery = ?", event.amount,
                  event.recovery);
    lower(event, RecoveryState::part_received, RecoveryState::received);
  }
  /// Reduced to nothing, it ends as received if anything came in.
  void operator()(RecoveryReduced const& event) {
    bool const part = event.state_before == RecoveryState::part_received;
    lower(event, event.state_before, part ? RecoveryState::received : RecoveryState::cancelled);
  }
  void operator()(RecoveryCancelled const& event) {
    lower(event, RecoveryState::cancelled, RecoveryState::cancelled);
  }
  void operator()(RecoveryWrittenOff const& event) {
    lower(event, RecoveryState::written_off, RecoveryState::written_off);
  }

  void operator()(EventReversed const& event) {
    restore_project(event);
    if (!event.payment.empty()) restore_payment(event);
    if (!event.recovery.empty()) restore_recovery(event);
  }

 private:
  [[nodiscard]] CivilDate day() const { return envelope_.effective_date; }

  void put(Application const& event) {
    auto const& applicant = event.applicant;
    bool const is_person = applicant.legal_kind == LegalKind::person;
    auto const open_name =
        is_person ? std::optional<std::string_view>{} : std::string_view{applicant.name.open};
    database_.run(
        "insert into projects (project, programme, call, title, applicant, applicant_kind, "
        "applicant_name, asked, state, position) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "on conflict (project) do update set title = excluded.title, "
        "applicant = excluded.applicant, applicant_kind = excluded.applicant_kind, "
        "applicant_name = excluded.applicant_name, asked = excluded.asked",
        event.project, event.programme, event.call, event.title, public_id(applicant.id),
        name(applicant.legal_kind), open_name, event.asked_amount, name(ProjectState::submitted),
        envelope_.position);
  }
  void move_project(ProjectId const& project, ProjectState state) {
    database_.run("update projects set state = ? where project = ?", name(state), project);
  }
  template <class Body>
  void move(Body const& event, ProjectState state) {
    move_project(event.project, state);
  }
  void set_award(ProjectId const& project, Money amount) {
    database_.run("update projects set award = ? where project = ?", amount, project);
  }
  void forget_award(ProjectId const& project) {
    database_.run("update projects set award = null, awarded_on = null where project = ?", project);
  }

  void move_payment(PaymentId const& payment, PaymentState state) {
    database_.run("update payments set state = ?, position = ? where payment = ?", name(state),
                  envelope_.position, payment);
  }
  void hand_over(OrderHandedOver const& event) {
    move_payment(event.payment, PaymentState::issued);
    database_.run(
        "update payments set attempt = ?, end_to_end_id = ?, paid_on = null, "
        "paid_reference = null where payment = ?",
        static_cast<std::int64_t>(event.attempt), event.end_to_end_id, event.payment);
  }

  /// Takes the event's amount out of what is outstanding; `at_nothing` when nothing is left.
  template <class Body>
  void lower(Body const& event, RecoveryState otherwise, RecoveryState at_nothing) {
    database_.run(
        "update recoveries set outstanding = outstanding - ?1, "
        "state = iif(outstanding = ?1, ?2, ?3), position = ?4 where recovery = ?5",
        event.amount, name(at_nothing), name(otherwise), envelope_.position, event.recovery);
  }

  void restore_project(EventReversed const& event) {
    auto const& restored = event.restored;
    if (event.project.empty()) return;
    if (restored.project_state) move_project(event.project, *restored.project_state);
    if (restored.award_amount) set_award(event.project, *restored.award_amount);
    if (restored.award_removed) forget_award(event.project);
  }
  /// What the target had set goes with it.
  void restore_payment(EventReversed const& event) {
    auto const& restored = event.restored;
    if (restored.payment_state) move_payment(event.payment, *restored.payment_state);
    if (restored.payment_amount) {
      database_.run("update payments set amount = ? where payment = ?", *restored.payment_amount,
                    event.payment);
    }
    if (event.target_type == "PaymentApproved") {
      database_.run("update payments set order_number = null, budget_year = null where payment = ?",
                    event.payment);
    } else if (event.target_type == "PaymentExecuted") {
      database_.run("update payments set paid_on = null, paid_reference = null where payment = ?",
                    event.payment);
    } else if (event.target_type == "PaymentReturned") {
      database_.run(
          "update payments set returned_on = null, return_reason = null where payment = ?",
          event.payment);
    }
  }
  void restore_recovery(EventReversed const& event) {
    auto const& restored = event.restored;
    if (event.target_type == "RecoveryReceived" && restored.recovery_outstanding) {
      database_.run(
          "update recoveries set received = received - (? - outstanding) where recovery = ?",
          *restored.recovery_outstanding, event.recovery);
    }
    if (restored.recovery_outstanding) {
      database_.run("update recoveries set outstanding = ? where recovery = ?",
                    *restored.recovery_outstanding, event.recovery);
    }
    if (restored.recovery_state) {
      database_.run("update recoveries set state = ?, position = ? where recovery = ?",
                    name(*restored.recovery_state), envelope_.position, event.recovery);
    }
  }

  Database& database_;
  Envelope const& envelope_;
};

using enum AccountKind;

/// Where a line of an account of this kind is added. Voted authority is kept with the other sign.
struct Statements {
  AccountKind kind = none;
  char const* of_programme = nullptr;
  char const* of_project = nullptr;
  char const* of_year = nullptr;
};
constexpr std::array<Statements, 13> statements{{
    {.kind = ae_voted, .of_programme = "update balances set voted = voted - ? where programme = ?"},
    {.kind = ae_available,
     .of_programme = "update balances set available = available + ? where programme = ?"},
    {.kind = ae_committed,
     .of_programme = "update balances set committed = committed + ? where programme = ?",
     .of_project = "update projects set committed = committed + ? where project = ?"},
    {.kind = ae_payable,
     .of_programme = "update balances set payable = payable + ? where programme = ?",
     .of_project = "update projects set payable = payable + ? where project = ?"},
    {.kind = ae_disbursed,
     .of_programme = "update balances set disbursed = disbursed + ? where programme = ?",
     .of_project = "update projects set disbursed = disbursed + ? where project = ?"},
    {.kind = ae_recoverable,
     .of_programme = "update balances set recoverable = recoverable + ? where programme = ?",
     .of_project = "update projects set recoverable = recoverable + ? where project = ?"},
    {.kind = ae_recovered,
     .of_programme = "update balances set recovered = recovered + ? where programme = ?",
     .of_project = "update projects set recovered = recovered + ? where project = ?"},
    {.kind = ae_written_off,
     .of_programme = "update balances set written_off = written_off + ? where programme = ?",
     .of_project = "update projects set written_off = written_off + ? where project = ?"},
    {.kind = ae_lapsed,
     .of_programme = "update balances set lapsed = lapsed + ? where programme = ?"},
    {.kind = cp_voted},  // of a programme over all years: the sum of its credits
    {.kind = cp_available,
     .of_year = "update credits set available = available + ? where programme = ? and year = ?"},
    {.kind = cp_consumed,
     .of_year = "update credits set consumed = consumed + ? where programme = ? and year = ?"},
    {.kind = cp_lapsed,
     .of_year = "update credits set lapsed = lapsed + ? where programme = ? and year = ?"},
}};

void post(Database& database, Posting const& posting) {
  auto const& [account, amount] = posting;
  auto const found = std::ranges::find(statements, account.kind, &Statements::kind);
  GL_CHECK(found != statements.end(), "an event posts to an account of no kind");
  if (found->of_programme != nullptr) {
    database.run(found->of_programme, amount, account.programme);
  }
  if (found->of_project != nullptr) database.run(found->of_project, amount, account.scope);
  if (found->of_year == nullptr) return;
  std::int64_t const year = account.year;
  database.run("insert or ignore into credits (programme, year) values (?, ?)", account.programme,
               year);
  database.run(found->of_year, amount, account.programme, year);
}

ProjectId project_of(EventBody const& body) {
  return std::visit(
      [](auto const& event) -> ProjectId {
        if constexpr (requires { event.project; }) return event.project;
        return {};
      },
      body);
}

}  // namespace

void take(Database& database, Event const& event) {
  std::visit(Rows{database, event.envelope}, event.body);
  for (auto const& posting : postings(event)) post(database, posting);
  auto const project = project_of(event.body);
  if (project.empty()) return;
  database.run("update projects set position = ? where project = ?", event.envelope.position,
               project);
}

}  // namespace gl::sinks
