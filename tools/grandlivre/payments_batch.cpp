#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <optional>

#include "tools/common/data_directory.h"
#include "tools/common/directory_lock.h"
#include "tools/common/text_file.h"
#include "tools/grandlivre/payments.h"
#include "tools/payments/batch.h"

namespace gl::tools {
namespace {

namespace fs = std::filesystem;
using client::Response;
using payments::Batch;
using payments::BatchFile;
using payments::Debtor;
using payments::Order;

/// Readable by its owner alone: it holds account numbers.
constexpr unsigned file_mode = 0600;

Result<Debtor> read_debtor(Options const& options, BatchFlags const& flags) {
  fs::path path = flags.config;
  if (path.empty() && !options.data.empty() && fs::exists(options.data / "payments.toml")) {
    path = options.data / "payments.toml";
  }
  Debtor debtor;
  if (!path.empty()) {
    auto const text = read_text_file(path);
    if (!text) return std::unexpected(text.error());
    auto read = payments::parse_debtor(*text, path.string());
    if (!read) return std::unexpected(read.error());
    debtor = *std::move(read);
  }
  if (!flags.debtor_name.empty()) debtor.name = flags.debtor_name;
  if (!flags.debtor_iban.empty()) debtor.iban = flags.debtor_iban;
  if (!flags.debtor_bic.empty()) debtor.bic = flags.debtor_bic;
  if (auto done = check(debtor); !done) return std::unexpected(done.error());
  return debtor;
}

/// Positions, both ends in.
struct Range {
  Position from;
  Position to;
};

/// `PROGRAMME-FROM-TO.xml`; a slash of the programme's id becomes a plus.
std::string file_stem(ledger::ProgrammeId const& programme) {
  auto stem = programme.string();
  std::ranges::replace(stem, '/', '+');
  return stem;
}

std::optional<std::uint64_t> number(std::string_view digits) {
  std::uint64_t value = 0;
  auto const [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || problem != std::errc{} || end != digits.data() + digits.size()) return {};
  return value;
}

/// The range in a batch file's name, if it is one of this programme.
std::optional<Range> range_in(std::string_view name, std::string_view stem) {
  if (!name.ends_with(".xml") || !name.starts_with(stem)) return std::nullopt;
  name.remove_suffix(4);
  name.remove_prefix(stem.size());
  if (!name.starts_with('-')) return std::nullopt;
  name.remove_prefix(1);
  auto const dash = name.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  auto const from = number(name.substr(0, dash));
  auto const to = number(name.substr(dash + 1));
  if (!from || !to) return std::nullopt;
  return Range{Position{*from}, Position{*to}};
}

Result<std::vector<Range>> batches_in(fs::path const& directory, std::string const& stem) {
  std::vector<Range> ranges;
  std::error_code problem;
  for (fs::directory_iterator at{directory, problem}, end; !problem && at != end;
       at.increment(problem)) {
    if (auto const range = range_in(at->path().filename().string(), stem)) ranges.push_back(*range);
  }
  if (problem) {
    return fail(Errc::io, fmt::format("cannot list {}: {}", directory.string(), problem.message()));
  }
  return ranges;
}

/// One run of the verb.
class Batching {
 public:
  Batching(Options const& options, BatchFlags const& flags) : options_(options), flags_(flags) {}

  ExitCode run() {
    if (auto done = take_flags(); !done) return complain(done.error());
    auto connected = connect(options_, payments_identity(options_));
    if (!connected) return complain(connected.error());
    client_ = *std::move(connected);
    if (auto done = take_range(); !done) return complain(done.error());
    auto orders = read_orders(*client_, batch_.to);
    if (!orders) return complain(orders.error());
    auto const open = orders->open(batch_.programme, batch_.from);
    if (open.empty()) return report(nullptr);
    if (open.size() > payments::transfers_max) {
      return complain(
          fmt::format("{} orders, the maximum of a file is {}: end the range earlier "
                      "with --to",
                      open.size(), payments::transfers_max));
    }
    if (auto done = reveal(*orders, open); !done) return complain(done.error());
    auto const file = write_batch(batch_);
    if (!file) return complain(file.error());
    if (auto done = write(file->xml); !done) return complain(done.error());
    return report(&*file);
  }

