#include "verify/borders.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Hash256 HashOf(std::uint32_t sequence) {
  Hash256 hash{};
  hash[0] = static_cast<std::uint8_t>(sequence);
  return hash;
}

BatchRecord Batch(std::uint32_t first, std::uint32_t last, std::vector<std::string> tables) {
  return {"batch", {first, last, HashOf(first - 1), HashOf(last)}, std::move(tables), "writer", ""};
}

std::vector<std::string> FaultsOf(const std::vector<BatchRecord>& batches) {
  VerifyReport report;
  CheckBorders(batches, report);
  return report.faults;
}

TEST(Borders, OfBatchesThatChainHaveNoFaults) {
  EXPECT_THAT(FaultsOf({Batch(1, 4, {"a"}), Batch(2, 9, {"b"}), Batch(5, 9, {"a"})}), IsEmpty());
}

// Another table's batch stands between the two.
TEST(Borders, ShowALedgerThatATableHasTwice) {
  EXPECT_THAT(FaultsOf({Batch(1, 9, {"a"}), Batch(2, 3, {"b"}), Batch(5, 12, {"a", "c"})}),
              ElementsAre("ledgers 1..9 and 5..12 were committed twice"));
}

TEST(Borders, ShowALinkThatIsBrokenBehindAnotherBatch) {
  BatchRecord broken = Batch(5, 9, {"a"});
  broken.range.first_previous_hash = HashOf(77);
  EXPECT_THAT(FaultsOf({Batch(1, 4, {"a"}), Batch(2, 3, {"b"}), broken}),
              ElementsAre(HasSubstr("ledger 5 does not chain with ledger 4: ")));
  BatchRecord other = Batch(2, 4, {"b"});
  other.range.last_hash = HashOf(78);
  EXPECT_THAT(FaultsOf({Batch(1, 4, {"a"}), other}),
              ElementsAre(HasSubstr("do not agree on the hash of ledger 4: ")));
}

}  // namespace
}  // namespace lake
