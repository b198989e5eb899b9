#include <fmt/format.h>

#include "tools/payments/message.h"

namespace gl::payments {
namespace {

/// A transaction of an entry.
struct Transaction {
  std::string end_to_end_id;
  std::string reference;
  std::string reason;
  std::optional<ledger::Amount> amount;
  std::string currency;
  std::optional<bool> credit;
  bool own_amount = false;  ///< from its first place: what others say later does not count
};

/// Both versions: .02 has the status in Sts and a transaction's amount in AmtDtls/TxAmt/Amt, .08 in
/// Sts/Cd and Amt.
class Camt054 final : public Message {
 public:
  using Message::Message;

  void begin(std::string_view path) override {
    if (path == "Ntfctn") {
      all_ = credits_ = debits_ = {};
    } else if (path == "Ntfctn/Ntry") {
      entry_ = {};
      credit_.reset();
      has_charges_ = false;
      transactions_.clear();
    } else if (path == "Ntfctn/Ntry/NtryDtls") {
      details_ = {};
    } else if (path == "Ntfctn/Ntry/NtryDtls/TxDtls") {
      transaction_ = {};
    } else if (path == "Ntfctn/Ntry/Chrgs" || path == "Ntfctn/Ntry/NtryDtls/TxDtls/Chrgs") {
      has_charges_ = true;
    }
  }

  Result<void> end(std::string_view path, std::string_view text,
                   std::string_view currency) override {
    if (path == "Ntfctn") return close_notification();
    if (auto const rest = below(path, "Ntfctn/TxsSummry")) return take_summary(*rest, text);
    if (path == "Ntfctn/Ntry") return close_entry();
    if (path == "Ntfctn/Ntry/NtryDtls") return close_details();
    if (path == "Ntfctn/Ntry/NtryDtls/TxDtls") return close_transaction();
    if (auto const rest = below(path, "Ntfctn/Ntry/NtryDtls/TxDtls")) {
      return take_transaction(*rest, text, currency);
    }
    if (auto const rest = below(path, "Ntfctn/Ntry/NtryDtls/Btch")) return take_batch(*rest, text);
    if (auto const rest = below(path, "Ntfctn/Ntry")) return take_entry(*rest, text, currency);
    return {};
  }

 private:
  Result<void> take_summary(std::string_view path, std::string_view text) {
    for (auto const& [prefix, group] :
         {std::pair{"TtlNtries", &all_}, std::pair{"TtlCdtNtries", &credits_},
          std::pair{"TtlDbtNtries", &debits_}}) {
      auto const rest = below(path, prefix);
      if (rest == "NbOfNtries") return group->claim.take_count("NbOfNtries", text);
      if (rest == "Sum") return group->claim.take_sum("Sum", text);
    }
    return {};
  }

  static Result<void> take_direction(std::string_view text, std::optional<bool>& credit) {
    if (text != "CRDT" && text != "DBIT") {
      return fail(Errc::malformed,
                  fmt::format("CdtDbtInd is \"{}\", neither CRDT nor DBIT: get the "
                              "file again",
                              text.substr(0, 40)));
    }
    credit = text == "CRDT";
    return {};
  }

  Result<void> take_entry(std::string_view path, std::string_view text, std::string_view currency) {
    if (path == "Amt") {
      auto const amount = read_amount("Amt", text);
      if (!amount) return std::unexpected(amount.error());
      entry_.amount = *amount;
      entry_.currency = currency;
    } else if (path == "CdtDbtInd") {
      return take_direction(text, credit_);
    } else if (path == "RvslInd") {
      entry_.reversal = text == "true" || text == "1";
    } else if ((path == "Sts" && !text.empty()) || path == "Sts/Cd" || path == "Sts/Prtry") {
      entry_.status = text;
    } else if (path == "AcctSvcrRef") {
      entry_.bank_reference = text;
    } else if (path == "ValDt/Dt" || path == "ValDt/DtTm" ||
               // until the value date comes, which stands behind it
               (!entry_.value_date && (path == "BookgDt/Dt" || path == "BookgDt/DtTm"))) {
      return take_day(text);
    }
    return {};
  }

  Result<void> take_day(std::string_view text) {
    auto const day = read_day("ValDt or BookgDt", text);
    if (!day) return std::unexpected(day.error());
    entry_.value_date = *day;
    return {};
  }

