#include "tools/grandlivre/replaying.h"

#include <algorithm>
#include <string>
#include <utility>

#include "codec/event_codec.h"
#include "proof/checkpoint.h"
#include "tools/grandlivre/progress.h"

namespace gl::tools {
namespace {

constexpr std::uint64_t progress_events = 8'192;

std::unexpected<wire::Failure> no(Error const& error) {
  return std::unexpected(wire::to_failure(error));
}

}  // namespace

client::Response<void> Replay::run() {
  if (auto done = read_checkpoint(); !done) return done;
  Progress progress{"events", last_.value()};
  auto done = source_.each(last_, [&](Position at, ByteView bytes) -> Result<bool> {
    if (at.value() % progress_events == 0) progress.show(at.value());
    if (auto taken = take(at, bytes); !taken) return std::unexpected(std::move(taken.error()));
    return true;
  });
  if (!done) return done;
  if (auto whole = take_second_half(); !whole) return whole;
  if (auto judged = recheck_.finish(); !judged) return no(judged.error());
  return compare();
}

std::vector<audit::Finding> Replay::findings() const {
  auto all = recheck_.findings();
  for (auto const& each : repeated_) {
    all.insert(std::ranges::upper_bound(all, each.position, {}, &audit::Finding::position), each);
  }
  return all;
}

Position Replay::checked() const { return recheck_.has_ended() ? recheck_.state().head() : last_; }

bool Replay::agrees() const {
  auto const same = [](std::optional<Kept> const& kept) { return !kept || kept->agrees(); };
  return same(head_) && same(checkpoint_) && same(views_);
}

std::function<Result<ledger::Event>(Position)> Replay::earlier() {
  return [this](Position position) -> Result<ledger::Event> {
    auto bytes = source_.event(position);
    if (!bytes) return std::unexpected(wire::to_error(std::move(bytes.error())));
    return codec::decode_event(*bytes);
  };
}

/// Its signature is not looked at here: that is what `verify` is for.
client::Response<void> Replay::read_checkpoint() {
  auto const text = source_.checkpoint();
  if (!text) return std::unexpected(text.error());
  if (text->empty()) return {};
  auto const note = proof::parse_note(*text);
  if (!note) return no(note.error());
  auto const parsed = proof::parse_checkpoint(note->text);
  if (!parsed) return no(parsed.error());
  signed_ = parsed->tree;
  return {};
}

Result<void> Replay::take(Position at, ByteView bytes) {
  tree_.append(proof::leaf_hash(bytes));
  if (at.value() == signed_.size) checkpoint_ = {at, signed_.root, tree_.root()};
  if (recheck_.has_ended()) return {};
  auto event = codec::decode_event(bytes);
  if (!event) {
    return fail(event.error().code,
                "position " + std::to_string(at.value()) + ": " + event.error().what);
  }
  auto const repeated = ids_.take(*event);
  if (!repeated) return std::unexpected(repeated.error());
  if (*repeated && repeated_.size() < audit::Recheck::findings_max) repeated_.push_back(**repeated);
  return recheck_.take(*std::move(event), bytes);
}

/// Where the last event is the first of two that one command made, both are judged.
client::Response<void> Replay::take_second_half() {
  if (last_ >= source_.head() || last_.value() == 0) return {};
  auto const first = earlier()(last_);
  if (!first) return no(first.error());
  auto const bytes = source_.event(next(last_));
  if (!bytes) return std::unexpected(bytes.error());
  auto second = codec::decode_event(*bytes);
  if (!second || second->envelope.command_id != first->envelope.command_id) return {};
  if (auto done = recheck_.take(*std::move(second), *bytes); !done) return no(done.error());
  return {};
}

client::Response<void> Replay::compare() {
  if (last_ == source_.head() && source_.root()) head_ = {last_, *source_.root(), tree_.root()};
  if (recheck_.has_ended()) return {};
  auto const digest = source_.views_digest(last_);
  if (!digest) return std::unexpected(digest.error());
  if (*digest) views_ = {last_, **digest, balance_.digest()};
  return {};
}

}  // namespace gl::tools
