#include "flight_sql/worker_pool.h"

#include <utility>

namespace lake {

WorkerPool::Lease::~Lease() {
  if (worker_ == nullptr) return;
  SqlWorker* const taken = worker_.get();
  worker_->End();  // before its place is free
  pool_->Release(taken, nullptr);
}

void WorkerPool::Lease::GiveBack() {
  SqlWorker* const taken = worker_.get();
  pool_->Release(taken, std::move(worker_));
}

Result<WorkerPool::Lease> WorkerPool::Take(std::int64_t ends, const WorkerChannel::Wanted& wanted) {
  constexpr std::int64_t kLookMicros = std::int64_t{WorkerChannel::kLookMs} * 1'000;
  std::unique_lock lock(mutex_);
  const auto free = [&] { return busy_.size() + starting_ < workers_max_; };
  while (!clock_.WaitFor(changed_, lock, kLookMicros, {}, free)) {
    lock.unlock();
    TRY(wanted());
    lock.lock();
  }
  while (!resting_.empty()) {
    std::unique_ptr<SqlWorker> worker = std::move(resting_.back());
    resting_.pop_back();
    if (worker->channel().Ended()) continue;
    busy_[worker.get()] = ends;
    return Lease(*this, std::move(worker), false);
  }
  ++starting_;
  lock.unlock();
  auto started = SqlWorker::Start(program_);
  lock.lock();
  --starting_;
  if (!started.ok()) {
    changed_.notify_one();
    return std::move(started).status();
  }
  busy_[started->get()] = ends;
  return Lease(*this, std::move(started).value(), true);
}

void WorkerPool::Release(SqlWorker* taken, std::unique_ptr<SqlWorker> worker) {
  const std::lock_guard lock(mutex_);
  const bool in_time = busy_.erase(taken) > 0;
  if (worker != nullptr && in_time) resting_.push_back(std::move(worker));
  changed_.notify_one();
}

void WorkerPool::Tend() {
  const std::lock_guard lock(mutex_);
  std::erase_if(resting_, [](const auto& worker) { return worker->channel().Ended(); });
  const std::int64_t now = clock_.MonotonicMicros();
  std::erase_if(busy_, [&](const auto& one) {
    const auto& [worker, ends] = one;
    if (now < ends) return false;
    worker->Kill();
    return true;
  });
  changed_.notify_all();
}

void WorkerPool::EndResting() {
  const std::lock_guard lock(mutex_);
  resting_.clear();
}

std::uint32_t WorkerPool::busy() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::uint32_t>(busy_.size()) + starting_;
}

}  // namespace lake
