#include "duckdb/lake.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "duckdb/data_marker.h"
#include "support/child.h"
#include "support/matchers.h"
#include "support/postgres_server.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using testing::HasMessage;
using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;
using ::testing::Not;
using testing::PostgresServer;
using testing::TempFolder;

// Writes a row, closes the lake, opens it anew and reads the row back.
void ExpectKeepsRows(const LakeOptions& options) {
  {
    auto lake = Lake::Open(options);
    ASSERT_THAT(lake, IsOk());
    auto connection = (*lake)->Connect();
    ASSERT_THAT(connection, IsOk());
    ASSERT_THAT(connection->Execute("CREATE TABLE t (a BIGINT); INSERT INTO t VALUES (42)"),
                IsOk());
    EXPECT_TRUE(std::filesystem::exists((*lake)->data_path() + "bronze/t")) << (*lake)->data_path();
    EXPECT_EQ((*lake)->catalog_id().size(), 36u);
  }
  LakeOptions again = options;
  again.create = false;
  again.read_only = true;
  auto lake = Lake::Open(again);
  ASSERT_THAT(lake, IsOk());
  auto connection = (*lake)->Connect();
  ASSERT_THAT(connection, IsOk());
  auto rows = connection->Query("SELECT a FROM " + (*lake)->Table("t"));
  ASSERT_THAT(rows, IsOk());
  ASSERT_THAT(rows->NextSingleRow(), IsOk());
  EXPECT_EQ(rows->Int(0, 0), 42);
  EXPECT_FALSE(connection->Execute("INSERT INTO t VALUES (1)").ok());
}

TEST(Lake, FolderHoldsCatalogAndData) {
  const TempFolder folder;
  ExpectKeepsRows({.location = folder.File("new/lake")});
  EXPECT_TRUE(std::filesystem::exists(folder.path() / "new/lake/catalog.ducklake"));
}

TEST(Lake, FolderMayBeMoved) {
  const TempFolder folder;
  ExpectKeepsRows({.location = folder.File("first")});
  std::filesystem::rename(folder.path() / "first", folder.path() / "second");
  auto lake = Lake::Open({.location = folder.File("second")});
  ASSERT_THAT(lake, IsOk());
  auto connection = (*lake)->Connect();
  ASSERT_THAT(connection, IsOk());
  ASSERT_THAT(connection->Execute("INSERT INTO t SELECT a + 1 FROM t"), IsOk());
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "first"));
}

TEST(Lake, SqliteCatalogIsInWriteAheadMode) {
  const TempFolder folder;
  const LakeOptions options{.location = "ducklake:sqlite:" + folder.File("catalog.sqlite"),
                            .data_path = folder.File("data")};
  ExpectKeepsRows(options);
  // Bytes 18 and 19 of an SQLite file are 2 in write-ahead mode.
  const std::string head = testing::ReadFile(folder.path() / "catalog.sqlite").substr(0, 20);
  EXPECT_EQ(head[18], 2);
  EXPECT_EQ(head[19], 2);
}

TEST(Lake, PostgresCatalogTakesBothConnectionForms) {
  const auto server = PostgresServer::Start();
  if (server == nullptr) GTEST_SKIP();
  const TempFolder folder;
  const std::string keys = server->CreateDatabase("catalog_a");
  ExpectKeepsRows({.location = "ducklake:postgres:" + keys, .data_path = folder.File("a")});
  server->CreateDatabase("catalog_b");
  const std::string uri =
      "ducklake:postgres:postgresql:///catalog_b?host=" + server->socket_folder() +
      "&port=" + std::to_string(server->port()) + "&user=lake";
  ExpectKeepsRows({.location = uri, .data_path = folder.File("b")});
  auto shared = Lake::Open({.location = uri, .data_path = folder.File("a")});
  EXPECT_FALSE(shared.ok());
}

