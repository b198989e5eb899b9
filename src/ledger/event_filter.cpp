#include "ledger/event_filter.h"

#include <charconv>
#include <concepts>
#include <type_traits>
#include <utility>

namespace gl::ledger {
namespace {

/// Events about an order that was approved before, and whose budget year is that approval's.
template <class Body>
concept AboutAnOrder =
    std::same_as<Body, PaymentIssued> || std::same_as<Body, OrderRequisitioned> ||
    std::same_as<Body, OrderRejected> || std::same_as<Body, PaymentExecuted> ||
    std::same_as<Body, PaymentReturned> || std::same_as<Body, EventReversed>;

template <class Body>
concept NamesAProgramme = requires(Body body) { body.programme; };
template <class Body>
concept NamesACall = requires(Body body) { body.call; };
template <class Body>
concept NamesAProject = requires(Body body) { body.project; };
template <class Body>
concept NamesAYear = requires(Body body) { body.year; } || requires(Body body) {
  body.budget_year;
} || requires(Body body) { body.concerns_year; };

void add_year(std::int32_t year, Concerns& out) {
  if (year != 0) out.years.push_back(year);
}

/// What the target of a refused command stands for.
void add_target(StreamRef const& target, Concerns& out) {
  switch (target.kind) {
    case StreamKind::programme: out.programmes.emplace_back(target.id.view()); break;
    case StreamKind::call: out.call = CallId{target.id.view()}; break;
    case StreamKind::project: out.project = ProjectId{target.id.view()}; break;
    case StreamKind::year: {
      std::int32_t year = 0;
      auto const text = target.id.view();
      std::from_chars(text.data(), text.data() + text.size(), year);
      add_year(year, out);
      break;
    }
    default: break;
  }
}

struct Fill {
  Concerns& out;

  template <class Body>
  void operator()(Body const& body) const {
    if constexpr (NamesAProgramme<Body>) {
      if (!body.programme.empty()) out.programmes.push_back(body.programme);
    }
    if constexpr (NamesACall<Body>) out.call = body.call;
    if constexpr (NamesAProject<Body>) out.project = body.project;
    if constexpr (AboutAnOrder<Body>) out.order = body.payment;
    if constexpr (requires { body.year; }) add_year(body.year, out);
    if constexpr (requires { body.budget_year; }) add_year(body.budget_year, out);
    if constexpr (requires { body.concerns_year; }) add_year(body.concerns_year, out);
    others(body);
  }

  /// What some types have beside that.
  template <class Body>
  void others(Body const& body) const {
    if constexpr (std::same_as<Body, AuthorityTransferred>) {
      out.programmes = {body.from_programme, body.to_programme};
    } else if constexpr (std::same_as<Body, PaymentCreditsCarriedOver>) {
      add_year(body.year + 1, out);
    } else if constexpr (std::same_as<Body, ExerciseClosed>) {
      for (auto const& line : body.lines) out.programmes.push_back(line.programme);
    } else if constexpr (std::same_as<Body, CommandRefused>) {
      add_target(body.target, out);
    }
  }
};

template <class Body>
constexpr Reach reach() {
  constexpr bool any = std::same_as<Body, CommandRefused>;
  constexpr bool projects = any || NamesAProject<Body>;
  constexpr bool calls = projects || NamesACall<Body>;
  constexpr bool programmes = calls || NamesAProgramme<Body> ||
                              std::same_as<Body, AuthorityTransferred> ||
                              std::same_as<Body, ExerciseClosed>;
  return {programmes, calls, projects, any || NamesAYear<Body> || AboutAnOrder<Body>};
}

template <std::size_t... I>
std::optional<Reach> find_reach(std::string_view type, std::index_sequence<I...>) {
  std::optional<Reach> found;
  auto const look = [&]<class Body>(std::type_identity<Body>) {
    if (!found && name(EventBody{std::in_place_type<Body>}) == type) found = reach<Body>();
  };
  (look(std::type_identity<std::variant_alternative_t<I, EventBody>>{}), ...);
  return found;
}

}  // namespace

bool is_consumer_name(std::string_view text) {
  return is_short_id(text) && text.find('/') == std::string_view::npos && text.front() != '.';
}

void Concerns::clear() {
  programmes.clear();
  call = {};
  project = {};
  order = {};
  years.clear();
}

void concerns_of(EventBody const& body, Concerns& out) {
  out.clear();
  std::visit(Fill{out}, body);
}

std::optional<Reach> reach_of(std::string_view type) {
  return find_reach(type, std::make_index_sequence<std::variant_size_v<EventBody>>{});
}

}  // namespace gl::ledger
