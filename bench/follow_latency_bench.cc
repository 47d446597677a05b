// How long after a ledger appears in the source its rows can be read from the lake, with the real
// program in follow mode and a commit per ledger: from a folder, and over gRPC from a second
// program that serves that folder.
//
//   follow_latency_bench [LEDGERS] [EVERY_MS]      default 60 1000
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

// Every ledger has to be a batch of its own.
void CheckBatches(const std::string& lake, std::size_t ledgers) {
  const ChildResult counted =
      RunChild({kProgram, "sql", "--lake", lake, "--format", "csv",
                "select count(*) filter (lo = hi), sum(hi - lo + 1) from _batches"});
  fmt::print("batches of one ledger, ledgers: {}", counted.out.substr(counted.out.find('\n') + 1));
  if (counted.out.find(fmt::format("\n{0},{0}\n", ledgers)) == std::string::npos) std::exit(1);
}

struct Export {
  LedgerCloner cloner{SampleLedger(53312000), kPublicPassphrase};
  GrowingLake lake;

  std::uint32_t Next() {
    const BuiltLedger ledger = cloner.Next();
    lake.Add(ledger);
    return ledger.sequence;
  }
};

void Follow(const char* what, Export& exported, const std::string& source, const std::string& lake,
            std::size_t ledgers, milliseconds every) {
  const std::uint32_t first = exported.Next();
  WatchedProgram ingest({kProgram, "ingest", source, "--start", fmt::format("{}:", first), "--lake",
                         lake, "--network", "pubnet", "--commit-interval", "0", "--no-progress"},
                        lake + ".log");
  AwaitCommit(ingest, first);
  std::vector<double> ms;
  for (std::size_t i = 0; i < ledgers; ++i) {
    const BuiltLedger ledger = exported.cloner.Next();
    const auto begin = steady_clock::now();
    exported.lake.Add(ledger);
    const auto appeared = steady_clock::now();
    AwaitCommit(ingest, ledger.sequence);
    ms.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - appeared).count());
    std::this_thread::sleep_until(begin + every);
  }
  ingest.Stop();
  Report(what, std::move(ms));
  CheckBatches(lake, ledgers + 1);
}

int Run(std::size_t ledgers, milliseconds every) {
  const TempFolder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  Export exported{
      .lake = {folder.path() / "exported", {.passphrase = std::string(kPublicPassphrase)}}};
  Follow("folder", exported, exported.lake.path(), folder.File("lake-a"), ledgers, every);
  const int port = FreePort();
  const WatchedProgram server({kProgram, "serve-ledgers", exported.lake.path(), "--listen",
                               fmt::format("127.0.0.1:{}", port)},
                              folder.File("serve.log"));
  if (!WaitForPort(port)) return 1;
  Follow("gRPC", exported, fmt::format("grpc://127.0.0.1:{}", port), folder.File("lake-b"), ledgers,
         every);
  return 0;
}

}  // namespace
}  // namespace lake::testing

int main(int argc, char** argv) {
  const std::size_t ledgers = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 60;
  const long every_ms = argc > 2 ? std::strtol(argv[2], nullptr, 10) : 1000;
  return lake::testing::Run(std::max<std::size_t>(ledgers, 1), std::chrono::milliseconds(every_ms));
}
