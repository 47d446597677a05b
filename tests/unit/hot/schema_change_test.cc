// What a new migration is filled with.
#include "hot/schema_change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/tiny_table.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kTinySpec;

class TinyHotTable : public ::testing::Test {
 protected:
  // The change for a database that has the table like this.
  SchemaChange ChangeFrom(const TableShape& have) {
    return ChangeToRegistry({{{"extra", "tiny_things_row_v3"}, have}}, tables_);
  }

  const HotTable table_{&kTinySpec, "extra"};
  const std::vector<HotTable> tables_{table_};
  TableShape shape_ = WantedShape(table_);
};

TEST_F(TinyHotTable, IsNotChangedWhenItIsAsDeclared) {
  std::swap(shape_.columns[0], shape_.columns[1]);  // rows are written by name
  shape_.indexes.push_back({"somebodys_own", {"name"}});
  const SchemaChange change = ChangeFrom(shape_);
  EXPECT_THAT(change.up, IsEmpty());
  EXPECT_THAT(change.down, IsEmpty());
}

TEST_F(TinyHotTable, IsMadeWithItsIndexesWhenItIsMissing) {
  const SchemaChange change = ChangeToRegistry({{{"", "tiny_things_row_v3"}, {}}}, tables_);
  ASSERT_EQ(change.up.size(), 3u);
  EXPECT_TRUE(change.up[0].starts_with("CREATE UNLOGGED TABLE extra.\"tiny_things_row_v3\""));
  EXPECT_EQ(change.up[1],
            "CREATE INDEX \"idx_things_range\" ON extra.\"tiny_things_row_v3\" (\"ledger_range\")");
  EXPECT_THAT(change.down, ElementsAre("DROP TABLE extra.\"tiny_things_row_v3\""));
}

TEST_F(TinyHotTable, GetsAndLosesColumns) {
  std::erase_if(shape_.columns, [](const ColumnShape& c) { return c.name == "note"; });
  shape_.columns.push_back({"old", "integer", true});
  const SchemaChange change = ChangeFrom(shape_);
  EXPECT_THAT(change.up,
              ElementsAre("ALTER TABLE extra.\"tiny_things_row_v3\" DROP COLUMN \"old\"",
                          "ALTER TABLE extra.\"tiny_things_row_v3\" ADD COLUMN \"note\" text"));
  EXPECT_THAT(
      change.down,
      ElementsAre("ALTER TABLE extra.\"tiny_things_row_v3\" DROP COLUMN \"note\"",
                  "ALTER TABLE extra.\"tiny_things_row_v3\" ADD COLUMN \"old\" integer NOT NULL"));
}

TEST_F(TinyHotTable, GetsOtherTypesKeysAndSettings) {
  for (ColumnShape& column : shape_.columns) {
    if (column.name == "big") column = {"big", "integer", true};
  }
  shape_.primary_key = {"name"};
  shape_.primary_key_name = "by_name";
  shape_.fillfactor = 0;
  shape_.indexes[0].columns = {"name"};
  const std::string table = "extra.\"tiny_things_row_v3\"";
  const SchemaChange change = ChangeFrom(shape_);
  EXPECT_THAT(change.up,
              ElementsAre("ALTER TABLE " + table + " ALTER COLUMN \"big\" TYPE bigint",
                          "ALTER TABLE " + table + " ALTER COLUMN \"big\" DROP NOT NULL",
                          "ALTER TABLE " + table + " DROP CONSTRAINT \"by_name\"",
                          "ALTER TABLE " + table +
                              " ADD CONSTRAINT \"tiny_things_row_v3_pkey\" PRIMARY KEY "
                              "(\"ledger_sequence\", \"name\")",
                          "ALTER TABLE " + table + " SET (fillfactor = 90)",
                          "DROP INDEX \"extra\".\"idx_things_range\"",
                          "CREATE INDEX \"idx_things_range\" ON " + table + " (\"ledger_range\")"));
  ASSERT_EQ(change.down.size(), change.up.size());
  EXPECT_EQ(change.down.front(), "DROP INDEX \"extra\".\"idx_things_range\"");
  EXPECT_EQ(change.down.back(), "ALTER TABLE " + table + " ALTER COLUMN \"big\" TYPE integer");
}

TEST_F(TinyHotTable, BecomesTextWithSemicolons) {
  EXPECT_EQ(MigrationText(std::vector<std::string>{"A", "B"}), "A;\n\nB;\n");
  EXPECT_EQ(MigrationText({}), "");
}

}  // namespace
}  // namespace lake
