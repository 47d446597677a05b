#include "serve/range_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

#include "base/thread.h"

namespace lake {
namespace {

// How soon a read notices that its client is gone.
constexpr std::int64_t kCancelPollMicros = 100'000;

}  // namespace

RangeReader::RangeReader(LedgerHub& hub, TipProbe& tip, RangeReaderOptions options, Clock& clock)
    : hub_(hub),
      tip_(tip),
      options_(options),
      clock_(clock),
      jobs_(options.max_waiting, SIZE_MAX) {}

Status RangeReader::Start() {
  threads_.reserve(options_.threads);
  const auto answer_all = [this](const std::stop_token&) {
    while (std::optional<Job> job = jobs_.Pop({})) Answer(*job);
    return Status();
  };
  for (std::uint32_t i = 0; i < options_.threads; ++i) {
    // A thread that fails has nobody waiting: each job catches its own exceptions.
    TRY_ASSIGN(std::jthread thread, StartThread("serve-range", answer_all, [](const Status&) {}));
    threads_.push_back(std::move(thread));
  }
  return {};
}

void RangeReader::Answer(const Job& job) {
  std::optional<Result<RangeAnswer>> answer;
  const Status caught = CatchExceptions("serve-range", [&] {
    answer.emplace(Collect(job.request));
    return Status();
  });
  if (!caught.ok()) answer.emplace(caught);
  --waiting_;
  (void)CatchExceptions("serve-range", [&] {
    job.done(*std::move(answer));
    return Status();
  });
}

RangeReader::~RangeReader() { jobs_.Close(); }

void RangeReader::Read(RangeRequest request, Done done) {
  if (++waiting_ > options_.max_waiting) {
    --waiting_;
    done(Error{Code::kResourceExhausted,
               fmt::format("{} range reads are waiting already", options_.max_waiting)});
    return;
  }
  jobs_.Push({std::move(request), std::move(done)}, 0, {});
}

// The cursor's next ledger, waited for; nullopt at the deadline or when the client is gone.
std::optional<Result<ServedLedger>> RangeReader::WaitForNext(
    LedgerCursor& cursor, std::int64_t deadline, const std::function<bool()>& cancelled) {
  std::mutex mutex;
  std::condition_variable_any arrived;
  std::optional<Result<ServedLedger>> next;
  cursor.Next([&](Result<ServedLedger> result) {
    const std::lock_guard lock(mutex);
    next = std::move(result);
    arrived.notify_one();
  });
  const auto is_there = [&] { return next.has_value(); };
  std::unique_lock lock(mutex);
  while (!next) {
    const std::int64_t left = deadline - clock_.MonotonicMicros();
    bool gone = true;  // also when the question throws: `next` must not be left before its answer
    (void)CatchExceptions("serve-range", [&] {
      gone = cancelled();
      return Status();
    });
    if (left > 0 && !gone) {
      clock_.WaitFor(arrived, lock, std::min(left, kCancelPollMicros), {}, is_there);
      continue;
    }
    lock.unlock();
    const bool forgotten = cursor.Cancel();
    lock.lock();
    if (forgotten) return std::nullopt;
    arrived.wait(lock, is_there);
  }
  return next;
}

Result<RangeAnswer> RangeReader::Collect(const RangeRequest& request) {
  RangeAnswer answer;
  TRY_ASSIGN(const std::uint32_t known, tip_.Latest());
  answer.latest = known == 0 ? 0 : std::max(known, hub_.highest_ledger());
  std::uint32_t end = std::min(
      request.end, request.first + std::min(options_.max_ledgers, UINT32_MAX - request.first));
  if (answer.latest != 0) end = std::min(end, answer.latest + 1);
  const std::int64_t deadline =
      clock_.MonotonicMicros() + std::int64_t{options_.max_wait_ms} * 1'000;
  LedgerCursor cursor(hub_, request.first);
  std::uint64_t bytes = 0;
  for (std::uint32_t sequence = request.first; sequence < end; ++sequence) {
    std::optional<Result<ServedLedger>> next = WaitForNext(cursor, deadline, request.cancelled);
    if (!next) break;
    if (!next->ok() && answer.ledgers.empty()) return next->error();
    if (!next->ok()) break;  // asked for again, it is the first and its error is told
    bytes += (*next)->message_bytes;
    if (bytes > options_.max_bytes && !answer.ledgers.empty()) break;
    answer.ledgers.push_back(std::move(**next));
  }
  answer.latest = std::max(answer.latest, known == 0 ? hub_.highest_ledger() : 0u);
  return answer;
}

}  // namespace lake
