// Two writers at once, and a catalog server that goes away: nothing is lost, doubled or torn, and
// the process survives.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <thread>

#include "lake_catalogs.h"
#include "support/eventually.h"
#include "support/fault_proxy.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;
using testing::IsOk;
using testing::kTinySpec;
using testing::LakeProbe;
using testing::MakeTinyBatch;

class SinkFaults : public testing::LakeCatalogs {
 protected:
  // Everything that must hold of a lake that was written as [first, last] in batches of 10.
  void ExpectWhole(std::uint32_t first, std::uint32_t last) {
    const LakeProbe probe = Probe().Held();
    EXPECT_EQ(probe.Digest(kTinySpec, 0, 100'000), MakeTinyBatch(first, last).digest(0));
    const std::string batches = std::to_string((last - first + 1) / 10);
    EXPECT_EQ(probe.Cell("SELECT commits FROM _fence"), batches);
    EXPECT_EQ(probe.Cell("SELECT count(*) FROM _batches"), batches);
    EXPECT_EQ(probe.Cell("SELECT count(*) - count(DISTINCT id) FROM _meta_lineage"), "0");
    EXPECT_EQ(
        probe.Cell("SELECT count(*) FROM (SELECT source_ledger_start - "
                   "lag(source_ledger_end) OVER (ORDER BY source_ledger_start) AS step FROM "
                   "_meta_lineage WHERE dataset = 'core.tiny_things_row_v3') WHERE step <> 1"),
        "0");
  }
};
INSTANTIATE_TEST_SUITE_P(Catalog, SinkFaults, ::testing::Values(CatalogKind::kPostgres),
                         testing::CatalogName);
using SinkFaultsOnSharedCatalogs = SinkFaults;
INSTANTIATE_TEST_SUITE_P(Catalogs, SinkFaultsOnSharedCatalogs,
                         ::testing::Values(CatalogKind::kSqlite, CatalogKind::kPostgres),
                         testing::CatalogName);

TEST_P(SinkFaultsOnSharedCatalogs, OfTwoWritersOfTheSameLedgersOneCommitsAndTheOtherSaysWhoDid) {
  constexpr std::uint32_t kBatches = 4;
  std::array<std::unique_ptr<DuckLakeSink>, 2> sinks;
  for (const std::size_t writer : {0u, 1u}) {
    DuckLakeSinkOptions options = Options();
    options.origin.writer = fmt::format("writer{}", writer);
    sinks[writer] = std::make_unique<DuckLakeSink>(options);
    ASSERT_THAT(sinks[writer]->Open(), IsOk());
  }
  std::barrier start(2);
  std::array<int, 2> commits{};
  const auto write = [&](std::size_t writer) {
    for (std::uint32_t i = 0; i < kBatches; ++i) {
      const Batch batch = MakeTinyBatch(100 + i * 10, 109 + i * 10);
      start.arrive_and_wait();
      auto report = sinks[writer]->Commit(batch, {});
      if (report.ok()) {
        ++commits[writer];
      } else {
        EXPECT_THAT(report, IsError(Code::kConflict));
        EXPECT_THAT(report,
                    HasMessage(fmt::format("are in the lake already: writer{} wrote ledgers {}-{}",
                                           1 - writer, batch.first(), batch.last())));
      }
    }
    EXPECT_THAT(sinks[writer]->Close(), IsOk());
  };
  std::thread other(write, 1);
  write(0);
  other.join();
  EXPECT_EQ(commits[0] + commits[1], static_cast<int>(kBatches));
  ExpectWhole(100, 139);
}

TEST_P(SinkFaultsOnSharedCatalogs, TwoWritersMakeALakeTogetherAndBothFinishTheirLedgers) {
  constexpr std::uint32_t kBatches = 4;
  const auto write = [&](std::uint32_t first) {
    DuckLakeSink sink(Options());
    ASSERT_THAT(sink.Open(), IsOk());
    for (std::uint32_t i = 0; i < kBatches; ++i) {
      ASSERT_THAT(sink.Commit(MakeTinyBatch(first + i * 10, first + i * 10 + 9), {}), IsOk());
    }
  };
  std::thread other(write, 140);
  write(100);
  other.join();
  ExpectWhole(100, 179);
}

TEST_P(SinkFaults, ACatalogServerThatCrashesAndComesBackCostsOnlyTime) {
  DuckLakeSinkOptions options = Options();
  bool away = false;
  options.writer.on_wait = [&](const Error&) {
    if (std::exchange(away, false)) server_->Restart();
  };
  DuckLakeSink sink(options);
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 109), {}), IsOk());
  server_->Stop("immediate");
  away = true;
  EXPECT_THAT(sink.Commit(MakeTinyBatch(110, 119), {}), IsOk());
  EXPECT_FALSE(away);
  ASSERT_THAT(sink.Close(), IsOk());
  ExpectWhole(100, 119);
}

TEST_P(SinkFaults, ACatalogServerThatStaysAwayIsAnErrorAndNotTheEndOfTheProcess) {
  DuckLakeSinkOptions options = Options();
  options.writer.patience_ms = 200;
  DuckLakeSink sink(options);
  ASSERT_THAT(sink.Open(), IsOk());
  server_->Stop("immediate");
  EXPECT_THAT(sink.Commit(MakeTinyBatch(100, 109), {}), IsError(Code::kUnavailable));
  EXPECT_THAT(sink.Commit(MakeTinyBatch(100, 109), {}), IsError(Code::kUnavailable));
  server_->Restart();
  EXPECT_THAT(sink.Commit(MakeTinyBatch(100, 109), {}), IsOk());
  ASSERT_THAT(sink.Close(), IsOk());
  ExpectWhole(100, 109);
}

// The connection to the catalog is reset while batches are committed, also inside COMMIT: wherever
// so many bytes have passed, and a few times for each batch, however busy the machine is.
TEST_P(SinkFaults, ResetConnectionsNeitherLoseNorDoubleABatch) {
  testing::FaultProxy proxy(server_->port());
  DuckLakeSinkOptions options = Options();
  options.writer.lake.location = fmt::format(
      "ducklake:postgres:host=127.0.0.1 port={} dbname=catalog user=lake", proxy.port());
  options.writer.backoff.max_ms = 200;
  options.writer.patience_ms = 300'000;
  DuckLakeSink sink(options);
  ASSERT_THAT(sink.Open(), IsOk());
  constexpr std::uint32_t kBatches = 12;
  constexpr int kResetsOfABatch = 3;
  std::atomic<int> allowed = 0;
  std::atomic<int> resets = 0;
  {
    std::jthread resetter([&](const std::stop_token& stop) {
      std::uint64_t last = proxy.bytes_to_client();
      while (!stop.stop_requested()) {
        const auto after = static_cast<std::uint64_t>(500 + resets * 7'919 % 40'000);
        const bool passed = testing::Eventually([&] {
          return stop.stop_requested() ||
                 (resets < allowed && proxy.bytes_to_client() >= last + after);
        });
        if (stop.stop_requested() || !passed) continue;
        proxy.Reset();
        ++resets;
        last = proxy.bytes_to_client();
      }
    });
    for (std::uint32_t i = 0; i < kBatches; ++i) {
      allowed += kResetsOfABatch;
      ASSERT_THAT(sink.Commit(MakeTinyBatch(100 + i * 10, 109 + i * 10), {}), IsOk());
    }
  }
  EXPECT_GE(resets, static_cast<int>(kBatches));
  ASSERT_THAT(sink.Close(), IsOk());
  ExpectWhole(100, 100 + kBatches * 10 - 1);
}

}  // namespace
}  // namespace lake
