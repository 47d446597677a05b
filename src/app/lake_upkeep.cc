#include "app/lake_upkeep.h"

#include <fmt/format.h>

#include "app/open_lake.h"
#include "base/code.h"
#include "base/log.h"
#include "base/version.h"
#include "lake/fence.h"
#include "lineage/batch_rows.h"

namespace lake {
namespace {

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

// All steps; what somebody else's writing keeps from being done is done by another plan.
Status RunSteps(Upkeep& upkeep, const LakeUpkeep::GoesOn& goes_on, const std::stop_token& stop) {
  TRY(upkeep.Begin());
  int failures = 0;
  while (goes_on(upkeep)) {
    const auto more = upkeep.Step();
    if (more.ok()) {
      if (!*more) return {};
      failures = 0;
      continue;
    }
    const bool passes = IsRetryable(more.error().code) || more.error().code == Code::kConflict;
    if (!passes || ++failures == kFailuresMax) return more.status();
    LogDebug("upkeep: once more: {}", more.error().message);
    if (!SystemClock().SleepFor(std::int64_t{100'000} * failures, stop)) break;
  }
  return {Code::kCancelled, "stopped; what was done stays, the same command goes on"};
}

}  // namespace

Status LakeUpkeep::Run(UpkeepReport& report, const GoesOn& goes_on) const {
  TRY_ASSIGN(const Found found, Look(settings_));
  LakeWriterOptions writer_options;
  writer_options.lake = found.options;
  writer_options.stop = stop_;
  writer_options.grace_ms = std::int64_t{settings_.left_files_grace_seconds} * 1000;
  LakeWriter writer(std::move(writer_options),
                    {.network = found.network,
                     .program = fmt::format("{}/{}", settings_.service_name, Version()),
                     .writer = ThisWriter()});
  TRY(writer.Open());
  TRY(writer.ReadStorage());
  Upkeep upkeep(writer, options_);
  Status status = RunSteps(upkeep, goes_on, stop_);
  report = upkeep.report();
  const Status closed = writer.Close();
  return status.ok() ? closed : status;
}

}  // namespace lake
