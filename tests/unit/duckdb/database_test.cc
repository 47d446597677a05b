#include "duckdb/database.h"

#include <gtest/gtest.h>

#include <thread>

#include "support/matchers.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;
using testing::IsOk;

Connection Memory() {
  auto database = Database::Open({.threads = 1});
  EXPECT_THAT(database, IsOk());
  return std::move(Connection::Open(*database)).value();
}

TEST(Connection, ReadsEveryTypeThatTablesHave) {
  Connection connection = Memory();
  auto result = connection.Query(
      "SELECT true, 7::INTEGER, 8::UINTEGER, 9::BIGINT, TIMESTAMP '1970-01-01 00:00:01', 'short', "
      "'a text that is longer than twelve bytes', NULL::VARCHAR, NULL::BIGINT, "
      "sum(x) FROM range(4) t(x)");
  ASSERT_THAT(result, IsOk());
  ASSERT_THAT(result->NextSingleRow(), IsOk());
  EXPECT_TRUE(result->Bool(0, 0));
  EXPECT_EQ(result->Int(1, 0), 7);
  EXPECT_EQ(result->Int(2, 0), 8);
  EXPECT_EQ(result->Int(3, 0), 9);
  EXPECT_EQ(result->Int(4, 0), 1'000'000);
  EXPECT_EQ(result->Text(5, 0), "short");
  EXPECT_EQ(result->Text(6, 0), "a text that is longer than twelve bytes");
  EXPECT_TRUE(result->IsNull(7, 0));
  EXPECT_TRUE(result->IsNull(8, 0));
  EXPECT_EQ(result->Int(9, 0), 6);
}

TEST(Connection, ReadsManyChunksMaterialisedAndStreamed) {
  Connection connection = Memory();
  for (const bool stream : {false, true}) {
    const std::string sql = "SELECT i FROM range(10000) t(i)";
    auto result = stream ? connection.Stream(sql) : connection.Query(sql);
    ASSERT_THAT(result, IsOk());
    std::int64_t sum = 0;
    while (true) {
      auto more = result->Next();
      ASSERT_THAT(more, IsOk());
      if (!*more) break;
      for (std::size_t row = 0; row < result->size(); ++row) sum += result->Int(0, row);
    }
    EXPECT_EQ(sum, 9999 * 10000 / 2);
  }
}

TEST(Connection, BindsValuesInsteadOfQuotingThem) {
  Connection connection = Memory();
  auto statement = connection.Prepare("SELECT ?::BIGINT, ?, ?::TIMESTAMP");
  ASSERT_THAT(statement, IsOk());
  auto result = statement->Bind(1, std::int64_t{-5})
                    .Bind(2, std::string_view("'; DROP TABLE x; --\0end", 23))
                    .Bind(3, Timestamp{17})
                    .Execute();
  ASSERT_THAT(result, IsOk());
  ASSERT_THAT(result->NextSingleRow(), IsOk());
  EXPECT_EQ(result->Int(0, 0), -5);
  EXPECT_EQ(result->Text(1, 0), std::string_view("'; DROP TABLE x; --\0end", 23));
  EXPECT_EQ(result->Int(2, 0), 17);
}

TEST(Connection, ABadParameterIsReportedByExecute) {
  Connection connection = Memory();
  auto statement = connection.Prepare("SELECT ?::BIGINT");
  ASSERT_THAT(statement, IsOk());
  EXPECT_THAT(statement->Bind(2, std::int64_t{1}).Execute(), HasMessage("parameter 2"));
}

TEST(Connection, ErrorsStayOnOneLineWithoutThePicture) {
  Connection connection = Memory();
  auto result = connection.Query("SELECT nothing\nFROM nowhere");
  ASSERT_THAT(result, IsError(Code::kInvalidArgument));
  EXPECT_EQ(result.error().message.find('\n'), std::string::npos);
  EXPECT_EQ(result.error().message.find('^'), std::string::npos);
}

TEST(Connection, InterruptEndsARunningStatement) {
  Connection connection = Memory();
  std::jthread interrupter([&](std::stop_token stop) {
    // The statement may not have begun when the first interrupt comes.
    while (!stop.stop_requested()) {
      connection.Interrupt();
      std::this_thread::yield();
    }
  });
  EXPECT_THAT(connection.Query("SELECT count(*) FROM range(1000000) a, range(1000000) b"),
              IsError(Code::kCancelled));
}

TEST(Database, DoesNotLoadExtensionsByItself) {
  Connection connection = Memory();
  auto result = connection.Query(
      "SELECT string_agg(value, ',' ORDER BY name) FROM duckdb_settings() WHERE name IN "
      "('allow_unsigned_extensions', 'autoinstall_known_extensions', 'autoload_known_extensions')");
  ASSERT_THAT(result, IsOk());
  ASSERT_THAT(result->NextSingleRow(), IsOk());
  EXPECT_EQ(result->Text(0, 0), "false,false,false");
}

}  // namespace
}  // namespace lake
