#include <spdlog/spdlog.h>

#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <utility>

#include "server/as_tuple.h"
#include "server/consumer_reset.h"
#include "server/errors.h"
#include "server/session.h"

// The ways of a request through a session: submit and lookup to the sequencer, reads to the views.

namespace gl::server {
namespace {

/// A wait looks so often whether its connection still wants the answer.
constexpr std::chrono::seconds wait_slice{1};

/// What a sender is told whose erasure is recorded while the keys are still there: sent again, the
/// command is known, and the keys are tried again.
std::unexpected<Error> not_erased_yet(Error const& why) {
  return gl::fail(Errc::unknown_outcome,
                  "the erasure is recorded, but the keys could not be destroyed (" + why.what +
                      "): send the command again with its id when the disk is well");
}

/// What the sequencer's thread wakes when its queue has room.
struct Room {
  explicit Room(Strand const& strand) : timer(strand) {}
  asio::steady_timer timer;
  bool ready = false;
};

}  // namespace

asio::awaitable<void> Session::submit(std::uint64_t id, wire::Submit request) {
  auto const atomic = request.atomic;
  auto const dry_run = request.dry_run;
  auto const at = request.recorded_at;
  auto prepared = prepare(
      std::move(request), principal_,
      {hub_.parts.journal, hub_.parts.keys, hub_.config.limits, hub_.config.ledger.simulated});
  if (!prepared) {
    fail(id, std::move(prepared.error()));
    co_return;
  }
  set_in_flight(in_flight_ + 1);
  auto const commands = prepared->commands.size();
  if (commands == 0) {
    finish(id, complete(std::move(prepared->answers), {}, {}));
    co_return;
  }
  commands_in_flight_ += commands;
  ++submits_in_flight_;
  auto submission = submission_of(id, *std::move(prepared));
  submission.atomic = atomic;
  submission.dry_run = dry_run;
  submission.recorded_at = at;
  auto taken = hub_.parts.sequencer.submit(std::move(submission));
  while (!taken && taken.error().code == Errc::busy && !connection_.is_closed()) {
    co_await sequencer_room();
    // NOLINTNEXTLINE(bugprone-use-after-move): a busy sequencer has taken nothing
    taken = hub_.parts.sequencer.submit(std::move(submission));
  }
  if (taken) co_return;
  commands_in_flight_ -= commands;
  --submits_in_flight_;
  finish(id, failure_of(Asked::sequencer, taken.error()));
}

sequencer::Submission Session::submission_of(std::uint64_t id, PreparedSubmit prepared) {
  auto pending = std::make_shared<PendingSubmit>(PendingSubmit{
      id, std::move(prepared.places), std::move(prepared.answers), erasures_in(prepared.commands)});
  sequencer::Submission submission;
  submission.commands = std::move(prepared.commands);
  submission.targets = std::move(prepared.targets);
  submission.turned_away = turned_away_;
  submission.answer = [&hub = hub_, gate = hub_.gate, to = weak_from_this(),
                       pending = std::move(pending)](sequencer::Answers answers) {
    pass_on(hub, *gate, to, pending, std::move(answers));
  };
  return submission;
}

void Session::pass_on(Hub& hub, Gate& gate, std::weak_ptr<Session> const& to,
                      std::shared_ptr<PendingSubmit> const& pending, sequencer::Answers answers) {
  auto erased =
      answers ? accepted(pending->erasures, *answers) : std::vector<ledger::SubjectToken>{};
  auto const shared = std::make_shared<sequencer::Answers>(std::move(answers));
  auto const answer = [pending, shared](Session& self) { self.submit_answered(*pending, *shared); };
  if (erased.empty()) return deliver(gate, to, answer);
  // Writing is no work for this thread. The pool ends before the gate is closed for good: what it
  // does not come to, the next open does.
  gate.pass([&] {
    asio::post(*hub.read_pool, [&hub, to, shared, answer, erased = std::move(erased)] {
      if (auto const done = destroy_keys(hub.parts.keys, erased); !done) {
        *shared = not_erased_yet(done.error());
      }
      deliver(*hub.gate, to, answer);
    });
  });
}

void Session::submit_answered(PendingSubmit& pending, sequencer::Answers& answers) {
  commands_in_flight_ -= pending.places.size();
  --submits_in_flight_;
  // A sender that was turned away may go on when nothing of it is left in the queue.
  if (submits_in_flight_ == 0) turned_away_->store(false);
  if (!answers) {
    finish(pending.request_id, failure_of(Asked::answers, answers.error()));
    return;
  }
  count(*answers);
  finish(pending.request_id,
         complete(std::move(pending.answers), pending.places, *std::move(answers)));
}

void Session::count(std::vector<ledger::Answer> const& answers) {
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;
  std::uint64_t repeated = 0;
  for (auto const& answer : answers) {
    if (answer.repeated) {
      ++repeated;
    } else if (answer.outcome == ledger::Outcome::accepted) {
      ++accepted;
    } else if (answer.outcome == ledger::Outcome::refused) {
      ++refused;
    }
  }
  hub_.commands_accepted.fetch_add(accepted, std::memory_order_relaxed);
  hub_.commands_refused.fetch_add(refused, std::memory_order_relaxed);
  hub_.commands_repeated.fetch_add(repeated, std::memory_order_relaxed);
}

asio::awaitable<void> Session::lookup(std::uint64_t id, wire::Lookup request) {
  set_in_flight(in_flight_ + 1);
  sequencer::Lookup question;
  question.command_id = request.command_id;
  question.answer = [gate = hub_.gate, to = weak_from_this(),
                     id](std::optional<ledger::Answer> answer) {
    deliver(*gate, to, [id, answer = std::move(answer)](Session& self) {
      auto const evaluated_at = self.hub_.parts.journal.watermark();
      self.finish(id, wire::LookupReply{answer, evaluated_at});
    });
  };
  auto taken = hub_.parts.sequencer.lookup(std::move(question));
  while (!taken && taken.error().code == Errc::busy && !connection_.is_closed()) {
    co_await sequencer_room();
    // NOLINTNEXTLINE(bugprone-use-after-move): a busy sequencer has taken nothing
    taken = hub_.parts.sequencer.lookup(std::move(question));
  }
  if (!taken) finish(id, failure_of(Asked::sequencer, taken.error()));
}

asio::awaitable<void> Session::reset_consumer(std::uint64_t id, ledger::ConsumerName consumer,
                                              wire::ChangeConsumer::Reset wanted) {
  set_in_flight(in_flight_ + 1);
  auto const reset = plan_reset(hub_, consumer, wanted);
  if (!reset) {
    finish(id, reset.error());
    co_return;
  }
  sequencer::AdministrativeAct act{*reset, {principal_.person, principal_.role, {}, {}}, {}};
  act.done = [&hub = hub_, gate = hub_.gate, to = weak_from_this(), id, reset = *reset,
              sender = principal_, bytes = peer_frame_bytes_max_](
                 sequencer::AdministrativeAct::Recorded const& recorded) {
    // Writing is no work for this thread. What the pool does not come to, the next open does.
    gate->pass([&] {
      asio::post(*hub.read_pool, [&hub, to, id, reset, sender, bytes, at = recorded.at] {
        auto const answer =
            std::make_shared<ReadAnswer>(carry_out({hub, bytes, sender}, reset, at));
        deliver(*hub.gate, to, [id, answer](Session& self) {
          self.finish_encoded(self.encode_answer(id, *answer));
        });
      });
    });
  };
  auto taken = hub_.parts.sequencer.record(std::move(act));
  while (!taken && taken.error().code == Errc::busy && !connection_.is_closed()) {
    co_await sequencer_room();
    // NOLINTNEXTLINE(bugprone-use-after-move): a busy sequencer has taken nothing
    taken = hub_.parts.sequencer.record(std::move(act));
  }
  if (!taken) finish(id, failure_of(Asked::sequencer, taken.error()));
}

asio::awaitable<void> Session::sequencer_room() {
  auto const room = std::make_shared<Room>(strand_);
  hub_.parts.sequencer.when_room(
      [gate = hub_.gate, to = weak_from_this(), waiting = std::weak_ptr{room}] {
        deliver(*gate, to, [waiting](Session&) {
          if (auto const woken = waiting.lock()) {
            woken->ready = true;
            woken->timer.cancel();
          }
        });
      });
  while (!room->ready && !connection_.is_closed()) {
    room->timer.expires_after(wait_slice);
    co_await room->timer.async_wait(as_tuple());
  }
}

SessionPort Session::port() {
  SessionPort port{strand_, connection_, principal_, peer_frame_bytes_max_, {}, {}, {}, {}};
  port.start = [this](std::string name, asio::awaitable<void> task) {
    start(std::move(name), std::move(task));
  };
  port.post = [gate = hub_.gate, to = weak_from_this()](std::function<void()> work) {
    deliver(*gate, to, [work = std::move(work)](Session&) { work(); });
  };
  port.finish = [this](std::uint64_t id, std::expected<wire::Reply, wire::Failure> answer) {
    if (answer) {
      finish(id, *std::move(answer));
    } else {
      finish(id, std::move(answer.error()));
    }
  };
  port.changed = [this] {
    if (!subscriptions_) return;
    connection_.set_patient(subscriptions_->open() > 0);
    set_in_flight(in_flight_);
  };
  return port;
}

bool Session::subscribe(std::uint64_t id, wire::Request& request) {
  return std::visit(
      [&](auto& kind) {
        if constexpr (requires { subscriptions_->take(id, std::move(kind)); }) {
          set_in_flight(in_flight_ + 1);
          subscriptions_->take(id, std::move(kind));
          return true;
        } else {
          return false;
        }
      },
      request);
}

void Session::read(std::uint64_t id, wire::Request request) {
  set_in_flight(in_flight_ + 1);
  auto const wait = wait_of(hub_, request);
  if (!wait) {
    finish(id, wait.error());
  } else if (wait->waiters != nullptr) {
    start("wait", wait_and_read(id, std::move(request), *wait));
  } else {
    run_read(id, std::move(request));
  }
}

asio::awaitable<void> Session::wait_and_read(std::uint64_t id, wire::Request request, Wait wait) {
  auto const deadline = std::chrono::steady_clock::now() + wait.wait_max;
  bool reached = false;
  while (!reached && !connection_.ending() && !wait.waiters->is_stopping()) {
    auto const now = std::chrono::steady_clock::now();
    if (now >= deadline) break;
    reached = co_await wait.waiters->wait_for(wait.at_least, std::min(deadline, now + wait_slice));
  }
  if (!reached && wait.needed) {
    finish(id, not_reached(hub_, wait));
    co_return;
  }
  run_read(id, std::move(request));
}

void Session::run_read(std::uint64_t id, wire::Request request) {
  if (where(request) == Where::here) {
    finish_encoded(encode_answer(id, answer(read_context(), request)));
    return;
  }
  asio::post(*hub_.read_pool, [self = shared_from_this(), id, request = std::move(request)] {
    auto frame =
        std::make_shared<Bytes>(self->encode_answer(id, answer(self->read_context(), request)));
    self->post([frame](Session& session) { session.finish_encoded(*frame); });
  });
}

}  // namespace gl::server
