#include "tools/grandlivre/export_target.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "tools/common/text_file.h"

namespace gl::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t buffer_bytes = 1U << 20;

std::string why() { return std::strerror(errno); }

std::unexpected<Error> taken(fs::path const& file) {
  return fail(Errc::exists, file.string() +
                                " exists already: an export replaces nothing; name another file, "
                                "or move that one away");
}

}  // namespace

ExportTarget::ExportTarget(fs::path file, fs::path part, int descriptor)
    : file_(std::move(file)), part_(std::move(part)), descriptor_(descriptor) {}

ExportTarget::~ExportTarget() {
  if (descriptor_ >= 0 && !is_standard_output()) ::close(descriptor_);
  if (!part_.empty()) ::unlink(part_.c_str());
}

Result<std::unique_ptr<ExportTarget>> ExportTarget::open(fs::path file) {
  if (file.empty() || file == "-") {
    return std::unique_ptr<ExportTarget>{new ExportTarget{{}, {}, STDOUT_FILENO}};
  }
  std::error_code unknown;
  auto const status = fs::status(file, unknown);
  if (fs::is_regular_file(status) || fs::is_directory(status)) return taken(file);
  if (fs::exists(status)) {
    int const device = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
    if (device < 0) return fail(Errc::io, "cannot write " + file.string() + ": " + why());
    return std::unique_ptr<ExportTarget>{new ExportTarget{std::move(file), {}, device}};
  }
  auto part = file.string() + ".part-XXXXXX";
  int const made = ::mkostemp(part.data(), O_CLOEXEC);
  if (made < 0) return fail(Errc::io, "cannot make " + file.string() + ": " + why());
  auto const mask = ::umask(0);
  ::umask(mask);
  ::fchmod(made, 0666 & ~mask);
  return std::unique_ptr<ExportTarget>{new ExportTarget{std::move(file), part, made}};
}

fs::path ExportTarget::scratch() const {
  if (part_.empty()) return fs::temp_directory_path();
  auto const beside = part_.parent_path();
  return beside.empty() ? fs::path{"."} : beside;
}

std::unexpected<Error> ExportTarget::problem(char const* what) const {
  auto const name = is_standard_output() ? std::string{"standard output"} : file_.string();
  return fail(Errc::io, std::string{"cannot "} + what + " " + name + ": " + why() +
                            "; the export is not whole" +
                            (part_.empty() ? "" : " and nothing of it was kept"));
}

Result<void> ExportTarget::write(std::string_view text) {
  buffer_ += text;
  bytes_ += text.size();
  return buffer_.size() < buffer_bytes ? Result<void>{} : flush();
}

Result<void> ExportTarget::flush() {
  std::size_t done = 0;
  while (done < buffer_.size()) {
    auto const wrote = ::write(descriptor_, buffer_.data() + done, buffer_.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return problem("write");
    done += static_cast<std::size_t>(wrote);
  }
  buffer_.clear();
  return {};
}

Result<void> ExportTarget::finish() {
  if (auto done = flush(); !done) return done;
  if (is_standard_output()) return {};
  if (part_.empty()) {
    return ::close(std::exchange(descriptor_, -1)) == 0 ? Result<void>{} : problem("write");
  }
  if (::fsync(descriptor_) != 0) return problem("sync");
  if (::close(std::exchange(descriptor_, -1)) != 0) return problem("write");
  if (::renameat2(AT_FDCWD, part_.c_str(), AT_FDCWD, file_.c_str(), RENAME_NOREPLACE) != 0) {
    if (errno == EEXIST) return taken(file_);
    // A file system that cannot rename without replacing: nothing was there a moment ago.
    if (errno != EINVAL || ::rename(part_.c_str(), file_.c_str()) != 0) return problem("make");
  }
  auto const directory = scratch();
  part_.clear();
  return sync_directory(directory);
}

}  // namespace gl::tools
