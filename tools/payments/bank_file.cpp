#include "tools/payments/bank_file.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "proof/sha256.h"
#include "tools/payments/message.h"
#include "tools/payments/xml.h"

namespace gl::payments {
namespace {

constexpr std::string_view spaces = "urn:iso:std:iso:20022:tech:xsd:";

constexpr unsigned decimals_max = 5;

/// The amount in hundred-thousandths, if it fits.
std::optional<std::int64_t> scaled(ledger::Amount amount) {
  std::int64_t units = amount.units;
  for (unsigned i = amount.decimals; i < decimals_max; ++i) {
    if (__builtin_mul_overflow(units, std::int64_t{10}, &units)) return std::nullopt;
  }
  return units;
}

}  // namespace

Result<void> Message::keep(BankEntry entry) {
  if (file_.entries.size() == entries_max) {
    return fail(Errc::too_large, fmt::format("the file has more than {} entries, the maximum: ask "
                                             "the bank for one file a day, or less",
                                             entries_max));
  }
  entry.number = static_cast<std::uint32_t>(file_.entries.size() + 1);
  file_.entries.push_back(std::move(entry));
  return {};
}

Result<void> Total::add(ledger::Amount amount) {
  auto const more = scaled(amount);
  if (!more || __builtin_add_overflow(units, *more, &units)) {
    return fail(Errc::too_large, fmt::format("the amounts sum to more than {}, the maximum",
                                             to_string(Total{INT64_MAX})));
  }
  return {};
}

std::string to_string(Total total) {
  auto text = ledger::to_string(ledger::Amount{total.units, decimals_max});
  while (text.ends_with('0') && text[text.size() - 3] != '.') text.pop_back();
  return text;
}

Result<void> Claim::take_count(std::string_view name, std::string_view text) {
  std::uint64_t number = 0;
  auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || problem != std::errc{} || end != text.data() + text.size()) {
    return fail(Errc::malformed, fmt::format("{} is \"{}\", not a number: get the file again", name,
                                             text.substr(0, 40)));
  }
  count = number;
  return {};
}

Result<void> Claim::take_sum(std::string_view name, std::string_view text) {
  auto const amount = read_amount(name, text);
  if (!amount) return std::unexpected(amount.error());
  sum = Total{};
  return sum->add(*amount);
}

Result<void> Claim::check(std::string_view name, std::uint64_t found, Total sum_found) const {
  if (count && *count != found) {
    return fail(Errc::malformed, fmt::format("{} says {} transactions, the file has {}: get the "
                                             "whole file from the bank again",
                                             name, *count, found));
  }
  if (sum && *sum != sum_found) {
    return fail(Errc::malformed, fmt::format("{} says a sum of {}, the amounts come to {}: get the "
                                             "whole file from the bank again",
                                             name, to_string(*sum), to_string(sum_found)));
  }
  return {};
}

Result<void> Group::add(std::optional<ledger::Amount> amount) {
  ++found;
  if (amount) return sum.add(*amount);
  all_have_amounts = false;
  return {};
}

Result<void> Group::check(std::string_view name) const {
  auto const fair = all_have_amounts ? claim : Claim{claim.count, {}};
  return fair.check(name, found, sum);
}

Result<ledger::Amount> read_amount(std::string_view name, std::string_view text) {
  auto const given = text;
  if (text.find('.') != std::string_view::npos) {
    text = text.substr(0, text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.remove_suffix(1);
  }
  auto amount = ledger::parse_amount(text);
  if (!amount || amount->units < 0 || amount->decimals > decimals_max || !scaled(*amount)) {
    return fail(
        Errc::malformed,
        fmt::format("{} is \"{}\", not an amount of at most {} decimals: get the file again", name,
                    given.substr(0, 40), decimals_max));
  }
  return *amount;
}

Result<CivilDate> read_day(std::string_view name, std::string_view text) {
  auto const day = parse_date(text.substr(0, 10));
  if (!day) {
    return fail(Errc::malformed, fmt::format("{} is \"{}\", not a date: get the file again", name,
                                             text.substr(0, 40)));
  }
  return *day;
}

std::optional<std::string_view> below(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return std::nullopt;
  path.remove_prefix(prefix.size());
  if (!path.starts_with('/')) return std::nullopt;
  return path.substr(1);
}

class BankFileReader::State final : public XmlListener {
 public:
  Result<void> root(std::string_view name, std::string_view space) override {
    for (auto const& each : known) {
      if (name == "Document" && space.starts_with(spaces) &&
          space.substr(spaces.size()) == each.message) {
        known_ = &each;
        file.message = each.message;
        message_ = each.read(file);
        return {};
      }
    }
    return fail(Errc::malformed,
                fmt::format("the file is a {} of namespace \"{}\"; read are Documents of {}"
                            "camt.054.001.02, camt.054.001.08, pain.002.001.03, pain.002.001.11: "
                            "ask the bank for one of these",
                            name.substr(0, 40), space.substr(0, 80), spaces));
  }

  Result<void> begin(std::string_view path) override {
    if (path.find('/') == std::string_view::npos) {
      if (path == known_->element) return {};
      return fail(Errc::malformed,
                  fmt::format("a {} holds a {}, this one a {}: get the file again", known_->message,
                              known_->element, path.substr(0, 40)));
    }
    message_->begin(path.substr(known_->element.size() + 1));
    return {};
  }

  Result<void> end(std::string_view path, std::string_view text,
                   std::string_view currency) override {
    auto const rest = below(path, known_->element);
    if (!rest) {
      whole_ = true;
      return message_->end("", text, currency);
    }
    if (*rest == "GrpHdr/MsgId") file.message_id = text;
    return message_->end(*rest, text, currency);
  }

  Result<void> take(ByteView bytes) {
    bytes_ += bytes.size();
    if (bytes_ > file_bytes_max) {
      return fail(Errc::too_large, fmt::format("the file has more than {} bytes, the maximum: ask "
                                               "the bank for one file a day, or less",
                                               file_bytes_max));
    }
    sha256.update(bytes);
    return reader.feed(bytes);
  }

  [[nodiscard]] bool whole() const { return whole_; }

  BankFile file;
  XmlReader reader{*this};
  proof::Sha256 sha256;

 private:
  struct Known {
    std::string_view message;
    std::string_view element;  ///< the one below Document
    std::unique_ptr<Message> (*read)(BankFile& file);
  };
  static constexpr auto known = std::to_array<Known>({
      {"camt.054.001.02", "BkToCstmrDbtCdtNtfctn", read_camt_054},
      {"camt.054.001.08", "BkToCstmrDbtCdtNtfctn", read_camt_054},
      {"pain.002.001.03", "CstmrPmtStsRpt", read_pain_002},
      {"pain.002.001.11", "CstmrPmtStsRpt", read_pain_002},
  });

  Known const* known_ = nullptr;
  std::unique_ptr<Message> message_;
  std::uint64_t bytes_ = 0;
  bool whole_ = false;
};

BankFileReader::BankFileReader() : state_(std::make_unique<State>()) {}
BankFileReader::~BankFileReader() = default;

Result<void> BankFileReader::feed(ByteView bytes) { return state_->take(bytes); }

Result<BankFile> BankFileReader::finish() {
  if (auto done = state_->reader.finish(); !done) return std::unexpected(done.error());
  if (!state_->whole()) {
    return fail(Errc::malformed, "the file has no message in its Document: get it again");
  }
  state_->file.sha256 = state_->sha256.finish();
  return std::move(state_->file);
}

}  // namespace gl::payments
