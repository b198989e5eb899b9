#include "support/log_capture.h"

#include <spdlog/sinks/base_sink.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace gl::testing {
namespace {

std::string first_with(std::vector<std::string> const& lines,
                       std::vector<std::string_view> const& words) {
  auto const has_all = [&](std::string const& line) {
    return std::ranges::all_of(
        words, [&](std::string_view word) { return line.find(word) != std::string::npos; });
  };
  auto const found = std::ranges::find_if(lines, has_all);
  return found == lines.end() ? std::string{} : *found;
}

}  // namespace

class LogCapture::Sink final : public spdlog::sinks::sink {
 public:
  void log(spdlog::details::log_msg const& message) override {
    auto const level = spdlog::level::to_string_view(message.level);
    std::string line{level.data(), level.size()};
    line += ' ';
    line.append(message.payload.data(), message.payload.size());
    std::scoped_lock const lock(mutex_);
    lines_.push_back(std::move(line));
    logged_.notify_all();
  }
  void flush() override {}
  void set_pattern(std::string const&) override {}
  void set_formatter(std::unique_ptr<spdlog::formatter>) override {}

  [[nodiscard]] std::vector<std::string> lines() const {
    std::scoped_lock const lock(mutex_);
    return lines_;
  }

  [[nodiscard]] std::string wait_for(std::vector<std::string_view> const& words,
                                     std::chrono::milliseconds deadline) const {
    std::unique_lock lock(mutex_);
    std::string found;
    logged_.wait_for(lock, deadline, [&] {
      found = first_with(lines_, words);
      return !found.empty();
    });
    return found;
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable logged_;
  std::vector<std::string> lines_;
};

LogCapture::LogCapture() : sink_(std::make_shared<Sink>()), before_(spdlog::default_logger()) {
  auto logger = std::make_shared<spdlog::logger>("test", sink_);
  logger->set_level(spdlog::level::debug);
  spdlog::set_default_logger(std::move(logger));
}

LogCapture::~LogCapture() { spdlog::set_default_logger(before_); }

std::vector<std::string> LogCapture::lines() const { return sink_->lines(); }

std::string LogCapture::find(std::vector<std::string_view> const& words) const {
  return first_with(lines(), words);
}

std::string LogCapture::wait_for(std::vector<std::string_view> const& words,
                                 std::chrono::milliseconds deadline) const {
  return sink_->wait_for(words, deadline);
}

}  // namespace gl::testing
