// One question to a worker: a command, and the frames of its answer until the deadline.
//
// A worker that takes longer, or whose client has gone, is killed; one that answered to the end is
// given back. One thread. Errors: those of the worker; kResourceExhausted when the time is over or
// the worker ended by itself, which is what a statement does that takes too much memory.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "flight_sql/sql_totals.h"
#include "flight_sql/worker_pool.h"

namespace lake {

struct SqlQuestion {
  FrameKind kind;                 // kDescribe or kRun
  std::string_view command;       // sql_commands.h
  std::string_view parameters{};  // an IPC stream
};

class SqlCall {
 public:
  // The answer has begun when it returns. `cancelled` is asked now and then, and tells that nobody
  // waits for the answer any more. It counts itself, and how it ended, in `totals`, which outlives
  // it.
  static Result<std::unique_ptr<SqlCall>> Ask(WorkerPool& pool, const SqlQuestion& question,
                                              std::int64_t deadline_ms, Clock& clock,
                                              std::function<bool()> cancelled, SqlTotals& totals);
  ~SqlCall();

  // The next frame of the answer; nothing behind the last.
  Result<std::optional<Frame>> Next();

 private:
  SqlCall(FrameKind kind, std::int64_t deadline_ms, Clock& clock, std::function<bool()> cancelled,
          SqlTotals& totals);
  Status Wanted() const;
  Result<Frame> Begin(WorkerPool& pool, const SqlQuestion& question);
  Result<std::optional<Frame>> Receive();
  Error WhyItEnded(const Error& error);
  void EndsBy(const Error& error);

  const FrameKind kind_;
  const std::int64_t deadline_ms_;
  Clock& clock_;
  const std::int64_t ends_;  // of clock_
  const std::function<bool()> cancelled_;
  SqlTotals& totals_;
  SqlOutcome outcome_ = SqlOutcome::kLeft;  // until it has come to an end
  std::optional<WorkerPool::Lease> lease_;
  std::optional<Frame> first_;
};

}  // namespace lake
