// Derives the silver tables of a lake: what is missing, or as long as it is let run.
#include "app/output.h"
#include "app/silver_command.h"
#include "app/silver_report.h"
#include "app/silver_work.h"
#include "base/human.h"

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

Status Run(const Settings& settings, SilverWork& work, std::int64_t every_ms,
           const std::stop_token& stop) {
  for (;;) {
    const Status all = work.DoAll(&SilverRun::Step);
    // To be stopped is how a run that follows ends.
    if (settings.silver_follow && stop.stop_requested()) return {};
    TRY(all);
    TRY_ASSIGN(const SilverStatus status, work.Look());
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
  TRY_ASSIGN(const auto work, SilverWork::Open(settings, invocation.stop));
  return work->Close(Run(settings, *work, every_ms, invocation.stop));
}

Status RunSilverFold(const Invocation& invocation) {
  TRY_ASSIGN(const auto work, SilverWork::Open(invocation.settings, invocation.stop));
  return work->Close(work->DoAll(&SilverRun::Fold));
}

}  // namespace lake
