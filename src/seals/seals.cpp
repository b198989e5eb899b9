#include "seals/seals.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "codec/event_codec.h"
#include "seals/prove.h"

namespace gl::seals {
namespace {

constexpr std::size_t slice_events = 4'096;
constexpr std::size_t slice_bytes = 4U << 20U;

}  // namespace

Seals::Seals(Config config, notary::Notary& notary, projections::Views& views,
             journal::Journal& journal, SealsByPoint seals)
    : config_(std::move(config)),
      notary_(notary),
      views_(views),
      journal_(journal),
      seals_(std::move(seals)) {
  for (auto const& [point, seal] : seals_) {
    scanned_to_ = std::max(scanned_to_, point.position);
    if (!point.effective) last_day_sealed_ = std::max(last_day_sealed_, point.position);
  }
}

Result<std::unique_ptr<Seals>> Seals::open(Config config, notary::Notary& notary,
                                           projections::Views& views, journal::Journal& journal) {
  auto seals = read_seals(config.dir, notary.keys());
  if (!seals) return std::unexpected(seals.error());
  std::unique_ptr<Seals> opened{
      new Seals{std::move(config), notary, views, journal, *std::move(seals)}};
  opened->thread_ =
      std::jthread{[raw = opened.get()](std::stop_token const& stop) { raw->run(stop); }};
  return opened;
}

Seals::~Seals() { stop(); }

void Seals::stop() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

Position Seals::ready() const { return std::min(notary_.position(), views_.position()); }

Result<Kept> Seals::seal_now(std::optional<CivilDate> effective) {
  auto const position = ready();
  if (position == Position{}) return fail(Errc::busy, "no checkpoint is signed yet: ask again");
  return make({position, effective});
}

Result<Kept> Seals::make(Point const& point) {
  std::scoped_lock const one(making_);
  {
    std::scoped_lock const lock(mutex_);
    if (auto const there = seals_.find(point); there != seals_.end()) return there->second;
    if (seals_.size() == seals_max) {
      return fail(Errc::too_large, "there are " + std::to_string(seals_max) +
                                       " seals: move old ones out of seals/ and start anew");
    }
  }
  proof::PageBuilder builder;
  if (auto const added = add_lines(views_, point, builder); !added) {
    return std::unexpected(added.error());
  }
  auto const list = builder.finish();
  if (!list) return std::unexpected(list.error());
  auto note = notary_.sign_seal(point.position, {*list, point.effective});
  if (!note) return std::unexpected(note.error());
  Kept seal{point, *list, *std::move(note)};
  if (auto const written = write_seal(config_.dir, seal); !written) {
    return std::unexpected(written.error());
  }
  spdlog::info("event=sealed position={} effective={} lines={} root={}", point.position.value(),
               point.effective ? to_string(*point.effective) : "-", list->lines,
               to_hex(list->hash));
  std::scoped_lock const lock(mutex_);
  return seals_.emplace(point, std::move(seal)).first->second;
}

std::vector<Kept> Seals::list(Point const& after, std::size_t limit) const {
  std::scoped_lock const lock(mutex_);
  std::vector<Kept> found;
  for (auto at = seals_.upper_bound(after); at != seals_.end() && found.size() < limit; ++at) {
    found.push_back(at->second);
  }
  return found;
}

Result<std::shared_ptr<proof::BalanceFile const>> Seals::prove(Point const& point,
                                                               std::string const& prefix) {
  std::scoped_lock const one(making_);
  if (last_proof_ && last_point_ == point && last_proof_->prefix == prefix) return last_proof_;
  Kept seal;
  {
    std::scoped_lock const lock(mutex_);
    auto const there = seals_.find(point);
    if (there == seals_.end()) {
      return fail(Errc::not_found, "there is no seal of " + to_string(point) +
                                       ": `grandlivre seals` lists those that there are");
    }
    seal = there->second;
  }
  auto file = prove_lines(views_, seal, prefix);
  if (!file) return std::unexpected(file.error());
  last_proof_ = std::make_shared<proof::BalanceFile const>(*std::move(file));
  last_point_ = point;
  return last_proof_;
}

void Seals::run(std::stop_token const& stop) {
  while (!stop.stop_requested()) {
    if (auto const done = look(); !done) {
      // A seal is late then, not wrong: whoever asks for one is told.
      spdlog::error("event=seal_failed reason={} what=\"{}\"", name(done.error().code),
                    done.error().what);
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, config_.look_every, [] { return false; });
  }
}

Result<void> Seals::look() {
  if (auto const done = seal_closed_years(ready()); !done) return done;
  return seal_ended_day();
}

/// The closing of a year seals its 31 December, as it is known then: at its last event.
Result<void> Seals::seal_closed_years(Position last) {
  auto const closed = codec::event_type_number("ExerciseClosed");
  while (scanned_to_ < last) {
    Position const from{scanned_to_.value() + 1};
    auto const wanted = std::min<std::uint64_t>(slice_events, last.value() - scanned_to_.value());
    auto const records = journal_.read(from, static_cast<std::size_t>(wanted), slice_bytes);
    if (!records) return std::unexpected(records.error());
    for (std::size_t i = 0; i < records->size(); ++i) {
      auto const header = codec::peek((*records)[i]);
      if (!header) return std::unexpected(header.error());
      std::optional<Point> closing;
      if (header->type == closed) {
        auto const event = codec::decode_event((*records)[i]);
        if (!event) return std::unexpected(event.error());
        auto const year = std::get<ledger::ExerciseClosed>(event->body).year;
        closing = Point{header->position, civil_date(year, 12, 31)};
      }
      bool const goes_on = closing && closing_ && closing->effective == closing_->effective;
      if (!goes_on) {
        if (auto const done = seal_closing(); !done) return done;
      }
      if (closing) closing_ = closing;
      scanned_to_ = header->position;
    }
  }
  return seal_closing();
}

Result<void> Seals::seal_closing() {
  if (!closing_) return {};
  if (auto const made = make(*closing_); !made) return std::unexpected(made.error());
  closing_.reset();
  return {};
}

Result<void> Seals::seal_ended_day() {
  Instant const begun{paris_midnight(config_.today()).microseconds() - 1};
  auto const at = views_.resolve({{}, begun, {}});
  if (!at) {
    if (at.error().code == Errc::not_found || at.error().code == Errc::busy) return {};
    return std::unexpected(at.error());
  }
  if (at->position <= last_day_sealed_ || at->position > ready()) return {};
  auto const made = make({at->position, {}});
  if (!made) return std::unexpected(made.error());
  last_day_sealed_ = at->position;
  return {};
}

}  // namespace gl::seals
