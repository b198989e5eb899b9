#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "projections/exports.h"

namespace gl::tools {

/// The file of an export, or standard output. A file is written beside its name and gets it when it
/// is whole and synced: nobody ever sees half of it, and what is there already is not touched.
/// A device or a pipe is written as it is. A resource.
class ExportTarget final : public projections::TextOut {
 public:
  /// Empty or "-": standard output. Errors: exists, io.
  [[nodiscard]] static Result<std::unique_ptr<ExportTarget>> open(std::filesystem::path file);
  /// Removes what was not finished.
  ~ExportTarget() override;

  [[nodiscard]] Result<void> write(std::string_view text) override;
  /// Errors: io, exists (another program made it meanwhile).
  [[nodiscard]] Result<void> finish();

  [[nodiscard]] bool is_standard_output() const { return file_.empty(); }
  /// Where there is likely to be room for scratch files: beside the file.
  [[nodiscard]] std::filesystem::path scratch() const;
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  ExportTarget(std::filesystem::path file, std::filesystem::path part, int descriptor);
  [[nodiscard]] Result<void> flush();
  [[nodiscard]] std::unexpected<Error> problem(char const* what) const;

  std::filesystem::path file_;
  std::filesystem::path part_;  ///< empty: written in place
  int descriptor_;
  std::string buffer_;
  std::uint64_t bytes_ = 0;
};

}  // namespace gl::tools
