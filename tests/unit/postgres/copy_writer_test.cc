#include "postgres/copy_writer.h"

#include <gmock/gmock.h>

#include <limits>

#include "postgres/transaction.h"
#include "stellar/network.h"
#include "support/coverage_ledgers.h"
#include "support/postgres_rows.h"
#include "support/sample_ledgers.h"
#include "support/tiny_table.h"
#include "table/ddl.h"
#include "table/sql_text.h"
#include "tables/all.h"
#include "tables/extract.h"
#include "unit/postgres/server_fixture.h"

namespace lake {
namespace {

using testing::DigestPostgresTable;
using testing::HasMessage;
using testing::IsError;
using testing::IsOk;
using testing::kTinySpec;
using testing::TinyRow;
using testing::TinyRows;

class CopyWriterTest : public testing::OnPostgres {
 protected:
  // Makes the table anew.
  static std::string MakeTable(PgConnection& connection, const TableSpec& spec) {
    const DdlOptions options{.dialect = SqlDialect::kPostgres};
    const std::string name = DdlTableName(spec, options);
    EXPECT_THAT(connection.Execute(fmt::format("DROP TABLE IF EXISTS {}", name)), IsOk());
    EXPECT_THAT(connection.Execute(CreateTableSql(spec, options)), IsOk());
    return name;
  }
  static Result<std::uint64_t> Write(PgConnection& connection, const TableSpec& spec,
                                     const RowBuffer& rows) {
    const RowBuffer* const one = &rows;
    return CopyTable(connection,
                     {.spec = spec, .target = QuoteIdentifier(spec.name), .rows = {&one, 1}});
  }
  static TinyRow Row() {
    return {.ledger_sequence = 1,
            .name = "n",
            .note = std::nullopt,
            .flag = false,
            .small = std::nullopt,
            .unsigned_number = 0,
            .big = std::nullopt,
            .closed_at = {0},
            .seen_at = std::nullopt,
            .ledger_range = 0};
  }
};

TEST_F(CopyWriterTest, EveryTypeComesBackAsItWas) {
  PgConnection connection = Connect();
  const std::string table = MakeTable(connection, kTinySpec);
  RowBuffer rows(sizeof(TinyRow));
  TinyRow least = Row();
  least.ledger_sequence = std::numeric_limits<std::int64_t>::min();
  least.name = "";
  least.note = "";
  least.small = std::numeric_limits<std::int32_t>::min();
  least.big = std::numeric_limits<std::int64_t>::min();
  least.closed_at = TimestampFromSeconds(-62'135'596'800);  // year 1
  least.seen_at = Timestamp{-1};
  rows.Append(least);
  TinyRow most = Row();
  const std::string long_text(3'000'000, 'z');
  most.name = "\"\\N\"\t\n\xF0\x9F\x98\x80";
  most.note = long_text;
  most.flag = true;
  most.small = std::numeric_limits<std::int32_t>::max();
  most.unsigned_number = std::numeric_limits<std::uint32_t>::max();
  most.big = std::numeric_limits<std::int64_t>::max();
  most.closed_at = TimestampFromSeconds(253'402'300'799);  // year 9999
  most.seen_at = Timestamp{1};
  rows.Append(most);
  rows.Append(Row());
  ASSERT_THAT(Write(connection, kTinySpec, rows), IsOk());
  const auto digest = DigestPostgresTable(connection, kTinySpec, table);
  ASSERT_THAT(digest, IsOk());
  EXPECT_EQ(digest->Hex(), BufferDigester(kTinySpec).Digest(rows).Hex());
  const auto read = connection.Query(
      "SELECT seen_at, closed_at, note IS NULL, small, big FROM tiny_things_row_v3 ORDER BY big "
      "NULLS LAST");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->Int(0, 0), -1);
  EXPECT_EQ(read->Int(0, 1), 1);
  EXPECT_TRUE(read->IsNull(0, 2));
  EXPECT_EQ(read->Int(1, 0), -62'135'596'800'000'000);
  EXPECT_EQ(read->Int(1, 1), 253'402'300'799'000'000);
  EXPECT_FALSE(read->Bool(2, 0));
  EXPECT_TRUE(read->Bool(2, 2));
  EXPECT_TRUE(read->IsNull(3, 2));
}

TEST_F(CopyWriterTest, AnyNumberOfRowsComesBack) {
  PgConnection connection = Connect();
  for (const std::size_t count : {1u, 255u, 256u, 257u, 5000u}) {
    const std::string table = MakeTable(connection, kTinySpec);
    TinyRows texts;
    const RowBuffer first = texts.Make(7, count);
    const RowBuffer none(sizeof(TinyRow));
    const RowBuffer second = texts.Make(8, 3);
    const RowBuffer* const buffers[] = {&first, &none, &second};
    const auto written =
        CopyTable(connection, {.spec = kTinySpec, .target = table, .rows = buffers});
    ASSERT_THAT(written, IsOk());
    EXPECT_EQ(*written, count + 3);
    RowDigest expected = BufferDigester(kTinySpec).Digest(first);
    expected.Add(BufferDigester(kTinySpec).Digest(second));
    const auto digest = DigestPostgresTable(connection, kTinySpec, table);
    ASSERT_THAT(digest, IsOk());
    EXPECT_EQ(*digest, expected) << count;
  }
}

TEST_F(CopyWriterTest, EveryTableOfTheRegistryComesBack) {
  PgConnection connection = Connect();
  const TableSet tables(AllTables().begin(), AllTables().end());
  std::vector<std::unique_ptr<LedgerRows>> ledgers;
  std::vector<std::vector<std::uint8_t>> raw;
  std::vector<testing::CoverageLedger> made = testing::MakeCoverageLedgers();
  const auto extract = [&](Bytes xdr, const Hash256& network) {
    LedgerExtractor extractor(tables, network, VerifyLevel::kStrict);
    ledgers.push_back(std::make_unique<LedgerRows>(tables));
    ASSERT_THAT(extractor.Extract(xdr, nullptr, TimestampFromSeconds(1), *ledgers.back()), IsOk());
  };
  const Hash256 pubnet = Sha256(AsBytes(testing::kPublicPassphrase));
  for (const std::uint32_t sequence : testing::kSampleLedgers) {
    raw.push_back(testing::SampleLedger(sequence));
    extract(raw.back(), pubnet);
  }
  for (const auto& ledger : made) extract(ledger.ledger.xdr, ledger.network_id);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const TableSpec& spec = *tables[i]->spec;
    // Ledgers of several made-up networks have the same sequences.
    TableSpec without_key = spec;
    without_key.primary_key = {};
    const std::string table = MakeTable(connection, without_key);
    std::vector<const RowBuffer*> rows;
    RowDigest expected;
    for (const auto& ledger : ledgers) {
      rows.push_back(&ledger->tables[i]);
      expected.Add(BufferDigester(spec).Digest(ledger->tables[i]));
    }
    ASSERT_THAT(CopyTable(connection, {.spec = spec, .target = table, .rows = rows}), IsOk());
    const auto digest = DigestPostgresTable(connection, spec, table);
    ASSERT_THAT(digest, IsOk());
    EXPECT_GT(expected.rows, 0u) << spec.name;
    EXPECT_EQ(digest->Hex(), expected.Hex()) << spec.name;
    EXPECT_EQ(digest->rows, expected.rows) << spec.name;
  }
}

TEST_F(CopyWriterTest, WhatPostgresCannotHoldIsNamedAndNothingIsWritten) {
  struct Case {
    std::string_view text;
    std::int64_t micros;
    const char* says;
  };
  for (const Case& c : std::initializer_list<Case>{
           {std::string_view("a\0b", 3), 0, "column name"},
           {"\xFF", 0, "column name"},
           {"n", std::numeric_limits<std::int64_t>::min(), "column closed_at"},
       }) {
    PgConnection connection = Connect();
    const std::string table = MakeTable(connection, kTinySpec);
    RowBuffer rows(sizeof(TinyRow));
    rows.Append(Row());
    TinyRow bad = Row();
    bad.ledger_sequence = 2;
    bad.name = c.text;
    bad.closed_at = {c.micros};
    rows.Append(bad);
    const auto written = Write(connection, kTinySpec, rows);
    EXPECT_THAT(written, IsError(Code::kInternal, c.says));
    EXPECT_THAT(written, HasMessage("tiny_things_row_v3"));
    EXPECT_EQ(server_->Sql("hot", "SELECT count(*) FROM tiny_things_row_v3"), "0\n");
  }
}

TEST_F(CopyWriterTest, AColumnOfAnotherTypeIsRefused) {
  PgConnection connection = Connect();
  const std::string table = MakeTable(connection, kTinySpec);
  ASSERT_THAT(connection.Execute("ALTER TABLE tiny_things_row_v3 ALTER unsigned_number TYPE int"),
              IsOk());
  TinyRows texts;
  EXPECT_THAT(Write(connection, kTinySpec, texts.Make(1, 3)),
              IsError(Code::kInternal, "column unsigned_number (22P03)"));
  EXPECT_FALSE(connection.broken());
}

TEST_F(CopyWriterTest, RowsThatAreThereAlreadyAreAConflict) {
  PgConnection connection = Connect();
  MakeTable(connection, kTinySpec);
  TinyRows texts;
  const RowBuffer rows = texts.Make(1, 3);
  auto transaction = PgTransaction::Begin(connection);
  ASSERT_THAT(Write(connection, kTinySpec, rows), IsOk());
  EXPECT_THAT(Write(connection, kTinySpec, rows), IsError(Code::kConflict, "(23505)"));
}

TEST_F(CopyWriterTest, ATableThatIsNotThereIsNotFound) {
  PgConnection connection = Connect();
  TinyRows texts;
  ASSERT_THAT(connection.Execute("DROP TABLE IF EXISTS tiny_things_row_v3"), IsOk());
  EXPECT_THAT(Write(connection, kTinySpec, texts.Make(1, 3)), IsError(Code::kNotFound, "(42P01)"));
  EXPECT_FALSE(connection.broken());
}

}  // namespace
}  // namespace lake
