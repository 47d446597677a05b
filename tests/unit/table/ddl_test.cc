#include "table/ddl.h"

#include <gtest/gtest.h>

#include "support/tiny_table.h"
#include "table/sql_text.h"

namespace lake {
namespace {

using testing::kTinySpec;

TEST(SqlText, QuotesWhatWouldEndANameOrALiteral) {
  EXPECT_EQ(QuoteIdentifier("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(QuoteLiteral("it's"), "'it''s'");
  EXPECT_EQ(QuoteLiteral(std::string_view("a\0b", 3)), "'ab'");
  EXPECT_EQ(QualifiedName({"lake", "", "t.x"}), "\"lake\".\"t.x\"");
}

TEST(Ddl, DuckDbTableHasTypesAndNotNullButNoKeys) {
  EXPECT_EQ(CreateTableSql(kTinySpec, {.parent = "\"lake\".\"bronze\""}),
            "CREATE TABLE IF NOT EXISTS \"lake\".\"bronze\".\"tiny_things_row_v3\" (\n"
            "  \"ledger_sequence\" BIGINT NOT NULL,\n"
            "  \"name\" VARCHAR NOT NULL,\n"
            "  \"note\" VARCHAR,\n"
            "  \"flag\" BOOLEAN NOT NULL,\n"
            "  \"small\" INTEGER,\n"
            "  \"unsigned_number\" UINTEGER NOT NULL,\n"
            "  \"big\" BIGINT,\n"
            "  \"closed_at\" TIMESTAMP NOT NULL,\n"
            "  \"seen_at\" TIMESTAMP,\n"
            "  \"ledger_range\" BIGINT NOT NULL\n"
            ")");
  EXPECT_TRUE(CreateIndexSql(kTinySpec, {}).empty());
}

TEST(Ddl, PostgresTableHasKeyFillfactorAndNoWriteAheadLog) {
  const DdlOptions options{
      .dialect = SqlDialect::kPostgres, .table_name = "t", .if_not_exists = false};
  const std::string sql = CreateTableSql(kTinySpec, options);
  EXPECT_TRUE(sql.starts_with("CREATE UNLOGGED TABLE \"t\" (")) << sql;
  EXPECT_NE(sql.find("\"unsigned_number\" BIGINT NOT NULL"), std::string::npos);
  EXPECT_NE(sql.find("\"closed_at\" TIMESTAMPTZ NOT NULL"), std::string::npos);
  EXPECT_TRUE(
      sql.ends_with("PRIMARY KEY (\"ledger_sequence\", \"name\")\n) WITH (fillfactor = 90)"))
      << sql;
}

// What describes rows must not outlive them: both are logged, or neither is (D6).
TEST(Ddl, PostgresMetadataTableIsAsItsRowsAndHasNoIndexes) {
  TableSpec spec = kTinySpec;
  spec.group = "meta";
  DdlOptions options{.dialect = SqlDialect::kPostgres};
  EXPECT_TRUE(CreateTableSql(spec, options).starts_with("CREATE UNLOGGED TABLE IF NOT EXISTS"));
  EXPECT_TRUE(CreateIndexSql(spec, options).empty());
  options.unlogged = false;
  EXPECT_TRUE(CreateTableSql(spec, options).starts_with("CREATE TABLE IF NOT EXISTS"));
}

TEST(Ddl, PostgresIndexesAreNamedAsTheContractNamesThem) {
  const auto indexes = CreateIndexSql(kTinySpec, {.dialect = SqlDialect::kPostgres});
  ASSERT_EQ(indexes.size(), 2u);
  EXPECT_EQ(indexes[0].name, "idx_things_range");
  EXPECT_EQ(indexes[0].sql,
            "CREATE INDEX IF NOT EXISTS \"idx_things_range\" ON \"tiny_things_row_v3\" "
            "(\"ledger_range\")");
  EXPECT_EQ(indexes[1].name, "idx_things_ledger_seq");
  TableSpec spine = kTinySpec;
  spine.sequence_column = "sequence";
  EXPECT_EQ(CreateIndexSql(spine, {.dialect = SqlDialect::kPostgres})[1].name,
            "idx_things_sequence");
}

TEST(Ddl, PartitioningFollowsTheSpec) {
  EXPECT_EQ(SetPartitionedSql(kTinySpec, {}),
            "ALTER TABLE \"tiny_things_row_v3\" SET PARTITIONED BY (\"ledger_range\")");
  TableSpec spec = kTinySpec;
  spec.partition_column = "";
  EXPECT_EQ(SetPartitionedSql(spec, {}), "");
}

TEST(Ddl, CommentsCarryTheSentences) {
  const auto comments = CommentSql(kTinySpec, {});
  ASSERT_EQ(comments.size(), 1 + kTinySpec.columns.size());
  EXPECT_EQ(comments[0], "COMMENT ON TABLE \"tiny_things_row_v3\" IS 'One row per thing.'");
  EXPECT_EQ(comments[2], "COMMENT ON COLUMN \"tiny_things_row_v3\".\"name\" IS 'A text.'");
}

}  // namespace
}  // namespace lake
