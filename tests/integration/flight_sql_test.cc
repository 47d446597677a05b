// SQL over Arrow Flight as people run it, asked by Python's ADBC client and by the JDBC driver.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "duckdb/lake.h"
#include "support/certificate.h"
#include "support/child.h"
#include "support/free_port.h"
#include "support/places.h"
#include "support/temp_folder.h"
#include "support/watched_program.h"
#include "unit/view/both_stores.h"

namespace lake::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// The server, and clients of other languages.
class SqlServer {
 public:
  SqlServer(const TempFolder& folder, std::vector<std::string> further) {
    address_ = fmt::format("127.0.0.1:{}", FreePort());
    std::vector<std::string> words{Program(), "flight-sql", "--listen", address_};
    words.insert(words.end(), further.begin(), further.end());
    std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
    service_.emplace(words, folder.File("log"));
    EXPECT_TRUE(service_->Await([&] { return service_->StatusOf("/ready") == 200; }))
        << service_->Log();
  }

  // What Python's client answers, an error as an object.
  json Adbc(std::vector<std::string> words) const {
    words.insert(words.begin(),
                 {DepsPath("python/bin/python"), SourcePath("tests/peers/flight_sql/ask_adbc.py"),
                  address_, token_, certificate_});
    const ChildResult asked = RunChild(words, {.variables = {{"PYTHONPATH", DepsPath("arrow")}}});
    EXPECT_EQ(asked.exit_status, 0) << asked.err;
    return json::parse(asked.out, nullptr, false);
  }
  std::string Jdbc(std::vector<std::string> words) const {
    words.insert(
        words.begin(),
        {"/usr/bin/env", "java", "-Xmx512m", "--add-opens=java.base/java.nio=ALL-UNNAMED", "-cp",
         DepsPath("jdbc/driver.jar"), SourcePath("tests/peers/flight_sql/AskJdbc.java"),
         fmt::format("jdbc:arrow-flight-sql://{}/?useEncryption=false{}", address_,
                     token_.empty() ? "" : "&token=" + token_)});
    const ChildResult asked = RunChild(words);
    EXPECT_EQ(asked.exit_status, 0) << asked.err;
    return asked.out;
  }
  void Show(std::string token, std::string certificate = "") {
    token_ = std::move(token);
    certificate_ = std::move(certificate);
  }
  WatchedProgram& service() { return *service_; }

 private:
  std::string address_;
  std::string token_;
  std::string certificate_;
  std::optional<WatchedProgram> service_;
};

class FlightSqlTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto lake = Lake::Open({.location = folder_.File("lake")});
    ASSERT_THAT(lake, IsOk());
    auto connection = (*lake)->Connect();
    ASSERT_THAT(connection->Execute(
                    "CREATE TABLE ledgers_row_v2 AS SELECT (100 + i)::BIGINT AS sequence, 'memo ' "
                    "|| i AS memo, TIMESTAMP '2024-01-01' + to_seconds(i) AS closed_at FROM "
                    "range(5000) t(i)"),
                IsOk());
    lake->reset();
    // The server is an ordinary user.
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
      std::filesystem::permissions(entry.path(), std::filesystem::perms::all);
    }
  }
  SqlServer Serve(std::vector<std::string> further = {}) {
    further.insert(further.begin(), {"--lake", folder_.File("lake")});
    return SqlServer(folder_, further);
  }

  const TempFolder folder_;
};

TEST_F(FlightSqlTest, AnswersAdbc) {
  SqlServer server = Serve();
  EXPECT_EQ(
      server.Adbc(
          {"query", "select sequence, memo, closed_at from ledgers_row_v2 order by 1 limit 2"}),
      json::parse(R"({"columns": [["sequence", "int64"], ["memo", "string"],
                                        ["closed_at", "timestamp[us]"]],
                            "rows": [[100, "memo 0", "2024-01-01 00:00:00"],
                                     [101, "memo 1", "2024-01-01 00:00:01"]]})"));
  EXPECT_EQ(
      server.Adbc({"query", "select memo from ledgers_row_v2 where sequence = ?", "[107]"})["rows"],
      json::parse(R"([["memo 7"]])"));
  EXPECT_EQ(server.Adbc({"prepared",
                         "select memo from ledgers_row_v2 where sequence > ? order by 1 "
                         "limit 1",
                         "[5097]", "[5098]"}),
            json::parse(R"([[["memo 4998"]], [["memo 4999"]]])"));
  EXPECT_EQ(server.Adbc({"schema", "select memo, 1.5 as x from ledgers_row_v2"}),
            json::parse(R"json([["memo", "string"], ["x", "decimal128(2, 1)"]])json"));
  EXPECT_EQ(server.Adbc({"tables"}),
            json::parse(R"({"lake.bronze.ledgers_row_v2": ["sequence", "memo", "closed_at"]})"));
  EXPECT_EQ(server.Adbc({"types"}), json::parse(R"(["SYSTEM TABLE", "TABLE", "VIEW"])"));
  EXPECT_EQ(server.Adbc({"info"})["vendor_name"], "Stellarlake");
}

