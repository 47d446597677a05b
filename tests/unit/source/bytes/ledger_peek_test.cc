#include "source/bytes/ledger_peek.h"

#include <gtest/gtest.h>

#include "support/matchers.h"
#include "support/temp_folder.h"
#include "support/tiny_ledger.h"

namespace lake {
namespace {

using testing::IsError;

TEST(LedgerPeek, ReadsTheHeaderOfEveryVersion) {
  for (const int version : {0, 1, 2}) {
    const std::string ledger = testing::TinyLedger(4711, version);
    const auto peek = PeekLedger(AsBytes(ledger));
    ASSERT_THAT(peek, testing::IsOk());
    EXPECT_EQ(peek->version, version);
    EXPECT_EQ(peek->sequence, 4711u);
    EXPECT_EQ(peek->protocol, 22u);
    EXPECT_EQ(peek->close_time, 1'700'004'711);
    EXPECT_EQ(peek->hash[7], 4711 & 0xFF);
    EXPECT_EQ(peek->previous_hash[7], 4710 & 0xFF);
  }
}

TEST(LedgerPeek, ReadsARealLedger) {
  const std::string ledger =
      testing::ReadFile(testing::DataPath("ledgers/files/ledger_58752000.bin"));
  const auto peek = PeekLedger(AsBytes(ledger));
  ASSERT_THAT(peek, testing::IsOk());
  EXPECT_EQ(peek->sequence, 58752000u);
  EXPECT_EQ(peek->version, 1);
}

TEST(LedgerPeek, RefusesUnknownVersionsAndShortHeaders) {
  std::string ledger = testing::TinyLedger(4711);
  for (std::size_t size = 0; size < 340; ++size) {
    EXPECT_THAT(PeekLedger(AsBytes(ledger).first(size)), IsError(Code::kDataLoss)) << size;
  }
  ledger[3] = 3;
  EXPECT_THAT(PeekLedger(AsBytes(ledger)), testing::HasMessage("version 3"));
}

}  // namespace
}  // namespace lake
