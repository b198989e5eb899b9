#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/values.h"

namespace gl::ledger {

// Commands about payees, payments, changes of an award and recoveries.

struct RegisterPayee {
  PayeeId payee;
  LegalKind legal_kind = LegalKind::unstated;
  std::string name;
  PersonalText person_name;
  PersonalText iban;
};

struct ChangePayeeAccount {
  PayeeId payee;
  PersonalText iban;
};

struct VerifyPayeeAccount {
  PayeeId payee;
};

struct RequestPayment {
  ProjectId project;
  PaymentId payment;
  PaymentKind kind = PaymentKind::unstated;
  Amount amount;
  std::optional<PayeeId> payee;  ///< needed when the award has several
  std::vector<Document> documents;
};

struct WithdrawPaymentRequest {
  PaymentId payment;
};

struct RefusePayment {
  PaymentId payment;
};

struct ApprovePayment {
  PaymentId payment;
  Amount amount;
  ActNumber order_number;
  std::int32_t budget_year = 0;
};

struct AnnulApproval {
  PaymentId payment;
};

/// An approved order handed to the accountant.
struct OrderHandover {
  PaymentId payment;
  std::string end_to_end_id;  ///< empty: `payment.attempt`
};
struct IssuePayment : OrderHandover {};
struct Requisition : OrderHandover {};

struct RejectOrder {
  PaymentId payment;
};

struct ConfirmPayment {
  PaymentId payment;
  std::uint32_t attempt = 0;
  std::optional<CivilDate> value_date;
  std::string bank_reference;
};

struct RecordBankReturn {
  PaymentId payment;
  std::uint32_t attempt = 0;
  ReasonCode reason_code;  ///< ISO 20022: AC01, AC04, …
  std::optional<CivilDate> value_date;
  std::string bank_reference;
};

struct AmendAward {
  ProjectId project;
  std::optional<Amount> amount;
  std::optional<Rate> rate;
  std::optional<CivilDate> valid_until;
};

struct FileFinalReport {
  ProjectId project;
  Amount real_eligible_cost;            ///< may be 0
  std::optional<Amount> other_funding;  ///< may be 0; none: the secured funders asked with
  std::vector<Document> documents;
};

struct AcceptFinalAccount {
  ProjectId project;
  Amount real_eligible_cost;
  std::optional<Amount> other_funding;
  std::optional<Amount> amount;  ///< checked against the ledger's own result
};

struct CancelAward {
  ProjectId project;
  CancelGround ground = CancelGround::unstated;
  std::optional<CivilDate> hearing_date;
};

struct WithdrawDecision {
  ProjectId project;
  CancelGround ground = CancelGround::unstated;
  std::optional<CivilDate> hearing_date;
};

struct OrderRecovery {
  ProjectId project;
  RecoveryId recovery;
  ActNumber titre_number;
  Amount amount;
  PersonalText ground;  ///< free text
};

struct RecordRecoveryReceipt {
  RecoveryId recovery;
  Amount amount;
  std::string reference;
};

struct ReduceRecovery {
  RecoveryId recovery;
  Amount amount;  ///< by so much
};

struct CancelRecovery {
  RecoveryId recovery;
};

struct WriteOffRecovery {
  RecoveryId recovery;
};

}  // namespace gl::ledger
