#include "source/bytes/framing.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "support/matchers.h"
#include "support/tiny_ledger.h"

namespace lake {
namespace {

using testing::IsError;

Framing Decided(std::string_view content) {
  const auto framing = DecideFraming(AsBytes(content.substr(0, kFramingHeadBytes)));
  EXPECT_THAT(framing, testing::IsOk());
  return framing.ok() ? *framing : Framing::kEmpty;
}

TEST(Framing, IsDecidedByContent) {
  const std::string ledger = testing::TinyLedger(4711);
  EXPECT_EQ(Decided(""), Framing::kEmpty);
  EXPECT_EQ(Decided(testing::RecordMarked(ledger)), Framing::kRecordMarks);
  EXPECT_EQ(Decided(testing::RecordMarked(ledger, 100)), Framing::kRecordMarks);
  EXPECT_EQ(Decided(testing::TinyBatch(4711, 4711)), Framing::kBatch);
  EXPECT_EQ(Decided(Base64(AsBytes(ledger))), Framing::kBase64Lines);
  for (const int version : {0, 1, 2}) {
    EXPECT_EQ(Decided(testing::TinyLedger(4711, version)), Framing::kBare);
  }
}

TEST(Framing, TellsBatchesOfTheFirstLedgersFromBareLedgers) {
  for (const std::uint32_t first : {0u, 1u, 2u, 3u}) {
    for (const std::uint32_t last : {first, first + 1, first + 63}) {
      EXPECT_EQ(Decided(testing::TinyBatch(first, last)), Framing::kBatch) << first << " " << last;
    }
  }
}

TEST(Framing, RefusesWhatHoldsNoLedgers) {
  EXPECT_THAT(DecideFraming(AsBytes("ustar archive of x")), IsError(Code::kDataLoss));
  EXPECT_THAT(DecideFraming(AsBytes("{\"ledger\": 1, \"x\"")), testing::HasMessage("not ledgers"));
  EXPECT_THAT(DecideFraming(AsBytes("short")), testing::HasMessage("truncated"));
}

TEST(BatchHead, HasToFitItsCount) {
  std::string batch = testing::TinyBatch(10, 12);
  EXPECT_EQ(ReadBatchHead(AsBytes(batch)).value().count, 3u);
  batch[11] = 2;
  EXPECT_THAT(ReadBatchHead(AsBytes(batch)), testing::HasMessage("10 to 12 but holds 2"));
  std::string all(12, '\xFF');
  EXPECT_THAT(ReadBatchHead(AsBytes(all)), IsError(Code::kDataLoss));
}

}  // namespace
}  // namespace lake
