// Rows of a source as files, without a lake.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/ingest_progress.h"
#include "app/output.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
#include "base/human.h"
#include "ingest/pipeline.h"
#include "ingest/settle_network.h"
#include "sink/file_sink.h"
#include "source/files/file_source.h"
#include "source/files/ledger_files.h"

namespace lake {
namespace {

FileFormat FormatOf(const std::string& name) {
  if (name == "jsonl") return FileFormat::kJsonl;
  return name == "csv" ? FileFormat::kCsv : FileFormat::kParquet;
}

FileSinkOptions SinkOptionsOf(const Settings& settings, const TableSet& tables) {
  return {.folder = settings.out,
          .format = FormatOf(settings.format),
          .tables = tables,
          .with_src = settings.src,
          .memory_limit = settings.memory_bytes};
}

// Row groups fill across batches, so large batches would only cost memory.
constexpr std::uint64_t kBatchBytesMax = std::uint64_t{32} << 20;

IngestOptions OptionsOf(const Settings& settings, LedgerRange range) {
  IngestOptions options;
  options.range = range;
  options.extraction.workers = settings.workers;
  options.extraction.verify = VerifyOf(settings);
  options.flush = {.ledgers = settings.batch_ledgers,
                   .table_rows = settings.batch_rows,
                   .bytes = std::min(settings.batch_bytes, kBatchBytesMax),
                   .interval_ms = 0};
  options.allow_gaps = settings.allow_gaps;
  return options;
}

// Adds what one run did to what the runs before did.
void AddTotals(const IngestTotals& run, IngestTotals& all) {
  all.ledgers += run.ledgers;
  all.rows += run.rows;
  all.raw_bytes += run.raw_bytes;
}

Status ExtractFile(const Invocation& invocation, const LedgerFile& file, const TableSet& tables,
                   FileSink& sink, IngestObserver& observer, IngestTotals& all) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const std::unique_ptr<LedgerSource> source,
             OpenRunSource(settings, file.path, invocation.stop));
  TRY_ASSIGN(const SourceExtent extent, source->Extent());
  if (extent.ledgers.empty()) return {};  // an empty file is a chain without ledgers
  const LedgerRange range{extent.ledgers.first(), extent.ledgers.last()};
  TRY_ASSIGN(const Network network, SettleNetwork(*source, range.first, settings.network));
  sink.BeginSource(file.name);
  Pipeline pipeline({*source, sink, tables, network, SystemClock()}, OptionsOf(settings, range),
                    observer);
  const Status status = pipeline.Run(invocation.stop);
  AddTotals(pipeline.totals(), all);
  return status;
}

// Every file is a chain of its own.
Status ExtractFiles(const Invocation& invocation, const TableSet& tables, FileSink& sink,
                    IngestProgress& progress, IngestTotals& all) {
  TRY_ASSIGN(const std::string spec, SourceSpec(invocation));
  TRY_ASSIGN(const std::vector<LedgerFile> files, ListLedgerFiles(spec));
  progress.OverFiles(files.size());
  for (const LedgerFile& file : files) {
    if (invocation.stop.stop_requested()) break;
    TRY(ExtractFile(invocation, file, tables, sink, progress, all).Context(file.path));
    progress.OnFile();
  }
  return {};
}

// Files are whole or not there, so there is always an end: the newest ledger of now.
Result<LedgerRange> WithEnd(LedgerRange range, LedgerSource& source) {
  if (range.last) return range;
  TRY_ASSIGN(const std::optional<std::uint32_t> newest, source.Newest());
  if (!newest) {
    return Error{
        Code::kInvalidArgument,
        fmt::format("extract: {} does not tell its newest ledger: give --end", source.Describe())};
  }
  if (*newest >= range.first) return LedgerRange{range.first, *newest};
  return Error{Code::kNotFound, fmt::format("{} has no ledger from {} on: its newest is {}",
                                            source.Describe(), range.first, *newest)};
}

}  // namespace

Status RunExtract(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  if (settings.out.empty()) {
    return {Code::kInvalidArgument, "extract: --out names the folder for the files"};
  }
  IngestProgress progress(settings.no_progress ? "none" : settings.progress);
  IngestTotals totals;
  TRY_ASSIGN(const std::unique_ptr<SelectedTables> tables, ChooseTables(settings));
  FileSink sink(SinkOptionsOf(settings, tables->set()));
  TRY(sink.Open().status());
  if (settings.src) {
    TRY(ExtractFiles(invocation, tables->set(), sink, progress, totals));
  } else {
    TRY_ASSIGN(const RunSetup setup, PrepareRun(invocation));
    progress.LimitTo(setup.ledgers_present);
    TRY_ASSIGN(const LedgerRange range, WithEnd(setup.range, *setup.source));
    Pipeline pipeline({*setup.source, sink, tables->set(), setup.network, SystemClock()},
                      OptionsOf(settings, range), progress);
    TRY(pipeline.Run(invocation.stop));
    AddTotals(pipeline.totals(), totals);
  }
  progress.Finish();
  if (invocation.stop.stop_requested()) {
    return {Code::kCancelled, "stopped: no file was written"};
  }
  TRY(sink.Close());
  return Print(fmt::format("extracted {}, {} of {} into {}\n",
                           FormatCount(totals.ledgers, "ledger"), FormatCount(totals.rows, "row"),
                           FormatCount(tables->set().size(), "table"), settings.out));
}

}  // namespace lake
