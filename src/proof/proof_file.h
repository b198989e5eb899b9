#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "proof/tree_proof.h"

/// Proofs as files, checked without the log: docs/proofs.md.
namespace gl::proof {

/// Most bytes of a proof file: an event of 65,535 bytes, two paths, a checkpoint.
inline constexpr std::size_t proof_file_bytes_max = 2U << 20;

/// That an entry stands in a log, as C2SP's tlog-proof has it. `extra` is ours to fill: the entry
/// itself, so that the file is all that one needs beside the key.
struct InclusionFile {
  Bytes extra;
  std::uint64_t index = 0;  ///< of the leaf, from 0
  HashPath path;
  std::string checkpoint;  ///< the note, as the log issued it

  friend bool operator==(InclusionFile const&, InclusionFile const&) = default;
};

/// That a log at `newer` begins with the log at `older`, and that both begin the log of the
/// checkpoint. C2SP has no file for it; this one is ours.
struct ConsistencyFile {
  TreeHead older;
  HashPath path;  ///< from older to newer
  TreeHead newer;
  HashPath checkpoint_path;  ///< from newer to the checkpoint's tree
  std::string checkpoint;

  friend bool operator==(ConsistencyFile const&, ConsistencyFile const&) = default;
};

inline constexpr std::string_view inclusion_header = "c2sp.org/tlog-proof@v1";
inline constexpr std::string_view consistency_header = "grandlivre/consistency-proof@v1";

[[nodiscard]] std::string to_string(InclusionFile const& file);
[[nodiscard]] std::string to_string(ConsistencyFile const& file);

/// Errors: malformed (naming the line), too_large. The checkpoint is taken as it stands.
[[nodiscard]] Result<InclusionFile> parse_inclusion_file(std::string_view text);
[[nodiscard]] Result<ConsistencyFile> parse_consistency_file(std::string_view text);

}  // namespace gl::proof
