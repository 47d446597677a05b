// A worker: a child of the server in which one statement after the other is judged and run.
//
// It is this program again with other words, and socket kWorkerSocket for frames; of the server's
// files it gets nothing else but standard error, and ends with the server. Destroying it kills it.
// One thread at a time, but for Kill.
#pragma once

#include <sys/types.h>

#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "flight_sql/worker_channel.h"
#include "flight_sql/worker_program.h"

namespace lake {

class SqlWorker {
 public:
  // kUnavailable when the system gives no descriptor or no child.
  static Result<std::unique_ptr<SqlWorker>> Start(const WorkerProgram& program);
  ~SqlWorker();
  SqlWorker(const SqlWorker&) = delete;
  SqlWorker& operator=(const SqlWorker&) = delete;

  WorkerChannel& channel() { return channel_; }
  // Kills it and says how it had ended by itself before, "" when that is not known.
  std::string End();
  // Kills it and does not wait: whoever uses the channel notices. From any thread.
  void Kill();

 private:
  SqlWorker(pid_t child, UniqueFd socket) : child_(child), channel_(std::move(socket)) {}

  std::mutex mutex_;  // a child that was waited for has no number any more
  pid_t child_;
  WorkerChannel channel_;
};

}  // namespace lake
