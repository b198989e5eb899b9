#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <variant>

#include "audit/check_kinds.h"
#include "ledger/text.h"

namespace gl::audit {
namespace {

using namespace ledger;

/// Who did what to a payment, as far as these checks ask.
struct Steps {
  PayeeId payee;
  PersonId preparer;
  Position prepared_at;
  PersonId approver;
  Position approved_at;
};

class OwnPreparation final : public Check {
 public:
  void take(Event const& event) override {
    event_ = &event;
    if (auto const* const e = std::get_if<PaymentRequested>(&event.body)) {
      steps_[e->payment] = {e->payee, event.envelope.actor.person, event.envelope.position, {}, {}};
    } else if (auto const* const approved = std::get_if<PaymentApproved>(&event.body)) {
      auto& steps = steps_[approved->payment];
      compare(*approved, steps.preparer, "prepared", steps.prepared_at);
      steps.approver = event.envelope.actor.person;
      steps.approved_at = event.envelope.position;
    } else if (auto const* const issued = std::get_if<PaymentIssued>(&event.body)) {
      auto const& steps = steps_[issued->payment];
      compare(*issued, steps.preparer, "prepared", steps.prepared_at);
    } else if (auto const* const forced = std::get_if<OrderRequisitioned>(&event.body)) {
      auto const& steps = steps_[forced->payment];
      compare(*forced, steps.preparer, "prepared", steps.prepared_at);
    } else if (auto const* const paid = std::get_if<PaymentExecuted>(&event.body)) {
      auto const& steps = steps_[paid->payment];
      compare(*paid, steps.preparer, "prepared", steps.prepared_at);
      compare(*paid, steps.approver, "approved", steps.approved_at);
    }
  }

  std::vector<Row> rows() override { return std::move(rows_); }

 private:
  void compare(auto const& e, PersonId const& person, std::string_view had, Position at) {
    auto const& envelope = event_->envelope;
    if (at.value() == 0 || envelope.actor.person != person) return;
    rows_.push_back({say(envelope.position), std::string{name(event_->body)}, e.payment.string(),
                     e.project.string(), person.string(), std::string{had}, say(at),
                     to_string(e.amount, envelope.currency), envelope.currency.code()});
  }

  Event const* event_ = nullptr;
  std::unordered_map<PaymentId, Steps> steps_;
  std::vector<Row> rows_;
};

/// An account as it was entered last.
struct EnteredAccount {
  Position changed_at;
  CivilDate changed_on;
  std::string changed_by;
  std::string verified_by;
};

class AccountChanges final : public Check {
 public:
  explicit AccountChanges(std::int32_t days_max) : days_max_(days_max) {}

  void take(Event const& event) override {
    auto const& envelope = event.envelope;
    if (auto const* const e = std::get_if<PayeeAccountChanged>(&event.body)) {
      accounts_[e->payee] = {envelope.position, paris_date(envelope.recorded_at),
                             in_words(envelope.actor), ""};
    } else if (auto const* const verified = std::get_if<PayeeAccountVerified>(&event.body)) {
      if (auto const at = accounts_.find(verified->payee); at != accounts_.end()) {
        at->second.verified_by = in_words(envelope.actor);
      }
    } else if (auto const* const requested = std::get_if<PaymentRequested>(&event.body)) {
      payees_[requested->payment] = requested->payee;
    } else if (auto const* const paid = std::get_if<PaymentExecuted>(&event.body)) {
      compare(envelope, *paid);
    }
  }

  std::vector<Row> rows() override { return std::move(rows_); }

 private:
  void compare(Envelope const& envelope, PaymentExecuted const& paid) {
    auto const& payee = payees_[paid.payment];
    auto const at = accounts_.find(payee);
    if (at == accounts_.end()) return;
    auto const& account = at->second;
    auto const paid_on = paris_date(envelope.recorded_at);
    auto const days = days_between(account.changed_on, paid_on);
    if (days > days_max_) return;
    rows_.push_back({say(envelope.position), paid.payment.string(), payee.string(),
                     to_string(paid.amount, envelope.currency), envelope.currency.code(),
                     say(paid_on), say(account.changed_on), say(days), account.changed_by,
                     say(account.changed_at), account.verified_by});
  }

  std::int32_t days_max_;
  std::unordered_map<PayeeId, EnteredAccount> accounts_;
  std::unordered_map<PaymentId, PayeeId> payees_;
  std::vector<Row> rows_;
};

/// An order's number taken apart: "2016/" and 1001.
struct OrderNumber {
  std::int32_t year = 0;
  std::string series;
  std::uint64_t number = 0;
  bool counts = false;  ///< it ends in digits
  std::string text;
  Position position;
};

OrderNumber taken_apart(PaymentApproved const& e, Position position) {
  constexpr std::size_t digits_max = 18;
  auto const text = e.order_number.view();
  auto const last = text.find_last_not_of("0123456789");
  auto const begin = last == std::string_view::npos ? 0 : last + 1;
  auto const digits = text.substr(begin);
  OrderNumber order{e.budget_year, std::string{text.substr(0, begin)}, 0, false, std::string{text},
                    position};
  order.counts = !digits.empty() && digits.size() <= digits_max;
  if (order.counts) order.number = std::stoull(std::string{digits});
  return order;
}

class OrderGaps final : public Check {
 public:
  void take(Event const& event) override {
    auto const* const approved = std::get_if<PaymentApproved>(&event.body);
    if (approved != nullptr) orders_.push_back(taken_apart(*approved, event.envelope.position));
  }

  std::vector<Row> rows() override {
    std::ranges::sort(orders_, {}, [](OrderNumber const& o) {
      return std::tuple{o.year, o.series, o.number, o.position};
    });
    std::vector<Row> rows;
    OrderNumber const* before = nullptr;
    for (auto const& order : orders_) {
      if (!order.counts) {
        rows.push_back({say(order.year), order.text, "", "no number", say(order.position), ""});
        continue;
      }
      bool const same = before != nullptr && before->year == order.year &&
                        before->series == order.series && order.number > before->number + 1;
      if (same) {
        rows.push_back({say(order.year), before->text, order.text,
                        say(order.number - before->number - 1), say(before->position),
                        say(order.position)});
      }
      before = &order;
    }
    return rows;
  }

 private:
  std::vector<OrderNumber> orders_;
};

}  // namespace

std::unique_ptr<Check> make_own_preparation(Parameters const&) {
  return std::make_unique<OwnPreparation>();
}

std::unique_ptr<Check> make_account_changes(Parameters const& parameters) {
  return std::make_unique<AccountChanges>(parameters.account_days);
}

std::unique_ptr<Check> make_order_gaps(Parameters const&) { return std::make_unique<OrderGaps>(); }

}  // namespace gl::audit
