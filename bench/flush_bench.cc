// What a flush costs, beside DuckDB copying the same rows from PostgreSQL into a lake with no
// bookkeeping (`INSERT INTO lake SELECT * FROM postgres_scan`), in one run, in turns, on a server
// of its own; and the times of DELETE and VACUUM behind it.
//
//   flush_bench [LEDGERS, default 400] [LEDGERS PER BATCH, default 10] [ROUNDS, default 3]
//
// Input: clones of ledger 53312000 of the public network (0.37 MB each), drawn anew. Both lakes
// have their tables already; opening the lake is part of both, filling the buffer of neither.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "bench/stage_cost.h"
#include "duckdb/extensions.h"
#include "duckdb/transaction.h"
#include "flush/flusher.h"
#include "hot/hot_tables.h"
#include "hot/migration.h"
#include "ingest/ingest_run.h"
#include "sink/ducklake_sink.h"
#include "sink/postgres_sink.h"
#include "support/extracted_batch.h"
#include "support/ledger_clone.h"
#include "support/postgres_server.h"
#include "support/sample_ledgers.h"
#include "support/temp_folder.h"
#include "table/sql_text.h"
#include "tables/all.h"

namespace lake::bench {
namespace {

using testing::PostgresServer;

constexpr std::uint32_t kOriginal = 53312000;

struct Input {
  TableSet tables = *SelectTables({});
  Network network = NetworkOfPassphrase(testing::kPublicPassphrase);
  std::vector<std::vector<testing::BuiltLedger>> batches;
};

struct Timing {
  double seconds = 0;
  double cpu_seconds = 0;
  std::uint64_t rows = 0;
};

void Must(const Status& status) {
  if (status.ok()) return;
  fmt::print(stderr, "{}\n", status.error().message);
  std::abort();
}

template <class Work>
Timing Time(Work work) {
  const std::int64_t begin = SystemClock().MonotonicMicros();
  const double cpu = CpuSeconds();
  const std::uint64_t rows = work();
  return {static_cast<double>(SystemClock().MonotonicMicros() - begin) / 1e6, CpuSeconds() - cpu,
          rows};
}

Origin OriginOf(const Input& input) {
  return {.network = input.network.name,
          .source = "clones",
          .pipeline_version = "bench",
          .processor_name = "bench",
          .writer = "",
          .era = {}};
}

std::string FilledBuffer(PostgresServer& server, const Input& input) {
  static int number = 0;
  const std::string conninfo = server.CreateDatabase(fmt::format("bench{}", ++number));
  auto connection = PgConnection::Open({.conninfo = conninfo});
  Must(connection.status());
  for (const Migration& migration : EmbeddedMigrations()) Must(connection->Execute(migration.up));
  PostgresSink sink(
      {.connection = {.conninfo = conninfo}, .tables = input.tables, .origin = OriginOf(input)});
  Must(sink.Open().status());
  for (const auto& batch : input.batches) {
    Must(sink.Commit(testing::ExtractBatch(input.tables, batch, input.network.id), {}).status());
  }
  return conninfo;
}

DuckLakeSinkOptions LakeAt(const std::string& folder, const TableSet& tables, const Input& input) {
  DuckLakeSinkOptions options{
      .writer = {.lake = {.location = folder}}, .tables = tables, .origin = OriginOf(input)};
  options.partition = true;
  return options;
}

void MakeLake(const std::string& folder, const Input& input) {
  DuckLakeSink sink(LakeAt(folder, input.tables, input));
  Must(sink.Open().status());
  Must(sink.Close());
}

Timing RunScan(const std::string& conninfo, const std::string& folder) {
  return Time([&] {
    auto lake = Lake::Open({.location = folder});
    Must(lake.status());
    auto connection = (*lake)->Connect();
    Must(connection.status());
    const auto extensions = FindExtensionFolder("");
    Must(extensions.status());
    Must(LoadExtension(*connection, *extensions, "postgres_scanner"));
    std::uint64_t rows = 0;
    const std::vector<std::string> kept = TableNames(*SelectTables({}));
    auto transaction = Transaction::Begin(*connection);
    Must(transaction.status());
    for (const HotTable& table : HotTables()) {
      if (table.spec->sequence_column.empty()) continue;
      if (std::ranges::find(kept, table.spec->name) == kept.end()) continue;
      auto inserted = connection->Query(
          fmt::format("INSERT INTO {} BY NAME SELECT * FROM postgres_scan({}, {}, {})",
                      (*lake)->Table(table.spec->name), QuoteLiteral(conninfo),
                      QuoteLiteral(table.schema.empty() ? "public" : table.schema),
                      QuoteLiteral(table.spec->name)));
      Must(inserted.status());
      Must(inserted->NextSingleRow());
      rows += static_cast<std::uint64_t>(inserted->Int(0, 0));
    }
    Must(transaction->Commit());
    return rows;
  });
}

struct FlushTimes {
  Timing flush, remove, vacuum;
};

FlushTimes RunFlush(const std::string& conninfo, const std::string& folder, const Input& input) {
  FlusherOptions options;
  options.hot.conninfo = conninfo;
  options.target = [&](const Network&, const std::stop_token&) -> Result<FlushTarget> {
    FlushTarget target;
    TRY_ASSIGN(target.tables, SelectedTables::Make({}));
    target.sink = LakeAt(folder, target.tables->set(), input);
    return target;
  };
  FlushObserver quiet;
  Flusher flusher(options, quiet);
  FlushTimes times;
  times.flush = Time([&] {
    const auto report = flusher.Flush({});
    Must(report.status());
    return report->rows;
  });
  times.remove = Time([&] {
    const auto removed = flusher.Delete(0xffffffff, {});
    Must(removed.status());
    return removed->rows;
  });
  times.vacuum = Time([&] {
    Must(flusher.Vacuum({}).status());
    return std::uint64_t{0};
  });
  return times;
}

void Print(std::string_view name, std::vector<Timing> rounds) {
  std::ranges::sort(rounds, {}, &Timing::seconds);
  const Timing& middle = rounds[rounds.size() / 2];
  fmt::print("{:<14} {:>8.2f} s {:>8.2f} CPU s of this process {:>10.0f} rows/s\n", name,
             middle.seconds, middle.cpu_seconds, static_cast<double>(middle.rows) / middle.seconds);
}

void Run(std::size_t ledgers, std::size_t per_batch, int rounds) {
  const auto server = PostgresServer::Start();
  if (server == nullptr) return;
  Input input;
  testing::LedgerCloner cloner(testing::SampleLedger(kOriginal), testing::kPublicPassphrase, 0, 1);
  for (std::size_t i = 0; i < ledgers; ++i) {
    if (i % per_batch == 0) input.batches.emplace_back();
    input.batches.back().push_back(cloner.Next());
  }
  fmt::print("{} ledgers, {} a batch\n", ledgers, per_batch);
  std::vector<Timing> scan, flush, remove, vacuum;
  for (int round = 0; round < rounds; ++round) {
    const testing::TempFolder folder;
    const std::string conninfo = FilledBuffer(*server, input);
    MakeLake(folder.File("scan/lake"), input);
    MakeLake(folder.File("flush/lake"), input);
    scan.push_back(RunScan(conninfo, folder.File("scan/lake")));
    const FlushTimes times = RunFlush(conninfo, folder.File("flush/lake"), input);
    flush.push_back(times.flush);
    remove.push_back(times.remove);
    vacuum.push_back(times.vacuum);
    fmt::print("round {}: scan {:.2f} s, flush {:.2f} s\n", round + 1, scan.back().seconds,
               flush.back().seconds);
  }
  Print("postgres_scan", scan);
  Print("flush", flush);
  Print("DELETE", remove);
  Print("VACUUM", vacuum);
}

}  // namespace
}  // namespace lake::bench

int main(int argc, char** argv) {
  const auto number = [&](int i, int otherwise) {
    return argc > i ? std::max(1, std::atoi(argv[i])) : otherwise;
  };
  lake::bench::Run(static_cast<std::size_t>(number(1, 400)),
                   static_cast<std::size_t>(number(2, 10)), number(3, 3));
}
