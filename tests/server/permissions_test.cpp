#include "server/permissions.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace gl::server {
namespace {

using ledger::Role;

constexpr auto all_roles =
    std::to_array<Role>({Role::none, Role::applicant, Role::administrator, Role::instructor,
                         Role::decision, Role::assembly, Role::officer, Role::accountant,
                         Role::finance, Role::auditor, Role::dpo, Role::system});

// Written from the roles' sentences in design §7 and domain §2, not from the table under test.
std::set<std::string> expected(Role role) {
  std::set<std::string> const everyone{
      "hello",      "submit", "lookup",     "project",           "call", "calls",
      "programmes", "status", "checkpoint", "consistency_proof", "seals"};
  std::set<std::string> const everything{
      "hello",     "submit", "lookup",       "balances",   "statement",       "project",
      "projects",  "call",   "calls",        "programmes", "history",         "read",
      "refusals",  "digest", "status",       "checkpoint", "inclusion_proof", "consistency_proof",
      "subscribe", "credit", "ack",          "nack",       "unsubscribe",     "consumers",
      "seal",      "seals",  "balance_proof"};
  switch (role) {
    case Role::none:
    case Role::system: return {};
    case Role::applicant: return everyone;
    case Role::dpo: {
      auto about_persons = everyone;
      about_persons.insert({"projects", "history", "digest", "reveal"});
      return about_persons;
    }
    case Role::assembly:
    case Role::auditor: return everything;
    default: {
      auto with_personal_texts = everything;
      with_personal_texts.insert("reveal");
      if (role == Role::finance || role == Role::administrator) {
        with_personal_texts.insert("change_consumer");
      }
      if (role == Role::administrator) with_personal_texts.insert("rotate_log_key");
      return with_personal_texts;
    }
  }
}

template <std::size_t I = 0>
void check_cells(Role role) {
  if constexpr (I < std::variant_size_v<wire::Request>) {
    wire::Request const request{std::in_place_index<I>};
    std::string const word{wire::name(request)};
    EXPECT_EQ(may_request(role, I), expected(role).contains(word))
        << ledger::name(role) << " × " << word;
    check_cells<I + 1>(role);
  }
}

TEST(Permissions, HoldInEveryCellOfRoleAndRequest) {
  for (auto const role : all_roles) check_cells(role);
}

TEST(Permissions, RefuseWhatNobodyKnows) {
  for (auto const role : all_roles) {
    EXPECT_FALSE(may_request(role, std::variant_size_v<wire::Request>));
  }
  EXPECT_FALSE(may_request(static_cast<Role>(99), 0));
}

TEST(Permissions, LetAnAuditorSendCommandsSoThatTheyAreRecordedAsRefused) {
  EXPECT_TRUE(may_request(Role::auditor, kind_of<wire::Submit>()));
}

}  // namespace
}  // namespace gl::server
