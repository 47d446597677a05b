// Real ledgers, cut and changed. The generated validation and the JSON view read by different
// descriptions of the same types, so they must agree about every damaged value.
#include <gtest/gtest.h>

#include "support/matchers.h"
#include "support/sample_ledgers.h"
#include "support/seeded_random.h"
#include "xdr/check.h"
#include "xdr/json.h"

namespace lake::xdr {
namespace {

using testing::HasMessage;
using testing::IsError;
using testing::IsOk;
using testing::SampleLedger;

void ExpectPrefixFails(const std::vector<std::uint8_t>& ledger, std::size_t size) {
  // A copy of that size, so that a read beyond it is seen by AddressSanitizer.
  const std::vector<std::uint8_t> prefix(ledger.begin(),
                                         ledger.begin() + static_cast<std::ptrdiff_t>(size));
  const Result<LedgerCloseMeta> decoded = Decode<LedgerCloseMeta>(prefix);
  ASSERT_THAT(decoded, IsError(Code::kDataLoss)) << size;
  ASSERT_THAT(decoded, HasMessage("offset ")) << size;
}

TEST(DamagedLedger, EveryPrefixIsAnErrorWithAnOffset) {
  const std::vector<std::uint8_t> ledger = SampleLedger(26154623);
  for (std::size_t size = 0; size < ledger.size(); ++size) {
    ASSERT_NO_FATAL_FAILURE(ExpectPrefixFails(ledger, size));
  }
  ASSERT_THAT(Decode<LedgerCloseMeta>(ledger), IsOk());
}

TEST(DamagedLedger, PrefixesOfASorobanLedgerAreErrorsToo) {
  constexpr std::size_t kStep = 1009;  // a prime, so that every place in a word is met
  const std::vector<std::uint8_t> ledger = SampleLedger(53312000);
  for (std::size_t size = 0; size < ledger.size(); size += kStep) {
    ASSERT_NO_FATAL_FAILURE(ExpectPrefixFails(ledger, size));
  }
}

TEST(DamagedLedger, ValidationAndJsonAgreeAboutRandomChanges) {
  constexpr int kRounds = 20'000;
  const std::vector<std::uint8_t> original = SampleLedger(16154623);
  testing::SeededRandom random(1);
  int valid = 0;
  std::string json;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::uint8_t> ledger = original;
    for (std::size_t flips = 1 + random.Below(3); flips > 0; --flips) {
      ledger[random.Below(ledger.size())] ^= static_cast<std::uint8_t>(1u << random.Below(8));
    }
    const Result<LedgerCloseMeta> decoded = Decode<LedgerCloseMeta>(ledger);
    json.clear();
    const Status shown = AppendJson(*FindType("LedgerCloseMeta"), ledger, json);
    ASSERT_EQ(decoded.ok(), shown.ok())
        << (decoded.ok() ? shown : decoded.status()).error().message;
    valid += decoded.ok();
  }
  EXPECT_GT(valid, kRounds / 10);
  EXPECT_LT(valid, kRounds);
}

TEST(DamagedLedger, ValidationAndJsonAgreeAboutRandomWords) {
  constexpr int kRounds = 2'000;
  const std::vector<std::uint8_t> original = SampleLedger(26154623);
  testing::SeededRandom random(2);
  std::string json;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<std::uint8_t> ledger = original;
    // Small numbers stand where counts, enums and discriminants are.
    const std::size_t word = random.Below(ledger.size() / 4) * 4;
    StoreU32(ledger.data() + word, static_cast<std::uint32_t>(random.Below(40)));
    json.clear();
    const Status shown = AppendJson(*FindType("LedgerCloseMeta"), ledger, json);
    ASSERT_EQ(Decode<LedgerCloseMeta>(ledger).ok(), shown.ok()) << word;
  }
}

}  // namespace
}  // namespace lake::xdr
