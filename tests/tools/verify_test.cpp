// What verifies believes nothing: every file of an export and every proof is spoilt in every way
// that we could think of, and each time a sentence says what is wrong.
#include "tools/grandlivre-verify/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "codec/event_codec.h"
#include "proof/merkle.h"
#include "proof/proof_file.h"
#include "proof/tiles.h"
#include "tools/grandlivre/export_tiles.h"

namespace gl::tools {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view ledger_id = "0155a2f0-9a80-7abc-9def-0123456789ab";
constexpr std::string_view other_id = "0155a2f0-9a80-7abc-9def-0123456789ac";

Bytes event_at(std::uint64_t position, std::string_view ledger, std::string name) {
  ledger::Event event;
  event.envelope.position = Position{position};
  event.body = ledger::LedgerCreated{parse_uuid(ledger).value(), false, std::move(name)};
  return codec::encode_event(event);
}

/// A log in memory, signed with a key of its own: a server could be like this, or lie.
class MadeUpLog final : public LogSource {
 public:
  explicit MadeUpLog(std::size_t count, std::string_view ledger = ledger_id,
                     std::uint8_t secret = 1) {
    signer_.name = "grandlivre/" + std::string{ledger};
    signer_.secret.bytes.fill(std::byte{secret});
    for (std::uint64_t i = 1; i <= count; ++i) {
      all_.push_back(event_at(i, ledger, "event " + std::to_string(i)));
    }
  }

  /// Writes another history from `position` on.
  void rewrite(std::uint64_t position) {
    all_.at(position - 1) = event_at(position, ledger_id, "something else");
  }

  [[nodiscard]] std::string key() const { return to_string(signer_.verifier()); }
  [[nodiscard]] proof::NoteSigner const& signer() const { return signer_; }
  [[nodiscard]] std::string note(std::uint64_t size) const {
    return proof::sign_checkpoint({size, proof::tree_root(subtrees(), size).value()}, signer_);
  }

  client::Response<wire::CheckpointReply> checkpoint() override {
    return wire::CheckpointReply{note(all_.size()), key()};
  }
  client::Response<proof::InclusionFile> inclusion(Position position) override {
    auto const index = position.value() - 1;
    return proof::InclusionFile{all_.at(index), index,
                                proof::inclusion_path(subtrees(), index, all_.size()).value(),
                                note(all_.size())};
  }
  client::Response<proof::InclusionFile> rotation(Position position) override {
    return inclusion(position);
  }
  client::Response<proof::ConsistencyFile> consistency(Position older, Position newer) override {
    auto const tree = [&](Position at) {
      return proof::TreeHead{at.value(), proof::tree_root(subtrees(), at.value()).value()};
    };
    return proof::ConsistencyFile{
        tree(older), proof::consistency_path(subtrees(), older.value(), newer.value()).value(),
        tree(newer), proof::consistency_path(subtrees(), newer.value(), all_.size()).value(),
        note(all_.size())};
  }
  client::Response<Position> head() override { return Position{all_.size()}; }
  client::Response<std::set<ledger::SubjectToken>> erased() override { return {}; }
  client::Response<std::vector<Bytes>> events(Position from, Position last) override {
    auto const begin = all_.begin() + static_cast<std::ptrdiff_t>(from.value() - 1);
    auto const count = std::min<std::uint64_t>(100, last.value() - from.value() + 1);
    return std::vector<Bytes>{begin, begin + static_cast<std::ptrdiff_t>(count)};
  }

 private:
  [[nodiscard]] proof::Subtrees subtrees() const {
    return [this](unsigned height, std::uint64_t index) -> Result<Hash> {
      proof::Frontier frontier;
      for (auto i = index << height; i < (index + 1) << height; ++i) {
        frontier.append(proof::leaf_hash(all_.at(i)));
      }
      return frontier.root();
    };
  }

  proof::NoteSigner signer_;
  std::vector<Bytes> all_;
};

class Verify : public ::testing::Test {
 protected:
  Verify() {
    fs::remove_all(dir_);
    fs::create_directories(dir_);
  }
  ~Verify() override { fs::remove_all(dir_); }

