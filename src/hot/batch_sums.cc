#include "hot/batch_sums.h"

#include <fmt/format.h>

#include <map>

#include "base/hex.h"
#include "hot/hot_batches.h"
#include "hot/hot_tables.h"
#include "table/dataset_name.h"
#include "table/schema_hash.h"

namespace lake {
namespace {

constexpr std::string_view kBatchesSql =
    "SELECT b.lo, b.hi, b.last_hash, b.source, b.pipeline_version, "
    "(SELECT m.processor_name FROM \"_meta_lineage\" m WHERE m.id = b.lineage_last), "
    "(SELECT coalesce(sum(l.xdr_bytes), 0)::bigint FROM extra.hot_ledgers l "
    "WHERE l.sequence BETWEEN b.lo AND b.hi) "
    "FROM {} b WHERE b.lo >= $1 AND b.hi <= $2 ORDER BY b.lo";

constexpr std::string_view kSumsSql =
    "SELECT b.lo, c.key, c.value::bigint, d.value "
    "FROM {} b CROSS JOIN LATERAL json_each_text(b.row_counts::json) c "
    "LEFT JOIN LATERAL json_each_text(b.digests::json) d ON d.key = c.key "
    "WHERE b.lo >= $1 AND b.hi <= $2 ORDER BY b.lo, c.key COLLATE \"C\"";

constexpr std::string_view kSchemasSql =
    "SELECT b.lo, m.dataset, m.schema_hash FROM {} b JOIN \"_meta_lineage\" m "
    "ON m.id > b.lineage_after AND m.id <= b.lineage_last "
    "WHERE b.lo >= $1 AND b.hi <= $2 ORDER BY b.lo";

class Reader {
 public:
  Reader(PgConnection& connection, const LedgerSpan& span) : connection_(connection), span_(span) {}

  Result<std::vector<HotBatch>> Read() {
    TRY(ReadBatches());
    TRY(ReadSums());
    TRY(CompareColumns());
    return std::move(batches_);
  }

 private:
  Result<PgResult> Query(std::string_view sql) {
    return connection_.Query(fmt::format(fmt::runtime(sql), kHotBatchesTable),
                             {std::int64_t{span_.first}, std::int64_t{span_.last}});
  }

  Status ReadBatches() {
    TRY_ASSIGN(const PgResult rows, Query(kBatchesSql));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      HotBatch batch{.span = {static_cast<std::uint32_t>(rows.Int(0, i)),
                              static_cast<std::uint32_t>(rows.Int(1, i))},
                     .last_hash = {},
                     .source = std::string(rows.Text(3, i)),
                     .pipeline_version = std::string(rows.Text(4, i)),
                     .processor_name = std::string(rows.Text(5, i)),
                     .xdr_bytes = static_cast<std::uint64_t>(rows.Int(6, i)),
                     .sums = {}};
      TRY_ASSIGN(batch.last_hash, ParseHash(rows.Text(2, i)));
      batches_.push_back(std::move(batch));
    }
    return {};
  }

  // The batch that begins at `lo`; rows come in the order of batches.
  HotBatch* Next(std::size_t& at, std::int64_t lo) {
    while (at < batches_.size() && std::int64_t{batches_[at].span.first} < lo) ++at;
    return at < batches_.size() && batches_[at].span.first == lo ? &batches_[at] : nullptr;
  }

  Status ReadSums() {
    TRY_ASSIGN(const PgResult rows, Query(kSumsSql));
    std::size_t at = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      HotBatch* const batch = Next(at, rows.Int(0, i));
      if (batch == nullptr) continue;
      const HotTable* const table = FindHotTable(rows.Text(1, i));
      if (table == nullptr) {
        return {Code::kInvalidArgument,
                fmt::format("ledgers {}-{} of the hot buffer were written by version {} with table "
                            "{}, which this version does not know",
                            batch->span.first, batch->span.last, batch->pipeline_version,
                            rows.Text(1, i))};
      }
      batch->sums.push_back({.table = table->spec,
                             .rows = static_cast<std::uint64_t>(rows.Int(2, i)),
                             .digest = std::string(rows.Text(3, i)),
                             .same_columns = false});
    }
    return {};
  }

  Status CompareColumns() {
    TRY_ASSIGN(const PgResult rows, Query(kSchemasSql));
    std::size_t at = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      HotBatch* const batch = Next(at, rows.Int(0, i));
      if (batch == nullptr) continue;
      for (HotTableSum& sum : batch->sums) {
        if (DatasetName(*sum.table) != rows.Text(1, i)) continue;
        sum.same_columns = rows.Text(2, i) == HashOf(*sum.table);
      }
    }
    return {};
  }

  const std::string& HashOf(const TableSpec& table) {
    auto found = hashes_.find(&table);
    if (found == hashes_.end()) found = hashes_.emplace(&table, SchemaHash(table)).first;
    return found->second;
  }

  PgConnection& connection_;
  const LedgerSpan span_;
  std::vector<HotBatch> batches_;
  std::map<const TableSpec*, std::string> hashes_;
};

}  // namespace

std::uint64_t HotBatch::rows() const {
  std::uint64_t rows = 0;
  for (const HotTableSum& sum : sums) rows += sum.rows;
  return rows;
}

Result<std::vector<HotBatch>> ReadHotBatchSums(PgConnection& connection, const LedgerSpan& span) {
  return Reader(connection, span).Read();
}

}  // namespace lake
