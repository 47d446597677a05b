// Moves ledgers from the hot buffer to the lake: as a service, or once.
#include <fmt/format.h>

#include <charconv>

#include "app/flush_schedule.h"
#include "app/lake_choice.h"
#include "app/lake_sink.h"
#include "app/lake_upkeep.h"
#include "app/open_hot.h"
#include "app/output.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
#include "app/upkeep_report_text.h"
#include "app/upkeep_setup.h"
#include "base/human.h"
#include "base/log.h"
#include "flush/flusher.h"

namespace lake {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDelaySecondsMax = 7 * 86'400;

// Nothing where nothing was said.
Result<std::optional<std::int64_t>> DeleteDelay(const std::string& text) {
  using Answer = std::optional<std::int64_t>;
  if (text.empty()) return Answer();
  std::int64_t seconds = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (fault == std::errc() && end == text.data() + text.size() && seconds >= 0 &&
      seconds <= kDelaySecondsMax) {
    return Answer(seconds * kSecond);
  }
  return Error{Code::kInvalidArgument,
               fmt::format("--delete-delay: \"{}\" is no whole number of seconds from 0 to {}",
                           text, kDelaySecondsMax)};
}

Result<FlushTarget> TargetOf(const Settings& settings, const Network& network,
                             const std::stop_token& stop, FlushMonitor& monitor) {
  TRY_ASSIGN(const Settings like_lake, LikeTheLake(settings, stop, [&monitor](const Error& error) {
               monitor.OnWait(error);
             }));
  FlushTarget target;
  TRY_ASSIGN(target.tables, ChooseTables(like_lake));
  target.sink = LakeSinkOptions(like_lake, *target.tables, OriginOf(like_lake, network, {}));
  target.tables_are_chosen = ChoosesTables(settings);
  return target;
}

FlusherOptions FlusherOptionsOf(const Settings& settings, FlushMonitor& monitor) {
  FlusherOptions options;
  options.hot.conninfo = HotConnInfo(settings);
  options.target = [&settings, &monitor](const Network& network, const std::stop_token& stop) {
    return TargetOf(settings, network, stop, monitor);
  };
  options.network = settings.network;
  options.slice = {.ledgers = settings.batch_ledgers,
                   .table_rows = settings.batch_rows,
                   .bytes = settings.batch_bytes};
  options.extraction.workers = settings.workers;
  options.piece_bytes = settings.batch_bytes / 4;
  return options;
}

// Nothing to keep up before there is a lake.
Result<bool> Maintain(const LakeUpkeep& upkeep, const std::function<bool()>& goes_on) {
  UpkeepReport report;
  const Status status = upkeep.Run(report, [&](const Upkeep&) { return goes_on(); });
  if (report.DidAnything()) LogInfo("{}", UpkeepSentence(report, false));
  if (status.ok() || status.error().code == Code::kNotFound) return true;
  if (status.error().code == Code::kCancelled) return false;
  return status.error();
}

Status AddUpkeep(const Invocation& invocation, FlushScheduleOptions& options) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const std::int64_t every_ms,
             ParseDuration(settings.maintain_every).Context("maintain.every"));
  TRY_ASSIGN(UpkeepOptions upkeep, UpkeepOptionsOf(settings));
  options.maintain_micros = every_ms * 1000;
  options.maintain = [upkeep = LakeUpkeep(settings, std::move(upkeep), invocation.stop)](
                         const std::function<bool()>& goes_on) {
    return Maintain(upkeep, goes_on);
  };
  return {};
}

FlushScheduleOptions ScheduleOf(const Settings& settings,
                                std::optional<std::int64_t> delete_delay_micros) {
  FlushScheduleOptions options;
  options.interval_micros = std::int64_t{settings.flush_interval_minutes} * 60 * kSecond;
  options.delete_delay_micros = delete_delay_micros;
  options.vacuum_every = settings.vacuum_enabled ? settings.vacuum_every : 0;
  options.final_micros = std::int64_t{settings.final_flush_seconds} * kSecond;
  return options;
}

Status Once(FlushSchedule& schedule, const std::stop_token& stop) {
  TRY_ASSIGN(const FlushReport report, schedule.Once(stop));
  TRY(Print(FlushSentence(report)));
  if (!report.hole) return {};
  return {
      Code::kDataLoss,
      fmt::format("ledgers {} are neither in the hot buffer nor in the lake, and what is behind "
                  "them was not flushed: fetch them into the lake (stellarlake ingest SOURCE "
                  "--range {}:{}), then flush again",
                  LedgersText(*report.hole), report.hole->first, report.hole->last)};
}

}  // namespace

Status RunFlush(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const auto delete_delay, DeleteDelay(settings.delete_delay));
  TRY(ChooseTables(settings).status());  // a wrong name is an error at once
  TRY_ASSIGN(const std::unique_ptr<FlushMonitor> monitor,
             FlushMonitor::Start(settings, !settings.flush_once));
  Flusher flusher(FlusherOptionsOf(settings, *monitor), *monitor);
  FlushScheduleOptions options = ScheduleOf(settings, delete_delay);
  TRY(AddUpkeep(invocation, options));
  FlushSchedule schedule(flusher, *monitor, std::move(options));
  if (settings.flush_once) return Once(schedule, invocation.stop);
  LogInfo("flushing every {}", FormatCount(settings.flush_interval_minutes, "minute"));
  return schedule.Run(invocation.stop);
}

}  // namespace lake
