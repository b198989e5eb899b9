#include <spdlog/fmt/fmt.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>

#include "codec/command_codec.h"
#include "codec/json.h"
#include "proof/sha256.h"
#include "tools/grandlivre/progress.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

/// Longer lines are refused before they are parsed.
constexpr std::size_t line_bytes_max = 1U << 20U;
/// What one request carries at most; the server's own limits count too.
constexpr std::size_t batch_commands_max = 1'000;
constexpr std::size_t batch_bytes_max = 1U << 20U;

struct SubmitFlags {
  std::string file;
  std::string batch;  ///< ids for lines without one are made from this and the line number
  bool atomic = false;
  bool dry_run = false;
};

struct Counts {
  std::uint64_t lines = 0, accepted = 0, repeated = 0, refused = 0, malformed = 0;
};

/// Consecutive lines that go in one request: of one identity and one recorded time.
struct Batch {
  std::string as;
  std::optional<Instant> recorded_at;
  std::vector<ledger::Command> commands;
  std::vector<std::uint64_t> lines;
  std::size_t bytes = 0;
};

/// The id of a line that has none: the same batch name and line, the same id, so that a rerun does
/// nothing twice.
Uuid derived_id(std::string const& batch, std::uint64_t line) {
  auto const hash =
      proof::sha256(as_bytes("grandlivre submit\n" + batch + "\n" + std::to_string(line)));
  std::array<std::byte, 16> bytes{};
  std::copy_n(hash.begin(), bytes.size(), bytes.begin());
  return uuid_v8_from(bytes);
}

class Submitting {
 public:
  Submitting(Options const& options, SubmitFlags const& flags)
      : options_(options), flags_(flags), progress_("lines", 0) {}

  ExitCode run(std::istream& input) {
    std::string line;
    while (std::getline(input, line)) {
      ++counts_.lines;
      if (line.empty() || line == "\r") continue;
      if (auto taken = take(line); !taken) {
        // What stood before goes on its way: its ids make a rerun of the mended file safe.
        if (auto const code = flush(); code != ExitCode::done) return code;
        return finish(complain(fmt::format("line {}: {}; the lines before it were sent",
                                           counts_.lines, taken.error().what)));
      }
      if (!is_full()) continue;
      if (auto const code = flush(); code != ExitCode::done) return code;
    }
    if (auto const code = flush(); code != ExitCode::done) return code;
    if (counts_.lines == 0)
      return complain(flags_.file + " is empty: one command a line is wanted");
    return finish(ExitCode::done);
  }

 private:
  Result<void> take(std::string const& line) {
    if (line.size() > line_bytes_max) {
      return fail(Errc::too_large,
                  fmt::format("{} bytes, the maximum is {}", line.size(), line_bytes_max));
    }
    auto given = codec::command_from_json(line);
    if (!given) return std::unexpected(given.error());
    if (given->command.header.id.is_nil()) {
      if (flags_.batch.empty()) {
        return fail(Errc::malformed,
                    "the command has no \"id\": give each line a UUID, or name the "
                    "file with --batch NAME, so that a rerun does nothing twice");
      }
      given->command.header.id = derived_id(flags_.batch, counts_.lines);
    }
    bool const same = batch_.as == given->as && batch_.recorded_at == given->recorded_at;
    if (!batch_.commands.empty() && !same) {
      if (flags_.atomic) {
        return fail(Errc::usage, "an atomic list is of one identity and one recorded time");
      }
      if (auto const code = flush(); code != ExitCode::done) ended_ = code;
    }
    batch_.as = given->as;
    batch_.recorded_at = given->recorded_at;
    batch_.bytes += line.size();
    batch_.lines.push_back(counts_.lines);
    batch_.commands.push_back(std::move(given->command));
    return {};
  }

  [[nodiscard]] bool is_full() const {
    if (ended_ != ExitCode::done) return true;
    return !flags_.atomic &&
           (batch_.commands.size() >= batch_commands_max || batch_.bytes >= batch_bytes_max);
  }

  client::Response<client::Client*> client_for(std::string const& as) {
    auto& client = clients_[as];
    if (!client) {
      auto connected = connect(options_, as);
      if (!connected) return std::unexpected(connected.error());
      client = std::move(*connected);
    }
    return client.get();
  }