  fs::path write(std::string const& name, std::string_view text) const {
    std::ofstream{dir_ / name, std::ios::binary} << text;
    return dir_ / name;
  }
  static std::string text_of(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  static Result<std::string> check(fs::path const& path, std::string const& key,
                                   fs::path const& since = {}) {
    return verify::verify({path, key, since, {}});
  }
  fs::path exported(MadeUpLog& log, std::string const& name = "export") const {
    auto const done = export_tiles(log, dir_ / name);
    EXPECT_TRUE(done) << done.error().sentence;
    return dir_ / name;
  }

  fs::path dir_ = fs::temp_directory_path() / ("gl-verify-" + std::to_string(::getpid()));
};

TEST_F(Verify, ProvesAnEventAndShowsIt) {
  MadeUpLog log{300};
  auto const file = write("p", to_string(log.inclusion(Position{22}).value()));
  auto const proved = check(file, log.key());
  ASSERT_TRUE(proved) << proved.error().what;
  EXPECT_THAT(*proved, StartsWith("PROVED: the event below, byte for byte, is number 22 of the "
                                  "300 events that the ledger signed."));
  EXPECT_THAT(*proved, HasSubstr("\"name\": \"event 22\""));
  EXPECT_THAT(*proved, HasSubstr("witness     none was asked for"));
}

TEST_F(Verify, TakesNoProofInWhichAnyBitIsAnother) {
  MadeUpLog log{20};
  auto const good = to_string(log.inclusion(Position{7}).value());
  auto const growth = to_string(log.consistency(Position{7}, Position{13}).value());
  verify::Trust trust{proof::parse_verifier_key(log.key()).value(), {}, {}};
  ASSERT_TRUE(verify::verify_file(trust, good));
  ASSERT_TRUE(verify::verify_file(trust, growth));
  for (auto const& text : {good, growth}) {
    for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
      auto changed = text;
      changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
      EXPECT_FALSE(verify::verify_file(trust, changed)) << "bit " << bit;
    }
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
      EXPECT_FALSE(verify::verify_file(trust, text.substr(0, cut))) << "cut at " << cut;
    }
  }
}

TEST_F(Verify, NeedsTheKeyOfThatLedger) {
  MadeUpLog log{20};
  MadeUpLog const other{20, other_id, 2};
  MadeUpLog const forger{20, ledger_id, 3};
  auto const file = write("p", to_string(log.inclusion(Position{7}).value()));
  auto const foreign = check(file, other.key());
  EXPECT_EQ(foreign.error().code, Errc::not_found);
  EXPECT_THAT(foreign.error().what, HasSubstr("is another ledger's"));
  EXPECT_FALSE(check(file, forger.key()));
  EXPECT_EQ(check(file, "nonsense").error().code, Errc::usage);
  EXPECT_TRUE(check(file, write("key", log.key() + "\n")));
}

TEST_F(Verify, TakesTheEventsOwnWordForItsNumber) {
  MadeUpLog log{20};
  auto file = log.inclusion(Position{7}).value();
  // A ledger that signs one event at another's place.
  MadeUpLog lying{0};
  auto const bytes = event_at(9, ledger_id, "event 9");
  file.extra = bytes;
  file.index = 0;
  file.path.clear();
  file.checkpoint = proof::sign_checkpoint({1, proof::leaf_hash(bytes)}, log.signer());
  auto const verdict = check(write("p", to_string(file)), log.key());
  EXPECT_THAT(verdict.error().what,
              HasSubstr("the event says that it is number 9, the proof that it is number 1"));
}

