#include "consumers/consumers.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "consumers/impl.h"

namespace gl::consumers {
namespace {

using ledger::ConsumerName;

/// The filter as it is compared and kept: each kind sorted, every value once.
ledger::EventFilter ordered(ledger::EventFilter filter) {
  auto const sort = [](auto& values) {
    std::ranges::sort(values);
    auto const repeated = std::ranges::unique(values);
    values.erase(repeated.begin(), repeated.end());
  };
  sort(filter.types);
  sort(filter.programmes);
  sort(filter.calls);
  sort(filter.projects);
  sort(filter.years);
  return filter;
}

Error unknown(ConsumerName const& name) {
  return {Errc::not_found,
          "there is no consumer " + name.string() + ": `consumers list` shows those there are"};
}

}  // namespace

// ------------------------------------------------------------------------ opening

Consumers::Consumers(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<std::unique_ptr<Consumers>> Consumers::open(std::filesystem::path const& dir, Clock& clock) {
  auto directory = Directory::open(dir);
  if (!directory) return std::unexpected(directory.error());
  auto records = directory->read_all();
  if (!records) return std::unexpected(records.error());
  auto impl = std::make_unique<Impl>(std::move(*directory), clock);
  for (auto& record : *records) {
    auto const name = record.name;
    auto& consumer = impl->consumers[name];
    consumer.progress = Progress{record.progress};
    consumer.record = std::move(record);
  }
  spdlog::info("event=consumers_opened consumers={}", impl->consumers.size());
  impl->writer = std::thread{[raw = impl.get()] { raw->run(); }};
  return std::unique_ptr<Consumers>{new Consumers{std::move(impl)}};
}

Consumers::~Consumers() {
  {
    std::scoped_lock const lock(impl_->mutex);
    impl_->stopping = true;
  }
  impl_->changed.notify_all();
  impl_->writer.join();
}

// ------------------------------------------------------------------------ members

void Consumers::Impl::dismiss_all(Consumer& consumer, Note note, Notes& notes) {
  for (auto& gone : consumer.on_it) {
    consumer.progress.release(gone.member);
    notes.emplace_back(std::move(gone.told), note);
  }
  consumer.on_it.clear();
}

Result<Consumer*> Consumers::Impl::find_or_make(Attach const& wanted, bool& created) {
  auto filter = ordered(wanted.filter);
  if (auto* const there = find(wanted.name)) {
    if (there->record.owner != wanted.owner) {
      return fail(Errc::refused_peer, "the consumer " + wanted.name.string() + " is " +
                                          there->record.owner.person.string() +
                                          "'s: choose another name");
    }
    if (!wanted.filter.empty() && filter != there->record.filter) {
      return fail(Errc::exists, "the consumer " + wanted.name.string() +
                                    " was made with another filter: leave the filter out, or "
                                    "choose another name");
    }
    return there;
  }
  if (consumers.contains(wanted.name)) {
    return fail(Errc::busy,
                "the consumer " + wanted.name.string() + " is just being removed: try again");
  }
  if (consumers.size() >= consumers_max) {
    return fail(Errc::busy, "there are " + std::to_string(consumers_max) +
                                " consumers, the most there may be: remove one that is not used");
  }
  auto& consumer = consumers[wanted.name];
  auto const attempts = wanted.attempts_max == 0 ? attempts_default : wanted.attempts_max;
  consumer.record.name = wanted.name;
  consumer.record.owner = wanted.owner;
  consumer.record.filter = std::move(filter);
  consumer.record.created_at = clock.now();
  consumer.progress = Progress{wanted.after, std::min(attempts, attempts_hard_max)};
  created = true;
  return &consumer;
}

Result<Attached> Consumers::attach(Attach const& wanted, Told told) {
  auto& my = *impl_;
  Impl::Notes notes;
  Attached attached;
  {
    Impl::Lock lock(my.mutex);
    if (my.failure) return std::unexpected(*my.failure);
    auto const found = my.find_or_make(wanted, attached.created);
    if (!found) return std::unexpected(found.error());
    auto& consumer = **found;
    bool const joins = wanted.group && std::ranges::all_of(consumer.on_it, &OnIt::group);
    if (joins && consumer.on_it.size() >= members_max) {
      return fail(Errc::busy, "the consumer " + wanted.name.string() + " is on " +
                                  std::to_string(members_max) +
                                  " connections, the most there may be");
    }
    if (!joins) Impl::dismiss_all(consumer, Note::taken_over, notes);
    attached.member = Member{++my.last_member};
    consumer.on_it.push_back({attached.member, wanted.group, std::move(told)});
    for (auto const& other : consumer.on_it) notes.emplace_back(other.told, Note::work);
    attached.filter = consumer.record.filter;
    attached.checkpoint = consumer.progress.checkpoint();
    attached.unacknowledged = static_cast<std::uint32_t>(consumer.progress.unacknowledged());
    if (attached.created) {
      if (auto const kept = my.wait_until_durable(lock, consumer); !kept) {
        return std::unexpected(kept.error());
      }
    }
  }
  for (auto const& [tell, note] : notes) tell(note);
  return attached;
}

void Consumers::detach(ConsumerName const& name, Member member) {
  std::vector<Told> others;
  {
    std::scoped_lock const lock(impl_->mutex);
    auto* const consumer = impl_->find(name);
    if (consumer == nullptr || consumer->find(member) == nullptr) return;
    consumer->progress.release(member);
    std::erase_if(consumer->on_it, [&](OnIt const& on_it) { return on_it.member == member; });
    for (auto const& on_it : consumer->on_it) others.push_back(on_it.told);
  }
  for (auto const& tell : others) tell(Note::work);
}

bool Consumers::with(ConsumerName const& name, Member member, Work const& work) {
  std::scoped_lock const lock(impl_->mutex);
  auto* const consumer = impl_->find(name);
  if (consumer == nullptr) return false;
  auto const* const me = consumer->find(member);
  if (me == nullptr) return false;
  std::vector<Member> members;
  members.reserve(consumer->on_it.size());
  for (auto const& on_it : consumer->on_it) members.push_back(on_it.member);
  work(consumer->progress, members, me->group);
  if (consumer->progress.checkpoint() != consumer->record.progress.checkpoint) {
    consumer->may_be_written = true;
  }
  return true;
}

void Consumers::wake_others(ConsumerName const& name, Member member) {
  std::vector<Told> others;
  {
    std::scoped_lock const lock(impl_->mutex);
    auto* const consumer = impl_->find(name);
    if (consumer == nullptr) return;
    for (auto const& on_it : consumer->on_it) {
      if (on_it.member != member) others.push_back(on_it.told);
    }
  }
  for (auto const& tell : others) tell(Note::work);
}

// ------------------------------------------------------------------------ settling

void Consumers::Impl::settle(ConsumerName const& name, Member member,
                             std::function<Result<Settled>(Progress&)> const& settling, Done done) {
  Lock lock(mutex);
  auto* const consumer = find(name);
  if (failure || consumer == nullptr || consumer->find(member) == nullptr) {
    auto error = failure ? *failure
                         : Error{Errc::closed, "the consumer " + name.string() +
                                                   " is no longer with this subscription"};
    lock.unlock();
    return done(std::unexpected(std::move(error)));
  }
  auto const settled = settling(consumer->progress);
  if (!settled) {
    lock.unlock();
    return done(std::unexpected(settled.error()));
  }
  consumer->rate.add(clock.now(), settled->settled);
  auto const standing = consumer->standing(*settled);
  consumer->waiting.push_back([standing, done = std::move(done)](Result<void> const& written) {
    if (written) {
      done(standing);
    } else {
      done(std::unexpected(written.error()));
    }
  });
  mark_written_now(*consumer);
  // Room in the window, a key that is free: others may go on.
  std::vector<Told> all;
  all.reserve(consumer->on_it.size());
  for (auto const& on_it : consumer->on_it) all.push_back(on_it.told);
  lock.unlock();
  for (auto const& tell : all) tell(Note::work);
}

void Consumers::acknowledge(ConsumerName const& name, Member member, Position up_to,
                            std::vector<Position> const& positions, Done done) {
  impl_->settle(
      name, member,
      [&](Progress& progress) { return progress.acknowledge(up_to, positions, member); },
      std::move(done));
}

void Consumers::reject(ConsumerName const& name, Member member, Position position, Verdict verdict,
                       std::chrono::milliseconds delay, std::string reason, Done done) {
  impl_->settle(
      name, member,
      [&](Progress& progress) {
        return progress.reject(position, verdict, delay, std::move(reason), impl_->clock.now());
      },
      std::move(done));
}

// ------------------------------------------------------------------------ care

Result<void> Consumers::Impl::change(ConsumerName const& name,
                                     std::function<Result<void>(Consumer&, Notes&)> const& change) {
  Notes notes;
  {
    Lock lock(mutex);
    if (failure) return std::unexpected(*failure);
    auto* const consumer = find(name);
    if (consumer == nullptr) return std::unexpected(unknown(name));
    if (auto const changed_it = change(*consumer, notes); !changed_it) return changed_it;
    if (auto const kept = wait_until_durable(lock, *consumer); !kept) return kept;
  }
  for (auto const& [tell, note] : notes) tell(note);
  return {};
}

Result<void> Consumers::reset(ConsumerName const& name, Position to, ledger::PersonId const& by,
                              Instant at) {
  return impl_->change(name, [&](Consumer& consumer, Impl::Notes& notes) -> Result<void> {
    auto const from = consumer.progress.checkpoint();
    Impl::dismiss_all(consumer, Note::reset, notes);
    consumer.progress.reset(to);
    consumer.record.reset = Reset{at, from, to, by};
    spdlog::info("event=consumer_reset consumer={} from={} to={} by={}", name.view(), from.value(),
                 to.value(), by.view());
    return {};
  });
}

Result<void> Consumers::replay(ConsumerName const& name, Position position) {
  return impl_->change(name, [&](Consumer& consumer, Impl::Notes& notes) -> Result<void> {
    if (auto done = consumer.progress.replay(position, impl_->clock.now()); !done) return done;
    for (auto const& on_it : consumer.on_it) notes.emplace_back(on_it.told, Note::work);
    return {};
  });
}

Result<void> Consumers::dismiss(ConsumerName const& name, Position position) {
  return impl_->change(name, [&](Consumer& consumer, Impl::Notes&) -> Result<void> {
    return consumer.progress.dismiss(position);
  });
}

Result<void> Consumers::remove(ConsumerName const& name) {
  return impl_->change(name, [&](Consumer& consumer, Impl::Notes& notes) -> Result<void> {
    Impl::dismiss_all(consumer, Note::removed, notes);
    consumer.is_removed = true;
    spdlog::info("event=consumer_removed consumer={}", name.view());
    return {};
  });
}

// ------------------------------------------------------------------------ looking

View Consumers::Impl::view_of(Consumer const& consumer) const {
  View view;
  view.record = {.name = consumer.record.name,
                 .owner = consumer.record.owner,
                 .filter = consumer.record.filter,
                 .created_at = consumer.record.created_at,
                 .reset = consumer.record.reset,
                 .progress = {}};
  view.record.progress.checkpoint = consumer.progress.checkpoint();
  view.record.progress.attempts_max = consumer.progress.attempts_max();
  view.members = consumer.on_it.size();
  view.scanned_to = consumer.progress.scanned_to();
  view.unacknowledged = consumer.progress.unacknowledged();
  view.waiting = consumer.progress.waiting();
  view.parked = consumer.progress.parked().size();
  view.oldest_delivered_at = consumer.progress.oldest_delivered_at();
  view.settled_last_minute = consumer.rate.last_minute(clock.now());
  return view;
}

std::vector<View> Consumers::list() const {
  std::scoped_lock const lock(impl_->mutex);
  std::vector<View> views;
  for (auto const& [name, consumer] : impl_->consumers) {
    if (!consumer.is_removed) views.push_back(impl_->view_of(consumer));
  }
  return views;
}

Result<View> Consumers::show(ConsumerName const& name) const {
  std::scoped_lock const lock(impl_->mutex);
  auto const* const consumer = impl_->find(name);
  if (consumer == nullptr) return std::unexpected(unknown(name));
  return impl_->view_of(*consumer);
}

Result<std::vector<std::pair<Position, Parked>>> Consumers::parked(ConsumerName const& name,
                                                                   Position after,
                                                                   std::size_t limit) const {
  std::scoped_lock const lock(impl_->mutex);
  auto const* const consumer = impl_->find(name);
  if (consumer == nullptr) return std::unexpected(unknown(name));
  std::vector<std::pair<Position, Parked>> found;
  auto const& all = consumer->progress.parked();
  for (auto at = all.upper_bound(after); at != all.end() && found.size() < limit; ++at) {
    found.emplace_back(*at);
  }
  return found;
}

std::optional<Error> Consumers::failure() const {
  std::scoped_lock const lock(impl_->mutex);
  return impl_->failure;
}

}  // namespace gl::consumers
