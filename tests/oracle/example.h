#pragma once

#include <map>
#include <string>
#include <vector>

#include "oracle/oracle.h"

/// The worked example of domain §12, from tests/data.
namespace gl::oracle {

struct ExampleStep {
  std::string label;     // "39", or "-" for what §12 leaves out
  Command command;       // positions still as `@39`
  std::string expected;  // "AwardDecided" or "REFUSED FOUR_EYES"
};

/// A row of ami-2016.tsv by its columns' names.
using ExampleRow = std::map<std::string, std::string>;

[[nodiscard]] std::vector<ExampleStep> example_steps();
[[nodiscard]] std::vector<ExampleRow> example_rows();

/// Plays the example through an oracle and remembers where each step went.
class Example {
 public:
  /// Plays on up to and including the last command of step `label`.
  Answer play_to(std::string const& label);
  Answer play_all() { return play_to("42"); }

  [[nodiscard]] Oracle& oracle() { return oracle_; }
  [[nodiscard]] std::size_t position_of(std::string const& label) const {
    return positions_.at(label);
  }
  [[nodiscard]] std::vector<ExampleStep>& steps() { return steps_; }

 private:
  Oracle oracle_;
  std::vector<ExampleStep> steps_{example_steps()};
  std::map<std::string, std::size_t> positions_;
  std::size_t next_{0};
};

}  // namespace gl::oracle
