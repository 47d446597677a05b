// Lakes whose batches were written with different columns are proved batch by batch with the
// columns of each, by the version that brought them and by those before it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "ingest/pipeline.h"
#include "sink/ducklake_sink.h"
#include "support/chain_source.h"
#include "support/grown_tables.h"
#include "support/lake_probe.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/temp_folder.h"
#include "tables/all.h"
#include "verify/verification.h"

namespace lake {
namespace {

using ::testing::Contains;
using testing::GrownTables;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::LakeProbe;
using testing::TinyTables;
using testing::TwiceGrownTables;

class VerifySchemas : public ::testing::Test {
 protected:
  DuckLakeSinkOptions SinkOptions(const TableSet& tables) const {
    return {.writer = {.lake = lake_},
            .tables = tables,
            .origin = {.network = "network",
                       .source = "a folder",
                       .pipeline_version = "1.2.3",
                       .processor_name = "stellarlake",
                       .writer = "",
                       .era = {}}};
  }
  // What a version with these tables says of the lake.
  VerifyReport Verified(const TableSet& known, LedgerSource* source = nullptr,
                        const Network* network = nullptr) const {
    const VerifyScope scope{.names = {}, .tables = {}, .range = {}, .known = known};
    LakeOptions options = lake_;
    options.read_only = true;
    auto lake = Lake::Open(options);
    EXPECT_THAT(lake, IsOk());
    Verification verification(**lake, scope, SystemClock(), [](const std::string&) {}, {});
    EXPECT_THAT(verification.CheckLake(), IsOk());
    if (source == nullptr) return verification.report();
    const ExtractionOptions extraction{.workers = 2};
    EXPECT_THAT(verification.CompareWith({*source, *network, extraction}), IsOk());
    return verification.report();
  }

