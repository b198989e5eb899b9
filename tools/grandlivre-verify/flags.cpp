#include "tools/grandlivre-verify/flags.h"

#include <cstdio>

namespace gl::verify {

void add_flags(CLI::App& verb, Request& request) {
  verb.add_option("PATH", request.path,
                  "A file of `grandlivre prove`, a checkpoint, or a directory of "
                  "`grandlivre export --format tlog`")
      ->required();
  verb.add_option("--key", request.key,
                  "The ledger's public key, as keys/log.vkey has it, or a file with it: from "
                  "somebody you trust, not from where the proof came from")
      ->required()
      ->type_name("VKEY");
  verb.add_option("--since", request.since,
                  "A checkpoint that you kept: what is shown must go on from it")
      ->type_name("FILE");
  verb.add_option(
          "--rotation", request.rotations,
          "A proof that the ledger changed its key, as `grandlivre prove --rotation` writes "
          "it: extends the trust in --key to the key before or after; may be repeated")
      ->type_name("FILE");
  verb.add_option("--witness", request.witnesses,
                  "The key of a witness that must have signed the checkpoint; may be repeated")
      ->type_name("VKEY");
}

int run(Request const& request, char const* program) {
  auto const proved = verify(request);
  if (proved) {
    std::fwrite(proved->data(), 1, proved->size(), stdout);
    return 0;
  }
  std::fprintf(stderr, "%s: NOT PROVED: %s\n", program, proved.error().what.c_str());
  return proved.error().code == Errc::usage ? 2 : 1;
}

}  // namespace gl::verify
