#include "sequencer/fingerprints.h"

#include <utility>

namespace gl::sequencer {

void Fingerprints::grow(Part& part) {
  auto const number = static_cast<std::uint32_t>(&part - parts_.data());
  Part larger;
  // 16 to 23 slots at first: eight sizes within the factor of growth, one for each eighth of parts.
  larger.slots = part.slots == 0 ? 16 + number % 8 : part.slots + part.slots / 2;
  larger.used = part.used;
  larger.cells = std::make_unique<std::uint64_t[]>(larger.slots);
  for (std::uint32_t slot = 0; slot < part.slots; ++slot) {
    if (part.cells[slot] != 0) put(larger, part.cells[slot]);
  }
  slots_ += larger.slots - part.slots;
  part = std::move(larger);
}

}  // namespace gl::sequencer
