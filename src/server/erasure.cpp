#include "server/erasure.h"

#include <spdlog/spdlog.h>

namespace gl::server {

std::vector<Erasure> erasures_in(std::span<ledger::Command const> commands) {
  std::vector<Erasure> erasures;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    auto const* const erase = std::get_if<ledger::EraseSubject>(&commands[i].body);
    if (erase != nullptr) erasures.push_back({i, erase->subject});
  }
  return erasures;
}

std::vector<ledger::SubjectToken> accepted(std::span<Erasure const> erasures,
                                           std::span<ledger::Answer const> answers) {
  std::vector<ledger::SubjectToken> subjects;
  for (auto const& erasure : erasures) {
    if (answers[erasure.index].outcome == ledger::Outcome::accepted) {
      subjects.push_back(erasure.subject);
    }
  }
  return subjects;
}

std::vector<ledger::SubjectToken> erased_subjects(ledger::State const& state) {
  std::vector<ledger::SubjectToken> erased;
  for (auto const& [key, subject] : state.subjects) {
    if (subject.erased.value() != 0) erased.push_back(key.token);
  }
  return erased;
}

Result<void> destroy_keys(keys::KeyStore& keys, std::span<ledger::SubjectToken const> subjects) {
  auto const destroyed = keys.erase(subjects);
  if (!destroyed) {
    spdlog::error("event=keys_not_destroyed subjects={} what=\"{}\"", subjects.size(),
                  destroyed.error().what);
    return std::unexpected(destroyed.error());
  }
  if (*destroyed > 0) spdlog::info("event=keys_destroyed count={}", *destroyed);
  return {};
}

}  // namespace gl::server
