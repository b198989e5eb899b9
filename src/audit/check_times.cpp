#include <variant>

#include "audit/check_kinds.h"
#include "ledger/text.h"

namespace gl::audit {
namespace {

using namespace ledger;

class LateEntries final : public Check {
 public:
  explicit LateEntries(std::int32_t days_max) : days_max_(days_max) {}

  void take(Event const& event) override {
    auto const& envelope = event.envelope;
    if (envelope.imported) return;
    auto const recorded_on = paris_date(envelope.recorded_at);
    auto const days = days_between(envelope.effective_date, recorded_on);
    if (days <= days_max_) return;
    rows_.push_back({say(envelope.position), std::string{name(event.body)},
                     to_string(envelope.stream), say(envelope.effective_date), say(recorded_on),
                     say(days), in_words(envelope.actor)});
  }

  std::vector<Row> rows() override { return std::move(rows_); }

 private:
  std::int32_t days_max_;
  std::vector<Row> rows_;
};

/// The sum of what was debited: how much was moved back.
Money moved(Postings const& postings) {
  Money sum;
  for (auto const& line : postings) {
    bool const credits = line.account.kind >= AccountKind::cp_voted;
    if (line.amount.is_positive() && !credits) sum = sum.plus(line.amount).value_or(sum);
  }
  return sum;
}

class Reversals final : public Check {
 public:
  void take(Event const& event) override {
    auto const* const e = std::get_if<EventReversed>(&event.body);
    if (e == nullptr) return;
    auto const& envelope = event.envelope;
    auto const amount = moved(e->postings);
    rows_.push_back({say(envelope.position), say(e->target), e->target_type,
                     to_string(envelope.stream), say(envelope.effective_date),
                     say(paris_date(envelope.recorded_at)), in_words(envelope.actor),
                     envelope.reason_code ? envelope.reason_code->string() : "",
                     to_string(amount, envelope.currency), envelope.currency.code()});
  }

  std::vector<Row> rows() override { return std::move(rows_); }

 private:
  std::vector<Row> rows_;
};

}  // namespace

std::unique_ptr<Check> make_late_entries(Parameters const& parameters) {
  return std::make_unique<LateEntries>(parameters.late_days);
}

std::unique_ptr<Check> make_reversals(Parameters const&) { return std::make_unique<Reversals>(); }

}  // namespace gl::audit
