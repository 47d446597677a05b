// Every metric of the program, as data: what /metrics shows, docs/metrics.md explains and deploy/
// uses. A new metric is a name in MetricId and a row in metrics_list.cc, in the same order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace lake {

enum class MetricType : std::uint8_t { kCounter, kGauge, kHistogram };

enum class MetricId : std::uint16_t {
  kBuildInfo,
  kProcessCpuSeconds,
  kProcessResidentBytes,
  kProcessStartSeconds,
  kProcessOpenFiles,
  kHealthState,
  kLogMessages,
  kSourceObjects,
  kSourceBytes,
  kSourceRetries,
  kSourceReconnects,
  kSourceTipLedger,
  kSourceRequestSeconds,
  kSourceBreakerState,
  kSourceActive,
  kSourceFailoverActive,
  kSourceSwitches,
  kServeClients,
  kServeReaders,
  kServeLedgers,
  kServeBytes,
  kServeLastLedger,
  kServeFailures,
  kIngestLedgers,
  kIngestQuarantined,
  kIngestLedgerBytes,
  kIngestRows,
  kIngestWrittenBytes,
  kIngestLastLedger,
  kIngestLastCloseSeconds,
  kIngestLastCommitSeconds,
  kIngestLagLedgers,
  kIngestLagSeconds,
  kIngestCommits,
  kIngestCommitSeconds,
  kIngestStageSeconds,
  kIngestCloseToCommitSeconds,
  kIngestQueueLedgers,
  kIngestQueueBytes,
  kIngestBatchLedgers,
  kHotEpoch,
  kHotEpochsLost,
  kQualityChecks,
  kQualityFailures,
  kFlushCount,
  kFlushedRows,
  kFlushWatermark,
  kFlushLastSeconds,
  kFlushSeconds,
  kFlushRows,
  kFlushDeleteSeconds,
  kFlushVacuumSeconds,
  kFlushFailures,
  kHotLedgers,
  kContractsUp,
  kContractsComponentHealthy,
  kContractsLedgersReceived,
  kContractsBytesReceived,
  kContractsIngestRate,
  kContractsReconnections,
  kContractsLedgersProcessed,
  kContractsBytesProcessed,
  kContractsFound,
  kContractsEntriesSkipped,
  kContractsBatchesCreated,
  kContractsErrors,
  kContractsQueueDepth,
  kContractsProcessingSeconds,
  kContractsCurrentLedger,
  kContractsLastUpdateSeconds,
  kContractsActiveSessions,
  kContractsFlightClients,
  kContractsFlightBatches,
  kContractsFlightRows,
  kContractsFlightSendSeconds,
  kFlightSqlStatements,
  kFlightSqlActive,
  kFlightSqlSeconds,
  kFlightSqlBatches,
  kFlightSqlBytes,
  kFlightSqlWorkers,
};
inline constexpr std::size_t kMetricCount =
    static_cast<std::size_t>(MetricId::kFlightSqlWorkers) + 1;

inline constexpr std::size_t kMetricLabelsMax = 3;
inline constexpr std::size_t kMetricBucketsMax = 12;

struct MetricSpec {
  MetricId id;
  std::string_view name;
  MetricType type;
  std::string_view unit;                                       // "" for a plain number
  std::string_view help;                                       // one sentence
  std::array<std::string_view, kMetricLabelsMax> labels = {};  // filled from the front
  std::array<double, kMetricBucketsMax> buckets = {};  // ascending upper bounds; histograms only
};

extern const std::array<MetricSpec, kMetricCount> kMetrics;

}  // namespace lake
