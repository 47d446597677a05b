#include "flight/table_arrays.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "flight/flight_status.h"
#include "support/matchers.h"
#include "support/tiny_table.h"

namespace lake {
namespace {

using testing::IsOk;
using testing::kTinySpec;
using testing::TinyRow;
using testing::TinyRows;

TEST(ArrowFields, HaveNameTypeAndNullabilityOfTheColumn) {
  const arrow::Schema schema(ArrowFields(kTinySpec.columns));
  EXPECT_EQ(schema.ToString(),
            "ledger_sequence: int64 not null\n"
            "name: string not null\n"
            "note: string\n"
            "flag: bool not null\n"
            "small: int32\n"
            "unsigned_number: uint32 not null\n"
            "big: int64\n"
            "closed_at: timestamp[us, tz=UTC] not null\n"
            "seen_at: timestamp[us, tz=UTC]\n"
            "ledger_range: int64 not null");
}

class TableArraysTest : public ::testing::Test {
 protected:
  // As one batch that Arrow itself finds valid.
  std::shared_ptr<arrow::RecordBatch> Take() {
    const auto rows = static_cast<std::int64_t>(arrays_.rows());
    auto columns = arrays_.Finish();
    EXPECT_THAT(columns, IsOk());
    const auto schema = arrow::schema(ArrowFields(kTinySpec.columns));
    auto batch = arrow::RecordBatch::Make(schema, rows, *columns);
    EXPECT_THAT(FromArrow(batch->ValidateFull()), IsOk());
    return batch;
  }

  // Row `at` of the batch is `row`.
  static void ExpectRow(const arrow::RecordBatch& batch, std::int64_t at, const TinyRow& row) {
    const auto text = [&](int column) { return batch.column(column)->GetScalar(at).ValueOrDie(); };
    const auto expect = [&](int column, const auto& value, std::string printed) {
      SCOPED_TRACE(batch.column_name(column));
      EXPECT_EQ(text(column)->is_valid, value.has_value());
      EXPECT_EQ(text(column)->ToString(), value.has_value() ? printed : "null");
    };
    EXPECT_EQ(text(0)->ToString(), std::to_string(row.ledger_sequence));
    EXPECT_EQ(text(1)->ToString(), row.name);
    expect(2, row.note, std::string(row.note.value_or("")));
    EXPECT_EQ(text(3)->ToString(), row.flag ? "true" : "false");
    expect(4, row.small, std::to_string(row.small.value_or(0)));
    EXPECT_EQ(text(5)->ToString(), std::to_string(row.unsigned_number));
    expect(6, row.big, std::to_string(row.big.value_or(0)));
    EXPECT_EQ(static_cast<const arrow::TimestampArray&>(*batch.column(7)).Value(at),
              row.closed_at.micros);
    EXPECT_EQ(text(8)->is_valid, row.seen_at.has_value());
    EXPECT_EQ(text(9)->ToString(), std::to_string(row.ledger_range));
  }

  TinyRows texts_;
  TableArrays arrays_{kTinySpec.columns};
};

TEST_F(TableArraysTest, HoldEveryValueOfSeveralLedgersAndBlocks) {
  const RowBuffer first = texts_.Make(100, 5000);
  const RowBuffer second = texts_.Make(101, 3);
  ASSERT_THAT(arrays_.Append(first, 0, first.size()), IsOk());
  ASSERT_THAT(arrays_.Append(second, 0, second.size()), IsOk());
  const auto batch = Take();
  ASSERT_EQ(batch->num_rows(), 5003);
  for (std::int64_t i = 0; i < 5003; ++i) {
    SCOPED_TRACE(i);
    const auto at = static_cast<std::size_t>(i);
    ExpectRow(*batch, i, i < 5000 ? first.As<TinyRow>()[at] : second.As<TinyRow>()[at - 5000]);
    if (HasFailure()) break;
  }
}

TEST_F(TableArraysTest, BeginAnewAfterFinish) {
  const RowBuffer rows = texts_.Make(7, 10);
  ASSERT_THAT(arrays_.Append(rows, 0, 10), IsOk());
  EXPECT_GT(arrays_.text_bytes(), 0u);
  Take();
  EXPECT_EQ(arrays_.rows(), 0u);
  EXPECT_EQ(arrays_.text_bytes(), 0u);
  ASSERT_THAT(arrays_.Append(rows, 4, 2), IsOk());
  const auto batch = Take();
  ASSERT_EQ(batch->num_rows(), 2);
  ExpectRow(*batch, 0, rows.As<TinyRow>()[4]);
  ExpectRow(*batch, 1, rows.As<TinyRow>()[5]);
}

TEST_F(TableArraysTest, OfNoRowsAreEmpty) { EXPECT_EQ(Take()->num_rows(), 0); }

}  // namespace
}  // namespace lake
