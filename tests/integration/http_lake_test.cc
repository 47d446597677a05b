// A lake on a plain web server: no listing, so everything is found by the names that the manifest
// implies.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "source/open/open.h"
#include "support/http_script_server.h"
#include "support/matchers.h"
#include "support/read_ledgers.h"
#include "support/temp_folder.h"
#include "support/tiny_ledger.h"

namespace lake {
namespace {

using testing::DescribeRanges;
using testing::HttpExchange;
using testing::HttpScriptServer;
using testing::IsError;
using testing::IsOk;
using testing::ReadLedgers;

class HttpLakeTest : public ::testing::Test {
 protected:
  HttpLakeTest() : server_([this](const HttpExchange& exchange) { return Answer(exchange); }) {
    options_.network.backoff = {.initial_ms = 1, .max_ms = 5};
    options_.poll_interval_ms = 10;
  }
  void WriteLake(std::uint32_t first, std::uint32_t last) {
    lake_.Write(".config.json",
                R"({"networkPassphrase":"Test","version":"1.0","compression":"zstd",)"
                R"("ledgersPerBatch":2,"batchesPerPartition":8})");
    for (std::uint32_t at = first; at <= last; at += 2) Export(at);
  }
  void Export(std::uint32_t at) {
    const std::uint32_t partition = at / 16 * 16;
    testing::WriteBatch(lake_,
                        fmt::format("{:08X}--{}-{}/{:08X}--{}-{}.xdr.zst", 0xFFFFFFFF - partition,
                                    partition, partition + 15, 0xFFFFFFFF - at, at, at + 1),
                        at, at + 1);
  }
  HttpScriptServer::Answer Answer(const HttpExchange& exchange) {
    const std::filesystem::path path = lake_.path() / exchange.target.substr(1);
    if (!std::filesystem::is_regular_file(path)) return HttpScriptServer::Status(absent_status_);
    const std::string content = testing::ReadFile(path);
    HttpScriptServer::Answer answer = HttpScriptServer::Ok(content);
    if (exchange.method == "HEAD") answer.bytes.resize(answer.bytes.size() - content.size());
    return answer;
  }
  std::unique_ptr<LedgerSource> Open() {
    auto source = OpenSource(server_.url(), options_);
    EXPECT_THAT(source, IsOk());
    return std::move(source).value();
  }

  testing::TempFolder lake_;
  int absent_status_ = 404;
  SourceOptions options_;
  HttpScriptServer server_;
};

TEST_F(HttpLakeTest, ReadsARangeAndFindsWhatIsThere) {
  WriteLake(2, 47);
  EXPECT_EQ(ReadLedgers(*Open(), {13, 18}), "13 14 15 16 17 18");
  const auto extent = Open()->Extent();
  ASSERT_THAT(extent, IsOk());
  EXPECT_EQ(extent->ledgers.last(), 47u);
}

TEST_F(HttpLakeTest, FollowsTheNewestObject) {
  WriteLake(2, 47);
  const auto source = Open();
  ASSERT_THAT(source->Seek({46, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 2), "46 47");
  Export(48);
  EXPECT_EQ(testing::TakeLedgers(*source, 2), "48 49");
}

TEST_F(HttpLakeTest, ServerThatForbidsWhatIsNotThereIsRead) {
  absent_status_ = 403;
  WriteLake(14, 47);  // without the beginning, as a mirror of a part has it
  const auto source = Open();
  EXPECT_EQ(ReadLedgers(*source, {20, 25}), "20 21 22 23 24 25");
  ASSERT_THAT(source->Extent(), IsOk());
  ASSERT_THAT(source->Seek({46, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*source, 2), "46 47");
  Export(48);
  EXPECT_EQ(testing::TakeLedgers(*source, 2), "48 49");
}

TEST_F(HttpLakeTest, ServerThatForbidsAllNamesTheToken) {
  absent_status_ = 403;
  EXPECT_THAT(OpenSource(server_.url(), options_), testing::HasMessage("give source.token"));
  options_.network.token = "wrong";
  const auto refused = OpenSource(server_.url(), options_);
  EXPECT_THAT(refused, IsError(Code::kInvalidArgument));
  EXPECT_THAT(refused, testing::HasMessage("refuses the token (source.token)"));
}

TEST_F(HttpLakeTest, WebServerWithoutALakeSaysSo) {
  EXPECT_THAT(OpenSource(server_.url(), options_), ::testing::Not(IsOk()));
}

}  // namespace
}  // namespace lake
