#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ledger/entities.h"
#include "ledger/table.h"

namespace gl::ledger {

/// All that decisions rest on: a fold over the events, the same for the same events bit for bit.
/// Copyable, movable. Thread: one.
struct State {
  /// What stands outside the tables.
  struct Scalars {
    Position head;             ///< the last event folded; 0: none
    Instant last_recorded_at;  ///< of that event
    Uuid ledger;               ///< nil before the first event
    bool simulated = false;    ///< recorded times come from the requests
    StreamHead ledger_stream;
    StreamHead refusals_stream;
    LogKey log_key;          ///< that signs the checkpoints; empty: the one that `init` made
    Position log_key_since;  ///< of the event that named it; 0: none did
  };

  Scalars scalars;
  Table<ProgrammeId, Programme> programmes;
  Table<CallId, Call> calls;
  Table<ProjectId, Project> projects;
  Table<PaymentId, Payment> payments;
  Table<RecoveryId, Recovery> recoveries;
  Table<PayeeId, Payee> payees;
  Table<PersonId, Person> persons;  ///< who four eyes compare, who acts for whom
  Table<std::int32_t, BudgetYear> years;
  Table<CreditLineKey, CreditLine> credit_lines;
  Table<OrderKey, Position> orders;                 ///< order numbers ever used, by year
  Table<ActNumber, Position> titres;                ///< titre numbers ever used
  Table<EndToEndId, Position> end_to_end_ids;       ///< ever used
  Table<Position, Position> reversed;               ///< an event, and what reversed it
  Table<ApplicantKey, std::uint32_t> applications;  ///< not withdrawn, per call and applicant
  Table<BeneficiaryKey, Beneficiary> beneficiaries;
  Table<BeneficiaryKey, Undertaking> undertakings;
  Table<Place<Project>, DeMinimisAid> de_minimis;
  Table<Place<Project>, CompletionRequest> completions;  ///< the last one of each
  Table<ConflictKey, Position> conflicts;                ///< who declared one, and where
  Table<DelegationId, Delegation> delegations;
  Table<SubjectKey, Subject> subjects;
  Table<SubjectTieKey, Tie> ties;  ///< of a subject tied to several: to what it was tied before

  [[nodiscard]] Position head() const { return scalars.head; }
  [[nodiscard]] Instant last_recorded_at() const { return scalars.last_recorded_at; }
  [[nodiscard]] Uuid const& ledger() const { return scalars.ledger; }
  [[nodiscard]] bool simulated() const { return scalars.simulated; }

  /// True when this budget year is over: nothing posts into it any more.
  [[nodiscard]] bool is_closed(std::int32_t year) const;
  /// True when these credits were opened or carried in: when they can be adjusted or carried over.
  [[nodiscard]] bool has_credits(CreditLineKey const& line) const;
  /// 1 January of the first year from `year` on that is not closed.
  [[nodiscard]] CivilDate first_open_day(std::int32_t year) const;
  /// Where this stream ends; version 0 if it has no events.
  [[nodiscard]] StreamHead stream(StreamRef const& stream) const;

  /// From here on changes can be undone. Savepoints do not nest.
  void savepoint();
  /// Forgets the savepoint.
  void keep();
  /// Undoes everything since the savepoint: the state is what it was, bit for bit.
  void roll_back();

  /// Calls `visit` with each table, in an order that is part of the archive's format.
  template <class Self, class Visit>
  static void each_table(Self& self, Visit&& visit) {
    visit(self.programmes);
    visit(self.calls);
    visit(self.projects);
    visit(self.payments);
    visit(self.recoveries);
    visit(self.payees);
    visit(self.persons);
    visit(self.years);
    visit(self.credit_lines);
    visit(self.orders);
    visit(self.titres);
    visit(self.end_to_end_ids);
    visit(self.reversed);
    visit(self.applications);
    visit(self.beneficiaries);
    visit(self.undertakings);
    visit(self.de_minimis);
    visit(self.completions);
    visit(self.conflicts);
    visit(self.delegations);
    visit(self.subjects);
    visit(self.ties);
  }

 private:
  std::optional<Scalars> saved_scalars_;
};

}  // namespace gl::ledger
