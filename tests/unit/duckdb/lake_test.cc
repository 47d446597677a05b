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

// A writer that follows the tip opens some thirty new files every five seconds.
TEST(Lake, OfAWriterIsBoundedInWhatItKeeps) {
  const TempFolder folder;
  const auto ask = [](Connection& connection, const std::string& sql) {
    auto rows = connection.Query(sql);
    EXPECT_THAT(rows, IsOk());
    EXPECT_THAT(rows->NextSingleRow(), IsOk());
    return rows->Int(0, 0);
  };
  const std::string cached =
      "SELECT coalesce(sum(memory_usage_bytes), 0)::BIGINT FROM duckdb_memory() WHERE tag = "
      "'EXTERNAL_FILE_CACHE'";
  const std::string limit =
      "SELECT (value = '2.0 GiB')::BIGINT FROM duckdb_settings() WHERE name = 'memory_limit'";
  for (const bool writer : {true, false}) {
    LakeOptions options{.location = folder.File("lake"), .committer = writer};
    auto lake = Lake::Open(options);
    ASSERT_THAT(lake, IsOk());
    auto connection = (*lake)->Connect();
    ASSERT_THAT(connection->Execute("CREATE OR REPLACE TABLE t AS SELECT range AS a FROM "
                                    "range(100000)"),
                IsOk());
    EXPECT_EQ(ask(*connection, "SELECT count(*) FROM t WHERE a % 2 = 0"), 50'000);
    EXPECT_EQ(ask(*connection, cached) == 0, writer);
    lake->reset();
  }
  LakeOptions small{.location = folder.File("lake"), .committer = true, .memory_limit = 1u << 28};
  auto lake = Lake::Open(small);
  ASSERT_THAT(lake, IsOk());
  auto connection = (*lake)->Connect();
  EXPECT_EQ(ask(*connection, limit), 0);
  lake->reset();
  small.memory_limit = 0;
  if (static_cast<double>(::sysconf(_SC_PHYS_PAGES)) *
          static_cast<double>(::sysconf(_SC_PAGESIZE)) <
      4e9) {
    return;  // 80 % of it is no more than that
  }
  auto large = Lake::Open(small);
  ASSERT_THAT(large, IsOk());
  auto other = (*large)->Connect();
  EXPECT_EQ(ask(*other, limit), 1);
}

TEST(Lake, WhoseCatalogWasNotFinishedIsMadeAnew) {
  const testing::TempFolder folder;
  std::string header(4096, '\0');
  header.replace(8, 4, "DUCK");
  for (const std::string& left : {std::string(), header}) {
    folder.Write("new/catalog.ducklake", left);
    EXPECT_THAT(Lake::Open({.location = folder.File("new")}), testing::IsOk()) << left.size();
    std::filesystem::remove_all(folder.path() / "new");
  }
  folder.Write("other/catalog.ducklake", "somebody's text");
  EXPECT_THAT(Lake::Open({.location = folder.File("other")}), testing::IsError(Code::kDataLoss));
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

// As spec 002 writes them.
TEST(Lake, PostgresAddressAndMetadataSchema) {
  const auto server = PostgresServer::Start();
  if (server == nullptr) GTEST_SKIP();
  const TempFolder folder;
  server->CreateDatabase("catalog");
  const std::string uri = "postgresql:///catalog?host=" + server->socket_folder() +
                          "&port=" + std::to_string(server->port()) + "&user=lake";
  EXPECT_TRUE(IsPostgresCatalog(uri));
  EXPECT_FALSE(IsPostgresCatalog("ducklake:sqlite:postgres"));
  ExpectKeepsRows(
      {.location = uri, .data_path = folder.File("data"), .metadata_schema = "bronze_meta"});
  EXPECT_EQ(server->Sql("catalog", "SELECT count(*) > 0 FROM bronze_meta.ducklake_snapshot"),
            "t\n");
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

TEST(Lake, NeverShowsThePasswordToItsOwnQueries) {
  const auto server = PostgresServer::Start();
  if (server == nullptr) GTEST_SKIP();
  const TempFolder folder;
  server->CreateDatabase("catalog_secret");
  server->Sql("postgres", R"(create role keeper login superuser password 'S3cr''e\t @PG')");
  // Passwords are asked for over TCP only.
  server->Sql("postgres",
              "copy (values ('local all all trust'), ('host all all all scram-sha-256')) to '" +
                  server->socket_folder() + "/hba'");
  server->Sql("postgres", "alter system set hba_file = '" + server->socket_folder() + "/hba'");
  server->Restart();
  const std::string place = "127.0.0.1:" + std::to_string(server->port()) + "/catalog_secret";
  for (const std::string& connection :
       {"host=127.0.0.1 port=" + std::to_string(server->port()) +
            R"( dbname=catalog_secret user=keeper password='S3cr\'e\\t @PG')",
        "postgresql://keeper:S3cr'e%5Ct%20%40PG@" + place}) {
    auto lake = Lake::Open(
        {.location = "ducklake:postgres:" + connection, .data_path = folder.File("data")});
    ASSERT_THAT(lake, IsOk()) << connection;
    auto session = (*lake)->Connect();
    ASSERT_THAT(session, IsOk());
    ASSERT_THAT(session->Execute("CREATE OR REPLACE TABLE t AS SELECT 1 AS a"), IsOk());
    for (const char* sql : {"PRAGMA database_list", "FROM duckdb_databases()",
                            "FROM duckdb_secrets()", "SELECT * FROM duckdb_settings()"}) {
      auto rows = session->Query("SELECT string_agg(x::VARCHAR, ' ') FROM (" +
                                 std::string(sql).substr(sql[0] == 'P' ? 7 : 0) + ") x");
      if (sql[0] == 'P')
        rows = session->Query("SELECT string_agg(x::VARCHAR, ' ') FROM pragma_database_list x");
      ASSERT_THAT(rows, IsOk()) << sql;
      ASSERT_THAT(rows->NextSingleRow(), IsOk());
      EXPECT_THAT(std::string(rows->Text(0, 0)), Not(HasSubstr("S3cr"))) << sql;
    }
    EXPECT_THAT((*lake)->location().shown, Not(HasSubstr("S3cr")));
  }
}

TEST(Lake, ADamagedCatalogIsDataLossAndSaysWhatToDo) {
  const TempFolder folder;
  const LakeOptions options{.location = folder.File("lake")};
  {
    auto lake = Lake::Open(options);
    ASSERT_THAT(lake, IsOk());
    ASSERT_THAT((*lake)->Connect()->Execute("CREATE TABLE t AS SELECT 1 AS a"), IsOk());
  }
  const std::string catalog = folder.File("lake/catalog.ducklake");
  const std::string whole = testing::ReadFile(catalog);
  const auto expect_damaged = [&](std::string content, std::string_view how) {
    std::filesystem::remove(catalog + ".wal");
    folder.Write("lake/catalog.ducklake", content);
    for (const bool read_only : {true, false}) {
      LakeOptions again = options;
      again.read_only = read_only;
      again.create = !read_only;
      auto lake = Lake::Open(again);
      EXPECT_THAT(lake, IsError(Code::kDataLoss)) << how;
      EXPECT_THAT(lake, HasMessage("restore the catalog")) << how;
    }
  };
  for (const std::size_t at : {std::size_t{0}, std::size_t{100}, std::size_t{5000}}) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xFF);
    expect_damaged(damaged, std::to_string(at));
  }
  expect_damaged(whole.substr(0, 5000), "cut");
  expect_damaged("", "empty");
  expect_damaged(std::string(20'000, 'x'), "another file");
}

TEST(Lake, ALostCatalogIsNotMadeAnewOverItsData) {
  for (const std::string prefix : {"ducklake:", "ducklake:sqlite:"}) {
    const TempFolder folder;
    const std::string catalog = folder.File("catalog.db");
    const LakeOptions options{.location = prefix + catalog, .data_path = folder.File("data")};
    ASSERT_THAT(Lake::Open(options), IsOk());
    std::filesystem::remove(catalog);
    EXPECT_THAT(Lake::Open(options), IsError(Code::kConflict));
    EXPECT_THAT(Lake::Open(options), HasMessage("restore the catalog"));
    EXPECT_FALSE(std::filesystem::exists(catalog));
    folder.Write("catalog.db", "");
    EXPECT_THAT(Lake::Open(options), IsError(Code::kDataLoss));
    EXPECT_EQ(std::filesystem::file_size(catalog), 0u);
  }
}

TEST(Lake, TakesOddNamesOrRefusesThemBeforeAnythingIsMade) {
  for (const std::string name : {"it's", "a \"b\"", "new\nline", "tab\t", "semi;colon", "*[ab]{c}",
                                 "%41", "ünï", "-x", "a:b", "$HOME", "#hash", "&amp"}) {
    const TempFolder folder;
    ExpectKeepsRows({.location = folder.File(name)});
    ExpectKeepsRows({.location = "ducklake:sqlite:" + folder.File("s" + name),
                     .data_path = folder.File("d" + name)});
  }
  for (const std::string& name : {std::string("a?b"), std::string("a\\b"), std::string(300, 'x')}) {
    const TempFolder folder;
    for (const LakeOptions& options :
         {LakeOptions{.location = folder.File(name)},
          {.location = "ducklake:" + folder.File(name), .data_path = folder.File("d")},
          {.location = "ducklake:sqlite:" + folder.File(name), .data_path = folder.File("d")},
          {.location = "ducklake:" + folder.File("c"), .data_path = folder.File(name)}}) {
      EXPECT_THAT(Lake::Open(options), IsError(Code::kInvalidArgument)) << name;
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << name;
  }
}

TEST(Lake, RefusesTheNamesThatDuckDbKeepsForItself) {
  const TempFolder folder;
  for (const std::string name : {"memory", "MEMORY", "main", "System", "temp", "", "pg_catalog",
                                 "__ducklake_metadata_lake", "__DuckLake_Metadata_"}) {
    auto lake = Lake::Open({.location = folder.File("lake"), .catalog_name = name});
    EXPECT_THAT(lake, IsError(Code::kInvalidArgument)) << name;
    EXPECT_THAT(lake, HasMessage("catalog_name")) << name;
  }
  for (const std::string name : {"", "information_schema", "PG_catalog", "temp"}) {
    auto lake = Lake::Open({.location = folder.File("lake"), .schema_name = name});
    EXPECT_THAT(lake, IsError(Code::kInvalidArgument)) << name;
    EXPECT_THAT(lake, HasMessage("schema_name")) << name;
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  ExpectKeepsRows({.location = folder.File("lake"), .catalog_name = "memory2"});
}

TEST(LakeLocation, KnowsTheEnginesOfCatalogs) {
  for (const std::string lake : {"ducklake:mysql:host=x", "ducklake:mysql:x",
                                 "ducklake:duckdb:file", "ducklake:sqlite:mysql:x"}) {
    EXPECT_THAT(ParseLakeLocation(lake, ""), IsError(Code::kInvalidArgument)) << lake;
    EXPECT_THAT(ParseLakeLocation(lake, ""), HasMessage("ducklake:sqlite:FILE")) << lake;
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

TEST(LakeLocation, AConnectionStringThatDoesNotParseIsWrongAndShowsNothing) {
  for (const std::string connection : {"host=h password='S3cretPG", "postgresql://h/d?S3cretPG"}) {
    const auto lake = ParseLakeLocation("ducklake:postgres:" + connection, "/tmp/x");
    EXPECT_THAT(lake, IsError(Code::kInvalidArgument, "connection string")) << connection;
    EXPECT_THAT(lake, Not(HasMessage("S3cretPG"))) << connection;
  }
}

}  // namespace
}  // namespace lake
