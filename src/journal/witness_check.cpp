#include "journal/witness_check.h"

#include "journal/chain.h"
#include "journal/records.h"
#include "journal/witness.h"

namespace gl::journal {

Result<void> compare_with_witness(rocksdb::DB& database, rocksdb::ColumnFamilyHandle& blocks,
                                  proof::Head const& head, std::filesystem::path const& path) {
  auto const witness = Witness::read(path);
  if (!witness) return std::unexpected(witness.error());
  if (!*witness) return {};
  proof::Head const& seen = **witness;
  if (seen.position > head.position) {
    return fail(Errc::corrupt, "the journal ends at position " + text(head.position) +
                                   ", its head witness " + path.string() + " saw position " +
                                   text(seen.position) +
                                   ": the events between were acknowledged "
                                   "and are gone; restore from a backup that has them");
  }
  if (seen.position < head.position) {
    return check_passed_through(database, blocks, seen);
  }
  if (seen.root != head.root) {
    return fail(Errc::corrupt, "at position " + text(head.position) + " the journal has root " +
                                   to_hex(head.root) + ", its head witness saw " +
                                   to_hex(seen.root) + ": it was changed; restore from a backup");
  }
  return {};
}

}  // namespace gl::journal
