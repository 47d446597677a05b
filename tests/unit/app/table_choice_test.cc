// The real program with --tables, --columns and --exclude: lakes and files that are narrower than
// the whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "support/child.h"
#include "support/places.h"
#include "support/temp_folder.h"
#include "tables/all.h"

namespace lake::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using Words = std::vector<std::string>;

class TableChoiceRun : public ::testing::Test {
 protected:
  ChildResult Run(Words words, const Words& more = {}) {
    words.insert(words.begin(), testing::Program());
    words.insert(words.end(), more.begin(), more.end());
    return RunChild(words);
  }
  ChildResult Ingest(const std::string& ledger, const Words& choice) {
    return Run({"ingest", source_, "--lake", lake_, "--range", ledger, "--progress", "none"},
               choice);
  }
  json Rows(const std::string& sql) {
    const ChildResult result = Run({"sql", "--lake", lake_, "--format", "json", sql});
    EXPECT_EQ(result.exit_status, 0) << result.err;
    return result.exit_status == 0 ? json::parse(result.out) : json();
  }
  std::set<std::string> TablesInLake() {
    std::set<std::string> names;
    for (const json& row : Rows("select table_name as t from duckdb_tables() where schema_name = "
                                "'bronze' and not starts_with(table_name, '_')")) {
      names.insert(row["t"]);
    }
    return names;
  }
  std::set<std::string> FilesIn(const std::string& folder) {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      names.insert(entry.path().stem());
    }
    return names;
  }

  TempFolder folder_;
  std::string lake_ = folder_.File("lake");
  const std::string source_ = DataPath("ledgers/pubnet");
};

class EveryGroup : public TableChoiceRun, public ::testing::WithParamInterface<const char*> {};
INSTANTIATE_TEST_SUITE_P(Group, EveryGroup,
                         ::testing::Values("core", "bronze", "effects_trades", "account_state",
                                           "soroban", "state", "extra", "index", "entries"),
                         [](const auto& group) { return std::string(group.param); });

TEST_P(EveryGroup, StandsForTheSameTablesInLakesAndFiles) {
  const std::string group = GetParam();
  std::set<std::string> expected;
  const TableSet tables = SelectTables(std::span(&group, 1)).value();
  for (const Table* table : tables) {
    expected.emplace(table->spec->name);
  }
  ASSERT_EQ(Ingest("53312000", {"--tables", group}).exit_status, 0);
  EXPECT_EQ(TablesInLake(), expected);
  const ChildResult extract = Run({"extract", source_, "--range", "53312000", "--tables", group,
                                   "--format", "csv", "--out", folder_.File("rows")});
  ASSERT_EQ(extract.exit_status, 0) << extract.err;
  EXPECT_EQ(FilesIn(folder_.File("rows")), expected);
  EXPECT_THAT(Run({"ingest", "--help"}).out, HasSubstr(group));
  EXPECT_THAT(Run({"schema", "list"}).out, HasSubstr("\n " + group));
}

TEST(TableGroups, HaveTheTablesTheyNameThemselvesFor) {
  const auto size = [](const std::string& name) {
    return SelectTables(std::span(&name, 1)).value().size();
  };
  EXPECT_EQ(size("core"), 4u);
  EXPECT_EQ(size("bronze"), 20u);
  EXPECT_EQ(size("effects_trades"), 2u);
  EXPECT_EQ(size("account_state"), 7u);
  EXPECT_EQ(size("soroban"), 7u);
  EXPECT_EQ(size("state"), 14u);  // 11 snapshots, 2 states, removals
  EXPECT_EQ(size("extra"), 5u);
  EXPECT_EQ(size("index"), 3u);
  EXPECT_EQ(size("entries"), 1u);
  EXPECT_EQ(TableGroups().size(), 9u);
}

