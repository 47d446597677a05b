#include "flight_sql/sql_worker.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace lake {
namespace {

Error NoWorker(int error) {
  return {Code::kUnavailable,
          fmt::format("no worker can be started: {}", ::strerrordesc_np(error))};
}

// What the child has of this one's files.
class SpawnFiles {
 public:
  explicit SpawnFiles(int socket) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, socket, kWorkerSocket);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, kWorkerSocket + 1);
  }
  SpawnFiles(const SpawnFiles&) = delete;
  SpawnFiles& operator=(const SpawnFiles&) = delete;
  ~SpawnFiles() { ::posix_spawn_file_actions_destroy(&actions_); }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

std::string HowItEnded(int status) {
  if (WIFSIGNALED(status)) {
    return WTERMSIG(status) == SIGKILL ? "" : fmt::format("signal {}", WTERMSIG(status));
  }
  return fmt::format("exit status {}", WEXITSTATUS(status));
}

}  // namespace

Result<std::unique_ptr<SqlWorker>> SqlWorker::Start(const WorkerProgram& program) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return NoWorker(errno);
  }
  UniqueFd ours(ends[0]);
  UniqueFd theirs(ends[1]);
  // dup2 of a descriptor onto itself would leave it to be closed.
  if (theirs.get() == kWorkerSocket) theirs = UniqueFd(::fcntl(ends[1], F_DUPFD_CLOEXEC, 10));
  if (!theirs.valid()) return NoWorker(errno);
  std::string name = "stellarlake";
  std::vector<char*> arguments = {name.data()};
  std::vector<std::string> words = program.words;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const SpawnFiles files(theirs.get());
  pid_t child = -1;
  const int error = ::posix_spawn(&child, program.path.c_str(), files.get(), nullptr,
                                  arguments.data(), ::environ);
  if (error != 0) return NoWorker(error);
  return std::unique_ptr<SqlWorker>(new SqlWorker(child, std::move(ours)));
}

SqlWorker::~SqlWorker() { End(); }

// A child that was about to end keeps the reason that it had.
std::string SqlWorker::End() {
  const std::lock_guard lock(mutex_);
  if (child_ < 0) return "";
  int status = 0;
  ::kill(child_, SIGKILL);
  while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
  return HowItEnded(status);
}

void SqlWorker::Kill() {
  const std::lock_guard lock(mutex_);
  if (child_ >= 0) ::kill(child_, SIGKILL);
}

}  // namespace lake
