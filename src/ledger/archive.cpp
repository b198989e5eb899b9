#include "ledger/archive.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

#include "ledger/archive_check.h"
#include "ledger/archive_fields.h"
#include "ledger/text.h"

namespace gl::ledger {
namespace {

constexpr std::string_view magic = "GLSTATE";
constexpr std::uint64_t format = 4;
/// Days that a calendar date may be away from 1970: a year of four digits and more.
constexpr std::int64_t days_max = 4'000'000;

template <class X>
concept Number = std::integral<X> && !std::same_as<X, bool>;
template <class X>
concept Structure = requires(X& x, int& v) { fields(v, x); };

/// Numbers as zigzag varints of seven bits a byte; texts and lists behind their length.
class Writer {
 public:
  template <class... Xs>
  void operator()(Xs const&... xs) {
    (put(xs), ...);
  }
  [[nodiscard]] Bytes take() { return std::move(bytes_); }

  void unsigned_number(std::uint64_t number) {
    while (number >= 0x80) {
      byte(static_cast<std::uint8_t>(number | 0x80U));
      number >>= 7U;
    }
    byte(static_cast<std::uint8_t>(number));
  }
  void text(std::string_view text) {
    unsigned_number(text.size());
    auto const view = as_bytes(text);
    bytes_.insert(bytes_.end(), view.begin(), view.end());
  }

 private:
  void byte(std::uint8_t value) { bytes_.push_back(std::byte{value}); }

  void put(bool flag) { byte(flag ? 1 : 0); }
  void put(std::unsigned_integral auto number) { unsigned_number(number); }
  void put(std::signed_integral auto number) {
    auto const wide = static_cast<std::int64_t>(number);
    unsigned_number((static_cast<std::uint64_t>(wide) << 1U) ^
                    static_cast<std::uint64_t>(wide >> 63U));
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void put(Enum value) {
    byte(static_cast<std::uint8_t>(value));
  }
  void put(std::byte value) { bytes_.push_back(value); }
  void put(Money money) { put(money.minor_units()); }
  void put(Rate rate) { put(rate.ppm()); }
  void put(CivilDate date) { put(date.days()); }
  void put(Instant instant) { put(instant.microseconds()); }
  void put(Currency currency) { put(currency.packed()); }
  void put(DepartmentSet const& set) { put(set.words()); }
  void put(std::string const& text) { this->text(text); }
  template <class Tag, class Rep>
  void put(Strong<Tag, Rep> strong) {
    put(strong.value());
  }
  template <class Value>
  void put(Place<Value> place) {
    put(place.is_none() ? std::uint32_t{0} : place.index() + 1);
  }
  template <class Tag, std::size_t Max>
  void put(InlineText<Tag, Max> const& text) {
    this->text(text.view());
  }
  template <class X, std::size_t Size>
  void put(std::array<X, Size> const& array) {
    for (auto const& x : array) put(x);
  }
  template <class X>
  void put(std::optional<X> const& optional) {
    put(optional.has_value());
    if (optional) put(*optional);
  }
  template <class X>
  void put(std::vector<X> const& list) {
    unsigned_number(list.size());
    for (auto const& x : list) put(x);
  }
  template <Structure X>
  void put(X const& x) {
    fields(*this, x);
  }

  Bytes bytes_;
};

/// Reads what the writer wrote. At the first thing that cannot be, it fails, and all that is read
/// from then on is empty.
class Reader {
 public:
  explicit Reader(ByteView bytes) : rest_(bytes) {}

  template <class... Xs>
  void operator()(Xs&... xs) {
    (get(xs), ...);
  }
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  void fail() {
    failed_ = true;
    rest_ = {};
  }

  std::uint64_t unsigned_number() {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      auto const next = byte();
      number |= std::uint64_t{next & 0x7fU} << shift;
      bool const padded = shift > 0 && next == 0;
      if (padded || (shift == 63 && next > 1)) break;
      if (next < 0x80) return number;
    }
    fail();
    return 0;
  }
  /// How many entries follow, of a byte each at least.
  std::size_t count() {
    auto const size = unsigned_number();
    if (size > rest_.size()) fail();
    return failed_ ? 0 : static_cast<std::size_t>(size);
  }
  std::string_view text() {
    auto const size = count();
    auto const taken = as_text(rest_.first(size));
    rest_ = rest_.subspan(size);
    return taken;
  }

 private:
  std::uint8_t byte() {
    if (rest_.empty()) {
      fail();
      return 0;
    }
    auto const value = static_cast<std::uint8_t>(rest_.front());
    rest_ = rest_.subspan(1);
    return value;
  }
  /// A signed number within these bounds.
  std::int64_t number(std::int64_t least, std::int64_t most) {
    auto const zigzag = unsigned_number();
    auto const value =
        static_cast<std::int64_t>(zigzag >> 1U) ^ -static_cast<std::int64_t>(zigzag & 1U);
    if (value < least || value > most) fail();
    return failed_ ? 0 : value;
  }

