#include "seals/list.h"

#include <cstdio>
#include <functional>
#include <initializer_list>
#include <string>
#include <utility>

namespace gl::seals {
namespace {

constexpr std::size_t page_items = 1'000;

using ledger::AsOf;
using ledger::Currency;
using ledger::Money;
using projections::Views;

/// `name=value` words behind a tab.
class Line {
 public:
  explicit Line(std::string key) : text_(std::move(key)) {}

  Line& word(std::string_view name, std::string_view value) {
    text_.append(text_.find('\t') == std::string::npos ? "\t" : " ");
    text_.append(name).append("=").append(value);
    return *this;
  }
  Line& number(std::string_view name, std::uint64_t value) {
    return word(name, std::to_string(value));
  }
  Line& amounts(Currency currency,
                std::initializer_list<std::pair<std::string_view, Money>> amounts) {
    for (auto const& [name, amount] : amounts) word(name, ledger::to_string(amount, currency));
    return *this;
  }
  [[nodiscard]] std::string const& text() const { return text_; }

 private:
  std::string text_;
};

/// All items of a list, page by page.
template <class Cursor, class Ask, class Take>
Result<void> for_all(Ask const& ask, Take const& take) {
  Cursor after{};
  while (true) {
    auto page = ask(after);
    if (!page) return std::unexpected(page.error());
    for (auto const& item : page->items) {
      if (auto const done = take(item); !done) return done;
    }
    if (!page->next) return {};
    after = *page->next;
  }
}

class Lister {
 public:
  Lister(Views const& views, Point const& point, proof::PageBuilder& builder)
      : views_(views), as_of_{point.position, {}, point.effective}, builder_(builder) {}

  // The words that lines begin with are in the order of their letters.
  Result<void> run() {
    if (auto const done = calls(); !done) return done;
    if (auto const done = credits(); !done) return done;
    if (auto const done = programmes(); !done) return done;
    return for_each_call([this](auto const& call) { return projects_of(call); });
  }

 private:
  Result<void> add(Line const& line) { return builder_.add(line.text()); }

  Result<void> for_each_call(std::function<Result<void>(ledger::CallView const&)> const& take) {
    return for_all<ledger::CallId>(
        [this](auto const& after) { return views_.calls({}, as_of_, after, page_items); }, take);
  }

  Result<void> for_each_programme(
      std::function<Result<void>(ledger::ProgrammeBalances const&)> const& take) {
    return for_all<ledger::ProgrammeId>(
        [this](auto const& after) { return views_.programmes(as_of_, after, page_items); },
        [&](auto const& programme) -> Result<void> {
          auto const balances = views_.balances(programme.programme, as_of_);
          if (!balances) return std::unexpected(balances.error());
          return take(*balances);
        });
  }

  Result<void> calls() {
    return for_each_call([this](auto const& call) {
      Line line{"call " + call.call.string()};
      line.word("programme", call.programme.view()).word("state", name(call.state));
      line.number("version", call.version).number("projects", call.projects);
      return add(line.amounts(call.currency, {{"asked", call.asked},
                                              {"awarded", call.awarded},
                                              {"allocated", call.allocated},
                                              {"available", call.available}}));
    });
  }

  Result<void> credits() {
    return for_each_programme([this](auto const& programme) -> Result<void> {
      for (auto const& year : programme.credits) {
        Line line{"credits " + programme.programme.string() + " " + std::to_string(year.year)};
        line.amounts(
            programme.currency,
            {{"available", year.available}, {"consumed", year.consumed}, {"lapsed", year.lapsed}});
        if (auto const done = add(line); !done) return done;
      }
      return {};
    });
  }

  Result<void> programmes() {
    return for_each_programme([this](auto const& programme) {
      auto const& is = programme.authority;
      Line line{"programme " + programme.programme.string()};
      line.word("currency", programme.currency.code());
      return add(line.amounts(programme.currency, {{"voted", is.voted},
                                                   {"available", is.available},
                                                   {"committed", is.committed},
                                                   {"payable", is.payable},
                                                   {"disbursed", is.disbursed},
                                                   {"recoverable", is.recoverable},
                                                   {"recovered", is.recovered},
                                                   {"written-off", is.written_off},
                                                   {"lapsed", is.lapsed}}));
    });
  }

  Result<void> projects_of(ledger::CallView const& call) {
    return for_all<ledger::ProjectId>(
        [&](auto const& after) {
          return views_.projects({call.call, {}, {}}, as_of_, after, page_items);
        },
        [&](auto const& project) {
          Line line{"project " + call.call.string() + " " + project.project.string()};
          line.word("state", name(project.state));
          return add(line.amounts(project.currency, {{"asked", project.asked},
                                                     {"awarded", project.awarded},
                                                     {"committed", project.committed},
                                                     {"payable", project.payable},
                                                     {"disbursed", project.disbursed},
                                                     {"recoverable", project.recoverable},
                                                     {"recovered", project.recovered},
                                                     {"written-off", project.written_off}}));
        });
  }

  Views const& views_;
  AsOf as_of_;
  proof::PageBuilder& builder_;
};

}  // namespace

std::string to_string(Point const& point) {
  return "position " + std::to_string(point.position.value()) +
         (point.effective ? " of what is dated up to " + gl::to_string(*point.effective) : "");
}

Result<void> add_lines(Views const& views, Point const& point, proof::PageBuilder& builder) {
  return Lister{views, point, builder}.run();
}

}  // namespace gl::seals
