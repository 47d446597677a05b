// SQL of strangers, against the server as it runs: everything is refused, or harmless.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <filesystem>
#include <map>
#include <random>

#include "asking.h"
#include "base/sha256.h"
#include "base/unique_fd.h"
#include "support/postgres_server.h"

namespace lake::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Stands in a file, in a table of the catalog's server and in the environment: nobody may see it.
constexpr const char* kSecret = "the-secret-4711";

// A port of this machine that somebody may be made to connect to.
class Trap {
 public:
  Trap() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    CHECK(::bind(socket_.get(), reinterpret_cast<sockaddr*>(&at), size) == 0);
    CHECK(::listen(socket_.get(), 16) == 0);
    CHECK(::getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&at), &size) == 0);
    port_ = ntohs(at.sin_port);
  }
  int port() const { return port_; }
  bool sprung() const { return UniqueFd(::accept(socket_.get(), nullptr, nullptr)).valid(); }

 private:
  UniqueFd socket_;
  int port_ = 0;
};

// Every file below a folder, with its content.
std::map<std::string, Hash256> FilesBelow(const std::filesystem::path& folder) {
  std::map<std::string, Hash256> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string content = ReadFile(entry.path());
    files[entry.path().string()] = Sha256(AsBytes(content));
  }
  return files;
}

// Attempts of F8 and their like. %file is a file with the secret, %out one to be written, %port the
// trap, %data the lake's data folder.
constexpr const char* kProbes[] = {
    // Any host, and the catalog's server.
    "select * from postgres_scan('host=127.0.0.1 port=%port', 'public', 'secrets')",
    "select * from postgres_scan_pushdown('host=127.0.0.1 port=%port', 'public', 'secrets')",
    "from postgres_query('__ducklake_metadata_lake', 'select * from secrets')",
    "from postgres_query('lake', 'drop table secrets')",
    "call postgres_execute('__ducklake_metadata_lake', 'drop table secrets')",
    "attach 'host=127.0.0.1 port=%port' as pg (type postgres)",
    "attach 'http://127.0.0.1:%port/x.db' as x",
    "from read_csv('http://127.0.0.1:%port/x.csv')",
    "from 'http://127.0.0.1:%port/x.parquet'",
    "from 's3://bucket/x.parquet'",
    "from __ducklake_metadata_lake.public.secrets",
    "from \"__ducklake_metadata_lake\".secrets",
    "from __ducklake_metadata_lake.ducklake_data_file",
    "from __ducklake_metadata_lake.pg_catalog.pg_shadow",
    // What tells of places and settings.
    "pragma database_list",
    "from pragma_database_list",
    "from pragma_database_list()",
    "from duckdb_databases()",
    "from duckdb_databases",
    "from duckdb_settings()",
    "from pg_settings",
    "from pg_catalog.pg_settings",
    "from duckdb_secrets()",
    "from which_secret('s3://x', 's3')",
    "from duckdb_extensions()",
    "from duckdb_logs",
    "from duckdb_temporary_files()",
    "from ducklake_list_files('lake', 'ledgers_row_v2')",
    "from ducklake_settings('lake')",
    "from ducklake_options('lake')",
    "from lake.options()",
    "select current_setting('temp_directory')",
    "select getenv('STELLARLAKE_TEST_SECRET')",
    "show databases",
    // Files.
    "from read_text('%file')",
    "from read_blob('%file')",
    "from read_csv('%file')",
    "from '%file'",
    "from \"%file\"",
    "from '%data/../../secret.csv'",
    "from glob('/etc/*')",
    "from glob('%data/*')",
    "from read_parquet('%data/**/*.parquet')",
    "from parquet_metadata('%data/**/*.parquet')",
    "from sniff_csv('%file')",
    "from sqlite_scan('%file', 't')",
    "from read_json('/proc/self/environ')",
    "from read_text('/proc/self/cmdline')",
    "select * from (select content from read_text('/proc/1/environ'))",
    "from secret.csv",
    "from main.secret.csv",
    "from \"secret.csv\"",
    // What writes, loads, changes or stays.
    "copy (select 1) to '%out'",
    "copy ledgers_row_v2 to '%out' (format parquet)",
    "copy (select 1 as a, 2 as b) to '%out' (format parquet, partition_by (a), overwrite true)",
    "explain analyze copy (select 1) to '%out'",
    "export database '%out'",
    "install httpfs",
    "load httpfs",
    "load '%file'",
    "force install spatial from community",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set allowed_directories = ['/']",
    "set temp_directory = '%out'",
    "set memory_limit = '100GB'",
    "set threads = 1000",
    "set log_query_path = '%out'",
    "pragma enable_profiling = 'json'",
    "pragma profile_output = '%out'",
    "call enable_logging(storage = 'file', storage_path = '%out')",
    "create table x as select 1",
    "create temp table x as select 1",
    "create temp macro m() as 1",
    "create secret s (type s3)",
    "create view v as select 1",
    "use lake.main",
    "begin",
    "prepare p as select 1",
    "execute p",
    "checkpoint",
    "vacuum",
    "insert into ledgers_row_v2 select * from ledgers_row_v2",
    "delete from ledgers_row_v2",
    "update ledgers_row_v2 set memo = 'x'",
    "drop table ledgers_row_v2",
    "alter table ledgers_row_v2 add column x int",
    "truncate ledgers_row_v2",
    "with x as (delete from ledgers_row_v2 returning *) from x",
    "from (insert into ledgers_row_v2 values (1) returning *)",
    "call lake.set_option('data_path', '/')",
    "from ducklake_expire_snapshots('lake', older_than => now())",
    "from ducklake_delete_orphaned_files('lake', cleanup_all => true)",
    "from ducklake_cleanup_old_files('lake', cleanup_all => true)",
    "from ducklake_merge_adjacent_files('lake')",
    "from ducklake_add_data_files('lake', 'ledgers_row_v2', '%file')",
    // SQL as a value.
    "from query('select content from read_text(''%file'')')",
    "from query_table('duckdb_settings')",
    "from json_execute_serialized_sql(json_serialize_sql('select * from duckdb_settings()'))",
    "select * from sql_auto_complete('sel')",
    "from hot_rows(0, 0, 2000)",
    "from lake_rows(0)",
    "from arrow_scan(1, 2, 3)",
    "from seq_scan(1)",
    // Other ways to say it.
    "select 1; from read_text('%file')",
    "select 1 /* */; /* */ drop table ledgers_row_v2",
    "from \"READ_TEXT\"('%file')",
    "from system.main.read_text('%file')",
    "select (select content from read_text('%file'))",
    "select list_transform([1], x -> (select content from read_text('%file')))",
    "pivot (from read_text('%file')) on filename using count(*)",
    "pivot ledgers_row_v2 on nextval('s') using count(*)",
    "summarize from read_text('%file')",
    "describe from postgres_scan('host=127.0.0.1 port=%port', 'public', 'secrets')",
    "explain from read_text('%file')",
    "explain analyze from read_text('%file')",
    "from range((select count(*) from read_text('%file')))",
    "from ledgers_row_v2 limit (select count(*) from read_text('%file'))",
    "with recursive r as (from read_text('%file')) from r",
    "values ((select content from read_text('%file')))",
    "select write_log('x')",
    "select sleep_ms(100000000)",
    "select nextval('s')",
    "select add_parquet_key('a', '0123456789abcdef')",
};

