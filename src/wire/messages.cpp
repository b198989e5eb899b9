#include "wire/messages.h"

#include <array>

namespace gl::wire {

std::string_view name(Request const& request) {
  constexpr std::array<std::string_view, std::variant_size_v<Request>> names{"hello",
                                                                             "submit",
                                                                             "lookup",
                                                                             "balances",
                                                                             "statement",
                                                                             "project",
                                                                             "projects",
                                                                             "call",
                                                                             "calls",
                                                                             "programmes",
                                                                             "history",
                                                                             "read",
                                                                             "refusals",
                                                                             "digest",
                                                                             "status",
                                                                             "reveal",
                                                                             "checkpoint",
                                                                             "inclusion_proof",
                                                                             "consistency_proof",
                                                                             "subscribe",
                                                                             "credit",
                                                                             "ack",
                                                                             "nack",
                                                                             "unsubscribe",
                                                                             "consumers",
                                                                             "change_consumer",
                                                                             "seal",
                                                                             "seals",
                                                                             "balance_proof",
                                                                             "rotate_log_key"};
  return names[request.index()];
}

}  // namespace gl::wire
