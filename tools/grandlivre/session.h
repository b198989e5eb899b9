#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "client/client.h"
#include "tools/grandlivre/render.h"

namespace CLI {
class App;
}

namespace gl::tools {

/// What the program ends with (design §8). Scripts rely on the numbers.
enum class ExitCode : int { done = 0, failed = 1, usage = 2, refused = 3, unknown_outcome = 4 };

enum class Output : std::uint8_t { table, json, csv };

/// The options in front of the verb.
struct Options {
  std::filesystem::path data;  ///< a data directory: gives address and identities
  std::string server;          ///< HOST:PORT
  std::string identity;        ///< CERTIFICATE,KEY,AUTHORITY: three PEM files
  std::string as;              ///< `anne` or `anne/officer`: an identity of the data directory
  Output output = Output::table;
  unsigned deadline_s = 10;
};

/// The options that say where the server is and as whom to speak: of every program that connects.
void add_connection_options(CLI::App& app, Options& options);

/// The code to end with after this.
[[nodiscard]] ExitCode exit_code_of(Error const& error);
[[nodiscard]] ExitCode exit_code_of(wire::Failure const& failure);

/// Says a sentence on standard error; the code to end with.
ExitCode complain(std::string_view sentence, ExitCode code = ExitCode::failed);
ExitCode complain(Error const& error);
ExitCode complain(wire::Failure const& failure);

/// A connection as the options say; `as` overrides theirs when not empty. Errors are sentences with
/// the way out.
[[nodiscard]] client::Response<std::unique_ptr<client::Client>> connect(Options const& options,
                                                                        std::string_view as = {});

/// Prints a view in the form asked for: as JSON `json`, else `table`, under `heading` for people.
void print(Options const& options, Json const& json, Table const& table,
           std::string_view heading = {});
/// Prints a line of JSON.
void print_json(Json const& json);

}  // namespace gl::tools
