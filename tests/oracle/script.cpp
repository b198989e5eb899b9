#include "oracle/script.h"

#include <rapidcheck.h>

#include <algorithm>
#include <random>

#include "oracle/generator.h"

namespace gl::oracle {
namespace {

/// The step with less said: one optional part left out at a time.
std::vector<Step> simpler(Step const& step) {
  std::vector<Step> all;
  auto const without = [&](bool is_there, auto const& remove) {
    if (!is_there) return;
    remove(all.emplace_back(step).command);
  };
  auto const& command = step.command;
  without(command.imported, [](Command& c) { c.imported = false; });
  without(command.has_act, [](Command& c) { c.has_act = false; });
  without(!command.reason_code.empty(), [](Command& c) { c.reason_code.clear(); });
  without(!command.acting_for.empty(), [](Command& c) { c.acting_for.clear(); });
  without(!command.delegation.empty(), [](Command& c) { c.delegation.clear(); });
  without(command.effective_date.has_value(), [](Command& c) { c.effective_date.reset(); });
  if (command.expected_version) {
    auto& less = all.emplace_back(step);
    less.command.expected_version.reset();
    less.version_ahead.reset();
  }
  for (auto const& [key, value] : command.fields) {
    all.emplace_back(step).command.fields.erase(key);
  }
  return all;
}

rc::Seq<Script> fewer_or_simpler(Script const& script) {
  return rc::seq::concat(rc::shrink::removeChunks(script),
                         rc::shrink::eachElement(script, [](Step const& step) {
                           return rc::seq::fromContainer(simpler(step));
                         }));
}

Failure failed(std::string what, Script script, Player const& player) {
  return {std::move(what), std::move(script), player.sent()};
}

}  // namespace

Step Player::step_of(Command command) const {
  Step step{next_, std::move(command), {}, {}};
  auto const& fields = step.command.fields;
  if (step.command.type == "ReverseEvent" && fields.contains("position")) {
    for (std::size_t of = 0; of < positions_.size(); ++of) {
      for (std::size_t event = 0; event < positions_[of].size(); ++event) {
        bool const is_target = std::to_string(positions_[of][event]) == fields.at("position");
        if (is_target) step.target = Made{of, event};
      }
    }
  }
  if (step.command.expected_version) {
    if (auto const version = oracle().version_for(step.command)) {
      step.version_ahead = *step.command.expected_version - *version;
    }
  }
  return step;
}

std::string Player::play(Step const& step) {
  auto command = step.command;
  next_ = step.number + 1;
  if (positions_.size() < next_) positions_.resize(next_);
  if (step.target) {
    auto const [of, event] = *step.target;
    if (positions_[of].size() <= event) return {};
    command.fields["position"] = std::to_string(positions_[of][event]);
  }
  if (step.version_ahead) {
    auto const version = oracle().version_for(command).value_or(0) + *step.version_ahead;
    command.expected_version = std::max(version, std::int64_t{0});
  }
  auto what = pair_.submit(command);
  if (pair_.was_sent()) {
    positions_[step.number] = pair_.positions();
    sent_.push_back(std::move(command));
  }
  return what;
}

std::optional<Failure> play_seed(std::uint64_t seed, int commands) {
  std::mt19937_64 random(seed);
  Player player;
  Generator generator(random_from(random), player.oracle());
  Script script;
  for (int i = 0; i < commands; ++i) {
    auto command = generator.next();
    if (command.type == "EraseSubject") continue;  // its subjects are the key store's to name
    script.push_back(player.step_of(std::move(command)));
    if (auto what = player.play(script.back()); !what.empty()) {
      return failed(std::move(what), std::move(script), player);
    }
  }
  if (auto what = player.differ_at_the_end(); !what.empty()) {
    return failed(std::move(what), std::move(script), player);
  }
  return std::nullopt;
}

std::optional<Failure> play(Script const& script) {
  Player player;
  for (std::size_t i = 0; i < script.size(); ++i) {
    if (auto what = player.play(script[i]); !what.empty()) {
      auto const end = script.begin() + static_cast<std::ptrdiff_t>(i) + 1;
      return failed(std::move(what), {script.begin(), end}, player);
    }
  }
  if (auto what = player.differ_at_the_end(); !what.empty()) {
    return failed(std::move(what), script, player);
  }
  return std::nullopt;
}

Script shrunk(Script const& script, std::function<bool(Script const&)> const& fails) {
  // A lambda, not the function's name: clang takes no const reference to a function for rapidcheck.
  auto const shrink = [](Script const& longer) { return fewer_or_simpler(longer); };
  auto const sequence = rc::shrinkable::shrinkRecur(script, shrink);
  return rc::shrinkable::findLocalMin(sequence, fails).first;
}

Failure shrunk(Failure failure) {
  auto const fails = [](Script const& script) { return play(script).has_value(); };
  return play(shrunk(failure.script, fails)).value_or(std::move(failure));
}

std::string report(Failure const& failure, std::uint64_t seed) {
  auto text = "GL_SEED=" + std::to_string(seed) + " shows it again: " + failure.what + "\n";
  for (auto const& command : failure.sent) text += to_json(command) + "\n";
  return text;
}

}  // namespace gl::oracle
