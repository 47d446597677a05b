// Which lakes a version can write to that has other columns than they have.
#include "sink/table_growth.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/grown_tables.h"
#include "support/matchers.h"
#include "table/dataset_name.h"
#include "table/ddl.h"
#include "table/schema_hash.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using testing::HasMessage;
using ::testing::IsEmpty;
using testing::IsError;
using testing::IsOk;

// The shape of a lake as a version with these tables leaves it.
LakeShape ShapeOf(const TableSet& tables) {
  LakeShape shape;
  const auto add = [&shape](const TableSpec& spec) {
    for (const ColumnSpec& column : spec.columns) {
      shape.tables[std::string(spec.name)].push_back(
          {std::string(column.name), std::string(SqlTypeName(column.type, SqlDialect::kDuckDb)),
           column.nullable});
    }
  };
  for (const TableSpec* spec : kMetaTables) add(*spec);
  for (const Table* table : tables) {
    add(*table->spec);
    shape.datasets[std::string(DatasetName(*table->spec))] = {SchemaHash(*table->spec),
                                                              MinorVersion(*table->spec)};
  }
  return shape;
}

std::vector<LakeColumn>& Things(LakeShape& shape) { return shape.tables["tiny_things_row_v3"]; }

Result<std::vector<TableChange>> Plan(const LakeShape& shape, const TableSet& tables) {
  const DuckLakeSinkOptions options{.writer = {.lake = {}}, .tables = tables, .origin = {}};
  return PlanGrowth(shape, "\"lake\".\"bronze\"", options);
}

std::vector<std::string> Descriptions(const Result<std::vector<TableChange>>& changes) {
  EXPECT_THAT(changes, IsOk());
  std::vector<std::string> out;
  if (!changes.ok()) return out;
  for (const TableChange& change : *changes) {
    out.push_back(fmt::format("{}: {}", change.spec->name, change.description));
  }
  return out;
}

TEST(TableGrowth, ChangesNothingWhereAllIsAsItShouldBe) {
  EXPECT_THAT(Descriptions(Plan(ShapeOf(testing::TinyTables()), testing::TinyTables())), IsEmpty());
  EXPECT_THAT(Descriptions(Plan(LakeShape(), testing::TinyTables())), IsEmpty());
}

TEST(TableGrowth, AddsColumnsThatCameLaterInTheirOrder) {
  const LakeShape old = ShapeOf(testing::TinyTables());
  EXPECT_THAT(Descriptions(Plan(old, testing::GrownTables())),
              ElementsAre("tiny_things_row_v3: add column later_number BIGINT",
                          "tiny_things_row_v3: add column later_note VARCHAR"));
  EXPECT_THAT(Descriptions(Plan(old, testing::TwiceGrownTables())),
              ElementsAre("tiny_things_row_v3: add column later_number BIGINT",
                          "tiny_things_row_v3: add column later_note VARCHAR",
                          "tiny_things_row_v3: add column later_small INTEGER"));
  const auto changes = Plan(ShapeOf(testing::GrownTables()), testing::TwiceGrownTables());
  EXPECT_THAT(Descriptions(changes),
              ElementsAre("tiny_things_row_v3: add column later_small INTEGER"));
  EXPECT_EQ(changes->front().sql,
            "ALTER TABLE \"lake\".\"bronze\".\"tiny_things_row_v3\" ADD COLUMN \"later_small\" "
            "INTEGER");
  EXPECT_EQ(changes->front().rollback_sql,
            "ALTER TABLE \"lake\".\"bronze\".\"tiny_things_row_v3\" DROP COLUMN \"later_small\"");
}

TEST(TableGrowth, WidensMetadataTablesOfOlderVersions) {
  LakeShape old = ShapeOf(testing::TinyTables());
  old.tables["_meta_lineage"].pop_back();
  old.tables.erase("_meta_schemas");
  EXPECT_THAT(Descriptions(Plan(old, testing::TinyTables())),
              ElementsAre("_meta_lineage: add column schema_hash VARCHAR"));
}