TEST(Lake, DataFolderBelongsToOneCatalog) {
  const TempFolder folder;
  const std::string data = folder.File("data");
  ASSERT_THAT(Lake::Open({.location = "ducklake:" + folder.File("a.ducklake"), .data_path = data}),
              IsOk());
  auto other = Lake::Open({.location = "ducklake:" + folder.File("b.ducklake"), .data_path = data});
  EXPECT_THAT(other, IsError(Code::kConflict));
  EXPECT_THAT(other, HasMessage("belongs to another catalog"));
  ASSERT_THAT(Lake::Open({.location = "ducklake:" + folder.File("a.ducklake"), .data_path = data}),
              IsOk());
}

// Run by the test below in a process of its own.
TEST(SecondProcess, DISABLED_OpensTheLakeOfTheFirst) {
  const char* folder = std::getenv("LAKE_OF_THE_FIRST");
  ASSERT_NE(folder, nullptr);
  auto lake = Lake::Open({.location = folder});
  EXPECT_THAT(lake, IsError(Code::kConflict));
  EXPECT_THAT(lake, HasMessage("(pid " + std::to_string(getppid()) + ")"));
  EXPECT_THAT(lake, HasMessage("wait until that one has ended"));
  EXPECT_THAT(lake, HasMessage("PostgreSQL"));
}

TEST(Lake, SecondProcessOnAFolderIsTurnedAwayWithTheHoldersId) {
  const TempFolder folder;
  auto first = Lake::Open({.location = folder.File("lake")});
  ASSERT_THAT(first, IsOk());
  const ChildResult child = RunChild(
      {"/proc/self/exe", "--gtest_also_run_disabled_tests", "--gtest_filter=SecondProcess.*"},
      {.input = "", .folder = "", .variables = {{"LAKE_OF_THE_FIRST", folder.File("lake")}}});
  EXPECT_EQ(child.exit_status, 0) << child.out << child.err;
  EXPECT_THAT(child.out, HasSubstr("1 test from SecondProcess"));
}

TEST(Lake, SaysThatThereIsNoneInsteadOfMakingIt) {
  const TempFolder folder;
  auto lake = Lake::Open({.location = folder.File("nowhere"), .create = false});
  EXPECT_THAT(lake, IsError(Code::kNotFound));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "nowhere"));
}

TEST(Lake, NeverShowsThePasswordOfItsCatalog) {
  for (const std::string location :
       {"ducklake:postgres:host=127.0.0.1 port=1 dbname=x user=u password=hunter2",
        "ducklake:postgres:postgresql://u:hunter2@127.0.0.1:1/x"}) {
    auto lake = Lake::Open({.location = location, .data_path = "/tmp/never"});
    ASSERT_THAT(lake, IsError(Code::kUnavailable));
    EXPECT_THAT(lake.error().message, Not(HasSubstr("hunter2")));
  }
}

TEST(LakeLocation, RefusesWhatIsNoLake) {
  EXPECT_THAT(ParseLakeLocation("", ""), IsError(Code::kInvalidArgument));
  EXPECT_THAT(ParseLakeLocation("s3://bucket/lake", ""), IsError(Code::kInvalidArgument));
  EXPECT_THAT(ParseLakeLocation("ducklake:", ""), IsError(Code::kInvalidArgument));
  EXPECT_THAT(ParseLakeLocation("ducklake:mysql://u:hunter2@h/d", ""), Not(HasMessage("hunter2")));
  const TempFolder folder;
  EXPECT_THAT(ParseLakeLocation(folder.Write("file", "x"), ""), HasMessage("is a file"));
}

TEST(LakeLocation, MakesPathsAbsolute) {
  const auto lake = ParseLakeLocation("lake/../x", "");
  ASSERT_THAT(lake, IsOk());
  EXPECT_EQ(lake->data_path, (std::filesystem::current_path() / "x/data/").string());
  EXPECT_TRUE(lake->movable);
  const auto remote = ParseLakeLocation("ducklake:a.db", "s3://bucket/x");
  ASSERT_THAT(remote, IsOk());
  EXPECT_EQ(remote->data_path, "s3://bucket/x/");
  EXPECT_EQ(remote->attach, "ducklake:" + (std::filesystem::current_path() / "a.db").string());
}

}  // namespace
}  // namespace lake