 private:
  Result<void> take_flags() {
    if (!ledger::is_short_id(flags_.programme)) {
      return fail(Errc::usage, "\"" + flags_.programme + "\" is not a programme's id");
    }
    batch_.programme = ledger::ProgrammeId{flags_.programme};
    if (!flags_.date.empty()) {
      auto const date = parse_date(flags_.date);
      if (!date) return fail(Errc::usage, "--date: " + date.error().what);
      batch_.execution_date = *date;
    }
    auto debtor = read_debtor(options_, flags_);
    if (!debtor) return std::unexpected(debtor.error());
    batch_.debtor = *std::move(debtor);
    is_directory_ = fs::is_directory(flags_.output);
    if (is_directory_) {
      auto lock = DirectoryLock::take(flags_.output);
      if (!lock) return std::unexpected(lock.error());
      lock_.emplace(*std::move(lock));
    }
    if (!is_directory_ && flags_.from == 0) {
      return fail(Errc::usage,
                  fmt::format("{} is not a directory: give one that keeps the batches, so that no "
                              "order is paid twice, or say where this batch begins with --from",
                              flags_.output));
    }
    return {};
  }

  /// The programme is there, the range is within the ledger and, in a directory, behind the others.
  Response<void> take_range() {
    auto const status = client_->status();
    if (!status) return std::unexpected(status.error());
    auto const known = client_->balances({{}, batch_.programme, {}, 0});
    if (!known) return std::unexpected(known.error());
    batch_.ledger = client_->hello().ledger;
    batch_.to = flags_.to == 0 ? status->head : Position{flags_.to};
    batch_.from = Position{flags_.from};
    auto done = is_directory_ ? continue_directory() : Result<void>{};
    if (done && batch_.to > status->head) {
      done = fail(Errc::usage, fmt::format("--to {} is behind the ledger's last position, {}",
                                           batch_.to.value(), status->head.value()));
    }
    if (done && batch_.from > batch_.to && flags_.from != 0) {
      done = fail(Errc::usage, fmt::format("--from {} is behind --to {}: no order is between them",
                                           batch_.from.value(), batch_.to.value()));
    }
    if (!done) return std::unexpected(wire::to_failure(done.error()));
    return {};
  }

  Result<void> continue_directory() {
    auto const ranges = batches_in(flags_.output, file_stem(batch_.programme));
    if (!ranges) return std::unexpected(ranges.error());
    Position last;
    for (auto const& range : *ranges) last = std::max(last, range.to);
    if (flags_.from == 0) batch_.from = Position{last.value() + 1};
    for (auto const& range : *ranges) {
      bool const same = range.from == batch_.from && range.to == batch_.to;
      if (same || range.to < batch_.from || range.from > batch_.to || batch_.from > batch_.to) {
        continue;
      }
      return fail(
          Errc::exists,
          fmt::format("positions {} to {} overlap the batch of {} to {} in {}, whose orders "
                      "would be paid twice: leave --from out, or write to a file",
                      batch_.from.value(), batch_.to.value(), range.from.value(), range.to.value(),
                      flags_.output));
    }
    return {};
  }

