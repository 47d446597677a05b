// Whether a store on the network feeds the pipeline as well as a disk does: ledgers per second of
// wall time, read alone and ingested, from a folder, from S3 nearby and from S3 20 ms away.
//
//   s3_latency_bench [LEDGERS]      default 400
//
// The S3 server runs in this process and on the same cores; it answers over connections that stay
// open and begins every answer after the latency. Lakes are written in turns and the faster of two
// runs counts, because wall time on a shared machine is noisy.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>

#include "base/log.h"
#include "ingest/pipeline.h"
#include "sink/ducklake_sink.h"
#include "source/open/open.h"
#include "support/lake_files.h"
#include "support/lake_s3_server.h"
#include "support/ledger_clone.h"
#include "support/sample_ledgers.h"
#include "tables/all.h"

namespace lake::testing {
namespace {

using Open = std::function<std::unique_ptr<LedgerSource>()>;
constexpr std::uint32_t kFirst = 53312000;
constexpr int kRounds = 2;

double Seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double ReadSeconds(const Open& open, LedgerRange range) {
  return Seconds([&] {
    const auto source = open();
    CHECK(source->Seek(range).ok());
    while (source->Next().value().has_value()) {
    }
  });
}

double LakeSeconds(const Open& open, LedgerRange range, const std::filesystem::path& lake) {
  const TableSet tables = SelectTables({}).value();
  const Network network = NetworkOfPassphrase(kPublicPassphrase);
  IngestOptions options;
  options.range = range;
  DuckLakeSinkOptions sink_options;
  sink_options.writer.lake.location = lake.string();
  sink_options.tables = tables;
  sink_options.origin.network = network.name;
  const double seconds = Seconds([&] {
    const auto source = open();
    DuckLakeSink sink(sink_options);
    IngestObserver observer;
    Pipeline pipeline({*source, sink, tables, network, SystemClock()}, options, observer);
    CHECK(pipeline.Run({}).ok());
    CHECK(sink.Close().ok());
  });
  std::filesystem::remove_all(lake);
  return seconds;
}

Open OpenS3(const LakeS3Server& server) {
  return [url = server.url()] {
    SourceOptions options;
    options.s3.endpoint = url;
    options.s3.anonymous = true;
    if (const char* n = std::getenv("LAKE_BENCH_FETCH_THREADS")) {
      options.prefetch_threads = static_cast<std::uint32_t>(std::atoi(n));
    }
    return OpenSource("s3://bucket", options).value();
  };
}

int Run(std::uint32_t ledgers) {
  ConfigureLog(LogLevel::kError, LogFormat::kConsole);
  const auto folder = std::filesystem::temp_directory_path() / fmt::format("s3-bench-{}", getpid());
  const auto lake = folder / "lake";
  std::filesystem::create_directories(folder);
  {
    LedgerCloner cloner(SampleLedger(kFirst), kPublicPassphrase);
    LakeWriter writer(folder / "ledgers", {.passphrase = std::string(kPublicPassphrase)});
    for (std::uint32_t i = 0; i < ledgers; ++i) writer.Add(cloner.Next());
  }
  const LakeS3Server near(folder / "ledgers", {});
  const LakeS3Server far(folder / "ledgers", {}, std::chrono::milliseconds(20));
  struct Place {
    const char* name;
    Open open;
    double read_seconds = 1e9;
    double lake_seconds = 1e9;
  };
  std::array places{
      Place{"folder", [&] { return OpenSource((folder / "ledgers").string(), {}).value(); }},
      Place{"S3, 0 ms", OpenS3(near)}, Place{"S3, 20 ms", OpenS3(far)}};
  const LedgerRange range{kFirst, kFirst + ledgers - 1};
  for (int round = 0; round < kRounds; ++round) {
    for (Place& place : places) {
      place.read_seconds = std::min(place.read_seconds, ReadSeconds(place.open, range));
      place.lake_seconds = std::min(place.lake_seconds, LakeSeconds(place.open, range, lake));
    }
  }
  fmt::print("{} ledgers, one per object; ledgers/s of wall time, and beside the folder\n",
             ledgers);
  for (const Place& place : places) {
    fmt::print("{:<10} read {:7.0f} ({:4.2f})   to a lake of all tables {:6.1f} ({:4.2f})\n",
               place.name, ledgers / place.read_seconds,
               places[0].read_seconds / place.read_seconds, ledgers / place.lake_seconds,
               places[0].lake_seconds / place.lake_seconds);
  }
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace lake::testing

int main(int argc, char** argv) {
  const int ledgers = argc > 1 ? std::atoi(argv[1]) : 400;
  return lake::testing::Run(static_cast<std::uint32_t>(std::max(ledgers, 1)));
}