// A run that leaves out what the lake has, or does not what the lake lacks, is another run.
TEST(TableGrowth, KeepsANarrowLakeAsNarrowAsItWasMade) {
  LakeShape narrow = ShapeOf(testing::TinyTables());
  std::erase_if(Things(narrow), [](const LakeColumn& column) { return column.name == "flag"; });
  EXPECT_THAT(Plan(narrow, testing::TinyTables()),
              HasMessage("table tiny_things_row_v3: the lake was made with other columns: it lacks "
                         "flag; give the same --columns and --exclude again, or another lake"));
  EXPECT_THAT(Plan(narrow, testing::GrownTables()), HasMessage("it lacks flag; give the same"));
  // The version that wrote it last knew later_note and left it out.
  LakeShape chosen = ShapeOf(testing::GrownTables());
  Things(chosen).pop_back();
  EXPECT_THAT(Plan(chosen, testing::GrownTables()), HasMessage("it lacks later_note; give"));
}

TEST(TableGrowth, NarrowTablesGrowToo) {
  LakeShape narrow = ShapeOf(testing::TinyTables());
  const auto is_flag = [](const auto& column) { return column.name == "flag"; };
  std::erase_if(Things(narrow), is_flag);
  std::vector<ColumnSpec> columns(testing::GrownTables()[0]->spec->columns.begin(),
                                  testing::GrownTables()[0]->spec->columns.end());
  std::erase_if(columns, is_flag);
  TableSpec spec = *testing::GrownTables()[0]->spec;
  spec.columns = columns;
  const Table table{.spec = &spec, .extractor = {}};
  EXPECT_THAT(Descriptions(Plan(narrow, {&table})),
              ElementsAre("tiny_things_row_v3: add column later_number BIGINT",
                          "tiny_things_row_v3: add column later_note VARCHAR"));
}

TEST(TableGrowth, RefusesALakeThatANewerVersionHasWidened) {
  const auto refused = Plan(ShapeOf(testing::TwiceGrownTables()), testing::GrownTables());
  EXPECT_THAT(refused, IsError(Code::kInvalidArgument));
  EXPECT_THAT(refused,
              HasMessage("table tiny_things_row_v3: the lake has later_small, which this version "
                         "does not know: write with the newer version that added it"));
  LakeShape newer = ShapeOf(testing::TinyTables());
  newer.tables["_fence"].push_back({"shard", "INTEGER", true});
  EXPECT_THAT(Plan(newer, testing::TinyTables()),
              HasMessage("table _fence: the lake has shard, which this version does not know"));
}

TEST(TableGrowth, RefusesAnotherTypeAndAnotherOrderByName) {
  LakeShape other = ShapeOf(testing::TinyTables());
  Things(other)[4].type = "BIGINT";
  EXPECT_THAT(Plan(other, testing::GrownTables()),
              HasMessage("column 5 is small BIGINT in the lake instead of small INTEGER"));
  other = ShapeOf(testing::TinyTables());
  std::swap(Things(other)[1], Things(other)[2]);
  EXPECT_THAT(Plan(other, testing::GrownTables()),
              HasMessage("column 2 is note VARCHAR in the lake instead of name VARCHAR"));
  other = ShapeOf(testing::TinyTables());
  std::swap(other.tables["_batches"][0], other.tables["_batches"][1]);
  EXPECT_THAT(Plan(other, testing::TinyTables()),
              HasMessage("table _batches: column 1 is network VARCHAR in the lake instead of"));
}

// The compiler refuses such columns in the registry (table/describes.h).
TEST(TableGrowth, RefusesNewColumnsThatRowsCannotHave) {
  std::vector<ColumnSpec> columns(testing::GrownTables()[0]->spec->columns.begin(),
                                  testing::GrownTables()[0]->spec->columns.end());
  TableSpec spec = *testing::GrownTables()[0]->spec;
  spec.columns = columns;
  const Table table{.spec = &spec, .extractor = {}};
  columns.back().nullable = false;
  EXPECT_THAT(Plan(ShapeOf(testing::TinyTables()), {&table}),
              HasMessage("the lake lacks column later_note, which cannot be added to rows that are "
                         "there: it must not be NULL"));
  columns.back().nullable = true;
  std::swap(columns.back(), columns[3]);
  EXPECT_THAT(Plan(ShapeOf(testing::TinyTables()), {&table}),
              HasMessage("column 4 is flag BOOLEAN in the lake instead of later_note VARCHAR"));
}

}  // namespace
}  // namespace lake
