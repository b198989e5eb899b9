#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "projections/exports.h"
#include "projections/project_fold.h"

namespace gl::projections {

/// What those who are given money are called, as far as it may be published.
struct GrantPayee {
  ledger::PayeeId id;
  ledger::LegalKind legal_kind = ledger::LegalKind::unstated;
  std::string name;  ///< empty: a natural person, or none is known
  ledger::Rate share;

  [[nodiscard]] bool is_natural_person() const { return legal_kind == ledger::LegalKind::person; }
};

/// Money promised, or paid; negative: no longer promised, come back.
struct GrantFlow {
  enum class Kind : std::uint8_t { commitment, disbursement };
  Kind kind = Kind::commitment;
  Position position;
  CivilDate date;
  CivilDate value_date;
  ledger::Money amount;
  ledger::PayeeId payee;  ///< of a payment; empty: of a commitment, or unknown
  std::string event_type;
};

/// A project that was awarded money, as its events tell it.
struct Grant {
  ledger::ProjectView view;
  std::string call_title;
  std::string programme_name;
  CivilDate decided;
  std::string decision;  ///< the number of the act; empty: none was given
  std::optional<CivilDate> signed_on;
  std::vector<GrantPayee> payees;
  std::size_t plan_steps = 0;
  std::optional<CivilDate> planned_start;
  std::optional<CivilDate> planned_end;
  std::optional<CivilDate> ended_on;  ///< settled, or the award cancelled or withdrawn
  std::vector<ledger::Location> locations;
  ledger::AidRegime aid_regime = ledger::AidRegime::none;
  bool state_aid_notified = false;
  bool imported = false;
  std::vector<GrantFlow> flows;
  Instant modified;

  /// The award as amended while it lives; of an ended one what was kept: paid and not claimed back,
  /// or still payable.
  [[nodiscard]] ledger::Money amount() const;
  [[nodiscard]] bool is_live() const;
  /// Paid, less what came back.
  [[nodiscard]] ledger::Money disbursed() const;
};

/// What the open data of grants have in common: the events of each project that was awarded money,
/// folded one project after the other, by id. Memory: the spool, the names of payees, calls and
/// programmes, and one project.
class GrantsExport : public Export {
 public:
  GrantsExport(TextOut& out, ExportSettings const& settings);

  [[nodiscard]] Result<void> take(ByteView event) final;
  [[nodiscard]] Result<void> finish(ledger::AnsweredAt const& at, Told const& progress) final;
  [[nodiscard]] std::vector<std::string> notes() const override;

 protected:
  virtual void begin(std::string& out) = 0;
  virtual void grant(std::string& out, Grant const& grant) = 0;
  virtual void end(std::string& out) = 0;

  [[nodiscard]] ledger::AnsweredAt const& at() const { return at_; }
  [[nodiscard]] std::string funder_name() const;
  /// The funder as an identifier of org-id.guide: a SIRET as FR-INSEE-…
  [[nodiscard]] std::string funder_id() const;
  [[nodiscard]] ExportSettings const& settings() const { return settings_; }
  /// The payee as such an identifier; of one without a public number the funder's own.
  [[nodiscard]] std::string organisation_id(ledger::PayeeId const& payee) const;
  void leave_out(std::string const& why, ledger::Money amount, ledger::Currency currency);
  void note(std::string const& what) { ++noted_[what]; }

 private:
  struct Programme {
    std::string name;
    bool publication = false;
  };
  struct Known {
    ledger::LegalKind legal_kind = ledger::LegalKind::unstated;
    std::string name;
  };
  struct LeftOut {
    std::uint64_t grants = 0;
    ledger::Money sum;
  };

  void note_names(ledger::EventBody const& body);
  [[nodiscard]] Result<void> write(Grant grant);
  void name_payees(Grant& grant) const;
  [[nodiscard]] Result<void> flush_if(std::size_t bytes_min);

  TextOut& out_;
  ExportSettings const& settings_;
  Spool spool_;
  ledger::AnsweredAt at_;
  std::string ledger_name_;
  std::map<ledger::ProgrammeId, Programme> programmes_;
  std::map<ledger::CallId, std::string> calls_;
  std::map<ledger::PayeeId, Known> payees_;
  std::map<std::pair<std::string, ledger::Currency>, LeftOut> left_out_;
  std::map<std::string, std::uint64_t> noted_;
  std::string text_;
};

}  // namespace gl::projections
