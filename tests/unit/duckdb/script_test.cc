#include "duckdb/script.h"

#include <gtest/gtest.h>

#include "support/matchers.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsOk;

TEST(Script, PreparesEachStatementAfterTheOneBefore) {
  Connection connection = *Connection::Open(*Database::Open({}));
  auto script =
      Script::Parse(connection, "CREATE TABLE t AS SELECT 7 AS a; -- a comment; here\nFROM t;");
  ASSERT_THAT(script, IsOk());
  ASSERT_EQ(script->size(), 2u);
  auto create = script->Prepare(0);
  ASSERT_THAT(create, IsOk());
  EXPECT_EQ(create->type(), DUCKDB_STATEMENT_TYPE_CREATE);
  EXPECT_THAT(create->Execute(), IsOk());
  auto select = script->Prepare(1);
  ASSERT_THAT(select, IsOk());
  EXPECT_EQ(select->type(), DUCKDB_STATEMENT_TYPE_SELECT);
  auto rows = select->Stream();
  ASSERT_THAT(rows, IsOk());
  EXPECT_TRUE(rows->has_rows());
  ASSERT_THAT(rows->NextSingleRow(), IsOk());
  EXPECT_EQ(rows->Int(0, 0), 7);
}

TEST(Script, AStatementThatCannotBePreparedSaysWhy) {
  Connection connection = *Connection::Open(*Database::Open({}));
  auto script = Script::Parse(connection, "FROM nowhere");
  ASSERT_THAT(script, IsOk());
  EXPECT_THAT(script->Prepare(0), HasMessage("nowhere"));
}

TEST(Script, HoldsNothingWhenThereIsNothing) {
  Connection connection = *Connection::Open(*Database::Open({}));
  EXPECT_EQ(Script::Parse(connection, " -- nothing\n ;")->size(), 0u);
  EXPECT_THAT(Script::Parse(connection, "SELEKT 1"), HasMessage("syntax error"));
}

}  // namespace
}  // namespace lake
