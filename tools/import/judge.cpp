#include "tools/import/judge.h"

#include <algorithm>
#include <array>

#include "ledger/limits.h"

namespace gl::importing {
namespace {

namespace limits = ledger::limits;
using ledger::LegalKind;
using ledger::Money;
using ledger::PaymentKind;

/// One line before the judge. Each step fills in its part of the grant and says why the line cannot
/// enter, or nothing.
class Case {
 public:
  Case(Row const& row, Mapping const& mapping, Columns const& columns, Reference const* communes)
      : row_(row), mapping_(mapping), columns_(columns), communes_(communes) {
    judged_.verdict.line = row.line;
    judged_.verdict.flags = row.flags;
    judged_.grant.line = row.line;
  }

  Judged decide() {
    judged_.verdict.rejected = row_.problem ? row_.problem : first_objection();
    return std::move(judged_);
  }

 private:
  using Objection = std::optional<Code>;

  Objection first_objection() {
    if (says_nothing()) return Code::empty_line;
    auto const amount = take_amount();
    take_payee();
    auto const dates = take_dates();
    if (auto const no = missing_field()) return no;
    if (mapping_.total_lines && says_total(judged_.grant.payee.name)) return Code::total_line;
    if (amount) return amount;
    if (judged_.verdict.total_suspected) return Code::no_payee;
    if (dates) return dates;
    take_texts();
    take_cost();
    check_share();
    take_location();
    take_payments();
    compare_dates();
    return {};
  }

  // ------------------------------------------------------------------------------------- cells

  /// The first cell of the field that is not empty; else its constant.
  std::string_view cell(Field field) const {
    for (auto const place : columns_.places(field)) {
      auto const text = trimmed(row_.cells[place]);
      if (!text.empty()) return text;
    }
    return mapping_.constant(field);
  }
  /// All cells of the field that are not empty, with a blank between; else its constant.
  std::string cells(Field field) const {
    std::string all;
    for (auto const place : columns_.places(field)) {
      auto const text = trimmed(row_.cells[place]);
      if (!text.empty()) all.append(all.empty() ? "" : " ").append(text);
    }
    return all.empty() ? mapping_.constant(field) : all;
  }
  bool is_asked_for(Field field) const { return !columns_.places(field).empty(); }
  void flag(Code code) { judged_.verdict.flags.add(code); }
  void flag_missing(Field field, Code code) {
    if (is_asked_for(field) && mapping_.when_missing(field) != Missing::ignore) flag(code);
  }

  /// Nothing of what makes a grant: constants and a share of 1 do not count.
  bool says_nothing() const {
    for (auto const field : {Field::amount, Field::payee_name, Field::payee_id, Field::title,
                             Field::decided, Field::signed_on, Field::paid}) {
      for (auto const place : columns_.places(field)) {
        if (!trimmed(row_.cells[place]).empty()) return false;
      }
    }
    return true;
  }

  Objection missing_field() const {
    for (std::size_t number = 0; number < field_count; ++number) {
      auto const field = static_cast<Field>(number);
      if (mapping_.when_missing(field) == Missing::reject && cell(field).empty()) {
        return Code::missing_field;
      }
    }
    return {};
  }

  // ------------------------------------------------------------------------------------- money

  Objection take_amount() {
    auto const amount = read_amount(cell(Field::amount), mapping_.numbers, mapping_.currency);
    if (!amount) return amount.error();
    judged_.verdict.amount = *amount;
    judged_.grant.amount = *amount;
    if (amount->is_zero()) return Code::zero_amount;
    if (amount->is_negative()) return Code::negative_amount;
    return {};
  }

  void take_cost() {
    auto& grant = judged_.grant;
    grant.cost = grant.amount;
    auto const text = cell(Field::cost);
    if (text.empty()) return;
    auto const cost = read_amount(text, mapping_.numbers, mapping_.currency);
    if (!cost || !cost->is_positive()) return flag(Code::bad_cost);
    grant.cost = *cost;
    if (grant.cost < grant.amount) flag(Code::amount_over_cost);
  }

  /// The payee's part of the grant: the ledger takes the whole, so that less is worth a flag.
  void check_share() {
    std::string text{cell(Field::share)};
    if (text.empty()) return;
    std::ranges::replace(text, mapping_.numbers.decimal, '.');
    auto const share = ledger::parse_amount(text);
    std::int64_t whole = 1;
    for (unsigned i = 0; share && i < share->decimals; ++i) whole *= 10;
    if (!share || share->units != whole) flag(Code::bad_share);
  }

  // ------------------------------------------------------------------------------------- payee

