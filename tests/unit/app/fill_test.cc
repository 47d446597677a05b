// Lakes whose tables came one after the other: `ingest`, `gaps` and `verify` ask of each table what
// it holds.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/child.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

constexpr const char* kTables[] = {"ledgers_row_v2", "trades_row_v1", "transactions_row_v2"};
constexpr const char* kAllTables = "ledgers_row_v2,trades_row_v1,transactions_row_v2";

class GrownLake : public ::testing::Test {
 protected:
  void SetUp() override {
    WriteLake(folder_.path() / "ledgers",
              testing::LedgerChain(testing::kTestPassphrase, 1000, 23).AddPayments(20),
              {.passphrase = std::string(testing::kTestPassphrase)});
  }
  ChildResult Run(std::vector<std::string> words, const char* lake = "lake") {
    words.insert(words.begin(), testing::Program());
    words.insert(words.end(), {"--lake", folder_.File(lake)});
    return RunChild(words);
  }
  ChildResult Ingest(const std::string& tables, const std::string& range,
                     const std::string& batch = "3", const char* lake = "lake") {
    std::vector<std::string> words{
        "ingest", folder_.File("ledgers"), "--range", range, "--batch-size", batch, "--network"};
    words.emplace_back(testing::kTestPassphrase);
    if (!tables.empty()) words.insert(words.end(), {"--tables", tables});
    ChildResult result = Run(words, lake);
    EXPECT_EQ(result.exit_status, 0) << result.err;
    return result;
  }
  json Gaps() { return json::parse(Run({"gaps", "--format", "json"}).out); }
  std::string Cell(const std::string& sql, const char* lake = "lake") {
    const ChildResult result = Run({"sql", "--format", "csv", sql}, lake);
    EXPECT_EQ(result.exit_status, 0) << result.err;
    return result.out;
  }
  // Proved against the source, and with the rows that one run over all of it writes.
  void ExpectWhole(const std::string& range) {
    const ChildResult verify = Run({"verify", "--source", folder_.File("ledgers")});
    EXPECT_EQ(verify.exit_status, 0) << verify.out << verify.err;
    EXPECT_EQ(Gaps()["complete"], true);
    Ingest(kAllTables, range, "50", "once");
    for (const char* table : kTables) {
      const std::string count = std::string("SELECT count(*) FROM ") + table;
      EXPECT_EQ(Cell(count), Cell(count, "once")) << table;
    }
  }

  testing::TempFolder folder_;
};

TEST_F(GrownLake, IsFilledWithWhatEachTableLacks) {
  Ingest("ledgers_row_v2", "1000:1004");
  Ingest("ledgers_row_v2,trades_row_v1", "1005:1009");
  const json gaps = Gaps();
  EXPECT_EQ(gaps["complete"], false);
  EXPECT_EQ(gaps["groups"][1]["tables"], json::parse(R"(["trades_row_v1"])"));
  EXPECT_EQ(gaps["groups"][1]["gaps"], json::parse("[[1000,1004]]"));
  const ChildResult all = Ingest(kAllTables, "1000:1009");
  EXPECT_THAT(all.out, HasSubstr("committed 1,000 … 1,009   10 ledgers"));
  EXPECT_THAT(Ingest(kAllTables, "1000:1009").out, HasSubstr("nothing to do"));
  ExpectWhole("1000:1009");
  EXPECT_EQ(Run({"verify", "--range", "1000:1009"}).exit_status, 0);
}

// The tables are those of the lake when none are named.
TEST_F(GrownLake, IsFilledWithoutNamingItsTables) {
  Ingest("ledgers_row_v2,transactions_row_v2", "1000:1005");
  Ingest("trades_row_v1", "1003:1008");
  Ingest("", "1000:1012");
  ExpectWhole("1000:1012");
}

TEST_F(GrownLake, HasItsGapsFilledTableByTable) {
  Ingest("ledgers_row_v2", "1000:1011", "5");
  Ingest("trades_row_v1", "1002:1004");
  Ingest("transactions_row_v2,trades_row_v1", "1007:1009", "2");
  const ChildResult gaps = Run({"gaps"});
  EXPECT_EQ(gaps.exit_status, 65);
  EXPECT_THAT(gaps.out, HasSubstr("no gaps    in ledgers_row_v2\n"));
  EXPECT_THAT(gaps.out, HasSubstr("gaps       in trades_row_v1: 6 ledgers\n"));
  EXPECT_THAT(gaps.out, HasSubstr("gaps       in transactions_row_v2: 9 ledgers\n"));
  const ChildResult fill = Run({"gaps", folder_.File("ledgers"), "--fill"});
  EXPECT_EQ(fill.exit_status, 0) << fill.err;
  EXPECT_THAT(fill.out, HasSubstr("9 ledgers"));
  ExpectWhole("1000:1011");
}

TEST_F(GrownLake, MayBeNarrow) {
  Ingest("ledgers_row_v2", "1000:1004");
  const ChildResult narrow =
      Run({"ingest", folder_.File("ledgers"), "--range", "1002:1006", "--network",
           std::string(testing::kTestPassphrase), "--tables", "transactions_row_v2", "--columns",
           "transactions_row_v2.ledger_sequence,transactions_row_v2.transaction_hash,"
           "transactions_row_v2.fee_charged"});
  ASSERT_EQ(narrow.exit_status, 0) << narrow.err;
  Ingest("", "1000:1009");
  const ChildResult verify = Run({"verify", "--source", folder_.File("ledgers")});
  EXPECT_EQ(verify.exit_status, 0) << verify.out << verify.err;
  EXPECT_THAT(verify.out, HasSubstr(", 10 ledgers extracted again"));
  EXPECT_EQ(
      Cell("SELECT count(*) AS rows, count(DISTINCT ledger_sequence) AS ledgers FROM "
           "transactions_row_v2"),
      Cell("SELECT count(*) AS rows, count(DISTINCT sequence) AS ledgers FROM ledgers_row_v2"));
  EXPECT_EQ(Gaps()["complete"], true);
}

}  // namespace
}  // namespace lake
