// A COMMIT whose client is cut off while the catalog's server still waits for a standby: it is not
// visible when the writer looks, and lands later. Whenever that is, the batch is in the lake once,
// with all its files, and nothing else lies in the data folder.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <thread>
#include <tuple>

#include "lake_catalogs.h"
#include "support/eventually.h"
#include "support/fault_proxy.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/s3_gateway.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;
using testing::kTinySpec;
using testing::LakeProbe;
using testing::MakeTinyBatch;

constexpr std::chrono::seconds kDeadline{60};

// When the server goes on with the COMMIT that it holds back.
enum class Moment : std::uint8_t { kBeforeTheRetry, kDuringTheRetry, kAfterTheRetry, kTerminated };

std::string MomentName(Moment moment) {
  constexpr const char* kNames[] = {"BeforeTheRetry", "DuringTheRetry", "AfterTheRetry",
                                    "WhenItsBackendIsTerminated"};
  return kNames[static_cast<std::size_t>(moment)];
}

// Where the data is: a folder, or a bucket.
enum class Place : std::uint8_t { kFolder, kS3 };
using Param = std::tuple<Moment, Place>;

std::string ParamName(const ::testing::TestParamInfo<Param>& info) {
  return std::string(std::get<1>(info.param) == Place::kS3 ? "S3" : "Folder") +
         MomentName(std::get<0>(info.param));
}

