#include "server/consumer_reset.h"

#include <string>

#include "server/errors.h"

namespace gl::server {

std::expected<ledger::ConsumerReset, wire::Failure> plan_reset(
    Hub const& hub, ledger::ConsumerName const& consumer,
    wire::ChangeConsumer::Reset const& wanted) {
  auto const head = hub.parts.journal.watermark();
  if (wanted.to > head) {
    auto const last = std::to_string(head.value());
    return std::unexpected(wire::failure(wire::Code::beyond_head,
                                         "position " + std::to_string(wanted.to.value()) +
                                             " is not there yet, the last is " + last +
                                             ": reset to one up to that",
                                         last, std::to_string(wanted.to.value())));
  }
  auto const view = hub.parts.consumers.show(consumer);
  if (!view) return std::unexpected(failure_of(Asked::views, view.error()));
  return ledger::ConsumerReset{consumer, view->record.progress.checkpoint, wanted.to};
}

ReadAnswer carry_out(ReadContext const& context, ledger::ConsumerReset const& reset, Instant at) {
  auto const done =
      context.hub.parts.consumers.reset(reset.consumer, reset.to, context.sender.person, at);
  if (!done) return std::unexpected(failure_of(Asked::views, done.error()));
  return read(context, wire::Consumers{reset.consumer, {}, 0});
}

}  // namespace gl::server
