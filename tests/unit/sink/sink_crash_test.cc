// Kills a writer at every named step of a commit and looks whether a second run completes the lake
// to what an undisturbed run gives.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "commit_in_pieces.h"
#include "lake/commit_steps.h"
#include "lake_catalogs.h"
#include "support/child.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::IsOk;
using testing::kTinySpec;
using testing::LakeProbe;
using testing::MakeTinyBatch;

constexpr std::uint32_t kFirst = 100;
constexpr std::uint32_t kBatchLedgers = 10;
constexpr std::uint32_t kBatches = 3;
constexpr std::size_t kPieceLedgers = 6;  // one is taken before a batch is whole
constexpr int kKilled = 128 + 9;

DuckLakeSinkOptions Options(const LakeOptions& lake) {
  DuckLakeSinkOptions options{.lake = lake, .tables = testing::TinyTables(), .origin = {}};
  options.origin.network = "pubnet";
  options.origin.pipeline_version = "1";
  options.origin.processor_name = "test";
  return options;
}

bool Holds(const std::vector<CoveredRange>& covered, std::uint32_t sequence) {
  return std::ranges::any_of(covered, [&](const CoveredRange& range) {
    return range.first <= sequence && sequence <= range.last;
  });
}

// A run of a writer in a process of its own: commits what the lake does not hold yet.
TEST(CrashingWriter, DISABLED_CommitsThreeBatches) {
  const char* location = std::getenv("LAKE_LOCATION");
  ASSERT_NE(location, nullptr);
  DuckLakeSink sink(Options({.location = location}));
  auto covered = sink.Open();
  ASSERT_THAT(covered, IsOk());
  for (std::uint32_t i = 0; i < kBatches; ++i) {
    const std::uint32_t first = kFirst + i * kBatchLedgers;
    if (Holds(*covered, first)) continue;
    const QualityResult quality{"core.tiny", "check", "validity", false, true, "fine", 1, 0};
    const auto batch = [&] { return MakeTinyBatch(first, first + kBatchLedgers - 1); };
    ASSERT_THAT(testing::CommitInPieces(sink, batch(), {quality}, kPieceLedgers), IsOk());
  }
  ASSERT_THAT(sink.Close(), IsOk());
}

int RunWriter(const std::string& location, const std::string& crash_at) {
  ChildOptions options{.input = "", .folder = "", .variables = {{"LAKE_LOCATION", location}}};
  if (!crash_at.empty()) options.variables.emplace_back("STELLARLAKE_CRASH_AT", crash_at);
  const ChildResult child = RunChild(
      {"/proc/self/exe", "--gtest_also_run_disabled_tests", "--gtest_filter=CrashingWriter.*"},
      options);
  if (child.exit_status != 0 && child.exit_status != kKilled)
    ADD_FAILURE() << child.out << child.err;
  return child.exit_status;
}

// Files in the lake's folders that no snapshot of the catalog holds.
std::vector<std::string> FilesThatNobodyNames(const LakeProbe& probe, const std::string& location) {
  const auto named =
      probe.Rows("SELECT parse_filename(path) FROM __ducklake_metadata_lake.ducklake_data_file");
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(location)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".parquet") continue;
    if (std::ranges::find(named, name) == named.end()) out.push_back(entry.path().string());
  }
  return out;
}

class WriterKilledAt : public ::testing::TestWithParam<const char*> {};

std::string StepName(const ::testing::TestParamInfo<const char*>& step) {
  std::string name = step.param;
  std::ranges::replace(name, '.', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Step, WriterKilledAt, ::testing::ValuesIn(commit_step::kAll), StepName);

TEST_P(WriterKilledAt, LeavesALakeThatASecondRunCompletes) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  const testing::TempFolder folder;
  const std::string location = folder.File("lake");
  const std::string step = GetParam();
  // The second batch, where the step comes once per batch; the registration of tables is a commit
  // before them, which adds no data.
  const bool once = step == commit_step::kOpened || step == commit_step::kMarked;
  const bool data = step == commit_step::kTaken || step == commit_step::kFilesWritten ||
                    step == commit_step::kSynced;
  const int hit = once ? 1 : data ? 2 : step == commit_step::kTableAdded ? 12 : 3;
  ASSERT_EQ(RunWriter(location, fmt::format("{}:{}", step, hit)), kKilled);
  ASSERT_EQ(RunWriter(location, ""), 0);
  const LakeProbe probe({.location = location});
  const std::uint32_t last = kFirst + kBatches * kBatchLedgers - 1;
  EXPECT_EQ(probe.Digest(kTinySpec, 0, 10'000), MakeTinyBatch(kFirst, last).digest(0));
  EXPECT_EQ(probe.Digest(*testing::TinyTables()[1]->spec, 0, 10'000),
            MakeTinyBatch(kFirst, last).digest(1));
  EXPECT_EQ(
      probe.Cell("SELECT count(*), count(DISTINCT id), max(id), sum(row_count) FROM _meta_lineage"),
      "6|6|6|400");
  EXPECT_EQ(probe.Cell("SELECT count(*), count(DISTINCT id), max(id) FROM _meta_quality"), "3|3|3");
  EXPECT_EQ(probe.Cell("SELECT commits, watermark FROM _fence"), fmt::format("3|{}", last));
  EXPECT_THAT(FilesThatNobodyNames(probe, location), ::testing::IsEmpty());
  EXPECT_EQ(probe.Cell("SELECT count(*), min(lo), max(hi) FROM _batches"),
            fmt::format("3|100|{}", last));
}

}  // namespace
}  // namespace lake
