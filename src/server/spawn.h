#pragma once

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <exception>
#include <string>
#include <utility>

namespace gl::server {

/// Logs how a task ended: an exception that nobody caught is an error of ours, and is said.
void log_task_end(std::string const& name, std::exception_ptr const& failure) noexcept;

/// Starts `task` on `executor`, on nobody's behalf. The only way to do so: a completion token that
/// drops the outcome would swallow exceptions. `name` is what the log says, e.g. "accept".
template <class Executor>
void spawn(Executor const& executor, std::string name, asio::awaitable<void> task) {
  asio::co_spawn(
      executor, std::move(task),
      [name = std::move(name)](std::exception_ptr const& failure) { log_task_end(name, failure); });
}

}  // namespace gl::server
