#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>

#include "base/time.h"
#include "ledger/values.h"

namespace gl::codec {

/// One field of a schema's struct by its generated accessors, so that one list of fields serves
/// both directions.
template <class Get, class Has, class Init, class Set>
struct Field {
  std::string_view name;  ///< "EligibleCost"
  Get get;
  Has has;
  Init init;
  Set set;
};

// A macro because the accessors' names are all that the generated code gives: there is no other
// way to name a getter and its setter together.
#define GL_FIELD(Name)                                                                       \
  ::gl::codec::Field {                                                                       \
    #Name, [](auto& it) { return it.get##Name(); }, [](auto& it) { return it.has##Name(); }, \
        [](auto& it, auto... size) { return it.init##Name(size...); },                       \
        [](auto& it, auto to_set) { it.set##Name(to_set); }                                  \
  }

/// What a mapping `fields(pass, value, at)` of direction `Pass` works on: see write.h,
/// event_reader.h, command_reader.h.
template <class Pass, class T>
using Value = typename Pass::template Value<T>;
template <class Pass, class Schema>
using At = typename Pass::template At<Schema>;

/// Structs that may be absent as a whole: a null pointer.
template <class T>
concept OptionalStruct = std::same_as<T, ledger::Act> || std::same_as<T, ledger::Imported>;

/// Day numbers of the schema: 0001-01-01 is 1.
constexpr std::int64_t day_number_of_1970 = 719'163;
constexpr std::int64_t day_number_max = 3'652'059;

constexpr std::int64_t day_number(CivilDate date) { return date.days() + day_number_of_1970; }
constexpr bool is_day(std::int64_t number) { return number >= 1 && number <= day_number_max; }
constexpr CivilDate date_of(std::int64_t day_number) {
  return CivilDate{static_cast<std::int32_t>(day_number - day_number_of_1970)};
}

}  // namespace gl::codec
