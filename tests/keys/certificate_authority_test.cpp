#include "keys/certificate_authority.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace gl::keys {
namespace {

namespace fs = std::filesystem;

/// Another program's word on our certificates: the openssl tool.
class CertificateTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "gl-ca-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
    auto authority = make_authority("test ledger", SystemClock{}.now());
    ASSERT_TRUE(authority);
    authority_ = *authority;
    write("ca.crt", authority_.certificate);
  }
  void TearDown() override { fs::remove_all(directory_); }

  void write(std::string const& name, std::string const& text) {
    std::ofstream{directory_ / name} << text;
  }
  [[nodiscard]] bool openssl(std::string const& words) const {
    auto const line = "cd " + directory_.string() + " && openssl " + words + " >out 2>&1";
    return std::system(line.c_str()) == 0;
  }
  [[nodiscard]] std::string output() const {
    std::ifstream file{directory_ / "out"};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  Identity authority_;
  fs::path directory_;
};

TEST_F(CertificateTest, ClientsAreVerifiedByOpensslAgainstTheLedgersAuthority) {
  auto const client = issue_client(authority_, "anne", ledger::Role::officer, SystemClock{}.now());
  ASSERT_TRUE(client);
  write("anne.crt", client->certificate);
  EXPECT_TRUE(openssl("verify -purpose sslclient -CAfile ca.crt anne.crt")) << output();
  EXPECT_FALSE(openssl("verify -purpose sslserver -CAfile ca.crt anne.crt"));
  ASSERT_TRUE(openssl("x509 -noout -subject -in anne.crt"));
  EXPECT_NE(output().find("OU = officer, CN = anne"), std::string::npos) << output();
}

TEST_F(CertificateTest, ServersAreVerifiedForTheirHostNamesAndNoOther) {
  auto const server = issue_server(authority_, "ledger.example", SystemClock{}.now());
  ASSERT_TRUE(server);
  write("server.crt", server->certificate);
  for (auto const* const name :
       {"-verify_hostname localhost", "-verify_ip 127.0.0.1", "-verify_hostname ledger.example"}) {
    EXPECT_TRUE(
        openssl("verify -purpose sslserver -CAfile ca.crt " + std::string{name} + " server.crt"))
        << output();
  }
  EXPECT_FALSE(openssl("verify -CAfile ca.crt -verify_hostname elsewhere.example server.crt"));
}

TEST_F(CertificateTest, OfAnotherAuthorityAreNotVerified) {
  auto const other = make_authority("other ledger", SystemClock{}.now());
  auto const client = issue_client(*other, "anne", ledger::Role::officer, SystemClock{}.now());
  ASSERT_TRUE(client);
  write("anne.crt", client->certificate);
  EXPECT_FALSE(openssl("verify -CAfile ca.crt anne.crt"));
}

TEST_F(CertificateTest, RefusesAPersonWhoseNameWouldReadAsARole) {
  auto const refused =
      issue_client(authority_, "anne/officer", ledger::Role::officer, SystemClock{}.now());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find("anne/officer"), std::string::npos);
}

}  // namespace
}  // namespace gl::keys
