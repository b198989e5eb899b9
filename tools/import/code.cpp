#include "tools/import/code.h"

#include <array>

namespace gl::importing {
namespace {

struct Entry {
  std::string_view name;
  std::string_view meaning;
};

/// In the order of `Code`.
constexpr std::array<Entry, static_cast<std::size_t>(Code::count)> entries{{
    {"NO_NAME", "the payee has no name"},
    {"NO_ID", "the payee has no identifier"},
    {"BAD_ID", "the payee's identifier is not one: it was left out"},
    {"NO_TITLE", "the grant has no title"},
    {"NATURAL_PERSON", "the payee is a natural person: the name was sealed"},
    {"OTHER_DATE", "the date that the year goes by is missing: another one was taken"},
    {"SEVERAL_DATES", "a cell holds several dates where one is meant: the first was taken"},
    {"BAD_SECOND_DATE", "a date that is not needed is not one: it was left out"},
    {"NOT_SIGNED", "an agreement without a date of signature: entered as an award"},
    {"SIGNED_BEFORE_DECISION", "the agreement is dated before the decision"},
    {"PAID_BEFORE_DECISION", "a payment is dated before the decision"},
    {"PAID_BEFORE_SIGNATURE", "a payment is dated before the agreement"},
    {"SHARES_FROM_WORDS", "amounts of instalments were read from percentages in words"},
    {"INSTALMENTS_UNKNOWN", "payments have dates but no amounts: none was entered"},
    {"PAID_OVER_AWARD", "more was paid than awarded: the award was entered as paid"},
    {"BAD_SHARE", "the payee's share of the grant is not 1, the whole"},
    {"BAD_COST", "the eligible cost is not an amount above zero: the grant's amount was taken"},
    {"AMOUNT_OVER_COST", "the grant is more than the eligible cost"},
    {"END_BEFORE_START", "the end is before the start: both were left out"},
    {"UNKNOWN_COMMUNE", "the commune is not in the reference table: no location was entered"},
    {"DUPLICATE", "every cell is that of an earlier line"},
    {"FIELDS_MERGED", "the line had too many fields: texts were put together again"},
    {"LINE_UNQUOTED", "the whole line was quoted: its quotes were taken off"},
    {"TEXT_CUT", "a text was longer than the ledger takes: it was cut"},
    {"TEXT_CLEANED", "control characters were taken out of a text"},
    {"EMPTY_LINE", "nothing that the mapping asks for stands in the line"},
    {"BAD_ENCODING", "bytes that are no text in the file's encoding"},
    {"LINE_TOO_LONG", "the line is over the maximum"},
    {"UNCLOSED_QUOTE", "a quote opens and does not close"},
    {"FIELD_COUNT", "the number of fields is not that of the headings"},
    {"AMBIGUOUS_FIELDS", "a line with too many fields can be read in several ways"},
    {"NO_AMOUNT", "there is no amount"},
    {"BAD_AMOUNT", "the amount is not one"},
    {"ZERO_AMOUNT", "the amount is zero"},
    {"NEGATIVE_AMOUNT", "the amount is below zero"},
    {"NO_DATE", "there is no date that the grant could count from"},
    {"BAD_DATE", "the date is not one"},
    {"NO_PAYEE", "the payee has neither name nor identifier"},
    {"MISSING_FIELD", "a field is empty that the mapping asks for"},
    {"TOTAL_LINE", "a total among the data"},
    {"BAD_REFERENCE", "a reference line whose code and department are not right"},
}};

}  // namespace

std::string_view name(Code code) { return entries[static_cast<std::size_t>(code)].name; }

std::string_view meaning(Code code) { return entries[static_cast<std::size_t>(code)].meaning; }

}  // namespace gl::importing
