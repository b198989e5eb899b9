#include "consumers/directory.h"

#include <algorithm>
#include <string>
#include <system_error>

#include "journal/files.h"

namespace gl::consumers {
namespace {

namespace fs = std::filesystem;

constexpr char const* directory_name = "consumers";
constexpr char const* extension = ".consumer";

}  // namespace

Result<Directory> Directory::open(fs::path const& dir) {
  auto const path = dir / directory_name;
  std::error_code error;
  fs::create_directory(path, error);
  if (error) return fail(Errc::io, "make " + path.string() + ": " + error.message());
  auto const format = journal::read_format(path);
  if (format && *format > consumers_format) {
    return std::unexpected(journal::newer_format_error(path, *format, consumers_format));
  }
  if (!format) {
    if (format.error().code != Errc::not_found) return std::unexpected(format.error());
    if (auto const put = journal::write_format(path, consumers_format); !put) {
      return std::unexpected(put.error());
    }
    if (auto const put = journal::sync_directory(dir); !put) return std::unexpected(put.error());
  }
  return Directory{path};
}

Result<std::vector<Record>> Directory::read_all() const {
  std::vector<fs::path> paths;
  std::error_code error;
  for (auto const& entry : fs::directory_iterator{path_, error}) {
    if (entry.path().extension() == extension) paths.push_back(entry.path());
  }
  if (error) return fail(Errc::io, "read " + path_.string() + ": " + error.message());
  std::ranges::sort(paths);
  std::vector<Record> records;
  for (auto const& path : paths) {
    auto const file = journal::read_file(path, record_bytes_max);
    if (!file) return std::unexpected(file.error());
    auto record = decode(*file);
    if (!record) {
      return fail(record.error().code,
                  path.string() + ": " + record.error().what +
                      ". Restore it from a backup; without the file the consumer is unknown, and "
                      "begins where its next subscription says");
    }
    if (path != file_of(record->name)) {
      return fail(Errc::corrupt, path.string() + " is the file of the consumer " +
                                     record->name.string() + ": give it its name back");
    }
    records.push_back(std::move(*record));
  }
  return records;
}

Result<void> Directory::write(ledger::ConsumerName const& name, ByteView file) const {
  return journal::write_file_durably(file_of(name), file);
}

Result<void> Directory::remove(ledger::ConsumerName const& name) const {
  std::error_code error;
  fs::remove(file_of(name), error);
  if (error) {
    return fail(Errc::io, "remove " + file_of(name).string() + ": " + error.message());
  }
  return journal::sync_directory(path_);
}

fs::path Directory::file_of(ledger::ConsumerName const& name) const {
  return path_ / (name.string() + extension);
}

}  // namespace gl::consumers
