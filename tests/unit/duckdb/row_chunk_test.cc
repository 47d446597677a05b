#include "duckdb/row_chunk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "support/matchers.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;

constexpr std::array kTypes = {ColumnType::kBool,  ColumnType::kInt32,     ColumnType::kUint32,
                               ColumnType::kInt64, ColumnType::kTimestamp, ColumnType::kText};

TEST(RowChunk, HasRoomForAVectorOfRows) {
  RowChunk chunk(kTypes);
  while (!chunk.full()) {
    for (std::size_t i = 0; i < kTypes.size(); ++i) chunk.SetNull(i);
    chunk.EndRow();
  }
  EXPECT_EQ(chunk.size(), duckdb_vector_size());
}

TEST(RowChunk, RefusesWhatAColumnCannotHold) {
  RowChunk to(kTypes);
  EXPECT_THAT(to.SetInt(1, std::int64_t{1} << 31), IsError(Code::kDataLoss));
  EXPECT_THAT(to.SetInt(2, -1), IsError(Code::kDataLoss, "-1 does not fit"));
  EXPECT_THAT(to.SetInt(2, 4'000'000'000), IsOk());
  EXPECT_THAT(to.SetText(5, "\xff"), IsError(Code::kDataLoss, "UTF-8"));
}

}  // namespace
}  // namespace lake