class LateCommit : public ::testing::TestWithParam<Param> {
 protected:
  void SetUp() override {
    server_ = testing::PostgresServer::Start();
    if (server_ == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
    direct_.location = "ducklake:postgres:" + server_->CreateDatabase("catalog");
    direct_.data_path = folder_.File("data");
    if (std::get<1>(GetParam()) == Place::kS3) {
      gateway_ = testing::S3Gateway::Start(testing::DepsPath("gotools/versitygw"));
      if (gateway_ == nullptr) GTEST_SKIP() << "no S3 server was built";
      for (const auto& [name, value] : gateway_->environment()) {
        ::setenv(name.c_str(), value.c_str(), 1);
      }
      direct_.data_path = "s3://bucket/a lake/";
    }
    proxy_.emplace(server_->port());
  }
  void TearDown() override {
    if (gateway_ == nullptr) return;
    for (const auto& variable : gateway_->environment()) ::unsetenv(variable.first.c_str());
  }
  Moment moment() const { return std::get<0>(GetParam()); }

  DuckLakeSinkOptions Options() {
    DuckLakeSinkOptions options{.writer = {.lake = direct_},
                                .tables = testing::TinyTables(),
                                .origin = {.network = "pubnet",
                                           .source = "a folder",
                                           .pipeline_version = "1",
                                           .processor_name = "test",
                                           .writer = "",
                                           .era = {}}};
    options.writer.lake.location = fmt::format(
        "ducklake:postgres:host=127.0.0.1 port={} dbname=catalog user=lake", proxy_->port());
    options.writer.backoff.max_ms = 100;
    options.writer.patience_ms = moment() == Moment::kAfterTheRetry ? 300 : 60'000;
    options.writer.on_wait = [this](const Error&) {
      if (++waits_ == 3 && moment() == Moment::kDuringTheRetry) HoldCommits(false);
    };
    return options;
  }

  // From now on every COMMIT waits for a standby that is not there.
  void HoldCommits(bool hold) {
    server_->Sql("postgres", fmt::format("ALTER SYSTEM SET synchronous_standby_names = '{}'",
                                         hold ? "nobody" : ""));
    server_->Sql("postgres", "SELECT pg_reload_conf()");
  }
  std::string Held() {
    return server_->Sql("postgres",
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
  }
  // Cuts the writer off once its COMMIT waits.
  void CutTheWriter() {
    ASSERT_TRUE(testing::Eventually([&] { return Held() == "1\n"; }, kDeadline))
        << "no COMMIT waits for the standby";
    if (moment() == Moment::kTerminated) {
      server_->Sql("postgres",
                   "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = "
                   "'SyncRep'");
    }
    proxy_->Cut();
    if (moment() == Moment::kBeforeTheRetry || moment() == Moment::kTerminated) {
      HoldCommits(false);
    }
  }

  std::string DataFolder() const {
    return gateway_ == nullptr ? direct_.data_path : gateway_->bucket_folder();
  }

  void ExpectWhole(std::uint32_t last) {
    DuckLakeSinkOptions options = Options();
    DuckLakeSink reader(options);
    EXPECT_THAT(reader.Open(), IsOk());  // every file that the catalog names is there and whole
    EXPECT_THAT(reader.Close(), IsOk());
    const LakeProbe probe(direct_);
    EXPECT_EQ(probe.Digest(kTinySpec, 0, 100'000), MakeTinyBatch(100, last).digest(0));
    EXPECT_EQ(probe.Cell("SELECT count(*), count(DISTINCT lo) FROM _batches"),
              fmt::format("{0}|{0}", (last - 99) / 10));
    EXPECT_THAT(probe.FilesThatNobodyNames(DataFolder()), ::testing::IsEmpty());
  }

  testing::TempFolder folder_;
  LakeOptions direct_;
  std::unique_ptr<testing::PostgresServer> server_;
  std::optional<testing::FaultProxy> proxy_;
  std::unique_ptr<testing::S3Gateway> gateway_;
  std::atomic<int> waits_ = 0;
};
constexpr Param kParams[] = {
    {Moment::kBeforeTheRetry, Place::kFolder}, {Moment::kDuringTheRetry, Place::kFolder},
    {Moment::kAfterTheRetry, Place::kFolder},  {Moment::kTerminated, Place::kFolder},
    {Moment::kDuringTheRetry, Place::kS3},     {Moment::kAfterTheRetry, Place::kS3}};
INSTANTIATE_TEST_SUITE_P(Moments, LateCommit, ::testing::ValuesIn(kParams), ParamName);

TEST_P(LateCommit, IsInTheLakeOnceWithAllItsFiles) {
  DuckLakeSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 109), {}), IsOk());
  HoldCommits(true);
  Status status;
  {
    std::jthread writer([&] { status = sink.Commit(MakeTinyBatch(110, 119), {}).status(); });
    CutTheWriter();
  }
  if (moment() == Moment::kAfterTheRetry) {
    EXPECT_THAT(status, IsError(Code::kUnavailable, "unknown until the catalog answers"));
    HoldCommits(false);
    EXPECT_THAT(sink.Commit(MakeTinyBatch(110, 119), {}), IsOk());
  } else {
    EXPECT_THAT(status, IsOk());
  }
  EXPECT_THAT(sink.Commit(MakeTinyBatch(120, 129), {}), IsOk());
  ASSERT_THAT(sink.Close(), IsOk());
  ExpectWhole(129);
}

// The run ends while the outcome is open; the next one cuts its batches otherwise.
TEST_P(LateCommit, OfARunThatEndedIsFoundByTheNext) {
  {
    DuckLakeSinkOptions options = Options();
    options.writer.patience_ms = 300;
    options.writer.on_wait = {};
    DuckLakeSink sink(options);
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 109), {}), IsOk());
    HoldCommits(true);
    Status status;
    {
      std::jthread writer([&] { status = sink.Commit(MakeTinyBatch(110, 119), {}).status(); });
      CutTheWriter();
    }
  }
  if (moment() == Moment::kDuringTheRetry || moment() == Moment::kAfterTheRetry) {
    HoldCommits(false);
  }
  DuckLakeSinkOptions options = Options();
  options.writer.patience_ms = 60'000;
  DuckLakeSink next(options);
  const auto covered = next.Open();
  ASSERT_THAT(covered, IsOk());
  ASSERT_EQ(covered->HeldByAny().ranges().size(), 1u);
  const std::uint32_t last = covered->HeldByAny().last();
  EXPECT_TRUE(last == 109 || last == 119) << last;
  if (last == 109) {
    ASSERT_THAT(next.Commit(MakeTinyBatch(110, 119), {}), IsOk());
  }
  ASSERT_THAT(next.Commit(MakeTinyBatch(120, 129), {}), IsOk());
  ASSERT_THAT(next.Close(), IsOk());
  ExpectWhole(129);
}

}  // namespace
}  // namespace lake
