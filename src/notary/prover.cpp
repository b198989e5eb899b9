#include "notary/prover.h"

#include <string>

#include "notary/rotation_file.h"
#include "proof/checkpoint.h"
#include "proof/merkle.h"

namespace gl::notary {
namespace {

std::string text(Position position) { return std::to_string(position.value()); }

Result<void> check_published(Published const& published, Position position) {
  if (position.value() <= published.tree.size) return {};
  return fail(Errc::busy, "position " + text(position) +
                              " is not in a signed checkpoint yet, the last one ends at " +
                              std::to_string(published.tree.size) + ": ask again in a second");
}

Error changed(Error const& error) {
  return {Errc::corrupt, "what is stored is not what was signed (" + error.what +
                             "): stop this ledger and restore it"};
}

}  // namespace

Result<proof::InclusionFile> prove_inclusion(journal::Journal const& journal, Tree const& tree,
                                             Published const& published, Position position) {
  auto event = journal.read_one(position);
  if (!event) return std::unexpected(event.error());
  if (auto const fine = check_published(published, position); !fine) {
    return std::unexpected(fine.error());
  }
  auto const index = position.value() - 1;
  auto path = proof::inclusion_path(tree.subtrees(), index, published.tree.size);
  if (!path) return std::unexpected(path.error());
  auto const holds = proof::check_inclusion(proof::leaf_hash(*event), index, *path, published.tree);
  if (!holds) return std::unexpected(changed(holds.error()));
  return proof::InclusionFile{*std::move(event), index, *std::move(path), published.note};
}

Result<proof::ConsistencyFile> prove_consistency(Tree const& tree, Published const& published,
                                                 Position older, Position newer) {
  if (newer == Position{}) newer = Position{published.tree.size};
  if (older == Position{} || older > newer) {
    return fail(Errc::usage, "between positions " + text(older) + " and " + text(newer) +
                                 " nothing can be proved: the first is at least 1 and not after "
                                 "the second");
  }
  if (auto const fine = check_published(published, newer); !fine) {
    return std::unexpected(fine.error());
  }
  proof::ConsistencyFile file;
  file.checkpoint = published.note;
  for (auto const& [head, position] : {std::pair{&file.older, older}, {&file.newer, newer}}) {
    auto const root = tree.root(position.value());
    if (!root) return std::unexpected(root.error());
    *head = {position.value(), *root};
  }
  struct Step {
    proof::TreeHead const& from;
    proof::TreeHead const& to;
    proof::HashPath& path;
  };
  for (auto const& [from, to, path] : {Step{file.older, file.newer, file.path},
                                       Step{file.newer, published.tree, file.checkpoint_path}}) {
    auto made = proof::consistency_path(tree.subtrees(), from.size, to.size);
    if (!made) return std::unexpected(made.error());
    path = *std::move(made);
    auto const holds = proof::check_consistency(from, to, path);
    if (!holds) return std::unexpected(changed(holds.error()));
  }
  return file;
}

Result<proof::InclusionFile> prove_rotation(journal::Journal const& journal, Tree const& tree,
                                            std::filesystem::path const& dir, Position position) {
  if (position == Position{}) {
    auto const last = last_rotation(dir);
    if (!last) return std::unexpected(last.error());
    position = *last;
  }
  auto note = read_rotation(dir, position);
  if (!note) return std::unexpected(note.error());
  auto const parsed = proof::parse_note(*note);
  auto const checkpoint = parsed ? proof::parse_checkpoint(parsed->text)
                                 : Result<proof::Checkpoint>{std::unexpected(parsed.error())};
  if (!checkpoint) return std::unexpected(changed(checkpoint.error()));
  if (checkpoint->tree.size > tree.size()) {
    return fail(Errc::busy, "the signed events are still read: ask again in a second");
  }
  return prove_inclusion(journal, tree, {checkpoint->tree, *std::move(note)}, position);
}

}  // namespace gl::notary
