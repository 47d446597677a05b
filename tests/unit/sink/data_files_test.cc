#include "sink/data_files.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "lake_catalogs.h"
#include "support/edit_rows.h"
#include "support/matchers.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsError;
using testing::IsOk;
using testing::kTinySpec;
using testing::MakeTinyBatch;
using ::testing::SizeIs;

// The files of the data tables; those that DuckLake wrote itself would need no mapping of columns.
constexpr const char* kFiles =
    "SELECT t.table_name, f.record_count, v.partition_value, f.mapping_id IS NOT NULL AS ours FROM "
    "__ducklake_metadata_lake.ducklake_data_file f JOIN __ducklake_metadata_lake.ducklake_table t "
    "USING (table_id) LEFT JOIN __ducklake_metadata_lake.ducklake_file_partition_value v USING "
    "(data_file_id) WHERE t.table_name LIKE 'tiny%' ORDER BY ALL";

std::vector<std::string> ParquetFiles(const std::string& folder) {
  std::vector<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".parquet") out.push_back(entry.path().string());
  }
  return out;
}

class DataFilesTest : public testing::LakeCatalogs {
 protected:
  // Commits and closes; the lake can be looked at afterwards.
  Status Write(const Batch& batch, const DuckLakeSinkOptions& options) {
    DuckLakeSink sink(options);
    TRY(sink.Open().status());
    TRY(sink.Commit(batch, {}).status());
    return sink.Close();
  }
  DuckLakeSinkOptions Partitioned() const {
    DuckLakeSinkOptions options = Options();
    options.partition = true;
    return options;
  }
};
INSTANTIATE_TEST_SUITE_P(Catalogs, DataFilesTest,
                         ::testing::Values(CatalogKind::kDuckDb, CatalogKind::kSqlite,
                                           CatalogKind::kPostgres),
                         testing::CatalogName);

