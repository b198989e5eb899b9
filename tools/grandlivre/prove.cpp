#include <cstdio>
#include <fstream>
#include <memory>

#include "keys/log_key.h"
#include "proof/balance_proof.h"
#include "tools/grandlivre-verify/flags.h"
#include "tools/grandlivre/log_source.h"
#include "tools/grandlivre/seal_source.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

struct ProveFlags {
  std::uint64_t position = 0;
  std::optional<std::string> balances;
  std::uint64_t seal = 0;
  std::string effective;
  std::vector<std::uint64_t> between;
  std::optional<std::uint64_t> rotation;
  std::string file;
};

/// To the file, or to standard output where none was named.
ExitCode write_out(std::string const& text, std::string const& file) {
  if (file.empty() || file == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return ExitCode::done;
  }
  std::ofstream out{file, std::ios::binary | std::ios::trunc};
  out << text;
  out.close();
  if (!out) return complain("cannot write " + file + ": is there room, and may you?");
  return ExitCode::done;
}

ExitCode show_checkpoint(Options const& options, bool key_only, std::string const& file) {
  auto log = open_log(options);
  if (!log) return complain(log.error());
  auto const reply = (*log)->checkpoint();
  if (!reply) return complain(reply.error());
  return write_out(key_only ? reply->verifier_key + "\n" : reply->note, file);
}

ExitCode prove_balances(Options const& options, ProveFlags const& flags) {
  WantedSeal wanted{Position{flags.seal}, {}};
  if (!flags.effective.empty()) {
    auto const day = parse_date(flags.effective);
    if (!day) return complain(day.error().what, ExitCode::usage);
    wanted.effective = *day;
  }
  auto const source = open_seals(options);
  if (!source) return complain(source.error());
  auto const file = (*source)->prove(wanted, flags.balances.value_or(""));
  if (!file) return complain(file.error());
  return write_out(to_string(*file), flags.file);
}

ExitCode prove(Options const& options, ProveFlags const& flags) {
  int const asked = (flags.position != 0 ? 1 : 0) + (flags.between.empty() ? 0 : 1) +
                    (flags.balances ? 1 : 0) + (flags.rotation ? 1 : 0);
  if (asked != 1) {
    return complain(
        "what is to be proved? give a POSITION, or --between OLDER NEWER, or --balances PREFIX, or "
        "--rotation POSITION",
        ExitCode::usage);
  }
  if (flags.balances) return prove_balances(options, flags);
  auto log = open_log(options);
  if (!log) return complain(log.error());
  if (flags.between.empty()) {
    auto const file = flags.rotation ? (*log)->rotation(Position{*flags.rotation})
                                     : (*log)->inclusion(Position{flags.position});
    if (!file) return complain(file.error());
    return write_out(to_string(*file), flags.file);
  }
  auto const file =
      (*log)->consistency(Position{flags.between.at(0)}, Position{flags.between.at(1)});
  if (!file) return complain(file.error());
  return write_out(to_string(*file), flags.file);
}

void add_checkpoint(Program program) {
  auto* const verb = program.app.add_subcommand(
      "checkpoint", "The latest signed checkpoint: how many events, which root");
  auto const key_only = std::make_shared<bool>(false);
  auto const file = std::make_shared<std::string>();
  verb->add_flag("--verifier-key", *key_only, "Instead the public key that checks it");
  verb->add_option("-o,--out", *file, "Into this file")->type_name("FILE");
  verb->footer(
      "Keep one elsewhere, every day: with it anybody can show later that history was rewritten.\n"
      "Example: grandlivre --data region --as auditor checkpoint -o 2016-12-31.checkpoint");
  verb->callback([program, key_only, file] {
    program.exit_code = show_checkpoint(program.options, *key_only, *file);
  });
}

void add_proving(Program program) {
  auto* const verb =
      program.app.add_subcommand("prove", "Writes a proof that `verify` checks without the server");
  auto const flags = std::make_shared<ProveFlags>();
  verb->add_option("POSITION", flags->position, "That this event stands in the ledger, unchanged");
  verb->add_option("--between", flags->between,
                   "That the ledger after event NEWER (0: the latest) begins with that after OLDER")
      ->expected(2)
      ->type_name("OLDER NEWER");
  verb->add_option("--balances", flags->balances,
                   "That these are all lines of a seal that begin so: \"programme P\", \"credits P "
                   "2016\", \"call C\", \"project C \"; \"\": all")
      ->type_name("PREFIX");
  verb->add_option("--seal", flags->seal,
                   "Of the seal at this position; none: of one made now, or of a closed "
                   "ledger's last");
  verb->add_option("--effective-date", flags->effective, "The day that the seal counts up to")
      ->type_name("YYYY-MM-DD");
  verb->add_option(
          "--rotation", flags->rotation,
          "That the ledger changed its key there (0: the last time), signed by the old key "
          "and the new one: who trusts the one can trust the other")
      ->type_name("POSITION");
  verb->add_option("-o,--out", flags->file, "Into this file, else to standard output")
      ->type_name("FILE");
  verb->footer(
      "Examples:\n"
      "  grandlivre --data region --as auditor prove --balances 'project AMI-2016 ' -o all.proof\n"
      "  grandlivre --data region --as auditor prove 22 -o payment.tlog-proof\n"
      "  grandlivre --data region --as auditor prove --between 22 39 -o growth.proof\n"
      "  grandlivre --data region --as auditor prove --rotation 0 -o rotation.tlog-proof");
  verb->callback([program, flags] { program.exit_code = prove(program.options, *flags); });
}

}  // namespace

void add_prove(Program program) {
  add_checkpoint(program);
  add_proving(program);
  auto* const verb = program.app.add_subcommand(
      "verify", "Checks a proof, a checkpoint or an export with the public key alone");
  auto const request = std::make_shared<verify::Request>();
  verify::add_flags(*verb, *request);
  verb->footer(
      "The same as the program grandlivre-verify, which has no database and no network in it.\n"
      "Examples:\n"
      "  grandlivre verify payment.tlog-proof --key log.vkey\n"
      "  grandlivre verify export --key log.vkey --since 2016-12-31.checkpoint");
  verb->callback([program, request] {
    program.exit_code = static_cast<ExitCode>(verify::run(*request, "grandlivre"));
  });
}

}  // namespace gl::tools
