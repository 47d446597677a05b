#include "tables/operation_changes.h"

#include <gtest/gtest.h>

#include "support/ledger_builder.h"

namespace lake {
namespace {

using namespace testing;  // the builder's words
using Type = xdr::LedgerEntryChangeType;

// One operation's changes, decoded, with what they point into.
struct Decoded {
  explicit Decoded(const JsonList& changes) {
    LedgerChain chain(kTestPassphrase, 1000, 23);
    ledger = chain.Add(LedgerSpec().Add(Tx("alice").Op(Inflation()).Changes(changes)));
    const Status status = view.Decode(ledger.xdr, chain.network_id());
    EXPECT_TRUE(status.ok()) << status.error().message;
  }
  OperationChanges Collect(std::uint32_t entry_types = UINT32_MAX) {
    return sorted.Collect(view.changes(view.operations()[0].changes), entry_types, arena);
  }

  BuiltLedger ledger;
  LedgerView view;
  SortedChanges sorted;
  Arena arena;
};

TEST(SortedChanges, PairsImagesWithTheChangeBehindThem) {
  const Json alice = AccountEntry("alice");
  const Json data = ContractDataEntry(ContractAddress("c"), ScU32(1), ScU32(2));
  Decoded decoded({State(alice), Updated(alice), Restored(data), Updated(data)});
  const OperationChanges changes = decoded.Collect();
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].pre->type, Type::LEDGER_ENTRY_STATE);
  EXPECT_EQ(changes[0].post->type, Type::LEDGER_ENTRY_UPDATED);
  EXPECT_EQ(changes[1].type, Type::LEDGER_ENTRY_RESTORED);
  EXPECT_EQ(changes[1].pre, nullptr);
  EXPECT_EQ(changes[2].pre, changes[1].post);
}

TEST(SortedChanges, LeavesOutAPreImageThatIsNotThere) {
  const Json alice = AccountEntry("alice");
  const Json line = TrustLineEntry("alice", NativeAsset());
  Decoded decoded({Updated(alice), Created(alice), Removed(alice), State(line), Removed(alice)});
  const OperationChanges changes = decoded.Collect();
  ASSERT_EQ(changes.size(), 4u);
  for (const OperationChange& change : changes) EXPECT_EQ(change.pre, nullptr);
}

TEST(SortedChanges, OrdersByKeyAndKeepsTheOrderWithinAKey) {
  const Json one = AccountEntry("alice", {{"balance", 1}});
  const Json two = AccountEntry("alice", {{"balance", 2}});
  const Json line = TrustLineEntry("alice", CreditAsset("USD", "issuer"));
  Decoded decoded({Created(line), State(one), Updated(two), State(two), Updated(one)});
  const OperationChanges changes = decoded.Collect();
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].pre->entry().data().account().balance(), 1);
  EXPECT_EQ(changes[1].pre->entry().data().account().balance(), 2);
  EXPECT_EQ(changes[2].entry_type, xdr::LedgerEntryType::TRUSTLINE);
}

TEST(SortedChanges, TakesOnlyTheTypesThatWereAskedFor) {
  Decoded decoded(
      {Created(AccountEntry("alice")), Created(TrustLineEntry("alice", NativeAsset()))});
  const auto bit = std::uint32_t{1} << static_cast<int>(xdr::LedgerEntryType::TRUSTLINE);
  const OperationChanges changes = decoded.Collect(bit);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_TRUE(changes[0].created());
  EXPECT_EQ(decoded.Collect(0).size(), 0u);
}

}  // namespace
}  // namespace lake
