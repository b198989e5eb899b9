#pragma once

#include "schema/protocol.capnp.h"
#include "wire/fields.h"
#include "wire/messages.h"

// Inside wire only: subscriptions and consumers to and from messages.

namespace gl::wire {

void write(Subscribe const& request, message::Subscribe::Builder out);
[[nodiscard]] Subscribe read(message::Subscribe::Reader in, Reading& reading);
void write(Credit const& request, message::Credit::Builder out);
[[nodiscard]] Credit read(message::Credit::Reader in, Reading& reading);
void write(Ack const& request, message::Ack::Builder out);
[[nodiscard]] Ack read(message::Ack::Reader in, Reading& reading);
void write(Nack const& request, message::Nack::Builder out);
[[nodiscard]] Nack read(message::Nack::Reader in, Reading& reading);
void write(Unsubscribe const& request, message::Unsubscribe::Builder out);
[[nodiscard]] Unsubscribe read(message::Unsubscribe::Reader in, Reading& reading);
void write(Consumers const& request, message::Consumers::Builder out);
[[nodiscard]] Consumers read(message::Consumers::Reader in, Reading& reading);
void write(ChangeConsumer const& request, message::ChangeConsumer::Builder out);
[[nodiscard]] ChangeConsumer read(message::ChangeConsumer::Reader in, Reading& reading);

void write(SubscribeReply const& reply, message::SubscribeReply::Builder out);
[[nodiscard]] SubscribeReply read(message::SubscribeReply::Reader in, Reading& reading);
void write(CreditReply const& reply, message::CreditReply::Builder out);
[[nodiscard]] CreditReply read(message::CreditReply::Reader in, Reading& reading);
void write(SettleReply const& reply, message::SettleReply::Builder out);
[[nodiscard]] SettleReply read(message::SettleReply::Reader in, Reading& reading);
void write(UnsubscribeReply const& reply, message::UnsubscribeReply::Builder out);
[[nodiscard]] UnsubscribeReply read(message::UnsubscribeReply::Reader in, Reading& reading);
void write(ConsumersReply const& reply, message::ConsumersReply::Builder out);
[[nodiscard]] ConsumersReply read(message::ConsumersReply::Reader in, Reading& reading);

void write(Push const& push, message::Push::Builder out);
[[nodiscard]] Push read(message::Push::Reader in, Reading& reading);

}  // namespace gl::wire
