#include "postgres/copy_out.h"

#include <gmock/gmock.h>

#include "unit/postgres/server_fixture.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;

using PgCopyOutTest = testing::OnPostgres;

TEST_F(PgCopyOutTest, GivesRowsOfEveryType) {
  PgConnection connection = Connect();
  auto rows = PgCopyOut::Start(
      connection,
      "SELECT true, -7::int, 5000000000, timestamptz '1970-01-01 00:00:01+00', 'é\n,\"'::text, "
      "NULL::text, ''::text FROM generate_series(1, 2)",
      7);
  ASSERT_THAT(rows, IsOk());
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(*rows->Next());
    EXPECT_EQ(*rows->Int(0), 1);
    EXPECT_EQ(*rows->Int(1), -7);
    EXPECT_EQ(*rows->Int(2), 5'000'000'000);
    EXPECT_EQ(*rows->Instant(3), 1'000'000);
    EXPECT_EQ(rows->Text(4), "é\n,\"");
    EXPECT_TRUE(rows->IsNull(5));
    EXPECT_FALSE(rows->IsNull(6));
    EXPECT_EQ(rows->Text(6), "");
    EXPECT_THAT(rows->Int(4), IsError(Code::kDataLoss));
  }
  EXPECT_FALSE(*rows->Next());
  EXPECT_THAT(connection.Query("SELECT 1"), IsOk());
}

TEST_F(PgCopyOutTest, NoRowsAreNone) {
  PgConnection connection = Connect();
  auto rows = PgCopyOut::Start(connection, "SELECT 1 WHERE false", 1);
  ASSERT_THAT(rows, IsOk());
  EXPECT_FALSE(*rows->Next());
}

TEST_F(PgCopyOutTest, AnErrorBehindRowsIsNoEnd) {
  PgConnection connection = Connect();
  auto rows = PgCopyOut::Start(connection, "SELECT 1 / (3 - n) FROM generate_series(1, 5) t(n)", 1);
  ASSERT_THAT(rows, IsOk());
  Result<bool> more = true;
  while (more.ok() && *more) more = rows->Next();
  EXPECT_THAT(more.status(), IsError(Code::kInternal, "division by zero"));
  EXPECT_THAT(PgCopyOut::Start(connection, "SELECT nothing", 1), IsError(Code::kNotFound));
}

TEST_F(PgCopyOutTest, LeavingEarlyEndsTheConnection) {
  PgConnection connection = Connect();
  {
    auto rows = PgCopyOut::Start(connection, "SELECT n FROM generate_series(1, 100000) t(n)", 1);
    ASSERT_THAT(rows, IsOk());
    EXPECT_TRUE(*rows->Next());
  }
  EXPECT_TRUE(connection.broken());
}

}  // namespace
}  // namespace lake
