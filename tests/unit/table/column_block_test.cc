#include "table/column_block.h"

#include <gtest/gtest.h>

#include "base/result.h"
#include "support/tiny_table.h"

namespace lake {
namespace {

using testing::kTinySpec;
using testing::TinyRow;
using testing::TinyRows;

TEST(ColumnBlock, ReadsValuesAndNullsOfEveryType) {
  TinyRows source;
  const RowBuffer buffer = source.Make(20'001, 300);
  const std::span<const TinyRow> rows = buffer.As<TinyRow>();
  RowBlock block(kTinySpec.columns);
  std::size_t seen = 0;
  const Status status = ForEachBlock(block, buffer, [&](RowBlock& b) -> Status {
    for (std::size_t i = 0; i < b.size(); ++i, ++seen) {
      const TinyRow& row = rows[seen];
      EXPECT_EQ(b.columns()[1].Text(i), row.name);
      EXPECT_EQ(b.columns()[2].IsNull(i), !row.note.has_value());
      if (row.note) {
        EXPECT_EQ(b.columns()[2].Text(i), *row.note);
      }
      EXPECT_EQ(b.columns()[3].Bool(i), row.flag);
      EXPECT_EQ(b.columns()[4].IsNull(i), !row.small.has_value());
      if (row.small) {
        EXPECT_EQ(b.columns()[4].Integer(i), *row.small);
      }
      EXPECT_EQ(b.columns()[5].Integer(i), row.unsigned_number);
      EXPECT_EQ(b.columns()[7].Integer(i), row.closed_at.micros);
    }
    return {};
  });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(seen, 300u);
}

TEST(ColumnBlock, StopsAtTheFirstErrorOfTheVisitor) {
  TinyRows source;
  const RowBuffer buffer = source.Make(1, 300);
  RowBlock block(kTinySpec.columns, 100);
  int visits = 0;
  const Status status = ForEachBlock(block, buffer, [&](RowBlock&) -> Status {
    ++visits;
    return {Code::kResourceExhausted, "full"};
  });
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(visits, 1);
}

// Gathers pieces of odd lengths into one vector, as the lake writer does with the rows of many
// ledgers.
TEST(ReadColumnAt, GathersPiecesAtAnyOffsetWithTheirNulls) {
  TinyRows source;
  const RowBuffer buffer = source.Make(1, 1'000);
  const std::span<const TinyRow> rows = buffer.As<TinyRow>();
  const ColumnSpec& column = kTinySpec.columns[2];
  std::vector<std::string_view> values(1'000);
  std::vector<std::uint64_t> validity(16, ~std::uint64_t{0});
  std::size_t at = 0;
  for (const std::size_t piece : {1u, 63u, 64u, 65u, 7u, 300u, 500u}) {
    ReadColumnAt(column, buffer.row(at), piece, {values.data(), validity.data()}, at);
    at += piece;
  }
  ASSERT_EQ(at, 1'000u);
  for (std::size_t i = 0; i < at; ++i) {
    const bool valid = (validity[i / 64] >> (i % 64) & 1) != 0;
    ASSERT_EQ(valid, rows[i].note.has_value()) << i;
    if (valid) {
      EXPECT_EQ(values[i], *rows[i].note);
    }
  }
}

}  // namespace
}  // namespace lake
