#include "projections/rig.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <string>

#include "codec/event_codec.h"

namespace gl::projections::testing {

namespace {

std::filesystem::path fresh_directory() {
  static std::atomic<int> count{0};
  auto const path =
      std::filesystem::temp_directory_path() /
      ("gl-projections-" + std::to_string(::getpid()) + "-" + std::to_string(count++));
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  return path;
}

void must(Result<void> const& done) {
  if (!done) throw std::runtime_error(done.error().what);
}

}  // namespace

Rig::Rig(std::uint64_t run_events, std::uint64_t snapshot_events) {
  config.dir = fresh_directory();
  config.ledger.bytes.fill(std::byte{0x4c});
  config.run_events = run_events;
  config.snapshot_events = snapshot_events;
  must(journal::Journal::create(config.dir));
  journal::Config journal;
  journal.dir = config.dir;
  journal.verify_in_background = false;
  journal_ = value(journal::Journal::open(journal));
}

Rig::~Rig() {
  views_.reset();
  journal_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(config.dir, ignored);
}

void Rig::append(std::span<ledger::Event const> events) {
  for (std::size_t block = 1; !events.empty(); ++block) {
    auto const size = std::min(block, events.size());
    journal::Records records;
    for (auto const& event : events.first(size)) records.append(codec::encode_event(event));
    value(journal_->append(events.front().envelope.position, records));
    events = events.subspan(size);
  }
}

Result<std::unique_ptr<Views>> Rig::try_open() { return Views::open(config, *journal_); }

Views& Rig::open() {
  views_ = value(try_open());
  catch_up();
  return *views_;
}

void Rig::catch_up() {
  auto const head = journal_->watermark();
  auto const deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  if (views_->wait_for(head, deadline)) return;
  auto const failure = views_->failure();
  throw std::runtime_error(failure ? failure->what : "the views did not catch up in a minute");
}

void flip_byte(std::filesystem::path const& file, std::uint64_t offset) {
  std::fstream stream{file, std::ios::in | std::ios::out | std::ios::binary};
  stream.seekg(static_cast<std::streamoff>(offset));
  auto const byte = static_cast<char>(stream.get() ^ 1);
  stream.seekp(static_cast<std::streamoff>(offset));
  stream.put(byte);
  if (!stream) throw std::runtime_error("cannot change " + file.string());
}

}  // namespace gl::projections::testing
