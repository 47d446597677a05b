// What stands in a bucket beside a lake's objects while writers write, and after them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "sink/ducklake_sink.h"
#include "support/lake_place.h"
#include "support/lake_probe.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/tiny_batch.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

using ::testing::IsEmpty;
using testing::IsError;
using testing::IsOk;
using testing::LakePlace;
using testing::LakeProbe;
using testing::MakeTinyBatch;

class S3LakeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    place_ = LakePlace::Start(CatalogKind::kSqlite, testing::DataPlace::kS3,
                              testing::DepsPath("gotools/versitygw"));
    if (place_ == nullptr) GTEST_SKIP() << "no S3 server was built";
    lake_ = place_->Make("lake");
  }
  DuckLakeSinkOptions Options() const {
    DuckLakeSinkOptions options{
        .writer = {.lake = lake_.options}, .tables = testing::TinyTables(), .origin = {}};
    options.origin.network = "pubnet";
    return options;
  }
  bool HasLists() const {
    std::error_code error;
    const fs::path lists = lake_.data_folder + "/.stellarlake-pending";
    return fs::exists(lists, error) && !fs::is_empty(lists, error);
  }

  std::unique_ptr<LakePlace> place_;
  LakePlace::NewLake lake_;
};

TEST_F(S3LakeTest, ListOfFilesUnderWayEndsWithItsWriter) {
  DuckLakeSink sink(Options());
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 109), {}), IsOk());
  EXPECT_TRUE(HasLists());
  ASSERT_THAT(sink.Close(), IsOk());
  EXPECT_FALSE(HasLists());
}

TEST_F(S3LakeTest, ObjectsOfABatchThatIsRefusedAreRemoved) {
  DuckLakeSink first(Options());
  DuckLakeSink second(Options());
  ASSERT_THAT(first.Open(), IsOk());
  ASSERT_THAT(second.Open(), IsOk());
  ASSERT_THAT(first.Commit(MakeTinyBatch(100, 109), {}), IsOk());
  ASSERT_THAT(second.Commit(MakeTinyBatch(105, 114), {}), IsError(Code::kConflict));
  // The next commit removes them; the end of the writer does, too.
  ASSERT_THAT(second.Commit(MakeTinyBatch(110, 119), {}), IsOk());
  const LakeProbe probe(lake_.options);
  EXPECT_THAT(probe.FilesThatNobodyNames(lake_.data_folder), IsEmpty());
  ASSERT_THAT(second.Commit(MakeTinyBatch(115, 124), {}), IsError(Code::kConflict));
  ASSERT_THAT(first.Close(), IsOk());
  ASSERT_THAT(second.Close(), IsOk());
  EXPECT_THAT(probe.FilesThatNobodyNames(lake_.data_folder), IsEmpty());
  EXPECT_EQ(probe.Cell("SELECT count(*), min(lo), max(hi) FROM _batches"), "2|100|119");
}

}  // namespace
}  // namespace lake
