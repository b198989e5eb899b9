#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/refusal.h"

namespace gl::wire {

/// What to do about an error (design §6). Numbers are frozen: they go over the wire.
enum class ErrorClass : std::uint8_t {
  none = 0,
  fix_request = 1,      ///< the request is wrong: change it, do not repeat it
  refused = 2,          ///< a rule of the ledger says no
  conflict = 3,         ///< the world moved on: read again, then decide
  retry_after = 4,      ///< a limit or a pause: the same request later
  unknown_outcome = 5,  ///< it may have happened: send it again with the same command ids
  read_only = 6,        ///< the ledger takes no commands at present
  forbidden = 7,        ///< this identity may not do that
  not_found = 8,        ///< nothing has this name
  internal = 9,         ///< the server failed
};
/// "FIX_REQUEST"; "NONE" for a number that is none of them.
[[nodiscard]] std::string_view name(ErrorClass error_class);

/// Why a request has no reply. Numbers are frozen. Below 100 they are those of `gl::Errc`, from
/// 1000 on 1000 + the number of a `ledger::Rule`.
enum class Code : std::uint16_t {
  none = 0,
  io = 1,
  corrupt = 2,
  locked = 3,
  newer_format = 4,
  not_found = 5,
  malformed = 6,
  too_large = 7,
  timeout = 8,
  closed = 9,
  refused_peer = 10,
  unknown_outcome = 11,
  busy = 12,  ///< too many requests in flight, or a full queue
  usage = 13,
  exists = 14,
  unknown_request = 100,  ///< a member of the union that this version does not know
  unknown_field = 101,    ///< a field that this version does not know
  hello_expected = 102,   ///< a request before hello, or a second hello
  version_not_supported = 103,
  wrong_ledger = 104,  ///< hello meant another ledger
  forbidden = 105,     ///< the role may not make this request
  beyond_head = 106,   ///< `as_of` or `not_before` lies after the last position
  not_reached = 107,   ///< the views were not at `not_before` in time
  recorded_at = 108,   ///< a time for a real ledger; none or an earlier one for a simulated
  read_only = 109,
  shutting_down = 110,
  refusals_limited = 111,  ///< this principal's recorded refusals are over their limit
  taken_over = 112,        ///< the consumer was opened on another connection: that one has it now
  not_delivered = 113,     ///< an ack or nack of an event that is not with this subscription
  matches_nothing = 114,   ///< a filter that lets no event through, whatever comes
  consumer_changed = 115,  ///< the consumer was reset or removed: subscribe again
  other_filter = 116,      ///< the consumer was made with another filter
  rule_base = 1000,
};
/// "wrong_ledger", "PROJECT_CAP_EXCEEDED" for a rule; "unknown" for a number that is none of them.
[[nodiscard]] std::string_view name(Code code);

/// The class that goes with a code; internal for a number that is none of them.
[[nodiscard]] ErrorClass class_of(Code code);
/// The class of a refusal: most rules are `refused`; the answered-only ones, `forbidden` and
/// `version_conflict` have their own.
[[nodiscard]] ErrorClass class_of(ledger::Rule rule);
[[nodiscard]] Code code_of(ledger::Rule rule);
[[nodiscard]] Code code_of(Errc code);

/// An error as it goes over the wire, and as a client's method gives it: for a machine the code and
/// the class, for a person a sentence with the way out, and the values compared.
struct Failure {
  Code code = Code::none;
  ErrorClass error_class = ErrorClass::none;  ///< sent, so that a newer code can be acted upon
  std::string sentence;                       ///< at most 2 000 bytes
  std::string limit;                          ///< may be empty, as `actual`; at most 200 bytes
  std::string actual;
  std::uint32_t retry_after_ms = 0;  ///< of retry_after: how long to wait at least

  friend bool operator==(Failure const&, Failure const&) = default;
};

/// A failure with the class that belongs to `code`.
[[nodiscard]] Failure failure(Code code, std::string sentence, std::string limit = {},
                              std::string actual = {});
[[nodiscard]] Failure to_failure(Error error);
/// The refusal of a single command, for callers that want one kind of "no".
[[nodiscard]] Failure to_failure(ledger::Refusal const& refusal);
/// For callers that keep only `gl::Error`: the nearest code, the same sentence.
[[nodiscard]] Error to_error(Failure failure);

}  // namespace gl::wire