TEST_F(FlightSqlTest, CountsWhatWasAsked) {
  SqlServer server = Serve();
  WatchedProgram& service = server.service();
  const std::string of = "stellarlake_flight_sql_";
  const double before = service.Metric(of + R"(statements_total{outcome="done",question="run"})");
  EXPECT_EQ(before, 1);  // the one that proved that the lake opens
  ASSERT_EQ(server.Adbc({"query", "select memo from ledgers_row_v2"})["rows"].size(), 5000u);
  ASSERT_TRUE(server.Adbc({"query", "from nowhere"}).contains("error"));
  EXPECT_TRUE(service.Await([&] {
    return service.Metric(of + R"(statements_total{outcome="done",question="run"})") == 2;
  }));
  EXPECT_EQ(service.Metric(of + R"(statement_seconds_count{question="run"})"), 2);
  EXPECT_EQ(service.Metric(of + R"(statements_total{outcome="failed",question="describe"})"), 1);
  EXPECT_EQ(service.Metric(of + "statements_active"), 0);
  EXPECT_GE(service.Metric(of + "batches_total"), 1);
  EXPECT_GE(service.Metric(of + "bytes_total"), 5000 * 6);
  EXPECT_GE(service.Metric(of + "workers_started_total"), 1);
}

TEST_F(FlightSqlTest, DoesNotStartOverWhatCannotBeRead) {
  const ChildResult started = RunChild({Program(), "flight-sql", "--lake", folder_.File("nothing"),
                                        "--listen", "127.0.0.1:0", "--health-port", "0"});
  EXPECT_EQ(started.exit_status, 66) << started.err;
  EXPECT_THAT(started.err, HasSubstr("flight-sql cannot open what it would read"));
  EXPECT_THAT(started.err, HasSubstr(folder_.File("nothing")));
}

TEST_F(FlightSqlTest, TellsAdbcWhatIsWrong) {
  SqlServer server = Serve({"--rows-max", "100"});
  for (const auto& [sql, says] : {std::pair("selekt 1", "syntax error"),
                                  {"from nowhere", "nowhere"},
                                  {"drop table ledgers_row_v2", "only reads"},
                                  {"from ledgers_row_v2", "more than 100 rows"}}) {
    const json answer = server.Adbc({"query", sql});
    EXPECT_THAT(answer.value("message", ""), HasSubstr(says)) << sql << ": " << answer;
  }
  EXPECT_TRUE(
      server.service().Await([&] { return server.service().Fact("statements_failed") >= 4; }));
  EXPECT_EQ(server.Adbc({"query", "select 1 as one"})["rows"], json::parse("[[1]]"));
}

TEST_F(FlightSqlTest, TellsAdbcThatAStatementTookTooLong) {
  SqlServer server = Serve({"--deadline", "2"});
  const json answer = server.Adbc(
      {"query",
       "select count(*) from range(1000000) a(i), range(1000000) b(j) where hash(i + j) = 1"});
  EXPECT_THAT(answer.value("message", ""), HasSubstr("took longer than 2000 ms")) << answer;
}