TEST_F(Verify, ShowsAnEventOfALaterVersionAsSuch) {
  MadeUpLog log{1};
  auto bytes = event_at(1, ledger_id, "from the future");
  // The discriminant of the body's union: the type's number, in a version that has more of them.
  for (std::size_t at = 0; at + 1 < bytes.size(); ++at) {
    auto changed = bytes;
    changed[at] = std::byte{0x39};
    changed[at + 1] = std::byte{0x30};
    auto const header = codec::peek(changed);
    if (!header || header->type != 12'345) continue;
    auto const words = verify::event_in_words(changed);
    ASSERT_TRUE(words) << words.error().what;
    EXPECT_THAT(*words, HasSubstr("unknown (type 12345)"));
    EXPECT_THAT(*words, HasSubstr("it is proved, but not explained"));
    return;
  }
  FAIL() << "no place for the type was found";
}

TEST_F(Verify, ComparesWithTheCheckpointThatWasKept) {
  MadeUpLog log{300};
  auto const kept = write("kept", log.note(100));
  auto const growth = log.consistency(Position{100}, Position{300}).value();
  auto const file = write("growth", to_string(growth));
  auto const proved = check(file, log.key(), kept);
  ASSERT_TRUE(proved) << proved.error().what;
  EXPECT_THAT(*proved, HasSubstr("One of them is the checkpoint that you kept."));

  // An insider rewrites history with all keys, but without the copy that was kept.
  MadeUpLog rewritten{300};
  rewritten.rewrite(42);
  auto const lie =
      write("lie", to_string(rewritten.consistency(Position{100}, Position{300}).value()));
  EXPECT_TRUE(check(lie, log.key()));
  auto const fork = check(lie, log.key(), kept);
  EXPECT_EQ(fork.error().code, Errc::corrupt);
  EXPECT_THAT(fork.error().what, StartsWith("FORK: the checkpoint kept from before has 100"));

  MadeUpLog cut{80};
  auto const shorter = write("shorter", cut.note(80));
  EXPECT_THAT(check(shorter, log.key(), kept).error().what, StartsWith("ROLLBACK"));
  EXPECT_TRUE(check(kept, log.key(), kept));
  // A file that says nothing about the two is no proof.
  auto const one = write("one", to_string(log.inclusion(Position{7}).value()));
  EXPECT_THAT(check(one, log.key(), kept).error().what, HasSubstr("prove --between 100 300"));
  EXPECT_FALSE(
      check(write("other", to_string(log.consistency(Position{90}, Position{300}).value())),
            log.key(), kept));
}

TEST_F(Verify, AsksForTheWitnessesThatWereNamed) {
  MadeUpLog log{20};
  proof::NoteSigner witness{"example/witness", proof::SecretKey{}};
  witness.secret.bytes.fill(std::byte{9});
  auto const key = to_string(proof::cosignature_verifier(witness));
  auto const alone = write("alone", log.note(20));
  EXPECT_EQ(verify::verify({alone, log.key(), {}, {key}}).error().code, Errc::not_found);
  auto note = proof::parse_note(log.note(20)).value();
  proof::add_cosignature(note, witness, 1'480'000'000);
  auto const seen = verify::verify({write("seen", to_string(note)), log.key(), {}, {key}});
  ASSERT_TRUE(seen) << seen.error().what;
  EXPECT_THAT(*seen, HasSubstr("example/witness saw it at 2016-11-24T15:06:40Z"));
}

TEST_F(Verify, WalksAnExportWhole) {
  for (std::size_t const count : {1U, 255U, 256U, 257U, 700U}) {
    MadeUpLog log{count};
    auto const dir = exported(log, "export-" + std::to_string(count));
    auto const proved = check(dir, log.key());
    ASSERT_TRUE(proved) << proved.error().what;
    EXPECT_THAT(*proved, StartsWith("PROVED: these are all " + std::to_string(count) + " events"));
    for (std::uint64_t since = 1; since <= count; since += 113) {
      EXPECT_TRUE(check(dir, log.key(), write("kept", log.note(since)))) << since;
    }
  }
}

TEST_F(Verify, NamesTheFirstDamageInAnExport) {
  MadeUpLog log{700};
  auto const dir = exported(log);
  std::size_t files = 0;
  for (auto const& entry : fs::recursive_directory_iterator{dir}) {
    if (!entry.is_regular_file()) continue;
    ++files;
    auto const good = text_of(entry.path());
    auto const name = entry.path().lexically_relative(dir).string();
    for (std::size_t at = 0; at < good.size(); at += 1 + good.size() / 61) {
      auto bad = good;
      bad[at] = static_cast<char>(bad[at] ^ (1 << at % 8));
      write(entry.path().lexically_relative(dir_).string(), bad);
      auto const verdict = check(dir, log.key());
      ASSERT_FALSE(verdict) << name << " at " << at;
      if (name == "checkpoint") continue;
      EXPECT_THAT(verdict.error().what, HasSubstr("DAMAGED: tile/"));
    }
    write(entry.path().lexically_relative(dir_).string(), good.substr(0, good.size() - 1));
    EXPECT_FALSE(check(dir, log.key())) << name << " truncated";
    write(entry.path().lexically_relative(dir_).string(), good + "x");
    EXPECT_FALSE(check(dir, log.key())) << name << " with a byte more";
    fs::remove(entry.path());
    auto const missing = check(dir, log.key());
    EXPECT_THAT(missing.error().what, HasSubstr(entry.path().filename().string()));
    write(entry.path().lexically_relative(dir_).string(), good);
  }
  EXPECT_EQ(files, 3U + 3 + 1 + 1);  // bundles, level 0, level 1, checkpoint
  EXPECT_TRUE(check(dir, log.key()));
}

TEST_F(Verify, SeesAForkAndARollbackInAnExport) {
  MadeUpLog log{700};
  auto const kept = write("kept", log.note(500));
  MadeUpLog rewritten{700};
  rewritten.rewrite(42);
  auto const fork = check(exported(rewritten, "fork"), log.key(), kept);
  EXPECT_THAT(fork.error().what, StartsWith("FORK: the checkpoint kept from before has 500"));
  MadeUpLog cut{400};
  EXPECT_THAT(check(exported(cut, "cut"), log.key(), kept).error().what, StartsWith("ROLLBACK"));
}

TEST_F(Verify, SaysWhenAnExportIsOfAnotherLedger) {
  MadeUpLog log{10};
  // The key signs under this ledger's name, but the first event creates another one.
  auto const first = event_at(1, other_id, "another");
  auto const dir = exported(log);
  Bytes bundle{std::byte{0}, static_cast<std::byte>(first.size())};
  bundle.insert(bundle.end(), first.begin(), first.end());
  fs::remove_all(dir / "tile");
  fs::create_directories(dir / "tile" / "0" / "000.p");
  fs::create_directories(dir / "tile" / "entries" / "000.p");
  std::ofstream{dir / "tile" / "entries" / "000.p" / "1", std::ios::binary} << as_text(bundle);
  auto const leaf = proof::leaf_hash(first);
  std::ofstream{dir / "tile" / "0" / "000.p" / "1", std::ios::binary} << as_text(ByteView{leaf});
  std::ofstream{dir / "checkpoint"} << proof::sign_checkpoint({1, leaf}, log.signer());
  EXPECT_THAT(check(dir, log.key()).error().what, HasSubstr("does not create the ledger"));
}

TEST_F(Verify, ExportsOnlyIntoANewDirectoryAndOnlyWhatWasSigned) {
  MadeUpLog log{10};
  auto const dir = exported(log);
  auto const again = export_tiles(log, dir);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().sentence, HasSubstr("is not empty"));
  // A server that shows other events than it signed.
  class Lying final : public LogSource {
   public:
    MadeUpLog honest{10}, other{10};
    Lying() { other.rewrite(3); }
    client::Response<wire::CheckpointReply> checkpoint() override { return honest.checkpoint(); }
    client::Response<proof::InclusionFile> inclusion(Position at) override {
      return honest.inclusion(at);
    }
    client::Response<proof::InclusionFile> rotation(Position at) override {
      return honest.rotation(at);
    }
    client::Response<proof::ConsistencyFile> consistency(Position a, Position b) override {
      return honest.consistency(a, b);
    }
    client::Response<Position> head() override { return honest.head(); }
    client::Response<std::set<ledger::SubjectToken>> erased() override { return {}; }
    client::Response<std::vector<Bytes>> events(Position from, Position last) override {
      return other.events(from, last);
    }
  } lying;
  auto const lie = export_tiles(lying, dir_ / "lie");
  ASSERT_FALSE(lie);
  EXPECT_THAT(lie.error().sentence, HasSubstr("what is stored is not what was signed"));
  EXPECT_FALSE(fs::exists(dir_ / "lie" / "checkpoint"));
}

TEST_F(Verify, SaysWhatIsNotThere) {
  MadeUpLog log{10};
  EXPECT_THAT(check(dir_ / "nothing", log.key()).error().what, HasSubstr("is it there"));
  EXPECT_THAT(check(dir_, log.key()).error().what, HasSubstr("checkpoint"));
  EXPECT_FALSE(check(write("empty", ""), log.key()));
  EXPECT_FALSE(check(write("noise", std::string(5'000, 'x')), log.key()));
}

}  // namespace
}  // namespace gl::tools
