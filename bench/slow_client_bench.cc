// What clients that do not keep up do to a server and to the others: the program serves ledgers to
// one client that reads everything every two seconds, first alone, then beside one that reads
// nothing any more and one on a line of 200 kB/s.
//
//   slow_client_bench [SECONDS]      default 20; a quarter of it alone, at most a minute
//
// Prints the server's memory and the first client's speed, every ten seconds at most.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

#include "base/log.h"
#include "net/grpc_channel.h"
#include "source/grpc/grpc_source.h"
#include "source/grpc/grpc_stream.h"
#include "support/daemon.h"
#include "support/fault_proxy.h"
#include "support/lake_files.h"
#include "support/ledger_clone.h"
#include "support/resident_memory.h"
#include "support/sample_ledgers.h"
#include "support/temp_folder.h"

namespace lake::testing {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::uint32_t kFirst = 53312000;
constexpr std::uint32_t kLedgers = 400;  // 149 MB: more than the server may keep
constexpr std::chrono::seconds kPassEvery{2};

double Since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

// Reads the whole lake, and says how long that took.
double Pass(const std::string& address) {
  const auto begin = Clock::now();
  auto source = OpenGrpcSource("grpc://" + address, {}).value();
  CHECK(source->Seek({kFirst, kFirst + kLedgers - 1}).ok());
  for (std::uint32_t i = 0; i < kLedgers; ++i) CHECK(source->Next().ok());
  return Since(begin);
}

std::unique_ptr<GrpcStream> Open(int port) {
  auto channel = OpenGrpcChannel({fmt::format("127.0.0.1:{}", port), false}, {}).value();
  return std::make_unique<GrpcStream>(channel, kFirst, NetworkOptions(), 1);
}

// Passes for so long; gives the seconds of each.
std::vector<double> Watch(const char* what, const std::string& address, const Daemon& server,
                          double seconds) {
  std::vector<double> passes;
  const auto begin = Clock::now();
  auto told = begin;
  while (Since(begin) < seconds) {
    const auto next = Clock::now() + kPassEvery;
    passes.push_back(Pass(address));
    if (Since(told) >= std::min(10.0, seconds / 4)) {
      told = Clock::now();
      fmt::print("{:<24} {:4.0f} s   RSS {:5.1f} MB   last pass {:5.0f} ms\n", what, Since(begin),
                 static_cast<double>(ResidentBytes(server.pid())) / 1e6, passes.back() * 1e3);
      std::fflush(stdout);
    }
    std::this_thread::sleep_until(next);
  }
  std::sort(passes.begin(), passes.end());
  return passes;
}

int Run(double seconds) {
  ConfigureLog(LogLevel::kError, LogFormat::kConsole);
  const TempFolder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  const auto lake = folder.path() / "ledgers";
  {
    LedgerCloner cloner(SampleLedger(kFirst), kPublicPassphrase);
    LakeWriter writer(lake, {.passphrase = std::string(kPublicPassphrase)});
    for (std::uint32_t i = 0; i < kLedgers; ++i) writer.Add(cloner.Next());
  }
  const int port = FreePort();
  const std::string address = fmt::format("127.0.0.1:{}", port);
  const Daemon server({STELLARLAKE_PROGRAM, "serve-ledgers", lake.string(), "--listen", address,
                       "--health-port", "0", "--config",
                       folder.Write("config.yaml", "serve: {cache_bytes: 64MiB}\n")});
  CHECK(WaitForPort(port));
  const double alone_seconds = std::min(seconds / 4, 60.0);
  const std::vector<double> alone = Watch("alone", address, server, alone_seconds);
  FaultProxy line(port);
  line.SetRate(200'000);
  const auto stopped = Open(port);
  const auto slow = Open(line.port());
  CHECK(stopped->Next(std::chrono::seconds(10)).ok());
  std::uint64_t trickled = 0;
  std::jthread trickle([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const auto ledger = slow->Next(std::chrono::seconds(1));
      if (!ledger.ok()) return;
      if (ledger->has_value()) ++trickled;
    }
  });
  const std::vector<double> beside =
      Watch("beside slow clients", address, server, seconds - alone_seconds);
  trickle.request_stop();
  trickle.join();
  for (const auto* passes : {&alone, &beside}) {
    fmt::print("{:<24} {} passes, median {:.0f} ms, slowest {:.0f} ms\n",
               passes == &alone ? "alone" : "beside slow clients", passes->size(),
               (*passes)[passes->size() / 2] * 1e3, passes->back() * 1e3);
  }
  fmt::print("the slow line gave {} ledgers; peak RSS of the server {:.1f} MB\n", trickled,
             static_cast<double>(PeakResidentBytes(server.pid())) / 1e6);
  return 0;
}

}  // namespace
}  // namespace lake::testing

int main(int argc, char** argv) {
  return lake::testing::Run(argc > 1 ? std::max(std::atof(argv[1]), 4.0) : 20.0);
}
