#pragma once

#include <optional>

#include "ledger/state.h"

namespace gl::ledger {

/// A project with all that it belongs to, looked up once. References into the state.
struct ProjectFile {
  ProjectId const& id;
  Project const& project;
  CallId const& call_id;
  Call const& call;
  ProgrammeId const& programme_id;
  Programme const& programme;

  [[nodiscard]] Currency currency() const { return programme.settings.currency; }
  [[nodiscard]] Award const& award() const { return *project.award; }
};

struct PaymentFile {
  PaymentId const& id;
  Place<Payment> place;
  Payment const& payment;
  ProjectFile file;
};

struct RecoveryFile {
  RecoveryId const& id;
  Recovery const& recovery;
  ProjectFile file;
};

/// A call with all that it belongs to, looked up once. References into the state.
struct CallFile {
  CallId const& id;
  Call const& call;
  ProgrammeId const& programme_id;
  Programme const& programme;

  [[nodiscard]] Currency currency() const { return programme.settings.currency; }
};

[[nodiscard]] ProjectFile file_at(State const& state, Place<Project> place);
[[nodiscard]] std::optional<CallFile> find_file(State const& state, CallId const& id);
[[nodiscard]] std::optional<ProjectFile> find_file(State const& state, ProjectId const& id);
[[nodiscard]] std::optional<PaymentFile> find_file(State const& state, PaymentId const& id);
[[nodiscard]] std::optional<RecoveryFile> find_file(State const& state, RecoveryId const& id);

}  // namespace gl::ledger
