#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "client/client.h"
#include "system/program.h"

namespace gl::system_test {

/// A ledger with a programme, a year's credits and an open call, and a report database beside it.
class SinkWorld {
 public:
  SinkWorld();

  [[nodiscard]] std::filesystem::path ledger() const { return directory_ / "ledger"; }
  [[nodiscard]] std::filesystem::path database() const { return directory_ / "report.db"; }

  /// A client as this identity of the ledger; throws the sentence of what is wrong.
  [[nodiscard]] std::unique_ptr<client::Client> connect(std::string const& identity) const;
  /// Takes projects from their application to a payment, some of which come back, until `over`.
  void write_until(std::atomic<bool> const& over) const;

  /// What `grandlivre-sqlite` is called with for this ledger; `sink_program` with its name.
  [[nodiscard]] std::vector<std::string> sink_words(std::vector<std::string> more) const;
  [[nodiscard]] std::vector<std::string> sink_program(std::vector<std::string> more) const;

 private:
  TemporaryDirectory directory_;
  std::unique_ptr<ServerProcess> server_;
};

}  // namespace gl::system_test
