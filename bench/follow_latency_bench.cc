// How long after a ledger appears in the source its rows can be read from the lake, with the real
// program in follow mode and a commit per ledger: from a folder, and over gRPC from a second
// program that serves that folder.
//
//   follow_latency_bench [LEDGERS] [EVERY_MS] [FLAG...]      default 60 1000; flags of the ingest
//
// A ledger appears when its file is moved into the folder; its rows can be read when the program
// counts its commit (/health, asked every 5 ms). Ledgers are clones of a real one (53312000, 0.37
// MB) with valid hashes, all tables are written, and the lake's files are synced as always.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "support/child.h"
#include "support/growing_lake.h"
#include "support/ledger_clone.h"
#include "support/sample_ledgers.h"
#include "support/temp_folder.h"
#include "support/watched_program.h"

namespace lake::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr const char* kProgram = STELLARLAKE_PROGRAM;

void AwaitCommit(WatchedProgram& ingest, std::uint32_t sequence) {
  if (ingest.AwaitCommitted(sequence)) return;
  fmt::print(stderr, "ledger {} was not committed in a minute:\n{}", sequence, ingest.Log());
  std::exit(1);
}

double Quantile(const std::vector<double>& sorted, double q) {
  const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(sorted.size())));
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

void Report(const char* what, std::vector<double> ms) {
  std::ranges::sort(ms);
  fmt::print(
      "{:<8} {:4} ledgers   min {:4.0f}   p50 {:4.0f}   p90 {:4.0f}   p99 {:4.0f}   max {:4.0f} "
      "ms\n",
      what, ms.size(), ms.front(), Quantile(ms, 0.5), Quantile(ms, 0.9), Quantile(ms, 0.99),
      ms.back());
}

// Where the time of a ledger went, as the program itself counts it.
void ReportStages(WatchedProgram& ingest) {
  std::string line = "  mean";
  for (const char* stage : {"extract", "check", "write", "commit"}) {
    const auto of = [&](const char* what) {
      return ingest.Metric(
          fmt::format("stellarlake_ingest_stage_seconds_{}{{stage=\"{}\"}}", what, stage));
    };
    line += fmt::format("   {} {:.1f}", stage, of("sum") / of("count") * 1e3);
  }
  fmt::print("{} ms, CPU {:.0f} ms per ledger\n", line,
             ingest.Metric("process_cpu_seconds_total") /
                 ingest.Metric("stellarlake_ingest_ledgers_total") * 1e3);
}

// Every ledger has to be a batch of its own.
void CheckBatches(const std::string& lake, std::size_t ledgers) {
  const ChildResult counted =
      RunChild({kProgram, "sql", "--lake", lake, "--format", "csv",
                "select count(*) filter (lo = hi), sum(hi - lo + 1) from _batches"});
  fmt::print("batches of one ledger, ledgers: {}", counted.out.substr(counted.out.find('\n') + 1));
  if (counted.out.find(fmt::format("\n{0},{0}\n", ledgers)) == std::string::npos) std::exit(1);
}

struct Plan {
  std::size_t ledgers = 60;
  milliseconds every{1000};
  std::vector<std::string> flags;
};

struct Export {
  LedgerCloner cloner{SampleLedger(53312000), kPublicPassphrase, 0, 1};
  GrowingLake lake;

  std::uint32_t Next() {
    const BuiltLedger ledger = cloner.Next();
    lake.Add(ledger);
    return ledger.sequence;
  }
};

void Follow(const char* what, Export& exported, const std::string& source, const std::string& lake,
            const Plan& plan) {
  const std::uint32_t first = exported.Next();
  std::vector<std::string> words{
      kProgram, "ingest",       source,      "--start", fmt::format("{}:", first),
      "--lake", lake,           "--network", "pubnet",  "--commit-interval",
      "0",      "--no-progress"};
  words.insert(words.end(), plan.flags.begin(), plan.flags.end());
  WatchedProgram ingest(words, lake + ".log");
  AwaitCommit(ingest, first);
  std::vector<double> ms;
  for (std::size_t i = 0; i < plan.ledgers; ++i) {
    const BuiltLedger ledger = exported.cloner.Next();
    const auto begin = steady_clock::now();
    exported.lake.Add(ledger);
    const auto appeared = steady_clock::now();
    AwaitCommit(ingest, ledger.sequence);
    ms.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - appeared).count());
    std::this_thread::sleep_until(begin + plan.every);
  }
  Report(what, std::move(ms));
  ReportStages(ingest);
  ingest.Stop();
  CheckBatches(lake, plan.ledgers + 1);
}

int Run(const Plan& plan) {
  const TempFolder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  Export exported{
      .lake = {folder.path() / "exported", {.passphrase = std::string(kPublicPassphrase)}}};
  Follow("folder", exported, exported.lake.path(), folder.File("lake-a"), plan);
  const int port = FreePort();
  const WatchedProgram server({kProgram, "serve-ledgers", exported.lake.path(), "--listen",
                               fmt::format("127.0.0.1:{}", port)},
                              folder.File("serve.log"));
  if (!WaitForPort(port)) return 1;
  Follow("gRPC", exported, fmt::format("grpc://127.0.0.1:{}", port), folder.File("lake-b"), plan);
  return 0;
}

}  // namespace
}  // namespace lake::testing

int main(int argc, char** argv) {
  lake::testing::Plan plan;
  if (argc > 1) plan.ledgers = std::max<std::size_t>(std::strtoull(argv[1], nullptr, 10), 1);
  if (argc > 2) plan.every = std::chrono::milliseconds(std::strtol(argv[2], nullptr, 10));
  if (argc > 3) plan.flags.assign(argv + 3, argv + argc);
  return lake::testing::Run(plan);
}
