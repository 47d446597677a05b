// Keeps a lake in good order.
#include <fmt/format.h>

#include "app/open_lake.h"
#include "app/output.h"
#include "app/run_commands.h"
#include "app/upkeep_report_text.h"
#include "app/upkeep_setup.h"
#include "base/code.h"
#include "base/human.h"
#include "base/log.h"
#include "base/version.h"
#include "lake/fence.h"
#include "lineage/batch_rows.h"

namespace lake {
namespace {

constexpr std::int64_t kSayEveryMicros = 5'000'000;
// Steps that fail because of somebody else, one after the other.
constexpr int kFailuresMax = 20;

struct Found {
  LakeOptions options;  // with the schema that there is
  std::string network;
};

// Opens and closes the lake: an embedded catalog is open once at a time.
Result<Found> Look(const Settings& settings) {
  TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenLakeToRead(settings));
  TRY_ASSIGN(Connection connection, lake->Connect());
  TRY_ASSIGN(std::string network, NetworkOfLake(connection, *lake));
  Found found{LakeOptionsOf(settings), std::move(network)};
  found.options.schema_name = lake->options().schema_name;
  found.options.create = false;
  return found;
}

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

// All steps; what somebody else's writing keeps from being done is done by another plan.
Status RunSteps(Upkeep& upkeep, const std::stop_token& stop) {
  Notes notes;
  TRY(upkeep.Begin());
  int failures = 0;
  while (!stop.stop_requested()) {
    const auto more = upkeep.Step();
    if (more.ok()) {
      if (!*more) return {};
      failures = 0;
      notes.Tell(upkeep);
      continue;
    }
    const bool passes = IsRetryable(more.error().code) || more.error().code == Code::kConflict;
    if (!passes || ++failures == kFailuresMax) return more.status();
    LogDebug("upkeep: once more: {}", more.error().message);
    if (!SystemClock().SleepFor(std::int64_t{100'000} * failures, stop)) break;
  }
  return {Code::kCancelled, "stopped; what was done stays, the same command goes on"};
}

Status Maintain(const Invocation& invocation, const UpkeepOptions& options, UpkeepReport& report) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const Found found, Look(settings));
  LakeWriterOptions writer_options;
  writer_options.lake = found.options;
  writer_options.stop = invocation.stop;
  writer_options.grace_ms = std::int64_t{settings.left_files_grace_seconds} * 1000;
  LakeWriter writer(std::move(writer_options),
                    {.network = found.network,
                     .program = fmt::format("{}/{}", settings.service_name, Version()),
                     .writer = ThisWriter()});
  TRY(writer.Open());
  TRY(writer.ReadStorage());
  Upkeep upkeep(writer, options);
  Status status = RunSteps(upkeep, invocation.stop);
  report = upkeep.report();
  const Status closed = writer.Close();
  return status.ok() ? closed : status;
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
