#include "system/example.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

namespace gl::system_test {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> split(std::string const& text, char separator) {
  std::vector<std::string> parts{""};
  for (char const c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::string trimmed(std::string const& text) {
  auto const first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first);
}

bool is_number(std::string const& key) {
  static std::set<std::string> const numbers{"year",    "rate",        "maximum_rate",
                                             "attempt", "budget_year", "retention_years"};
  return numbers.contains(key);
}

Json plan_step(std::string const& text) {
  auto const parts = split(text, ':');
  Json step{{"kind", parts[0]}};
  if (parts.size() > 1) step["share"] = std::stoi(parts[1]);
  return step;
}

Json value_of(std::string const& key, std::string const& text) {
  if (text == "true" || text == "false") return text == "true";
  if (is_number(key)) return std::stoi(text);
  if (key == "departments" || key == "applicant_kinds") return Json(split(text, ','));
  Json list = Json::array();
  if (key == "locations") {
    for (auto const& part : split(text, ',')) {
      auto const codes = split(part, ':');
      list.push_back({{"commune", codes[0]}, {"department", codes[1]}});
    }
    return list;
  }
  if (key == "plan") {
    for (auto const& part : split(text, ',')) list.push_back(plan_step(part));
    return list;
  }
  return text;
}

/// When a paper file came in on the day of recording, it is recorded then; else at ten.
std::string recorded_at(Line const& line) {
  auto const& received = line.at("received_at");
  auto const& day = line.at("recorded_on");
  return received.starts_with(day) ? received : day + "T10:00:00Z";
}

}  // namespace

std::vector<Line> read_table(std::filesystem::path const& path) {
  std::istringstream text{read_file(path)};
  std::string row;
  std::getline(text, row);
  auto const names = split(row, '\t');
  std::vector<Line> lines;
  while (std::getline(text, row)) {
    auto const cells = split(row, '\t');
    Line line;
    for (std::size_t i = 0; i < names.size(); ++i)
      line[names[i]] = i < cells.size() ? cells[i] : "";
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<Line> example_commands() {
  return read_table(std::string{GL_SOURCE_DIR} + "/tests/data/ami-2016.commands.tsv");
}

std::vector<Line> example_balances() {
  return read_table(std::string{GL_SOURCE_DIR} + "/tests/data/ami-2016.tsv");
}

std::uint64_t position_of_step(std::string const& step) {
  auto const commands = example_commands();
  std::uint64_t position = 0;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if (commands[i].at("step") == step) position = i + 2;
  }
  return position;
}

std::string to_json_line(Line const& line, std::size_t number, std::vector<Line> const& all) {
  auto const digits = std::to_string(number);
  Json json{{"command", line.at("command")},
            {"id", "20160905-0000-8000-8000-" + std::string(12 - digits.size(), '0') + digits},
            {"as", line.at("actor") + "/" + line.at("role")},
            {"effective_date", line.at("effective_date")},
            {"recorded_at", recorded_at(line)}};
  if (!line.at("received_at").empty()) json["received_at"] = line.at("received_at");
  for (auto const& field : split(line.at("fields"), ';')) {
    auto const pair = trimmed(field);
    if (pair.empty()) continue;
    auto const key = pair.substr(0, pair.find('='));
    auto const value = pair.substr(pair.find('=') + 1);
    auto* place = &json;
    auto name = key;
    if (auto const dot = key.find('.'); dot != std::string::npos) {
      place = &json[key.substr(0, dot)];
      name = key.substr(dot + 1);
    }
    if (value.starts_with('@')) {
      for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].at("step") == value.substr(1)) (*place)[name] = i + 2;
      }
    } else {
      (*place)[name] = value_of(name, value);
    }
  }
  return json.dump();
}

std::string example_file() {
  auto const commands = example_commands();
  std::string text;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    text += to_json_line(commands[i], i + 1, commands) + "\n";
  }
  return text;
}

void make_example_ledger(std::filesystem::path const& directory) {
  auto const made = grandlivre({"init", directory.string(), "--clock", "simulated",
                                "--first-recorded-at", "2016-05-30T06:00:00Z"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  std::set<std::pair<std::string, std::string>> people;
  for (auto const& line : example_commands()) people.emplace(line.at("actor"), line.at("role"));
  for (auto const& [person, role] : people) {
    auto const added =
        grandlivre({"--data", directory.string(), "identity", "add", person, "--role", role});
    ASSERT_EQ(added.exit_code, 0) << added.err;
  }
}

}  // namespace gl::system_test
