#pragma once

#include <cstddef>
#include <random>
#include <span>

namespace gl {

/// Where unpredictable bytes come from. Handed in, so that a simulation can repeat a run.
class Random {
 public:
  Random() = default;
  Random(Random const&) = delete;
  Random& operator=(Random const&) = delete;
  virtual ~Random() = default;

  /// Fills `out`. Thread: any.
  virtual void fill(std::span<std::byte> out) = 0;
};

/// The operating system's generator (getrandom), fit for keys and nonces.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::byte> out) override;
};

/// A repeatable sequence for tests and simulations; never for keys. Thread: one.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::byte> out) override;

 private:
  std::mt19937_64 engine_;
};

}  // namespace gl
