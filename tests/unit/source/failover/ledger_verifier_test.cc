#include "source/failover/ledger_verifier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source/open/open.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/sample_ledgers.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;
using testing::IsOk;

// Ledger 53312000 of the public network.
class LedgerVerifierTest : public ::testing::Test {
 protected:
  LedgerVerifierTest() {
    auto source = OpenSource(testing::SourcePath("tests/data/ledgers/pubnet"), {});
    CHECK(source.ok() && (*source)->Seek({53'312'000, 53'312'000}).ok());
    auto ledger = (*source)->Next();
    CHECK(ledger.ok() && ledger->has_value());
    ledger_ = **ledger;
    bytes_.assign(ledger_.xdr.begin(), ledger_.xdr.end());
  }
  Status VerifyBytes(LedgerVerifier& verifier) const {
    RawLedger ledger{ledger_.sequence, bytes_, ledger_.owner, ""};
    return verifier.Verify(ledger);
  }

  RawLedger ledger_;
  std::vector<std::uint8_t> bytes_;
};

TEST_F(LedgerVerifierTest, AcceptsARealLedgerAndFindsItsNetwork) {
  LedgerVerifier verifier("", VerifyLevel::kStrict);
  EXPECT_THAT(verifier.Verify(ledger_), IsOk());
  ASSERT_NE(ledger_.proved, nullptr);
  EXPECT_EQ(ledger_.proved->view.sequence(), 53'312'000);
  const Hash256 pubnet = NetworkOfPassphrase(testing::kPublicPassphrase).id;
  EXPECT_TRUE(ledger_.proved->Covers(pubnet, VerifyLevel::kStrict));
  EXPECT_TRUE(ledger_.proved->Covers(pubnet, VerifyLevel::kHeader));
  EXPECT_FALSE(ledger_.proved->Covers(Hash256{}, VerifyLevel::kHeader));
}

TEST_F(LedgerVerifierTest, WhatWasProvedLessIsToBeProvedAgain) {
  LedgerVerifier verifier("", VerifyLevel::kHeader);
  EXPECT_THAT(verifier.Verify(ledger_), IsOk());
  EXPECT_FALSE(ledger_.proved->Covers(ledger_.proved->network_id, VerifyLevel::kStrict));
}

TEST_F(LedgerVerifierTest, RefusesItOnAnotherNetwork) {
  LedgerVerifier verifier("Test SDF Network ; September 2015", VerifyLevel::kStrict);
  EXPECT_THAT(verifier.Verify(ledger_), IsError(Code::kDataLoss));
}

TEST_F(LedgerVerifierTest, RefusesEveryChangedByteOfTheHeaderAndWorksOn) {
  LedgerVerifier verifier("", VerifyLevel::kStrict);
  // V1 with a fee in its extension (20 bytes), then the hash of the header and the header. The fee
  // itself is in no hash.
  for (std::size_t at = 20; at < 20 + 32 + 200; at += 7) {
    bytes_[at] ^= 1;
    EXPECT_THAT(VerifyBytes(verifier), IsError(Code::kDataLoss)) << at;
    bytes_[at] ^= 1;
  }
  EXPECT_THAT(VerifyBytes(verifier), IsOk());
}

TEST_F(LedgerVerifierTest, RefusesALedgerUnderAnotherSequence) {
  LedgerVerifier verifier("", VerifyLevel::kStrict);
  ledger_.sequence += 1;
  EXPECT_THAT(verifier.Verify(ledger_), HasMessage("it is ledger 53312000 inside"));
}

TEST_F(LedgerVerifierTest, OffAcceptsAnything) {
  LedgerVerifier verifier("", VerifyLevel::kOff);
  bytes_.resize(3);
  EXPECT_THAT(VerifyBytes(verifier), IsOk());
}

}  // namespace
}  // namespace lake
