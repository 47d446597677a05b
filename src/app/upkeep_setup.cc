#include "app/upkeep_setup.h"

#include "app/run_setup.h"
#include "app/upkeep_report_text.h"
#include "base/human.h"
#include "base/log.h"

namespace lake {

Result<UpkeepOptions> UpkeepOptionsOf(const Settings& settings) {
  const auto time = [](const char* name, const std::string& text) {
    return ParseDuration(text).Context(name);
  };
  TRY_ASSIGN(const std::unique_ptr<SelectedTables> tables, ChooseTables(settings));
  UpkeepOptions options;
  options.names = tables->stored_names();
  options.merge.target_bytes = settings.maintain_target_bytes;
  TRY_ASSIGN(options.expiry.keep_ms, time("maintain.expire", settings.maintain_expire));
  TRY_ASSIGN(options.expiry.keep_all_ms, time("maintain.keep_all", settings.maintain_keep_all));
  TRY_ASSIGN(options.grace_ms, time("maintain.grace", settings.maintain_grace));
  return options;
}

Result<std::unique_ptr<UpkeepSchedule>> ScheduleUpkeep(const Settings& settings,
                                                       LakeWriter& writer) {
  TRY_ASSIGN(const std::int64_t every_ms,
             ParseDuration(settings.maintain_every).Context("maintain.every"));
  TRY_ASSIGN(UpkeepOptions options, UpkeepOptionsOf(settings));
  if (every_ms == 0) return std::unique_ptr<UpkeepSchedule>();
  return std::make_unique<UpkeepSchedule>(
      writer, std::move(options), every_ms,
      [](const UpkeepReport& report) { LogInfo("{}", UpkeepSentence(report, false)); });
}

}  // namespace lake
