// Data that was moved from one place of a store to another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "lake/moved_data.h"
#include "sink/ducklake_sink.h"
#include "support/lake_place.h"
#include "support/lake_probe.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/tiny_batch.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

using testing::DataPlace;
using testing::IsError;
using testing::IsOk;
using testing::LakePlace;
using testing::LakeProbe;
using testing::MakeTinyBatch;

class MovedData : public ::testing::TestWithParam<DataPlace> {
 protected:
  void SetUp() override {
    place_ =
        LakePlace::Start(CatalogKind::kSqlite, GetParam(), testing::DepsPath("gotools/versitygw"));
    if (place_ == nullptr) GTEST_SKIP() << "no S3 server was built";
    lake_ = place_->Make("lake");
    DuckLakeSinkOptions options{
        .writer = {.lake = lake_.options}, .tables = testing::TinyTables(), .origin = {}};
    options.origin.network = "pubnet";
    DuckLakeSink sink(options);
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(100, 109), {}), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
    moved_ = lake_.options;
    while (moved_.data_path.ends_with('/')) moved_.data_path.pop_back();
    moved_.data_path += "2";
    moved_.data_moved = true;
  }
  Result<std::uint64_t> Look() {
    LakeOptions options = moved_;
    options.read_only = true;
    const auto lake = Lake::Open(options).value();
    Connection connection = lake->Connect().value();
    return CheckMovedData(connection, *lake);
  }

  std::unique_ptr<LakePlace> place_;
  LakePlace::NewLake lake_;
  LakeOptions moved_;
};

INSTANTIATE_TEST_SUITE_P(Places, MovedData, ::testing::Values(DataPlace::kFolder, DataPlace::kS3),
                         [](const auto& place) {
                           return place.param == DataPlace::kS3 ? "S3" : "Folder";
                         });

TEST_P(MovedData, IsReadWhereItIsOnceTheCatalogSaysSo) {
  std::string folder = lake_.data_folder;
  while (folder.ends_with('/')) folder.pop_back();
  fs::create_directories(folder + "2");
  EXPECT_THAT(Look(), IsError(GetParam() == DataPlace::kS3 ? Code::kDataLoss : Code::kNotFound));
  fs::remove(folder + "2");
  fs::rename(folder, folder + "2");
  const auto files = Look();
  ASSERT_THAT(files, IsOk());
  EXPECT_GT(*files, 5u);
  {
    const auto lake = Lake::Open(moved_).value();
    Connection connection = lake->Connect().value();
    ASSERT_THAT(lake->RecordDataPath(connection), IsOk());
  }
  LakeOptions plain = moved_;
  plain.data_moved = false;
  EXPECT_EQ(LakeProbe(plain).Cell("SELECT count(*) FROM _batches"), "1");
}

}  // namespace
}  // namespace lake