  /// Accounts and natural persons' names, in clear for this file.
  Response<void> reveal(payments::Orders const& orders, std::vector<Order const*> const& open) {
    std::vector<ledger::Sealed> sealed;
    for (auto const* const order : open) {
      auto const* const account = orders.account_of(*order);
      if (account == nullptr) {
        return std::unexpected(wire::to_failure(
            Error{Errc::not_found, fmt::format("payment {}: payee {} has no account in the ledger: "
                                               "have the accountant reject the order",
                                               order->payment.view(), order->payee.view())}));
      }
      sealed.push_back(*account);
      sealed.push_back(orders.name_of(order->payee).sealed);
    }
    auto const texts = clear_texts(sealed);
    if (!texts) return std::unexpected(texts.error());
    for (std::size_t i = 0; i < open.size(); ++i) {
      auto const& iban = (*texts)[2 * i];
      auto const open_name = orders.name_of(open[i]->payee).open;
      auto const& name = open_name.empty() ? (*texts)[2 * i + 1] : std::optional{open_name};
      if (!iban || !name) {
        return std::unexpected(wire::to_failure(
            Error{Errc::not_found,
                  fmt::format("payment {}: the {} of payee {} was erased and nobody can read it: "
                              "have the accountant reject the order",
                              open[i]->payment.view(), iban ? "name" : "account",
                              open[i]->payee.view())}));
      }
      batch_.transfers.push_back({*open[i], *iban, *name});
    }
    return {};
  }

  /// Of each text; an empty one stays empty.
  Response<std::vector<std::optional<std::string>>> clear_texts(
      std::vector<ledger::Sealed> const& sealed) {
    std::vector<std::optional<std::string>> all(sealed.size(), std::string{});
    std::vector<ledger::Sealed> asked;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < sealed.size(); ++i) {
      if (!sealed[i].empty()) {
        asked.push_back(sealed[i]);
        places.push_back(i);
      }
      if (asked.empty() || (asked.size() < wire::reveal_texts_max && i + 1 < sealed.size()))
        continue;
      auto reply = client_->reveal(std::move(asked));
      if (!reply) return std::unexpected(reply.error());
      for (std::size_t k = 0; k < places.size(); ++k) all[places[k]] = std::move(reply->texts[k]);
      asked.clear();
      places.clear();
    }
    return all;
  }

  /// A file that stands there already is written again only in the sense that it is the same.
  Result<void> write(std::string const& xml) {
    path_ = flags_.output;
    if (is_directory_) {
      path_ /= fmt::format("{}-{}-{}.xml", file_stem(batch_.programme), batch_.from.value(),
                           batch_.to.value());
    }
    if (fs::exists(path_)) {
      auto const there = read_text_file(path_);
      if (there && *there == xml) return {};
      return fail(Errc::exists,
                  fmt::format("{} stands there with another content: it may have gone to the bank; "
                              "move it away if it has not",
                              path_.string()));
    }
    return write_new_text_file(path_, xml, file_mode);
  }

  ExitCode report(BatchFile const* file) const {
    auto const eur = *ledger::Currency::parse("EUR");
    Json json{
        {"programme", batch_.programme.string()},
        {"from", batch_.from.value()},
        {"to", batch_.to.value()},
        {"transactions", batch_.transfers.size()},
        {"control_sum", to_string(file == nullptr ? ledger::Money{} : file->control_sum, eur)},
        {"currency", "EUR"}};
    auto text = fmt::format("no order of {} to pay from position {} to {}: no file\n",
                            batch_.programme.view(), batch_.from.value(), batch_.to.value());
    if (file != nullptr) {
      json["message_id"] = file->message_id;
      json["execution_date"] = to_string(file->execution_date);
      json["file"] = path_.string();
      text = fmt::format("{}: {} orders, {} EUR, to be paid on {}, message {}\n", path_.string(),
                         batch_.transfers.size(), grouped(file->control_sum, eur),
                         to_string(file->execution_date), file->message_id);
    }
    if (options_.output == Output::json) {
      print_json(json);
    } else {
      std::fputs(text.c_str(), stdout);
    }
    return ExitCode::done;
  }

  Options const& options_;
  BatchFlags const& flags_;
  std::unique_ptr<client::Client> client_;
  Batch batch_;
  bool is_directory_ = false;
  /// Of the directory: two runs at once would both go on behind the same last batch.
  std::optional<DirectoryLock> lock_;
  fs::path path_;
};

}  // namespace

ExitCode write_payments_batch(Options const& options, BatchFlags const& flags) {
  return Batching{options, flags}.run();
}

}  // namespace gl::tools
