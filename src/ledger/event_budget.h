#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/values.h"

namespace gl::ledger {

// Events of programmes, credits and calls: what holds for all is in event.h.

struct ProgrammeCreated {
  ProgrammeId programme;
  ProgrammeSettings settings;
};

/// The whole settings before and after.
struct ProgrammeAmended {
  ProgrammeId programme;
  ProgrammeSettings before;
  ProgrammeSettings after;
};

struct AuthorityVoted {
  ProgrammeId programme;
  Money amount;
};

struct AuthorityAdjusted {
  ProgrammeId programme;
  Money amount;  ///< signed
};

/// Unallocated authority that may no longer be used.
struct AuthorityLapsed {
  ProgrammeId programme;
  Money amount;
};

/// In the stream of `from_programme`.
struct AuthorityTransferred {
  ProgrammeId from_programme;
  ProgrammeId to_programme;
  Money amount;
};

struct PaymentCreditsOpened {
  ProgrammeId programme;
  std::int32_t year = 0;
  Money amount;
};

struct PaymentCreditsAdjusted {
  ProgrammeId programme;
  std::int32_t year = 0;
  Money amount;  ///< signed
};

/// To the year after `year`.
struct PaymentCreditsCarriedOver {
  ProgrammeId programme;
  std::int32_t year = 0;
  Money amount;
};

/// The year is over for all programmes; what was left on each line lapsed. A closing with more
/// lines than `limits::closing_lines_max` is several of them, one behind the other.
struct ExerciseClosed {
  struct Line {
    ProgrammeId programme;
    Money opened;  ///< opened, adjusted and carried in
    Money consumed;
    Money carried;  ///< to the next year
    Money lapsed;
    Currency currency;
    friend bool operator==(Line const&, Line const&) = default;
  };
  std::int32_t year = 0;
  std::vector<Line> lines;  ///< by programme id, also from event to event
};

/// Where a call stands (domain §3). Numbers are frozen.
enum class CallState : std::uint8_t {
  none = 0,
  draft = 1,
  open = 2,
  closed = 3,
  settled = 4,
  cancelled = 5,
};
[[nodiscard]] std::string_view name(CallState state);

struct CallDrafted {
  CallId call;
  ProgrammeId programme;
  CallTerms terms;  ///< version 1
};

struct CallOpened {
  CallId call;
  ProgrammeId programme;
  CallTerms terms;                  ///< version 1, or those of the draft as it stands
  std::uint32_t draft_version = 0;  ///< of the draft that was opened; 0: opened at once
};

/// The whole conditions before and after; readers show the fields that differ.
struct CallChange {
  CallId call;
  ProgrammeId programme;
  std::uint32_t version = 0;  ///< of the new terms; the opening has 1
  CallTerms before;
  CallTerms after;
};

struct CallAmended : CallChange {};
struct CallReopened : CallChange {};

struct CallStep {
  CallId call;
  ProgrammeId programme;
};
struct CallClosed : CallStep {};
struct CallCancelled : CallStep {};
struct CallSettled : CallStep {};

/// Part of a programme's authority set apart for a call, or given back.
struct CallAllocation {
  CallId call;
  ProgrammeId programme;
  Money amount;
};
struct CallAllocated : CallAllocation {};
struct CallReleased : CallAllocation {};

}  // namespace gl::ledger
