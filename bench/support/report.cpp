#include "bench/support/report.h"

#include <algorithm>
#include <cstdio>

namespace gl::bench {

double quantile(std::vector<double>& samples, double share) {
  if (samples.empty()) return 0;
  auto const index = static_cast<std::size_t>(share * static_cast<double>(samples.size() - 1));
  std::ranges::nth_element(samples, samples.begin() + static_cast<std::ptrdiff_t>(index));
  return samples[index];
}

void report(std::string const& figure, double value, std::string const& unit,
            std::string const& peer, double peer_value, std::string const& to_reach) {
  auto const ratio =
      peer.empty() || peer_value == 0 ? std::string{} : std::to_string(value / peer_value);
  std::printf("%s\t%.4g\t%s\t%s\t%.4g\t%s\t%s\n", figure.c_str(), value, unit.c_str(), peer.c_str(),
              peer_value, ratio.c_str(), to_reach.c_str());
  std::fflush(stdout);
}

}  // namespace gl::bench
