// What faults of networks, servers and stores cost `stellarlake ingest` with its default settings:
// how long until ledgers come again, and how much memory at most. Each lake is proved afterwards,
// with `verify --source` against the good ledgers. Prints the table of docs/faults.md.
//
//   faults_bench [CASE]      only the cases whose name contains this
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <optional>
#include <thread>

#include "base/bytes.h"
#include "base/log.h"
#include "serve/ledger_server.h"
#include "source/open/open.h"
#include "support/child.h"
#include "support/fault_proxy.h"
#include "support/lake_files.h"
#include "support/lake_s3_server.h"
#include "support/ledger_builder.h"
#include "support/ledger_clone.h"
#include "support/resident_memory.h"
#include "support/rogue_ledger_server.h"
#include "support/sample_ledgers.h"
#include "support/temp_folder.h"

namespace lake::testing {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint32_t kFirst = 53312000;
constexpr std::uint32_t kCount = 200;
// A fault comes when so much has passed; ledgers come again when so much more has.
constexpr std::uint64_t kFaultAtBytes = 25'000'000;
constexpr std::uint64_t kLedgerBytes = 400'000;

double Since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

struct Ingested {
  ChildResult child;
  double seconds = 0;
  std::uint64_t peak_bytes = 0;
};

class Faults {
 public:
  explicit Faults(std::string only) : only_(std::move(only)) {
    LedgerCloner cloner(SampleLedger(kFirst), kPublicPassphrase);
    for (std::uint32_t i = 0; i < kCount; ++i) ledgers_.push_back(cloner.Next());
    WriteLake(good_, ledgers_, {.passphrase = std::string(kPublicPassphrase)});
  }

  void NetworkCases();
  void ServerCases();
  void RefusedCases();
  void StoreCases();

 private:
  bool Wanted(const std::string& name) {
    name_ = name;
    return name.find(only_) != std::string::npos;
  }
  std::unique_ptr<LedgerServer> Serve(const std::filesystem::path& lake) {
    return LedgerServer::Start([lake] { return OpenSource(lake.string(), {}); },
                               {.listen = "127.0.0.1:0"})
        .value();
  }
  static std::string Address(int port) { return fmt::format("grpc://127.0.0.1:{}", port); }
  std::string Content(std::uint32_t sequence) const {
    return std::string(AsText(ledgers_[sequence - kFirst].xdr));
  }

  Ingested Ingest(std::vector<std::string> words, std::uint32_t count = kCount);
  bool Whole(std::uint32_t count, const std::string& source);
  void Report(const Ingested& run, std::optional<double> recovered, std::uint32_t whole = kCount);
  void Tampered(const std::string& name, std::size_t offset);
  void ThroughProxy(const std::string& name, const std::function<void(FaultProxy&)>& fault);
  void FromRogue(const std::string& name, std::vector<std::uint32_t> wrong);
  void FromStore(const std::string& name, std::vector<S3Fault> faults, std::uint32_t count);

  const std::string only_;
  const TempFolder folder_;
  const std::filesystem::path good_ = folder_.path() / "good";
  std::vector<BuiltLedger> ledgers_;
  std::string name_;
  int lakes_ = 0;
};

Ingested Faults::Ingest(std::vector<std::string> words, std::uint32_t count) {
  words.insert(words.begin(), {STELLARLAKE_PROGRAM, "ingest"});
  words.insert(words.end(),
               {"--range", fmt::format("{}:{}", kFirst, kFirst + count - 1), "--network", "pubnet",
                "--progress", "none", "--lake", folder_.File(fmt::format("lake{}", ++lakes_))});
  std::atomic<std::uint64_t> peak = 0;
  std::jthread watch;
  const auto begin = Clock::now();
  ChildOptions options;
  options.started = [&](pid_t child) {
    watch = std::jthread([&peak, child](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        peak = std::max(peak.load(), PeakResidentBytes(child));
        std::this_thread::sleep_for(milliseconds(20));
      }
    });
  };
  Ingested run{RunChild(words, options), Since(begin), 0};
  watch.request_stop();
  watch.join();
  run.peak_bytes = peak;
  return run;
}

