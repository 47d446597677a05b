#include "lake/pending_objects.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/clock.h"
#include "duckdb/extensions.h"
#include "duckdb/remove_objects.h"
#include "duckdb/s3_secret.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/s3_gateway.h"
#include "table/sql_text.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;

// With what a bucket's keys may hold and patterns of DuckDB and URLs must not take for theirs.
constexpr std::string_view kPrefix = "a lake [1]*/caf\u00E9 100%/";

class PendingObjectsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    gateway_ = testing::S3Gateway::Start(testing::DepsPath("gotools/versitygw"));
    if (gateway_ == nullptr) GTEST_SKIP() << "no S3 server was built";
    const auto folder = FindExtensionFolder();
    ASSERT_THAT(folder, IsOk());
    for (const char* const extension : {"ducklake", "httpfs"}) {
      ASSERT_THAT(LoadExtension(connection_, *folder, extension), IsOk());
    }
    const auto variables = gateway_->environment();
    const auto secret = S3SecretSql([&](const char* name) -> const char* {
      for (const auto& [variable, value] : variables) {
        if (variable == name) return value.c_str();
      }
      return nullptr;
    });
    ASSERT_THAT(connection_.Execute(*secret), IsOk());
  }

  std::vector<std::string> Left(std::int64_t grace_ms) {
    const auto lists = FindLeftFiles(connection_, {.data_path = data_,
                                                   .host = "here",
                                                   .now_micros = SystemClock().Now(),
                                                   .grace_ms = grace_ms});
    EXPECT_THAT(lists, IsOk());
    std::vector<std::string> out;
    for (const LeftFiles& left : *lists) {
      out.insert(out.end(), left.paths.begin(), left.paths.end());
    }
    return out;
  }
  std::shared_ptr<PendingFiles> Pending() { return *PendingFiles::Open(data_, "here", "a writer"); }
  void WriteObject(const std::string& url) {
    ASSERT_THAT(connection_.Execute(
                    fmt::format("COPY (SELECT 1 AS x) TO {} (FORMAT parquet)", QuoteLiteral(url))),
                IsOk());
  }
  // Keys below the prefix.
  std::vector<std::string> Objects() const {
    const fs::path top = fs::path(gateway_->bucket_folder()) / kPrefix;
    std::vector<std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(top)) {
      if (entry.is_regular_file()) out.push_back(fs::relative(entry.path(), top).string());
    }
    std::ranges::sort(out);
    return out;
  }

  std::unique_ptr<testing::S3Gateway> gateway_;
  Connection connection_ = *Connection::Open(*Database::Open({}));
  const std::string data_ = "s3://bucket/" + std::string(kPrefix);
};

TEST_F(PendingObjectsTest, AreLeftOnceTheirListIsOld) {
  EXPECT_THAT(Left(0), IsEmpty());
  const auto pending = Pending();
  const std::vector<std::string> paths{data_ + "t/one.parquet", data_ + "t/two\n\"lines\".parquet"};
  ASSERT_THAT(pending->Add(connection_, {&paths[0], 1}), IsOk());
  ASSERT_THAT(pending->Add(connection_, {&paths[1], 1}), IsOk());
  EXPECT_THAT(Left(3600 * 1000), IsEmpty());  // for all that anybody knows their writer lives
  EXPECT_THAT(Left(-60 * 1000), ElementsAre(paths[0], paths[1]));
}

TEST_F(PendingObjectsTest, NeverLeadOutOfTheDataPath) {
  const std::string inside = data_ + "t/one.parquet";
  ASSERT_THAT(Pending()->Add(connection_,
                             std::vector<std::string>{"s3://bucket/other.parquet", "/etc/passwd",
                                                      data_ + ".config.json", inside}),
              IsOk());
  EXPECT_THAT(Left(-60 * 1000), ElementsAre(inside));
}

TEST_F(PendingObjectsTest, AreRemovedOnceTheyAreDiscarded) {
  const auto pending = Pending();
  const std::vector<std::string> paths{data_ + "t/one.parquet", data_ + "t/two.parquet",
                                       data_ + "t/never made.parquet"};
  ASSERT_THAT(pending->Add(connection_, paths), IsOk());
  WriteObject(paths[0]);
  WriteObject(paths[1]);
  pending->Discard(std::vector<std::string>{paths[1], paths[2]});
  ASSERT_THAT(pending->RemoveDiscarded(connection_), IsOk());
  EXPECT_THAT(Objects(), ElementsAre(".stellarlake-pending/a writer@here", "t/one.parquet"));
  ASSERT_THAT(pending->Close(connection_), IsOk());
  EXPECT_EQ(Objects().size(), 2u) << "one is still under way";
  ASSERT_THAT(pending->Clear(), IsOk());
  ASSERT_THAT(pending->Close(connection_), IsOk());
  EXPECT_THAT(Objects(), ElementsAre("t/one.parquet"));
}

TEST_F(PendingObjectsTest, ListThatIsNoneOfOursStaysAndHidesNoOther) {
  ASSERT_THAT(
      connection_.Execute(fmt::format("COPY (SELECT 1 AS a, 2 AS b) TO {} (FORMAT parquet)",
                                      QuoteLiteral(data_ + ".stellarlake-pending/0 foreign"))),
      IsOk());
  const std::vector<std::string> paths{data_ + "t/one.parquet"};
  ASSERT_THAT(Pending()->Add(connection_, paths), IsOk());
  EXPECT_THAT(Left(-60 * 1000), ElementsAre(paths[0]));
}

TEST_F(PendingObjectsTest, StoreThatIsAwayIsAnError) {
  const auto pending = Pending();
  gateway_.reset();
  ASSERT_THAT(connection_.Execute("SET http_retries = 0"), IsOk());
  EXPECT_FALSE(pending->Add(connection_, std::vector<std::string>{data_ + "t/one.parquet"}).ok());
  EXPECT_FALSE(RemoveObjects(connection_, std::vector<std::string>{data_ + "t/one.parquet"}).ok());
  // And nothing of it stays attached.
  EXPECT_FALSE(RemoveObjects(connection_, std::vector<std::string>{data_ + "t/one.parquet"}).ok());
}

}  // namespace
}  // namespace lake
