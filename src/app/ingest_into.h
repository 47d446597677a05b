// An ingest into a store, whichever it is: source, tables and network agreed, then the pipeline,
// with progress, health and the sentence at its end.
#pragma once

#include <functional>
#include <string_view>

#include "app/ingest_monitor.h"
#include "app/ingest_progress.h"
#include "app/run_setup.h"
#include "ingest/ingest_run.h"
#include "lineage/batch_rows.h"
#include "sink/sink.h"

namespace lake {

// A run that is prepared; lives as long as it.
struct IngestInto {
  const Invocation& invocation;
  const RunSetup& setup;
  IngestMonitor& monitor;
  IngestProgress& progress;
};

using TellWait = std::function<void(const Error&)>;

// What the stores do each in their own way.
struct IngestTarget {
  std::string_view part;  // what /health calls the store
  // The settings with what the store itself says about tables and range, before the source is
  // opened. May wait for the store, and tells why.
  std::function<Result<Settings>(const Invocation&, const TellWait&)> settle;
  // Makes the sink and calls FillSink.
  std::function<Status(const IngestInto&)> fill;
};

// The whole run, or what it would be (--dry-run).
Status RunInto(const IngestTarget& target, const Invocation& invocation,
               const PrepareSource& prepare = &PrepareRun);

// What every ingest has in common; FlushLimits are the store's.
IngestOptions IngestOptionsOf(const Settings& settings, const RunSetup& setup,
                              const FlushLimits& flush);

// Who writes, and from what.
Origin OriginOf(const Settings& settings, const RunSetup& setup);

// Fills the sink and closes it. Success when a follow was asked to stop; kCancelled, with how far
// it got, when a bounded range was.
Status FillSink(const IngestInto& run, const IngestOptions& options, Sink& sink);

}  // namespace lake
