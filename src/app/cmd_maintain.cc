// Keeps a lake in good order.
#include <fmt/format.h>

#include "app/lake_upkeep.h"
#include "app/open_lake.h"
#include "app/output.h"
#include "app/run_commands.h"
#include "app/upkeep_report_text.h"
#include "app/upkeep_setup.h"
#include "base/human.h"
#include "base/log.h"

namespace lake {
namespace {

constexpr std::int64_t kSayEveryMicros = 5'000'000;

Result<UpkeepReport> Foresee(const Settings& settings, const UpkeepOptions& options) {
  TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenLakeToRead(settings));
  TRY_ASSIGN(Connection connection, lake->Connect());
  return ForeseeUpkeep(connection, *lake, options, SystemClock().Now());
}

// Says now and then how far it is.
class Notes {
 public:
  void Tell(const Upkeep& upkeep) {
    const std::int64_t now = SystemClock().MonotonicMicros();
    if (now - said_ < kSayEveryMicros) return;
    said_ = now;
    LogInfo("{} merged, {} to go; {} expired; {} removed",
            FormatCount(upkeep.report().merges, "time"), FormatCount(upkeep.merges_left()),
            FormatCount(upkeep.report().snapshots_expired, "snapshot"),
            FormatCount(upkeep.report().removed.files, "file"));
  }

 private:
  std::int64_t said_ = SystemClock().MonotonicMicros();
};

Status Maintain(const Invocation& invocation, const UpkeepOptions& options, UpkeepReport& report) {
  Notes notes;
  return LakeUpkeep(invocation.settings, options, invocation.stop)
      .Run(report, [&](const Upkeep& upkeep) {
        notes.Tell(upkeep);
        return !invocation.stop.stop_requested();
      });
}

}  // namespace

Status RunMaintain(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(UpkeepOptions options, UpkeepOptionsOf(settings));
  options.merge.thorough = true;
  UpkeepReport report;
  Status status;
  if (settings.dry_run) {
    TRY_ASSIGN(report, Foresee(settings, options));
  } else {
    status = Maintain(invocation, options, report);
    if (!status.ok() && report.tables.empty()) return status;
  }
  const Status printed =
      Print(settings.format == "json" ? UpkeepReportJson(report, settings.dry_run)
                                      : UpkeepReportText(report, settings.dry_run));
  return status.ok() ? printed : status;
}

}  // namespace lake
