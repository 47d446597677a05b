// Contract data over Flight on the loopback, beside what it is made of: extraction alone (the same
// ledgers, workers and filter, nobody to give rows to), and a bare Flight stream of the very
// batches that a client got (no ledgers, nothing made). In turns in one process, so that what else
// the machine does falls on all three.
//
//   contracts_flight_bench [LEDGERS [ROUNDS [SAMPLE]]]     default 300 5 58752000
//
// Prints wall and CPU seconds of each round, then ratios of the medians.
#include <arrow/flight/client.h>
#include <arrow/flight/server.h>
#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>
#include <arrow/table.h>
#include <arrow/type.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <vector>

#include "base/allocator.h"
#include "base/log.h"
#include "bench/stage_cost.h"
#include "contracts/flight_server.h"
#include "flight/flight_listener.h"
#include "support/fake_chain.h"
#include "support/ledger_clone.h"
#include "support/sample_ledgers.h"

namespace lake::testing {
namespace {

namespace flight = arrow::flight;
using Batches = std::vector<std::shared_ptr<arrow::RecordBatch>>;

// What one way did, and what it took.
struct Lap {
  double seconds = 0, cpu_seconds = 0;
  std::uint64_t ledgers = 0, rows = 0, bytes = 0;
};

Lap Timed(const std::function<void(Lap&)>& work) {
  using Wall = std::chrono::steady_clock;
  Lap lap;
  const double cpu = bench::CpuSeconds();
  const auto begin = Wall::now();
  work(lap);
  lap.seconds = std::chrono::duration<double>(Wall::now() - begin).count();
  lap.cpu_seconds = bench::CpuSeconds() - cpu;
  return lap;
}

Lap ExtractAlone(const SourceFactory& source, StreamRange range,
                 const EntryStreamOptions& options) {
  return Timed([&](Lap& lap) {
    EntryStream stream(source, range, {.include_deleted = true}, options, SystemClock());
    CHECK(stream.Start().ok());
    for (;;) {
      const auto taken = stream.Next(1000, {});
      CHECK(taken.ok());
      if (taken->ended) break;
      if (!taken->entries) continue;
      ++lap.ledgers;
      lap.rows += taken->entries->rows.size();
    }
  });
}

// Reads a ticket whole.
Lap ReadOverFlight(int port, const std::string& ticket, Batches* keep) {
  return Timed([&](Lap& lap) {
    const auto at = flight::Location::ForGrpcTcp("127.0.0.1", port).ValueOrDie();
    const auto client = flight::FlightClient::Connect(at).ValueOrDie();
    const auto reader = client->DoGet(flight::Ticket{ticket}).ValueOrDie();
    for (;;) {
      const auto chunk = reader->Next().ValueOrDie();
      if (chunk.data == nullptr) break;
      lap.rows += static_cast<std::uint64_t>(chunk.data->num_rows());
      if (keep != nullptr) keep->push_back(chunk.data);
    }
  });
}

class BareServer final : public flight::FlightServerBase {
 public:
  explicit BareServer(Batches batches) : batches_(std::move(batches)) {
    CHECK(ListenFlight(*this, {.listen = "127.0.0.1:0"}).ok());
  }
  ~BareServer() override { StopFlight(*this, SystemClock()); }
  arrow::Status DoGet(const flight::ServerCallContext&, const flight::Ticket&,
                      std::unique_ptr<flight::FlightDataStream>* stream) override {
    ARROW_ASSIGN_OR_RAISE(auto reader, arrow::RecordBatchReader::Make(batches_));
    *stream = std::make_unique<flight::RecordBatchStream>(reader);
    return arrow::Status::OK();
  }

 private:
  const Batches batches_;
};

std::uint64_t BytesOf(const Batches& batches) {
  std::int64_t bytes = 0;
  for (const auto& batch : batches) {
    std::int64_t size = 0;
    CHECK(arrow::ipc::GetRecordBatchSize(*batch, &size).ok());
    bytes += size;
  }
  return static_cast<std::uint64_t>(bytes);
}

double Median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void Print(const char* what, const Lap& lap, std::uint64_t ledgers) {
  fmt::print("{:<10} {:8.3f} s {:8.3f} CPU s {:9.0f} ledgers/s {:10.0f} rows/s {:8.1f} MB/s\n",
             what, lap.seconds, lap.cpu_seconds, static_cast<double>(ledgers) / lap.seconds,
             static_cast<double>(lap.rows) / lap.seconds,
             static_cast<double>(lap.bytes) / 1e6 / lap.seconds);
  std::fflush(stdout);
}

void Run(std::uint32_t ledgers, int rounds, std::uint32_t sample) {
  LedgerCloner cloner(SampleLedger(sample), kPublicPassphrase);
  std::vector<BuiltLedger> chain;
  for (std::uint32_t i = 0; i < ledgers; ++i) chain.push_back(cloner.Next());
  const SourceFactory source = FactoryOf(FakeChain(std::move(chain), sample + ledgers - 1));
  EntryStreamOptions options;
  options.network_id = Sha256(AsBytes(kPublicPassphrase));
  const StreamRange range{sample, sample + ledgers - 1};
  SessionList sessions(source, {.stream = options}, SystemClock());
  const auto server =
      ContractFlightServer::Start(source, sessions, {.listen = "127.0.0.1:0", .stream = options},
                                  SystemClock())
          .value();
  const std::string ticket =
      fmt::format("contract_data:{}:{}:{{\"include_deleted\":true}}", *range.first, *range.last);
  Batches batches;
  ReadOverFlight(server->port(), ticket, &batches);
  const std::uint64_t bytes = BytesOf(batches);
  BareServer bare(std::move(batches));

  std::vector<double> wall, cpu, wall_bare, cpu_bare;
  for (int round = 0; round < rounds; ++round) {
    const Lap alone = ExtractAlone(source, range, options);
    Lap ours = ReadOverFlight(server->port(), ticket, nullptr);
    Lap plain = ReadOverFlight(bare.port(), "", nullptr);
    ours.bytes = plain.bytes = bytes;
    CHECK(alone.rows == ours.rows && ours.rows == plain.rows);
    Print("extraction", alone, ledgers);
    Print("to client", ours, ledgers);
    Print("bare", plain, ledgers);
    wall.push_back(alone.seconds / ours.seconds);
    cpu.push_back(alone.cpu_seconds / ours.cpu_seconds);
    wall_bare.push_back(plain.seconds / ours.seconds);
    cpu_bare.push_back(plain.cpu_seconds / (ours.cpu_seconds - alone.cpu_seconds));
  }
  fmt::print(
      "medians: to client / extraction alone {:.2f} (wall), {:.2f} (CPU); MB/s to client / bare "
      "{:.2f} (wall); CPU of a bare stream / what the client adds to extraction {:.2f}\n",
      Median(wall), Median(cpu), Median(wall_bare), Median(cpu_bare));
}

}  // namespace
}  // namespace lake::testing

// Memory is kept as the program keeps it.
int main(int count, char** words) {
  lake::SetUpAllocator();
  lake::ConfigureLog(lake::LogLevel::kError, lake::LogFormat::kConsole);
  const auto number = [&](int place, std::uint32_t otherwise) {
    return count > place ? static_cast<std::uint32_t>(std::strtoul(words[place], nullptr, 10))
                         : otherwise;
  };
  lake::testing::Run(number(1, 300), static_cast<int>(number(2, 5)), number(3, 58752000));
  return 0;
}
