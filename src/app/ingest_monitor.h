// Shows an ingest to programs: /health, /ready and /metrics while it runs. Passes everything on to
// the observer that shows it to a person.
//
// Parts: source and lake. A retry makes the lake degraded until the next commit. Called from the
// ingesting thread; the server has its own.
#pragma once

#include <memory>

#include "app/health_server.h"
#include "app/settings.h"
#include "base/health.h"
#include "ingest/pipeline.h"

namespace lake {

class IngestMonitor : public IngestObserver {
 public:
  // Starts the server unless settings.health_port is 0. `next` must outlive the monitor.
  static Result<std::unique_ptr<IngestMonitor>> Start(const Settings& settings,
                                                      IngestObserver& next);

  void OnPlan(std::uint64_t ledgers_to_fetch, bool open_ended) override;
  void OnLedger(const LedgerRows& ledger) override;
  void OnCommit(const Batch& batch, const CommitReport& report,
                const IngestTotals& totals) override;
  void OnRetry(const Error& error, int attempt) override;
  // The run is over: not ready any more, and unhealthy when it failed.
  void OnEnd(const Status& status);

  HealthBoard& board() { return board_; }
  // 0 = there is no server.
  int port() const { return server_ == nullptr ? 0 : server_->port(); }

 private:
  IngestMonitor(const Settings& settings, IngestObserver& next)
      : next_(next), board_(settings.service_name, settings.environment) {}

  IngestObserver& next_;
  HealthBoard board_;
  std::unique_ptr<HealthServer> server_;  // after the board it reads
  std::int64_t retries_ = 0;
};

}  // namespace lake
