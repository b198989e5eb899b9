#include "journal/child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include "journal/log_file.h"
#include "journal/scratch.h"

namespace gl::journal_test {

namespace {

constexpr char const* task_variable = "GL_JOURNAL_CHILD_TASK";
constexpr int report_descriptor = 3;

std::string to_text(ChildTask const& task) {
  std::ostringstream text;
  text << task.block_records << ' ' << task.blocks << ' ' << task.memtable_bytes << ' '
       << task.hold_flush << ' ' << task.dir.string();
  return text.str();
}

ChildTask from_text(std::string const& text) {
  ChildTask task;
  std::istringstream in(text);
  std::string dir;
  in >> task.block_records >> task.blocks >> task.memtable_bytes >> task.hold_flush >> dir;
  task.dir = dir;
  return task;
}

void report(std::uint64_t position) {
  if (::write(report_descriptor, &position, sizeof position) != sizeof position) ::_exit(3);
}

/// Fills the threads that flush and compact with sleep.
void hold_background_threads() {
  auto* const env = rocksdb::Env::Default();
  for (auto const pool : {rocksdb::Env::HIGH, rocksdb::Env::LOW}) {
    for (int i = 0; i < 4; ++i) {
      env->Schedule([](void*) { std::this_thread::sleep_for(std::chrono::hours(1)); }, nullptr,
                    pool);
    }
  }
}

[[noreturn]] void run_child(ChildTask const& task) {
  auto config = small_config(task.dir);
  config.memtable_bytes = task.memtable_bytes;
  auto const journal = open_journal(config);
  if (!journal) ::_exit(2);
  if (task.hold_flush) hold_background_threads();
  std::size_t left = task.blocks;
  bool counting = !task.hold_flush;
  for (;;) {
    if (!counting && logs_of(task.dir).size() >= 2) counting = true;
    if (counting && task.blocks > 0 && left-- == 0) ::_exit(0);
    Position const first = next(journal->watermark());
    auto const head = journal->append(
        first, records_from(first.value(), task.block_records, Child::record_bytes));
    if (!head) ::_exit(4);
    report(head->position.value());
  }
}

// Not a test: the body of the child process.
TEST(DISABLED_Child, Appends) {
  char const* const task = ::getenv(task_variable);
  ASSERT_NE(task, nullptr) << "runs only as a child of other tests";
  run_child(from_text(task));
}

}  // namespace

Child::Child(ChildTask const& task) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    ADD_FAILURE() << "no pipe";
    return;
  }
  std::string const variable = std::string(task_variable) + "=" + to_text(task);
  pid_ = ::fork();
  if (pid_ == 0) {
    if (ends[1] == report_descriptor) {
      ::fcntl(report_descriptor, F_SETFD, 0);
    } else {
      ::dup2(ends[1], report_descriptor);
    }
    int const null = ::open("/dev/null", O_WRONLY);
    ::dup2(null, STDOUT_FILENO);
    std::array<char const*, 2> const environment{variable.c_str(), nullptr};
    std::array<char const*, 4> const arguments{"child", "--gtest_filter=DISABLED_Child.Appends",
                                               "--gtest_also_run_disabled_tests", nullptr};
    ::execve("/proc/self/exe", const_cast<char* const*>(arguments.data()),
             const_cast<char* const*>(environment.data()));
    ::_exit(5);
  }
  ::close(ends[1]);
  pipe_ = ends[0];
}

Child::~Child() {
  if (pid_ > 0) static_cast<void>(kill());
  if (pipe_ >= 0) ::close(pipe_);
}

std::optional<std::uint64_t> Child::next_acknowledged() {
  std::uint64_t position = 0;
  if (::read(pipe_, &position, sizeof position) != sizeof position) return std::nullopt;
  acknowledged_ = position;
  return position;
}

std::uint64_t Child::kill() {
  ::kill(pid_, SIGKILL);
  reap();
  return acknowledged_;
}

std::uint64_t Child::wait() {
  while (next_acknowledged()) {
  }
  reap();
  return acknowledged_;
}

void Child::reap() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  EXPECT_TRUE(WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 0))
      << "the child ended with status " << status;
  while (next_acknowledged()) {
  }
}

}  // namespace gl::journal_test
