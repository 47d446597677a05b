#include "verify/quarantine.h"

#include <gmock/gmock.h>

#include "stellar/unknown_ledger.h"
#include "support/unknown_ledgers.h"
#include "unit/verify/verified_lake.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Ledger 1006 is of a newer kind and kept aside.
class VerifiedQuarantine : public VerifiedLake {
 protected:
  void SetUp() override {
    ledgers_ = ChainWithUnknown(10, 6, UnknownPart::kProtocol);
    Commit(1000, 1005, {kLedgersTable});
    const TableSet tables = SelectTables(std::vector<std::string>{kLedgersTable}).value();
    DuckLakeSink sink(SinkOptions(tables));
    ASSERT_THAT(sink.Open(), IsOk());
    const BuiltLedger& unknown = ledgers_[6];
    const auto header = ProveUnknown(unknown.xdr);
    ASSERT_THAT(header, IsOk());
    ASSERT_THAT(sink.Quarantine({*header, "too new", "chain:1006", unknown.xdr}), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
  }
  std::vector<std::string> Faults(const LedgerRange& range = {1000, 1009}) {
    EXPECT_THAT(CheckQuarantine(reading(), contents_.batches, range), IsOk());
    return report_.faults;
  }
};

TEST_F(VerifiedQuarantine, NamesWhatIsKeptAsideAndFindsNoFault) {
  Open();
  EXPECT_THAT(Faults(), IsEmpty());
  EXPECT_THAT(report_.quarantined, ElementsAre("too new"));
}

TEST_F(VerifiedQuarantine, LooksAtItsRangeOnly) {
  Open();
  EXPECT_THAT(Faults({1000, 1005}), IsEmpty());
  EXPECT_THAT(report_.quarantined, IsEmpty());
}

TEST_F(VerifiedQuarantine, ShowsALedgerThatIsNotWhatItsHeaderProves) {
  Execute("UPDATE _quarantine SET ledger_xdr = substr(ledger_xdr, 5)");
  Open();
  EXPECT_THAT(Faults(),
              ElementsAre(HasSubstr("_quarantine holds something else than ledger 1006")));
}

TEST_F(VerifiedQuarantine, ShowsALedgerThatABatchHoldsToo) {
  Open();
  BatchRecord over = contents_.batches.back();
  over.batch_id = "over";
  over.range.first = over.range.last = 1006;
  over.range.first_previous_hash = contents_.batches.back().range.last_hash;
  over.range.last_hash = ledgers_[6].hash;
  contents_.batches.push_back(over);
  EXPECT_THAT(Faults(), ElementsAre("ledger 1006 is kept aside, and batch over holds it"));
}

TEST_F(VerifiedQuarantine, ShowsALedgerThatDoesNotChainWithTheBatchBeforeIt) {
  Open();
  contents_.batches.back().range.last_hash[0] ^= 1;
  EXPECT_THAT(Faults(), ElementsAre(HasSubstr("do not chain with")));
}

}  // namespace
}  // namespace lake::testing
