#include "audit/own_acts.h"

#include "ledger/text.h"
#include "proof/key_history.h"

namespace gl::audit {

using namespace ledger;

std::optional<std::string> refuse_reset(Actor const& actor, ConsumerReset const& reset,
                                        Position head) {
  bool const may = actor.role == Role::finance || actor.role == Role::administrator;
  if (may && !actor.person.empty() && reset.from <= head && reset.to <= head) return std::nullopt;
  return "finance and administrators move consumers, to a position that is there";
}

std::optional<std::string> KeyRotations::refuse(State const& state, Actor const& actor,
                                                LogKeyRotated const& rotated) const {
  if (actor.role != Role::administrator || actor.person.empty()) {
    return "administrators change the ledger's key";
  }
  auto const name = "grandlivre/" + to_string(state.ledger());
  for (auto const& text : {rotated.retired, rotated.key}) {
    auto const key = proof::parse_verifier_key(text.view());
    if (!key) return "it names no key: " + key.error().what;
    if (key->name != name || key->type != proof::SignatureType::ed25519) {
      return say(text.view(), " is no key of this ledger, whose keys are of ", name);
    }
  }
  auto const& current = state.scalars.log_key;
  if (!current.empty() && rotated.retired != current) {
    return say("it retires ", rotated.retired.view(), ", the key then was ", current.view());
  }
  if (rotated.key == rotated.retired || retired_.contains(rotated.key)) {
    return say("it goes back to ", rotated.key.view(), ", which was retired");
  }
  if (retired_.size() >= proof::key_changes_max) {
    return say("the key changes at most ", proof::key_changes_max, " times");
  }
  return std::nullopt;
}

}  // namespace gl::audit
