#include "source/archive/manifest.h"

#include <gtest/gtest.h>

#include <string>

#include "support/matchers.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;

TEST(Manifest, TellsNetworkAndLayout) {
  const auto manifest = ParseManifest(AsBytes(
      R"({"networkPassphrase":"Public Global Stellar Network ; September 2015","version":"1.0",
          "compression":"zstd","ledgersPerBatch":64,"batchesPerPartition":1000,"later":[1]})"));
  ASSERT_THAT(manifest, testing::IsOk());
  EXPECT_EQ(manifest->network_passphrase, "Public Global Stellar Network ; September 2015");
  EXPECT_EQ(manifest->version, "1.0");
  EXPECT_EQ(manifest->schema.ledgers_per_batch, 64u);
  EXPECT_EQ(manifest->schema.batches_per_partition, 1000u);
}

TEST(Manifest, NeedsBothBatchSizes) {
  EXPECT_THAT(ParseManifest(AsBytes(R"({"ledgersPerBatch":1})")),
              HasMessage("batchesPerPartition is missing"));
}

TEST(Manifest, RefusesWhatIsNotOne) {
  for (const char* text :
       {"", "[]", "{", "null", "{\"ledgersPerBatch\":0,\"batchesPerPartition\":1}",
        "{\"ledgersPerBatch\":-1,\"batchesPerPartition\":1}",
        "{\"ledgersPerBatch\":1.5,\"batchesPerPartition\":1}",
        "{\"ledgersPerBatch\":4294967296,\"batchesPerPartition\":1}",
        "{\"ledgersPerBatch\":\"1\",\"batchesPerPartition\":1}",
        "{\"networkPassphrase\":1,\"ledgersPerBatch\":1,\"batchesPerPartition\":1}",
        "{\"compression\":\"gzip\",\"ledgersPerBatch\":1,\"batchesPerPartition\":1}"}) {
    EXPECT_THAT(ParseManifest(AsBytes(text)), IsError(Code::kDataLoss)) << text;
  }
}

TEST(Manifest, IsBounded) {
  const std::string text = "{\"version\":\"" + std::string(70'000, 'x') + "\"}";
  EXPECT_THAT(ParseManifest(AsBytes(text)), HasMessage("are allowed"));
  const std::string deep(60'000, '[');
  EXPECT_THAT(ParseManifest(AsBytes(deep)), IsError(Code::kDataLoss));
}

}  // namespace
}  // namespace lake
