// How a DuckLakeSink writes.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "base/backoff.h"
#include "base/clock.h"
#include "duckdb/lake.h"
#include "lineage/batch_rows.h"
#include "tables/batch.h"
#include "tables/selection.h"

namespace lake {

struct DuckLakeSinkOptions {
  LakeOptions lake;  // `committer` is set by the sink
  TableSet tables;   // those of every batch
  // Names of data tables in the lake, by their own name, where they differ (tables.*.table_name).
  StoredNames table_names{};
  Origin origin;  // an empty writer becomes this host and process
  // New data tables are partitioned by their spec's partition column.
  bool partition = false;
  // After a commit on a local data path, wait until the new files are on disk.
  bool sync = true;
  // How often a batch is written because others commit meanwhile, or COMMIT fails without a reason
  // that passes by itself.
  int attempts_max = 10;
  // How long, and how, to wait for a catalog that went away; a stop ends the wait.
  std::int64_t patience_ms = 60'000;
  std::stop_token stop{};
  // Told why the sink waits before it tries again, for /health.
  std::function<void(const Error&)> on_wait{};
  BackoffPolicy backoff{.initial_ms = 100, .max_ms = 5'000, .multiplier = 2.0, .jitter = 0.25};
  Clock* clock = &SystemClock();
};

// The name a data table has in the lake.
inline std::string_view LakeTableName(const DuckLakeSinkOptions& options, const TableSpec& spec) {
  return StoredName(options.table_names, spec);
}

}  // namespace lake
