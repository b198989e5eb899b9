#include "tools/import/survey.h"

#include <cstring>
#include <limits>
#include <unordered_set>

#include "proof/sha256.h"

namespace gl::importing {
namespace {

using ledger::Money;

/// Adds, or says that the sum is too large.
bool add_to(Money& sum, Money more) {
  auto const total = sum.plus(more);
  if (total) sum = *total;
  return total.has_value();
}

bool count_in(Tally& tally, Verdict const& verdict) {
  ++tally.lines;
  bool const plain = verdict.flags.empty() && verdict.broken.empty();
  ++(!verdict.enters() ? tally.rejected : plain ? tally.accepted : tally.flagged);
  if (!verdict.amount) return true;
  if (!add_to(tally.read, *verdict.amount)) return false;
  if (!verdict.enters()) return true;
  if (verdict.flags.has(Code::other_date)) {
    ++tally.by_other_date;
    if (!add_to(tally.entered_by_other_date, *verdict.amount)) return false;
  }
  return add_to(tally.entered, *verdict.amount);
}

bool count(Verdict const& verdict, Survey& into) {
  if (verdict.rejected) {
    ++into.codes[*verdict.rejected];
  } else if (verdict.refused) {
    ++into.rules[*verdict.refused];
  } else {
    for (auto const flag : verdict.flags.list()) ++into.codes[flag];
    for (auto const rule : verdict.broken.list()) ++into.rules[rule];
  }
  return count_in(into.all, verdict) && count_in(into.years[verdict.year], verdict);
}

/// A digest is its own hash.
struct DigestHash {
  std::size_t operator()(std::array<std::byte, 16> const& digest) const noexcept {
    std::size_t hash = 0;
    std::memcpy(&hash, digest.data(), sizeof hash);
    return hash;
  }
};

/// The first pass.
class Surveying {
 public:
  Surveying(Mapping const& mapping, Reference const* communes)
      : mapping_(mapping), columns_(mapping), judge_(mapping, columns_, communes) {}

  Result<Survey> run(std::string_view file) {
    survey_.sha256 = proof::sha256(as_bytes(file));
    auto done = read_rows(file, mapping_, columns_, [this](Row&& row) { take(row); });
    if (!done) return std::unexpected(done.error());
    find_totals();
    fits_ = count_all(survey_) && fits_;
    if (!fits_ || survey_.verdicts.size() > std::numeric_limits<std::uint32_t>::max()) {
      return fail(Errc::too_large,
                  "the file's sums or its lines are more than the ledger can hold");
    }
    return std::move(survey_);
  }

 private:
  void take(Row const& row) {
    if (mapping_.enters_as == EntersAs::reference) return take_reference(row);
    auto judged = judge_.judge(row);
    auto& verdict = judged.verdict;
    if (!verdict.rejected) {
      if (!seen_.insert(row.digest).second) verdict.flags.add(Code::duplicate);
      auto const& grant = judged.grant;
      verdict.amount = grant.amount;
      fits_ = add_to(survey_.awarded[grant.decided.year()], grant.amount) && fits_;
      fits_ = add_to(sums_[verdict.year], grant.amount) && add_to(sum_, grant.amount) && fits_;
      for (auto const& payment : grant.payments) {
        fits_ = add_to(survey_.paid[payment.date->year()], payment.amount) && fits_;
      }
    }
    survey_.verdicts.push_back(verdict);
  }

  void take_reference(Row const& row) {
    Verdict verdict;
    verdict.line = row.line;
    verdict.flags = row.flags;
    verdict.rejected = row.problem ? row.problem : reference_.add(row, mapping_, columns_);
    if (!verdict.rejected && !seen_.insert(row.digest).second) verdict.flags.add(Code::duplicate);
    survey_.verdicts.push_back(verdict);
  }

  void find_totals() {
    for (auto& verdict : survey_.verdicts) {
      bool const suspected = verdict.rejected && verdict.total_suspected && verdict.amount &&
                             verdict.amount->is_positive() && mapping_.total_lines;
      if (!suspected) continue;
      auto const of_year = sums_.find(verdict.year);
      bool const equal =
          verdict.amount == sum_ || (of_year != sums_.end() && verdict.amount == of_year->second);
      if (equal) verdict.rejected = Code::total_line;
    }
  }

  Mapping const& mapping_;
  Columns const columns_;
  Judge const judge_;
  Reference reference_;
  Survey survey_;
  std::unordered_set<std::array<std::byte, 16>, DigestHash> seen_;
  std::map<std::int32_t, Money> sums_;
  Money sum_;
  bool fits_ = true;
};

}  // namespace

bool count_all(Survey& into) {
  into.all = {};
  into.years.clear();
  into.codes.clear();
  into.rules.clear();
  bool fits = true;
  for (auto const& verdict : into.verdicts) fits = count(verdict, into) && fits;
  return fits;
}

Result<Survey> survey(std::string_view file, Mapping const& mapping, Reference const* communes) {
  return Surveying{mapping, communes}.run(file);
}

Result<void> each_grant(std::string_view file, Mapping const& mapping, Reference const* communes,
                        Survey& found, std::function<void(Grant&&, Verdict&)> const& take) {
  Columns const columns{mapping};
  Judge const judge{mapping, columns, communes};
  std::size_t at = 0;
  return read_rows(file, mapping, columns, [&](Row&& row) {
    auto& verdict = found.verdicts.at(at++);
    if (!verdict.rejected) take(std::move(judge.judge(row).grant), verdict);
  });
}

Result<Reference> read_reference(std::string_view file, Mapping const& mapping) {
  Columns const columns{mapping};
  Reference reference;
  auto done = read_rows(file, mapping, columns, [&](Row&& row) {
    if (!row.problem) static_cast<void>(reference.add(row, mapping, columns));
  });
  if (!done) return std::unexpected(done.error());
  return reference;
}

}  // namespace gl::importing
