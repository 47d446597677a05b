// `stellarlake sql` reads lakes of every catalog, with and without a sandbox.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "duckdb/lake.h"
#include "support/child.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/postgres_server.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using testing::IsOk;

class SqlOfCatalog : public ::testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override {
    lake_ = {.location = folder_.File("lake"), .schema_name = "core"};
    if (GetParam() == "sqlite") lake_.location = "ducklake:sqlite:" + folder_.File("c.sqlite");
    if (GetParam() == "postgres") {
      server_ = testing::PostgresServer::Start();
      if (server_ == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
      lake_.location = "ducklake:postgres:" + server_->CreateDatabase("catalog");
    }
    if (GetParam() != "duckdb") lake_.data_path = folder_.File("data");
    auto lake = Lake::Open(lake_);
    ASSERT_THAT(lake, IsOk());
    auto connection = (*lake)->Connect();
    ASSERT_THAT(connection, IsOk());
    // More rows than stay in a catalog, and some that do.
    ASSERT_THAT(connection->Execute("CREATE TABLE ledgers AS SELECT i AS sequence FROM "
                                    "range(5000) t(i)"),
                IsOk());
    ASSERT_THAT(connection->Execute("CREATE TABLE few AS SELECT 7 AS sequence"), IsOk());
  }
  ChildResult RunSql(std::vector<std::string> words) const {
    words.insert(words.begin(),
                 {testing::Program(), "sql", "--lake", lake_.location, "--format", "csv"});
    return RunChild(words);
  }

  testing::TempFolder folder_;
  std::unique_ptr<testing::PostgresServer> server_;
  LakeOptions lake_;
};
INSTANTIATE_TEST_SUITE_P(Catalogs, SqlOfCatalog, ::testing::Values("duckdb", "sqlite", "postgres"),
                         [](const auto& catalog) { return std::string(catalog.param); });

TEST_P(SqlOfCatalog, ReadsAfterTheEngineIsLocked) {
  for (const bool sandbox : {false, true}) {
    std::vector<std::string> words = {
        "select count(*) as n, (select sum(sequence) from few) as m from ledgers where sequence > "
        "4;select max(sequence) as last from ledgers"};
    if (sandbox) words.insert(words.begin(), "--sandbox");
    const ChildResult result = RunSql(words);
    EXPECT_EQ(result.exit_status, 0) << result.err;
    EXPECT_EQ(result.out, "n,m\n4995,7\nlast\n4999\n") << "sandbox " << sandbox;
  }
}

TEST_P(SqlOfCatalog, ASandboxStillHoldsNothingElse) {
  const std::string other = folder_.Write("other.csv", "a\n1\n");
  EXPECT_NE(RunSql({"--sandbox", fmt::format("from read_csv('{}')", other)}).exit_status, 0);
  EXPECT_EQ(RunSql({fmt::format("from read_csv('{}')", other)}).exit_status, 0);
}

}  // namespace
}  // namespace lake
