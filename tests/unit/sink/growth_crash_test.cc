// Kills a later version at every step of the commit that makes a lake's tables its own.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "lake/commit_steps.h"
#include "sink/ducklake_sink.h"
#include "support/crashing_child.h"
#include "support/grown_tables.h"
#include "support/lake_probe.h"
#include "support/matchers.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using testing::IsOk;
using testing::kKilled;
using testing::LakeProbe;
using testing::MakeTinyBatch;

void Write(const std::string& location, const TableSet& tables, std::uint32_t first,
           std::uint32_t last) {
  DuckLakeSinkOptions options{
      .writer = {.lake = {.location = location}}, .tables = tables, .origin = {}};
  options.origin.network = "pubnet";
  options.origin.pipeline_version = "1";
  options.origin.processor_name = "test";
  DuckLakeSink sink(options);
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(MakeTinyBatch(first, last, 10, tables), {}), IsOk());
  ASSERT_THAT(sink.Close(), IsOk());
}

// In a process of its own.
TEST(LaterVersion, DISABLED_WritesABatch) {
  const char* location = std::getenv("LAKE_LOCATION");
  ASSERT_NE(location, nullptr);
  Write(location, testing::GrownTables(), 110, 119);
}

int RunLaterVersion(const std::string& location, const std::string& crash_at) {
  return testing::RunCrashing("LaterVersion", {{"LAKE_LOCATION", location}},
                              crash_at.empty() ? "" : crash_at + ":1");
}

TEST(GrowingLake, HasGrownWholeOrNotAtAllWhereverItsWriterIsKilled) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  for (const char* step :
       {commit_step::kChecked, commit_step::kDescribed, commit_step::kBegun,
        commit_step::kTableAdded, commit_step::kFenced, commit_step::kCommitted}) {
    SCOPED_TRACE(step);
    const testing::TempFolder folder;
    const std::string location = folder.File("lake");
    Write(location, testing::TinyTables(), 100, 109);
    const LakeProbe probe({.location = location});
    probe.Execute("ALTER TABLE _meta_lineage DROP COLUMN schema_hash; DROP TABLE _meta_schemas");
    ASSERT_EQ(RunLaterVersion(location, step), kKilled);
    const bool grown = step == std::string_view(commit_step::kCommitted);
    const std::string columns =
        "SELECT count(*) FROM duckdb_columns() WHERE database_name = 'lake' AND (column_name "
        "IN ('later_number', 'later_note') OR (table_name = '_meta_lineage' AND column_name = "
        "'schema_hash'))";
    const std::string changes = "SELECT count(*) FROM _meta_changes WHERE description LIKE 'add %'";
    EXPECT_EQ(probe.Cell(columns), grown ? "3" : "0");
    EXPECT_EQ(probe.Cell(changes), grown ? "3" : "0");
    EXPECT_EQ(probe.Digest(testing::kTinySpec, 0, 1'000), MakeTinyBatch(100, 109).digest(0));
    ASSERT_EQ(RunLaterVersion(location, ""), 0);
    EXPECT_EQ(probe.Cell(columns), "3");
    EXPECT_EQ(probe.Cell(changes), "3");
    EXPECT_EQ(probe.Cell("SELECT count(*), count(DISTINCT (dataset, schema_hash, position)) FROM "
                         "_meta_schemas"),
              "32|32");
    EXPECT_EQ(probe.Digest(*testing::GrownTables()[0]->spec, 110, 1'000),
              MakeTinyBatch(110, 119, 10, testing::GrownTables()).digest(0));
  }
}

}  // namespace
}  // namespace lake
