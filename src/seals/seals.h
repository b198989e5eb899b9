#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "journal/journal.h"
#include "notary/notary.h"
#include "projections/views.h"
#include "proof/balance_proof.h"
#include "seals/seal_file.h"

namespace gl::seals {

struct Config {
  std::filesystem::path dir;  ///< the ledger's data directory, which holds (or gets) seals/
  /// The civil day in Paris that it is; by it a day has ended. Called on the thread of the seals.
  std::function<CivilDate()> today;
  /// How often the thread looks whether a day or a year has ended.
  std::chrono::milliseconds look_every{1'000};
};

/// Seals balances and states: those of the last event of each day that has ended (of several that
/// ended at once, of the last), those of 31 December when a year is closed, and on request. A
/// resource that borrows the others; it has a thread.
class Seals {
 public:
  /// Errors: corrupt (a seal that is none of this ledger's), too_large, io.
  [[nodiscard]] static Result<std::unique_ptr<Seals>> open(Config config, notary::Notary& notary,
                                                           projections::Views& views,
                                                           journal::Journal& journal);
  Seals(Seals const&) = delete;
  Seals& operator=(Seals const&) = delete;
  ~Seals();

  /// Ends the thread. A second call does nothing.
  void stop();

  /// Seals the latest event that a checkpoint and the views hold; the seal that is there already,
  /// if so. Errors: busy (there is no checkpoint yet), those of the views, too_large (seals_max),
  /// io. Thread: any.
  [[nodiscard]] Result<Kept> seal_now(std::optional<CivilDate> effective);

  /// Seals behind `after`, in order, at most `limit`. Thread: any.
  [[nodiscard]] std::vector<Kept> list(Point const& after, std::size_t limit) const;

  /// What shows all lines of a seal that begin with `prefix`. Takes time in proportion to the
  /// number of projects; the last answer is kept for those who fetch it in pieces.
  /// Errors: not_found (no such seal; the sentence names one that is near), corrupt (the views say
  /// another thing than what was sealed), those of the views. Thread: any.
  [[nodiscard]] Result<std::shared_ptr<proof::BalanceFile const>> prove(Point const& point,
                                                                        std::string const& prefix);

 private:
  Seals(Config config, notary::Notary& notary, projections::Views& views, journal::Journal& journal,
        SealsByPoint seals);

  [[nodiscard]] Result<Kept> make(Point const& point);
  [[nodiscard]] Position ready() const;
  void run(std::stop_token const& stop);
  [[nodiscard]] Result<void> look();
  [[nodiscard]] Result<void> seal_closed_years(Position last);
  [[nodiscard]] Result<void> seal_closing();
  [[nodiscard]] Result<void> seal_ended_day();

  Config config_;
  notary::Notary& notary_;
  projections::Views& views_;
  journal::Journal& journal_;

  mutable std::mutex mutex_;
  std::condition_variable_any wake_;
  SealsByPoint seals_;
  std::mutex making_;  ///< one seal or proof at a time
  std::shared_ptr<proof::BalanceFile const> last_proof_;
  Point last_point_;

  Position scanned_to_;  ///< for closed years. Thread: its own
  /// The last event seen of a year's closing that is not sealed yet. Thread: its own
  std::optional<Point> closing_;
  Position last_day_sealed_;  ///< the last event of the last day. Thread: its own
  std::jthread thread_;
};

}  // namespace gl::seals
