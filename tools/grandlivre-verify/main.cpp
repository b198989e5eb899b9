#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "tools/grandlivre-verify/flags.h"

namespace {

constexpr char const* about =
    R"(grandlivre-verify: checks what a ledger proves, with its public key and nothing else.

Examples
  grandlivre-verify payment.tlog-proof --key log.vkey       is this event in the ledger, unchanged?
  grandlivre-verify growth.proof --key log.vkey --since checkpoint-of-june
                                                            did the ledger only grow since June?
  grandlivre-verify rotation.tlog-proof --key old.vkey      which key came after the one I have?
  grandlivre-verify growth.proof --key old.vkey --rotation rotation.tlog-proof
                                                            the same, signed by the new one
  grandlivre-verify export --key log.vkey                   is this all of it? hashes everything

Exit codes: 0 proved, 1 not proved, 2 usage. docs/proofs.md says what each proof means.)";

}  // namespace

int main(int argc, char** argv) {
  spdlog::set_default_logger(spdlog::stderr_logger_mt("grandlivre-verify"));
  CLI::App app{about};
  app.name("grandlivre-verify");
  gl::verify::Request request;
  gl::verify::add_flags(app, request);
  app.set_version_flag("--version", "grandlivre-verify " GL_VERSION);
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& problem) {
    bool const asked_for_help = problem.get_exit_code() == 0;
    static_cast<void>(app.exit(problem));
    return asked_for_help ? 0 : 2;
  }
  return gl::verify::run(request, "grandlivre-verify");
}
