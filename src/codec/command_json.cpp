#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "codec/compose.h"
#include "codec/json.h"

namespace gl::codec {
namespace {

using Json = nlohmann::ordered_json;

/// Longest command taken as JSON; a command's own limits are far below.
constexpr std::size_t json_bytes_max = 1U << 20U;

/// Notices a key that one object has twice, which JSON allows and a ledger must not guess about.
class KeyWatch {
 public:
  bool operator()(int /*depth*/, Json::parse_event_t event, Json& parsed) {
    switch (event) {
      case Json::parse_event_t::object_start: open_.emplace_back(); break;
      case Json::parse_event_t::object_end: open_.pop_back(); break;
      case Json::parse_event_t::key: {
        auto const key = parsed.get<std::string>();
        if (!open_.back().insert(key).second && twice_.empty()) twice_ = key;
        break;
      }
      default: break;
    }
    return true;
  }
  [[nodiscard]] std::string const& twice() const { return twice_; }

 private:
  std::vector<std::set<std::string>> open_;
  std::string twice_;
};

/// Nothing but the byte: the parser's own words speak of its rules, not of ours.
std::unexpected<Error> broken(std::string_view json, std::size_t byte) {
  auto const at = std::min(byte == 0 ? 0 : byte - 1, json.size());
  auto const near = json.substr(at, 20);
  return fail(Errc::malformed, "this is not JSON: it breaks at byte " + std::to_string(at + 1) +
                                   (near.empty() ? ", where it ends too early"
                                                 : ", at \"" + std::string{near} + "\"") +
                                   "; write one object per line");
}

}  // namespace

Result<GivenCommand> command_from_json(std::string_view json) {
  if (json.size() > json_bytes_max) {
    return fail(Errc::malformed, "a command of " + std::to_string(json.size()) +
                                     " bytes: at most " + std::to_string(json_bytes_max) +
                                     " are taken");
  }
  KeyWatch watch;
  Json tree;
  try {
    tree = Json::parse(json, std::ref(watch));
  } catch (Json::parse_error const& error) {
    return broken(json, error.byte);
  } catch (Json::exception const&) {
    return fail(Errc::malformed, "this is not JSON: a number is out of range");
  }
  if (!watch.twice().empty()) {
    return fail(Errc::malformed, "field " + watch.twice() + " is given twice: give it once");
  }
  return compose(tree);
}

}  // namespace gl::codec