  void get(bool& flag) {
    auto const value = byte();
    if (value > 1) fail();
    flag = value == 1;
  }
  template <std::unsigned_integral Unsigned>
  void get(Unsigned& out) {
    auto const value = unsigned_number();
    if (value > std::numeric_limits<Unsigned>::max()) fail();
    out = failed_ ? Unsigned{0} : static_cast<Unsigned>(value);
  }
  template <std::signed_integral Signed>
  void get(Signed& out) {
    out = static_cast<Signed>(
        number(std::numeric_limits<Signed>::min(), std::numeric_limits<Signed>::max()));
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void get(Enum& out) {
    auto const value = byte();
    if (value > static_cast<std::uint8_t>(last_of(Enum{}))) fail();
    out = failed_ ? Enum{} : static_cast<Enum>(value);
  }
  void get(std::byte& out) { out = std::byte{byte()}; }
  void get(Money& out) {
    std::int64_t units = 0;
    get(units);
    out = Money::from_minor_units(units);
  }
  void get(Rate& out) { out = Rate{static_cast<std::int32_t>(number(0, Rate::ppm_max))}; }
  void get(CivilDate& out) {
    out = CivilDate{static_cast<std::int32_t>(number(-days_max, days_max))};
  }
  void get(Instant& out) {
    std::int64_t microseconds = 0;
    get(microseconds);
    out = Instant{microseconds};
  }
  void get(Currency& out) {
    std::uint32_t packed = 0;
    get(packed);
    out = Currency::from_packed(packed);
  }
  void get(DepartmentSet& out) {
    std::array<std::uint64_t, 2> words{};
    get(words);
    out = DepartmentSet::from_words(words);
  }
  void get(std::string& out) { out = std::string{text()}; }
  template <class Tag, class Rep>
  void get(Strong<Tag, Rep>& out) {
    Rep value{};
    get(value);
    out = Strong<Tag, Rep>{value};
  }
  template <class Value>
  void get(Place<Value>& out) {
    std::uint32_t number = 0;
    get(number);
    out = number == 0 ? Place<Value>{} : Place<Value>{number - 1};
  }
  template <class Tag, std::size_t Max>
  void get(InlineText<Tag, Max>& out) {
    auto const taken = text();
    if (taken.size() > Max) return fail();
    out = InlineText<Tag, Max>{taken};
  }
  template <class X, std::size_t Size>
  void get(std::array<X, Size>& array) {
    for (auto& x : array) get(x);
  }
  template <class X>
  void get(std::optional<X>& out) {
    bool given = false;
    get(given);
    out.reset();
    if (given) get(out.emplace());
  }
  template <class X>
  void get(std::vector<X>& out) {
    auto const size = count();
    out.clear();
    for (std::size_t i = 0; i < size && !failed_; ++i) get(out.emplace_back());
  }
  template <Structure X>
  void get(X& x) {
    fields(*this, x);
  }

  ByteView rest_;
  bool failed_ = false;
};

template <class Key, class Value>
void write_table(Writer& writer, Table<Key, Value> const& table) {
  writer.unsigned_number(table.size());
  for (auto const& [key, value] : table) writer(key, value);
}

template <class Key, class Value>
void read_table(Reader& reader, Table<Key, Value>& table) {
  auto const size = reader.count();
  for (std::size_t i = 0; i < size && !reader.failed(); ++i) {
    Key key{};
    reader(key);
    auto const place = table.enter(key);
    if (place.index() != i) return reader.fail();  // the key stands there already
    reader(table.change_at(place));
  }
}

std::unexpected<Error> malformed() {
  return fail(Errc::malformed,
              "a snapshot of the ledger's state is damaged: throw it away and "
              "fold the events again");
}

}  // namespace

Bytes save(State const& state) {
  Writer writer;
  writer.text(magic);
  writer.unsigned_number(format);
  writer(state.scalars);
  State::each_table(state, [&](auto const& table) { write_table(writer, table); });
  return writer.take();
}

Result<State> load(ByteView bytes) {
  Reader reader{bytes};
  if (reader.text() != magic) return malformed();
  auto const found = reader.unsigned_number();
  if (!reader.failed() && found != format) {
    return fail(found > format ? Errc::newer_format : Errc::malformed,
                say("a snapshot of the ledger's state has format ", found, ", this version reads ",
                    format, ": throw it away and fold the events again"));
  }
  State state;
  reader(state.scalars);
  State::each_table(state, [&](auto& table) { read_table(reader, table); });
  if (reader.failed() || !reader.at_end() || !holds_together(state)) return malformed();
  return state;
}

}  // namespace gl::ledger
