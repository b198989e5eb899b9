#include "server/spawn.h"

#include <spdlog/spdlog.h>

namespace gl::server {

void log_task_end(std::string const& name, std::exception_ptr const& failure) noexcept {
  if (!failure) {
    spdlog::debug("event=task_ended task={}", name);
    return;
  }
  try {
    std::rethrow_exception(failure);
  } catch (std::exception const& exception) {
    spdlog::error("event=task_failed task={} error=\"{}\"", name, exception.what());
  } catch (...) {
    spdlog::error("event=task_failed task={} error=\"not a std::exception\"", name);
  }
}

}  // namespace gl::server
