#include "app/contracts_sink.h"

#include <utility>

#include "app/config.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
#include "base/log.h"
#include "base/thread.h"

namespace lake {
namespace {

constexpr const char* kTable = "contract_data_snapshot_v1";

// As if somebody ran the command beside this one, for the one table.
Settings SettingsOfIngest(const Settings& service) {
  Settings settings = service;
  const CommandSet command = service.contracts_sink == "hot" ? kHotIngest : kIngest;
  settings.batch_rows = DefaultSettings(command).batch_rows;  // the service's is another thing
  settings.tables = {kTable};
  settings.exclude.clear();
  settings.columns.clear();
  settings.health_port = 0;  // the service has one
  settings.no_progress = true;
  settings.dry_run = false;
  return settings;
}

}  // namespace

ContractsSink::ContractsSink(const Invocation& invocation, Settings settings)
    : invocation_(invocation), settings_(std::move(settings)) {}

ContractsSink::~ContractsSink() { thread_.request_stop(); }

Status ContractsSink::CheckSettings(const Settings& settings) {
  if (settings.contracts_sink != "lake" || NamesRange(settings)) return {};
  return {Code::kInvalidArgument,
          "--sink lake fills what the lake lacks of a range: say where it begins, with --start "
          "LEDGER:"};
}

Result<std::unique_ptr<ContractsSink>> ContractsSink::Start(const Invocation& invocation) {
  const Settings& given = invocation.settings;
  std::unique_ptr<ContractsSink> sink;
  if (given.contracts_sink == "none") return sink;
  sink.reset(new ContractsSink(invocation, SettingsOfIngest(given)));
  TRY_ASSIGN(sink->thread_,
             StartThread(
                 "lake-sink", [raw = sink.get()](std::stop_token stop) { return raw->Run(stop); },
                 [raw = sink.get()](Status status) {
                   const std::lock_guard lock(raw->mutex_);
                   raw->ended_ = std::move(status);
                 }));
  return sink;
}

Status ContractsSink::Run(const std::stop_token& stop) {
  const Invocation run{settings_, invocation_.arguments, stop};
  Status ended = settings_.contracts_sink == "hot" ? RunHotIngest(run) : RunIngest(run);
  // Asked to stop it has done what it is for.
  if (stop.stop_requested() && !ended.ok() && ended.error().code == Code::kCancelled) return {};
  return std::move(ended).Context("sink");
}

Status ContractsSink::Check(HealthBoard& board) const {
  const std::lock_guard lock(mutex_);
  const bool failed = ended_ && !ended_->ok();
  board.Report("sink", failed ? Health::kUnhealthy : Health::kHealthy,
               failed   ? ended_->error().message
               : ended_ ? "the range is written"
                        : "");
  return failed ? *ended_ : Status();
}

Status ContractsSink::Finish() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  const std::lock_guard lock(mutex_);
  return ended_ ? *ended_ : Status();
}

}  // namespace lake
