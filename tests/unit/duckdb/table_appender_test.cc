#include "duckdb/table_appender.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/matchers.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;

class TableAppenderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(connection_.Execute("CREATE TEMP TABLE t (b BOOLEAN, i INTEGER, u UINTEGER, n "
                                    "BIGINT, moment TIMESTAMP, s VARCHAR)"),
                IsOk());
  }
  TableAppender Open() {
    auto to = TableAppender::Open(connection_, {.catalog = "temp", .name = "t"},
                                  {ColumnType::kBool, ColumnType::kInt32, ColumnType::kUint32,
                                   ColumnType::kInt64, ColumnType::kTimestamp, ColumnType::kText});
    CHECK(to.ok());
    return std::move(to).value();
  }
  std::string Cell(const std::string& sql) {
    auto rows = connection_.Query(sql);
    EXPECT_THAT(rows, IsOk());
    EXPECT_THAT(rows->NextSingleRow(), IsOk());
    return std::string(rows->Text(0, 0));
  }
  Connection connection_ = Connection::Open(Database::Open({}).value()).value();
};

TEST_F(TableAppenderTest, KeepsRowsOfManyChunks) {
  TableAppender to = Open();
  for (int row = 0; row < 5'000; ++row) {
    ASSERT_THAT(to.SetInt(0, row % 2), IsOk());
    ASSERT_THAT(to.SetInt(1, -row), IsOk());
    if (row % 3 == 0) {
      to.SetNull(2);
      to.SetNull(5);
    } else {
      ASSERT_THAT(to.SetInt(2, 4'000'000'000), IsOk());
      ASSERT_THAT(to.SetText(5, fmt::format("a text that is not short, é {}", row)), IsOk());
    }
    ASSERT_THAT(to.SetInt(3, std::int64_t{row} << 40), IsOk());
    ASSERT_THAT(to.SetInt(4, std::int64_t{row} * 1'000'000), IsOk());
    ASSERT_THAT(to.EndRow(), IsOk());
  }
  ASSERT_THAT(to.Close(), IsOk());
  EXPECT_EQ(
      Cell("SELECT concat_ws(' ', count(*), count(u), count(s), sum(i), max(u), max(n >> 40), "
           "count(DISTINCT s), max(moment)) FROM t"),
      "5000 3333 3333 -12497500 4000000000 4999 3333 1970-01-01 01:23:19");
  EXPECT_EQ(Cell("SELECT s FROM t WHERE i = -4999"), "a text that is not short, é 4999");
  EXPECT_EQ(Cell("SELECT count(*)::VARCHAR FROM t WHERE b <> (i % 2 <> 0)"), "0");
}

TEST_F(TableAppenderTest, RefusesWhatAColumnCannotHold) {
  TableAppender to = Open();
  EXPECT_THAT(to.SetInt(1, std::int64_t{1} << 31), IsError(Code::kDataLoss));
  EXPECT_THAT(to.SetInt(2, -1), IsError(Code::kDataLoss, "-1 does not fit"));
  EXPECT_THAT(to.SetText(5, "\xff"), IsError(Code::kDataLoss, "UTF-8"));
}

TEST_F(TableAppenderTest, NamesATableThatIsNotThere) {
  EXPECT_FALSE(TableAppender::Open(connection_, {.catalog = "temp", .name = "x"}, {}).ok());
}

}  // namespace
}  // namespace lake