  testing::TempFolder folder_;
  const LakeOptions lake_{.location = folder_.File("lake")};
};

class VerifyGrownLake : public VerifySchemas {
 protected:
  void Write(const TableSet& tables, std::uint32_t first, std::uint32_t last) const {
    DuckLakeSink sink(SinkOptions(tables));
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(testing::MakeTinyBatch(first, last, 10, tables), {}), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
  }
  // Batches of three versions, the oldest of which has one behind the others too.
  void SetUp() override {
    Write(TinyTables(), 100, 104);
    Write(TinyTables(), 200, 204);
    Write(GrownTables(), 105, 109);
    Write(TwiceGrownTables(), 110, 114);
  }
  void Tamper(const std::string& sql) const { LakeProbe(lake_).Execute(sql); }
};

TEST_F(VerifyGrownLake, IsCleanForEveryVersion) {
  for (const TableSet* known : {&TinyTables(), &GrownTables(), &TwiceGrownTables()}) {
    const VerifyReport report = Verified(*known);
    EXPECT_THAT(report.faults, IsEmpty());
    EXPECT_EQ(report.batches, 4u);
    EXPECT_EQ(report.ledgers, 20u);
    EXPECT_EQ(report.tables, known == &TinyTables() ? 2u : 3u);
  }
}

TEST_F(VerifyGrownLake, ShowsAChangedValueOfAnOldBatchAndOfANewColumn) {
  Tamper("UPDATE tiny_things_row_v3 SET flag = NOT flag WHERE ledger_sequence = 202");
  Tamper("UPDATE tiny_things_row_v3 SET later_small = 77 WHERE ledger_sequence = 112");
  for (const TableSet* known : {&TinyTables(), &TwiceGrownTables()}) {
    EXPECT_THAT(Verified(*known).faults,
                ::testing::UnorderedElementsAre(
                    HasSubstr("tiny_things_row_v3, ledgers 200..204: rows hash to"),
                    HasSubstr("tiny_things_row_v3, ledgers 110..114: rows hash to")));
  }
}

TEST_F(VerifyGrownLake, ShowsRowsThatNoBatchWroteOnce) {
  Tamper(
      "INSERT INTO tiny_things_row_v3 SELECT * REPLACE (150 AS ledger_sequence) FROM "
      "tiny_things_row_v3 WHERE ledger_sequence = 100");
  EXPECT_THAT(Verified(GrownTables()).faults,
              ::testing::ElementsAre("tiny_things_row_v3, ledger 150: 10 rows that no batch "
                                     "wrote"));
}

TEST_F(VerifyGrownLake, ShowsASchemaThatIsNotWhatItsHashSays) {
  Tamper("UPDATE _meta_schemas SET column_name = 'other' WHERE column_name = 'later_small'");
  EXPECT_THAT(Verified(GrownTables()).faults,
              Contains(HasSubstr("_meta_schemas has other columns for core.tiny_things_row_v3")));
  Tamper("DELETE FROM _meta_schemas WHERE dataset = 'core.tiny_others_row_v1'");
  EXPECT_THAT(Verified(GrownTables()).faults,
              Contains(HasSubstr("_meta_schemas lacks the schema ")));
}

TEST_F(VerifyGrownLake, NamesATypeThatItDoesNotKnow) {
  Tamper("UPDATE _meta_schemas SET column_type = 'HUGEINT' WHERE column_name = 'later_small'");
  const VerifyReport report = Verified(GrownTables());
  EXPECT_THAT(
      report.faults,
      ::testing::ElementsAre(HasSubstr(
          "tiny_things_row_v3, ledgers 110..114: cannot be read: column later_small has the "
          "type HUGEINT, which this version does not know")));
}

// Two columns of the transactions as if they had come later.
class VerifyGrownTransactions : public VerifySchemas {
 protected:
  VerifyGrownTransactions() {
    for (const ColumnSpec& column : kTransactions.spec->columns) {
      const bool later = column.name == "account_sequence" || column.name == "memo_type";
      (later ? later_ : first_).push_back(column);
    }
    for (ColumnSpec& column : later_) column.since = 1;
    all_ = first_;
    all_.insert(all_.end(), later_.begin(), later_.end());
    old_spec_.columns = first_;
    now_spec_.columns = all_;
  }
  void Ingest(const TableSet& tables, std::uint32_t first, std::uint32_t last) {
    testing::ChainSource source(ledgers_);
    DuckLakeSink sink(SinkOptions(tables));
    IngestOptions options;
    options.range = {first, last};
    options.extraction.workers = 2;
    options.flush.ledgers = 2;
    IngestObserver observer;
    Pipeline pipeline({source, sink, tables, network_, SystemClock()}, options, observer);
    ASSERT_THAT(pipeline.Run({}), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
  }

  const Network network_ = NetworkOfPassphrase(testing::kTestPassphrase);
  const std::vector<testing::BuiltLedger> ledgers_ =
      testing::LedgerChain(testing::kTestPassphrase, 1000, 22).AddPayments(12);
  std::vector<ColumnSpec> first_, later_, all_;
  TableSpec old_spec_ = *kTransactions.spec;
  TableSpec now_spec_ = *kTransactions.spec;
  const Table old_table_{.spec = &old_spec_, .extractor = kTransactions.extractor};
  const Table now_table_{.spec = &now_spec_, .extractor = kTransactions.extractor};
  const TableSet old_set_{&kLedgers, &old_table_};
  const TableSet now_set_{&kLedgers, &now_table_};
};

TEST_F(VerifyGrownTransactions, AgreeWithTheSourceInEveryBatch) {
  ASSERT_EQ(later_.size(), 2u);
  Ingest(old_set_, 1000, 1003);
  Ingest(old_set_, 1008, 1009);
  Ingest(now_set_, 1004, 1007);
  Ingest(now_set_, 1010, 1011);
  EXPECT_EQ(LakeProbe(lake_).Cell("SELECT count(*) > count(account_sequence), "
                                  "count(account_sequence) FROM transactions_row_v2"),
            "true|6");
  for (const TableSet* known : {&old_set_, &now_set_}) {
    testing::ChainSource source(ledgers_);
    const VerifyReport report = Verified(*known, &source, &network_);
    EXPECT_THAT(report.faults, IsEmpty());
    EXPECT_EQ(report.ledgers_compared, 12u);
  }
  LakeProbe(lake_).Execute(
      "UPDATE transactions_row_v2 SET account_sequence = 5 WHERE ledger_sequence = 1005");
  testing::ChainSource source(ledgers_);
  EXPECT_THAT(Verified(now_set_, &source, &network_).faults,
              Contains(HasSubstr("transactions_row_v2, ledger 1005: the lake has")));
}

}  // namespace
}  // namespace lake
