#include "server/permissions.h"

#include <array>
#include <string_view>

namespace gl::server {
namespace {

/// One row a request, one letter a role, in the order of `ledger::Role`:
///   - none            must not come in at all
///   A applicant       a portal: sends files in, sees calls and the project it asks for by id
///   M administrator   I instructor   D decision   B assembly   O officer   C accountant
///   F finance         reads everything and subscribes; pays, and so needs accounts; looks after
///   consumers, as M does
///   U auditor         reads everything, personal texts sealed; its commands become recorded
///   refusals P dpo             finds what is kept about a person; no money S system          the
///   server's own: has no certificate
struct Permission {
  std::size_t kind;
  std::string_view roles;  ///< a letter: may; a dot: may not
};

constexpr std::size_t kinds = std::variant_size_v<wire::Request>;

// clang-format off
constexpr std::array<Permission, kinds> permissions{{
    {kind_of<wire::Hello>(),      ".AMIDBOCFUP."},
    {kind_of<wire::Submit>(),     ".AMIDBOCFUP."},
    {kind_of<wire::Lookup>(),     ".AMIDBOCFUP."},
    {kind_of<wire::Balances>(),   "..MIDBOCFU.."},
    {kind_of<wire::Statement>(),  "..MIDBOCFU.."},
    {kind_of<wire::Project>(),    ".AMIDBOCFUP."},
    {kind_of<wire::Projects>(),   "..MIDBOCFUP."},
    {kind_of<wire::Call>(),       ".AMIDBOCFUP."},
    {kind_of<wire::Calls>(),      ".AMIDBOCFUP."},
    {kind_of<wire::Programmes>(), ".AMIDBOCFUP."},
    {kind_of<wire::History>(),    "..MIDBOCFUP."},
    {kind_of<wire::Read>(),       "..MIDBOCFU.."},
    {kind_of<wire::Refusals>(),   "..MIDBOCFU.."},
    {kind_of<wire::Digest>(),     "..MIDBOCFUP."},
    {kind_of<wire::Status>(),     ".AMIDBOCFUP."},
    {kind_of<wire::Reveal>(),     "..MID.OCF.P."},
    {kind_of<wire::Checkpoint>(), ".AMIDBOCFUP."},
    {kind_of<wire::InclusionProof>(),   "..MIDBOCFU.."},  // it holds the event
    {kind_of<wire::ConsistencyProof>(), ".AMIDBOCFUP."},
    {kind_of<wire::Subscribe>(),      "..MIDBOCFU.."},
    {kind_of<wire::Credit>(),         "..MIDBOCFU.."},
    {kind_of<wire::Ack>(),            "..MIDBOCFU.."},
    {kind_of<wire::Nack>(),           "..MIDBOCFU.."},
    {kind_of<wire::Unsubscribe>(),    "..MIDBOCFU.."},
    {kind_of<wire::Consumers>(),      "..MIDBOCFU.."},
    {kind_of<wire::ChangeConsumer>(), "..M.....F..."},
    {kind_of<wire::Seal>(),           "..MIDBOCFU.."},
    {kind_of<wire::Seals>(),          ".AMIDBOCFUP."},
    {kind_of<wire::BalanceProof>(),   "..MIDBOCFU.."},
    {kind_of<wire::RotateLogKey>(),   "..M........."},
}};
// clang-format on

constexpr bool permissions_stand_at_their_index() {
  for (std::size_t i = 0; i < permissions.size(); ++i) {
    if (permissions[i].kind != i || permissions[i].roles.size() != 12) return false;
  }
  return true;
}
static_assert(permissions_stand_at_their_index(),
              "one row a request, in the order of wire::Request");

}  // namespace

bool may_request(ledger::Role role, std::size_t request_kind) {
  auto const column = static_cast<std::size_t>(role);
  if (request_kind >= permissions.size() || column >= permissions[request_kind].roles.size())
    return false;
  return permissions[request_kind].roles[column] != '.';
}

}  // namespace gl::server