class GuardTest : public Asking {
 protected:
  // A lake whose catalog is in PostgreSQL, beside a table that nobody may see, where there is one:
  // with the extension loaded there is most to be guarded.
  void SetUp() override {
    ::setenv("STELLARLAKE_TEST_SECRET", kSecret, 1);
    file_ = folder_.Write("secret.csv", fmt::format("a\n{}\n", kSecret));
    out_ = folder_.File("out");
    postgres_ = PostgresServer::Start();
    if (postgres_ == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
    lake_.location = "ducklake:postgres:" + postgres_->CreateDatabase("catalog");
    lake_.data_path = folder_.File("data");
    postgres_->Sql("catalog", fmt::format("CREATE TABLE secrets AS SELECT '{}' AS a", kSecret));
    MakeLake();
    files_ = FilesBelow(folder_.path());
    Serve({.listen = "", .worker = {}, .deadline_ms = 20'000}, {"--rows-max", "100000"});
  }
  void TearDown() override {
    if (postgres_ == nullptr) return;
    EXPECT_FALSE(trap_.sprung());
    EXPECT_EQ(FilesBelow(folder_.path()), files_);
    EXPECT_EQ(postgres_->Sql("catalog", "SELECT a FROM secrets"), std::string(kSecret) + "\n");
    EXPECT_THAT(Ask("select count(*), max(memo) from ledgers_row_v2").rows,
                ::testing::ElementsAre("5000|memo 999"));
    server_.reset();
  }

  std::string Filled(std::string sql) const {
    for (const auto& [mark, value] : {std::pair<std::string, std::string>{"%file", file_},
                                      {"%out", out_},
                                      {"%port", std::to_string(trap_.port())},
                                      {"%data", lake_.data_path}}) {
      for (std::size_t at = sql.find(mark); at != sql.npos;
           at = sql.find(mark, at + value.size())) {
        sql.replace(at, mark.size(), value);
      }
    }
    return sql;
  }
  // Neither rows nor errors tell what nobody may see.
  void ExpectHarmless(const Answered& answered, const std::string& sql) const {
    EXPECT_THAT(answered.status.ToString(), Not(HasSubstr(kSecret))) << sql;
    for (const std::string& row : answered.rows) {
      EXPECT_THAT(row, Not(HasSubstr(kSecret))) << sql;
      EXPECT_THAT(row, Not(HasSubstr(postgres_->socket_folder()))) << sql;
    }
  }

  std::string file_;
  std::string out_;
  Trap trap_;
  std::unique_ptr<PostgresServer> postgres_;
  std::map<std::string, Hash256> files_;
};

TEST_F(GuardTest, RefusesEveryProbe) {
  for (const char* probe : kProbes) {
    const std::string sql = Filled(probe);
    for (const Answered& answered : {Ask(sql), RunTicket(sql)}) {
      const bool names = std::string_view(probe) == "show databases";
      EXPECT_EQ(answered.status.ok(), names) << sql;
      ExpectHarmless(answered, sql);
    }
  }
}

TEST_F(GuardTest, LetsQueriesThrough) {
  for (const char* sql :
       {"select 1", "from ledgers_row_v2 limit 1", "from lake.bronze.ledgers_row_v2 limit 1",
        "select table_name from information_schema.tables", "show tables",
        "describe ledgers_row_v2", "summarize ledgers_row_v2", "explain select 1",
        "from duckdb_columns() limit 1", "pivot ledgers_row_v2 on sequence % 2 using count(*)",
        "select i, unnest([1, 2]) from range(3) t(i)", "from lake.snapshots()",
        "with a as (select max(sequence) as m from ledgers_row_v2) select m + 1 from a",
        "select row_number() over (order by sequence) from ledgers_row_v2 limit 2"}) {
    const Answered answered = Ask(sql);
    EXPECT_THAT(FromArrow(answered.status), IsOk()) << sql;
    ExpectHarmless(answered, sql);
  }
}

// Statements put together at random from probes, queries and what may hide one in the other, cut
// and joined anywhere: all of them are refused or harmless.
TEST_F(GuardTest, TenThousandRandomStatementsAreRefusedOrHarmless) {
  std::mt19937_64 random(20261130);
  const std::vector<std::string> wraps = {"{}",
                                          "({})",
                                          "select * from ({})",
                                          "explain {}",
                                          "explain analyze {}",
                                          "with c as ({}) from c",
                                          "select ({})",
                                          "{} union all select 1",
                                          "select 1; {}",
                                          "/* {} */ select 1",
                                          "-- {}\nselect 1",
                                          "'{}'",
                                          "select '{}'",
                                          "$$ {} $$",
                                          "describe {}",
                                          "summarize {}",
                                          "from ({}) limit 1",
                                          "pivot ({}) on 1 using count(*)",
                                          "values (({}))",
                                          "select exists ({})",
                                          "select 1 where 1 in ({})"};
  const std::vector<std::string> plain = {"select 1", "from ledgers_row_v2 limit 3", "select ?",
                                          "values (1, 'x')",
                                          "select memo from ledgers_row_v2 limit 1"};
  const std::vector<std::string> noise = {";",    "'", "\"", "$$", "/*", "*/",
                                          "--\n", "(", ")",  ",",  "\\", "\xc2\xa0",
                                          "\xff", "?", "$1", "::", "."};
  const auto of = [&](const auto& list) { return list[random() % std::size(list)]; };
  int answered_rows = 0;
  for (int i = 0; i < 10'000; ++i) {
    std::string sql = random() % 4 == 0 ? of(plain) : Filled(of(kProbes));
    if (random() % 3 == 0) {
      const std::string other = random() % 2 == 0 ? of(plain) : Filled(of(kProbes));
      sql = sql.substr(0, random() % (sql.size() + 1)) + other.substr(random() % other.size());
    }
    if (random() % 2 == 0) {
      std::string wrap = of(wraps);
      sql = wrap.replace(wrap.find("{}"), 2, sql);
    }
    for (std::uint64_t cuts = random() % 3; cuts > 0; --cuts) {
      sql.insert(random() % (sql.size() + 1), of(noise));
    }
    const Answered answered = RunTicket(sql);
    answered_rows += answered.status.ok() ? 1 : 0;
    ExpectHarmless(answered, sql);
    if (i % 500 == 0) {
      ASSERT_FALSE(trap_.sprung()) << sql;
    }
  }
  EXPECT_GT(answered_rows, 300);
}

}  // namespace
}  // namespace lake::testing
