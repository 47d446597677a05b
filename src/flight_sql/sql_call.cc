#include "flight_sql/sql_call.h"

#include <fmt/format.h>

#include "base/code.h"

namespace lake {
namespace {

// What a worker says of an error.
Error ErrorOf(const Frame& frame) {
  const auto code =
      frame.head.empty() ? std::uint8_t{255} : static_cast<std::uint8_t>(frame.head[0]);
  if (code > static_cast<std::uint8_t>(Code::kInternal)) {
    return {Code::kInternal, "a worker failed without a word"};
  }
  return {static_cast<Code>(code), frame.head.substr(1)};
}

}  // namespace

SqlCall::SqlCall(FrameKind kind, std::int64_t deadline_ms, Clock& clock,
                 std::function<bool()> cancelled, SqlTotals& totals)
    : kind_(kind),
      deadline_ms_(deadline_ms),
      clock_(clock),
      ends_(clock.MonotonicMicros() + deadline_ms * 1'000),
      cancelled_(std::move(cancelled)),
      totals_(totals) {
  totals_.CountBegin();
}

SqlCall::~SqlCall() {
  const std::int64_t micros = clock_.MonotonicMicros() - (ends_ - deadline_ms_ * 1'000);
  totals_.CountEnd(kind_ == FrameKind::kDescribe ? "describe" : "run", outcome_, micros);
}

Status SqlCall::Wanted() const {
  if (cancelled_()) return {Code::kCancelled, "the client is gone"};
  if (clock_.MonotonicMicros() < ends_) return {};
  return {Code::kResourceExhausted,
          fmt::format("the statement took longer than {} ms", deadline_ms_)};
}

Result<std::unique_ptr<SqlCall>> SqlCall::Ask(WorkerPool& pool, const SqlQuestion& question,
                                              std::int64_t deadline_ms, Clock& clock,
                                              std::function<bool()> cancelled, SqlTotals& totals) {
  std::unique_ptr<SqlCall> call(
      new SqlCall(question.kind, deadline_ms, clock, std::move(cancelled), totals));
  Result<Frame> first = call->Begin(pool, question);
  if (!first.ok()) {
    call->EndsBy(first.error());
    return first.error();
  }
  call->first_ = std::move(first).value();
  return call;
}

// A worker that rested may have ended by itself just now: that is no fault of the statement.
Result<Frame> SqlCall::Begin(WorkerPool& pool, const SqlQuestion& question) {
  const auto wanted = [this] { return Wanted(); };
  for (;;) {
    TRY_ASSIGN(WorkerPool::Lease lease, pool.Take(ends_, wanted));
    const bool fresh = lease.fresh();
    if (fresh) totals_.CountWorker();
    lease_.emplace(std::move(lease));
    WorkerChannel& channel = lease_->worker().channel();
    const Status sent =
        channel.Send(question.kind, question.command, {&question.parameters, 1}, wanted);
    Result<Frame> first = sent.ok() ? channel.Receive(wanted) : Result<Frame>(sent);
    if (first.ok()) return first;
    if (fresh || first.error().code != Code::kUnavailable) return WhyItEnded(first.error());
    lease_.reset();
  }
}

Error SqlCall::WhyItEnded(const Error& error) {
  if (error.code != Code::kUnavailable) return error;
  if (const Status wanted = Wanted(); !wanted.ok()) return wanted.error();
  const std::string how = lease_->worker().End();
  return {Code::kResourceExhausted,
          fmt::format("the statement has ended its worker{}{}: it may want too much memory",
                      how.empty() ? "" : " by ", how)};
}

Result<std::optional<Frame>> SqlCall::Next() {
  Result<std::optional<Frame>> frame = Receive();
  if (!frame.ok()) {
    EndsBy(frame.error());
  } else if (!*frame) {
    outcome_ = SqlOutcome::kDone;
  }
  return frame;
}

void SqlCall::EndsBy(const Error& error) {
  outcome_ = error.code == Code::kCancelled ? SqlOutcome::kLeft : SqlOutcome::kFailed;
}

Result<std::optional<Frame>> SqlCall::Receive() {
  if (!lease_) return std::optional<Frame>();
  Result<Frame> frame = first_ ? Result<Frame>(std::move(*first_))
                               : lease_->worker().channel().Receive([this] { return Wanted(); });
  first_.reset();
  if (!frame.ok()) {
    const Error why = WhyItEnded(frame.error());
    lease_.reset();
    return why;
  }
  if (frame->kind == FrameKind::kEnd || frame->kind == FrameKind::kError) {
    lease_->GiveBack();
    lease_.reset();
    if (frame->kind == FrameKind::kError) return ErrorOf(*frame);
    return std::optional<Frame>();
  }
  // Also while rows keep coming.
  if (Status wanted = Wanted(); !wanted.ok()) {
    lease_.reset();
    return wanted;
  }
  return std::optional<Frame>(std::move(frame).value());
}

}  // namespace lake
