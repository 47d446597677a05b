// Shows an ingest to programs: /health, /ready and /metrics from before its source is opened to its
// end. Passes everything on to the observer that shows it to a person.
//
// Parts: data_source and lake, beside the sources' own reports. What makes the lake wait makes it
// degraded, and unhealthy when it goes on, until the next commit. Called from the ingesting thread;
// the server has its own.
#pragma once

#include <memory>

#include "app/health_server.h"
#include "app/ingest_lag.h"
#include "app/settings.h"
#include "base/health.h"
#include "ingest/ingest_run.h"

namespace lake {

class IngestMonitor : public IngestObserver {
 public:
  // Starts the server unless settings.health_port is 0. `next` must outlive the monitor. `store` is
  // what /health calls the part that is written to.
  static Result<std::unique_ptr<IngestMonitor>> Start(const Settings& settings,
                                                      IngestObserver& next,
                                                      std::string_view store = "lake");

  // The run has no end: shows how far it is behind, when there is a server to show it on.
  void Follow(IngestLag::Open open);

  void OnPlan(std::uint64_t ledgers_to_fetch, bool open_ended) override;
  void OnResume(std::uint32_t sequence, std::optional<std::int64_t> close_time) override;
  void OnCheck(const Status& status) override;
  void OnLedger(const LedgerRows& ledger) override;
  void OnCommit(const Batch& batch, const CommitReport& report,
                const IngestTotals& totals) override;
  void OnQuarantine(std::uint32_t sequence) override;
  void OnRetry(const Error& error, int attempt, RunPart part) override;
  // The lake makes the run wait: its catalog or store did not answer, or others wrote.
  void OnWait(const Error& error);
  // The run is over: not ready any more, and unhealthy when it failed.
  void OnEnd(const Status& status, RunPart part);

  HealthBoard& board() { return board_; }
  // 0 = there is no server.
  int port() const { return server_ == nullptr ? 0 : server_->port(); }

 private:
  IngestMonitor(const Settings& settings, IngestObserver& next, std::string_view store);
  void ShowRate();
  void ReportTrouble(RunPart part, const Error& error, std::string_view detail);
  const std::string& NameOf(RunPart part) const {
    return part == RunPart::kStore ? store_ : source_;
  }

  IngestObserver& next_;
  const std::string source_ = "data_source";
  const std::string store_;
  HealthBoard board_;
  std::unique_ptr<HealthServer> server_;  // after the board it reads
  std::unique_ptr<IngestLag> lag_;
  std::int64_t retries_ = 0;
  int troubles_ = 0;  // in a row
  std::uint64_t received_ = 0;
  std::uint64_t rate_base_ = 0;  // received_ when the time of the rate began
  std::int64_t rate_since_micros_;
};

}  // namespace lake
