// The workers of a server: at most so many at once, used again one statement after the other.
//
// Who wants one while all are busy waits for its turn, as long as it is wanted. A worker that came
// back rests until the next statement; it ends by itself when none comes (worker_session.h), so
// that nothing of the lake is held open for nobody. One that is kept beyond its time, by a client
// that does not read, is killed by Tend, and its place is free. Thread-safe; leases end before the
// pool.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

#include "base/clock.h"
#include "flight_sql/sql_worker.h"

namespace lake {

class WorkerPool {
 public:
  WorkerPool(WorkerProgram program, std::uint32_t workers_max, Clock& clock)
      : program_(std::move(program)), workers_max_(workers_max), clock_(clock) {}

  class Lease {
   public:
    Lease(WorkerPool& pool, std::unique_ptr<SqlWorker> worker, bool fresh)
        : pool_(&pool), worker_(std::move(worker)), fresh_(fresh) {}
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();  // ends the worker unless it was given back

    SqlWorker& worker() { return *worker_; }
    // Whether it was started for this: one that rested may just have ended by itself.
    bool fresh() const { return fresh_; }
    // It has done what it was asked and may be asked more.
    void GiveBack();

   private:
    WorkerPool* pool_;
    std::unique_ptr<SqlWorker> worker_;
    bool fresh_;
  };

  // For a statement that ends at `ends` of the clock's MonotonicMicros. kUnavailable when none can
  // be had; what `wanted` says.
  Result<Lease> Take(std::int64_t ends, const WorkerChannel::Wanted& wanted);
  // Buries those that ended while they rested, kills those whose time is over. To be called now and
  // then.
  void Tend();
  // Ends those that rest.
  void EndResting();
  // Of statements that run now.
  std::uint32_t busy() const;

 private:
  // A lease of what Take wrote down ends; the worker rests when there is one.
  void Release(SqlWorker* taken, std::unique_ptr<SqlWorker> worker);

  const WorkerProgram program_;
  const std::uint32_t workers_max_;
  Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::uint32_t starting_ = 0;               // places that have no worker yet
  std::map<SqlWorker*, std::int64_t> busy_;  // with the time that is theirs
  std::vector<std::unique_ptr<SqlWorker>> resting_;
};

}  // namespace lake
