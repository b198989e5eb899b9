#include <cstdio>
#include <memory>

#include "keys/log_key.h"
#include "tools/common/data_directory.h"
#include "tools/grandlivre/verbs.h"

namespace gl::tools {
namespace {

Json to_json(IdentityFiles const& identity) {
  return {{"person", identity.person},
          {"role", ledger::name(identity.role)},
          {"certificate", identity.certificate.string()},
          {"private_key", identity.private_key.string()}};
}

Table to_table(std::vector<IdentityFiles> const& identities) {
  Table table{{{"Person"}, {"Role"}, {"Certificate"}}, {}};
  for (auto const& identity : identities) {
    table.rows.push_back(
        {identity.person, std::string{ledger::name(identity.role)}, identity.certificate.string()});
  }
  return table;
}

ExitCode add(Options const& options, std::string const& person, std::string const& role_name) {
  if (options.data.empty()) return complain("in which ledger? give --data DIR", ExitCode::usage);
  auto const role = ledger::parse_role(role_name);
  if (!role) return complain(role.error().what, ExitCode::usage);
  SystemClock clock;
  auto const added = DataDirectory{options.data}.add_identity(person, *role, clock.now());
  if (!added) return complain(added.error());
  print(options, to_json(*added), to_table({*added}));
  return ExitCode::done;
}

ExitCode list(Options const& options) {
  if (options.data.empty()) return complain("of which ledger? give --data DIR", ExitCode::usage);
  auto const identities = DataDirectory{options.data}.all_identities();
  Json json = Json::array();
  for (auto const& identity : identities) json.push_back(to_json(identity));
  print(options, json, to_table(identities));
  return ExitCode::done;
}

/// The public half of the key that signs checkpoints.
ExitCode show_ledger_key(Options const& options) {
  if (options.data.empty()) return complain("of which ledger? give --data DIR", ExitCode::usage);
  auto const config = DataDirectory{options.data}.read_config();
  if (!config) return complain(config.error());
  auto const signer = keys::open_log_key(options.data, config->ledger);
  if (!signer) return complain(signer.error());
  auto const key = to_string(signer->verifier());
  print(options, {{"verifier_key", key}}, {{{"Verifier key"}}, {{key}}});
  return ExitCode::done;
}

/// Asks the server for another key: from the answer on it signs the checkpoints.
ExitCode rotate_ledger_key(Options const& options) {
  auto client = connect(options);
  if (!client) return complain(client.error());
  auto const changed = (*client)->rotate_log_key();
  if (!changed) return complain(changed.error());
  Json const json{{"position", changed->position.value()},
                  {"retired", changed->retired},
                  {"verifier_key", changed->key},
                  {"checkpoint", changed->checkpoint}};
  Table const table{{{"Position", Align::right}, {"Retired key"}, {"Verifier key from here on"}},
                    {{std::to_string(changed->position.value()), changed->retired, changed->key}}};
  print(options, json, table);
  return ExitCode::done;
}

}  // namespace

void add_identity(Program program) {
  auto* const identity = program.app.add_subcommand(
      "identity", "Certificates of people: one for each role that a person holds");
  identity->require_subcommand(1);
  auto* const adding = identity->add_subcommand("add", "Makes a certificate from the ledger's CA");
  auto const person = std::make_shared<std::string>();
  auto const role = std::make_shared<std::string>();
  adding->add_option("NAME", *person, "The person's id: 1 to 64 of A-Za-z0-9._-")->required();
  adding
      ->add_option("--role", *role,
                   "applicant, administrator, instructor, decision, assembly, "
                   "officer, accountant, finance, auditor or dpo")
      ->required();
  adding->footer("Example: grandlivre --data region identity add anne --role officer");
  adding->callback(
      [program, person, role] { program.exit_code = add(program.options, *person, *role); });
  auto* const ledger = identity->add_subcommand(
      "ledger", "Shows the ledger's own public key: auditors check proofs with it");
  ledger->footer("Example: grandlivre --data region identity ledger");
  ledger->callback([program] { program.exit_code = show_ledger_key(program.options); });
  auto* const rotate = identity->add_subcommand(
      "rotate-ledger-key", "Has the ledger make a new key, which signs from here on");
  rotate->footer(
      "For administrators. An event records it; the checkpoint that holds it is signed by both "
      "keys.\nHand on what `grandlivre prove --rotation 0` then writes, and back up keys/ and "
      "rotations/.\n"
      "Example: grandlivre --data region --as administrator identity rotate-ledger-key");
  rotate->callback([program] { program.exit_code = rotate_ledger_key(program.options); });
  identity->add_subcommand("list", "Shows who has a certificate")->callback([program] {
    program.exit_code = list(program.options);
  });
}

}  // namespace gl::tools
