// What a file of a derived table may say, and that all files of ours are right.
#include "silver/silver_table.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "duckdb/database.h"
#include "functions/functions.h"
#include "silver/silver_ddl.h"
#include "silver/silver_inputs.h"
#include "silver/silver_meta.h"
#include "silver/silver_schema.h"
#include "silver/silver_tables.h"
#include "silver/state_step.h"
#include "silver/state_words.h"
#include "stellar/network.h"
#include "support/matchers.h"
#include "table/ddl.h"
#include "tables/all.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;

std::string File(std::string_view head, std::string_view select = "SELECT 1 AS a") {
  return fmt::format("/*---\n{}---*/\n{};\n", head, select);
}
constexpr std::string_view kHead =
    "doc: One row per thing.\nkey: [ledger_sequence, a]\ninputs: [ledgers_row_v2]\ncolumns:\n- "
    "{use: "
    "ledger}\n- {name: a, type: BIGINT, unit: stroops, nullable: true, doc: How much.}\n";

std::string Message(std::string_view file, std::string_view text) {
  const auto table = ParseSilverTable(file, text);
  return table.ok() ? "" : table.error().message;
}

TEST(SilverTableTest, IsReadFromItsFile) {
  const auto table = ParseSilverTable("row/things_row_v1.sql", File(kHead));
  ASSERT_THAT(table, IsOk());
  EXPECT_EQ(table->name, "things_row_v1");
  EXPECT_EQ(table->kind, SilverKind::kRow);
  EXPECT_THAT(table->key, ElementsAre("ledger_sequence", "a"));
  ASSERT_EQ(table->columns.size(), 4u);
  EXPECT_EQ(table->columns[3].unit, "stroops");
  EXPECT_TRUE(table->columns[3].nullable);
  EXPECT_EQ(table->select, "SELECT 1 AS a");
}

TEST(SilverTableTest, TakesColumnsOfBronzeAsTheyAre) {
  const auto table = ParseSilverTable(
      "row/t.sql", File("doc: D.\nkey: [type]\ncolumns:\n- {include: operations_row_v2, columns: "
                        "[type, asset]}\n"));
  ASSERT_THAT(table, IsOk());
  ASSERT_EQ(table->columns.size(), 2u);
  EXPECT_EQ(table->columns[0].type, "INTEGER");
  EXPECT_TRUE(table->columns[1].nullable);
}

TEST(SilverTableTest, SaysWhatIsWrong) {
  EXPECT_THAT(Message("odd/t.sql", File(kHead)), HasSubstr("odd/t.sql: its folder is odd"));
  EXPECT_THAT(Message("row/t.sql", "SELECT 1"), HasSubstr("does not begin with a head"));
  EXPECT_THAT(Message("row/t.sql", File("doc: [\n")), HasSubstr("its head is not read"));
  EXPECT_THAT(Message("row/t.sql", File("doc: D.\nkey: [b]\ncolumns:\n- {use: ledger}\n")),
              HasSubstr("key column b is not declared"));
  EXPECT_THAT(Message("row/t.sql",
                      File("doc: D.\nkey: [a]\ncolumns:\n- {name: a, type: BIGINT, doc: no}\n")),
              HasSubstr("its doc is no sentence"));
  EXPECT_THAT(Message("row/t.sql", File("doc: D.\ncolumns:\n- {include: nothing_v1}\n")),
              HasSubstr("there is no table nothing_v1"));
  EXPECT_THAT(Message("row/t.sql", File(kHead, "")), HasSubstr("it has no SELECT"));
}

SilverTable Reading(std::string name, std::vector<std::string> inputs) {
  return {
      .name = std::move(name), .kind = SilverKind::kRow, .doc = {}, .inputs = std::move(inputs)};
}

TEST(SilverOrder, PutsWhatIsReadFirst) {
  const auto ordered = InOrder({Reading("c", {"b", "ledgers_row_v2"}), Reading("a", {}),
                                Reading("b", {"a_changes", "previous_ledger"})});
  ASSERT_THAT(ordered, IsOk());
  EXPECT_EQ((*ordered)[0].name, "a");
  EXPECT_EQ((*ordered)[2].name, "c");
}

TEST(SilverOrder, RefusesCirclesAndStrangers) {
  EXPECT_THAT(InOrder({Reading("a", {"b"}), Reading("b", {"a"})}), IsError(Code::kInvalidArgument));
  EXPECT_THAT(InOrder({Reading("a", {"nothing_v1"})}), IsError(Code::kInvalidArgument));
}

