#include "app/silver_work.h"

#include <fmt/format.h>

#include "app/silver_setup.h"
#include "base/human.h"
#include "base/log.h"
#include "base/retry.h"

namespace lake {
namespace {

bool MayPass(Code code) { return IsRetryable(code) || code == Code::kConflict; }

}  // namespace

SilverWork::~SilverWork() = default;

Result<std::unique_ptr<SilverWork>> SilverWork::Open(const Settings& settings,
                                                     std::stop_token stop) {
  std::unique_ptr<SilverWork> work(new SilverWork(settings, std::move(stop)));
  TRY_ASSIGN(work->health_, ServeHealth(settings, work->board_));
  TRY_ASSIGN(SilverOptions options, SilverOptionsOf(settings, work->stop_));
  work->run_ = std::make_unique<SilverRun>(std::move(options));
  TRY(work->run_->Open());
  return work;
}

Status SilverWork::DoAll(Step step) {
  for (;;) {
    TRY_ASSIGN(const std::optional<SilverStep> done, DoOne(step));
    if (stop_.stop_requested()) {
      return {Code::kCancelled, "stopped; what was committed stays, the same command goes on"};
    }
    if (!done) return {};
    Tell(*done);
  }
}

Result<std::optional<SilverStep>> SilverWork::DoOne(Step step) {
  Retry retry({.backoff = {}, .may_pass = &MayPass}, SystemClock());
  return retry.Run(stop_, [&] {
    auto done = (*run_.*step)();
    if (!done.ok()) {
      board_.Report("silver", Health::kDegraded, done.error().message);
      LogDebug("silver: {}", done.error().message);
    }
    return done;
  });
}

void SilverWork::Tell(const SilverStep& step) {
  std::string text =
      fmt::format("silver: {} of ledgers {}   {}, {}, {:.1f} s", step.kind, LedgersText(step.span),
                  FormatCount(static_cast<std::uint64_t>(step.rows), "row"),
                  FormatBytes(step.bytes), step.seconds);
  if (step.kind == "append") {
    ledgers_ += step.span.count();
    board_.SetFact("ledgers_taken", static_cast<std::int64_t>(ledgers_));
    text +=
        fmt::format(", {:.3g} ledgers/s", static_cast<double>(step.span.count()) / step.seconds);
  }
  LogInfo("{}", text);
}

Result<SilverStatus> SilverWork::Look() {
  TRY_ASSIGN(SilverStatus status, run_->Look());
  board_.SetFact("complete_through", std::int64_t{status.complete_through().value_or(0)});
  board_.SetFact("ledgers_missing", static_cast<std::int64_t>(status.missing().count()));
  board_.Report("silver", Health::kHealthy, "");
  board_.SetReady(true);
  return status;
}

Status SilverWork::Close(Status ended) {
  if (!ended.ok()) board_.Report("silver", Health::kUnhealthy, ended.error().message);
  board_.SetReady(false);
  const Status closed = run_->Close();
  return ended.ok() ? closed : ended;
}

}  // namespace lake
