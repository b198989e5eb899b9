#include "wire/frame.h"

#include <capnp/serialize.h>
#include <kj/exception.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <exception>
#include <string>

#include "codec/known.h"
#include "wire/reply_codec.h"
#include "wire/request_codec.h"
#include "wire/subscription_codec.h"

namespace gl::wire {
namespace {

constexpr std::size_t word_bytes = sizeof(capnp::word);
/// Small frames have small limits of their own: a status request is four words.
constexpr std::uint64_t traversal_words_min = 512;

std::uint32_t little_endian_at(ByteView bytes, std::size_t offset) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) {
    value = value << 8U | std::to_integer<std::uint32_t>(bytes[offset + i]);
  }
  return value;
}

void put_little_endian(Bytes& out, std::uint32_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8) {
    out.push_back(static_cast<std::byte>(value >> shift));
  }
}

/// Bytes of the table of `segments`: a count, the sizes, filled up to a whole word.
std::size_t table_bytes(std::uint64_t segments) {
  return static_cast<std::size_t>((segments / 2 + 1) * word_bytes);
}

Result<std::size_t> segments_bytes(ByteView table, std::uint32_t segments,
                                   std::size_t frame_bytes_max) {
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < segments; ++i) {
    sum += std::uint64_t{little_endian_at(table, 4 + 4 * std::size_t{i})} * word_bytes;
  }
  if (sum > frame_bytes_max) {
    return fail(Errc::too_large, "a frame of " + std::to_string(sum) + " bytes came, at most " +
                                     std::to_string(frame_bytes_max) +
                                     " are taken: send fewer commands at once or ask for less");
  }
  return static_cast<std::size_t>(sum);
}

FrameProgress missing(std::size_t bytes) { return {.frame_bytes = 0, .missing_bytes = bytes}; }

Failure not_a_message(std::string_view why) {
  constexpr std::size_t why_bytes_max = 200;
  return failure(Code::malformed, "the frame is not a message of the protocol (" +
                                      std::string{why.substr(0, why_bytes_max)} +
                                      "): see schema/protocol.capnp");
}

void read_body(message::Frame::Reader in, Reading& reading, Frame& frame) {
  switch (in.which()) {
    case message::Frame::REQUEST: {
      auto const request = in.getRequest();
      bool const is_known = codec::holds_only_known(in) && codec::holds_only_known(request);
      if (!is_known && !request.isHello()) {
        return reading.fail(Code::unknown_field,
                            "the frame holds a field that this version does "
                            "not know: use what hello agreed on");
      }
      frame.body = read(request, reading);
      return;
    }
    case message::Frame::REPLY: frame.body = read(in.getReply(), reading); return;
    case message::Frame::ERROR: frame.body = read(in.getError(), reading); return;
    case message::Frame::PUSH: frame.body = read(in.getPush(), reading); return;
    case message::Frame::UNSET: break;
  }
  auto const number = std::to_string(static_cast<unsigned>(in.which()));
  reading.fail(Code::malformed,
               "frame of kind " + number +
                   ": this version knows 1 (request), 2 (reply), 3 (error), 4 (push)",
               "4", number);
}

std::expected<Frame, BadFrame> decode_message(kj::ArrayPtr<capnp::word const> words) {
  capnp::ReaderOptions options;
  options.traversalLimitInWords =
      std::max<std::uint64_t>(words.size() * traversal_factor, traversal_words_min);
  options.nestingLimit = nesting_max;
  Frame frame;
  try {
    capnp::FlatArrayMessageReader message{words, options};
    if (message.getEnd() != words.end()) {
      return std::unexpected(BadFrame{0, not_a_message("its segment table and length differ")});
    }
    auto const in = message.getRoot<message::Frame>();
    frame.request_id = in.getRequestId();
    Reading reading;
    read_body(in, reading, frame);
    if (reading.failure()) return std::unexpected(BadFrame{frame.request_id, *reading.failure()});
    return frame;
  } catch (kj::Exception const& problem) {
    auto const why = problem.getDescription();
    return std::unexpected(BadFrame{frame.request_id, not_a_message({why.begin(), why.size()})});
  } catch (std::exception const& problem) {
    return std::unexpected(BadFrame{frame.request_id, not_a_message(problem.what())});
  }
}

