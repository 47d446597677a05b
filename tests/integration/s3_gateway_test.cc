// Lakes in S3 against a server that checks every signature (versitygw), through a proxy that breaks
// connections.
#include "support/s3_gateway.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "source/archive/archive_source.h"
#include "source/archive/s3_store.h"
#include "support/fault_proxy.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/read_ledgers.h"
#include "support/tiny_ledger.h"

namespace lake {
namespace {

using testing::DescribeRanges;
using testing::FaultProxy;
using testing::HasMessage;
using testing::IsError;
using testing::IsOk;
using testing::ReadLedgers;
using testing::WriteBatch;

const std::string kGateway = testing::DepsPath("gotools/versitygw");

class S3GatewayTest : public ::testing::Test {
 protected:
  void SetUp() override {
    gateway_ = testing::S3Gateway::Start(kGateway);
    if (gateway_ == nullptr) GTEST_SKIP() << "no S3 server was built";
    // A lake of two partitions, four ledgers per object.
    for (std::uint32_t first = 96; first < 128; first += 4) {
      const std::uint32_t partition = first / 16 * 16;
      WriteBatch(
          root(),
          fmt::format("bucket/my lake/{:08X}--{}-{}/{:08X}--{}-{}.xdr.zst", 0xFFFFFFFF - partition,
                      partition, partition + 15, 0xFFFFFFFF - first, first, first + 3),
          first, first + 3);
    }
    root().Write("bucket/my lake/.config.json",
                 R"({"networkPassphrase":"Test","version":"1.0","compression":"zstd",)"
                 R"("ledgersPerBatch":4,"batchesPerPartition":4})");
    s3_.endpoint = gateway_->endpoint();
    s3_.region = testing::S3Gateway::kRegion;
    s3_.credentials = AwsCredentials{testing::S3Gateway::kKeyId, testing::S3Gateway::kSecret};
    options_.network.backoff = {.initial_ms = 1, .max_ms = 20};
    options_.network.idle_timeout_ms = 1000;
  }
  std::shared_ptr<ObjectStore> Store(const std::string& spec = "s3://bucket/my lake") {
    auto store = OpenS3Store(spec, s3_, options_);
    CHECK(store.ok());
    return std::move(store).value();
  }
  std::unique_ptr<LedgerSource> Lake() {
    auto source = OpenArchive(Store(), options_);
    CHECK(source.ok());
    return std::move(source).value();
  }

  const testing::TempFolder& root() const { return gateway_->root(); }

  std::unique_ptr<testing::S3Gateway> gateway_;
  S3Options s3_;
  SourceOptions options_;
};

std::string Numbers(std::uint32_t first, std::uint32_t last) {
  std::string text;
  for (std::uint32_t i = first; i <= last; ++i)
    text += fmt::format("{}{}", i == first ? "" : " ", i);
  return text;
}

TEST_F(S3GatewayTest, ReadsALakeWithSignedRequests) {
  EXPECT_EQ(ReadLedgers(*Lake(), {98, 125}), Numbers(98, 125));
  EXPECT_EQ(DescribeRanges(*Lake()->Extent()), "96-127, 8 objects");
}

TEST_F(S3GatewayTest, ListsPageByPageInTheOrderOfKeys) {
  ListRequest request;
  request.prefix = "FFFFFF9F--96-111/";
  request.limit = 2;
  std::string keys;
  do {
    const auto page = Store()->List(request, {});
    ASSERT_THAT(page, IsOk());
    EXPECT_LE(page->objects.size(), 2u);
    for (const ObjectInfo& object : page->objects) keys += object.key.substr(17) + " ";
    request.page_token = page->next_page_token;
  } while (!request.page_token.empty());
  EXPECT_EQ(keys,
            "FFFFFF93--108-111.xdr.zst FFFFFF97--104-107.xdr.zst FFFFFF9B--100-103.xdr.zst "
            "FFFFFF9F--96-99.xdr.zst ");
  request.start_after = request.prefix + "FFFFFF97--104-107.xdr.zst";
  request.page_token.clear();
  EXPECT_EQ(Store()->List(request, {})->objects.at(0).key,
            request.prefix + "FFFFFF9B--100-103.xdr.zst");
}

TEST_F(S3GatewayTest, FindsBucketsInTheHostName) {
  s3_.endpoint = fmt::format("http://localhost:{}", gateway_->port());
  s3_.path_style = false;
  EXPECT_EQ(ReadLedgers(*Lake(), {100, 103}), Numbers(100, 103));
}

TEST_F(S3GatewayTest, KeysWithOddCharactersAreSignedAsTheyAreSent) {
  for (const char* const key :
       {"a b+c=d&e", "semi;colon", "til~de", "caf\xC3\xA9", "100%", "(x)'!*"}) {
    root().Write(fmt::format("bucket/my lake/odd/{}", key), key);
    const auto object = Store()->Get(fmt::format("odd/{}", key), {});
    ASSERT_THAT(object, IsOk()) << key;
    EXPECT_EQ(AsText(object->bytes), key);
    EXPECT_EQ(*Store()->Size(fmt::format("odd/{}", key), {}), std::string_view(key).size());
  }
}

TEST_F(S3GatewayTest, WrongSecretIsRefusedAtOnce) {
  s3_.credentials->secret_access_key += "x";
  const auto object = Store()->Get(".config.json", {});
  EXPECT_THAT(object, IsError(Code::kInvalidArgument));
  EXPECT_THAT(object, HasMessage("SignatureDoesNotMatch"));
}

TEST_F(S3GatewayTest, FindsTheRegionItself) {
  s3_.region = "us-east-2";
  EXPECT_THAT(Store()->Get(".config.json", {}), IsOk());
}

TEST_F(S3GatewayTest, BucketThatIsNotPublicSaysThatNobodySigned) {
  s3_.credentials.reset();
  s3_.anonymous = true;
  const auto refused = Store()->Get(".config.json", {});
  EXPECT_THAT(refused, IsError(Code::kInvalidArgument));
  EXPECT_THAT(refused, HasMessage("without credentials"));
}

TEST_F(S3GatewayTest, ReadsThroughCutsResetsAndSlowLines) {
  FaultProxy proxy(gateway_->port());
  s3_.endpoint = fmt::format("http://127.0.0.1:{}", proxy.port());
  proxy.SetDelay(std::chrono::milliseconds(2));
  for (int round = 0; round < 5; ++round) {
    proxy.CutNextAfter(100 + 150 * round);
    const auto lake = Lake();
    ASSERT_THAT(lake->Seek({96, 127}), IsOk());
    EXPECT_EQ(testing::TakeLedgers(*lake, 16), Numbers(96, 111));
    round % 2 == 0 ? proxy.Cut() : proxy.Reset();
    EXPECT_EQ(testing::TakeLedgers(*lake, 16), Numbers(112, 127));
  }
}

TEST_F(S3GatewayTest, FollowsANewObject) {
  options_.poll_interval_ms = 20;
  const auto lake = Lake();
  ASSERT_THAT(lake->Seek({124, std::nullopt}), IsOk());
  EXPECT_EQ(testing::TakeLedgers(*lake, 4), Numbers(124, 127));
  WriteBatch(root(), "bucket/my lake/FFFFFF7F--128-143/FFFFFF7F--128-131.xdr.zst", 128, 131);
  EXPECT_EQ(testing::TakeLedgers(*lake, 4), Numbers(128, 131));
}

}  // namespace
}  // namespace lake
