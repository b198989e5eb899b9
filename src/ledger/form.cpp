#include "ledger/form.h"

#include <algorithm>
#include <limits>

#include "ledger/limits.h"
#include "ledger/text.h"

namespace gl::ledger {
namespace {

constexpr std::int64_t units_min = std::numeric_limits<std::int64_t>::min();

/// The bytes of the character that starts with `first`, or 0 for none.
std::size_t length_of(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  if (first >= 0xf0 && first < 0xf5) return 4;
  return 0;
}

/// True for a whole character of RFC 3629 that is no control character.
bool is_clean(std::string_view character) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  auto const follows = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80; };
  if (!std::ranges::all_of(character.substr(1), follows)) return false;
  switch (character.size()) {
    case 1: return byte(0) >= 0x20 && byte(0) != 0x7f;
    case 2: return byte(0) != 0xc2 || byte(1) >= 0xa0;
    case 3: return (byte(0) != 0xe0 || byte(1) >= 0xa0) && (byte(0) != 0xed || byte(1) < 0xa0);
    default: return (byte(0) != 0xf0 || byte(1) >= 0x90) && (byte(0) != 0xf4 || byte(1) < 0x90);
  }
}

bool is_clean_text(std::string_view text) {
  while (!text.empty()) {
    auto const length = length_of(static_cast<unsigned char>(text.front()));
    if (length == 0 || length > text.size() || !is_clean(text.substr(0, length))) return false;
    text.remove_prefix(length);
  }
  return true;
}

/// What of a value a sentence may show: short and without control characters.
std::string shown(std::string_view text) {
  auto const part = text.substr(0, 40);
  auto const plain = [](char c) { return c >= 0x20 && c < 0x7f; };
  return std::ranges::all_of(part, plain) ? std::string{part} : std::string{"…"};
}

bool only_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool is_person_token(std::string_view text) {
  return is_short_id(text, PayeeId::bytes_max) && !only_digits(text) && !is_rna(text);
}

void Form::require(bool right, std::string_view sentence, std::string_view limit,
                   std::string_view actual) {
  if (right || failed()) return;
  std::string whole{sentence};
  if (!actual.empty() && !whole.contains(actual)) whole += say("; it says ", shown(actual));
  problem_ = Refusal{Rule::malformed, std::move(whole), std::string{limit}, std::string{actual}, 0};
}

void Form::id(std::string_view field, std::string_view text, std::size_t characters_max) {
  if (failed() || is_short_id(text, characters_max)) return;
  auto const limit = say("1 to ", characters_max, " of A-Za-z0-9._/-");
  require(false, say(field, " \"", shown(text), "\" is not an id: write ", limit), limit,
          shown(text));
}

void Form::text(std::string_view field, std::string_view text, std::size_t bytes_max) {
  if (failed()) return;
  if (text.size() > bytes_max) {
    return require(
        false,
        say(field, " has ", text.size(), " bytes, the maximum is ", bytes_max, ": shorten it"),
        std::to_string(bytes_max), std::to_string(text.size()));
  }
  if (!is_clean_text(text)) {
    require(false, say(field, " is not UTF-8 without control characters: write it as one line"));
  }
}

void Form::needed_text(std::string_view field, std::string_view text, std::size_t bytes_max) {
  if (!failed() && text.empty()) require(false, say(field, " is missing: give it"));
  this->text(field, text, bytes_max);
}

void Form::personal_text(std::string_view field, PersonalText const& text, std::size_t bytes_max) {
  this->text(field, text.clear, bytes_max);
}

void Form::payee(std::string_view field, std::string_view id) {
  if (failed() || is_siret(id) || is_rna(id) || is_person_token(id)) return;
  require(false,
          say(field, " \"", shown(id),
              "\" is not a payee: write a SIRET (14 digits with a right check digit), an "
              "RNA number (W and 9 digits) or a person's token"),
          "SIRET, RNA or token", shown(id));
}

void Form::iban(std::string_view field, PersonalText const& iban) {
  if (failed()) return;
  require(!iban.empty(), say(field, " is missing: give it"));
  if (iban.clear.empty() || is_iban(iban.clear)) return;
  require(false, say(field,
                     " is not an IBAN: write 15 to 34 capitals and digits without spaces; "
                     "its check digits must be right"));
}

void Form::units(std::string_view field, Amount amount, std::int64_t least,
                 std::string_view limit) {
  if (failed()) return;
  bool const in_form = amount.decimals <= 9 && amount.units != units_min;
  if (in_form && amount.units >= least) return;
  auto const value = in_form ? to_string(amount) : std::string{"?"};
  require(false, say(field, " is ", value, ", but must be ", limit, ": send an amount ", limit),
          limit, value);
}

void Form::amount(std::string_view field, Amount amount) { units(field, amount, 1, "above 0"); }