// The newest lake has so many ledgers, each once, and agrees with the source.
bool Faults::Whole(std::uint32_t count, const std::string& source) {
  const std::string lake = folder_.File(fmt::format("lake{}", lakes_));
  const ChildResult rows =
      RunChild({STELLARLAKE_PROGRAM, "sql", "--format", "csv", "--lake", lake,
                "select count(*), count(distinct sequence) from ledgers_row_v2"});
  if (count == 0) return rows.exit_status != 0 || rows.out.find("\n0,0\n") != std::string::npos;
  if (rows.out.find(fmt::format("\n{0},{0}\n", count)) == std::string::npos) return false;
  return RunChild({STELLARLAKE_PROGRAM, "verify", "--source", source, "--lake", lake})
             .exit_status == 0;
}

void Faults::Report(const Ingested& run, std::optional<double> recovered, std::uint32_t whole) {
  fmt::print("| {} | {} | {} | {:.1f} s | {:.0f} MB | {} |\n", name_,
             run.child.exit_status == 0 ? "whole" : fmt::format("exit {}", run.child.exit_status),
             recovered ? fmt::format("{:.1f} s", *recovered) : "", run.seconds,
             static_cast<double>(run.peak_bytes) / 1e6,
             !Whole(whole, good_.string()) ? "NOT WHOLE"
             : whole == 0                  ? "nothing in it"
                                           : fmt::format("{} ledgers, proved", whole));
  if (run.child.exit_status != 0) fmt::print("{}", run.child.err);
  std::fflush(stdout);
}

void Faults::ThroughProxy(const std::string& name, const std::function<void(FaultProxy&)>& fault) {
  if (!Wanted(name)) return;
  const auto server = Serve(good_);
  FaultProxy proxy(server->port());
  proxy.SetRate(10'000'000);
  double recovered = 0;
  std::jthread faults([&](const std::stop_token& stop) {
    const auto wait = [&](std::uint64_t bytes) {
      while (proxy.bytes_to_client() < bytes && !stop.stop_requested()) {
        std::this_thread::sleep_for(milliseconds(1));
      }
    };
    wait(kFaultAtBytes);
    const auto begin = Clock::now();
    fault(proxy);
    wait(proxy.bytes_to_client() + kLedgerBytes);
    recovered = Since(begin);
  });
  const Ingested run = Ingest({Address(proxy.port())});
  faults.request_stop();
  faults.join();
  Report(run, recovered);
}

void Faults::NetworkCases() {
  ThroughProxy("no fault", [](FaultProxy&) {});
  ThroughProxy("connection cut", [](FaultProxy& proxy) { proxy.Cut(); });
  ThroughProxy("connection reset", [](FaultProxy& proxy) { proxy.Reset(); });
  ThroughProxy("100 ms away, then 1 MB/s", [](FaultProxy& proxy) {
    proxy.SetDelay(milliseconds(100));
    proxy.SetRate(1'000'000);
    std::this_thread::sleep_for(seconds(5));
    proxy.SetRate(0);
  });
  ThroughProxy("half-open connection", [](FaultProxy& proxy) { proxy.FreezeOpen(); });
  ThroughProxy("server away for 10 s", [](FaultProxy& proxy) {
    proxy.Refuse(true);
    proxy.Reset();
    std::this_thread::sleep_for(seconds(10));
    proxy.Refuse(false);
  });
}

void Faults::FromRogue(const std::string& name, std::vector<std::uint32_t> wrong) {
  if (!Wanted(name)) return;
  const auto upto = [&](std::uint32_t first, std::uint32_t end) {
    std::vector<std::uint32_t> sequences;
    for (std::uint32_t i = first; i < end; ++i) sequences.push_back(i);
    return sequences;
  };
  constexpr std::uint32_t kWrongAt = kFirst + kCount / 2;
  std::vector<std::uint32_t> first = upto(kFirst, kWrongAt);
  first.insert(first.end(), wrong.begin(), wrong.end());
  // Twice: the first stream is only asked for its first ledger, to know the network.
  const RogueLedgerServer server({{.sequences = first, .end = {}, .stay_open = true},
                                  {.sequences = first, .end = {}, .stay_open = true},
                                  {.sequences = upto(kWrongAt, kFirst + kCount), .end = {}}},
                                 [this](std::uint32_t sequence) { return Content(sequence); });
  const Ingested run = Ingest({Address(server.port())});
  Report(run, static_cast<double>(server.longest_absence().count()) / 1e3);
}

