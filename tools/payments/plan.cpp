#include "tools/payments/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "ledger/text.h"
#include "proof/sha256.h"

namespace gl::payments {
namespace {

using ledger::PaymentState;

/// What is known of an order while a file is gone through: the ledger's facts and the file's own.
struct Facts {
  PaymentState state = PaymentState::none;
  bool current = false;  ///< the order is its payment's last attempt
  std::optional<Fact> executed;
  std::optional<Fact> returned;
};

/// Statuses of pain.002 that are on the way to a booking, which camt.054 will tell.
bool is_on_the_way(std::string_view status) {
  static constexpr auto all = std::to_array<std::string_view>(
      {"RCVD", "PDNG", "ACTC", "ACCP", "ACSP", "ACWC", "ACWP", "ACSC", "ACCC", "PART", "PATC"});
  return std::ranges::find(all, status) != all.end();
}

std::string where(Fact const& fact) {
  return fact.position.value() == 0 ? "earlier in this file"
                                    : fmt::format("at position {}", fact.position.value());
}

class Planner {
 public:
  Planner(BankFile const& file, Orders const& orders, CivilDate today)
      : orders_(orders), today_(today), id_base_("grandlivre payments\n" + to_hex(file.sha256)) {}

  Step step(BankEntry const& entry) {
    Step step;
    step.entry = &entry;
    if (entry.says == Says::status) {
      take_status(entry, step);
    } else if (auto const* const order = match(entry, step)) {
      if (entry.says == Says::debit) {
        take_debit(entry, *order, step);
      } else {
        take_return(entry, *order, step);
      }
    }
    return step;
  }

 private:
  static void leave(Step& step, std::string why) {
    step.outcome = Outcome::unmatched;
    step.why = std::move(why);
  }

  Order const* find(BankEntry const& entry, Step& step) const {
    if (entry.end_to_end_id.empty()) {
      leave(step, "the entry has no end-to-end id: find out whose it is");
      return nullptr;
    }
    auto const* const order = orders_.find(entry.end_to_end_id);
    if (order == nullptr) {
      leave(step, fmt::format("no order of this ledger has the end-to-end id \"{}\"",
                              entry.end_to_end_id));
      return nullptr;
    }
    step.payment = order->payment;
    return order;
  }

  /// The order of a booked entry whose currency and amount are right.
  Order const* match(BankEntry const& entry, Step& step) const {
    auto const* const order = find(entry, step);
    if (order == nullptr) return nullptr;
    if (entry.status != "BOOK") {
      leave(step, fmt::format("its status is {}, not BOOK: nothing moved yet; wait for the bank's "
                              "notice of the booking",
                              entry.status.empty() ? "missing" : entry.status));
      return nullptr;
    }
    auto const currency = order->currency.code();
    if (entry.currency != currency) {
      leave(step, fmt::format("its currency is {}, the order's {}: ask the bank",
                              entry.currency.empty() ? "missing" : entry.currency, currency));
      return nullptr;
    }
    auto const amount =
        entry.amount ? to_money(*entry.amount, order->currency) : Result<ledger::Money>{};
    if (!entry.amount || !amount || *amount != order->amount) {
      leave(step, fmt::format("its amount is {}, the order's {}: ask the bank",
                              entry.amount ? to_string(*entry.amount) : "missing",
                              to_string(order->amount, order->currency)));
      return nullptr;
    }
    return order;
  }

  Facts& known(Order const& order) {
    auto const [at, is_new] = known_.try_emplace(order.end_to_end_id);
    if (is_new) {
      auto const standing = orders_.standing(order.payment);
      at->second = {standing.state, standing.attempt == order.attempt, order.executed,
                    order.returned};
    }
    return at->second;
  }

  /// The fact is in the ledger, with this reference or with none; with another one it is a second
  /// movement, which nobody expects.
  static void take_known(BankEntry const& entry, Fact const& fact, std::string_view what,
                         Step& step) {
    if (fact.bank_reference.empty() || fact.bank_reference == entry.bank_reference) {
      step.outcome = Outcome::already_recorded;
      step.why = fmt::format("{} {}", what, where(fact));
      return;
    }
    leave(step,
          fmt::format("{} {} under the bank's reference {}, the entry has \"{}\": ask the bank "
                      "whether the money moved twice",
                      what, where(fact), fact.bank_reference, entry.bank_reference));
  }

  bool is_due(BankEntry const& entry, Step& step) const {
    if (!entry.value_date || *entry.value_date <= today_) return true;
    leave(step, fmt::format("its value date {} is after today, {}: run it again then",
                            to_string(*entry.value_date), to_string(today_)));
    return false;
  }

  void take_debit(BankEntry const& entry, Order const& order, Step& step) {
    if (entry.reversal || !entry.reason.empty()) {
      return leave(step, "it is a debit that takes a credit back: ask the bank");
    }
    auto& known = this->known(order);
    if (known.executed) return take_known(entry, *known.executed, "confirmed", step);
    if (!known.current || known.state != PaymentState::issued)
      return wrong_state(order, known, "Issued", step);
    if (!is_due(entry, step)) return;
    step.outcome = Outcome::confirmed;
    step.command = command(entry, order,
                           ledger::ConfirmPayment{order.payment, order.attempt, entry.value_date,
                                                  entry.bank_reference});
    known.state = PaymentState::paid;
    known.executed = Fact{Position{0}, entry.bank_reference};
  }

