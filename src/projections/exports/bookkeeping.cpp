#include "projections/exports/bookkeeping.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "codec/event_codec.h"
#include "projections/exports/text.h"

namespace gl::projections {
namespace {

using ledger::Account;
using ledger::AccountKind;

constexpr std::size_t write_bytes = 64U << 10;

/// Sorts by day, then by position.
std::string key_of(ledger::Envelope const& envelope) {
  constexpr std::int64_t bias = 1LL << 31;
  auto const day = static_cast<std::uint64_t>(envelope.effective_date.days() + bias);
  std::string key{as_text(big_endian(day))};
  key += as_text(big_endian(envelope.position.value()));
  return key;
}

CivilDate month_end_of(CivilDate day) {
  auto const month = static_cast<unsigned>(std::stoul(to_string(day).substr(5, 2)));
  return civil_date(day.year(), month, 1).plus_months(1).plus_days(-1);
}

}  // namespace

Bookkeeping::Bookkeeping(TextOut& out, ExportSettings const& settings,
                         std::unique_ptr<Dialect const> dialect)
    : out_(out), dialect_(std::move(dialect)), spool_(settings.spool) {}

void Bookkeeping::note_programmes(ledger::EventBody const& body) {
  if (auto const* created = std::get_if<ledger::LedgerCreated>(&body)) {
    header_.ledger_name = created->name;
  }
  if (auto const* created = std::get_if<ledger::ProgrammeCreated>(&body)) {
    programmes_[created->programme] = created->settings.currency;
  }
}

Result<void> Bookkeeping::take(ByteView bytes) {
  auto const event = codec::decode_event(bytes);
  if (!event) {
    auto error = event.error();
    if (error.code == Errc::newer_format) {
      error.what +=
          "; what it posts is not known here, and a journal without it would be wrong: export with "
          "the newer program, or as of a position before it";
    }
    return std::unexpected(std::move(error));
  }
  note_programmes(event->body);
  if (ledger::postings(*event).empty()) return {};
  return spool_.add(key_of(event->envelope), bytes);
}

Result<void> Bookkeeping::finish(ledger::AnsweredAt const& at, Told const& progress) {
  header_.at = at;
  for (auto const& [programme, currency] : programmes_) header_.currencies.insert(currency);
  dialect_->begin(text_, header_);
  std::uint64_t written = 0;
  auto done = spool_.for_each([&](std::string_view, ByteView bytes) -> Result<void> {
    auto const event = codec::decode_event(bytes);
    if (!event) return std::unexpected(event.error());
    if (progress) progress(++written, spool_.size());
    return write_entry(*event);
  });
  if (!done) return done;
  if (at.effective) month_end_ = std::min(month_end_, *at.effective);
  if (done = end_month(); !done) return done;
  return flush_if(0);
}

Result<void> Bookkeeping::write_entry(ledger::Event const& event) {
  auto const day = event.envelope.effective_date;
  if (moved_.empty()) month_end_ = month_end_of(day);
  if (day > month_end_) {
    if (auto done = end_month(); !done) return done;
    month_end_ = month_end_of(day);
  }
  std::vector<BookLine> lines;
  for (auto const& posting : ledger::postings(event)) {
    post(posting, day);
    lines.push_back({name_of(posting.account), posting.amount, currency_of(posting.account)});
  }
  dialect_->entry(text_, {event.envelope, name(event.body), lines});
  return flush_if(write_bytes);
}

void Bookkeeping::post(ledger::Posting const& posting, CivilDate day) {
  auto key = posting.account;
  key.kind = AccountKind::none;
  auto& holder = holders_[key];
  auto const kind = static_cast<std::size_t>(posting.account.kind);
  GL_CHECK(kind < kinds, "an account of a kind that the ledger has");
  if (!std::exchange(holder.is_open[kind], true)) {
    dialect_->open(text_, {name_of(posting.account), {}, currency_of(posting.account)}, day);
  }
  holder.balances[kind] = add(holder.balances[kind], posting.amount);
  if (posting.account.kind == AccountKind::ae_available) {
    auto& all = available_[posting.account.programme];
    all = add(all, posting.amount);
    // A part that moves moves the account above it, for a tool that counts parts in.
    if (!posting.account.scope.empty()) {
      auto above = posting.account;
      above.scope = {};
      key.scope = {};
      if (holders_[key].is_open[kind]) moved_.insert(above);
    }
  }
  moved_.insert(posting.account);
}

BookBalance Bookkeeping::balance_of(Account const& account) {
  auto key = account;
  key.kind = AccountKind::none;
  auto const own = holders_[key].balances[static_cast<std::size_t>(account.kind)];
  bool const has_parts = account.kind == AccountKind::ae_available && account.scope.empty();
  return {name_of(account), own, has_parts ? available_[account.programme] : own,
          currency_of(account)};
}

Result<void> Bookkeeping::end_month() {
  if (moved_.empty()) return {};
  std::vector<BookBalance> balances;
  balances.reserve(moved_.size());
  for (auto const& account : moved_) balances.push_back(balance_of(account));
  moved_.clear();
  std::ranges::sort(balances, {}, &BookBalance::account);
  dialect_->assertions(text_, month_end_, balances);
  return flush_if(write_bytes);
}

std::string Bookkeeping::name_of(Account const& account) const {
  auto named = account;
  if (programmes_.size() == 1) named.programme = {};
  return to_string(named);
}

ledger::Currency Bookkeeping::currency_of(Account const& account) const {
  auto const found = programmes_.find(account.programme);
  GL_CHECK(found != programmes_.end(), "a programme is created before money is posted to it");
  return found->second;
}

Result<void> Bookkeeping::flush_if(std::size_t bytes_min) {
  if (text_.size() < bytes_min) return {};
  auto done = out_.write(text_);
  text_.clear();
  return done;
}

// ------------------------------------------------------------------- what dialects share

std::string book_amount(ledger::Money amount, ledger::Currency currency) {
  return to_string(amount, currency) + " " + currency.code();
}

std::string book_title(BookHeader const& header) {
  auto text = "; " + one_line(header.ledger_name) + ", as of position " +
              std::to_string(header.at.position.value()) + ", recorded " +
              to_string(header.at.recorded_at);
  if (header.at.effective) text += ", dated on or before " + to_string(*header.at.effective);
  return text + "\n";
}

std::string book_act(ledger::Envelope const& envelope) {
  if (!envelope.act) return {};
  auto text = one_line(envelope.act->number.view());
  if (envelope.act->date) text += " of " + to_string(*envelope.act->date);
  for (auto& c : text) {
    if (c == '[') c = '(';
    if (c == ']') c = ')';
    if (c == '"' || c == '\\') c = '\'';
  }
  return text;
}

namespace {

void append_line(std::string& out, std::string_view account, std::string const& amount) {
  constexpr std::size_t columns = 64;
  out += "    ";
  out += account;
  auto const used = account.size() + amount.size();
  out.append(used + 2 < columns ? columns - used : 2, ' ');
  out += amount;
}

}  // namespace

void PlainDialect::open(std::string& out, BookLine const& first, CivilDate) const {
  out += "\naccount " + first.account + "\n";
}

void PlainDialect::entry(std::string& out, BookEntry const& entry) const {
  auto const& envelope = entry.envelope;
  auto const position = std::to_string(envelope.position.value());
  out += "\n" + to_string(envelope.effective_date) + " * (" + position + ") ";
  out += entry.event_type;
  out += " " + to_string(envelope.stream) + "\n    ; position: " + position +
         "\n    ; recorded: " + to_string(envelope.recorded_at) +
         "\n    ; actor: " + envelope.actor.person.string() + "/";
  out += name(envelope.actor.role);
  out += "\n";
  if (auto const act = book_act(envelope); !act.empty()) out += "    ; act: " + act + "\n";
  for (auto const& line : entry.lines) {
    append_line(out, line.account, book_amount(line.amount, line.currency));
    out += "\n";
  }
}

void PlainDialect::assertions(std::string& out, CivilDate day,
                              std::span<BookBalance const> balances) const {
  out += "\n" + to_string(day) + " * balances at the end of the day\n";
  for (auto const& balance : balances) {
    append_line(out, balance.account, book_amount({}, balance.currency));
    out += " = " + book_amount(balance.own, balance.currency) + "\n";
  }
}

}  // namespace gl::projections
