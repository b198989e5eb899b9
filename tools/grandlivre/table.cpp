#include "tools/grandlivre/table.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace gl::tools {
namespace {

/// Characters of a UTF-8 text: its bytes less the continuation ones.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

void append_cell(std::string& line, std::string_view text, std::size_t wide, Align align) {
  std::string const padding(wide - width(text), ' ');
  line += align == Align::right ? padding : "";
  line += text;
  line += align == Align::left ? padding : "";
}

std::string text_line(Table const& table, std::vector<std::string> const& cells,
                      std::vector<std::size_t> const& widths) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += "  ";
    append_cell(line, cells[i], widths[i], table.columns[i].align);
  }
  while (line.ends_with(' ')) line.pop_back();
  return line + "\n";
}

std::string csv_cell(std::string const& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char const c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string csv_line(std::vector<std::string> const& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += ",";
    line += csv_cell(cells[i]);
  }
  return line + "\r\n";
}

std::string snake(std::string title) {
  std::ranges::transform(title, title.begin(), [](unsigned char c) {
    return std::isalnum(c) != 0 ? static_cast<char>(std::tolower(c)) : '_';
  });
  return title;
}

}  // namespace

std::string to_text(Table const& table) {
  std::vector<std::string> titles;
  std::vector<std::size_t> widths;
  for (auto const& column : table.columns) {
    titles.push_back(column.title);
    widths.push_back(width(column.title));
  }
  for (auto const& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::vector<std::string> rules;
  rules.reserve(widths.size());
  for (auto const wide : widths) rules.emplace_back(wide, '-');
  auto text = text_line(table, titles, widths) + text_line(table, rules, widths);
  for (auto const& row : table.rows) text += text_line(table, row, widths);
  return text;
}

std::string to_csv(Table const& table) {
  std::vector<std::string> titles;
  titles.reserve(table.columns.size());
  for (auto const& column : table.columns) titles.push_back(snake(column.title));
  auto text = csv_line(titles);
  for (auto const& row : table.rows) text += csv_line(row);
  return text;
}

std::string grouped(ledger::Money money, ledger::Currency currency) {
  auto text = ledger::to_string(money, currency);
  auto const point = std::min(text.find('.'), text.size());
  std::size_t const first = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = point; at > first + 3;) {
    at -= 3;
    text.insert(at, 1, ' ');
  }
  return text;
}

}  // namespace gl::tools
