#include <array>
#include <utility>
#include <variant>

#include "ledger/command.h"
#include "ledger/event.h"
#include "ledger/text.h"
#include "ledger/view.h"

namespace gl::ledger {
namespace {

template <class Enum>
using Name = std::pair<Enum, std::string_view>;

template <class Enum, std::size_t Size>
std::string_view find_name(std::array<Name<Enum>, Size> const& names, Enum value) {
  for (auto const& [each, text] : names) {
    if (each == value) return text;
  }
  return "unknown";
}

/// "a, b, c": what there is to choose from.
template <class Enum, std::size_t Size>
std::string choices(std::array<Name<Enum>, Size> const& names) {
  std::string text;
  for (auto const& [value, name] : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

constexpr auto role_names = std::to_array<Name<Role>>({
    {Role::applicant, "applicant"},
    {Role::administrator, "administrator"},
    {Role::instructor, "instructor"},
    {Role::decision, "decision"},
    {Role::assembly, "assembly"},
    {Role::officer, "officer"},
    {Role::accountant, "accountant"},
    {Role::finance, "finance"},
    {Role::auditor, "auditor"},
    {Role::dpo, "dpo"},
});

constexpr auto stream_names = std::to_array<Name<StreamKind>>({
    {StreamKind::ledger, "ledger"},
    {StreamKind::programme, "programme"},
    {StreamKind::call, "call"},
    {StreamKind::project, "project"},
    {StreamKind::recovery, "recovery"},
    {StreamKind::year, "year"},
    {StreamKind::payee, "payee"},
    {StreamKind::delegation, "delegation"},
    {StreamKind::subject, "subject"},
    {StreamKind::refusals, "refusals"},
});

bool stands_alone(StreamKind kind) {
  return kind == StreamKind::ledger || kind == StreamKind::refusals;
}

}  // namespace

std::string_view name(Role role) {
  if (role == Role::system) return "system";
  if (role == Role::none) return "none";
  return find_name(role_names, role);
}

Result<Role> parse_role(std::string_view text) {
  for (auto const& [role, name] : role_names) {
    if (name == text) return role;
  }
  return fail(Errc::malformed, say("\"", text.substr(0, 40), "\" is not a role: write one of ",
                                   choices(role_names)));
}

std::string_view name(LegalKind kind) {
  switch (kind) {
    case LegalKind::unstated: return "unstated";
    case LegalKind::private_body: return "private";
    case LegalKind::public_body: return "public";
    case LegalKind::company: return "company";
    case LegalKind::person: return "person";
  }
  return "unknown";
}

std::string_view name(PaymentKind kind) {
  switch (kind) {
    case PaymentKind::unstated: return "unstated";
    case PaymentKind::advance: return "advance";
    case PaymentKind::instalment: return "instalment";
    case PaymentKind::balance: return "balance";
  }
  return "unknown";
}

std::string_view name(CallState state) {
  switch (state) {
    case CallState::none: return "None";
    case CallState::draft: return "Draft";
    case CallState::open: return "Open";
    case CallState::closed: return "Closed";
    case CallState::settled: return "Settled";
    case CallState::cancelled: return "Cancelled";
  }
  return "Unknown";
}

std::string_view name(ProjectState state) {
  switch (state) {
    case ProjectState::none: return "None";
    case ProjectState::submitted: return "Submitted";
    case ProjectState::incomplete: return "Incomplete";
    case ProjectState::complete: return "Complete";
    case ProjectState::eligible: return "Eligible";
    case ProjectState::ineligible: return "Ineligible";
    case ProjectState::assessed: return "Assessed";
    case ProjectState::waitlisted: return "Waitlisted";
    case ProjectState::rejected: return "Rejected";
    case ProjectState::oriented: return "Oriented";
    case ProjectState::withdrawn: return "Withdrawn";
    case ProjectState::no_action: return "NoAction";
    case ProjectState::awarded: return "Awarded";
    case ProjectState::contracted: return "Contracted";
    case ProjectState::cancelled: return "Cancelled";
    case ProjectState::settled: return "Settled";
  }
  return "Unknown";
}

std::string_view name(PaymentState state) {
  switch (state) {
    case PaymentState::none: return "None";
    case PaymentState::requested: return "Requested";
    case PaymentState::approved: return "Approved";
    case PaymentState::issued: return "Issued";
    case PaymentState::rejected_by_accountant: return "RejectedByAccountant";
    case PaymentState::paid: return "Paid";
    case PaymentState::returned: return "Returned";
    case PaymentState::refused: return "Refused";
    case PaymentState::withdrawn: return "Withdrawn";
    case PaymentState::annulled: return "Annulled";
  }
  return "Unknown";
}

std::string_view name(RecoveryState state) {
  switch (state) {
    case RecoveryState::none: return "None";
    case RecoveryState::ordered: return "Ordered";
    case RecoveryState::part_received: return "PartReceived";
    case RecoveryState::received: return "Received";
    case RecoveryState::cancelled: return "Cancelled";
    case RecoveryState::written_off: return "WrittenOff";
  }
  return "Unknown";
}

std::string_view name(StreamKind kind) {
  return kind == StreamKind::none ? "none" : find_name(stream_names, kind);
}

std::string to_string(StreamRef const& stream) {
  if (stream.id.empty()) return std::string{name(stream.kind)};
  return say(name(stream.kind), "/", stream.id);
}

Result<StreamRef> parse_stream(std::string_view text) {
  auto const slash = text.find('/');
  auto const kind_name = text.substr(0, slash);
  auto const id = slash == std::string_view::npos ? std::string_view{} : text.substr(slash + 1);
  for (auto const& [kind, name] : stream_names) {
    if (name != kind_name) continue;
    if (stands_alone(kind) != (slash == std::string_view::npos)) break;
    if (!stands_alone(kind) && !is_short_id(id)) break;
    return StreamRef{kind, StreamId{id}};
  }
  return fail(Errc::malformed, say("\"", text.substr(0, 80),
                                   "\" is not a stream: write ledger, refusals, or a kind "
                                   "and an id, e.g. project/P1; the kinds are ",
                                   choices(stream_names)));
}

}  // namespace gl::ledger