  void take_payee() {
    auto& payee = judged_.grant.payee;
    payee.name = clean(cells(Field::payee_name), limits::name_bytes_max, judged_.verdict.flags);
    auto const id = std::string{cell(Field::payee_id)};
    if (payee.name.empty()) flag_missing(Field::payee_name, Code::no_name);
    if (id.empty()) flag_missing(Field::payee_id, Code::no_id);
    judged_.verdict.total_suspected = payee.name.empty() && id.empty();
    take_id(payee, id);
    auto const kind = std::string{cell(Field::legal_kind)};
    auto const known = mapping_.legal_kinds.find(kind);
    auto const usual = mapping_.legal_kinds.find(mapping_.constant(Field::legal_kind));
    payee.legal_kind = known != mapping_.legal_kinds.end()   ? known->second
                       : usual != mapping_.legal_kinds.end() ? usual->second
                                                             : LegalKind::private_body;
    if (payee.legal_kind == LegalKind::person) flag(Code::natural_person);
    payee.address = clean(cells(Field::address), limits::address_bytes_max, judged_.verdict.flags);
  }

  /// An identifier that is none joins nothing: the payee is then known by the line alone.
  void take_id(Payee& payee, std::string const& id) {
    auto const digits = without_blanks(id);
    if (mapping_.ids == IdForm::french) {
      // No establishment has the number 00000: a spreadsheet has rounded it.
      if (ledger::is_siret(digits) && !digits.ends_with("00000"))
        return payee.siret = digits, void();
      if (ledger::is_rna(digits)) return payee.rna = digits, void();
      if (is_siren(digits)) return payee.token = "SIREN-" + digits, void();
    } else if (auto const token = as_token(id); !token.empty()) {
      return payee.token = token, void();
    }
    if (!id.empty()) flag(Code::bad_id);
    payee.token = mapping_.prefix + "-" + std::to_string(row_.line);
  }

  static std::string without_blanks(std::string_view text) {
    std::string out;
    while (!text.empty()) {
      auto const blank = blank_at_start(text);
      if (blank == 0) out += text.front();
      text.remove_prefix(blank == 0 ? 1 : blank);
    }
    return out;
  }

  /// The identifier with a hyphen for what a token may not hold; empty where it is none, or would
  /// read as a public number.
  static std::string as_token(std::string_view id) {
    std::string token{id};
    for (auto& c : token) {
      if (!ledger::is_short_id(std::string_view{&c, 1})) c = '-';
    }
    bool const letters = std::ranges::any_of(token, [](char c) { return c < '0' || c > '9'; });
    bool const fits = token.size() <= ledger::PayeeId::bytes_max && letters;
    return fits && !ledger::is_rna(token) ? token : std::string{};
  }

  // ------------------------------------------------------------------------------------- dates

  /// The date in the first of the field's columns that has one.
  std::optional<CivilDate> date(Field field) {
    bool first = true;
    for (auto const place : columns_.places(field)) {
      auto const dates = read_dates(row_.cells[place], mapping_.dates, mapping_.year_end);
      if (dates.size() > 1) flag(Code::several_dates);
      if (!dates.empty()) {
        if (!first) flag(Code::other_date);
        return dates.front();
      }
      first = false;
    }
    return std::nullopt;
  }

  /// A date that may be missing, but is wrong if something else stands there.
  std::optional<CivilDate> second_date(Field field) {
    auto const found = date(field);
    if (!found && !cell(field).empty()) flag(Code::bad_second_date);
    return found;
  }

  Objection take_dates() {
    auto& grant = judged_.grant;
    auto const decided = date(Field::decided);
    if (decided) grant.decided = *decided;
    auto const paid = second_date(Field::paid);
    if (mapping_.enters_as == EntersAs::convention) {
      grant.signed_on = second_date(Field::signed_on);
      if (!grant.signed_on) flag_missing(Field::signed_on, Code::not_signed);
    }
    auto const& counted = mapping_.year_from == Field::paid        ? paid
                          : mapping_.year_from == Field::signed_on ? grant.signed_on
                                                                   : decided;
    if (counted || decided) judged_.verdict.year = (counted ? counted : decided)->year();
    if (!decided) return cell(Field::decided).empty() ? Code::no_date : Code::bad_date;
    if (!counted) flag(Code::other_date);
    grant.start = second_date(Field::start);
    grant.end = second_date(Field::end);
    if (grant.start && grant.end && *grant.end < *grant.start) {
      flag(Code::end_before_start);
      grant.start = grant.end = std::nullopt;
    }
    paid_ = paid ? paid : decided;
    return {};
  }

  void compare_dates() {
    auto const& grant = judged_.grant;
    if (grant.signed_on && *grant.signed_on < grant.decided) flag(Code::signed_before_decision);
    for (auto const day : paid_days_) {
      if (!is_fact(day)) continue;
      if (day < grant.decided) flag(Code::paid_before_decision);
      if (grant.signed_on && day < *grant.signed_on) flag(Code::paid_before_signature);
    }
  }

  // ------------------------------------------------------------------------------------- texts