  ExitCode flush() {
    if (ended_ != ExitCode::done) return ended_;
    auto const batch = std::exchange(batch_, {});
    if (batch.commands.empty()) return ExitCode::done;
    auto const client = client_for(batch.as);
    if (!client) return finish(complain(client.error()));
    auto const reply = (*client)->submit(
        batch.commands,
        {.atomic = flags_.atomic, .dry_run = flags_.dry_run, .recorded_at = batch.recorded_at});
    if (!reply) {
      auto failure = reply.error();
      failure.sentence = fmt::format("lines {} to {}: {}", batch.lines.front(), batch.lines.back(),
                                     failure.sentence);
      return finish(complain(failure));
    }
    for (std::size_t i = 0; i < reply->answers.size(); ++i) {
      report(batch.lines.at(i), reply->answers[i]);
    }
    progress_.show(counts_.lines);
    return ExitCode::done;
  }

  void report(std::uint64_t line, ledger::Answer const& answer) {
    bool const refused =
        answer.outcome == ledger::Outcome::refused || answer.outcome == ledger::Outcome::not_tried;
    counts_.repeated += answer.repeated ? 1 : 0;
    counts_.accepted += refused ? 0 : 1;
    counts_.refused += refused ? 1 : 0;
    counts_.malformed += answer.refusal.rule == ledger::Rule::malformed ? 1 : 0;
    if (options_.output == Output::json) {
      auto json = Json{{"line", line}};
      json.update(to_json(answer));
      print_json(json);
    } else if (refused) {
      auto const rule = std::string{name(answer.refusal.rule)};
      std::printf("line %llu: refused, %s: %s\n", static_cast<unsigned long long>(line),
                  rule.c_str(), answer.refusal.sentence.c_str());
    }
  }

  ExitCode finish(ExitCode code) {
    if (options_.output != Output::json) {
      auto const text = fmt::format(
          "{} lines: {} {}, {} refused, {} of them known before ({:.0f} lines "
          "a second)\n",
          counts_.lines, counts_.accepted, flags_.dry_run ? "would be accepted" : "accepted",
          counts_.refused, counts_.repeated, progress_.rate(counts_.lines));
      std::fputs(text.c_str(), stdout);
    }
    if (code != ExitCode::done) return code;
    if (counts_.malformed > 0) return ExitCode::failed;
    return counts_.refused > 0 ? ExitCode::refused : ExitCode::done;
  }

  Options const& options_;
  SubmitFlags const& flags_;
  Progress progress_;
  Counts counts_;
  Batch batch_;
  ExitCode ended_ = ExitCode::done;
  std::map<std::string, std::unique_ptr<client::Client>> clients_;
};

ExitCode submit(Options const& options, SubmitFlags const& flags) {
  Submitting submitting{options, flags};
  if (flags.file == "-") return submitting.run(std::cin);
  std::ifstream file{flags.file, std::ios::binary};
  if (!file) return complain("cannot read " + flags.file + ": is it there, and readable?");
  return submitting.run(file);
}

}  // namespace

void add_submit(Program program) {
  auto* const verb = program.app.add_subcommand("submit", "Sends commands: JSON Lines, one a line");
  auto const flags = std::make_shared<SubmitFlags>();
  verb->add_option("FILE", flags->file, "The file, or - for standard input")->required();
  verb->add_option("--batch", flags->batch, "A name of this file: ids for lines that have none");
  verb->add_flag("--atomic", flags->atomic, "All or nothing");
  verb->add_flag("--dry-run", flags->dry_run,
                 "Only say what would be answered: nothing is written");
  verb->footer(R"(A line:
  {"command":"VoteAuthority","id":"0190a5b2-7c3e-7d4f-8a1b-2c3d4e5f6071","as":"assembly",
   "programme":"INNOVSOC","amount":"700000.00"}   (on one line)
`"as"` picks an identity of --data DIR. A broken line ends the file with its number; the lines
before it stay, and their ids make a rerun safe. Exit 3 if any command was refused.)");
  verb->callback([program, flags] { program.exit_code = submit(program.options, *flags); });
}

}  // namespace gl::tools
