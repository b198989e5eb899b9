#include "journal/witness.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include <spdlog/spdlog.h>

#include "base/check.h"
#include "proof/sha256.h"

namespace gl::journal {

namespace {

constexpr std::size_t slot_bytes = 4'096;
constexpr std::size_t slots = 2;
/// Half of the promised 100 ms: the sync itself takes time too.
constexpr std::chrono::milliseconds sync_after{50};

// Places in a slot. What stands between the frontier and the checksum is zero.
constexpr std::string_view magic = "GLHEAD";
constexpr std::size_t format_at = 6;
constexpr std::size_t sequence_at = 8;
constexpr std::size_t position_at = 16;
constexpr std::size_t root_at = 24;
constexpr std::size_t boot_id_at = 56;
constexpr std::size_t boot_id_bytes = 16;
constexpr std::size_t frontier_at = 72;
constexpr std::size_t checksum_at = slot_bytes - sizeof(Hash);
constexpr std::uint32_t witness_format = 1;

struct Slot {
  std::uint64_t sequence = 0;
  proof::Head head;
};

enum class SlotState { empty, readable, damaged };

template <class From>
void put(Bytes& slot, std::size_t at, From const& from) {
  std::ranges::copy(from, slot.begin() + static_cast<std::ptrdiff_t>(at));
}

Bytes slot_of(std::uint64_t sequence, proof::Head const& head, proof::Frontier const& frontier,
              Bytes const& boot_id) {
  Bytes slot(slot_bytes);
  put(slot, 0, as_bytes(magic));
  slot[format_at + 1] = static_cast<std::byte>(witness_format);
  put(slot, sequence_at, big_endian(sequence));
  put(slot, position_at, big_endian(head.position.value()));
  put(slot, root_at, head.root);
  put(slot, boot_id_at, boot_id);
  put(slot, frontier_at, frontier.to_bytes());
  put(slot, checksum_at, proof::sha256(ByteView{slot}.first(checksum_at)));
  return slot;
}

SlotState state_of(ByteView slot) {
  if (std::ranges::all_of(slot, [](std::byte byte) { return byte == std::byte{0}; })) {
    return SlotState::empty;
  }
  Hash const checksum = proof::sha256(slot.first(checksum_at));
  bool const whole = std::ranges::equal(slot.subspan(checksum_at), checksum) &&
                     std::ranges::equal(slot.first(magic.size()), as_bytes(magic));
  return whole ? SlotState::readable : SlotState::damaged;
}

struct Slots {
  std::optional<Slot> newest;
  std::size_t newest_index = slots - 1;
};

Error damaged(std::filesystem::path const& path, std::string const& why) {
  return {Errc::corrupt, path.string() + " " + why +
                             ", so that nobody can tell whether the end of the journal is missing: "
                             "restore the ledger from a backup"};
}

Result<Slots> read_slots(std::filesystem::path const& path) {
  auto const bytes = read_file(path, slots * slot_bytes + 1);
  if (!bytes && bytes.error().code == Errc::not_found) {
    return std::unexpected(damaged(path, "is missing"));
  }
  if (!bytes) return std::unexpected(bytes.error());
  if (bytes->size() != slots * slot_bytes) {
    return std::unexpected(damaged(path, "has not its 8,192 bytes"));
  }
  Slots found;
  std::size_t damaged_slots = 0;
  for (std::size_t i = 0; i < slots; ++i) {
    ByteView const slot = ByteView{*bytes}.subspan(i * slot_bytes, slot_bytes);
    SlotState const state = state_of(slot);
    damaged_slots += state == SlotState::damaged ? 1 : 0;
    if (state != SlotState::readable) continue;
    auto const format = std::to_integer<std::uint32_t>(slot[format_at]) << 8 |
                        std::to_integer<std::uint32_t>(slot[format_at + 1]);
    if (format > witness_format) {
      return std::unexpected(newer_format_error(path, format, witness_format));
    }
    Slot read{.sequence = from_big_endian(slot.subspan(sequence_at)),
              .head = {.position = Position{from_big_endian(slot.subspan(position_at))}}};
    std::memcpy(read.head.root.data(), slot.data() + root_at, sizeof(Hash));
    if (found.newest && found.newest->sequence > read.sequence) continue;
    found.newest = read;
    found.newest_index = i;
  }
  if (damaged_slots == slots) return std::unexpected(damaged(path, "is unreadable"));
  if (damaged_slots > 0) {
    spdlog::warn("event=witness_slot_damaged path={} slots={}", path.string(), damaged_slots);
  }
  return found;
}

/// Which boot of the machine this is: tells a crash of the process from one of the system.
Bytes read_boot_id() {
  auto const text = read_file("/proc/sys/kernel/random/boot_id", 64);
  if (!text) return Bytes(boot_id_bytes);
  std::string digits;
  std::ranges::copy_if(as_text(*text), std::back_inserter(digits),
                       [](char c) { return c != '-' && c != '\n'; });
  auto const id = from_hex(digits);
  return id && id->size() == boot_id_bytes ? *id : Bytes(boot_id_bytes);
}

}  // namespace

Result<void> Witness::create(std::filesystem::path const& path) {
  // Written out, not fallocated: overwriting extents that hold data needs no journal commit.
  auto const file = File::open(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!file) {
    std::error_code unknown;
    if (std::filesystem::exists(path, unknown))
      return fail(Errc::exists, path.string() + " exists");
    return std::unexpected(file.error());
  }
  if (auto const written = write_at(*file, Bytes(slots * slot_bytes), 0); !written) return written;
  if (::fsync(file->descriptor()) != 0) {
    return std::unexpected(system_error("sync " + path.string()));
  }
  return sync_directory(path.parent_path());
}

Result<std::optional<proof::Head>> Witness::read(std::filesystem::path const& path) {
  auto const found = read_slots(path);
  if (!found) return std::unexpected(found.error());
  if (!found->newest) return std::optional<proof::Head>{};
  return found->newest->head;
}

Result<std::unique_ptr<Witness>> Witness::open(std::filesystem::path const& path, bool each) {
  auto const found = read_slots(path);
  if (!found) return std::unexpected(found.error());
  auto file = File::open(path, O_WRONLY);
  if (!file) return std::unexpected(file.error());
  // What the page cache holds may never have reached the disk: make the newest slot safe first.
  if (::fdatasync(file->descriptor()) != 0) {
    return std::unexpected(system_error("sync " + path.string()));
  }
  std::uint64_t const sequence = found->newest ? found->newest->sequence + 1 : 1;
  return std::unique_ptr<Witness>(
      new Witness(std::move(*file), each, sequence, (found->newest_index + 1) % slots));
}

Witness::Witness(File file, bool each, std::uint64_t sequence, std::size_t slot)
    : file_(std::move(file)),
      each_(each),
      boot_id_(read_boot_id()),
      sequence_(sequence),
      slot_(slot) {
  if (!each_) syncer_ = std::jthread([this](std::stop_token stop) { keep_synced(stop); });
}

Witness::~Witness() {
  if (syncer_.joinable()) {
    syncer_.request_stop();
    syncer_.join();
  }
  std::scoped_lock const lock(mutex_);
  if (auto const synced = sync_locked(); !synced) {
    spdlog::error("event=witness_sync_failed error={}", synced.error().what);
  }
}

Result<void> Witness::write(proof::Head const& head, proof::Frontier const& frontier) {
  Bytes const slot = slot_of(sequence_++, head, frontier, boot_id_);
  std::scoped_lock const lock(mutex_);
  if (failure_) return std::unexpected(*failure_);
  if (auto const written = write_at(file_, slot, slot_ * slot_bytes); !written) return written;
  bool const was_clean = !dirty_;
  dirty_ = true;
  if (each_) return sync_locked();
  if (was_clean) written_.notify_one();
  return {};
}

void Witness::keep_synced(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    if (!written_.wait(lock, stop, [&] { return dirty_; })) return;
    // More heads may come while this waits; they go to the same slot and are synced with it.
    written_.wait_for(lock, stop, sync_after, [] { return false; });
    if (auto const synced = sync_locked(); !synced) {
      spdlog::error("event=witness_sync_failed error={}", synced.error().what);
      return;
    }
  }
}

Result<void> Witness::sync_locked() {
  if (!dirty_ || failure_) return {};
  if (::fdatasync(file_.descriptor()) != 0) {
    failure_ = system_error("sync HEAD");
    return std::unexpected(*failure_);
  }
  dirty_ = false;
  slot_ = (slot_ + 1) % slots;
  return {};
}

}  // namespace gl::journal
