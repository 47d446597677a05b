// Kills upkeep at every named step, of its own and of its commits, on every catalog: the lake has
// the rows that it had, and the next upkeep removes what was left.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "lake/commit_steps.h"
#include "sink/ducklake_sink.h"
#include "support/crashing_child.h"
#include "support/lake_place.h"
#include "support/lake_probe.h"
#include "support/matchers.h"
#include "support/tiny_batch.h"
#include "upkeep/upkeep.h"
#include "upkeep/upkeep_steps.h"

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
constexpr std::uint32_t kLedgers = 3;

LakeOptions LakeOfVariables() {
  const char* location = std::getenv("LAKE_LOCATION");
  const char* data_path = std::getenv("LAKE_DATA_PATH");
  if (location == nullptr || data_path == nullptr) return {};
  return {.location = location, .data_path = data_path};
}

void Fill(const LakeOptions& lake) {
  DuckLakeSinkOptions options{
      .writer = {.lake = lake}, .tables = testing::TinyTables(), .origin = {}};
  options.origin.network = "pubnet";
  options.origin.pipeline_version = "1";
  options.origin.processor_name = "test";
  options.partition = true;
  DuckLakeSink sink(options);
  ASSERT_THAT(sink.Open(), IsOk());
  for (std::uint32_t i = kFirst; i < kFirst + kLedgers; ++i) {
    ASSERT_THAT(sink.Commit(MakeTinyBatch(i, i), {}), IsOk());
  }
  ASSERT_THAT(sink.Close(), IsOk());
}

// A run of upkeep in a process of its own.
TEST(CrashingUpkeep, DISABLED_MaintainsALake) {
  LakeWriterOptions writer_options{.lake = LakeOfVariables()};
  writer_options.grace_ms = 0;
  LakeWriter writer(writer_options, {.network = "pubnet", .program = "test", .writer = "host:1"});
  ASSERT_THAT(writer.Open(), IsOk());
  ASSERT_THAT(writer.ReadStorage(), IsOk());
  UpkeepOptions options{.known = testing::TinyTables()};
  options.merge.thorough = true;
  options.expiry = {.keep_ms = 0, .keep_all_ms = 0};
  options.grace_ms = -3'600'000;
  Upkeep upkeep(writer, options);
  ASSERT_THAT(upkeep.Begin(), IsOk());
  for (bool more = true; more;) {
    const auto step = upkeep.Step();
    ASSERT_THAT(step, IsOk());
    more = *step;
  }
  ASSERT_THAT(writer.Close(), IsOk());
}

int RunUpkeep(const LakeOptions& lake, const std::string& crash_at) {
  return testing::RunCrashing(
      "CrashingUpkeep", {{"LAKE_LOCATION", lake.location}, {"LAKE_DATA_PATH", lake.data_path}},
      crash_at);
}

void ExpectRows(const LakeOptions& lake) {
  const LakeProbe probe = LakeProbe(lake).Held();
  const Batch all = MakeTinyBatch(kFirst, kFirst + kLedgers - 1);
  EXPECT_EQ(probe.Digest(kTinySpec, 0, 10'000), all.digest(0));
  EXPECT_EQ(probe.Digest(*testing::TinyTables()[1]->spec, 0, 10'000), all.digest(1));
  EXPECT_EQ(probe.Cell("SELECT count(*), count(DISTINCT id), max(id) FROM _meta_lineage"),
            fmt::format("{0}|{0}|{0}", 2 * kLedgers));
  EXPECT_EQ(probe.Cell("SELECT count(*), min(lo), max(hi) FROM _batches"),
            fmt::format("{}|{}|{}", kLedgers, kFirst, kFirst + kLedgers - 1));
  EXPECT_EQ(probe.Cell("SELECT count(*) FROM _fence"), "1");
}

class UpkeepKilledAtEveryStep : public ::testing::TestWithParam<CatalogKind> {};

INSTANTIATE_TEST_SUITE_P(Lakes, UpkeepKilledAtEveryStep,
                         ::testing::Values(CatalogKind::kDuckDb, CatalogKind::kSqlite,
                                           CatalogKind::kPostgres),
                         [](const auto& lake) {
                           return testing::NameOf(lake.param, DataPlace::kFolder);
                         });

TEST_P(UpkeepKilledAtEveryStep, LeavesALakeThatTheNextCompletes) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  const auto place = LakePlace::Start(GetParam(), DataPlace::kFolder, "");
  if (place == nullptr) GTEST_SKIP() << "a server is not installed";
  std::vector<std::string> steps(std::begin(upkeep_step::kAll), std::end(upkeep_step::kAll));
  steps.insert(steps.end(), {commit_step::kFenced, commit_step::kCommitted});
  if (GetParam() == CatalogKind::kDuckDb) {
    steps.insert(steps.end(), {commit_step::kChecked, commit_step::kDescribed, commit_step::kBegun,
                               commit_step::kTableAdded, commit_step::kMarked});
  }
  for (const std::string& step : steps) {
    SCOPED_TRACE(step);
    const auto lake = place->Make(step.substr(step.find('.') + 1));
    Fill(lake.options);
    ASSERT_EQ(RunUpkeep(lake.options, step), kKilled);
    ExpectRows(lake.options);
    ASSERT_EQ(RunUpkeep(lake.options, ""), 0);
    ExpectRows(lake.options);
    const LakeProbe probe = LakeProbe(lake.options).Held();
    EXPECT_EQ(probe.Cell("SELECT count(DISTINCT filename) FROM tiny_things_row_v3"), "1");
    EXPECT_THAT(probe.FilesThatNobodyNames(lake.data_folder), ::testing::IsEmpty());
  }
}

}  // namespace
}  // namespace lake
