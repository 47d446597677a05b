// The optional store of the contract-data service: contract_data_snapshot_v1 of the same sources,
// written while clients read. It is the program's own `ingest` or `hot ingest` of that one table,
// in a thread of this process: with its proofs, its commits that are all or nothing, and its way of
// going on where the store stands. Filters of clients do not count for it.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "app/commands.h"
#include "base/health.h"

namespace lake {

class ContractsSink {
 public:
  // kInvalidArgument when the settings do not say where a lake begins.
  static Status CheckSettings(const Settings& settings);
  // Null when the settings, which were checked, name none. `invocation` outlives it.
  static Result<std::unique_ptr<ContractsSink>> Start(const Invocation& invocation);
  // Asks it to commit what it has and to end, and waits.
  ~ContractsSink();

  // How it is: the part "sink" on /health. An error when it has failed; it does not come back by
  // itself then, and neither should who runs it.
  Status Check(HealthBoard& board) const;
  // Asks it to end, waits, and says how it ended.
  Status Finish();

 private:
  ContractsSink(const Invocation& invocation, Settings settings);
  Status Run(const std::stop_token& stop);

  const Invocation& invocation_;
  const Settings settings_;
  mutable std::mutex mutex_;
  std::optional<Status> ended_;  // guarded by mutex_
  std::jthread thread_;
};

}  // namespace lake
