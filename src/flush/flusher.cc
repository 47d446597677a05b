#include "flush/flusher.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/crash_point.h"
#include "flush/flush_run.h"
#include "flush/flush_steps.h"
#include "flush/vacuum.h"
#include "postgres/transaction.h"

namespace lake {

Result<Network> NetworkOfHot(const std::string& name, const std::string& wanted) {
  std::optional<Network> given;
  if (!wanted.empty()) {
    TRY_ASSIGN(given, ParseNetwork(wanted));
    if (given->name != name) {
      return Error{Code::kInvalidArgument,
                   fmt::format("the hot buffer has ledgers of {}, not of {}", name, given->name)};
    }
    return *std::move(given);
  }
  const auto known = KnownNetworks();
  const auto found = std::ranges::find(known, name, &Network::name);
  if (found != known.end()) return *found;
  return Error{Code::kInvalidArgument,
               fmt::format("the hot buffer has ledgers of {}: give its passphrase with --network "
                           "\"...\"",
                           name)};
}

Result<PgConnection> Flusher::Connect(std::stop_token stop) const {
  PgOptions options = options_.hot;
  options.stop = std::move(stop);
  return PgConnection::Open(std::move(options));
}

Result<FlushReport> Flusher::Flush(std::stop_token stop) {
  const std::int64_t start = options_.clock->MonotonicMicros();
  FlushReport report;
  FlushRun run(options_, observer_, std::move(stop), report);
  const Status status = run.Run();
  failed_part_ = run.part();
  if (!status.ok()) return status;
  report.seconds = static_cast<double>(options_.clock->MonotonicMicros() - start) / 1e6;
  return report;
}

Result<HotRemoval> Flusher::Delete(std::uint32_t through, std::stop_token stop) {
  failed_part_ = FlushPart::kHotBuffer;
  TRY_ASSIGN(PgConnection connection, Connect(std::move(stop)));
  TRY_ASSIGN(PgTransaction transaction, PgTransaction::Begin(connection));
  TRY_ASSIGN(const HotRemoval removed, RemoveFlushedLedgers(connection, through));
  CRASH_POINT(flush_step::kDeleting);
  const PgCommitOutcome outcome = transaction.Commit();
  if (!outcome.status.ok()) return outcome.status;
  CRASH_POINT(flush_step::kDeleted);
  return removed;
}

Result<bool> Flusher::Vacuum(std::stop_token stop) {
  failed_part_ = FlushPart::kHotBuffer;
  TRY_ASSIGN(PgConnection connection, Connect(std::move(stop)));
  TRY_ASSIGN(const bool may, MayVacuum(connection));
  if (may) TRY(VacuumHotTables(connection));
  return may;
}

}  // namespace lake
