#include "duckdb/object_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/matchers.h"
#include "support/places.h"
#include "support/s3_gateway.h"

namespace lake {
namespace {

using testing::HasMessage;
using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;
using testing::ReadFile;
using testing::S3Gateway;

class ObjectFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    gateway_ = S3Gateway::Start(testing::DepsPath("gotools/versitygw"));
    if (gateway_ == nullptr) GTEST_SKIP() << "no S3 server was built";
    for (const auto& [name, value] : gateway_->environment()) {
      ::setenv(name.c_str(), value.c_str(), 1);
    }
    auto opened = ObjectFiles::Open("");
    ASSERT_THAT(opened, IsOk());
    objects_.emplace(*std::move(opened));
  }
  void TearDown() override {
    if (gateway_ == nullptr) return;
    for (const auto& variable : gateway_->environment()) ::unsetenv(variable.first.c_str());
  }
  std::string PathOf(const std::string& key) const { return gateway_->bucket_folder() + "/" + key; }

  std::unique_ptr<S3Gateway> gateway_;
  std::optional<ObjectFiles> objects_;
};

TEST_F(ObjectFilesTest, AreWrittenInPartsAndReplaced) {
  const std::string_view parts[] = {"one", std::string_view("\0\xff\n", 3), "", "two"};
  ASSERT_THAT(objects_->Write("s3://bucket/range=1/a b.parquet", parts), IsOk());
  EXPECT_EQ(ReadFile(PathOf("range=1/a b.parquet")), std::string("one\0\xff\ntwo", 9));
  const std::string_view other[] = {"3"};
  ASSERT_THAT(objects_->Write("s3://bucket/range=1/a b.parquet", other), IsOk());
  EXPECT_EQ(ReadFile(PathOf("range=1/a b.parquet")), "3");
}

TEST_F(ObjectFilesTest, AreCopiedWhateverTheirSize) {
  for (const std::size_t size : {1u, 8u << 20, (20u << 20) + 7}) {
    SCOPED_TRACE(size);
    std::string content(size, '\0');
    for (std::size_t i = 0; i < size; ++i) content[i] = static_cast<char>(i * 2654435761u >> 13);
    std::ofstream(PathOf("from"), std::ios::binary) << content;
    ASSERT_THAT(objects_->Copy("s3://bucket/from", "s3://bucket/to"), IsOk());
    EXPECT_TRUE(ReadFile(PathOf("to")) == content);
  }
}

TEST_F(ObjectFilesTest, AreThereOrNot) {
  const Status copied = objects_->Copy("s3://bucket/nothing", "s3://bucket/to");
  EXPECT_THAT(copied, IsError(Code::kNotFound));
  EXPECT_THAT(copied, HasMessage("s3://bucket/nothing"));
  EXPECT_FALSE(std::filesystem::exists(PathOf("to")));
  EXPECT_EQ(*objects_->SizeOf("s3://bucket/to"), std::nullopt);
  const std::string_view parts[] = {"x"};
  ASSERT_THAT(objects_->Write("s3://bucket/to", parts), IsOk());
  EXPECT_EQ(*objects_->SizeOf("s3://bucket/to"), 1u);
  ASSERT_THAT(objects_->Remove("s3://bucket/to"), IsOk());
  EXPECT_EQ(*objects_->SizeOf("s3://bucket/to"), std::nullopt);
}

}  // namespace
}  // namespace lake
