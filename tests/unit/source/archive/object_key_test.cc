#include "source/archive/object_key.h"

#include <gtest/gtest.h>

#include "support/matchers.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;

TEST(BatchName, ReadsOneLedger) {
  const auto name = ParseBatchName("FCD285FF--53312000.xdr.zst");
  ASSERT_THAT(name, testing::IsOk());
  ASSERT_TRUE(name->has_value());
  EXPECT_EQ((*name)->first, 53312000u);
  EXPECT_EQ((*name)->last, 53312000u);
  EXPECT_EQ((*name)->compression, "zst");
}

TEST(BatchName, ReadsSeveralLedgersAndTheOldEnding) {
  const auto name = ParseBatchName("FFFFFFFF--0-63.xdr.zstd");
  ASSERT_THAT(name, testing::IsOk());
  ASSERT_TRUE(name->has_value());
  EXPECT_EQ((*name)->first, 0u);
  EXPECT_EQ((*name)->last, 63u);
  EXPECT_EQ((*name)->compression, "zstd");
}

TEST(BatchName, LeavesOtherNamesAlone) {
  for (const char* name :
       {"", ".config.json", "README.md", "FCD285FF--53312000.xdr", "FCD285FF--53312000.xdr.",
        "fcd285ff--53312000.xdr.zst", "FCD285F--53312000.xdr.zst", "FCD285FF-53312000.xdr.zst",
        "FCD285FF--.xdr.zst", "FCD285FF--53312000-.xdr.zst", "FCD285FF--53312000.xdr.z/t",
        "FCD285FF--53312000.xdr.zst\n", "FCD285FF--+1.xdr.zst", "FCD285FF--53312000-53312063"}) {
    const auto parsed = ParseBatchName(name);
    ASSERT_THAT(parsed, testing::IsOk()) << name;
    EXPECT_FALSE(parsed->has_value()) << name;
  }
}

TEST(BatchName, RefusesNamesThatContradictThemselves) {
  for (const char* name :
       {"FCD285FE--53312000.xdr.zst", "FCD285FF--053312000.xdr.zst",
        "FCD285FF--53312000-53312000.xdr.zst", "FCD285FF--53312000-53311999.xdr.zst",
        "FCD285FF--99999999999999999999.xdr.zst", "FFFFFFFF--4294967296.xdr.zst"}) {
    EXPECT_THAT(ParseBatchName(name), IsError(Code::kDataLoss)) << name;
  }
  EXPECT_THAT(ParseBatchName("FCD285FE--53312000.xdr.zst"),
              HasMessage("FCD285FF--53312000.xdr.zst"));
}

TEST(BatchName, KeepsUnknownEndingsForTheCaller) {
  const auto name = ParseBatchName("FCD285FF--53312000.xdr.gz");
  ASSERT_THAT(name, testing::IsOk());
  ASSERT_TRUE(name->has_value());
  EXPECT_FALSE(IsKnownCompression((*name)->compression));
  EXPECT_TRUE(IsKnownCompression("zst"));
  EXPECT_TRUE(IsKnownCompression("zstd"));
}

TEST(PartitionName, IsReadWithAndWithoutItsSlash) {
  for (const char* name : {"FC4DB5FF--62016000-62079999/", "FC4DB5FF--62016000-62079999"}) {
    const auto partition = ParsePartitionName(name);
    ASSERT_THAT(partition, testing::IsOk());
    ASSERT_TRUE(partition->has_value());
    EXPECT_EQ((*partition)->first, 62016000u);
    EXPECT_EQ((*partition)->last, 62079999u);
  }
}

TEST(PartitionName, RefusesNamesThatContradictThemselves) {
  EXPECT_THAT(ParsePartitionName("FC4DB5FE--62016000-62079999/"), IsError(Code::kDataLoss));
  EXPECT_THAT(ParsePartitionName("FC4DB5FF--62016000-62015999/"), IsError(Code::kDataLoss));
  EXPECT_FALSE(ParsePartitionName("FC4DB5FF--62016000/").value().has_value());
}

TEST(ArchiveSchema, MakesTheKeysThatExportersMake) {
  EXPECT_EQ((ArchiveSchema{1, 64000}.KeyOf(62016001, "zst")),
            "FC4DB5FF--62016000-62079999/FC4DB5FE--62016001.xdr.zst");
  EXPECT_EQ((ArchiveSchema{1, 1}.KeyOf(53312000, "zstd")), "FCD285FF--53312000.xdr.zstd");
  EXPECT_EQ((ArchiveSchema{64, 10}.KeyOf(700, "zst")),
            "FFFFFD7F--640-1279/FFFFFD7F--640-703.xdr.zst");
}

TEST(ArchiveSchema, EndsAtTheLargestLedger) {
  const ArchiveSchema schema{1000, 1000};
  EXPECT_EQ(schema.BatchOf(4294967295u, "zst").last, 4294967295u);
  EXPECT_EQ(schema.PartitionOf(4294967295u).last, 4294967295u);
}

TEST(KeyOrder, SortsBetweenLaterAndEarlierBatches) {
  const std::string order = KeyOrder(1000);
  EXPECT_GT(FormatBatchName({1000, 1000, "zst"}), order);
  EXPECT_GT(FormatBatchName({999, 999, "zst"}), order);
  EXPECT_LT(FormatBatchName({1001, 1001, "zst"}), order);
}

}  // namespace
}  // namespace lake
