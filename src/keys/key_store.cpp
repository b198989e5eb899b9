#include "keys/key_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <system_error>
#include <vector>

#include "keys/files.h"
#include "keys/personal_fields.h"
#include "keys/sealing.h"

namespace gl::keys {
namespace {

constexpr int format = 1;
constexpr std::size_t record_bytes = 108;
constexpr char const* master_variable = "GRANDLIVRE_MASTER_KEY";

/// A disk writes so many bytes or none of them.
constexpr std::uint64_t sector_bytes = 512;

struct Subject {
  SubjectToken token{};
  Hash label{};
  Key key{};  ///< zero: erased in memory, and on disk as soon as a write succeeds
  std::uint64_t offset = 0;
};

bool all_zero(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{}; });
}

/// Whether a record that does not open is one whose erasure was cut off: zeros up to a border of
/// sectors, or from there on. By chance no record looks so: at least four of its bytes are random.
bool is_half_erased(ByteView record, std::uint64_t offset) {
  auto const border = sector_bytes - offset % sector_bytes;
  if (border >= record.size()) return false;
  return all_zero(record.first(border)) || all_zero(record.subspan(border));
}

Result<void> write_at(int descriptor, std::uint64_t offset, ByteView bytes,
                      std::filesystem::path const& path) {
  while (!bytes.empty()) {
    auto const written =
        ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return io_error("cannot write", path);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return {};
}

Result<Key> read_master_key(std::filesystem::path const& keys) {
  char const* const from_environment = std::getenv(master_variable);
  std::string text;
  if (from_environment != nullptr) {
    text = from_environment;
  } else {
    auto file = read_file(keys / "master.key");
    if (!file) return std::unexpected(file.error());
    text = std::move(*file);
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  auto const key = hash_from_hex(text);
  if (!key) {
    return fail(Errc::malformed,
                std::string{"the master key ("} +
                    (from_environment != nullptr ? master_variable : "keys/master.key") +
                    ") must be 64 hexadecimal digits: " + key.error().what);
  }
  return *key;
}

class FileKeyStore final : public KeyStore {
 public:
  FileKeyStore(std::filesystem::path file, int descriptor, Key const& master, Random& random)
      : path_(std::move(file)),
        file_(descriptor),
        random_(random),
        label_key_(keyed_hash(master, as_bytes("subject labels"))),
        wrapping_key_(keyed_hash(master, as_bytes("subject keys"))) {}

  ~FileKeyStore() override {
    for (auto& [token, subject] : subjects_) wipe(subject.key);
  }

  /// `records`: the file's whole records. What an erasure left half done is done.
  Result<void> load(ByteView records) {
    std::vector<std::uint64_t> half_erased;
    for (; end_ < records.size(); end_ += record_bytes) {
      auto const record = records.subspan(end_, record_bytes);
      if (all_zero(record) || take_record(record, end_)) continue;
      if (!is_half_erased(record, end_)) {
        return fail(Errc::corrupt, "record " + std::to_string(end_ / record_bytes + 1) + " of " +
                                       path_.string() +
                                       " does not open with this master key: is it the key of "
                                       "another ledger, or is the file damaged or put together?");
      }
      half_erased.push_back(end_);
    }
    // Only now is it known that the master key is the right one.
    return half_erased.empty() ? Result<void>{} : overwrite(half_erased);
  }

  Result<void> seal(std::span<ledger::Command> commands) override {
    std::scoped_lock const lock(mutex_);
    if (broken_) {
      return fail(Errc::io, "an earlier write to " + path_.string() +
                                " failed: restart the server once the disk is well again");
    }
    Bytes new_records;
    for (auto& command : commands) {
      for_each_personal_field(command, [&](std::string const& label, std::string_view field,
                                           ledger::PersonalText& text) {
        if (text.clear.empty()) return;
        auto const& subject = subject_of(label, new_records);
        text.sealed = seal_text(subject.key, subject.token, field, text.clear);
        std::ranges::fill(text.clear, '\0');
        text.clear.clear();
      });
    }
    return new_records.empty() ? Result<void>{} : keep(new_records);
  }

  Result<std::optional<std::string>> reveal(ledger::Sealed const& sealed) override {
    std::scoped_lock const lock(mutex_);
    auto const subject = subjects_.find(sealed.subject);
    if (subject == subjects_.end() || subject->second.key == Key{}) return std::nullopt;
    auto text = open_text(subject->second.key, sealed);
    if (!text) {
      return fail(Errc::corrupt,
                  "a sealed text of subject " + to_hex(sealed.subject) +
                      " does not open with the subject's key: is it as it stands in the event?");
    }
    return text;
  }

  Result<std::size_t> erase(std::span<SubjectToken const> subjects) override {
    std::scoped_lock const lock(mutex_);
    std::vector<std::uint64_t> offsets;
    for (auto const& token : subjects) {
      auto const found = subjects_.find(token);
      if (found == subjects_.end()) continue;
      auto& subject = found->second;
      offsets.push_back(subject.offset);
      forget(subject);
    }
    if (offsets.empty()) return 0;
    // Until this succeeds the subjects stay listed, so that a second call tries again.
    if (auto done = overwrite(offsets); !done) return std::unexpected(done.error());
    std::size_t erased = 0;
    for (auto const& token : subjects) erased += subjects_.erase(token);
    return erased;
  }

 private:
  /// On disk or never used again: a key that may be lost must not have sealed anything.
  Result<void> keep(ByteView new_records) {
    broken_ = true;
    if (auto done = write_at(file_.get(), end_, new_records, path_); !done) return done;
    if (::fdatasync(file_.get()) != 0) return io_error("cannot sync", path_);
    end_ += new_records.size();
    broken_ = false;
    return {};
  }

  /// Zeros in the place of these records, on disk.
  Result<void> overwrite(std::span<std::uint64_t const> offsets) {
    std::array<std::byte, record_bytes> const zeros{};
    for (auto const offset : offsets) {
      if (auto done = write_at(file_.get(), offset, zeros, path_); !done) return done;
    }
    if (::fdatasync(file_.get()) != 0) return io_error("cannot sync", path_);
    return {};
  }

  void forget(Subject& subject) {
    auto const labelled = by_label_.find(subject.label);
    if (labelled != by_label_.end() && labelled->second == &subject) by_label_.erase(labelled);
    wipe(subject.label);
    wipe(subject.key);
  }

  Subject const& remember(Subject const& subject) {
    auto& kept = subjects_.emplace(subject.token, subject).first->second;
    by_label_.insert_or_assign(kept.label, &kept);
    return kept;
  }

  bool take_record(ByteView record, std::uint64_t offset) {
    Subject subject;
    std::array<std::byte, 12> nonce{};
    std::copy_n(record.begin(), 16, subject.token.begin());
    // Two keys of one subject: erasing would leave one of them.
    if (subjects_.contains(subject.token)) return false;
    std::copy_n(record.begin() + 16, 32, subject.label.begin());
    std::copy_n(record.begin() + 48, 12, nonce.begin());
    auto key = decrypt(wrapping_key_, nonce, record.subspan(60), record.first(48));
    if (!key || key->size() != subject.key.size()) return false;
    std::ranges::copy(*key, subject.key.begin());
    subject.offset = offset;
    remember(subject);
    wipe(*key);
    wipe(subject.key);
    return true;
  }

  Subject const& subject_of(std::string const& label_text, Bytes& new_records) {
    auto const label = keyed_hash(label_key_, as_bytes(label_text));
    if (auto const known = by_label_.find(label); known != by_label_.end()) return *known->second;
    Subject subject;
    subject.label = label;
    subject.offset = end_ + new_records.size();
    std::array<std::byte, 12> nonce{};
    random_.fill(subject.token);
    random_.fill(subject.key);
    random_.fill(nonce);
    Bytes record(subject.token.begin(), subject.token.end());
    record.insert(record.end(), label.begin(), label.end());
    auto const wrapped = encrypt(wrapping_key_, nonce, subject.key, record);
    record.insert(record.end(), nonce.begin(), nonce.end());
    record.insert(record.end(), wrapped.begin(), wrapped.end());
    new_records.insert(new_records.end(), record.begin(), record.end());
    auto const& kept = remember(subject);
    wipe(subject.key);
    return kept;
  }

  std::filesystem::path const path_;
  File const file_;
  Random& random_;
  Hash const label_key_;
  Key const wrapping_key_;
  std::mutex mutex_;
  bool broken_ = false;
  std::uint64_t end_ = 0;  ///< of the file: where the next record goes
  std::map<SubjectToken, Subject> subjects_;
  std::map<Hash, Subject const*> by_label_;
};

}  // namespace

Result<void> KeyStore::create(std::filesystem::path const& data_directory, Random& random) {
  auto const keys = data_directory / "keys";
  std::error_code problem;
  if (!std::filesystem::create_directories(keys, problem)) {
    return fail(Errc::exists, "cannot make " + keys.string() + ": " +
                                  (problem ? problem.message() : "it is there already"));
  }
  ::chmod(keys.c_str(), 0700);
  Key master{};
  random.fill(master);
  for (auto const& [name, text] :
       {std::pair{"FORMAT", std::to_string(format) + "\n"},
        std::pair{"master.key", to_hex(master) + "\n"}, std::pair{"subjects", std::string{}}}) {
    if (auto done = write_new_file(keys / name, text); !done) return done;
  }
  if (auto done = sync_directory(keys); !done) return done;
  return sync_directory(data_directory);
}

Result<std::unique_ptr<KeyStore>> KeyStore::open(std::filesystem::path const& data_directory,
                                                 Random& random) {
  auto const keys = data_directory / "keys";
  auto const version = read_file(keys / "FORMAT");
  if (!version) return std::unexpected(version.error());
  if (std::atoi(version->c_str()) != format) {
    return fail(Errc::newer_format, keys.string() + " has format " +
                                        version->substr(0, version->find('\n')) +
                                        ", this program knows format " + std::to_string(format) +
                                        ": use the version that wrote it");
  }
  auto const master = read_master_key(keys);
  if (!master) return std::unexpected(master.error());
  auto const path = keys / "subjects";
  auto const records = read_file(path);
  if (!records) return std::unexpected(records.error());
  int const descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return io_error("cannot open", path);
  auto store = std::make_unique<FileKeyStore>(path, descriptor, *master, random);
  // A torn last record was never used: a key is on disk whole before an event needs it.
  auto const whole = records->size() / record_bytes * record_bytes;
  if (whole != records->size() && ::ftruncate(descriptor, static_cast<off_t>(whole)) != 0) {
    return io_error("cannot cut the torn end of", path);
  }
  auto const loaded = store->load(as_bytes(*records).first(whole));
  if (!loaded) return std::unexpected(loaded.error());
  return store;
}

}  // namespace gl::keys
