// What a ledger costs on its way from files to a lake, and what the stages cost alone, in one run.
//
//   ingest_pipeline_bench [LEDGERS]      default 300
//
// Input: one real ledger (53312000, 0.37 MB) cloned into a chain with valid hashes, written as a
// SEP-54 lake. Figures are CPU seconds of the whole process (user + system), which a busy machine
// changes less than time.
#include <fmt/format.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <new>

#include "base/log.h"
#include "duckdb/table_writer.h"
#include "ingest/pipeline.h"
#include "sink/ducklake_sink.h"
#include "source/open.h"
#include "support/lake_files.h"
#include "support/ledger_clone.h"
#include "support/sample_ledgers.h"
#include "tables/all.h"
#include "tables/extract.h"
#include "xdr/check.h"

namespace {
std::atomic<std::uint64_t> g_allocations{0};
}

void* operator new(std::size_t size) {
  g_allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* p = std::malloc(size)) return p;
  throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace lake::testing {
namespace {

double CpuSeconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::uint64_t PeakRssBytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

struct Cost {
  double cpu_seconds;
  std::uint64_t allocations;
};

template <class Work>
Cost Measure(Work work) {
  const std::uint64_t allocations = g_allocations.load();
  const double begin = CpuSeconds();
  work();
  return {CpuSeconds() - begin, g_allocations.load() - allocations};
}

void Report(std::string_view what, Cost cost, std::size_t ledgers, std::uint64_t raw_bytes,
            std::uint64_t rows) {
  const double count = static_cast<double>(ledgers);
  std::string line =
      fmt::format("{:<34} {:9.3f} ms/ledger  {:8.1f} ledgers/CPU-s  {:8.1f} MB/s raw", what,
                  cost.cpu_seconds / count * 1e3, count / cost.cpu_seconds,
                  static_cast<double>(raw_bytes) / cost.cpu_seconds / 1e6);
  if (rows > 0) {
    line += fmt::format("  {:8.0f} k rows/s", static_cast<double>(rows) / cost.cpu_seconds / 1e3);
  }
  line +=
      fmt::format("  {:8.1f} allocations/ledger", static_cast<double>(cost.allocations) / count);
  std::puts(line.c_str());
}

class SilentObserver : public IngestObserver {
 public:
  void OnPlan(std::uint64_t, bool) override {}
  void OnLedger(const LedgerRows&) override {}
  void OnCommit(const Batch&, const CommitReport&, const IngestTotals&) override {}
  void OnRetry(const Error&, int) override {}
};

struct Input {
  std::vector<BuiltLedger> ledgers;
  std::filesystem::path folder;
  std::uint64_t raw_bytes = 0;
};

Input MakeInput(std::size_t count, const std::filesystem::path& folder) {
  Input input{{}, folder / "ledgers", 0};
  LedgerCloner cloner(SampleLedger(53312000), kPublicPassphrase);
  LakeWriter writer(input.folder, {.passphrase = std::string(kPublicPassphrase)});
  for (std::size_t i = 0; i < count; ++i) {
    input.ledgers.push_back(cloner.Next());
    input.raw_bytes += input.ledgers.back().xdr.size();
    writer.Add(input.ledgers.back());
  }
  return input;
}

void BenchDecode(const Input& input) {
  const Cost cost = Measure([&] {
    for (const BuiltLedger& ledger : input.ledgers) {
      CHECK(xdr::Decode<xdr::LedgerCloseMeta>(ledger.xdr).ok());
    }
  });
  Report("decode (validate every value)", cost, input.ledgers.size(), input.raw_bytes, 0);
}

void BenchExtract(const Input& input, const char* what, const std::vector<std::string>& names) {
  const TableSet tables = SelectTables(names).value();
  LedgerExtractor extractor(tables, NetworkOfPassphrase(kPublicPassphrase).id,
                            VerifyLevel::kStrict);
  LedgerRows rows(tables);
  CHECK(extractor.Extract(input.ledgers[0].xdr, nullptr, Timestamp{0}, rows).ok());
  std::uint64_t count = 0;
  const Cost cost = Measure([&] {
    for (const BuiltLedger& ledger : input.ledgers) {
      CHECK(extractor.Extract(ledger.xdr, nullptr, Timestamp{0}, rows).ok());
      count += rows.row_count();
    }
  });
  Report(fmt::format("decode, proofs, extraction: {}", what), cost, input.ledgers.size(),
         input.raw_bytes, count);
}

double BenchRead(const Input& input) {
  const Cost cost = Measure([&] {
    auto source = OpenSource(input.folder.string(), {}).value();
    CHECK(source->Seek({input.ledgers.front().sequence, input.ledgers.back().sequence}).ok());
    while (source->Next().value().has_value()) {
    }
  });
  Report("read and decompress files", cost, input.ledgers.size(), input.raw_bytes, 0);
  return cost.cpu_seconds;
}

double BenchLake(const Input& input, const std::filesystem::path& lake_folder, const char* what,
                 const std::vector<std::string>& names) {
  const TableSet tables = SelectTables(names).value();
  const Network network = NetworkOfPassphrase(kPublicPassphrase);
  IngestOptions options;
  options.range = {input.ledgers.front().sequence, input.ledgers.back().sequence};
  DuckLakeSinkOptions sink_options;
  sink_options.lake.location = lake_folder.string();
  sink_options.tables = tables;
  sink_options.origin.network = network.name;
  sink_options.partition = std::getenv("LAKE_BENCH_FLAT") == nullptr;
  if (const char* t = std::getenv("LAKE_BENCH_THREADS")) sink_options.lake.threads = std::atoi(t);
  IngestTotals totals;
  const Cost cost = Measure([&] {
    auto source = OpenSource(input.folder.string(), {}).value();
    DuckLakeSink sink(sink_options);
    SilentObserver observer;
    const Status status =
        Ingest(*source, sink, tables, network, options, SystemClock(), {}, observer, totals);
    if (!status.ok()) std::fputs(status.error().message.c_str(), stderr);
    CHECK(status.ok() && sink.Close().ok());
  });
  Report(fmt::format("files to lake: {}", what), cost, input.ledgers.size(), input.raw_bytes,
         totals.rows);
  return cost.cpu_seconds;
}

int Run(std::size_t ledgers) {
  ConfigureLog(LogLevel::kError, LogFormat::kConsole);
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("lake-bench-{}", getpid());
  std::filesystem::create_directories(folder);
  const Input input = MakeInput(ledgers, folder);
  fmt::print("{} ledgers of {:.2f} MB\n", ledgers,
             static_cast<double>(input.raw_bytes) / static_cast<double>(ledgers) / 1e6);
  BenchDecode(input);
  BenchExtract(input, "core", {"core"});
  BenchExtract(input, "all tables", {});
  const TableSet all = SelectTables({}).value();
  for (const Table* table : all) {
    BenchExtract(input, table->spec->name.data(), {std::string(table->spec->name)});
  }
  BenchRead(input);
  BenchLake(input, folder / "core", "core", {"core"});
  BenchLake(input, folder / "all", "all tables", {});
  fmt::print("peak RSS {:.0f} MB, the input of {:.0f} MB in memory included\n",
             static_cast<double>(PeakRssBytes()) / 1e6, static_cast<double>(input.raw_bytes) / 1e6);
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace lake::testing

int main(int argc, char** argv) {
  const std::size_t ledgers = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 300;
  return lake::testing::Run(std::max<std::size_t>(ledgers, 1));
}