void Form::amount(std::string_view field, std::optional<Amount> amount) {
  if (amount) this->amount(field, *amount);
}

void Form::amount_or_zero(std::string_view field, Amount amount) {
  units(field, amount, 0, "0 or above");
}

void Form::amount_or_zero(std::string_view field, std::optional<Amount> amount) {
  if (amount) amount_or_zero(field, *amount);
}

void Form::signed_amount(std::string_view field, Amount amount) {
  units(field, amount, units_min + 1, "an amount of at most 9 decimals");
  if (failed() || amount.units != 0) return;
  require(false, say(field, " is 0, which changes nothing: send an amount above or below 0"),
          "not 0", "0");
}

void Form::rate(std::string_view field, Rate rate) {
  if (failed() || (rate.ppm() > 0 && rate.ppm() <= Rate::ppm_max)) return;
  require(false,
          say(field, " is ", rate.ppm(),
              " parts per million, but must lie in 1 to 1000000 "
              "(100 %): send the share in parts per million"),
          "1 to 1000000", std::to_string(rate.ppm()));
}

void Form::date(std::string_view field, CivilDate date) {
  static auto const first = civil_date(limits::year_min, 1, 1);
  static auto const last = civil_date(limits::year_max, 12, 31);
  if (failed() || (date >= first && date <= last)) return;
  auto const limit = say(first, " to ", last);
  require(false, say(field, " is not a day from ", limit, ": correct it"), limit,
          std::to_string(date.days()));
}

void Form::date(std::string_view field, std::optional<CivilDate> date) {
  if (date) this->date(field, *date);
}

void Form::moment(std::string_view field, std::optional<Instant> moment) {
  if (!moment) return;
  constexpr std::int64_t day = 86'400'000'000;
  date(field, CivilDate{static_cast<std::int32_t>(
                  std::clamp<std::int64_t>(moment->microseconds() / day, -1'000'000, 1'000'000))});
}

void Form::year(std::string_view field, std::int32_t year) {
  if (failed() || (year >= limits::year_min && year <= limits::year_max)) return;
  auto const limit = say(limits::year_min, " to ", limits::year_max);
  require(false, say(field, " ", year, " is not a budget year: write one from ", limit), limit,
          std::to_string(year));
}

void Form::size(std::string_view field, std::size_t size, std::size_t size_max) {
  if (failed() || size <= size_max) return;
  require(false, say(field, " has ", size, " entries, the maximum is ", size_max, ": send fewer"),
          std::to_string(size_max), std::to_string(size));
}

void Form::documents(std::vector<Document> const& documents) {
  size("documents", documents.size(), limits::documents_max);
  for (auto const& document : documents) {
    id("documents.kind", document.kind.view(), ReasonCode::bytes_max);
  }
}

void Form::departments(std::vector<DepartmentCode> const& departments) {
  size("departments", departments.size(), limits::departments_max);
  for (auto const& department : departments) {
    if (failed() || is_department(department.view())) continue;
    require(false,
            say("departments: \"", shown(department.view()),
                "\" is not a department: write 01 to 95, 2A, 2B or 971 to 989"),
            "01 to 95, 2A, 2B, 971 to 989", shown(department.view()));
  }
}

void Form::kinds(LegalKinds const& kinds) {
  size("applicant_kinds", kinds.size(), limits::applicant_kinds_max);
  for (auto const kind : kinds) {
    require(kind >= LegalKind::private_body && kind <= LegalKind::person,
            "applicant_kinds has a kind that is none of private, public, company, person",
            "private, public, company, person");
  }
}

void Form::plan(std::vector<PlanStepOf<Amount>> const& steps) {
  size("plan", steps.size(), limits::plan_steps_max);
  std::int64_t shares = 0;
  int balances = 0;
  for (auto const& step : steps) {
    if (failed()) return;
    bool const is_balance = step.kind == PaymentKind::balance;
    require(step.kind >= PaymentKind::advance && step.kind <= PaymentKind::balance,
            "plan has a step that is none of advance, instalment, balance");
    require(step.amount.has_value() + !step.share.is_zero() <= 1 &&
                (is_balance || step.amount || !step.share.is_zero()),
            "plan: a step has either a share or an amount; a balance may have neither");
    if (!step.share.is_zero()) rate("plan.share", step.share);
    amount("plan.amount", step.amount);
    text("plan.condition", step.condition, limits::condition_bytes_max);
    shares += step.share.ppm();
    balances += is_balance ? 1 : 0;
  }
  require(balances <= 1, "plan has several balances: there is one at most", "1",
          std::to_string(balances));
  require(shares <= Rate::ppm_max, "plan: the shares are more than 100 %: lower them", "1000000",
          std::to_string(shares));
}

}  // namespace gl::ledger