/// A first guess of a message's size, so that it fits one segment: words, cheap to get wrong.
unsigned words_expected(Frame const& frame) {
  constexpr std::size_t small = 256;
  constexpr std::size_t command_words = 48;
  constexpr std::size_t answer_words = 12;
  constexpr std::size_t words_max = frame_bytes_default / word_bytes;
  std::size_t words = small;
  if (auto const* const request = std::get_if<Request>(&frame.body)) {
    auto const* const submit = std::get_if<Submit>(request);
    if (submit != nullptr) words += submit->commands.size() * command_words;
  } else if (auto const* const reply = std::get_if<Reply>(&frame.body)) {
    auto const* const answers = std::get_if<SubmitReply>(reply);
    if (answers != nullptr) words += answers->answers.size() * answer_words;
    auto const* const events = std::get_if<EventsReply>(reply);
    if (events != nullptr) {
      for (auto const& event : events->events) words += 4 + event.bytes.size() / word_bytes;
    }
  } else if (auto const* const push = std::get_if<Push>(&frame.body)) {
    auto const* const events = std::get_if<EventsPush>(push);
    if (events != nullptr) words += (events->entries.size() + 2 * events->count) / word_bytes;
  }
  return static_cast<unsigned>(std::min(words, words_max));
}

struct BodyWriter {
  message::Frame::Builder out;

  void operator()(Request const& request) { write(request, out.initRequest()); }
  void operator()(Reply const& reply) { write(reply, out.initReply()); }
  void operator()(Failure const& failure) { write(failure, out.initError()); }
  void operator()(Push const& push) { write(push, out.initPush()); }
};

Bytes to_bytes(capnp::MallocMessageBuilder& message) {
  auto const segments = message.getSegmentsForOutput();
  auto size = table_bytes(segments.size());
  for (auto const& segment : segments) size += segment.size() * word_bytes;
  Bytes out;
  out.reserve(size);
  put_little_endian(out, static_cast<std::uint32_t>(segments.size() - 1));
  for (auto const& segment : segments) {
    put_little_endian(out, static_cast<std::uint32_t>(segment.size()));
  }
  out.resize(table_bytes(segments.size()));
  for (auto const& segment : segments) {
    auto const bytes = segment.asBytes();
    auto const* const first = reinterpret_cast<std::byte const*>(bytes.begin());
    out.insert(out.end(), first, first + bytes.size());
  }
  return out;
}

}  // namespace

Result<FrameProgress> first_frame(ByteView received, std::size_t frame_bytes_max) {
  if (received.size() < 4) return missing(4 - received.size());
  auto const segments = std::uint64_t{little_endian_at(received, 0)} + 1;
  if (segments > segments_max) {
    return fail(Errc::too_large, "a frame of " + std::to_string(segments) +
                                     " segments came, at most " + std::to_string(segments_max) +
                                     " are taken: is this the protocol of the ledger at all?");
  }
  auto const table = table_bytes(segments);
  if (received.size() < table) return missing(table - received.size());
  auto const content =
      segments_bytes(received, static_cast<std::uint32_t>(segments), frame_bytes_max);
  if (!content) return std::unexpected(content.error());
  auto const frame = table + *content;
  if (received.size() < frame) return missing(frame - received.size());
  return FrameProgress{.frame_bytes = frame, .missing_bytes = 0};
}

std::expected<Frame, BadFrame> decode(ByteView frame) {
  auto const progress = first_frame(frame, frame_bytes_hard_max);
  if (!progress) return std::unexpected(BadFrame{0, to_failure(progress.error())});
  if (progress->frame_bytes != frame.size()) {
    return std::unexpected(BadFrame{0, not_a_message("its segment table and length differ")});
  }
  auto const words = frame.size() / word_bytes;
  if (reinterpret_cast<std::uintptr_t>(frame.data()) % alignof(capnp::word) == 0) {
    return decode_message({reinterpret_cast<capnp::word const*>(frame.data()), words});
  }
  auto aligned = kj::heapArray<capnp::word>(words);
  std::memcpy(aligned.begin(), frame.data(), frame.size());
  return decode_message(aligned);
}

Bytes encode(Frame const& frame) {
  capnp::MallocMessageBuilder message{words_expected(frame)};
  auto out = message.initRoot<message::Frame>();
  out.setRequestId(frame.request_id);
  std::visit(BodyWriter{out}, frame.body);
  return to_bytes(message);
}

}  // namespace gl::wire
