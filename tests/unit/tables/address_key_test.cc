// The numbers of addresses: of bytes and of their strkeys alike.
#include "tables/address_key.h"

#include <gtest/gtest.h>

#include "base/arena.h"
#include "stellar/strkey.h"
#include "support/names.h"

namespace lake::testing {
namespace {

TEST(AddressKey, OfStrkeysIsThatOfTheirBytes) {
  Arena arena;
  for (const char* name : {"alice", "bob", "carol", "dave", "erin", "frank"}) {
    const Hash256 bytes = NameHash(name);
    const std::int64_t key = AddressKey(bytes.data());
    EXPECT_GE(key, 0);
    EXPECT_EQ(AddressKeyOfStrkey(AccountText(arena, bytes.data())), key);
    EXPECT_EQ(AddressKeyOfStrkey(ContractText(arena, bytes.data())), key);
    EXPECT_EQ(AddressKeyOfStrkey(LiquidityPoolText(arena, bytes.data())), key);
    EXPECT_EQ(AddressKeyOfStrkey(ClaimableBalanceText(arena, bytes.data())), key);
    EXPECT_EQ(AddressKeyOfStrkey(MuxedText(arena, bytes.data(), 77)), key);
  }
}

TEST(AddressKey, SortsAsTheBytesDo) {
  std::array<std::uint8_t, 32> low{}, high{};
  high.fill(0xFF);
  EXPECT_EQ(AddressKey(low.data()), 0);
  EXPECT_EQ(AddressKey(high.data()), INT64_MAX);
  EXPECT_EQ(TransactionKey(high.data()), (std::int64_t{1} << 48) - 1);
  low[0] = 1;
  EXPECT_EQ(TransactionKey(low.data()), std::int64_t{1} << 40);
}

}  // namespace
}  // namespace lake::testing
