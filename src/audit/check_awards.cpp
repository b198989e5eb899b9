#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <variant>

#include "audit/check_kinds.h"
#include "ledger/text.h"

namespace gl::audit {
namespace {

using namespace ledger;

class NearThresholds final : public Check {
 public:
  explicit NearThresholds(Parameters const& parameters)
      : thresholds_(parameters.thresholds), margin_(parameters.margin) {}

  void take(Event const& event) override {
    if (auto const* const e = std::get_if<ProjectSubmitted>(&event.body)) {
      applicants_[e->project] = e->applicant.id;
    } else if (auto const* const amended = std::get_if<ProjectAmended>(&event.body)) {
      applicants_[amended->project] = amended->applicant.id;
    } else if (auto const* const awarded = std::get_if<AwardDecided>(&event.body)) {
      compare(event, awarded->project, awarded->amount);
    } else if (auto const* const raised = std::get_if<AwardIncreased>(&event.body)) {
      compare(event, raised->project, raised->amount_after);
    }
  }

  std::vector<Row> rows() override { return std::move(rows_); }

 private:
  void compare(Event const& event, ProjectId const& project, Money amount) {
    auto const currency = event.envelope.currency;
    for (auto const& written : thresholds_) {
      auto const threshold = to_money(written, currency);
      if (!threshold || amount > *threshold) continue;
      auto const below_by = subtract(*threshold, amount);
      if (below_by > share_of(*threshold, margin_)) continue;
      rows_.push_back({say(event.envelope.position), std::string{name(event.body)},
                       project.string(), applicants_[project].string(),
                       in_words(event.envelope.actor), to_string(amount, currency),
                       to_string(*threshold, currency), to_string(below_by, currency),
                       currency.code()});
    }
  }

  std::vector<Amount> thresholds_;
  Rate margin_;
  std::unordered_map<ProjectId, PayeeId> applicants_;
  std::vector<Row> rows_;
};

/// One payee's part of a decision.
struct Part {
  BeneficiaryKey beneficiary;
  Currency currency;
  CivilDate on;
  Position position;
  ProjectId project;
  Money amount;
};

/// Awards that were cancelled, withdrawn or reversed since are no longer promised, and left out.
class SplitAwards final : public Check {
 public:
  explicit SplitAwards(Parameters const& parameters)
      : threshold_(parameters.split_threshold), days_max_(parameters.split_days) {}

  void take(Event const& event) override {
    if (auto const* const awarded = std::get_if<AwardDecided>(&event.body)) {
      live_[awarded->project] = parts_of(event, *awarded);
    } else if (auto const* const cancelled = std::get_if<AwardCancelled>(&event.body)) {
      ended_[event.envelope.position] = std::move(live_[cancelled->project]);
      live_.erase(cancelled->project);
    } else if (auto const* const withdrawn = std::get_if<DecisionWithdrawn>(&event.body)) {
      ended_[event.envelope.position] = std::move(live_[withdrawn->project]);
      live_.erase(withdrawn->project);
    } else if (auto const* const reversed = std::get_if<EventReversed>(&event.body)) {
      if (reversed->restored.award_removed) live_.erase(reversed->project);
      if (auto const at = ended_.find(reversed->target); at != ended_.end()) {
        live_[reversed->project] = std::move(at->second);
        ended_.erase(at);
      }
    }
  }

  std::vector<Row> rows() override {
    std::vector<Part> all;
    for (auto& [project, parts] : live_) all.insert(all.end(), parts.begin(), parts.end());
    std::ranges::sort(all, {}, [](Part const& p) {
      return std::tuple{p.beneficiary, p.currency, p.on, p.position};
    });
    std::vector<Row> rows;
    for (auto first = all.begin(); first != all.end();) {
      auto const end = window(first, all.end());
      if (auto row = split(first, end)) {
        rows.push_back(*std::move(row));
        first = end;
      } else {
        ++first;
      }
    }
    return rows;
  }

 private:
  using Parts = std::vector<Part>;

  static Parts parts_of(Event const& event, AwardDecided const& e) {
    std::vector<Rate> shares;
    shares.reserve(e.payees.size());
    for (auto const& payee : e.payees) shares.push_back(payee.share);
    auto const amounts = ledger::split(e.amount, shares);
    Parts parts;
    for (std::size_t i = 0; i < e.payees.size(); ++i) {
      parts.push_back({beneficiary_of(e.payees[i].payee.view()), event.envelope.currency,
                       event.envelope.effective_date, event.envelope.position, e.project,
                       amounts[i]});
    }
    return parts;
  }
  /// The awards of the first one's beneficiary that were decided within the days, each within the
  /// threshold.
  [[nodiscard]] Parts::iterator window(Parts::iterator first, Parts::iterator end) const {
    auto const threshold = to_money(threshold_, first->currency);
    return std::find_if_not(first, end, [&](Part const& part) {
      return part.beneficiary == first->beneficiary && part.currency == first->currency &&
             days_between(first->on, part.on) <= days_max_ && threshold &&
             part.amount <= *threshold;
    });
  }

  [[nodiscard]] std::optional<Row> split(Parts::iterator first, Parts::iterator end) const {
    if (std::distance(first, end) < 2) return {};
    Money total;
    std::string projects;
    std::string positions;
    for (auto part = first; part != end; ++part) {
      total = add(total, part->amount);
      auto const* const gap = part == first ? "" : " ";
      projects += say(gap, part->project);
      positions += say(gap, part->position);
    }
    auto const currency = first->currency;
    if (total <= *to_money(threshold_, currency)) return {};
    return Row{first->beneficiary.string(),
               say(std::distance(first, end)),
               say(first->on),
               say(std::prev(end)->on),
               to_string(total, currency),
               currency.code(),
               projects,
               positions};
  }

  Amount threshold_;
  std::int32_t days_max_;
  std::map<ProjectId, Parts> live_;
  std::map<Position, Parts> ended_;  ///< by what ended them, since that can be reversed
};

}  // namespace

std::unique_ptr<Check> make_near_thresholds(Parameters const& parameters) {
  return std::make_unique<NearThresholds>(parameters);
}

std::unique_ptr<Check> make_split_awards(Parameters const& parameters) {
  return std::make_unique<SplitAwards>(parameters);
}

}  // namespace gl::audit
