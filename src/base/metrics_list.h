// Every metric of the program, as data: what /metrics shows and docs/metrics.md explains. A new
// metric is a name in MetricId and a row in kMetrics, in the same order.
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
  kLogMessages,
  kSourceObjects,
  kSourceBytes,
  kSourceRetries,
  kSourceTipLedger,
  kSourceRequestSeconds,
  kSourceBreakerState,
  kSourceActive,
  kSourceSwitches,
  kServeClients,
  kServeReaders,
  kServeLedgers,
  kServeBytes,
  kServeFailures,
  kIngestLedgers,
  kIngestLedgerBytes,
  kIngestRows,
  kIngestLastLedger,
  kIngestCommits,
  kIngestCommitSeconds,
  kIngestQueueLedgers,
  kIngestQueueBytes,
  kQualityFailures,
};

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

// Commits take from milliseconds (a folder) to a minute (a remote catalog and object store).
inline constexpr std::array<double, kMetricBucketsMax> kCommitSecondsBuckets = {
    0.01, 0.03, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80};
// A request takes from a millisecond (the same machine) to a minute (a large object, a slow line).
inline constexpr std::array<double, kMetricBucketsMax> kRequestSecondsBuckets = {
    0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 20, 60};

inline constexpr std::array kMetrics = {
    MetricSpec{MetricId::kBuildInfo,
               "stellarlake_build_info",
               MetricType::kGauge,
               "",
               "Always 1; its label names the running version.",
               {"version"}},
    MetricSpec{MetricId::kProcessCpuSeconds, "process_cpu_seconds_total", MetricType::kCounter,
               "seconds", "User and system CPU time of the process."},
    MetricSpec{MetricId::kProcessResidentBytes, "process_resident_memory_bytes", MetricType::kGauge,
               "bytes", "Resident memory of the process."},
    MetricSpec{MetricId::kLogMessages,
               "stellarlake_log_messages_total",
               MetricType::kCounter,
               "lines",
               "Log lines written.",
               {"level"}},
    MetricSpec{MetricId::kSourceObjects,
               "stellarlake_source_objects_total",
               MetricType::kCounter,
               "objects",
               "Objects read from the ledger source.",
               {"source"}},
    MetricSpec{MetricId::kSourceBytes,
               "stellarlake_source_bytes_total",
               MetricType::kCounter,
               "bytes",
               "Bytes read from the ledger source, as they are stored there.",
               {"source"}},
    MetricSpec{MetricId::kSourceRetries,
               "stellarlake_source_retries_total",
               MetricType::kCounter,
               "attempts",
               "Repeated reads after a passing failure.",
               {"source"}},
    MetricSpec{MetricId::kSourceTipLedger,
               "stellarlake_source_tip_ledger",
               MetricType::kGauge,
               "ledger",
               "Highest ledger the source is known to hold.",
               {"source"}},
    MetricSpec{MetricId::kSourceRequestSeconds,
               "stellarlake_source_request_seconds",
               MetricType::kHistogram,
               "seconds",
               "Time of one request to an object store or RPC server, answer included.",
               {"source"},
               kRequestSecondsBuckets},
    MetricSpec{MetricId::kSourceBreakerState,
               "stellarlake_source_breaker_state",
               MetricType::kGauge,
               "",
               "Circuit breaker of a source: 0 closed, 1 half-open, 2 open.",
               {"source"}},
    MetricSpec{MetricId::kSourceActive,
               "stellarlake_source_active",
               MetricType::kGauge,
               "",
               "1 for the source that is being read, 0 for those that stand by.",
               {"source"}},
    MetricSpec{MetricId::kSourceSwitches,
               "stellarlake_source_switches_total",
               MetricType::kCounter,
               "switches",
               "Changes to another source, by the source left and why.",
               {"source", "reason"}},
    MetricSpec{MetricId::kServeClients, "stellarlake_serve_clients", MetricType::kGauge, "clients",
               "Clients that are streaming ledgers."},
    MetricSpec{MetricId::kServeReaders, "stellarlake_serve_readers", MetricType::kGauge, "readers",
               "Readings of the source that the clients share."},
    MetricSpec{MetricId::kServeLedgers,
               "stellarlake_serve_ledgers_total",
               MetricType::kCounter,
               "ledgers",
               "Ledgers sent to clients.",
               {"call"}},
    MetricSpec{MetricId::kServeBytes,
               "stellarlake_serve_bytes_total",
               MetricType::kCounter,
               "bytes",
               "Bytes of the ledgers sent to clients.",
               {"call"}},
    MetricSpec{MetricId::kServeFailures,
               "stellarlake_serve_failures_total",
               MetricType::kCounter,
               "errors",
               "Streams and range reads that ended with an error of the source.",
               {"code"}},
    MetricSpec{MetricId::kIngestLedgers, "stellarlake_ingest_ledgers_total", MetricType::kCounter,
               "ledgers", "Ledgers committed."},
    MetricSpec{MetricId::kIngestLedgerBytes, "stellarlake_ingest_ledger_bytes_total",
               MetricType::kCounter, "bytes", "XDR bytes of the ledgers committed."},
    MetricSpec{MetricId::kIngestRows,
               "stellarlake_ingest_rows_total",
               MetricType::kCounter,
               "rows",
               "Rows committed.",
               {"table"}},
    MetricSpec{MetricId::kIngestLastLedger, "stellarlake_ingest_last_ledger", MetricType::kGauge,
               "ledger", "Last ledger committed by this run."},
    MetricSpec{MetricId::kIngestCommits,
               "stellarlake_ingest_commits_total",
               MetricType::kCounter,
               "commits",
               "Transactions by how they ended.",
               {"outcome"}},
    MetricSpec{MetricId::kIngestCommitSeconds,
               "stellarlake_ingest_commit_seconds",
               MetricType::kHistogram,
               "seconds",
               "Time from the first row of a batch to its commit.",
               {},
               kCommitSecondsBuckets},
    MetricSpec{MetricId::kIngestQueueLedgers, "stellarlake_ingest_queue_ledgers",
               MetricType::kGauge, "ledgers", "Ledgers extracted and waiting for the writer."},
    MetricSpec{MetricId::kIngestQueueBytes, "stellarlake_ingest_queue_bytes", MetricType::kGauge,
               "bytes", "Memory of the ledgers that wait for the writer."},
    MetricSpec{MetricId::kQualityFailures,
               "stellarlake_quality_failures_total",
               MetricType::kCounter,
               "checks",
               "Quality checks that did not pass.",
               {"check", "severity"}},
};

}  // namespace lake
