#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "projections/exports.h"

namespace gl::projections {

/// What stands at the head of a journal for an accounting tool.
struct BookHeader {
  std::string ledger_name;
  ledger::AnsweredAt at;
  std::set<ledger::Currency> currencies;
};

struct BookLine {
  std::string account;
  ledger::Money amount;
  ledger::Currency currency;
};

/// An event that posts.
struct BookEntry {
  ledger::Envelope const& envelope;
  std::string_view event_type;
  std::span<BookLine const> lines;
};

/// An account's balance: of itself, and with the accounts below it.
struct BookBalance {
  std::string account;
  ledger::Money own;
  ledger::Money with_parts;
  ledger::Currency currency;
};

/// How one accounting tool writes what every one of them has. A value without state.
class Dialect {
 public:
  Dialect() = default;
  Dialect(Dialect const&) = delete;
  Dialect& operator=(Dialect const&) = delete;
  virtual ~Dialect() = default;

  virtual void begin(std::string& out, BookHeader const& header) const = 0;
  /// The account is used for the first time on `day`.
  virtual void open(std::string& out, BookLine const& first, CivilDate day) const = 0;
  virtual void entry(std::string& out, BookEntry const& entry) const = 0;
  /// What the accounts that moved come to at the end of `day`.
  virtual void assertions(std::string& out, CivilDate day,
                          std::span<BookBalance const> balances) const = 0;
};

/// The postings of all events (domain §7) by effective date, and on each date in ledger order; an
/// account's balance is asserted at the end of each month in which it moved. Memory: the spool, and
/// about 300 bytes for each project and call that was posted to.
class Bookkeeping final : public Export {
 public:
  Bookkeeping(TextOut& out, ExportSettings const& settings, std::unique_ptr<Dialect const> dialect);

  [[nodiscard]] Result<void> take(ByteView event) override;
  [[nodiscard]] Result<void> finish(ledger::AnsweredAt const& at, Told const& progress) override;

 private:
  static constexpr std::size_t kinds = 14;

  /// The accounts of one project, call, year or programme.
  struct Holder {
    std::array<ledger::Money, kinds> balances;
    std::array<bool, kinds> is_open{};
  };

  void note_programmes(ledger::EventBody const& body);
  [[nodiscard]] std::string name_of(ledger::Account const& account) const;
  [[nodiscard]] ledger::Currency currency_of(ledger::Account const& account) const;
  [[nodiscard]] Result<void> write_entry(ledger::Event const& event);
  void post(ledger::Posting const& posting, CivilDate day);
  [[nodiscard]] Result<void> end_month();
  [[nodiscard]] BookBalance balance_of(ledger::Account const& account);
  [[nodiscard]] Result<void> flush_if(std::size_t bytes_min);

  TextOut& out_;
  std::unique_ptr<Dialect const> dialect_;
  Spool spool_;
  BookHeader header_;
  std::map<ledger::ProgrammeId, ledger::Currency> programmes_;
  /// Of all parts of a programme's available authority, by programme.
  std::map<ledger::ProgrammeId, ledger::Money> available_;
  std::unordered_map<ledger::Account, Holder> holders_;  ///< by account without its kind
  std::set<ledger::Account> moved_;                      ///< in the month at hand
  CivilDate month_end_;
  std::string text_;
};

/// "40000.00 EUR".
[[nodiscard]] std::string book_amount(ledger::Money amount, ledger::Currency currency);

/// "; The ledger … as of position …": what is said at the head of every journal.
[[nodiscard]] std::string book_title(BookHeader const& header);

/// The act that an event rests on, "deliberation 2016/12 of 2016-11-14"; empty: none. Brackets and
/// quotes, which the tools read meaning into, are parentheses and apostrophes.
[[nodiscard]] std::string book_act(ledger::Envelope const& envelope);

/// How hledger and ledger both write: they differ in what they want declared.
class PlainDialect : public Dialect {
 public:
  void open(std::string& out, BookLine const& first, CivilDate day) const final;
  void entry(std::string& out, BookEntry const& entry) const final;
  void assertions(std::string& out, CivilDate day,
                  std::span<BookBalance const> balances) const final;
};

}  // namespace gl::projections
