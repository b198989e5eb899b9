#pragma once

#include <cstddef>
#include <cstdint>

namespace gl::ledger::limits {

/// Most bytes of UTF-8 that a text of a command may have, and most entries of its lists: together
/// they bound an event. Ours [P]; ids have their own maxima in ids.h.
constexpr std::size_t title_bytes_max = 300;
constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t address_bytes_max = 300;
constexpr std::size_t reference_bytes_max = 64;
constexpr std::size_t condition_bytes_max = 200;
constexpr std::size_t personal_text_bytes_max = 2'000;
/// ISO 20022's EndToEndId.
constexpr std::size_t end_to_end_bytes_max = 35;

constexpr std::size_t departments_max = 120;
constexpr std::size_t applicant_kinds_max = 4;
constexpr std::size_t partners_max = 50;
constexpr std::size_t locations_max = 500;
constexpr std::size_t funders_max = 50;
constexpr std::size_t documents_max = 200;
constexpr std::size_t criteria_max = 100;
constexpr std::size_t plan_steps_max = 36;
constexpr std::size_t payees_max = 16;
constexpr std::size_t delegated_commands_max = 100;

/// Most programmes of a ledger, and most lines of one ExerciseClosed: the closing of a year makes
/// as many events as it needs, at most 40, each below the bytes that an event may have.
constexpr std::size_t programmes_max = 20'000;
constexpr std::size_t closing_lines_max = 500;

constexpr std::int32_t year_min = 1900;
constexpr std::int32_t year_max = 2199;
constexpr std::uint16_t retention_years_max = 100;
constexpr std::uint16_t retention_years_default = 10;
constexpr std::uint16_t window_years_max = 50;
/// So that `payment.attempt` fits an end-to-end id.
constexpr std::uint32_t attempts_max = 9'999;

}  // namespace gl::ledger::limits
