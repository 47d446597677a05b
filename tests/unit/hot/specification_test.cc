// The SQL and the psql checks of the specification of the hot buffer (004), and the statements of
// the flusher's (002), as they stand there.
#include <gmock/gmock.h>

#include <algorithm>

#include "support/child.h"
#include "unit/hot/hot_database.h"

namespace lake {
namespace {

using testing::InsertSql;
using testing::IsOk;

class Specification : public testing::HotDatabase {
 protected:
  void SetUp() override {
    testing::HotDatabase::SetUp();
    if (server_ != nullptr) {
      ASSERT_THAT(Migrate().Up(Migrator::kAll), IsOk());
    }
  }
  // psql's own commands and a shell behind it.
  std::string Psql(const std::string& command) {
    const ChildResult result =
        RunChild({"/bin/sh", "-c",
                  fmt::format("psql -h 127.0.0.1 -p {} -U {} -d {} {}", server_->port(),
                              testing::PostgresServer::kUser, name_, command)});
    EXPECT_EQ(result.exit_status, 0) << result.err;
    EXPECT_EQ(result.err, "");
    return result.out;
  }
  static std::size_t Lines(const std::string& text, std::string_view with) {
    std::size_t count = 0;
    for (std::size_t at = text.find(with); at != std::string::npos; at = text.find(with, at + 1))
      ++count;
    return count;
  }
  void Fill(std::initializer_list<std::int64_t> ledgers, const std::string& closed_at = "now()") {
    for (const HotTable& table : HotTables()) {
      if (table.spec->group == "meta") continue;
      for (const std::int64_t ledger : ledgers)
        ASSERT_THAT(connection_->Execute(InsertSql(table, ledger, closed_at)), IsOk());
    }
  }
};

// "should show 19 tables", "should show 38 indexes": those of the data tables. psql also shows the
// five _meta_ tables, the version table and the indexes of primary keys.
TEST_F(Specification, ShowsItsTablesAndIndexes) {
  const std::string tables = Psql("-c \"\\dt\"");
  EXPECT_EQ(Lines(tables, " table "), 25u) << tables;
  EXPECT_EQ(Lines(tables, " _meta_"), 5u);
  EXPECT_EQ(Lines(tables, " schema_migrations "), 1u);
  EXPECT_EQ(Lines(tables, "_v1 ") + Lines(tables, "_v2 "), 19u);
  const std::string indexes = Psql("-c \"\\di\"");
  EXPECT_EQ(Lines(indexes, " idx_"), 38u) << indexes;
  EXPECT_EQ(Lines(indexes, " index "), 38u + 25u);
  EXPECT_EQ(Psql("-At -c \"\\di public.idx_*\" | wc -l"), "38\n");
}

TEST_F(Specification, ItsTablesAreUnloggedWithoutForeignKeysAndRoomForUpdates) {
  const std::string ledgers = Psql("-c \"\\d+ ledgers_row_v2\"");
  EXPECT_THAT(ledgers, ::testing::HasSubstr("Unlogged table \"public.ledgers_row_v2\""));
  EXPECT_THAT(Psql("-c \"\\d ledgers_row_v2\""),
              ::testing::Not(::testing::HasSubstr("Foreign-key")));
  EXPECT_THAT(Psql("-c \"\\d+ accounts_snapshot_v1\""), ::testing::HasSubstr("fillfactor=90"));
  EXPECT_EQ(Sql("SELECT count(*) FROM pg_constraint WHERE contype = 'f'"), "0\n");
}

TEST_F(Specification, ItsHighWatermarkPatternWorks) {
  Fill({990'001, 1'000'499, 1'000'500});
  const std::string marks = Sql("SELECT * FROM get_high_watermark();");
  EXPECT_EQ(Lines(marks, "|1000500|1000000|3\n"), 19u) << marks;
  EXPECT_EQ(marks.substr(0, marks.find('|')), "ledgers_row_v2");
  EXPECT_EQ(Sql("SELECT MIN(max_ledger_range) as watermark FROM get_high_watermark();"),
            "1000000\n");
  EXPECT_EQ(Sql("SELECT MAX(sequence) FROM ledgers_row_v2;"), "1000500\n");
  const std::string first = Sql("SELECT * FROM cleanup_flushed_data(990000);");
  EXPECT_EQ(Lines(first, "|1\n"), 19u) << first;
  const std::string rest = Sql("SELECT * FROM cleanup_flushed_data(1000500);");
  EXPECT_EQ(Lines(rest, "|2\n"), 19u) << rest;
  EXPECT_EQ(Sql("SELECT sum(row_count), max(max_ledger_sequence) FROM get_high_watermark();"),
            "0|\n");
  Sql("VACUUM ANALYZE;");
  Sql("VACUUM ANALYZE ledgers_row_v2;");
}

// A range goes on growing while it is flushed: what is not in the lake yet stays.
TEST_F(Specification, ItsCleanupLeavesWhatAnIngesterWroteAndNobodyFlushed) {
  Fill({1'000'001, 1'000'002});
  Sql("INSERT INTO extra.hot_state (network, epoch, epoch_since) VALUES ('x', 1, now())");
  Sql("INSERT INTO extra.hot_batches VALUES (1000001, 1000002, 'b', 'x', '', '', '', '', '', "
      "now(), '{}', '{}', 23, 23, 0, 0, 0, 0)");
  EXPECT_EQ(Lines(Sql("SELECT * FROM cleanup_flushed_data(1000000)"), "|0\n"), 19u);
  Sql("UPDATE extra.hot_state SET flushed_through = 1000001");
  EXPECT_EQ(Lines(Sql("SELECT * FROM cleanup_flushed_data(1000000)"), "|1\n"), 19u);
  EXPECT_EQ(Sql("SELECT sequence FROM ledgers_row_v2"), "1000002\n");
}

TEST_F(Specification, ItsCandidatesAreOldEnough) {
  Fill({1'000'001}, "now() - interval '6 minutes'");
  Fill({1'010'001}, "now() - interval '4 minutes'");
  EXPECT_EQ(Sql("SELECT ledger_range, ledger_count FROM get_flush_candidates(5);"), "1000000|1\n");
  EXPECT_EQ(Sql("SELECT ledger_range FROM get_flush_candidates(3);"), "1000000\n1010000\n");
  EXPECT_EQ(Sql("SELECT ledger_range FROM get_flush_candidates(minutes => 60);"), "");
  EXPECT_EQ(Sql("SELECT min_timestamp = max_timestamp FROM get_flush_candidates();"), "t\n");
  Fill({1'000'002});  // still written to
  EXPECT_EQ(Sql("SELECT * FROM get_flush_candidates(5);"), "");
  EXPECT_EQ(Lines(Sql("SELECT * FROM cleanup_flushed_data(ledger_range => 1)"), "|0\n"), 19u);
}

TEST_F(Specification, ItsFlushersStatementsWork) {
  Fill({999'999, 1'005'349, 1'005'350});
  EXPECT_EQ(Sql("SELECT COUNT(*) FROM ledgers_row_v2;"), "3\n");
  for (const HotTable& table : HotTables()) {
    if (table.spec->group == "meta") continue;
    const std::string name = DdlTableName(*table.spec, HotDdlOptions(table));
    EXPECT_EQ(
        Sql(fmt::format("DELETE FROM {} WHERE {} <= 1005349;", name, table.spec->sequence_column)),
        "DELETE 2\n");
    Sql(fmt::format("VACUUM ANALYZE {};", name));
  }
}

TEST_F(Specification, ItsMonitoringWorks) {
  const std::string sizes =
      Sql("SELECT\n    schemaname,\n    tablename,\n"
          "    pg_size_pretty(pg_total_relation_size(schemaname||'.'||tablename)) AS size\n"
          "FROM pg_tables\nWHERE schemaname = 'public'\n"
          "ORDER BY pg_total_relation_size(schemaname||'.'||tablename) DESC;");
  EXPECT_EQ(std::ranges::count(sizes, '\n'), 25);
  const std::string bloat =
      Sql("SELECT\n    tablename,\n"
          "    pg_size_pretty(pg_total_relation_size(tablename::regclass)) as total_size,\n"
          "    pg_size_pretty(pg_relation_size(tablename::regclass)) as table_size,\n"
          "    pg_size_pretty(pg_total_relation_size(tablename::regclass) - "
          "pg_relation_size(tablename::regclass)) as indexes_size\n"
          "FROM pg_tables\nWHERE schemaname = 'public'\n"
          "ORDER BY pg_total_relation_size(tablename::regclass) DESC;");
  EXPECT_EQ(std::ranges::count(bloat, '\n'), 25);
  // The specification writes tablename and indexname: columns that no PostgreSQL has there.
  const std::string used = Sql(
      "SELECT\n    schemaname,\n    relname,\n    indexrelname,\n    idx_scan,\n"
      "    idx_tup_read,\n    idx_tup_fetch\nFROM pg_stat_user_indexes\nORDER BY idx_scan DESC;");
  EXPECT_EQ(Lines(used, "public|"), 38u + 25u);
}

}  // namespace
}  // namespace lake
