#include "ledger/state.h"

#include <algorithm>
#include <charconv>

namespace gl::ledger {
namespace {

/// The head of the entry with this id, or an empty one.
template <class Key, class Value>
StreamHead head_in(Table<Key, Value> const& table, std::string_view id) {
  if (id.size() > Key::bytes_max) return {};
  auto const* const entry = table.find(Key{id});
  return entry == nullptr ? StreamHead{} : entry->stream;
}

StreamHead head_of_year(Table<std::int32_t, BudgetYear> const& years, std::string_view text) {
  std::int32_t year = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), year);
  if (problem != std::errc{} || end != text.data() + text.size()) return {};
  auto const* const entry = years.find(year);
  return entry == nullptr ? StreamHead{} : entry->stream;
}

/// A subject's stream has one event, or none.
StreamHead head_of_subject(Table<SubjectKey, Subject> const& subjects, std::string_view text) {
  SubjectKey key;
  auto const token = from_hex(text);
  if (!token || token->size() != key.token.size()) return {};
  std::ranges::copy(*token, key.token.begin());
  auto const* const entry = subjects.find(key);
  return entry == nullptr ? StreamHead{} : head_of(*entry);
}

}  // namespace

StreamHead head_of(Subject const& subject) {
  if (subject.erased.value() == 0) return {};
  return {StreamVersion{1}, subject.erased};
}

void LiveEvents::add_fixed(Position position) {
  fixed = position;
  posted.clear();
}

void LiveEvents::add_posted(Position position) { posted.push_back(position); }

void LiveEvents::remove(Position position) { std::erase(posted, position); }

unsigned DepartmentSet::bit_of(DepartmentCode const& department) {
  auto const text = department.view();
  if (text == "2A") return 96;
  if (text == "2B") return 97;
  unsigned number = 0;
  for (char const c : text) number = number * 10 + static_cast<unsigned>(c - '0');
  if (text.size() == 2 && number <= 95) return number;
  if (text.size() == 3 && number >= 971 && number <= 989) return number - 971 + 98;
  return bits - 1;
}

std::string DepartmentSet::code_of(unsigned bit) {
  if (bit == 96) return "2A";
  if (bit == 97) return "2B";
  if (bit >= 98) return std::to_string(bit - 98 + 971);
  return (bit < 10 ? "0" : "") + std::to_string(bit);
}

void DepartmentSet::add(DepartmentCode const& department) {
  auto const bit = bit_of(department);
  words_[bit / 64] |= std::uint64_t{1} << (bit % 64);
}

bool DepartmentSet::is_within(DepartmentSet const& other) const {
  return (words_[0] & ~other.words_[0]) == 0 && (words_[1] & ~other.words_[1]) == 0;
}

DepartmentSet DepartmentSet::from_words(std::array<std::uint64_t, 2> words) {
  DepartmentSet set;
  set.words_ = words;
  return set;
}

bool State::is_closed(std::int32_t year) const {
  auto const* const entry = years.find(year);
  return entry != nullptr && entry->state == YearState::closed;
}

bool State::has_credits(CreditLineKey const& line) const {
  auto const* const own = credit_lines.find(line);
  auto const* const before = credit_lines.find({line.programme, line.year - 1});
  return (own != nullptr && own->opened) || (before != nullptr && before->carried.is_positive());
}

CivilDate State::first_open_day(std::int32_t year) const {
  while (is_closed(year)) ++year;
  return civil_date(year, 1, 1);
}

StreamHead State::stream(StreamRef const& stream) const {
  auto const id = stream.id.view();
  switch (stream.kind) {
    case StreamKind::ledger: return scalars.ledger_stream;
    case StreamKind::programme: return head_in(programmes, id);
    case StreamKind::call: return head_in(calls, id);
    case StreamKind::project: return head_in(projects, id);
    case StreamKind::recovery: return head_in(recoveries, id);
    case StreamKind::year: return head_of_year(years, id);
    case StreamKind::payee: return head_in(payees, id);
    case StreamKind::refusals: return scalars.refusals_stream;
    case StreamKind::delegation: return head_in(delegations, id);
    case StreamKind::subject: return head_of_subject(subjects, id);
    case StreamKind::none: return {};
  }
  return {};
}

void State::savepoint() {
  saved_scalars_ = scalars;
  each_table(*this, [](auto& table) { table.savepoint(); });
}

void State::keep() {
  saved_scalars_.reset();
  each_table(*this, [](auto& table) { table.keep(); });
}

void State::roll_back() {
  GL_CHECK(saved_scalars_.has_value(), "rolled back without a savepoint");
  scalars = *saved_scalars_;
  saved_scalars_.reset();
  each_table(*this, [](auto& table) { table.roll_back(); });
}

}  // namespace gl::ledger
