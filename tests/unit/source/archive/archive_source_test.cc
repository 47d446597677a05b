#include "source/archive/archive_source.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "source/archive/local_store.h"
#include "source/archive/object_key.h"
#include "support/fake_clock.h"
#include "support/matchers.h"
#include "support/read_ledgers.h"
#include "support/temp_folder.h"
#include "support/tiny_ledger.h"

namespace lake {
namespace {

using testing::DescribeRanges;
using testing::HasMessage;
using testing::IsError;
using testing::IsOk;
using testing::ReadLedgers;
using testing::TinyBatch;
using testing::WriteBatch;
using testing::WriteFlatLake;
using testing::ZstdFrame;

class ArchiveSourceTest : public ::testing::Test {
 protected:
  std::unique_ptr<LedgerSource> Open() {
    options_.clock = &clock_;
    auto source = TryOpen();
    EXPECT_THAT(source, IsOk());
    return source.ok() ? std::move(source).value() : nullptr;
  }
  Result<std::unique_ptr<LedgerSource>> TryOpen() {
    TRY_ASSIGN(auto store, LocalStore::Open(lake_.path().string()));
    return OpenArchive(std::move(store), options_);
  }
  // What is read of first..last: "10 11 12", behind it the error, if there was one.
  std::string Read(std::uint32_t first, std::optional<std::uint32_t> last) {
    return ReadLedgers(*Open(), {first, last});
  }
  std::string Extent() { return DescribeRanges(Open()->Extent().value()); }
  void WriteManifest(std::uint32_t ledgers, std::uint32_t batches) {
    lake_.Write(".config.json",
                fmt::format(R"({{"networkPassphrase":"Test","version":"1.0","compression":"zstd",)"
                            R"("ledgersPerBatch":{},"batchesPerPartition":{}}})",
                            ledgers, batches));
  }
  // Batches of a lake with that layout, with first..last inside.
  void WriteLake(ArchiveSchema schema, std::uint32_t first, std::uint32_t last) {
    for (std::uint64_t at = first; at <= last;) {
      const BatchName batch = schema.BatchOf(static_cast<std::uint32_t>(at), "zst");
      WriteBatch(lake_, schema.KeyOf(batch.first, "zst"), std::max(batch.first, 2u), batch.last);
      at = std::uint64_t{batch.last} + 1;
    }
  }