  Result<void> take_batch(std::string_view path, std::string_view text) {
    if (path == "NbOfTxs") return details_.claim.take_count("NbOfTxs", text);
    if (path == "TtlAmt") return details_.claim.take_sum("TtlAmt", text);
    return {};
  }

  Result<void> take_transaction(std::string_view path, std::string_view text,
                                std::string_view currency) {
    auto& it = transaction_;
    if (path == "Refs/EndToEndId") {
      it.end_to_end_id = text;
    } else if (path == "Refs/AcctSvcrRef") {
      it.reference = text;
    } else if (path == "CdtDbtInd") {
      return take_direction(text, it.credit);
    } else if (path == "RtrInf/Rsn/Cd") {
      it.reason = text;
    } else if (path == "Amt" || path == "AmtDtls/TxAmt/Amt" || path == "AmtDtls/InstdAmt/Amt") {
      if (it.own_amount) return {};
      auto const amount = read_amount("Amt", text);
      if (!amount) return std::unexpected(amount.error());
      it.amount = *amount;
      it.currency = currency;
      it.own_amount = path != "AmtDtls/InstdAmt/Amt";
    }
    return {};
  }

  Result<void> close_transaction() {
    if (transactions_.size() == entries_max) {
      return fail(Errc::too_large, fmt::format("an entry has more than {} transactions, the "
                                               "maximum: ask the bank for smaller files",
                                               entries_max));
    }
    if (auto done = details_.add(transaction_.amount); !done) return done;
    transactions_.push_back(std::move(transaction_));
    return {};
  }

  /// A batch may be told by its total alone.
  Result<void> close_details() const {
    return details_.found == 0 ? Result<void>{} : details_.check("NtryDtls/Btch");
  }

  Result<void> close_entry() {
    if (!entry_.amount || !credit_) {
      return fail(Errc::malformed, "an entry has no Amt or no CdtDbtInd: get the file again");
    }
    if (auto done = all_.add(entry_.amount); !done) return done;
    if (auto done = (*credit_ ? credits_ : debits_).add(entry_.amount); !done) return done;
    if (auto done = check_entry_sum(); !done) return done;
    if (transactions_.empty()) transactions_.emplace_back();
    for (auto& transaction : transactions_) {
      if (auto done = keep(join(std::move(transaction))); !done) return done;
    }
    return {};
  }

  /// The transactions of an entry come to its amount, where all say theirs in its currency and
  /// direction and no charges stand between.
  [[nodiscard]] Result<void> check_entry_sum() const {
    if (transactions_.empty() || has_charges_) return {};
    Total sum;
    for (auto const& transaction : transactions_) {
      bool const fits = transaction.amount && transaction.currency == entry_.currency &&
                        transaction.credit.value_or(*credit_) == *credit_;
      if (!fits) return {};
      if (auto done = sum.add(*transaction.amount); !done) return done;
    }
    Total entry;
    if (auto done = entry.add(*entry_.amount); !done) return done;
    return Claim{{}, entry}.check("Ntry/Amt", transactions_.size(), sum);
  }

  [[nodiscard]] BankEntry join(Transaction transaction) const {
    auto entry = entry_;
    entry.says = transaction.credit.value_or(*credit_) ? Says::credit : Says::debit;
    entry.end_to_end_id = std::move(transaction.end_to_end_id);
    entry.reason = std::move(transaction.reason);
    if (!transaction.reference.empty()) entry.bank_reference = std::move(transaction.reference);
    if (transaction.amount) {
      entry.amount = transaction.amount;
      entry.currency = std::move(transaction.currency);
    } else if (transactions_.size() > 1) {
      entry.amount.reset();  // the entry's is that of all of them together
    }
    return entry;
  }

  Result<void> close_notification() const {
    if (auto done = all_.check("TxsSummry/TtlNtries"); !done) return done;
    if (auto done = credits_.check("TxsSummry/TtlCdtNtries"); !done) return done;
    return debits_.check("TxsSummry/TtlDbtNtries");
  }

  Group all_;
  Group credits_;
  Group debits_;
  BankEntry entry_;
  std::optional<bool> credit_;  ///< of the entry
  bool has_charges_ = false;
  Group details_;
  std::vector<Transaction> transactions_;
  Transaction transaction_;
};

}  // namespace

std::unique_ptr<Message> read_camt_054(BankFile& file) { return std::make_unique<Camt054>(file); }

}  // namespace gl::payments