  void take_return(BankEntry const& entry, Order const& order, Step& step) {
    if (entry.reason.empty()) {
      return leave(step,
                   "it is a credit without an ISO reason (RtrInf/Rsn/Cd): ask the bank whether "
                   "it is a return, and record it with record-bank-return");
    }
    if (!ledger::is_short_id(entry.reason, ledger::ReasonCode::bytes_max)) {
      return leave(step, fmt::format("its reason \"{}\" is no code: ask the bank", entry.reason));
    }
    auto& known = this->known(order);
    if (known.returned) return take_known(entry, *known.returned, "returned", step);
    if (!known.current || known.state != PaymentState::paid)
      return wrong_state(order, known, "Paid", step);
    if (!is_due(entry, step)) return;
    step.outcome = Outcome::returned;
    step.command = command(
        entry, order,
        ledger::RecordBankReturn{order.payment, order.attempt, ledger::ReasonCode{entry.reason},
                                 entry.value_date, entry.bank_reference});
    known.state = PaymentState::returned;
    known.returned = Fact{Position{0}, entry.bank_reference};
  }

  static void wrong_state(Order const& order, Facts const& known, std::string_view needed,
                          Step& step) {
    leave(step, known.current
                    ? fmt::format("payment {} is {}, not {}: {}", order.payment.view(),
                                  name(known.state), needed,
                                  needed == "Paid" ? "reconcile the file with its debit first"
                                                   : "ask the accountant why the bank paid")
                    : fmt::format("attempt {} of payment {} is not its current one: ask the bank",
                                  order.attempt, order.payment.view()));
  }

  /// The day is the bank's, but for a closed year, whose facts the ledger dates.
  std::shared_ptr<ledger::Command const> command(BankEntry const& entry, Order const& order,
                                                 ledger::CommandBody body) const {
    ledger::Command command;
    command.body = std::move(body);
    auto const hash = proof::sha256(as_bytes(fmt::format(
        "{}\n{}\n{}", id_base_, entry.number, orders_.standing(order.payment).changed.value())));
    std::array<std::byte, 16> bytes{};
    std::copy_n(hash.begin(), bytes.size(), bytes.begin());
    command.header.id = uuid_v8_from(bytes);
    if (entry.value_date && !orders_.is_closed(entry.value_date->year())) {
      command.header.effective_date = entry.value_date;
    }
    return std::make_shared<ledger::Command const>(std::move(command));
  }

  void take_status(BankEntry const& entry, Step& step) const {
    auto const reason = entry.reason.empty() ? "no reason given" : "reason " + entry.reason;
    if (entry.status != "RJCT") {
      if (is_on_the_way(entry.status)) {
        step.outcome = Outcome::information;
        step.why = fmt::format("{}: the booking will come in a camt.054", entry.status);
        if (auto const* const order = orders_.find(entry.end_to_end_id)) {
          step.payment = order->payment;
        }
        return;
      }
      return leave(step,
                   fmt::format("its status \"{}\" is not known here: ask the bank", entry.status));
    }
    if (!entry.about.empty()) {
      return leave(step,
                   fmt::format("the bank rejected all of {} ({}): nothing of it was paid; the "
                               "accountant rejects its orders (reject-order), or the file is "
                               "made right and sent again",
                               entry.about, reason));
    }
    auto const* const order = find(entry, step);
    if (order == nullptr) return;
    if (!orders_.is_open(*order)) {
      return leave(step, fmt::format("the bank rejected it ({}), but payment {} is {}, attempt {}: "
                                     "ask the bank",
                                     reason, order->payment.view(),
                                     name(orders_.standing(order->payment).state),
                                     orders_.standing(order->payment).attempt));
    }
    leave(step,
          fmt::format("the bank rejected it ({}): the accountant rejects the order, "
                      "reject-order --payment {} --reason-code {}",
                      reason, order->payment.view(), entry.reason.empty() ? "CODE" : entry.reason));
  }

  Orders const& orders_;
  CivilDate const today_;
  std::string const id_base_;
  std::map<std::string, Facts> known_;
};

}  // namespace

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::confirmed: return "confirmed";
    case Outcome::returned: return "returned";
    case Outcome::already_recorded: return "already recorded";
    case Outcome::information: return "information";
    case Outcome::unmatched: return "unmatched";
    case Outcome::refused: return "refused";
  }
  return "";
}

std::vector<Step> plan(BankFile const& file, Orders const& orders, CivilDate today) {
  Planner planner{file, orders, today};
  std::vector<Step> steps;
  steps.reserve(file.entries.size());
  for (auto const& entry : file.entries) steps.push_back(planner.step(entry));
  return steps;
}

}  // namespace gl::payments
