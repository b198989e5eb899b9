#include "client/client.h"

#include <utility>

#include "client/connection.h"
#include "client/subscription.h"

namespace gl::client {
namespace {

using std::chrono::milliseconds;

/// How much longer than usual the server may take because the request says so.
template <class Request>
milliseconds own_wait(Request const& request) {
  if constexpr (requires { request.at; }) {
    return milliseconds{request.at.wait_ms};
  } else if constexpr (requires { request.wait_ms; }) {
    return milliseconds{request.wait_ms};
  } else {
    return milliseconds{0};
  }
}

/// What would be our bug to send.
Response<void> check(wire::Request const& request) {
  bool const is_ambiguous = std::visit(
      [](auto const& body) {
        if constexpr (requires { body.at; }) {
          return body.at.as_of.position.has_value() && body.at.as_of.recorded_at.has_value();
        } else {
          return false;
        }
      },
      request);
  if (!is_ambiguous) return {};
  return std::unexpected(wire::failure(wire::Code::usage,
                                       "as of a position and as of a recorded "
                                       "time exclude each other: give one"));
}

template <class Reply, class Request>
Response<Reply> ask(Connection& connection, Request request) {
  auto const deadline = connection.deadline_after(own_wait(request));
  wire::Request whole{std::move(request)};
  if (auto const checked = check(whole); !checked) return std::unexpected(checked.error());
  auto answer = connection.call(std::move(whole), deadline);
  if (!answer) return std::unexpected(std::move(answer.error()));
  auto* const reply = std::get_if<Reply>(&*answer);
  if (reply == nullptr) {
    return std::unexpected(wire::failure(
        wire::Code::malformed, "the server answered with a reply to another kind of request"));
  }
  return std::move(*reply);
}

}  // namespace

Client::Client(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Client::~Client() = default;

Response<std::unique_ptr<Client>> Client::connect(Config config) {
  auto connection = Connection::open(std::move(config));
  if (!connection) return std::unexpected(std::move(connection.error()));
  return std::unique_ptr<Client>{new Client(std::move(*connection))};
}

wire::HelloReply const& Client::hello() const { return connection_->hello(); }

Response<wire::SubmitReply> Client::submit(std::vector<ledger::Command> commands,
                                           SubmitOptions options) {
  auto const count = commands.size();
  auto reply = ask<wire::SubmitReply>(*connection_, wire::Submit{.commands = std::move(commands),
                                                                 .atomic = options.atomic,
                                                                 .dry_run = options.dry_run,
                                                                 .recorded_at = options.recorded_at,
                                                                 .bad = {}});
  if (reply && reply->answers.size() != count) {
    return std::unexpected(
        wire::failure(wire::Code::unknown_outcome,
                      std::to_string(reply->answers.size()) + " answers came to " +
                          std::to_string(count) + " commands: send them again with the same ids",
                      std::to_string(count), std::to_string(reply->answers.size())));
  }
  return reply;
}

Response<wire::LookupReply> Client::lookup(Uuid const& command_id) {
  return ask<wire::LookupReply>(*connection_, wire::Lookup{command_id});
}

Response<wire::BalancesReply> Client::balances(wire::Balances request) {
  return ask<wire::BalancesReply>(*connection_, std::move(request));
}

Response<wire::StatementReply> Client::statement(wire::Statement request) {
  return ask<wire::StatementReply>(*connection_, std::move(request));
}

Response<wire::ProjectReply> Client::project(wire::Project request) {
  return ask<wire::ProjectReply>(*connection_, std::move(request));
}

Response<wire::ProjectsReply> Client::projects(wire::Projects request) {
  return ask<wire::ProjectsReply>(*connection_, std::move(request));
}

Response<wire::CallReply> Client::call(wire::Call request) {
  return ask<wire::CallReply>(*connection_, std::move(request));
}

Response<wire::CallsReply> Client::calls(wire::Calls request) {
  return ask<wire::CallsReply>(*connection_, std::move(request));
}

Response<wire::ProgrammesReply> Client::programmes(wire::Programmes request) {
  return ask<wire::ProgrammesReply>(*connection_, std::move(request));
}

Response<wire::EventsReply> Client::history(wire::History request) {
  return ask<wire::EventsReply>(*connection_, std::move(request));
}

Response<wire::EventsReply> Client::read(wire::Read request) {
  return ask<wire::EventsReply>(*connection_, request);
}

Response<wire::EventsReply> Client::refusals(wire::Refusals request) {
  return ask<wire::EventsReply>(*connection_, std::move(request));
}

Response<wire::DigestReply> Client::digest(wire::Digest request) {
  return ask<wire::DigestReply>(*connection_, request);
}

Response<wire::StatusReply> Client::status() {
  return ask<wire::StatusReply>(*connection_, wire::Status{});
}

Response<wire::RevealReply> Client::reveal(std::vector<ledger::Sealed> texts) {
  auto const count = texts.size();
  auto reply = ask<wire::RevealReply>(*connection_, wire::Reveal{std::move(texts)});
  if (reply && reply->texts.size() != count) {
    return std::unexpected(wire::failure(
        wire::Code::malformed, "the server revealed another number of texts than it was asked for",
        std::to_string(count), std::to_string(reply->texts.size())));
  }
  return reply;
}

Response<wire::CheckpointReply> Client::checkpoint(wire::Checkpoint request) {
  return ask<wire::CheckpointReply>(*connection_, request);
}

Response<wire::InclusionProofReply> Client::inclusion_proof(wire::InclusionProof request) {
  return ask<wire::InclusionProofReply>(*connection_, request);
}

Response<wire::ConsistencyProofReply> Client::consistency_proof(wire::ConsistencyProof request) {
  return ask<wire::ConsistencyProofReply>(*connection_, request);
}

Response<wire::SealsReply> Client::seal(wire::Seal request) {
  return ask<wire::SealsReply>(*connection_, request);
}

Response<wire::SealsReply> Client::seals(wire::Seals request) {
  return ask<wire::SealsReply>(*connection_, request);
}

Response<wire::RotateLogKeyReply> Client::rotate_log_key() {
  return ask<wire::RotateLogKeyReply>(*connection_, wire::RotateLogKey{});
}

Response<proof::BalanceFile> Client::balance_proof(wire::BalanceProof request) {
  proof::BalanceFile file{request.prefix, {}, {}};
  for (std::size_t bytes = 0;;) {
    request.from_page = static_cast<std::uint32_t>(file.pages.size());
    auto reply = ask<wire::BalanceProofReply>(*connection_, request);
    if (!reply) return std::unexpected(reply.error());
    for (auto& page : reply->pages) {
      bytes += page.size();
      file.pages.push_back(std::move(page));
    }
    file.seal = std::move(reply->seal);
    if (!reply->more) return file;
    if (reply->pages.empty() || bytes > proof::balance_proof_bytes_max) {
      return std::unexpected(
          wire::failure(wire::Code::too_large,
                        "the proof does not end: ask for a longer prefix, that fewer lines have",
                        std::to_string(proof::balance_proof_bytes_max), std::to_string(bytes)));
    }
  }
}

Response<std::unique_ptr<Subscription>> Client::subscribe(wire::Subscribe request) {
  auto const deadline = connection_->deadline_after(milliseconds{0});
  auto const opened = connection_->subscribe(request, deadline);
  if (!opened) return std::unexpected(opened.error());
  return std::make_unique<Subscription>(*connection_, opened->first, request, opened->second);
}

Response<wire::ConsumersReply> Client::consumers(wire::Consumers request) {
  return ask<wire::ConsumersReply>(*connection_, std::move(request));
}

Response<wire::ConsumersReply> Client::change_consumer(wire::ChangeConsumer request) {
  return ask<wire::ConsumersReply>(*connection_, std::move(request));
}

Response<std::uint64_t> Client::send(wire::Request request) {
  if (auto const checked = check(request); !checked) return std::unexpected(checked.error());
  return connection_->send(std::move(request), connection_->deadline_after(milliseconds{0}));
}

Response<Received> Client::receive() {
  return connection_->take(connection_->deadline_after(milliseconds{0}));
}

std::size_t Client::in_flight() const { return connection_->in_flight(); }

}  // namespace gl::client