TEST_F(FlightSqlTest, AnswersJdbc) {
  if (!std::filesystem::exists(DepsPath("jdbc/driver.jar"))) GTEST_SKIP() << "no JDBC driver";
  SqlServer server = Serve();
  EXPECT_EQ(server.Jdbc({"query", "select sequence, memo from ledgers_row_v2 order by 1 limit 2"}),
            "sequence BIGINT|memo VARCHAR\n100|memo 0\n101|memo 1\n");
  EXPECT_EQ(
      server.Jdbc({"prepared", "select memo from ledgers_row_v2 where sequence = ?", "103", "104"}),
      "memo 3\nmemo 4\n");
  EXPECT_EQ(
      server.Jdbc({"prepared", "select sequence from ledgers_row_v2 where memo = ?", "memo 9"}),
      "109\n");
  EXPECT_THAT(server.Jdbc({"query", "from nowhere"}), HasSubstr("error"));
  const std::string metadata = server.Jdbc({"metadata"});
  for (const char* line :
       {"product Stellarlake, read only\n", "quote \"\n", "transactions false\n", "catalog lake\n",
        "schema bronze|lake\n", "table type TABLE\n", "table ledgers_row_v2\n",
        "key lake|bronze|ledgers_row_v2|sequence|1|ledgers_row_v2_key\n",
        "column sequence BIGINT\n", "column memo VARCHAR\n", "column closed_at TIMESTAMP\n"}) {
    EXPECT_THAT(metadata, HasSubstr(line));
  }
}

TEST_F(FlightSqlTest, WantsTheTokenOverTls) {
  WriteCertificate(folder_);
  folder_.Write("token", "s3cret-of-test\n");
  std::filesystem::permissions(folder_.File("token"), std::filesystem::perms::all);
  SqlServer server = Serve({"--tls-cert", folder_.File("cert.pem"), "--tls-key",
                            folder_.File("key.pem"), "--token-file", folder_.File("token")});
  server.Show("wrong", folder_.File("cert.pem"));
  EXPECT_EQ(server.Adbc({"query", "select 1"})["error"], "ProgrammingError");
  server.Show("", folder_.File("cert.pem"));
  EXPECT_TRUE(server.Adbc({"query", "select 1"}).contains("error"));
  server.Show("s3cret-of-test", folder_.File("cert.pem"));
  EXPECT_EQ(server.Adbc({"query", "select 1 as one"})["rows"], json::parse("[[1]]"));
  EXPECT_EQ(server.service().Log().find("s3cret-of-test"), std::string::npos);
  // What clients do to the port is none of its log: each line there is one of ours.
  server.Show("", "");
  EXPECT_TRUE(server.Adbc({"query", "select 1"}).contains("error"));
  EXPECT_THAT(server.service().Log(), Not(HasSubstr("andshake")));
}

TEST_F(FlightSqlTest, StopsAndLeavesNoWorker) {
  SqlServer server = Serve();
  EXPECT_EQ(server.Adbc({"query", "select 1 as one"})["rows"], json::parse("[[1]]"));
  server.service().Stop();
  EXPECT_FALSE(server.service().running());
  // Nobody holds the catalog's file any more.
  EXPECT_THAT(Lake::Open({.location = folder_.File("lake")}), IsOk());
}

class FlightSqlOfBothTest : public BothStores {};

TEST_F(FlightSqlOfBothTest, ReadsTheHotBufferAndTheLakeAsOne) {
  CommitToLake(NextBatch(2));
  Ingest(3);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
    std::filesystem::permissions(entry.path(), std::filesystem::perms::all);
  }
  SqlServer server(folder_,
                   {"--hot", conninfo_, "--lake", lake_.location, "--data-path", lake_.data_path});
  const std::string count = "select count(*), max(sequence) from ";
  EXPECT_EQ(server.Adbc({"query", count + "ledgers_row_v2"})["rows"], json::parse("[[5, 1004]]"));
  EXPECT_EQ(server.Adbc({"query", count + "temp.main.ledgers_row_v2"})["rows"],
            json::parse("[[5, 1004]]"));
  EXPECT_EQ(server.Adbc({"query", count + "lake.bronze.ledgers_row_v2"})["rows"],
            json::parse("[[2, 1001]]"));
  const json tables = server.Adbc({"tables"});
  EXPECT_TRUE(tables.contains("temp.main.ledgers_row_v2")) << tables;
  EXPECT_TRUE(tables.contains("lake.bronze.ledgers_row_v2")) << tables;
  Ingest(1);
  EXPECT_EQ(server.Adbc({"query", count + "ledgers_row_v2"})["rows"], json::parse("[[6, 1005]]"));
  EXPECT_TRUE(
      server.Adbc({"query", "select count(*) from hot_rows(0, 0, 2000)"}).contains("error"));
}

}  // namespace
}  // namespace lake::testing
