#include "tools/import/mapping.h"

#include <spdlog/fmt/fmt.h>
#include <toml++/toml.h>

#include <algorithm>
#include <functional>

#include "ledger/ids.h"

namespace gl::importing {
namespace {

constexpr std::int64_t format = 1;

constexpr std::array<std::string_view, field_count> field_names{
    "amount",  "paid_amount", "cost",       "payee_name", "payee_id",   "legal_kind",
    "address", "title",       "decided",    "signed",     "paid",       "start",
    "end",     "act_number",  "share",      "conditions", "advance",    "instalment",
    "balance", "commune",     "department", "valid_from", "valid_until"};

/// Takes a value of the file; says why not, or nothing.
using Take = std::function<std::string(toml::node const&, Mapping&)>;
/// "file.encoding" and how it is taken; "columns.*" stands for every key of the section.
using Settings = std::map<std::string, Take, std::less<>>;

std::optional<Field> field_of(std::string_view text) {
  auto const* const found = std::ranges::find(field_names, text);
  if (found == field_names.end()) return std::nullopt;
  return static_cast<Field>(found - field_names.begin());
}

std::string list_of(auto const& names) {
  std::string list;
  for (auto const& each : names) list += (list.empty() ? "" : ", ") + std::string{each};
  return list;
}

Take text(std::string Mapping::* member) {
  return [member](toml::node const& node, Mapping& mapping) -> std::string {
    auto const value = node.value_exact<std::string>();
    if (!value || value->empty()) return "must be a text in quotes";
    mapping.*member = *value;
    return {};
  };
}

Take texts(std::vector<std::string> Mapping::* member) {
  return [member](toml::node const& node, Mapping& mapping) -> std::string {
    auto const* const array = node.as_array();
    if (array == nullptr) return "must be a list of texts: [\"a\", \"b\"]";
    for (auto const& each : *array) {
      auto const value = each.value_exact<std::string>();
      if (!value) return "must be a list of texts: [\"a\", \"b\"]";
      (mapping.*member).push_back(*value);
    }
    return {};
  };
}

Take short_id(std::string Mapping::* member, std::size_t characters_max) {
  return [member, characters_max](toml::node const& node, Mapping& mapping) -> std::string {
    auto const value = node.value_exact<std::string>();
    if (!value || !ledger::is_short_id(*value, characters_max)) {
      return fmt::format("must be 1 to {} of A-Za-z0-9._/-", characters_max);
    }
    mapping.*member = *value;
    return {};
  };
}

/// One of a few words.
template <class T>
Take word(std::map<std::string, T> words, std::function<void(Mapping&, T)> put) {
  return [words = std::move(words), put](toml::node const& node, Mapping& mapping) -> std::string {
    auto const found = words.find(node.value_exact<std::string>().value_or(""));
    if (found == words.end()) {
      std::vector<std::string> names;
      for (auto const& [name, value] : words) names.push_back('"' + name + '"');
      return "must be one of " + list_of(names);
    }
    put(mapping, found->second);
    return {};
  };
}

/// One character, or none where the empty text is allowed.
Take character(bool may_be_empty, std::function<void(Mapping&, char)> put) {
  return [=](toml::node const& node, Mapping& mapping) -> std::string {
    auto const value = node.value_exact<std::string>();
    bool const fits = value && (value->size() == 1 || (may_be_empty && value->empty()));
    if (!fits || (!value->empty() && static_cast<unsigned char>(value->front()) >= 0x80)) {
      return "must be one character, e.g. \";\" or \"\\t\"";
    }
    put(mapping, value->empty() ? '\0' : value->front());
    return {};
  };
}

Take date(std::optional<CivilDate> Mapping::* member) {
  return [member](toml::node const& node, Mapping& mapping) -> std::string {
    auto const value = node.value_exact<toml::date>();
    if (!value) return "must be a date: 2018-12-21";
    mapping.*member = civil_date(value->year, value->month, value->day);
    return {};
  };
}

/// "sum", or a table of amounts by year. The currency stands before it in the file, or is EUR.
Take provision(Provision Mapping::* member) {
  return [member](toml::node const& node, Mapping& mapping) -> std::string {
    constexpr char const* what = R"(must be "sum", or amounts by year: { 2016 = "700000.00" })";
    if (node.value_exact<std::string>() == "sum") return {};
    auto const* const table = node.as_table();
    if (table == nullptr) return what;
    (mapping.*member).fits = false;
    for (auto const& [key, value] : *table) {
      auto const year = read_dates(key.str(), DateForm::year, false);
      auto const amount = ledger::parse_amount(value.value_exact<std::string>().value_or(""));
      auto const money = amount ? ledger::to_money(*amount, mapping.currency)
                                : Result<ledger::Money>{fail(Errc::malformed, "")};
      if (year.empty() || !money || !money->is_positive()) return what;
      (mapping.*member).years.emplace(year.front().year(), *money);
    }
    return {};
  };
}

std::string take_columns(std::string_view key, toml::node const& node, Mapping& mapping) {
  auto const field = field_of(key);
  if (!field) return "is no field; there are " + list_of(field_names);
  auto& columns = mapping.columns[index(*field)];
  if (auto const one = node.value_exact<std::string>()) {
    columns.assign(1, *one);
    return {};
  }
  auto const* const array = node.as_array();
  if (array == nullptr || array->empty()) return "must be a heading or a list of headings";
  for (auto const& each : *array) {
    auto const heading = each.value_exact<std::string>();
    if (!heading) return "must be a heading or a list of headings";
    columns.push_back(*heading);
  }
  return {};
}

std::string take_constant(std::string_view key, toml::node const& node, Mapping& mapping) {
  auto const field = field_of(key);
  if (!field) return "is no field; there are " + list_of(field_names);
  auto const value = node.value_exact<std::string>();
  if (!value) return "must be a text in quotes";
  mapping.constants[index(*field)] = *value;
  return {};
}

std::string take_missing(std::string_view key, toml::node const& node, Mapping& mapping) {
  auto const field = field_of(key);
  if (!field) return "is no field; there are " + list_of(field_names);
  auto const value = node.value_exact<std::string>();
  auto& missing = mapping.missing[index(*field)];
  bool const has_flag = field == Field::payee_name || field == Field::payee_id ||
                        field == Field::title || field == Field::signed_on;
  if (value == "reject") {
    missing = Missing::reject;
  } else if (value == "ignore") {
    missing = Missing::ignore;
  } else if (value == "flag" && has_flag) {
    missing = Missing::flag;
  } else {
    return has_flag ? R"(must be one of "flag", "reject", "ignore")"
                    : R"(must be one of "reject", "ignore")";
  }
  return {};
}

std::map<std::string, ledger::LegalKind> const& kinds() {
  using ledger::LegalKind;
  static std::map<std::string, LegalKind> const words{{"private", LegalKind::private_body},
                                                      {"public", LegalKind::public_body},
                                                      {"company", LegalKind::company},
                                                      {"person", LegalKind::person}};
  return words;
}

std::string take_legal_kind(std::string_view key, toml::node const& node, Mapping& mapping) {
  auto const found = kinds().find(node.value_exact<std::string>().value_or(""));
  if (found == kinds().end()) return "must be one of private, public, company, person";
  mapping.legal_kinds[std::string{key}] = found->second;
  return {};
}

Take currency() {
  return [](toml::node const& node, Mapping& mapping) -> std::string {
    auto const parsed = ledger::Currency::parse(node.value_exact<std::string>().value_or(""));
    if (!parsed) return "must be an ISO 4217 code, e.g. \"EUR\"";
    mapping.currency = *parsed;
    return {};
  };
}

Take year_from() {
  return [](toml::node const& node, Mapping& mapping) -> std::string {
    auto const field = field_of(node.value_exact<std::string>().value_or(""));
    if (field != Field::decided && field != Field::signed_on && field != Field::paid) {
      return "must be \"decided\", \"signed\" or \"paid\"";
    }
    mapping.year_from = *field;
    return {};
  };
}

Settings file_settings() {
  auto const yes_no = [](toml::node const& node, Mapping& mapping) -> std::string {
    auto const value = node.value_exact<bool>();
    if (!value) return "must be true or false";
    mapping.total_lines = *value;
    return {};
  };
  return {
      {"file.kind", word<FileKind>({{"csv", FileKind::csv}, {"json", FileKind::json}},
                                   [](Mapping& m, FileKind kind) { m.kind = kind; })},
      {"file.encoding", word<Encoding>({{"utf-8", Encoding::utf8},
                                        {"windows-1252", Encoding::windows_1252},
                                        {"mixed", Encoding::mixed}},
                                       [](Mapping& m, Encoding e) { m.encoding = e; })},
      {"file.separator", character(false, [](Mapping& m, char c) { m.csv.separator = c; })},
      {"file.quote", character(true, [](Mapping& m, char c) { m.csv.quote = c; })},
      {"file.wrapped_in", character(false, [](Mapping& m, char c) { m.csv.wrapped_in = c; })},
      {"file.split_amount", text(&Mapping::split_amount)},
      {"file.free_text", texts(&Mapping::free_text)},
      {"file.records", text(&Mapping::records)},
      {"file.total_lines", yes_no},
  };
}

Settings value_settings() {
  return {
      {"values.decimal_mark", character(false, [](Mapping& m, char c) { m.numbers.decimal = c; })},
      {"values.thousands_mark",
       character(true, [](Mapping& m, char c) { m.numbers.thousands = c; })},
      {"values.dates", word<DateForm>({{"iso", DateForm::iso},
                                       {"day/month/year", DateForm::day_month_year},
                                       {"month/day/year", DateForm::month_day_year},
                                       {"year", DateForm::year},
                                       {"serial", DateForm::serial}},
                                      [](Mapping& m, DateForm form) { m.dates = form; })},
      {"values.year_counts_as", word<bool>({{"first day", false}, {"last day", true}},
                                           [](Mapping& m, bool end) { m.year_end = end; })},
      {"values.ids", word<IdForm>({{"french", IdForm::french}, {"text", IdForm::text}},
                                  [](Mapping& m, IdForm form) { m.ids = form; })},
      {"values.facts_until", date(&Mapping::facts_until)},
  };
}

Settings into_settings() {
  using ledger::AidNature;
  return {
      {"into.enters_as", word<EntersAs>({{"award", EntersAs::award},
                                         {"convention", EntersAs::convention},
                                         {"payment", EntersAs::payment},
                                         {"reference", EntersAs::reference}},
                                        [](Mapping& m, EntersAs as) { m.enters_as = as; })},
      {"into.prefix", short_id(&Mapping::prefix, 12)},
      {"into.programme", short_id(&Mapping::programme, 64)},
      {"into.programme_name", text(&Mapping::programme_name)},
      {"into.call", text(&Mapping::call)},
      {"into.currency", currency()},
      {"into.nature",
       word<AidNature>({{"operating", AidNature::operating}, {"investment", AidNature::investment}},
                       [](Mapping& m, AidNature nature) { m.nature = nature; })},
      {"into.year_from", year_from()},
      {"into.authority", provision(&Mapping::authority)},
      {"into.credits", provision(&Mapping::credits)},
      {"into.communes", text(&Mapping::communes)},
  };
}

std::string take_in_section(std::string_view section, std::string_view key, toml::node const& node,
                            Mapping& mapping) {
  static auto const settings = [] {
    auto all = file_settings();
    all.merge(value_settings());
    all.merge(into_settings());
    return all;
  }();
  if (section == "columns") return take_columns(key, node, mapping);
  if (section == "constants") return take_constant(key, node, mapping);
  if (section == "missing") return take_missing(key, node, mapping);
  if (section == "legal_kinds") return take_legal_kind(key, node, mapping);
  auto const found = settings.find(fmt::format("{}.{}", section, key));
  if (found != settings.end()) return found->second(node, mapping);
  std::vector<std::string_view> known;
  for (auto const& [name, take] : settings) {
    if (name.starts_with(section) && name[section.size()] == '.') known.push_back(name);
  }
  return known.empty() ? "is in no section that there is: file, values, columns, constants, "
                         "missing, legal_kinds, into"
                       : "is no key; there are " + list_of(known);
}

/// The call's id with a letter for its year.
std::string without_year(std::string id) {
  constexpr std::string_view mark = "{year}";
  if (auto const at = id.find(mark); at != std::string::npos) id.replace(at, mark.size(), "y");
  return id;
}

/// What a mapping needs as a whole; empty when all is there.
std::string what_is_wrong(Mapping const& mapping) {
  auto const has = [&](Field field) { return !mapping.columns_of(field).empty(); };
  if (mapping.kind == FileKind::json && mapping.records.empty()) {
    return "file.records is missing: the name of the list that the records are in";
  }
  if (mapping.enters_as == EntersAs::reference) {
    return has(Field::commune) && has(Field::department)
               ? ""
               : "a reference table needs columns.commune and columns.department";
  }
  if (!has(Field::amount)) return "columns.amount is missing: where is the money?";
  if (!has(Field::decided)) return "columns.decided is missing: from when does a grant count?";
  if (!has(Field::payee_name)) return "columns.payee_name is missing: who gets the money?";
  if (!has(mapping.year_from)) return "into.year_from names a date that has no column";
  if (mapping.prefix.empty()) return "into.prefix is missing: ids are PREFIX-LINE";
  if (mapping.programme.empty()) return "into.programme is missing: where do the grants go?";
  if (!ledger::is_short_id(without_year(mapping.call), 60)) {
    return "into.call must be 1 to 60 of A-Za-z0-9._/- and {year}";
  }
  if (!mapping.split_amount.empty() && mapping.free_text.size() > 2) {
    return "file.free_text: at most one column before the amount and one behind it";
  }
  return {};
}

void fill_in(Mapping& mapping) {
  if (mapping.programme_name.empty()) mapping.programme_name = mapping.title;
  if (mapping.programme_name.empty()) mapping.programme_name = mapping.programme;
  if (mapping.call.empty()) mapping.call = mapping.prefix + "-{year}";
}

}  // namespace

std::string_view name(Field field) { return field_names[index(field)]; }

Result<Mapping> parse_mapping(std::string_view text, std::string const& file) try {
  auto const root = toml::parse(text);
  Mapping mapping;
  mapping.currency = *ledger::Currency::parse("EUR");
  mapping.legal_kinds = kinds();
  // The currency first: amounts are read by it.
  if (auto const* const given = root["into"]["currency"].node()) {
    if (auto const why = currency()(*given, mapping); !why.empty()) {
      return fail(Errc::malformed, file + ": into.currency " + why);
    }
  }
  auto const found = root["format"].value<std::int64_t>();
  if (found != format) {
    return fail(found && *found > format ? Errc::newer_format : Errc::malformed,
                fmt::format("{}: format must be {}", file, format));
  }
  for (auto const& [section, node] : root) {
    if (section == "format") continue;
    if (section == "title") {
      mapping.title = node.value_exact<std::string>().value_or("");
      continue;
    }
    auto const* const table = node.as_table();
    if (table == nullptr) {
      return fail(Errc::malformed, fmt::format("{}: {} is no section", file, section.str()));
    }
    for (auto const& [key, value] : *table) {
      if (auto const why = take_in_section(section.str(), key.str(), value, mapping);
          !why.empty()) {
        return fail(Errc::malformed,
                    fmt::format("{}: {}.{} {}", file, section.str(), key.str(), why));
      }
    }
  }
  fill_in(mapping);
  if (auto const why = what_is_wrong(mapping); !why.empty()) {
    return fail(Errc::malformed, file + ": " + why);
  }
  return mapping;
} catch (toml::parse_error const& problem) {
  return fail(Errc::malformed, fmt::format("{} line {}: {}", file, problem.source().begin.line,
                                           problem.description()));
}

}  // namespace gl::importing
