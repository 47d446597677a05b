#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "duckdb/database.h"
#include "support/child.h"
#include "support/matchers.h"
#include "support/places.h"
#include "tables/all.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

using nlohmann::json;

ChildResult RunSchema(std::vector<std::string> words) {
  words.insert(words.begin(), {testing::Program(), "schema"});
  return RunChild(words);
}

TEST(Schema, ListsEveryTableAndGroup) {
  std::string list = RunSchema({}).out;
  for (const Table* table : AllTables()) EXPECT_NE(list.find(table->spec->name), std::string::npos);
  for (const TableGroup& group : TableGroups()) EXPECT_NE(list.find(group.name), std::string::npos);
  EXPECT_EQ(RunSchema({"list"}).out, list);
  EXPECT_EQ(json::parse(RunSchema({"list", "--format", "json"}).out).size(),
            AllTables().size() + kMetaTables.size());
}

TEST(Schema, ShowsColumnsInEveryFormat) {
  std::string text = RunSchema({"show", "ledgers_row_v2"}).out;
  EXPECT_NE(text.find(" ledger_hash "), std::string::npos);
  EXPECT_NE(RunSchema({"show", "ledgers_row_v2", "--format", "md"}).out.find("| "),
            std::string::npos);
  json tables = json::parse(RunSchema({"show", "core", "--format", "json"}).out);
  EXPECT_EQ(tables.size(), 4u);
  EXPECT_EQ(tables[0]["columns"].size(), 24u);
}

TEST(Schema, TheDdlRuns) {
  auto database = Database::Open({});
  ASSERT_THAT(database, testing::IsOk());
  Connection connection = *Connection::Open(*database);
  std::string ddl = RunSchema({"ddl", "core"}).out;
  // Partitions are DuckLake's; a plain database has none.
  for (std::size_t at = ddl.find("ALTER TABLE"); at != std::string::npos;
       at = ddl.find("ALTER TABLE")) {
    ddl.erase(at, ddl.find('\n', at) - at);
  }
  EXPECT_THAT(connection.Execute(ddl), testing::IsOk());
  EXPECT_NE(RunSchema({"ddl", "--dialect", "postgres"}).out.find("PRIMARY KEY"), std::string::npos);
  EXPECT_EQ(json::parse(RunSchema({"ddl", "--format", "json"}).out).size(),
            AllTables().size() + kMetaTables.size());
}

// The runbooks send people to _meta_quality.
TEST(Schema, KnowsTheTablesThatDescribeTheOthers) {
  const std::string list = RunSchema({"list"}).out;
  for (const TableSpec* spec : kMetaTables) EXPECT_NE(list.find(spec->name), std::string::npos);
  EXPECT_NE(RunSchema({"show", "_meta_quality"}).out.find(" check_name "), std::string::npos);
  EXPECT_EQ(json::parse(RunSchema({"show", "meta", "--format", "json"}).out).size(),
            kMetaTables.size());
  const ChildResult both = RunSchema({"ddl", "_fence", "ledgers_row_v2"});
  EXPECT_NE(both.out.find("_fence"), std::string::npos);
  EXPECT_NE(both.out.find("ledgers_row_v2"), std::string::npos);
  EXPECT_EQ(both.out.find("_batches"), std::string::npos);
}

TEST(Schema, UnknownNamesAreAnsweredWithTheNearest) {
  EXPECT_NE(RunSchema({"shwo"}).err.find("did you mean \"show\""), std::string::npos);
  EXPECT_NE(RunSchema({"show", "ledgers_row_v1"}).err.find("ledgers_row_v2"), std::string::npos);
  EXPECT_EQ(RunSchema({"show"}).exit_status, 2);
  EXPECT_NE(RunSchema({"ddl", "--dialect", "postgre"}).err.find("did you mean \"postgres\""),
            std::string::npos);
}

}  // namespace
}  // namespace lake
