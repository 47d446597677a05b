// A hot buffer and a lake, the steps of a flush one by one, and a reader of both.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "hot/hot_batches.h"
#include "hot/hot_state.h"
#include "hot/hot_tables.h"
#include "sink/ducklake_sink.h"
#include "sink/hot_commit.h"
#include "support/temp_folder.h"
#include "table/sql_text.h"
#include "unit/sink/hot_database.h"
#include "view/one_view.h"

namespace lake::testing {

class BothStores : public OnHotDatabase {
 protected:
  void SetUp() override {
    OnHotDatabase::SetUp();
    lake_.location = "ducklake:sqlite:" + folder_.File("catalog.sqlite");
    lake_.data_path = folder_.File("data");
  }

  DuckLakeSinkOptions LakeSinkOptions() const {
    return {.writer = {.lake = lake_, .patience_ms = 120'000},
            .tables = tables_,
            .origin = Options().origin};
  }
  // The chain's next ledgers in one batch.
  Batch Ingest(std::size_t count) {
    Batch batch = NextBatch(count);
    PostgresSink sink(Options());
    EXPECT_THAT(sink.Open(), IsOk());
    EXPECT_THAT(sink.Commit(batch, {}), IsOk());
    return batch;
  }
  void CommitToLake(const Batch& batch) const {
    DuckLakeSink sink(LakeSinkOptions());
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(batch, {}), IsOk());
    ASSERT_THAT(sink.Close(), IsOk());
  }
  void MarkFlushed(const Batch& batch) {
    PgConnection connection = Connect();
    ASSERT_THAT(WriteFlushed(connection, batch.last(), batch.ledgers.back()->hash), IsOk());
  }
  void DeleteFromHot(const Batch& batch) {
    std::string sql = fmt::format("DELETE FROM {} WHERE hi <= {};", kHotBatchesTable, batch.last());
    for (const HotTable& table : HotTables()) {
      if (table.spec->sequence_column.empty()) continue;
      sql += fmt::format("DELETE FROM {} WHERE {} <= {};", *HotTablePath(*table.spec),
                         QuoteIdentifier(table.spec->sequence_column), batch.last());
    }
    PgConnection connection = Connect();
    ASSERT_THAT(connection.Execute(sql), IsOk());
  }
  void BeginAnew() {
    PgConnection connection = Connect();
    auto transaction = PgTransaction::Begin(connection);
    ASSERT_THAT(transaction, IsOk());
    const auto state = ReadHotState(connection);
    ASSERT_THAT(state, IsOk());
    ASSERT_THAT(BeginHotEpoch(connection, *state, "test", {0}), IsOk());
    ASSERT_THAT(transaction->Commit().status, IsOk());
  }

  // The server cannot compute that column of that ledger any more.
  void BreakOperationCountOf(std::uint32_t sequence) const {
    Sql(fmt::format(
        "DO $$ DECLARE names text; BEGIN "
        "SELECT string_agg(CASE column_name WHEN 'operation_count' THEN '1 / (sequence - {})::int "
        "AS operation_count' ELSE quote_ident(column_name) END, ', ' ORDER BY ordinal_position) "
        "INTO names FROM information_schema.columns WHERE table_name = 'ledgers_row_v2'; "
        "ALTER TABLE ledgers_row_v2 RENAME TO stored; "
        "EXECUTE 'CREATE VIEW ledgers_row_v2 AS SELECT ' || names || ' FROM stored'; END $$",
        sequence));
  }

  struct Answer {
    std::string text;  // cells with blanks between, of the only row
    std::vector<std::string> notes;
  };
  // Asks both; `between` happens when the hot snapshot is taken and the lake is not opened yet.
  Result<Answer> Ask(const std::string& sql, const std::function<void()>& between = {},
                     std::string conninfo = {}) const {
    TRY_ASSIGN(PgConnection to_hot,
               PgConnection::Open({.conninfo = conninfo.empty() ? conninfo_ : conninfo}));
    TRY_ASSIGN(HotSnapshot hot, HotSnapshot::Begin(std::move(to_hot)));
    if (between) between();
    LakeOptions options = lake_;
    options.read_only = true;
    options.create = false;
    TRY_ASSIGN(std::unique_ptr<Lake> lake, Lake::Open(options));
    TRY_ASSIGN(Connection connection, lake->Connect());
    TRY_ASSIGN(const ColdSide cold, ReadColdSide(connection, *lake, {}));
    return AskOver(connection, std::move(hot), cold, sql);
  }
  static Result<Answer> AskOver(Connection& connection, HotSnapshot hot, const ColdSide& cold,
                                const std::string& sql) {
    Answer answer;
    const std::vector<NamedTable> tables = TablesNamedIn(std::vector{sql}, {});
    TRY_ASSIGN(const lake::OneView view, MakeOneView(connection, std::move(hot), cold, tables));
    answer.notes = view.notes;
    TRY_ASSIGN(QueryResult rows, connection.Query(sql));
    TRY(rows.NextSingleRow());
    for (std::size_t i = 0; i < rows.column_count(); ++i) {
      answer.text += (i == 0 ? "" : " ") + std::string(rows.Text(i, 0));
    }
    return answer;
  }
  // "5 rows of 5 ledgers, 1000 to 1004"
  static constexpr const char* kLedgersSql =
      "SELECT count(*) || ' rows of ' || count(DISTINCT sequence) || ' ledgers, ' || min(sequence) "
      "|| ' to ' || max(sequence) FROM ledgers_row_v2";
  // Of every table, a number that depends on each of its cells.
  std::string SumsSql() const {
    std::string sums;
    for (const Table* table : tables_) {
      sums += fmt::format(
          "{}(SELECT '{}: ' || count(*) || ' ' || coalesce(sum(hash(t)::HUGEINT), "
          "0) FROM {} t)",
          sums.empty() ? "SELECT " : ", ", table->spec->name, QuoteIdentifier(table->spec->name));
    }
    return sums;
  }
  std::string Ledgers(const std::function<void()>& between = {}) const {
    const auto answer = Ask(kLedgersSql, between);
    if (!answer.ok()) return answer.error().message;
    std::string text = answer->text;
    for (const std::string& note : answer->notes) text += "; " + note;
    return text;
  }

  TempFolder folder_;
  LakeOptions lake_;
};

}  // namespace lake::testing
