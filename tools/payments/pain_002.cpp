#include <fmt/format.h>

#include <map>

#include "tools/payments/message.h"

namespace gl::payments {
namespace {

/// A message, a batch or a transaction: what it is called, where it stands and why.
struct Status {
  std::string id;
  std::string status;
  std::string reason;
};

/// Counts by status.
struct Counts {
  std::string status;  ///< of the claim that is being read
  Claim claim;
  std::map<std::string, Group> groups;

  Result<void> take(std::string_view path, std::string_view text) {
    if (path == "DtldNbOfTxs") return claim.take_count("DtldNbOfTxs", text);
    if (path == "DtldCtrlSum") return claim.take_sum("DtldCtrlSum", text);
    if (path == "DtldSts") status = text;
    return {};
  }
  void close() {
    groups[status].claim = claim;
    status.clear();
    claim = {};
  }
  /// A bank may list some of the statuses one by one and the others by their number alone.
  Result<void> check(std::string_view name) const {
    for (auto const& [of, group] : groups) {
      if (group.found == 0) continue;
      if (auto done = group.check(fmt::format("{} of status {}", name, of)); !done) return done;
    }
    return {};
  }
};

class Pain002 final : public Message {
 public:
  using Message::Message;

  void begin(std::string_view path) override {
    if (path == "OrgnlPmtInfAndSts") {
      batch_ = {};
      in_batch_ = {};
      listed_ = 0;
    } else if (path == "OrgnlPmtInfAndSts/TxInfAndSts") {
      transaction_ = {};
    }
  }

  Result<void> end(std::string_view path, std::string_view text,
                   std::string_view currency) override {
    if (path.empty()) return close_message();
    if (auto const rest = below(path, "OrgnlGrpInfAndSts")) {
      return take_group(*rest, text, "OrgnlMsgId", "GrpSts", group_, in_message_);
    }
    if (path == "OrgnlPmtInfAndSts") return close_batch();
    if (path == "OrgnlPmtInfAndSts/TxInfAndSts") return close_transaction();
    if (auto const rest = below(path, "OrgnlPmtInfAndSts/TxInfAndSts")) {
      return take_transaction(*rest, text, currency);
    }
    if (auto const rest = below(path, "OrgnlPmtInfAndSts")) {
      return take_group(*rest, text, "OrgnlPmtInfId", "PmtInfSts", batch_, in_batch_);
    }
    return {};
  }

 private:
  static Result<void> take_group(std::string_view path, std::string_view text, std::string_view id,
                                 std::string_view status, Status& into, Counts& counts) {
    if (path == id) into.id = text;
    if (path == status) into.status = text;
    if (path == "StsRsnInf/Rsn/Cd") into.reason = text;
    if (path == "NbOfTxsPerSts") counts.close();
    auto const rest = below(path, "NbOfTxsPerSts");
    return rest ? counts.take(*rest, text) : Result<void>{};
  }

  Result<void> take_transaction(std::string_view path, std::string_view text,
                                std::string_view currency) {
    auto& it = transaction_;
    if (path == "OrgnlEndToEndId") {
      it.end_to_end_id = text;
    } else if (path == "TxSts") {
      it.status = text;
    } else if (path == "StsRsnInf/Rsn/Cd") {
      it.reason = text;
    } else if (path == "AcctSvcrRef") {
      it.bank_reference = text;
    } else if (path == "OrgnlTxRef/Amt/InstdAmt") {
      auto const amount = read_amount("InstdAmt", text);
      if (!amount) return std::unexpected(amount.error());
      it.amount = *amount;
      it.currency = currency;
    }
    return {};
  }

  Result<void> close_transaction() {
    if (transaction_.status.empty()) {
      transaction_.status = batch_.status.empty() ? group_.status : batch_.status;
    }
    if (transaction_.reason.empty()) transaction_.reason = batch_.reason;
    auto const& status = transaction_.status;
    if (auto done = in_batch_.groups[status].add(transaction_.amount); !done) return done;
    if (auto done = in_message_.groups[status].add(transaction_.amount); !done) return done;
    ++listed_;
    transaction_.says = Says::status;
    return keep(std::move(transaction_));
  }

  Result<void> close_batch() {
    if (auto done = in_batch_.check("OrgnlPmtInfAndSts/NbOfTxsPerSts"); !done) return done;
    if (listed_ > 0 || batch_.status.empty()) return {};
    return keep_whole(batch_);
  }

  Result<void> close_message() {
    if (auto done = in_message_.check("OrgnlGrpInfAndSts/NbOfTxsPerSts"); !done) return done;
    if (!file_.entries.empty() || group_.status.empty()) return {};
    return keep_whole(group_);
  }

  /// The status of all that a message or a batch holds.
  Result<void> keep_whole(Status const& of) {
    BankEntry entry;
    entry.says = Says::status;
    entry.status = of.status;
    entry.reason = of.reason;
    entry.about = of.id;
    return keep(std::move(entry));
  }

  Status group_;
  Status batch_;
  Counts in_message_;
  Counts in_batch_;
  std::uint64_t listed_ = 0;  ///< transactions of the batch
  BankEntry transaction_;
};

}  // namespace

std::unique_ptr<Message> read_pain_002(BankFile& file) { return std::make_unique<Pain002>(file); }

}  // namespace gl::payments
