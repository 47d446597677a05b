#include "stellar/ledger_view.h"

#include <gtest/gtest.h>

#include "support/ledger_builder.h"
#include "support/matchers.h"

namespace lake::testing {
namespace {

Status DecodeWithCloseTime(std::int64_t unix_seconds) {
  LedgerChain chain(kTestPassphrase, 1000, 23);
  const BuiltLedger ledger = chain.Add(LedgerSpec().CloseTime(unix_seconds));
  LedgerView view;
  return view.Decode(ledger.xdr, chain.network_id());
}

TEST(LedgerView, RefusesACloseTimeThatIsNoDate) {
  EXPECT_TRUE(DecodeWithCloseTime(253'402'300'799).ok());  // the last second of the year 9999
  const Status status = DecodeWithCloseTime(253'402'300'800);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::kDataLoss);
  EXPECT_EQ(status.error().message, "ledgerHeader: close time 253402300800 is no date");
}

}  // namespace
}  // namespace lake::testing
