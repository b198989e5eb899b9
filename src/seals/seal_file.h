#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.h"
#include "proof/balance_proof.h"
#include "seals/list.h"

namespace gl::seals {

/// A seal as it is kept: the note, and what it says.
struct Kept {
  Point point;
  proof::PagesRoot list;
  std::string note;

  friend bool operator==(Kept const&, Kept const&) = default;
};

/// By position, then by day, none first.
using SealsByPoint = std::map<Point, Kept>;

/// Most seals of a ledger: one a day for some hundred years.
inline constexpr std::size_t seals_max = 100'000;

/// `seals/` of a data directory: a file for each, POSITION[.YYYY-MM-DD].seal.
[[nodiscard]] std::filesystem::path seal_directory(std::filesystem::path const& dir);

/// Opens all of them; none if there is no directory. Files with another ending are passed over.
/// Errors: corrupt (one that no key signed which may, or that is not of its name's point),
/// too_large, io.
[[nodiscard]] Result<SealsByPoint> read_seals(std::filesystem::path const& dir,
                                              proof::KeyHistory const& keys);

/// The same whoever signed them: for a reader without the keys, who leaves that to `verify`.
[[nodiscard]] Result<SealsByPoint> read_unverified_seals(std::filesystem::path const& dir);

/// Keeps one, durably. Errors: io.
[[nodiscard]] Result<void> write_seal(std::filesystem::path const& dir, Kept const& seal);

}  // namespace gl::seals
