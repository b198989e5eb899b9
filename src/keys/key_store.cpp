#include "keys/key_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <system_error>

#include "keys/personal_fields.h"
#include "keys/sealing.h"

namespace gl::keys {
namespace {

constexpr int format = 1;
constexpr std::size_t record_bytes = 108;
constexpr char const* master_variable = "GRANDLIVRE_MASTER_KEY";

struct Subject {
  SubjectToken token{};
  Key key{};
};

std::unexpected<Error> io_error(std::string const& what, std::filesystem::path const& path) {
  return fail(Errc::io, what + " " + path.string() + ": " + std::strerror(errno));
}

/// An open file that closes itself.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(File const&) = delete;
  File& operator=(File const&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

Result<void> sync_directory(std::filesystem::path const& path) {
  File const directory{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.get() < 0 || ::fsync(directory.get()) != 0) return io_error("cannot sync", path);
  return {};
}

Result<void> write_all(int descriptor, ByteView bytes, std::filesystem::path const& path) {
  while (!bytes.empty()) {
    auto const written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return io_error("cannot write", path);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> write_new_file(std::filesystem::path const& path, std::string_view text) {
  File const file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (file.get() < 0) return io_error("cannot make", path);
  if (auto done = write_all(file.get(), as_bytes(text), path); !done) return done;
  if (::fsync(file.get()) != 0) return io_error("cannot sync", path);
  return {};
}

Result<std::string> read_file(std::filesystem::path const& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) return fail(Errc::io, "cannot read " + path.string() + ": is it there, and readable?");
  return std::string{std::istreambuf_iterator<char>{file}, {}};
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

  Result<void> load(std::string_view records) {
    auto bytes = as_bytes(records);
    for (std::size_t number = 1; bytes.size() >= record_bytes; ++number) {
      if (!take_record(bytes.first(record_bytes))) {
        return fail(Errc::corrupt, "record " + std::to_string(number) + " of " + path_.string() +
                                       " does not open with this master key: is it the key of "
                                       "another ledger, or is the file damaged?");
      }
      bytes = bytes.subspan(record_bytes);
    }
    return {};
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
    auto const key = keys_.find(sealed.subject);
    if (key == keys_.end()) return std::nullopt;
    auto text = open_text(key->second, sealed);
    if (!text) {
      return fail(Errc::corrupt, "a sealed text of subject " + to_hex(sealed.subject) +
                                     " does not open with the subject's key");
    }
    return text;
  }

 private:
  /// On disk or never used again: a key that may be lost must not have sealed anything.
  Result<void> keep(ByteView new_records) {
    broken_ = true;
    if (auto done = write_all(file_.get(), new_records, path_); !done) return done;
    if (::fdatasync(file_.get()) != 0) return io_error("cannot sync", path_);
    broken_ = false;
    return {};
  }

  bool take_record(ByteView record) {
    Subject subject;
    Hash label{};
    std::array<std::byte, 12> nonce{};
    std::copy_n(record.begin(), 16, subject.token.begin());
    std::copy_n(record.begin() + 16, 32, label.begin());
    std::copy_n(record.begin() + 48, 12, nonce.begin());
    auto const key = decrypt(wrapping_key_, nonce, record.subspan(60), record.first(48));
    if (!key || key->size() != subject.key.size()) return false;
    std::ranges::copy(*key, subject.key.begin());
    keys_.emplace(subject.token, subject.key);
    subjects_.insert_or_assign(label, subject);
    return true;
  }

  Subject const& subject_of(std::string const& label_text, Bytes& new_records) {
    auto const label = keyed_hash(label_key_, as_bytes(label_text));
    if (auto const known = subjects_.find(label); known != subjects_.end()) return known->second;
    Subject subject;
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
    keys_.emplace(subject.token, subject.key);
    return subjects_.emplace(label, subject).first->second;
  }

  std::filesystem::path const path_;
  File const file_;
  Random& random_;
  Hash const label_key_;
  Key const wrapping_key_;
  std::mutex mutex_;
  bool broken_ = false;
  std::map<Hash, Subject> subjects_;
  std::map<SubjectToken, Key> keys_;
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
  int const descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (descriptor < 0) return io_error("cannot open", path);
  auto store = std::make_unique<FileKeyStore>(path, descriptor, *master, random);
  // A torn last record was never used: a key is on disk whole before an event needs it.
  auto const whole = records->size() / record_bytes * record_bytes;
  if (whole != records->size() && ::ftruncate(descriptor, static_cast<off_t>(whole)) != 0) {
    return io_error("cannot cut the torn end of", path);
  }
  if (auto loaded = store->load(*records); !loaded) return std::unexpected(loaded.error());
  return store;
}

}  // namespace gl::keys