void Faults::ServerCases() {
  if (Wanted("server back at an older ledger for 5 s")) {
    const std::filesystem::path older = folder_.path() / "older";
    const std::span<const BuiltLedger> all(ledgers_);
    const LakeOptions options{.passphrase = std::string(kPublicPassphrase)};
    WriteLake(older, all.first(10), options);
    const auto restarted = Serve(older);
    ThroughProxy(name_, [&](FaultProxy& proxy) {
      proxy.SetUpstream(restarted->port());
      proxy.Cut();
      std::this_thread::sleep_for(seconds(5));
      WriteLake(older, all.subspan(10), options);
    });
  }
  constexpr std::uint32_t kWrongAt = kFirst + kCount / 2;
  FromRogue("gap", {kWrongAt + 1, kWrongAt + 2});
  FromRogue("duplicate", {kWrongAt - 1, kWrongAt});
  FromRogue("old ledger in between", {kFirst, kWrongAt});
}

// A lake with one bit of ledger kTampered changed, and its servers alone and with a stand-in.
void Faults::Tampered(const std::string& name, std::size_t offset) {
  constexpr std::uint32_t kTampered = kCount / 2;
  std::vector<BuiltLedger> ledgers = ledgers_;
  ledgers[kTampered].xdr[offset] ^= 1;
  const std::filesystem::path lake = folder_.path() / name;
  WriteLake(lake, ledgers, {.passphrase = std::string(kPublicPassphrase)});
  const auto server = Serve(lake);
  if (Wanted(name)) Report(Ingest({Address(server->port())}), std::nullopt, kTampered);
  if (Wanted(name + ", with a stand-in")) {
    const auto good = Serve(good_);
    Report(Ingest({Address(server->port()), Address(good->port())}), std::nullopt);
  }
}

void Faults::RefusedCases() {
  Tampered("tampered transaction", 20'000);
  if (Wanted("wrong network")) {
    const std::filesystem::path other = folder_.path() / "other";
    WriteLake(other, LedgerChain("Another network", kFirst, 22).AddPayments(kCount),
              {.manifest = false});
    const auto server = Serve(other);
    Report(Ingest({Address(server->port())}), std::nullopt, 0);
  }
}

void Faults::FromStore(const std::string& name, std::vector<S3Fault> faults, std::uint32_t count) {
  if (!Wanted(name)) return;
  const bool faulty = !faults.empty();
  const LakeS3Server store(good_, std::move(faults), milliseconds(20));
  const Ingested run =
      Ingest({"s3://bucket", "--s3-endpoint", store.url(), "--s3-anonymous"}, count);
  Report(run,
         faulty ? std::optional(static_cast<double>(store.longest_recovery().count()) / 1e3)
                : std::nullopt,
         count);
}

void Faults::StoreCases() {
  FromStore("S3: no fault, 20 ms away", {}, kCount);
  FromStore("S3: 500 twice for every object", {S3Fault::kInternalError}, kCount);
  FromStore("S3: 503 twice for every object", {S3Fault::kSlowDown}, kCount);
  FromStore("S3: every object cut short twice", {S3Fault::kTruncated}, kCount);
  FromStore("S3: every object 250 ms late", {S3Fault::kLate}, kCount);
  FromStore("S3: 404 twice for every object, then there", {S3Fault::kNotFound}, 5);
  FromStore("S3: every object goes silent half way, twice", {S3Fault::kSilent}, 10);
}

int Run(const std::string& only) {
  ConfigureLog(LogLevel::kError, LogFormat::kConsole);
  Faults faults(only);
  fmt::print("| fault | ends | ledgers come again after | whole run | peak memory | lake |\n");
  fmt::print("|---|---|---:|---:|---:|---|\n");
  faults.NetworkCases();
  faults.ServerCases();
  faults.RefusedCases();
  faults.StoreCases();
  return 0;
}

}  // namespace
}  // namespace lake::testing

int main(int argc, char** argv) { return lake::testing::Run(argc > 1 ? argv[1] : ""); }
