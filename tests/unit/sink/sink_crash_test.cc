// Kills a writer at every named step of a commit and looks whether a second run completes the lake
// to what an undisturbed run gives, on every catalog, in a folder and on S3.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <tuple>

#include "commit_in_pieces.h"
#include "lake/commit_steps.h"
#include "sink/ducklake_sink.h"
#include "support/crashing_child.h"
#include "support/lake_place.h"
#include "support/lake_probe.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/tiny_batch.h"

namespace lake {
namespace {

using testing::DataPlace;
using testing::IsOk;
using testing::kKilled;
using testing::kTinySpec;
using testing::LakePlace;
using testing::LakeProbe;
using testing::MakeTinyBatch;

constexpr std::uint32_t kFirst = 100;
constexpr std::uint32_t kBatchLedgers = 10;
constexpr std::uint32_t kBatches = 3;
constexpr std::size_t kPieceLedgers = 6;  // one is taken before a batch is whole

DuckLakeSinkOptions Options(const LakeOptions& lake) {
  DuckLakeSinkOptions options{
      .writer = {.lake = lake}, .tables = testing::TinyTables(), .origin = {}};
  options.origin.network = "pubnet";
  options.origin.pipeline_version = "1";
  options.origin.processor_name = "test";
  options.writer.grace_ms = 0;
  return options;
}

// A run of a writer in a process of its own: commits what the lake does not hold yet.
TEST(CrashingWriter, DISABLED_CommitsThreeBatches) {
  const char* location = std::getenv("LAKE_LOCATION");
  const char* data_path = std::getenv("LAKE_DATA_PATH");
  ASSERT_NE(location, nullptr);
  ASSERT_NE(data_path, nullptr);
  DuckLakeSink sink(Options({.location = location, .data_path = data_path}));
  auto covered = sink.Open();
  ASSERT_THAT(covered, IsOk());
  for (std::uint32_t i = 0; i < kBatches; ++i) {
    const std::uint32_t first = kFirst + i * kBatchLedgers;
    if (covered->HeldByAny().Contains(first)) continue;
    const QualityResult quality{"core.tiny", "check", "validity", false, true, "fine", 1, 0};
    const auto batch = [&] { return MakeTinyBatch(first, first + kBatchLedgers - 1); };
    ASSERT_THAT(testing::CommitInPieces(sink, batch(), {quality}, kPieceLedgers), IsOk());
  }
  ASSERT_THAT(sink.Close(), IsOk());
}

int RunWriter(const LakeOptions& lake, const std::string& crash_at) {
  return testing::RunCrashing(
      "CrashingWriter", {{"LAKE_LOCATION", lake.location}, {"LAKE_DATA_PATH", lake.data_path}},
      crash_at);
}

// Rows, lineage and files as an undisturbed run leaves them.
void ExpectUndisturbed(const LakePlace::NewLake& lake) {
  const LakeProbe probe = LakeProbe(lake.options).Held();
  const std::uint32_t last = kFirst + kBatches * kBatchLedgers - 1;
  EXPECT_EQ(probe.Digest(kTinySpec, 0, 10'000), MakeTinyBatch(kFirst, last).digest(0));
  EXPECT_EQ(probe.Digest(*testing::TinyTables()[1]->spec, 0, 10'000),
            MakeTinyBatch(kFirst, last).digest(1));
  EXPECT_EQ(
      probe.Cell("SELECT count(*), count(DISTINCT id), max(id), sum(row_count) FROM _meta_lineage"),
      "6|6|6|400");
  EXPECT_EQ(probe.Cell("SELECT count(*), count(DISTINCT id), max(id) FROM _meta_quality"), "3|3|3");
  EXPECT_EQ(probe.Cell("SELECT commits, watermark FROM _fence"), fmt::format("3|{}", last));
  EXPECT_EQ(probe.Cell("SELECT count(*), min(lo), max(hi) FROM _batches"),
            fmt::format("3|100|{}", last));
  EXPECT_THAT(probe.FilesThatNobodyNames(lake.data_folder), ::testing::IsEmpty());
}

using Param = std::tuple<CatalogKind, DataPlace>;

std::string ParamName(const ::testing::TestParamInfo<Param>& info) {
  return testing::NameOf(std::get<0>(info.param), std::get<1>(info.param));
}

class WriterKilledAtEveryStep : public ::testing::TestWithParam<Param> {};

INSTANTIATE_TEST_SUITE_P(Lakes, WriterKilledAtEveryStep,
                         ::testing::Combine(::testing::Values(CatalogKind::kDuckDb,
                                                              CatalogKind::kSqlite,
                                                              CatalogKind::kPostgres),
                                            ::testing::Values(DataPlace::kFolder, DataPlace::kS3)),
                         ParamName);

TEST_P(WriterKilledAtEveryStep, LeavesALakeThatASecondRunCompletes) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  const auto [catalog, data_place] = GetParam();
  const auto place = LakePlace::Start(catalog, data_place, testing::DepsPath("gotools/versitygw"));
  if (place == nullptr) GTEST_SKIP() << "a server is not installed";
  for (const std::string step : commit_step::kAll) {
    SCOPED_TRACE(step);
    // On an object store nothing has to be made durable, and files are written once a batch is
    // whole.
    const bool in_folder = step == commit_step::kMarked || step == commit_step::kTaken;
    if (in_folder && data_place == DataPlace::kS3) continue;
    // The second batch, where the step comes once per batch; the registration of tables is a commit
    // before them, which adds no data.
    const bool once = step == commit_step::kOpened || step == commit_step::kMarked;
    const bool data = step == commit_step::kFilesWritten || step == commit_step::kSynced;
    const bool pieces = step == commit_step::kTaken;
    const int hit = once ? 1 : data || pieces ? 2 : step == commit_step::kTableAdded ? 12 : 3;
    const auto lake = place->Make(step.substr(step.find('.') + 1));
    ASSERT_EQ(RunWriter(lake.options, fmt::format("{}:{}", step, hit)), kKilled);
    if (data) {
      EXPECT_THAT(LakeProbe(lake.options).FilesThatNobodyNames(lake.data_folder),
                  ::testing::Not(::testing::IsEmpty()))
          << "the kill came too early to leave anything";
    }
    ASSERT_EQ(RunWriter(lake.options, ""), 0);
    ExpectUndisturbed(lake);
  }
}

// Nothing tells whether the writer of objects lives, so they stay for a day, whoever opens the
// lake.
TEST(WriterKilledOnS3, LeavesItsObjectsUntilTheGraceIsOver) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  const auto place = LakePlace::Start(CatalogKind::kSqlite, DataPlace::kS3,
                                      testing::DepsPath("gotools/versitygw"));
  if (place == nullptr) GTEST_SKIP() << "a server is not installed";
  const auto lake = place->Make("lake");
  ASSERT_EQ(RunWriter(lake.options, fmt::format("{}:2", commit_step::kSynced)), kKilled);
  const LakeProbe probe(lake.options);
  const auto left = probe.FilesThatNobodyNames(lake.data_folder);
  EXPECT_THAT(left, ::testing::Not(::testing::IsEmpty()));
  DuckLakeSinkOptions options = Options(lake.options);
  options.writer.grace_ms = LakeWriterOptions{}.grace_ms;
  EXPECT_THAT(DuckLakeSink(options).Open(), IsOk());
  EXPECT_EQ(probe.FilesThatNobodyNames(lake.data_folder), left);
  options.writer.grace_ms = 0;
  EXPECT_THAT(DuckLakeSink(options).Open(), IsOk());
  EXPECT_THAT(probe.FilesThatNobodyNames(lake.data_folder), ::testing::IsEmpty());
}

}  // namespace
}  // namespace lake
