#include "tools/grandlivre/as_of.h"

namespace gl::tools {

void AsOfFlags::add_to(CLI::App& verb) {
  add_point_to(verb);
  verb.add_option("--not-before", not_before, "Wait until this event is in the answer")
      ->type_name("N");
}

void AsOfFlags::add_point_to(CLI::App& verb) {
  verb.add_option("--as-of-position", position, "As it was after this event")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  verb.add_option("--as-of-time", time, "As it was known at this moment, e.g. 2016-12-31T23:00:00Z")
      ->type_name("MOMENT");
  verb.add_option("--effective", effective, "Counting only what is dated on or before this day")
      ->type_name("DATE");
}

Result<wire::ReadPoint> AsOfFlags::read() const {
  if (position != 0 && !time.empty()) {
    return fail(Errc::usage, "--as-of-position and --as-of-time exclude each other: give one");
  }
  wire::ReadPoint point;
  if (position != 0) point.as_of.position = Position{position};
  if (!time.empty()) {
    auto const instant = parse_instant(time);
    if (!instant) return std::unexpected(instant.error());
    point.as_of.recorded_at = *instant;
  }
  if (!effective.empty()) {
    auto const date = parse_date(effective);
    if (!date) return std::unexpected(date.error());
    point.as_of.effective = *date;
  }
  point.not_before = Position{not_before};
  if (not_before != 0) point.wait_ms = 5'000;
  return point;
}

}  // namespace gl::tools
