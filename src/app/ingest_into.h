// A prepared run into a store, whichever it is: the pipeline with progress, health and the sentence
// at its end.
#pragma once

#include "app/ingest_monitor.h"
#include "app/ingest_progress.h"
#include "app/run_setup.h"
#include "ingest/ingest_run.h"
#include "lineage/batch_rows.h"
#include "sink/sink.h"

namespace lake {

// What every ingest has in common; FlushLimits are the store's.
IngestOptions IngestOptionsOf(const Settings& settings, const RunSetup& setup,
                              const FlushLimits& flush);

// Who writes, and from what.
Origin OriginOf(const Settings& settings, const RunSetup& setup);

struct IngestInto {
  const Invocation& invocation;
  const RunSetup& setup;
  IngestMonitor& monitor;
  IngestProgress& progress;
};

// Fills the sink and closes it. Success when a follow was asked to stop; kCancelled, with how far
// it got, when a bounded range was.
Status FillSink(const IngestInto& run, const IngestOptions& options, Sink& sink);

// What a command gives back whose run ended before its first ledger: a follow that is asked to stop
// has done what it is for.
Status EndOfStart(const Invocation& invocation, Status status);

}  // namespace lake