  void take_texts() {
    auto& grant = judged_.grant;
    auto& flags = judged_.verdict.flags;
    grant.title = clean(cell(Field::title), limits::title_bytes_max, flags);
    if (grant.title.empty()) {
      flag_missing(Field::title, Code::no_title);
      grant.title = mapping_.programme_name;
    }
    grant.act_number = clean(cell(Field::act_number), ledger::ActNumber::bytes_max, flags);
  }

  void take_location() {
    auto const commune = cell(Field::commune);
    auto const department = cell(Field::department);
    if (commune.empty()) return;
    auto& location = judged_.grant.location;
    if (communes_ != nullptr) {
      location = communes_->find(commune, department, judged_.grant.decided);
    } else if (ledger::is_commune(commune) && ledger::is_department(department)) {
      location = {ledger::CommuneCode{commune}, ledger::DepartmentCode{department}};
    }
    if (!location) flag(Code::unknown_commune);
  }

  // ---------------------------------------------------------------------------------- payments

  void take_payments() {
    auto& grant = judged_.grant;
    if (mapping_.enters_as == EntersAs::payment) take_whole_payment();
    if (mapping_.enters_as == EntersAs::convention) take_instalments();
    for (auto const& step : grant.plan) {
      if (step.date && is_fact(*step.date)) grant.payments.push_back(step);
    }
  }

  bool is_fact(CivilDate day) const {
    return !mapping_.facts_until || day <= *mapping_.facts_until;
  }

  void take_whole_payment() {
    auto& grant = judged_.grant;
    auto amount = grant.amount;
    if (is_asked_for(Field::paid_amount)) {
      auto const paid = read_amount(cell(Field::paid_amount), mapping_.numbers, mapping_.currency);
      if (!paid || !paid->is_positive()) return;
      amount = *paid;
    }
    if (amount > grant.amount) {
      flag(Code::paid_over_award);
      grant.amount = amount;
      grant.cost = std::max(grant.cost, amount);
    }
    paid_days_.push_back(*paid_);
    grant.plan.push_back({PaymentKind::instalment, amount, paid_});
  }

  /// The days in the columns of instalments, each once, in order.
  std::vector<CivilDate> instalment_days() {
    std::vector<CivilDate> days;
    for (auto const field : {Field::advance, Field::instalment, Field::balance}) {
      for (auto const place : columns_.places(field)) {
        auto const found = read_dates(row_.cells[place], mapping_.dates, mapping_.year_end);
        if (found.empty() && !trimmed(row_.cells[place]).empty()) flag(Code::bad_second_date);
        days.insert(days.end(), found.begin(), found.end());
      }
    }
    std::ranges::sort(days);
    auto const again = std::ranges::unique(days);
    days.erase(again.begin(), again.end());
    return days;
  }

  /// One day is the whole of it; of several the amounts are known only where words say shares, as
  /// many as there are days (or more, as long as the balance has no day).
  void take_instalments() {
    auto& grant = judged_.grant;
    paid_days_ = instalment_days();
    auto const& days = paid_days_;
    if (days.empty()) return;
    auto const shares = read_shares(cell(Field::conditions));
    bool const has_balance = !cell(Field::balance).empty();
    if (days.size() == 1 && (has_balance || shares.empty())) {
      grant.plan.push_back({PaymentKind::instalment, grant.amount, days.front()});
      return;
    }
    bool const fits = shares.size() == days.size() || (!has_balance && shares.size() > days.size());
    if (!fits || shares.size() > limits::plan_steps_max) return flag(Code::instalments_unknown);
    flag(Code::shares_from_words);
    auto const amounts = ledger::split(grant.amount, shares);
    for (std::size_t i = 0; i < shares.size(); ++i) {
      auto const kind = i + 1 == shares.size() ? PaymentKind::balance
                        : i == 0               ? PaymentKind::advance
                                               : PaymentKind::instalment;
      auto const day = i < days.size() ? days[i] : std::optional<CivilDate>{};
      grant.plan.push_back({kind, amounts[i], day});
    }
  }

  Row const& row_;
  Mapping const& mapping_;
  Columns const& columns_;
  Reference const* communes_;
  std::optional<CivilDate> paid_;
  std::vector<CivilDate> paid_days_;  ///< also of payments whose amounts are not known
  Judged judged_;
};

}  // namespace

bool says_total(std::string_view name) {
  constexpr std::array words{"total",    "totaux", "sous",    "general",  "général",
                             "generale", "annuel", "montant", "exercice", "somme"};
  bool total = false;
  std::string word;
  auto const ends = [&] {
    if (word.empty()) return true;
    bool const number = std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
    bool const known = number || std::ranges::find(words, word) != words.end();
    total = total || word.starts_with("tota");
    word.clear();
    return known;
  };
  for (char const c : name) {
    if (std::string_view{" -:.="}.contains(c)) {
      if (!ends()) return false;
    } else {
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
  }
  return ends() && total;
}

Judged Judge::judge(Row const& row) const {
  return Case{row, mapping_, columns_, communes_}.decide();
}

}  // namespace gl::importing