TEST_F(TableChoiceRun, ANarrowLakeIsVerifiedRerunAndFilledAsItWasMade) {
  const Words narrow{"--tables", "ledgers_row_v2,effects_trades", "--exclude",
                     "details_json,trades_row_v1.price,ledgers_row_v2.evicted_keys_count"};
  const ChildResult ingest = Ingest("53312000", narrow);
  ASSERT_EQ(ingest.exit_status, 0) << ingest.err;
  EXPECT_EQ(TablesInLake(),
            (std::set<std::string>{"ledgers_row_v2", "effects_row_v1", "trades_row_v1"}));
  EXPECT_EQ(Rows("select count(*) as n from duckdb_columns() where table_name = "
                 "'effects_row_v1' and column_name <> 'details_json'")[0]["n"],
            24);

  const ChildResult again = Ingest("53312000", narrow);
  EXPECT_EQ(again.exit_status, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("nothing to do"));

  // Another choice of columns names both, whether it is wider, narrower or at the end.
  for (const Words& other : {Words{"--exclude", "ledgers_row_v2.evicted_keys_count"},
                             Words{"--exclude", "details_json,trades_row_v1.price"},
                             Words{"--exclude", narrow[3] + ",effects_row_v1.amount"}}) {
    Words words{"--tables", narrow[1]};
    words.insert(words.end(), other.begin(), other.end());
    const ChildResult refused = Ingest("58752000", words);
    EXPECT_EQ(refused.exit_status, 2) << other[1];
    EXPECT_THAT(refused.err, HasSubstr("the lake was made with other columns: it "));
    EXPECT_THAT(refused.err, HasSubstr("give the same --columns and --exclude again"));
  }
  EXPECT_EQ(Rows("select count(*) as n from ledgers_row_v2")[0]["n"], 1);

  const ChildResult fill = Run(
      {"gaps", source_, "--fill", "--lake", lake_, "--allow-gaps", "--range", "53312000:58752000"});
  ASSERT_EQ(fill.exit_status, 0) << fill.err;
  EXPECT_EQ(Rows("select count(*) as n from ledgers_row_v2")[0]["n"], 2);
  const ChildResult verify = Run({"verify", "--lake", lake_, "--source", source_});
  EXPECT_EQ(verify.exit_status, 0) << verify.out << verify.err;
  EXPECT_THAT(verify.out, HasSubstr("2 ledgers extracted again"));
}

// What verify follows from ledger to ledger may have been left out.
TEST_F(TableChoiceRun, ColumnsToKeepKeepTheKeysToo) {
  const Words narrow{"--tables", "core", "--columns", "ledgers_row_v2.closed_at,fee_charged"};
  ASSERT_EQ(Ingest("53312000", narrow).exit_status, 0);
  EXPECT_EQ(
      Rows("select string_agg(column_name, ' ' order by column_index) as c from "
           "duckdb_columns() where database_name = current_database() and schema_name = 'bronze' "
           "and not starts_with(table_name, '_') group by table_name "
           "order by table_name"),
      json::parse(R"([{"c": "sequence closed_at ledger_range"},
                            {"c": "account_id ledger_sequence ledger_range"},
                            {"c": "transaction_hash operation_index ledger_sequence ledger_range"},
                            {"c": "ledger_sequence transaction_hash fee_charged ledger_range"}])"));
  const ChildResult verify = Run({"verify", "--lake", lake_, "--source", source_});
  EXPECT_EQ(verify.exit_status, 0) << verify.out << verify.err;

  const ChildResult extract = Run(
      {"extract", source_, "--range", "53312000", "--format", "csv", "--out", folder_.File("rows")},
      narrow);
  ASSERT_EQ(extract.exit_status, 0) << extract.err;
  EXPECT_THAT(ReadFile(folder_.File("rows/ledgers_row_v2.csv")),
              ::testing::StartsWith("sequence,closed_at,ledger_range\r\n"));
}

TEST_F(TableChoiceRun, WhatIsCalledNothingIsNamed) {
  for (const Words& choice : {Words{"--tables", "sorobann"}, Words{"--columns", "fee_chargd"},
                              Words{"--exclude", "effects_row_v1.detials_json"}}) {
    const ChildResult result = Ingest("53312000", choice);
    EXPECT_EQ(result.exit_status, 2) << choice[1];
    EXPECT_THAT(result.err, HasSubstr("'" + choice[1] + "'"));
  }
  EXPECT_FALSE(std::filesystem::exists(lake_));
}

}  // namespace
}  // namespace lake::testing
