#include "duckdb/cell_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "duckdb/database.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;

struct Printed {
  std::string text;
  std::string json;
  bool is_number = false;
};

class CellText : public ::testing::Test {
 protected:
  CellText() : connection_(*Connection::Open(*Database::Open({}))) {}

  // The first column of the first row.
  Printed Print(const std::string& expression) {
    Printed printed;
    auto result = connection_.Query("SELECT " + expression);
    EXPECT_THAT(result, IsOk()) << expression;
    if (!result.ok() || !*result->Next()) return printed;
    duckdb_logical_type type = result->column_logical_type(0);
    auto printer = CellPrinter::Make(type, "c");
    duckdb_destroy_logical_type(&type);
    EXPECT_THAT(printer, IsOk()) << expression;
    if (!printer.ok()) return printed;
    printer->AppendText(printed.text, result->vector(0), 0);
    printer->AppendJson(printed.json, result->vector(0), 0);
    printed.is_number = printer->is_number();
    return printed;
  }
  std::string AsVarchar(const std::string& expression) {
    auto result = connection_.Query("SELECT (" + expression + ")::VARCHAR");
    EXPECT_TRUE(result.ok() && *result->Next()) << expression;
    return std::string(result->Text(0, 0));
  }

  Connection connection_;
};

TEST_F(CellText, ScalarsReadAsDuckDbsOwnText) {
  for (const char* expression : {"true",
                                 "(-128)::TINYINT",
                                 "65535::USMALLINT",
                                 "(-2147483648)::INTEGER",
                                 "9223372036854775807::BIGINT",
                                 "18446744073709551615::UBIGINT",
                                 "170141183460469231731687303715884105727::HUGEINT",
                                 "(-170141183460469231731687303715884105727)::HUGEINT",
                                 "340282366920938463463374607431768211455::UHUGEINT",
                                 "1.5::DOUBLE",
                                 "3::DOUBLE",
                                 "0.1::FLOAT",
                                 "'inf'::DOUBLE",
                                 "'nan'::DOUBLE",
                                 "(-12.3450)::DECIMAL(9,4)",
                                 "0.0000001::DECIMAL(18,7)",
                                 "(-0.5)::DECIMAL(38,10)",
                                 "12::DECIMAL(4,0)",
                                 "99999999999999999999999999999999999.99::DECIMAL(38,2)",
                                 "DATE '2024-02-29'",
                                 "DATE '1969-12-31'",
                                 "TIME '23:59:59.000100'",
                                 "TIMESTAMP '2024-09-01 12:30:05.25'",
                                 "TIMESTAMP '1969-12-31 23:59:59.999999'",
                                 "TIMESTAMP '2024-09-01 00:00:00'",
                                 "'infinity'::TIMESTAMP",
                                 "'-infinity'::TIMESTAMP",
                                 "'infinity'::TIMESTAMP_S",
                                 "TIMESTAMP_S '2024-09-01 12:30:05'",
                                 "TIMESTAMP_MS '2024-09-01 12:30:05.25'",
                                 "INTERVAL '14 months 3 days 04:05:06.5'",
                                 "INTERVAL '1 year 1 day'",
                                 "INTERVAL '-3 seconds'",
                                 "INTERVAL '0 days'",
                                 "UUID 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'",
                                 "UUID '0123456789abcdef0123456789abcdef'",
                                 "'\\xAA\\x00ab''\"'::BLOB",
                                 "'plain text'",
                                 "'b'::ENUM('a', 'b')"}) {
    EXPECT_EQ(Print(expression).text, AsVarchar(expression)) << expression;
  }
}

TEST_F(CellText, JsonIsTypedAndEscaped) {
  EXPECT_EQ(Print("42").json, "42");
  EXPECT_EQ(Print("true").json, "true");
  EXPECT_EQ(Print("12.50::DECIMAL(6,2)").json, "12.50");
  EXPECT_EQ(Print("170141183460469231731687303715884105727::HUGEINT").json,
            "170141183460469231731687303715884105727");
  EXPECT_EQ(Print("'nan'::DOUBLE").json, "\"nan\"");
  EXPECT_EQ(Print("'say \"hi\"' || chr(10)").json, "\"say \\\"hi\\\"\\n\"");
  EXPECT_EQ(Print("TIMESTAMP '2024-09-01 00:00:00'").json, "\"2024-09-01 00:00:00\"");
  EXPECT_EQ(Print("'{\"a\": 1}'::JSON").json, "{\"a\": 1}");
}

TEST_F(CellText, NestedValues) {
  EXPECT_EQ(Print("[1, NULL, 3]").text, "[1, NULL, 3]");
  EXPECT_EQ(Print("[1, NULL, 3]").json, "[1,null,3]");
  EXPECT_EQ(Print("[]::INTEGER[]").json, "[]");
  EXPECT_EQ(Print("[[1], ['2']::INTEGER[]]").json, "[[1],[2]]");
  EXPECT_EQ(Print("array_value(1, 2)").text, "[1, 2]");
  EXPECT_EQ(Print("{'a': 1, 'b': 'x'}").text, "{'a': 1, 'b': 'x'}");
  EXPECT_EQ(Print("{'a': 1, 'b': {'c': NULL}}").json, "{\"a\":1,\"b\":{\"c\":null}}");
  EXPECT_EQ(Print("MAP {'k': 1, 'l': 2}").text, "{k=1, l=2}");
  EXPECT_EQ(Print("MAP {7: ['x']}").json, "{\"7\":[\"x\"]}");
}

TEST_F(CellText, NullsAndAlignment) {
  EXPECT_EQ(Print("NULL").text, "NULL");
  EXPECT_EQ(Print("NULL::INTEGER[]").json, "null");
  EXPECT_TRUE(Print("1.5::DOUBLE").is_number);
  EXPECT_TRUE(Print("1.5::DECIMAL(3,1)").is_number);
  EXPECT_FALSE(Print("true").is_number);
  EXPECT_FALSE(Print("'1'").is_number);
}

TEST_F(CellText, ATypeItCannotPrintSaysWhatToDo) {
  auto result = connection_.Query("SELECT '101'::BIT");
  ASSERT_THAT(result, IsOk());
  duckdb_logical_type type = result->column_logical_type(0);
  auto printer = CellPrinter::Make(type, "flags");
  duckdb_destroy_logical_type(&type);
  EXPECT_THAT(printer, IsError(Code::kInvalidArgument));
  EXPECT_THAT(printer, testing::HasMessage("flags::VARCHAR"));
}

}  // namespace
}  // namespace lake