TEST_P(DataFilesTest, EndAtTheBordersOfRanges) {
  const Batch batch = MakeTinyBatch(9'995, 10'003);
  ASSERT_THAT(Write(batch, Partitioned()), IsOk());
  const auto probe = Probe();
  EXPECT_THAT(probe.Rows(kFiles),
              ElementsAre("tiny_others_row_v1|10|10000|true", "tiny_others_row_v1|20|0|true",
                          "tiny_things_row_v3|40|10000|true", "tiny_things_row_v3|50|0|true"));
  EXPECT_EQ(probe.Digest(kTinySpec, 1, 100'000), batch.digest(0));
  EXPECT_EQ(probe.Cell("SELECT count(*), min(ledger_sequence) FROM tiny_things_row_v3 WHERE "
                       "ledger_range = 10000"),
            "40|10000");
}

TEST_P(DataFilesTest, HoldManyRowGroups) {
  DuckLakeSinkOptions options = Options();
  options.writer.lake.threads = 4;
  const Batch batch = MakeTinyBatch(100, 103, 25'000);
  ASSERT_THAT(Write(batch, options), IsOk());
  const auto probe = Probe();
  EXPECT_THAT(probe.Rows(kFiles), ElementsAre("tiny_others_row_v1|25000|NULL|true",
                                              "tiny_things_row_v3|100000|NULL|true"));
  EXPECT_EQ(probe.Digest(kTinySpec, 1, 1'000), batch.digest(0));
  EXPECT_EQ(probe.Digest(*batch.tables->at(1)->spec, 1, 1'000), batch.digest(1));
  EXPECT_EQ(probe.Cell("SELECT max(row_group_num_rows) FROM parquet_metadata('" +
                       probe.Cell("SELECT \"value\" || 'bronze/tiny_things_row_v3/*' FROM "
                                  "__ducklake_metadata_lake.ducklake_metadata WHERE \"key\" = "
                                  "'data_path'") +
                       "')"),
            "20480");
}

// As two writers leave it that made the lake at the same time.
TEST_P(DataFilesTest, AreWrittenWhereASettingStandsTwice) {
  ASSERT_THAT(Write(MakeTinyBatch(100, 109), Partitioned()), IsOk());
  const std::string settings = "__ducklake_metadata_lake.ducklake_metadata";
  Probe().Execute(
      fmt::format("INSERT INTO {0} SELECT * FROM {0} WHERE \"key\" = "
                  "'parquet_row_group_size'",
                  settings));
  ASSERT_THAT(Write(MakeTinyBatch(110, 119), Partitioned()), IsOk());
  EXPECT_EQ(Probe().Digest(kTinySpec, 1, 1'000), MakeTinyBatch(100, 119).digest(0));
}

TEST_P(DataFilesTest, OfAnAttemptThatFailsAreRemoved) {
  Batch batch = MakeTinyBatch(100, 109);
  testing::SetCell(batch.ledgers[5]->tables[1], kTinySpec, "name", 0, "a torn \xc3 character");
  const Status status = Write(batch, Partitioned());
  EXPECT_THAT(status, IsError(Code::kInternal));
  EXPECT_NE(status.error().message.find("tiny_others_row_v1"), std::string::npos);
  EXPECT_THAT(Probe().Rows(kFiles), IsEmpty());
  for (const std::string& file : ParquetFiles(folder_.path().string())) {
    EXPECT_EQ(file.find("tiny_"), std::string::npos) << file;
  }
}

TEST_P(DataFilesTest, BelongToTheirSetUntilItLetsThemGo) {
  const Batch batch = MakeTinyBatch(100, 109);
  ASSERT_THAT(Write(batch, Options()), IsOk());
  LakeOptions options = lake_;
  options.committer = true;
  auto lake = Lake::Open(options);
  ASSERT_THAT(lake, IsOk());
  Connection connection = (*lake)->Connect().value();
  const LakeStorage storage = ReadTableStorage(connection, **lake).value();
  const auto pending = PendingFiles::Open((*lake)->data_path(), "here", "a writer").value();
  const std::size_t before = ParquetFiles(folder_.path().string()).size();
  {
    FileSet files(pending);
    ASSERT_THAT(WriteDataFiles(**lake, storage, {}, batch, files), IsOk());
    EXPECT_THAT(files.files(), SizeIs(2));
    EXPECT_GT(files.bytes(), 1'000u);
    EXPECT_THAT(ParquetFiles(folder_.path().string()), SizeIs(before + 2));
  }
  EXPECT_THAT(ParquetFiles(folder_.path().string()), SizeIs(before));
  {
    FileSet files(pending);
    ASSERT_THAT(WriteDataFiles(**lake, storage, {}, batch, files), IsOk());
    files.Doubt();
    const FileSet moved = std::move(files);
    EXPECT_THAT(moved.paths(), SizeIs(2));
  }
  EXPECT_THAT(ParquetFiles(folder_.path().string()), SizeIs(before + 2));
}

// What DuckLake would take for a partition's value or a pattern when it is given files.
TEST_P(DataFilesTest, AreFoundWhereTheFoldersNameIsNotJustAName) {
  const Batch batch = MakeTinyBatch(100, 109);
  for (const std::string name : {"la=ke", "lake[1]", "what [and] *"}) {
    lake_.data_path = folder_.File(name);
    lake_.location =
        server_ == nullptr
            ? "ducklake:sqlite:" + folder_.File("catalog of " + std::to_string(name.size()))
            : "ducklake:postgres:" + server_->CreateDatabase("name" + std::to_string(name.size()));
    ASSERT_THAT(Write(batch, Partitioned()), IsOk());
    EXPECT_THAT(Probe().Rows(kFiles),
                ElementsAre("tiny_others_row_v1|30|0|true", "tiny_things_row_v3|100|0|true"));
    EXPECT_EQ(Probe().Digest(kTinySpec, 1, 1'000), batch.digest(0));
  }
}

TEST_P(DataFilesTest, AreRefusedBelowAFolderThatDuckLakeTakesForAPartition) {
  lake_.data_path = folder_.File("flag=false");
  if (server_ == nullptr) lake_.location = "ducklake:sqlite:" + folder_.File("other catalog");
  EXPECT_THAT(Write(MakeTinyBatch(100, 109), Partitioned()),
              IsError(Code::kInvalidArgument, "a folder above it"));
}

TEST_P(DataFilesTest, AreRefusedWhereTheLakeAsksForWhatWeDoNotKnow) {
  ASSERT_THAT(Write(MakeTinyBatch(100, 109), Options()), IsOk());
  Probe().Execute("CALL lake.set_option('parquet_version', 2)");
  EXPECT_THAT(Write(MakeTinyBatch(110, 119), Options()),
              IsError(Code::kInvalidArgument, "parquet_version"));
  EXPECT_EQ(Probe().Digest(kTinySpec, 1, 1'000), MakeTinyBatch(100, 109).digest(0));
}

}  // namespace
}  // namespace lake
