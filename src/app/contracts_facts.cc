#include "app/contracts_facts.h"

#include <array>

#include "base/metrics.h"
#include "contracts/flight_metrics.h"
#include "contracts/session_metrics.h"

namespace lake {
namespace {

constexpr std::array<std::string_view, 4> kParts = {"data_source", "stream_manager",
                                                    "flight_server", "control"};

}  // namespace

void ShowContractsMetrics() {
  GaugeOf(MetricId::kContractsUp).Set(1);
  for (const std::string_view part : kParts) GaugeOf(MetricId::kContractsComponentHealthy, {part});
  GaugeOf(MetricId::kContractsQueueDepth);
  GaugeOf(MetricId::kContractsCurrentLedger);
  GaugeOf(MetricId::kContractsActiveSessions);
  CounterOf(MetricId::kContractsReconnections);
  ShowSessionMetrics();
  ShowFlightMetrics();
}

void ReportPart(HealthBoard& board, std::string_view part, Health health, std::string_view detail) {
  board.Report(part, health, detail);
  GaugeOf(MetricId::kContractsComponentHealthy, {part}).Set(health == Health::kHealthy ? 1 : 0);
}

void ContractsFacts::Update() {
  const std::string& fault = follower_.fault();
  const Health health = fault.empty() ? Health::kHealthy : Health::kUnhealthy;
  ReportPart(board_, "data_source", health, fault);
  ReportPart(board_, "stream_manager", health);
  if (!fault.empty()) board_.NoteError(fault);
  const std::uint32_t ledger = follower_.status().current_ledger;
  board_.SetFact("current_ledger", ledger);
  GaugeOf(MetricId::kContractsCurrentLedger).Set(ledger);
  GaugeOf(MetricId::kContractsIngestRate).Set(follower_.rate());
  GaugeOf(MetricId::kContractsActiveSessions).Set(static_cast<double>(sessions_.active()));
  UpdateParts();
}

// The numbers of /metrics once more, where the specification has them in /health.
void ContractsFacts::UpdateParts() {
  const auto show = [this](std::string_view part, std::string_view name, double value) {
    board_.SetMetric(part, name, value);
  };
  const auto counted = [](MetricId id) { return CounterOf(id).value(); };
  show("data_source", "ledgers_received", counted(MetricId::kContractsLedgersReceived));
  show("data_source", "bytes_received", counted(MetricId::kContractsBytesReceived));
  show("data_source", "ingest_rate", follower_.rate());
  show("data_source", "reconnections", counted(MetricId::kContractsReconnections));
  show("stream_manager", "ledgers_processed", counted(MetricId::kContractsLedgersProcessed));
  show("stream_manager", "bytes_processed", counted(MetricId::kContractsBytesProcessed));
  show("stream_manager", "contracts_found", counted(MetricId::kContractsFound));
  show("stream_manager", "entries_skipped", counted(MetricId::kContractsEntriesSkipped));
  show("stream_manager", "error_count", counted(MetricId::kContractsErrors));
  show("stream_manager", "queue_depth", GaugeOf(MetricId::kContractsQueueDepth).value());
  show("stream_manager", "active_sessions", static_cast<double>(sessions_.active()));
  show("flight_server", "clients", flight_.streams());
}

}  // namespace lake
