#include "lake/file_faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/lake_place.h"
#include "support/matchers.h"
#include "support/places.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::LakePlace;

class FileFaults : public ::testing::Test {
 protected:
  void SetUp() override {
    place_ = LakePlace::Start(CatalogKind::kSqlite, testing::DataPlace::kS3,
                              testing::DepsPath("gotools/versitygw"));
    if (place_ == nullptr) GTEST_SKIP() << "no S3 server was built";
    made_ = place_->Make("lake");
    lake_ = Lake::Open(made_.options).value();
  }
  // Paths are below the bucket.
  void Put(const std::string& path, std::string_view content) const {
    const fs::path file = fs::path(made_.data_folder).parent_path() / path;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
  }
  std::vector<std::string> Faults(const std::vector<std::pair<std::string, std::uint64_t>>& files) {
    std::vector<LakeFile> named;
    for (const auto& [path, bytes] : files) named.push_back({"s3://bucket/" + path, bytes, 1});
    Connection connection = lake_->Connect().value();
    const auto faults = FindFileFaults(connection, *lake_, named);
    EXPECT_THAT(faults, IsOk());
    std::vector<std::string> out;
    if (faults.ok()) {
      for (const FileFault& fault : *faults) out.push_back(fault.what);
    }
    return out;
  }

  std::unique_ptr<LakePlace> place_;
  LakePlace::NewLake made_;
  std::unique_ptr<Lake> lake_;
};

TEST_F(FileFaults, OfObjectsAreThoseThatAreLostOrOfAnotherSize) {
  EXPECT_THAT(Faults({{"lake/a.parquet", 3}}),
              ElementsAre("s3://bucket/lake/a.parquet is missing, the catalog refers to it"));
  Put("lake/t/range=1/a b.parquet", "abc");
  Put("lake/t/b.parquet", "ab");
  EXPECT_THAT(
      Faults({{"lake/t/range=1/a b.parquet", 3}, {"lake/t/b.parquet", 3}, {"lake/t/c.parquet", 3}}),
      ElementsAre("s3://bucket/lake/t/b.parquet is torn: it has 2 bytes, the catalog says 3",
                  "s3://bucket/lake/t/c.parquet is missing, the catalog refers to it"));
}

// Files that somebody else has added to the lake may stand anywhere.
TEST_F(FileFaults, OfObjectsElsewhereAreAskedForOneByOne) {
  Put("other/[a].parquet", "abc");
  Put("other/b.parquet", "ab");
  EXPECT_THAT(Faults({{"other/[a].parquet", 3}}), IsEmpty());
  EXPECT_THAT(Faults({{"other/b.parquet", 3}, {"other/c.parquet", 3}}),
              ElementsAre("s3://bucket/other/b.parquet is torn: it has 2 bytes, the catalog says 3",
                          "s3://bucket/other/c.parquet is missing, the catalog refers to it"));
}

}  // namespace
}  // namespace lake
