#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "tools/import/judge.h"

namespace gl::importing {

/// Larger files are not taken: they are held in memory, so that both passes see the same bytes.
constexpr std::size_t file_bytes_max = std::size_t{1} << 30U;

/// Lines and sums of one year, or of all.
struct Tally {
  std::uint64_t lines = 0;
  std::uint64_t accepted = 0;  ///< without flags
  std::uint64_t flagged = 0;   ///< accepted with flags
  std::uint64_t rejected = 0;
  ledger::Money read;     ///< of every line whose amount can be read
  ledger::Money entered;  ///< of accepted lines, with and without flags
  /// Of the accepted lines, those that are counted in their year by another date than the one that
  /// it goes by (OTHER_DATE).
  std::uint64_t by_other_date = 0;
  ledger::Money entered_by_other_date;
};

/// What a first pass over a file finds: a verdict on each line, and what the ledger has to have for
/// all of it to enter.
struct Survey {
  Hash sha256{};
  std::vector<Verdict> verdicts;  ///< one a line, in order
  Tally all;
  std::map<std::int32_t, Tally> years;  ///< 0: lines without a year
  std::map<Code, std::uint64_t> codes;  ///< how many lines have it; of a rejected one its reason
  std::map<ledger::Rule, std::uint64_t> rules;    ///< the same of the ledger's rules
  std::map<std::int32_t, ledger::Money> awarded;  ///< by the year of the decision
  std::map<std::int32_t, ledger::Money> paid;     ///< by the year of the payment
};

/// Reads the whole file and judges each line, by itself and among the others: a nameless line whose
/// amount is that of its year or of everything is a total (TOTAL_LINE), a line whose every cell
/// stood there before is a DUPLICATE. Errors: as `read_rows`; too_large (sums beyond 2^63 − 1).
[[nodiscard]] Result<Survey> survey(std::string_view file, Mapping const& mapping,
                                    Reference const* communes);

/// Goes over the same bytes again and hands out the grants of lines that are not rejected, with
/// the verdict that the survey came to.
[[nodiscard]] Result<void> each_grant(std::string_view file, Mapping const& mapping,
                                      Reference const* communes, Survey& found,
                                      std::function<void(Grant&&, Verdict&)> const& take);

/// The reference table of a file. Lines that are wrong are said in the survey of that file.
/// Errors: as `read_rows`.
[[nodiscard]] Result<Reference> read_reference(std::string_view file, Mapping const& mapping);

/// Counts all verdicts anew, e.g. after the ledger's answers. False when a sum is too large.
[[nodiscard]] bool count_all(Survey& into);

}  // namespace gl::importing
