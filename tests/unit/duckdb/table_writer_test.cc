#include "duckdb/table_writer.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/matchers.h"
#include "support/tiny_table.h"
#include "table/ddl.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;
using testing::IsOk;
using testing::kTinySpec;
using testing::TinyRow;
using testing::TinyRows;

class TableWriter : public ::testing::Test {
 protected:
  TableWriter()
      : database_(Database::Open({.threads = 2, .keep_order = false}).value()),
        connection_(Connection::Open(database_).value()) {
    EXPECT_THAT(connection_.Execute(CreateTableSql(kTinySpec, {.table_name = "t"})), IsOk());
  }
  // What a query of one cell gives, as text.
  std::string Cell(const std::string& sql) {
    auto result = connection_.Query(fmt::format("SELECT ({})::VARCHAR", sql));
    EXPECT_THAT(result, IsOk());
    if (!result.ok() || !result->NextSingleRow().ok()) return "error";
    return std::string(result->Text(0, 0));
  }

  std::shared_ptr<Database> database_;
  Connection connection_;
  TinyRows source_;
};

TEST_F(TableWriter, WritesEveryTypeAndEveryNull) {
  const RowBuffer rows = source_.Make(10'001, 500);
  ASSERT_THAT(WriteTable(connection_, {.spec = kTinySpec, .target = "t", .rows = {&rows}}), IsOk());
  auto result = connection_.Query("SELECT * FROM t ORDER BY unsigned_number DESC");
  ASSERT_THAT(result, IsOk());
  ASSERT_TRUE(result->Next().value());
  ASSERT_EQ(result->size(), 500u);
  const auto written = rows.As<TinyRow>();
  for (std::size_t i = 0; i < written.size(); ++i) {
    const TinyRow& row = written[i];
    ASSERT_EQ(result->Int(0, i), row.ledger_sequence);
    ASSERT_EQ(result->Text(1, i), row.name);
    ASSERT_EQ(result->IsNull(2, i), !row.note.has_value());
    ASSERT_EQ(result->Text(2, i), row.note.value_or(""));
    ASSERT_EQ(result->Bool(3, i), row.flag);
    ASSERT_EQ(result->IsNull(4, i), !row.small.has_value());
    ASSERT_EQ(result->Int(4, i), row.small.value_or(0));
    ASSERT_EQ(result->Int(5, i), row.unsigned_number);
    ASSERT_EQ(result->Int(6, i), row.big.value_or(0));
    ASSERT_EQ(result->Int(7, i), row.closed_at.micros);
    ASSERT_EQ(result->IsNull(8, i), !row.seen_at.has_value());
  }
}

TEST_F(TableWriter, GathersManyLedgersWithTwoThreadsAndLosesNone) {
  TableSpec spec = kTinySpec;
  spec.row_group_rows = 1'000;
  std::vector<RowBuffer> buffers;
  std::vector<const RowBuffer*> rows;
  std::size_t total = 0;
  for (std::size_t ledger = 0; ledger < 400; ++ledger) {
    total += ledger * 7 % 101;  // some are empty
    buffers.push_back(source_.Make(static_cast<std::int64_t>(ledger), ledger * 7 % 101));
  }
  for (const RowBuffer& buffer : buffers) rows.push_back(&buffer);
  auto written = WriteTable(connection_, {.spec = spec, .target = "t", .rows = rows, .threads = 2});
  ASSERT_THAT(written, IsOk());
  EXPECT_EQ(*written, total);
  EXPECT_EQ(Cell("SELECT count(DISTINCT name) FROM t"), std::to_string(total));
  EXPECT_EQ(Cell("SELECT count(*) FROM t WHERE (note IS NULL) <> (CAST(split_part(name, ' ', 2) AS "
                 "INT) % 5 "
                 "IN (0, 4))"),
            "0");
}

TEST_F(TableWriter, KeepsRowGroupsSortedByLedgerWithTwoThreads) {
  TableSpec spec = kTinySpec;
  spec.row_group_rows = 1'000;
  std::vector<RowBuffer> buffers;
  for (std::int64_t ledger = 0; ledger < 100; ++ledger)
    buffers.push_back(source_.Make(ledger, 333));
  std::vector<RowPiece> pieces;
  for (const RowBuffer& buffer : buffers) pieces.push_back({&buffer, 0, buffer.size()});
  BufferedRows source(AllColumns(spec), pieces, spec.row_group_rows, 2);
  RowRun run;
  std::int64_t last = 0;
  std::size_t total = 0;
  while (source.Claim(run)) {
    std::size_t rows = 0;
    for (const RowPiece& piece : run) {
      rows += piece.count;
      for (std::size_t i = 0; i < piece.count; ++i) {
        const std::int64_t sequence = piece.rows->As<TinyRow>()[piece.first + i].ledger_sequence;
        EXPECT_GE(sequence, last);
        last = sequence;
      }
    }
    total += rows;
    EXPECT_TRUE(rows == 1'000 || total == 33'300) << rows;
  }
  EXPECT_EQ(total, 33'300u);
}

TEST_F(TableWriter, WritesASubsetOfColumns) {
  ASSERT_THAT(connection_.Execute("CREATE TABLE narrow (big BIGINT, name VARCHAR)"), IsOk());
  const RowBuffer rows = source_.Make(1, 10);
  const std::array<const ColumnSpec*, 2> columns{&kTinySpec.columns[1], &kTinySpec.columns[6]};
  ASSERT_THAT(
      WriteTable(connection_,
                 {.spec = kTinySpec, .target = "narrow", .rows = {&rows}, .columns = columns}),
      IsOk());
  EXPECT_EQ(Cell("SELECT big FROM narrow WHERE name = 'thing 3 of ledger 1'"), "-3000000000021");
}

TEST_F(TableWriter, RunsNothingForNoRows) {
  const RowBuffer rows(sizeof(TinyRow));
  auto written =
      WriteTable(connection_, {.spec = kTinySpec, .target = "not there", .rows = {&rows}});
  ASSERT_THAT(written, IsOk());
  EXPECT_EQ(*written, 0u);
}

TEST_F(TableWriter, RefusesTextThatIsNotUtf8) {
  RowBuffer rows = source_.Make(1, 3);
  rows.AsMutable<TinyRow>()[2].name = "\xff and more than twelve bytes";
  auto written = WriteTable(connection_, {.spec = kTinySpec, .target = "t", .rows = {&rows}});
  EXPECT_THAT(written, IsError(Code::kInternal));
  EXPECT_THAT(written, HasMessage("tiny_things_row_v3: "));
  EXPECT_THAT(written, HasMessage("column name: row 2"));
  EXPECT_EQ(Cell("SELECT count(*) FROM t"), "0");
}

}  // namespace
}  // namespace lake
