#include <nlohmann/json.hpp>

#include "codec/event_codec.h"
#include "codec/json.h"
#include "proof/balance_proof.h"
#include "proof/merkle.h"
#include "proof/proof_file.h"
#include "tools/grandlivre-verify/verify.h"

namespace gl::verify {
namespace {

constexpr std::string_view for_whom =
    "For whoever trusts this key. Not proved: that what the event says is true, or what was left "
    "out of it.\n";

/// A file about one event says nothing of what came before, unless the trees are the same.
Result<void> compare_same(Trust const& trust, proof::TreeHead const& now) {
  if (!trust.since || *trust.since == now) return {};
  if (trust.since->size == now.size) return std::unexpected(forked(*trust.since, now));
  if (trust.since->size > now.size) return std::unexpected(rolled_back(*trust.since, now));
  return fail(Errc::usage, "this file alone does not show that the ledger of " +
                               std::to_string(now.size) + " events begins with the " +
                               std::to_string(trust.since->size) +
                               " of --since: check the file that `grandlivre prove --between " +
                               std::to_string(trust.since->size) + " " + std::to_string(now.size) +
                               "` writes, or an export of the whole");
}

Result<std::string> verify_inclusion(Trust const& trust, std::string_view text) {
  auto const proved = prove_event(trust, text);
  if (!proved) return std::unexpected(proved.error());
  auto const& tree = proved->checkpoint.checkpoint.tree;
  if (auto const same = compare_same(trust, tree); !same) return std::unexpected(same.error());
  auto const event = event_in_words(proved->file.extra);
  if (!event) return std::unexpected(event.error());
  auto const change = change_in_words(trust, *proved);
  if (!change) return std::unexpected(change.error());
  return "PROVED: the event below, byte for byte, is number " +
         std::to_string(proved->file.index + 1) + " of the " + std::to_string(tree.size) +
         " events that the ledger signed. Another event in its place would give another root.\n" +
         *change + std::string{for_whom} + describe(trust, proved->checkpoint) + *event;
}

Result<void> compare_with(Trust const& trust, proof::ConsistencyFile const& file,
                          proof::TreeHead const& signed_tree) {
  if (!trust.since) return {};
  for (auto const& tree : {file.older, file.newer, signed_tree}) {
    if (trust.since->size != tree.size) continue;
    if (*trust.since == tree) return {};
    return std::unexpected(forked(*trust.since, tree));
  }
  if (trust.since->size > signed_tree.size) {
    return std::unexpected(rolled_back(*trust.since, signed_tree));
  }
  return fail(Errc::usage,
              "the checkpoint of --since has " + std::to_string(trust.since->size) +
                  " events, the file speaks of " + std::to_string(file.older.size) + " and " +
                  std::to_string(file.newer.size) + ": make it with `grandlivre prove --between " +
                  std::to_string(trust.since->size) + " " + std::to_string(file.newer.size) + "`");
}

Result<std::string> verify_consistency(Trust const& trust, std::string_view text) {
  auto const file = proof::parse_consistency_file(text);
  if (!file) return std::unexpected(file.error());
  auto const checkpoint = open(trust, file->checkpoint);
  if (!checkpoint) return std::unexpected(checkpoint.error());
  auto const& tree = checkpoint->checkpoint.tree;
  // Before the hashes: another root at the same size is a fork, whatever the hashes lead to.
  if (auto const good = compare_with(trust, *file, tree); !good) {
    return std::unexpected(good.error());
  }
  if (auto const holds = proof::check_consistency(file->older, file->newer, file->path); !holds) {
    return std::unexpected(holds.error());
  }
  if (auto const holds = proof::check_consistency(file->newer, tree, file->checkpoint_path);
      !holds) {
    return std::unexpected(holds.error());
  }
  return "PROVED: the ledger of " + std::to_string(file->newer.size) + " events begins with the " +
         std::to_string(file->older.size) + " events that have root " + to_hex(file->older.root) +
         ": none was changed, removed or put between. Both begin the signed one.\n" +
         (trust.since ? "One of them is the checkpoint that you kept.\n"
                      : "Nobody's copy was compared: give --since a checkpoint kept elsewhere.\n") +
         describe(trust, *checkpoint);
}

/// The lines as they were sealed, and what it means that they are all.
std::string balances_in_words(proof::BalanceFile const& file, proof::SignedSeal const& seal,
                              proof::PartOfList const& part) {
  auto const& sealed = seal.sealed;
  auto const after =
      "after event " + std::to_string(seal.checkpoint.checkpoint.tree.size) +
      (sealed.effective ? ", counting what is dated up to " + to_string(*sealed.effective)
                        : std::string{});
  auto const count = part.lines.size();
  std::string text = "PROVED: ";
  text += count == 0   ? "there is no line"
          : count == 1 ? "this is the only line"
                       : "these are all " + std::to_string(count) + " lines";
  if (!file.prefix.empty()) {
    text += (count > 1 ? " that begin with \"" : " that begins with \"") + file.prefix + "\"";
  }
  text += " of the " + std::to_string(part.of_lines) + " that the ledger sealed " + after + ".\n";
  return text +
         "For whoever trusts this key. Not proved: that the events come to these balances; a "
         "replay of all of them shows it.\n";
}

Result<std::string> verify_balances(Trust const& trust, std::string_view text) {
  auto const file = proof::parse_balance_file(text);
  if (!file) return std::unexpected(file.error());
  auto const checkpoint = open(trust, file->seal);
  if (!checkpoint) return std::unexpected(checkpoint.error());
  auto const seal = proof::open_seal(file->seal, trust.keys);
  if (!seal) return std::unexpected(seal.error());
  auto const part = proof::check_pages(seal->sealed.list, file->prefix, file->pages);
  if (!part) return std::unexpected(part.error());
  auto const same = compare_same(trust, checkpoint->checkpoint.tree);
  if (!same) return std::unexpected(same.error());
  auto words = balances_in_words(*file, *seal, *part) + describe(trust, *checkpoint);
  for (auto const& line : part->lines) words += line + "\n";
  return words;
}

Result<std::string> verify_checkpoint(Trust const& trust, std::string_view text) {
  auto const checkpoint = open(trust, text);
  if (!checkpoint) return std::unexpected(checkpoint.error());
  auto const same = compare_same(trust, checkpoint->checkpoint.tree);
  if (!same) return std::unexpected(same.error());
  return "PROVED: the ledger signed this checkpoint. What it holds is proved by files of "
         "`grandlivre prove`, or by an export.\n" +
         describe(trust, *checkpoint);
}

}  // namespace

Result<std::string> event_in_words(ByteView event) {
  auto const line = codec::event_to_json(event);
  if (!line) return std::unexpected(line.error());
  auto const json = nlohmann::ordered_json::parse(*line);
  constexpr int indent = 2;
  std::string text = json.dump(indent) + "\n";
  if (json.value("event_type", "").starts_with("unknown")) {
    text += "The type of this event is newer than this program: it is proved, but not explained.\n";
  }
  return text;
}

Result<std::string> verify_file(Trust const& trust, std::string_view text) {
  if (text.starts_with(proof::inclusion_header)) return verify_inclusion(trust, text);
  if (text.starts_with(proof::consistency_header)) return verify_consistency(trust, text);
  if (text.starts_with(proof::balance_header)) return verify_balances(trust, text);
  return verify_checkpoint(trust, text);
}

}  // namespace gl::verify
