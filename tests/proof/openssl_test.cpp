// What we sign, openssl's program verifies by itself: no code of ours between note and verdict but
// tools/note-to-openssl, which is a script.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include <gtest/gtest.h>

#include "proof/checkpoint.h"
#include "proof/merkle.h"

namespace gl::proof {
namespace {

namespace fs = std::filesystem;

class OpenSsl : public testing::Test {
 protected:
  OpenSsl() { fs::create_directories(dir_); }
  ~OpenSsl() override { fs::remove_all(dir_); }

  void write(std::string const& note) const { std::ofstream{dir_ / "note"} << note; }

  /// Takes the note apart and lets openssl verify it: its exit code.
  [[nodiscard]] int verify(std::string const& vkey) const {
    auto const command = GL_SOURCE_DIR "/tools/note-to-openssl " + (dir_ / "note").string() + " '" +
                         vkey + "' " + (dir_ / "out").string() + " > " +
                         (dir_ / "command").string() + " && sh " + (dir_ / "command").string() +
                         " > " + (dir_ / "verdict").string() + " 2>&1";
    return std::system(command.c_str());
  }

  fs::path dir_ = fs::temp_directory_path() / ("gl-openssl-" + std::to_string(::getpid()));
};

NoteSigner signer(std::string name, std::uint8_t seed) {
  NoteSigner made{std::move(name), SecretKey{}};
  made.secret.bytes.fill(std::byte{seed});
  return made;
}

TEST_F(OpenSsl, VerifiesACheckpointAlone) {
  auto const log = signer("grandlivre/a", 1);
  auto const note = sign_checkpoint({3, leaf_hash({})}, log);
  write(note);
  EXPECT_EQ(verify(to_string(log.verifier())), 0);
  auto changed = note;
  changed[changed.find('\n') + 1] = '4';  // the size
  write(changed);
  EXPECT_NE(verify(to_string(log.verifier())), 0);
  write(note);
  EXPECT_NE(verify(to_string(signer("grandlivre/a", 2).verifier())), 0);
}

TEST_F(OpenSsl, VerifiesThePublishedNotesAlone) {
  fs::copy_file(GL_SOURCE_DIR "/tests/data/proof/peter-neumann.note", dir_ / "note");
  EXPECT_EQ(verify("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"), 0);
  fs::copy_file(GL_SOURCE_DIR "/tests/data/proof/arche2025h1.checkpoint", dir_ / "note",
                fs::copy_options::overwrite_existing);
  EXPECT_EQ(verify("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"), 0);
}

}  // namespace
}  // namespace gl::proof
