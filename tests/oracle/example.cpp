#include "oracle/example.h"

#include <fstream>

namespace gl::oracle {
namespace {

std::vector<ExampleRow> read_table(std::string const& name) {
  std::ifstream file(std::string{GL_SOURCE_DIR} + "/tests/data/" + name);
  std::string line;
  std::getline(file, line);
  auto const columns = split(line, '\t');
  std::vector<ExampleRow> rows;
  while (std::getline(file, line)) {
    auto const cells = split(line, '\t');
    ExampleRow row;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      row[columns[i]] = i < cells.size() ? cells[i] : "";
    }
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

std::vector<ExampleRow> example_rows() { return read_table("ami-2016.tsv"); }

/// Recorded at 10:00 UTC; a step with a receipt is recorded at that very moment.
std::vector<ExampleStep> example_steps() {
  std::vector<ExampleStep> steps;
  for (auto& row : read_table("ami-2016.commands.tsv")) {
    ExampleStep step;
    step.label = row["step"];
    step.expected = row["expected"];
    auto& command = step.command;
    command.type = row["command"];
    command.fields = parse_fields(row["fields"]);
    command.person = row["actor"];
    command.role = row["role"];
    command.effective_date = parse_day(row["effective_date"]);
    command.recorded_at = parse_instant(row["recorded_on"] + "T10:00:00Z");
    if (!row["received_at"].empty()) {
      command.received_at = parse_instant(row["received_at"]);
      command.recorded_at = std::max(command.recorded_at, *command.received_at);
    }
    if (command.fields.contains("reason_code") && command.type == "ReverseEvent") {
      command.reason_code = command.fields["reason_code"];
      command.fields.erase("reason_code");
    }
    steps.push_back(step);
  }
  return steps;
}

Answer Example::play_to(std::string const& label) {
  Answer answer;
  bool is_reached = false;
  while (next_ < steps_.size() && (!is_reached || steps_[next_].label == label)) {
    auto& step = steps_[next_++];
    auto const position = step.command.fields.find("position");
    if (position != step.command.fields.end() && position->second.starts_with('@')) {
      position->second = std::to_string(positions_.at(position->second.substr(1)));
    }
    answer = oracle_.submit(step.command);
    if (!answer.positions.empty()) positions_[step.label] = answer.positions.back();
    is_reached = is_reached || step.label == label;
  }
  return answer;
}

}  // namespace gl::oracle
