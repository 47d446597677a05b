#include "flush/hot_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "hot/hot_tables.h"
#include "table/sql_text.h"

namespace lake {
namespace {

class RowCheck {
 public:
  RowCheck(PgConnection& connection, std::span<const HotBatch> batches)
      : connection_(connection),
        batches_(batches),
        first_(batches.front().span.first),
        last_(batches.back().span.last) {}

  Status Check() {
    for (const HotTable& table : HotTables()) {
      const auto expected = Expected(table);
      if (!expected) continue;
      sql_ += fmt::format("{}SELECT {}::bigint, count(*) FROM {} WHERE {} BETWEEN $1 AND $2",
                          tables_.empty() ? "" : " UNION ALL ", tables_.size(), HotTablePath(table),
                          ColumnOf(table));
      tables_.push_back({&table, *expected});
    }
    if (tables_.empty()) return {};
    TRY_ASSIGN(const PgResult rows, connection_.Query(sql_, {first_, last_}));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const Counted& table = tables_[static_cast<std::size_t>(rows.Int(0, i))];
      if (static_cast<std::uint64_t>(rows.Int(1, i)) != table.expected) return Name(*table.table);
    }
    return {};
  }

 private:
  struct Counted {
    const HotTable* table;
    std::uint64_t expected;
  };

  static std::string ColumnOf(const HotTable& table) {
    return QuoteIdentifier(table.spec->sequence_column);
  }

  // Nothing when no batch has the table.
  std::optional<std::uint64_t> Expected(const HotTable& table) const {
    std::optional<std::uint64_t> rows;
    for (const HotBatch& batch : batches_) {
      const auto sum = std::ranges::find(batch.sums, table.spec, &HotTableSum::table);
      if (sum != batch.sums.end()) rows = rows.value_or(0) + sum->rows;
    }
    return rows;
  }

  // The first batch whose rows are not those it wrote.
  Status Name(const HotTable& table) {
    TRY_ASSIGN(const PgResult rows,
               connection_.Query(
                   fmt::format("SELECT {0}::bigint, count(*) FROM {1} WHERE {0} BETWEEN $1 AND $2 "
                               "GROUP BY 1",
                               ColumnOf(table), HotTablePath(table)),
                   {first_, last_}));
    std::map<std::int64_t, std::uint64_t> of_ledger;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      of_ledger[rows.Int(0, i)] = static_cast<std::uint64_t>(rows.Int(1, i));
    }
    for (const HotBatch& batch : batches_) {
      const auto sum = std::ranges::find(batch.sums, table.spec, &HotTableSum::table);
      const std::uint64_t wrote = sum == batch.sums.end() ? 0 : sum->rows;
      std::uint64_t stand = 0;
      for (auto at = of_ledger.lower_bound(batch.span.first);
           at != of_ledger.end() && at->first <= std::int64_t{batch.span.last}; ++at) {
        stand += at->second;
      }
      if (stand == wrote) continue;
      return {Code::kDataLoss,
              fmt::format("{}: the hot buffer has {} rows of ledgers {}-{}, where its batch wrote "
                          "{}; nothing was flushed: write the ledgers again (hot ingest --upsert)",
                          table.spec->name, stand, batch.span.first, batch.span.last, wrote)};
    }
    return {Code::kInternal, fmt::format("{}: the rows could not be counted", table.spec->name)};
  }

  PgConnection& connection_;
  const std::span<const HotBatch> batches_;
  const std::int64_t first_;
  const std::int64_t last_;
  std::string sql_;
  std::vector<Counted> tables_;
};

}  // namespace

Status CheckHotRows(PgConnection& connection, std::span<const HotBatch> batches) {
  return batches.empty() ? Status() : RowCheck(connection, batches).Check();
}

}  // namespace lake
