#pragma once

#include <optional>
#include <vector>

#include "audit/recheck.h"
#include "projections/trial_balance.h"
#include "proof/merkle.h"
#include "proof/tree_proof.h"
#include "tools/grandlivre/command_ids.h"
#include "tools/grandlivre/event_source.h"

namespace gl::tools {

/// Everything that a replay folds, from the events alone, and what the source keeps beside them.
class Replay {
 public:
  /// Up to `last`, at most the source's head. `source` outlives this.
  Replay(EventSource& source, Position last) : source_(source), last_(last) {}
  Replay(Replay const&) = delete;
  Replay& operator=(Replay const&) = delete;

  /// Reads, folds, checks and compares. Failures: those of the source, an event that cannot be
  /// read.
  [[nodiscard]] client::Response<void> run();

  [[nodiscard]] Position last() const { return last_; }
  /// The rules that the events break, by position.
  [[nodiscard]] std::vector<audit::Finding> findings() const;
  /// Where a finding ended the check, the events up to here were checked; else all.
  [[nodiscard]] Position checked() const;
  [[nodiscard]] audit::Recheck const& recheck() const { return recheck_; }
  /// Of the events that were checked.
  [[nodiscard]] projections::TrialBalance const& balance() const { return balance_; }
  /// Over all events up to `last`.
  [[nodiscard]] Hash root() const { return tree_.root(); }

  /// Something that the source keeps, and what the events give for it.
  struct Kept {
    Position at;
    Hash kept{};
    Hash replayed{};
    [[nodiscard]] bool agrees() const { return kept == replayed; }
  };
  /// The root of the journal's head; of the signed checkpoint; the digest that the views give. Each
  /// is there where the source has it for events that were replayed.
  [[nodiscard]] std::optional<Kept> const& head() const { return head_; }
  [[nodiscard]] std::optional<Kept> const& checkpoint() const { return checkpoint_; }
  [[nodiscard]] std::optional<Kept> const& views() const { return views_; }
  [[nodiscard]] bool agrees() const;

 private:
  [[nodiscard]] std::function<Result<ledger::Event>(Position)> earlier();
  [[nodiscard]] client::Response<void> read_checkpoint();
  [[nodiscard]] Result<void> take(Position at, ByteView bytes);
  [[nodiscard]] client::Response<void> take_second_half();
  [[nodiscard]] client::Response<void> compare();

  EventSource& source_;
  Position last_;
  projections::TrialBalance balance_;
  audit::Recheck recheck_{earlier(), [this](ledger::Event const& event) {
                            if (event.envelope.position <= last_) balance_.apply(event);
                          }};
  CommandIds ids_{earlier()};
  std::vector<audit::Finding> repeated_;
  proof::Frontier tree_;
  proof::TreeHead signed_;
  std::optional<Kept> head_;
  std::optional<Kept> checkpoint_;
  std::optional<Kept> views_;
};

}  // namespace gl::tools