  testing::FakeClock clock_;
  SourceOptions options_;
  testing::TempFolder lake_;
};

TEST_F(ArchiveSourceTest, ReadsARangeOfAFlatLakeInOrder) {
  WriteFlatLake(lake_, 100, 130);
  EXPECT_EQ(Read(100, 104), "100 101 102 103 104");
  EXPECT_EQ(Read(128, 130), "128 129 130");
  EXPECT_EQ(Read(0, 102), "100 101 102");
  EXPECT_EQ(Extent(), "100-130, 31 objects");
}

TEST_F(ArchiveSourceTest, ReadsSeveralLedgersPerObjectAcrossPartitions) {
  WriteManifest(4, 2);
  WriteLake({4, 2}, 0, 31);
  EXPECT_EQ(Read(6, 18), "6 7 8 9 10 11 12 13 14 15 16 17 18");
  EXPECT_EQ(Extent(), "2-31, 8 objects");
  EXPECT_EQ(Read(2, 3), "2 3");
}

TEST_F(ArchiveSourceTest, InfersTheLayoutWithoutAManifest) {
  WriteLake({4, 2}, 8, 31);
  EXPECT_EQ(Read(15, 17), "15 16 17");
  EXPECT_EQ(Extent(), "8-31, 6 objects");
}

TEST_F(ArchiveSourceTest, ReadsOldEndingsBesideNewOnes) {
  WriteBatch(lake_, "FFFFFF9B--100.xdr.zstd", 100, 100);
  WriteBatch(lake_, "FFFFFF9A--101.xdr.zst", 101, 101);
  lake_.Write("README.md", "not a ledger");
  lake_.Write("notes/deep/file", "neither");
  EXPECT_EQ(Read(100, 101), "100 101");
}

TEST_F(ArchiveSourceTest, NamesTheMissingLedger) {
  WriteFlatLake(lake_, 100, 103);
  WriteFlatLake(lake_, 107, 108);
  EXPECT_EQ(Extent(), "100-103 107-108, 6 objects");
  const std::string read = Read(100, 108);
  EXPECT_TRUE(read.starts_with("100 101 102 103 ")) << read;
  EXPECT_NE(read.find("ledgers 104 to 106 are missing"), read.npos) << read;
  EXPECT_NE(read.find("--allow-gaps"), read.npos) << read;
  EXPECT_NE(Read(107, 110).find("ledgers 109 to 110 are missing"), read.npos);
}

TEST_F(ArchiveSourceTest, SkipsMissingLedgersWhenAllowed) {
  WriteFlatLake(lake_, 100, 103);
  WriteFlatLake(lake_, 107, 108);
  options_.allow_gaps = true;
  EXPECT_EQ(Read(99, 110), "100 101 102 103 107 108");
  EXPECT_EQ(Read(104, 106), "");
  EXPECT_EQ(Read(104, 107), "107");
}

TEST_F(ArchiveSourceTest, FindsWhatIsBehindAHoleWiderThanAPageOfTheListing) {
  WriteFlatLake(lake_, 100, 101);
  WriteFlatLake(lake_, 1'000'000, 1'000'001);
  options_.allow_gaps = true;
  EXPECT_EQ(Read(100, 2'000'000), "100 101 1000000 1000001");
  options_.allow_gaps = false;
  EXPECT_NE(Read(100, 1'000'000).find("ledgers 102 to 999999 are missing"), std::string::npos);
  EXPECT_EQ(Extent(), "100-101 1000000-1000001, 4 objects");
}

TEST_F(ArchiveSourceTest, SeekRefusesARangeThatIsNotThere) {
  WriteFlatLake(lake_, 100, 103);
  WriteFlatLake(lake_, 107, 108);
  auto source = Open();
  EXPECT_THAT(source->Seek({99, 103}), IsError(Code::kNotFound));
  EXPECT_THAT(source->Seek({105, 108}), HasMessage("the next ledger there is 107"));
  EXPECT_THAT(source->Seek({109, 110}), IsError(Code::kNotFound));
  // An open-ended range may begin at a ledger that will come.
  EXPECT_THAT(source->Seek({109, std::nullopt}), IsOk());
}

TEST_F(ArchiveSourceTest, NamesBothObjectsOfADuplicate) {
  WriteFlatLake(lake_, 100, 110);
  WriteBatch(lake_, "FFFFFF96--105.xdr.zstd", 105, 105);
  const std::string read = Read(100, 110);
  EXPECT_NE(read.find("ledger 105 is in both FFFFFF96--105.xdr.zst and FFFFFF96--105.xdr.zstd"),
            read.npos)
      << read;
  EXPECT_THAT(Open()->Extent(), IsError(Code::kDataLoss));
}

TEST_F(ArchiveSourceTest, SeesOverlappingObjects) {
  WriteBatch(lake_, "FFFFFF9B--100-109.xdr.zst", 100, 109);
  WriteBatch(lake_, "FFFFFF96--105-114.xdr.zst", 105, 114);
  EXPECT_NE(Read(100, 114).find("ledger 105 is in both"), std::string::npos);
}

TEST_F(ArchiveSourceTest, RefusesNamesThatContradictThemselvesOrTheirPlace) {
  WriteFlatLake(lake_, 100, 103);
  WriteBatch(lake_, "FFFFFF9A--102.xdr.zst", 102, 102);
  EXPECT_THAT(TryOpen(), HasMessage("contradicts itself"));

  testing::TempFolder other;
  WriteBatch(other, "FFFFFF9B--100-199/FFFFFF9C--99.xdr.zst", 99, 99);
  auto store = LocalStore::Open(other.path().string()).value();
  EXPECT_THAT(OpenArchive(store, options_), HasMessage("outside of its partition"));
}

TEST_F(ArchiveSourceTest, HoldsNamesAgainstTheManifest) {
  WriteManifest(1, 64000);
  WriteFlatLake(lake_, 100, 103);
  WriteBatch(lake_, "FFFFFF9B--100-199/FFFFFF9C--99.xdr.zst", 99, 99);
  EXPECT_THAT(TryOpen(), HasMessage("the manifest describes"));
}

TEST_F(ArchiveSourceTest, RefusesOtherCompressions) {
  lake_.Write("FFFFFF9B--100.xdr.gz", "x");
  EXPECT_THAT(TryOpen(), HasMessage("compressed with gz"));
}

TEST_F(ArchiveSourceTest, LeavesFilesInTheMakingAlone) {
  WriteFlatLake(lake_, 100, 101);
  for (const char* name : {"FFFFFF9A--101.xdr.zst.tmp", "FFFFFF99--102.xdr.zst.part-7",
                           "FFFFFF9A--101.xdr.zst.sha256", "FFFFFF99--102.xdr.zstd_tmp"}) {
    lake_.Write(name, "half");
  }
  EXPECT_EQ(Read(100, 101), "100 101");
}

TEST_F(ArchiveSourceTest, RefusesAnObjectThatHoldsOtherLedgersThanItsName) {
  WriteFlatLake(lake_, 100, 101);
  WriteBatch(lake_, "FFFFFF99--102.xdr.zst", 103, 103);
  EXPECT_NE(Read(100, 102).find("holds ledger 103, its name promises ledger 102"),
            std::string::npos);
  WriteBatch(lake_, "FFFFFF98--103-106.xdr.zst", 103, 105);
  EXPECT_NE(Read(103, 106).find("ledger 106 is missing in it"), std::string::npos);
  lake_.Write("FFFFFF94--107.xdr.zst", "");
  EXPECT_NE(Read(107, 107).find("ledger 107 is missing in it"), std::string::npos);
}

TEST_F(ArchiveSourceTest, NamesTheDamagedLedgerItsObjectAndTheOffset) {
  WriteFlatLake(lake_, 100, 103);
  const std::string whole = ZstdFrame(TinyBatch(102, 102));
  lake_.Write("FFFFFF99--102.xdr.zst", whole.substr(0, 60));
  const std::string read = Read(100, 103);
  EXPECT_TRUE(read.starts_with("100 101 ")) << read;
  for (const char* part : {"ledger 102", "FFFFFF99--102.xdr.zst", "truncated", "offset 60"}) {
    EXPECT_NE(read.find(part), read.npos) << read;
  }
}

TEST_F(ArchiveSourceTest, TellsTheNetworkAndRefusesAnother) {
  WriteManifest(1, 1);
  WriteFlatLake(lake_, 100, 101);
  EXPECT_EQ(Open()->Extent()->network_passphrase, "Test");
  options_.network_passphrase = "Test";
  EXPECT_THAT(TryOpen(), IsOk());
  options_.network_passphrase = "Public Global Stellar Network ; September 2015";
  EXPECT_THAT(TryOpen(), IsError(Code::kInvalidArgument));
  EXPECT_THAT(TryOpen(), HasMessage("wrong network"));
}

TEST_F(ArchiveSourceTest, RefusesADamagedManifestAndAnEmptyFolder) {
  EXPECT_THAT(TryOpen(), IsError(Code::kNotFound));
  lake_.Write(".config.json", "{");
  EXPECT_THAT(TryOpen(), IsError(Code::kDataLoss));
}

TEST_F(ArchiveSourceTest, StartsOverAfterSeek) {
  WriteFlatLake(lake_, 100, 120);
  auto source = Open();
  EXPECT_EQ(ReadLedgers(*source, {100, 101}), "100 101");
  EXPECT_EQ(ReadLedgers(*source, {119, 120}), "119 120");
  EXPECT_EQ(ReadLedgers(*source, {100, 102}), "100 101 102");
}

TEST_F(ArchiveSourceTest, KeepsLedgersAliveAfterItsEnd) {
  WriteFlatLake(lake_, 100, 101);
  std::vector<RawLedger> kept;
  {
    auto source = Open();
    ASSERT_THAT(source->Seek({100, 101}), IsOk());
    for (int i = 0; i < 2; ++i) kept.push_back(*source->Next().value());
  }
  EXPECT_EQ(AsText(kept[0].xdr), testing::TinyLedger(100));
  EXPECT_EQ(AsText(kept[1].xdr), testing::TinyLedger(101));
}

TEST_F(ArchiveSourceTest, ReadsTheRealLake) {
  options_.allow_gaps = true;
  auto store = LocalStore::Open(testing::DataPath("ledgers/pubnet")).value();
  auto source = OpenArchive(store, options_).value();
  EXPECT_EQ(ReadLedgers(*source, {0, 60'000'000}),
            "6154623 16154623 26154623 36154623 46154623 53312000 58752000");
  EXPECT_EQ(source->Extent()->network_passphrase, "Public Global Stellar Network ; September 2015");
}

}  // namespace
}  // namespace lake
