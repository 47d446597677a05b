// Derives the silver tables of a lake: what is missing, or as long as it is let run.
#include <fmt/format.h>

#include "app/health_server.h"
#include "app/output.h"
#include "app/silver_command.h"
#include "app/silver_report.h"
#include "app/silver_setup.h"
#include "base/human.h"
#include "base/log.h"
#include "base/retry.h"

namespace lake {
namespace {

constexpr std::int64_t kMicrosPerMilli = 1'000;

Status CheckFollow(const Settings& settings) {
  if (!settings.silver_follow) return {};
  TRY_ASSIGN(const LakeLocation at, ParseLakeLocation(settings.lake, settings.data_path));
  if (at.kind != CatalogKind::kDuckDb) return {};
  return {Code::kInvalidArgument,
          "the lake's catalog is a DuckDB file, which is for one process: while silver followed, "
          "nobody could fill the lake; run it without --follow when nobody does, or keep the "
          "catalog in PostgreSQL or SQLite"};
}

// A step that another writer or bronze itself got in the way of is done again, as is one whose
// catalog or store was away for a while.
bool MayPass(Code code) { return IsRetryable(code) || code == Code::kConflict; }

// Steps, and what they did.
class Work {
 public:
  Work(SilverRun& run, HealthBoard& board, const std::stop_token& stop)
      : run_(run), board_(board), stop_(stop) {}

  // All that there is to take; false after a stop.
  Result<bool> TakeAll() {
    for (;;) {
      if (stop_.stop_requested()) return false;
      TRY_ASSIGN(const std::optional<SilverStep> step, TakeOne());
      if (!step) return !stop_.stop_requested();
      Tell(*step);
    }
  }
  void Show(const SilverStatus& status) {
    const auto through = status.complete_through();
    board_.SetFact("complete_through", std::int64_t{through.value_or(0)});
    board_.SetFact("ledgers_missing", static_cast<std::int64_t>(status.missing().count()));
    board_.Report("silver", Health::kHealthy, "");
    board_.SetReady(true);
  }

 private:
  Result<std::optional<SilverStep>> TakeOne() {
    Retry retry({.backoff = {}, .may_pass = &MayPass}, SystemClock());
    return retry.Run(stop_, [&] {
      auto step = run_.Step();
      if (!step.ok()) {
        board_.Report("silver", Health::kDegraded, step.error().message);
        LogDebug("silver: {}", step.error().message);
      }
      return step;
    });
  }
  void Tell(const SilverStep& step) {
    if (step.merge) {
      LogInfo("silver: segments joined at ledger {}   {}, {}, {:.1f} s",
              FormatCount(step.span.last),
              FormatCount(static_cast<std::uint64_t>(step.rows), "row"), FormatBytes(step.bytes),
              step.seconds);
      return;
    }
    ledgers_ += step.span.count();
    board_.SetFact("ledgers_taken", static_cast<std::int64_t>(ledgers_));
    LogInfo("silver: {}   {}, {}, {:.1f} s, {:.3g} ledgers/s", LedgersText(step.span),
            FormatCount(static_cast<std::uint64_t>(step.rows), "row"), FormatBytes(step.bytes),
            step.seconds, static_cast<double>(step.span.count()) / step.seconds);
  }

  SilverRun& run_;
  HealthBoard& board_;
  const std::stop_token stop_;
  std::uint64_t ledgers_ = 0;
};

Status RunAll(const Settings& settings, SilverRun& run, Work& work, std::int64_t every_ms,
              const std::stop_token& stop) {
  for (;;) {
    TRY_ASSIGN(const bool all, work.TakeAll());
    TRY_ASSIGN(const SilverStatus status, run.Look());
    work.Show(status);
    if (!all) {
      if (settings.silver_follow) return {};
      return {Code::kCancelled, "stopped; what was taken stays, the same command goes on"};
    }
    if (!settings.silver_follow) return Print(SilverStatusText(status));
    if (!SystemClock().SleepFor(every_ms * kMicrosPerMilli, stop)) return {};
  }
}

}  // namespace

Status RunSilverRun(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  TRY(CheckFollow(settings));
  TRY_ASSIGN(const std::int64_t every_ms,
             ParseDuration(settings.silver_every).Context("silver.every"));
  HealthBoard board(settings.service_name, settings.environment);
  TRY_ASSIGN(const auto health, ServeHealth(settings, board));
  TRY_ASSIGN(SilverOptions options, SilverOptionsOf(settings, invocation.stop));
  SilverRun run(std::move(options));
  TRY(run.Open());
  Work work(run, board, invocation.stop);
  const Status status = RunAll(settings, run, work, every_ms, invocation.stop);
  if (!status.ok()) board.Report("silver", Health::kUnhealthy, status.error().message);
  board.SetReady(false);
  const Status closed = run.Close();
  return status.ok() ? closed : status;
}

}  // namespace lake
