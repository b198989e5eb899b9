#include "tools/common/data_directory.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>

#include "keys/certificate_authority.h"
#include "tools/common/config_file.h"
#include "tools/common/text_file.h"

namespace gl::tools {
namespace {

namespace fs = std::filesystem;

std::string known_names(std::vector<IdentityFiles> const& identities) {
  std::string names;
  for (auto const& identity : identities) {
    if (!names.empty()) names += ", ";
    names += identity.person + "/" + std::string{ledger::name(identity.role)};
  }
  return names.empty() ? "none" : names;
}

Result<keys::Identity> read_authority(fs::path const& identities) {
  auto certificate = read_text_file(identities / "ca.crt");
  if (!certificate) return std::unexpected(certificate.error());
  auto key = read_text_file(identities / "ca.key");
  if (!key) return std::unexpected(key.error());
  return keys::Identity{std::move(*certificate), std::move(*key)};
}

}  // namespace

Result<LedgerConfig> DataDirectory::read_config() const {
  std::error_code problem;
  if (!fs::exists(config_file(), problem)) {
    return fail(Errc::not_found, path_.string() +
                                     " holds no ledger (no config.toml): make one with "
                                     "`grandlivre init " +
                                     path_.string() + "`");
  }
  auto const text = read_text_file(config_file());
  if (!text) return std::unexpected(text.error());
  return parse_config(*text, config_file().string());
}

std::vector<IdentityFiles> DataDirectory::all_identities() const {
  std::vector<IdentityFiles> found;
  std::error_code problem;
  for (auto const& person : fs::directory_iterator{identities(), problem}) {
    if (!person.is_directory()) continue;
    for (auto const& file : fs::directory_iterator{person.path(), problem}) {
      auto const role = ledger::parse_role(file.path().stem().string());
      if (file.path().extension() != ".crt" || !role) continue;
      auto key = file.path();
      found.push_back(
          {person.path().filename().string(), *role, file.path(), key.replace_extension(".key")});
    }
  }
  std::ranges::sort(found, {}, [](IdentityFiles const& identity) {
    return std::pair{identity.person, identity.role};
  });
  return found;
}

Result<IdentityFiles> DataDirectory::identity(std::string_view name) const {
  auto const identities = all_identities();
  auto const slash = name.find('/');
  auto const person = name.substr(0, slash);
  std::string role{slash == std::string_view::npos ? "" : name.substr(slash + 1)};
  if (role.empty()) {
    // A person with several roles acts in the first one given, unless the call names another.
    auto const first = read_text_file(this->identities() / person / "first");
    if (first) role = first->substr(0, first->find('\n'));
  }
  auto const found = std::ranges::find_if(identities, [&](IdentityFiles const& identity) {
    return identity.person == person && (role.empty() || ledger::name(identity.role) == role);
  });
  if (found != identities.end()) return *found;
  return fail(Errc::not_found,
              fmt::format("there is no identity \"{}\" in {}; there are {}: add it with "
                          "`grandlivre --data {} identity add {} --role ROLE`",
                          name, this->identities().string(), known_names(identities),
                          path_.string(), person));
}

Result<IdentityFiles> DataDirectory::add_identity(std::string_view person, ledger::Role role,
                                                  Instant now) const {
  auto const authority = read_authority(identities());
  if (!authority) return std::unexpected(authority.error());
  auto const issued = keys::issue_client(*authority, person, role, now);
  if (!issued) return std::unexpected(issued.error());
  auto const folder = identities() / person;
  auto const stem = folder / std::string{ledger::name(role)};
  std::error_code problem;
  bool const first = fs::create_directory(folder, problem);
  if (problem) return fail(Errc::io, "cannot make " + folder.string() + ": " + problem.message());
  IdentityFiles files{std::string{person}, role, stem.string() + ".crt", stem.string() + ".key"};
  if (auto done = write_new_text_file(files.private_key, issued->private_key, 0600); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = write_new_text_file(files.certificate, issued->certificate); !done) {
    return std::unexpected(done.error());
  }
  if (first) {
    auto const text = std::string{ledger::name(role)} + "\n";
    if (auto done = write_new_text_file(folder / "first", text); !done) {
      return std::unexpected(done.error());
    }
  }
  return files;
}

}  // namespace gl::tools
