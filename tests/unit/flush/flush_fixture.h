// A hot buffer with ledgers, a lake in a folder beside it, and a flusher between them.
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "flush/flusher.h"
#include "hot/hot_tables.h"
#include "ingest/pipeline.h"
#include "sink/ducklake_sink.h"
#include "support/chain_source.h"
#include "support/lake_probe.h"
#include "support/temp_folder.h"
#include "unit/sink/hot_database.h"

namespace lake::testing {

inline const Network& TestNetwork() {
  static const auto* network = new Network(NetworkOfPassphrase(kTestPassphrase));
  return *network;
}

// What ingester and direct ingest say of themselves.
inline Origin TestOrigin() {
  return {.network = TestNetwork().name,
          .source = "a chain",
          .pipeline_version = "1.2.3",
          .processor_name = "ingester",
          .writer = "",
          .era = EraPolicy{.era_id = "", .version_label = "v1", .network = "test"}};
}

inline DuckLakeSinkOptions LakeSinkAt(const std::string& folder, const TableSet& tables) {
  DuckLakeSinkOptions options{
      .writer = {.lake = {.location = folder}}, .tables = tables, .origin = TestOrigin()};
  options.partition = true;
  options.writer.grace_ms = 0;
  return options;
}

// A flusher of `hot` into the lake at `folder`, which knows its own name only.
inline FlusherOptions FlushInto(const std::string& folder, const std::string& hot) {
  FlusherOptions options;
  options.hot.conninfo = hot;
  options.network = std::string(kTestPassphrase);
  options.target = [folder](const Network&, const std::stop_token&) -> Result<FlushTarget> {
    FlushTarget target;
    TRY_ASSIGN(target.tables, SelectedTables::Make({}));
    target.sink = LakeSinkAt(folder, target.tables->set());
    target.sink.origin.source = "nowhere";
    target.sink.origin.processor_name = "flusher";
    return target;
  };
  return options;
}

// Commits the ledgers to the hot buffer, so many at a time.
inline void FillHot(const std::string& hot, const TableSet& tables,
                    std::span<const BuiltLedger> ledgers, std::size_t per_batch) {
  PostgresSink sink({.connection = {.conninfo = hot}, .tables = tables, .origin = TestOrigin()});
  ASSERT_THAT(sink.Open(), IsOk());
  while (!ledgers.empty()) {
    const std::size_t count = std::min(per_batch, ledgers.size());
    const std::vector<BuiltLedger> part(ledgers.begin(),
                                        ledgers.begin() + static_cast<std::ptrdiff_t>(count));
    ASSERT_THAT(sink.Commit(ExtractBatch(tables, part, TestNetwork().id), {}), IsOk());
    ledgers = ledgers.subspan(count);
  }
}

// The lake that a direct ingest of the same ledgers makes, one commit for all of them.
inline void IngestDirectly(const std::string& folder, const TableSet& tables,
                           const std::vector<BuiltLedger>& ledgers, Clock& clock = SystemClock()) {
  ChainSource source(ledgers);
  DuckLakeSink sink(LakeSinkAt(folder, tables));
  IngestOptions options;
  options.range = {ledgers.front().sequence, ledgers.back().sequence};
  options.flush.interval_ms = 0;
  IngestObserver quiet;
  Pipeline pipeline({source, sink, tables, TestNetwork(), clock}, options, quiet);
  ASSERT_THAT(pipeline.Run({}), IsOk());
  ASSERT_THAT(sink.Close(), IsOk());
}

// What a lake says of its batches, but for who wrote them and when.
inline std::vector<std::string> LineageOf(const std::string& folder) {
  return LakeProbe({.location = folder})
      .Rows(
          "SELECT id, dataset, \"partition\", source_ledger_start, source_ledger_end, checksum, "
          "row_count, schema_hash, pipeline_version, processor_name, era_id, version_label FROM "
          "_meta_lineage ORDER BY id");
}

// The data tables' Parquet files, byte for byte, by the folder they stand in.
inline std::map<std::string, std::vector<std::string>> DataFilesOf(const std::string& folder) {
  namespace fs = std::filesystem;
  std::map<std::string, std::vector<std::string>> files;
  const fs::path data = fs::path(folder) / "data";
  for (const auto& entry : fs::recursive_directory_iterator(data)) {
    const std::string place = fs::relative(entry.path().parent_path(), data).string();
    const bool described = place.find("/_") != place.npos;  // says when it was written
    if (entry.path().extension() == ".parquet" && !described) {
      files[place].push_back(ReadFile(entry.path()));
    }
  }
  for (auto& [place, contents] : files) std::ranges::sort(contents);
  return files;
}

class OnHotBuffer : public OnHotDatabase {
 protected:
  std::string Lake() const { return (folder_.path() / "lake").string(); }
  LakeProbe Probe() const { return LakeProbe({.location = Lake()}); }
  FlusherOptions Options() const { return FlushInto(Lake(), conninfo_); }
  // The next ledgers of the chain, in the hot buffer, too.
  std::vector<BuiltLedger> Add(std::size_t count, std::size_t per_batch) {
    std::vector<BuiltLedger> ledgers = chain_.AddPayments(count);
    FillHot(conninfo_, tables_, ledgers, per_batch);
    return ledgers;
  }
  Result<FlushReport> Flush() { return Flusher(Options(), quiet_).Flush({}); }
  Result<HotRemoval> Delete(std::uint32_t through) {
    return Flusher(Options(), quiet_).Delete(through, {});
  }
  std::string LedgersInLake() const {
    return Probe().Cell(
        "SELECT count(*) || ' ' || count(DISTINCT sequence) || ' ' || max(sequence) FROM "
        "ledgers_row_v2");
  }
  // Rows of all tables, ledgers and batches in the hot buffer.
  std::string LeftInHot() const {
    std::string rows = "0";
    for (const Table* table : tables_) {
      rows += fmt::format(" + (SELECT count(*) FROM {})", *HotPathOf(*table->spec));
    }
    return Sql(
        fmt::format("SELECT {} || ' ' || (SELECT count(*) FROM extra.hot_ledgers) || ' ' || "
                    "(SELECT count(*) FROM extra.hot_batches) || ' ' || (SELECT count(*) "
                    "FROM _meta_lineage) || ' ' || (SELECT count(*) FROM _meta_quality)",
                    rows));
  }
  static std::optional<std::string> HotPathOf(const TableSpec& spec) {
    for (const HotTable& table : HotTables()) {
      if (table.spec == &spec) return DdlTableName(spec, HotDdlOptions(table));
    }
    return std::nullopt;
  }

  const TempFolder folder_;
  FlushObserver quiet_;
};

}  // namespace lake::testing
