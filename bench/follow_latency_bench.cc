// How long after a ledger appears in the source its rows can be read from the lake, with the real
// program in follow mode and a commit per ledger: from a folder, and over gRPC from a second
// program that serves that folder.
//
//   follow_latency_bench [LEDGERS] [EVERY_MS]      default 60 1000
//
// A ledger appears when its file is moved into the folder; its rows can be read when the program
// counts its commit (/health, asked every 2 ms). Ledgers are clones of a real one (53312000, 0.37
// MB) with valid hashes, all tables are written, and the lake's files are synced as always.
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "source/http_client.h"
#include "support/child.h"
#include "support/daemon.h"
#include "support/lake_files.h"
#include "support/ledger_clone.h"
#include "support/sample_ledgers.h"
#include "support/temp_folder.h"

namespace lake::testing {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr const char* kProgram = STELLARLAKE_PROGRAM;
constexpr std::uint32_t kFirst = 53312000;
constexpr milliseconds kAskEvery{2};
constexpr std::chrono::seconds kPatience{60};

// Writes the next ledger of the chain beside the lake, then moves it in.
class Exporter {
 public:
  explicit Exporter(fs::path lake) : lake_(std::move(lake)), outside_(lake_.string() + ".part") {}

  std::uint32_t Export() {
    const BuiltLedger ledger = cloner_.Next();
    const LakeOptions options{.passphrase = std::string(kPublicPassphrase)};
    const auto written = WriteLake(outside_, std::span(&ledger, 1), options);
    const fs::path target = lake_ / LakePath(ledger.sequence, options);
    fs::create_directories(target.parent_path());
    if (!fs::exists(lake_ / ".config.json")) {
      fs::copy_file(outside_ / ".config.json", lake_ / ".config.json");
    }
    fs::rename(written.begin()->second, target);
    return ledger.sequence;
  }

 private:
  LedgerCloner cloner_{SampleLedger(kFirst), kPublicPassphrase};
  const fs::path lake_;
  const fs::path outside_;
};

std::uint32_t LastSequence(HttpClient& client, int port) {
  const auto answer = client.Send(
      {.url = fmt::format("http://127.0.0.1:{}/health", port), .max_bytes = 1 << 20}, {});
  if (!answer.ok()) return 0;
  return nlohmann::json::parse(AsText(answer->body)).value("last_sequence", 0u);
}

void AwaitCommit(HttpClient& client, int port, std::uint32_t sequence) {
  const auto deadline = steady_clock::now() + kPatience;
  while (LastSequence(client, port) < sequence) {
    if (steady_clock::now() > deadline) {
      fmt::print(stderr, "ledger {} was not committed in a minute\n", sequence);
      std::exit(1);
    }
    std::this_thread::sleep_for(kAskEvery);
  }
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

void Follow(const char* what, Exporter& exporter, const std::string& source,
            const std::string& lake, std::size_t ledgers, milliseconds every) {
  const int port = FreePort();
  const std::uint32_t first = exporter.Export();
  Daemon ingest(
      {kProgram, "ingest", source, "--start", fmt::format("{}:", first), "--lake", lake,
       "--network", "pubnet", "--commit-interval", "0", "--health-port", std::to_string(port)},
      {{"STELLARLAKE_PROGRESS", "none"}});
  if (!WaitForPort(port)) std::exit(1);
  HttpClient client({});
  AwaitCommit(client, port, first);
  std::vector<double> ms;
  for (std::size_t i = 0; i < ledgers; ++i) {
    const auto begin = steady_clock::now();
    const std::uint32_t sequence = exporter.Export();
    const auto appeared = steady_clock::now();
    AwaitCommit(client, port, sequence);
    ms.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - appeared).count());
    std::this_thread::sleep_until(begin + every);
  }
  ingest.Signal(SIGTERM);
  while (ingest.running()) std::this_thread::sleep_for(milliseconds(10));
  Report(what, std::move(ms));
  CheckBatches(lake, ledgers + 1);
}

int Run(std::size_t ledgers, milliseconds every) {
  const TempFolder folder;
  fs::permissions(folder.path(), fs::perms::all);
  const std::string exported = folder.File("exported");
  Exporter exporter(exported);
  Follow("folder", exporter, exported, folder.File("lake-a"), ledgers, every);
  const int port = FreePort();
  const Daemon server({kProgram, "serve-ledgers", exported, "--listen",
                       fmt::format("127.0.0.1:{}", port), "--health-port", "0"});
  if (!WaitForPort(port)) return 1;
  Follow("gRPC", exporter, fmt::format("grpc://127.0.0.1:{}", port), folder.File("lake-b"), ledgers,
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
