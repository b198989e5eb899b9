#include "tools/common/config_file.h"

#include <spdlog/fmt/fmt.h>
#include <toml++/toml.h>

#include <functional>
#include <limits>
#include <map>

namespace gl::tools {
namespace {

constexpr std::int64_t format = 1;

std::unexpected<Error> bad(std::string const& file, std::string const& key,
                           std::string const& why) {
  return fail(Errc::malformed, file + ": " + key + " " + why);
}

/// A value of the file on its way into the configuration.
struct Setting {
  std::string key;
  std::function<std::string(toml::node const&, LedgerConfig&)> take;  ///< why not, or empty
};

template <class Number>
Setting number(std::string key, Number LedgerConfig::* member, std::int64_t least,
               std::int64_t most) {
  return {std::move(key), [=](toml::node const& node, LedgerConfig& config) -> std::string {
            auto const value = node.value_exact<std::int64_t>();
            if (!value) return "must be a whole number";
            if (*value < least || *value > most) {
              return fmt::format("is {}, but must be from {} to {}", *value, least, most);
            }
            config.*member = static_cast<Number>(*value);
            return {};
          }};
}

Setting text(std::string key, std::string LedgerConfig::* member) {
  return {std::move(key), [=](toml::node const& node, LedgerConfig& config) -> std::string {
            auto const value = node.value_exact<std::string>();
            if (!value || value->empty()) return "must be a text in quotes";
            config.*member = *value;
            return {};
          }};
}

Setting choice(std::string key, bool LedgerConfig::* member, std::string no, std::string yes) {
  return {std::move(key), [=](toml::node const& node, LedgerConfig& config) -> std::string {
            auto const value = node.value_exact<std::string>();
            if (value != no && value != yes)
              return fmt::format("must be \"{}\" or \"{}\"", no, yes);
            config.*member = value == yes;
            return {};
          }};
}

Setting ledger_id() {
  return {"ledger.id", [](toml::node const& node, LedgerConfig& config) -> std::string {
            auto const value = node.value_exact<std::string>();
            auto const id = parse_uuid(value.value_or(""));
            if (!id) return "must be the ledger's UUID";
            config.ledger = *id;
            return {};
          }};
}

std::vector<Setting> settings() {
  constexpr std::int64_t gib = std::int64_t{1} << 30U;
  return {
      ledger_id(),
      text("ledger.name", &LedgerConfig::name),
      choice("ledger.clock", &LedgerConfig::simulated_clock, "system", "simulated"),
      text("server.listen", &LedgerConfig::listen),
      number("server.connections_max", &LedgerConfig::connections_max, 1, 100'000),
      number("server.idle_timeout_s", &LedgerConfig::idle_timeout_s, 1, 86'400),
      number("server.handshake_timeout_s", &LedgerConfig::handshake_timeout_s, 1, 300),
      number("server.frame_bytes_max", &LedgerConfig::frame_bytes_max, 65'536, 64 << 20),
      number("server.in_flight_max", &LedgerConfig::in_flight_max, 1, 4'096),
      number("server.queue_commands_max", &LedgerConfig::queue_commands_max, 8'192, 10'000'000),
      number("server.io_threads", &LedgerConfig::io_threads, 1, 64),
      choice("journal.witness", &LedgerConfig::witness_each, "lazy", "each"),
      number("journal.wal_bytes_max", &LedgerConfig::wal_bytes_max, 1 << 20, 16 * gib),
      number("views.run_events", &LedgerConfig::run_events, 256, 10'000'000),
      number("views.snapshot_events", &LedgerConfig::snapshot_events, 256, 1'000'000'000),
      text("log.level", &LedgerConfig::log_level),
  };
}

Result<void> check_format(toml::table const& table, std::string const& file) {
  auto const found = table["format"].value<std::int64_t>();
  if (found == format) return {};
  if (found && *found > format) {
    return fail(Errc::newer_format,
                fmt::format("{} has format {}, this program knows format {}: use the version that "
                            "wrote it",
                            file, *found, format));
  }
  return bad(file, "format", fmt::format("must be {}", format));
}

}  // namespace

Result<LedgerConfig> parse_config(std::string_view text, std::string const& file) try {
  auto const root = toml::parse(text);
  if (auto known = check_format(root, file); !known) return std::unexpected(known.error());
  std::map<std::string, Setting> by_key;
  for (auto& setting : settings()) by_key.emplace(setting.key, setting);
  LedgerConfig config;
  for (auto const& [section, node] : root) {
    std::string const name{section.str()};
    if (name == "format") continue;
    auto const* const table = node.as_table();
    if (table == nullptr) return bad(file, name, "is not a section that this program knows");
    for (auto const& [key, value] : *table) {
      auto const full = name + "." + std::string{key.str()};
      auto const setting = by_key.find(full);
      if (setting == by_key.end()) return bad(file, full, "is not a key that this program knows");
      if (auto const why = setting->second.take(value, config); !why.empty()) {
        return bad(file, full, why);
      }
    }
  }
  if (config.ledger.is_nil()) return bad(file, "ledger.id", "is missing");
  return config;
} catch (toml::parse_error const& problem) {
  return fail(Errc::malformed, fmt::format("{} line {}: {}", file, problem.source().begin.line,
                                           problem.description()));
}

std::string to_toml(LedgerConfig const& config) {
  return fmt::format(
      R"(# A ledger of grandlivre. Changes count from the server's next start.
format = 1

[ledger]
id = "{}"
name = "{}"
clock = "{}"                 # as made by init; "simulated" is for training and tests only

[server]
listen = "{}"
connections_max = {}
idle_timeout_s = {}
handshake_timeout_s = {}
frame_bytes_max = {}      # at most 67108864
in_flight_max = {}             # requests of one connection
queue_commands_max = {}     # commands waiting to be decided
io_threads = {}

[journal]
witness = "{}"               # "each": the head witness is synced before every answer
wal_bytes_max = {}

[views]
run_events = {}             # events of one sorted run
snapshot_events = {}       # events between two snapshots of the state

[log]
level = "{}"
)",
      to_string(config.ledger), config.name, config.simulated_clock ? "simulated" : "system",
      config.listen, config.connections_max, config.idle_timeout_s, config.handshake_timeout_s,
      config.frame_bytes_max, config.in_flight_max, config.queue_commands_max, config.io_threads,
      config.witness_each ? "each" : "lazy", config.wal_bytes_max, config.run_events,
      config.snapshot_events, config.log_level);
}

}  // namespace gl::tools
