#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ledger/command.h"
#include "ledger/refusal.h"

namespace gl::ledger {

/// Checks a command's fields one after the other and keeps the first that is not well formed.
class Form {
 public:
  /// `imported`: of the past, which knows bodies by other names than their public numbers.
  explicit Form(bool imported = false) : imported_(imported) {}

  [[nodiscard]] bool imported() const { return imported_; }
  [[nodiscard]] std::optional<Refusal>& problem() { return problem_; }

  void id(std::string_view field, std::string_view text, std::size_t characters_max = 64);
  /// UTF-8 without control characters, `bytes_max` at most.
  void text(std::string_view field, std::string_view text, std::size_t bytes_max);
  /// The same, and not empty.
  void needed_text(std::string_view field, std::string_view text, std::size_t bytes_max);
  /// Looks at the clear part only: a sealed text was looked at before it was sealed.
  void personal_text(std::string_view field, PersonalText const& text, std::size_t bytes_max);
  void payee(std::string_view field, std::string_view id);
  void iban(std::string_view field, PersonalText const& iban);

  /// Above 0.
  void amount(std::string_view field, Amount amount);
  void amount(std::string_view field, std::optional<Amount> amount);
  /// 0 or above.
  void amount_or_zero(std::string_view field, Amount amount);
  void amount_or_zero(std::string_view field, std::optional<Amount> amount);
  /// Either sign, not 0.
  void signed_amount(std::string_view field, Amount amount);

  /// Above 0, at most 100 %.
  void rate(std::string_view field, Rate rate);
  void date(std::string_view field, CivilDate date);
  void date(std::string_view field, std::optional<CivilDate> date);
  void moment(std::string_view field, std::optional<Instant> moment);
  void year(std::string_view field, std::int32_t year);
  void size(std::string_view field, std::size_t size, std::size_t size_max);

  void plan(std::vector<PlanStepOf<Amount>> const& steps);
  void documents(std::vector<Document> const& documents);
  void departments(std::vector<DepartmentCode> const& departments);
  void kinds(LegalKinds const& kinds);

  /// Refuses unless `right`; the sentence says value, limit and way out.
  void require(bool right, std::string_view sentence, std::string_view limit = {},
               std::string_view actual = {});

 private:
  [[nodiscard]] bool failed() const { return problem_.has_value(); }
  void units(std::string_view field, Amount amount, std::int64_t least, std::string_view limit);

  bool const imported_;
  std::optional<Refusal> problem_;
};

/// True for a natural person's token: no name, and nothing that looks like a public number.
[[nodiscard]] bool is_person_token(std::string_view text);

}  // namespace gl::ledger
