// What a ledger costs on its way into the hot buffer, beside PostgreSQL taking the same rows as
// ready bytes of binary COPY: rows/s, ledgers/s and CPU seconds of this process, in one run, in
// turns, on a server of its own.
//
//   hot_ingest_bench [LEDGERS, default 200] [LEDGERS PER BATCH, default 10] [ROUNDS, default 5]
//
// Input: clones of ledger 53312000 of the public network (0.37 MB each). `raw` sends the tables'
// bytes, and nothing else, in the same transactions; `sink` is PostgresSink without and with the
// ledgers themselves. Extraction is not part of either.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "base/log.h"
#include "bench/stage_cost.h"
#include "hot/migration.h"
#include "postgres/copy_encoder.h"
#include "postgres/copy_in.h"
#include "postgres/copy_writer.h"
#include "postgres/transaction.h"
#include "sink/hot_commit.h"
#include "sink/postgres_sink.h"
#include "support/extracted_batch.h"
#include "support/ledger_clone.h"
#include "support/postgres_server.h"
#include "support/sample_ledgers.h"
#include "tables/all.h"

namespace lake::bench {
namespace {

using testing::PostgresServer;

constexpr std::uint32_t kOriginal = 53312000;

struct ReadyTable {
  std::string sql;
  std::string bytes;
};
using ReadyBatch = std::vector<ReadyTable>;

struct Input {
  TableSet tables = *SelectTables({});
  std::vector<Batch> batches;
  std::vector<ReadyBatch> ready;
  std::uint64_t rows = 0;
  std::size_t ledgers = 0;
  std::uint64_t bytes = 0;
};

struct Timing {
  double seconds = 0;
  double cpu_seconds = 0;
};

void Must(const Status& status) {
  if (status.ok()) return;
  fmt::print(stderr, "{}\n", status.error().message);
  std::abort();
}

ReadyBatch Encode(const Batch& batch) {
  ReadyBatch out;
  for (std::size_t i = 0; i < batch.tables->size(); ++i) {
    const TableSpec& spec = *(*batch.tables)[i]->spec;
    ReadyTable table{CopyInSql(*HotTablePath(spec), spec.columns), std::string(CopyHeader())};
    CopyEncoder encoder([&](std::string_view bytes) {
      table.bytes += bytes;
      return Status();
    });
    RowBlock block(spec.columns);
    for (const auto& ledger : batch.ledgers) {
      Must(ForEachBlock(block, ledger->tables[i],
                        [&](RowBlock& rows) { return encoder.Add(rows); }));
    }
    Must(encoder.Flush());
    table.bytes += CopyTrailer();
    if (batch.rows(i) > 0) out.push_back(std::move(table));
  }
  return out;
}

void Make(std::size_t ledgers, std::size_t per_batch, Input& input) {
  testing::LedgerCloner cloner(testing::SampleLedger(kOriginal), testing::kPublicPassphrase);
  const Hash256 network = Sha256(AsBytes(testing::kPublicPassphrase));
  for (std::size_t done = 0; done < ledgers;) {
    std::vector<testing::BuiltLedger> built;
    for (; built.size() < per_batch && done < ledgers; ++done) built.push_back(cloner.Next());
    input.batches.push_back(testing::ExtractBatch(input.tables, built, network));
    input.ready.push_back(Encode(input.batches.back()));
    for (const ReadyTable& table : input.ready.back()) input.bytes += table.bytes.size();
    for (const auto& ledger : input.batches.back().ledgers) input.rows += ledger->row_count();
  }
  input.ledgers = ledgers;
}

template <class Work>
Timing Time(Work work) {
  const std::int64_t begin = SystemClock().MonotonicMicros();
  const double cpu = CpuSeconds();
  work();
  return {static_cast<double>(SystemClock().MonotonicMicros() - begin) / 1e6, CpuSeconds() - cpu};
}

std::string EmptyBuffer(PostgresServer& server) {
  static int number = 0;
  const std::string conninfo = server.CreateDatabase(fmt::format("bench{}", ++number));
  auto connection = PgConnection::Open({.conninfo = conninfo});
  Must(connection.status());
  for (const Migration& migration : EmbeddedMigrations()) Must(connection->Execute(migration.up));
  return conninfo;
}

Timing RunRaw(const std::string& conninfo, const Input& input) {
  auto connection = PgConnection::Open({.conninfo = conninfo});
  Must(connection.status());
  return Time([&] {
    for (const ReadyBatch& batch : input.ready) {
      auto transaction = PgTransaction::Begin(*connection);
      Must(transaction.status());
      for (const ReadyTable& table : batch) {
        auto copy = PgCopyIn::Start(*connection, table.sql);
        Must(copy.status());
        Must(copy->Put(table.bytes));
        Must(copy->Finish().status());
      }
      Must(transaction->Commit().status);
    }
  });
}

Timing RunSink(const std::string& conninfo, const Input& input, bool keep_raw) {
  PostgresSink sink({.connection = {.conninfo = conninfo},
                     .tables = input.tables,
                     .origin = {.network = "pubnet",
                                .source = "clones",
                                .pipeline_version = "bench",
                                .processor_name = "stellarlake",
                                .writer = "",
                                .era = {}},
                     .keep_raw = keep_raw});
  Must(sink.Open().status());
  return Time([&] {
    for (const Batch& batch : input.batches) Must(sink.Commit(batch, {}).status());
  });
}

Timing Middle(std::vector<Timing> rounds) {
  std::ranges::sort(rounds, {}, &Timing::seconds);
  return rounds[rounds.size() / 2];
}

// `beside`: of raw COPY.
void Print(std::string_view name, const Timing& middle, const Timing& beside, const Input& input) {
  fmt::print("{:<16} {:>9.0f} rows/s {:>7.1f} ledgers/s {:>7.2f} client ms/ledger  {:.2f} of raw\n",
             name, static_cast<double>(input.rows) / middle.seconds,
             static_cast<double>(input.ledgers) / middle.seconds,
             middle.cpu_seconds * 1000 / static_cast<double>(input.ledgers),
             beside.seconds / middle.seconds);
}

void Run(std::size_t ledgers, std::size_t per_batch, int rounds) {
  const auto server = PostgresServer::Start();
  if (server == nullptr) return;
  Input input;
  Make(ledgers, per_batch, input);
  fmt::print("{} ledgers, {} rows, {:.1f} MB of binary COPY, {} ledgers a batch\n", ledgers,
             input.rows, static_cast<double>(input.bytes) / 1e6, per_batch);
  std::vector<Timing> raw;
  std::vector<Timing> rows_only;
  std::vector<Timing> whole;
  for (int round = 0; round < rounds; ++round) {
    raw.push_back(RunRaw(EmptyBuffer(*server), input));
    rows_only.push_back(RunSink(EmptyBuffer(*server), input, false));
    whole.push_back(RunSink(EmptyBuffer(*server), input, true));
  }
  const Timing beside = Middle(raw);
  Print("raw COPY", beside, beside, input);
  Print("sink", Middle(rows_only), beside, input);
  Print("sink and ledgers", Middle(whole), beside, input);
}

}  // namespace
}  // namespace lake::bench

int main(int argc, char** argv) {
  const auto number = [&](int i, int otherwise) {
    return argc > i ? std::max(1, std::atoi(argv[i])) : otherwise;
  };
  lake::bench::Run(static_cast<std::size_t>(number(1, 200)),
                   static_cast<std::size_t>(number(2, 10)), number(3, 5));
}