// What the SELECT of a state gives beside its columns.
const std::map<std::string, std::string> kOfEvents{{"ledger_sequence", "BIGINT"},
                                                   {"closed_at", "TIMESTAMP"},
                                                   {"end_reason", "VARCHAR"},
                                                   {"change", "VARCHAR"}};

// Every SELECT, over bronze without rows: it gives exactly what its head declares.
class SilverFiles : public ::testing::Test {
 protected:
  SilverFiles() {
    EXPECT_THAT(RegisterFunctions(connection_, ParseNetwork("pubnet").value().id), IsOk());
    EXPECT_THAT(connection_.Execute("CREATE SCHEMA bronze"), IsOk());
    for (const Table* table : AllTables()) {
      EXPECT_THAT(connection_.Execute(CreateTableSql(*table->spec, {.parent = "bronze"})), IsOk());
    }
    EXPECT_THAT(CopyInputs(connection_, "bronze", SilverTables(), {5, 9}), IsOk());
    EXPECT_THAT(connection_.Execute("CREATE SCHEMA silver"), IsOk());
    EXPECT_THAT(connection_.Execute(CreateTableSql(kSilverSegments, {.parent = "silver"})), IsOk());
    MakeView(RootsView("silver").value());
    for (const SilverTable& table : SilverTables()) {
      if (table.kind == SilverKind::kState) MakeState(table);
    }
  }
  void MakeView(const NamedView& view) {
    EXPECT_THAT(
        connection_.Execute(fmt::format("CREATE VIEW silver.{} AS {}", view.name, view.select)),
        IsOk())
        << view.name;
  }
  void MakeState(const SilverTable& state) {
    for (const StoredTable& stored : StateTables(state)) {
      for (const std::string& statement : CreateStatements(stored, "silver")) {
        EXPECT_THAT(connection_.Execute(statement), IsOk()) << statement;
      }
    }
    const std::vector<NamedView> views = StateViews(state, "silver").value();
    for (const NamedView& view : views) MakeView(view);
  }
  // So that those that read it find it.
  Status Make(const SilverTable& table) {
    if (table.kind == SilverKind::kState) {
      return EvaluateState(connection_, table,
                           {.schema = "silver",
                            .segment = 1,
                            .members = {1},
                            .commit = 1,
                            .complete = false,
                            .filled = {{OpenTable(table), 1}, {DeltaTable(table), 1}}});
    }
    return connection_.Execute(
        fmt::format("CREATE OR REPLACE TEMP TABLE {} AS {}", table.name, table.select));
  }
  // Made as in a lake, where it finds what it reads by the names of its own schema.
  void MakeViewOf(const SilverTable& table) {
    EXPECT_THAT(connection_.Execute("USE silver"), IsOk());
    MakeView({table.name, ViewSql(table, "bronze")});
    EXPECT_THAT(connection_.Execute("USE main"), IsOk());
  }
  // name -> type of what the SELECT gives.
  std::map<std::string, std::string> Given(const SilverTable& table) {
    std::map<std::string, std::string> given;
    auto rows = connection_.Query(
        fmt::format("SELECT column_name, column_type FROM (DESCRIBE {})",
                    table.kind == SilverKind::kView ? "FROM silver." + table.name : table.select));
    EXPECT_THAT(rows, IsOk()) << table.name;
    if (!rows.ok()) return given;
    EXPECT_THAT(ForEachRow(*rows,
                           [&](std::size_t row) -> Status {
                             given[std::string(rows->Text(0, row))] = rows->Text(1, row);
                             return {};
                           }),
                IsOk());
    return given;
  }

  std::shared_ptr<Database> database_ = Database::Open({.threads = 2}).value();
  Connection connection_ = Connection::Open(database_).value();
};

TEST_F(SilverFiles, GiveTheColumnsThatTheyDeclare) {
  EXPECT_FALSE(SilverTables().empty());
  for (const SilverTable& table : SilverTables()) {
    std::map<std::string, std::string> declared;
    if (table.kind == SilverKind::kState) declared = kOfEvents;
    for (const SilverColumn& column : table.columns) declared[column.name] = column.type;
    if (table.kind == SilverKind::kView) MakeViewOf(table);
    EXPECT_EQ(Given(table), declared) << table.name;
    if (table.kind != SilverKind::kView) {
      ASSERT_THAT(Make(table), IsOk()) << table.name;
    }
    if (table.kind == SilverKind::kAgg) {
      MakeView({table.name, "FROM temp.main." + table.name});
    }
  }
}

}  // namespace
}  // namespace lake
