#include "system/forge.h"

#include <stdexcept>

#include "codec/event_codec.h"
#include "journal/journal.h"

namespace gl::system_test {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().what);
  if constexpr (!std::is_void_v<T>) return *std::move(result);
}

std::unique_ptr<journal::Journal> open(std::filesystem::path const& ledger, bool read_only) {
  journal::Config config;
  config.dir = ledger;
  config.read_only = read_only;
  config.verify_in_background = false;
  return must(journal::Journal::open(config));
}

}  // namespace

std::vector<ledger::Event> events_in(std::filesystem::path const& ledger) {
  auto const journal = open(ledger, true);
  std::vector<ledger::Event> events;
  auto const records = must(journal->read(Position{1}, 1'000'000, 1ULL << 30U));
  for (std::size_t i = 0; i < records.size(); ++i) {
    events.push_back(must(codec::decode_event(records[i])));
  }
  return events;
}

void write_anew(std::filesystem::path const& ledger, std::filesystem::path const& into,
                std::vector<ledger::Event> const& events) {
  std::filesystem::copy(ledger, into, std::filesystem::copy_options::recursive);
  for (auto const* const name : {"journal", "HEAD", "LOCK", "views", "checkpoint", "address"}) {
    std::filesystem::remove_all(into / name);
  }
  must(journal::Journal::create(into));
  auto const journal = open(into, false);
  for (auto const& event : events) {
    journal::Records block;
    block.append(codec::encode_event(event));
    must(journal->append(event.envelope.position, block));
  }
}

}  // namespace gl::system_test
