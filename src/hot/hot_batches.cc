#include "hot/hot_batches.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hex.h"
#include "table/describes.h"

namespace lake {
namespace {

using Row = HotBatchRow;

constexpr auto kColumns = ColumnsOf(
    Column<&Row::lo>("lo", "First ledger.").Key(), Column<&Row::hi>("hi", "Last ledger."),
    Column<&Row::batch_id>("batch_id", "Name of the batch, unique."),
    Column<&Row::network>("network", "Network of the ledgers."),
    Column<&Row::first_prev_hash>("first_prev_hash", "Hash of the ledger before the first.")
        .Hex(64),
    Column<&Row::last_hash>("last_hash", "Hash of the last ledger.").Hex(64),
    Column<&Row::source>("source", "Where the ledgers came from."),
    Column<&Row::pipeline_version>("pipeline_version", "Version of the program."),
    Column<&Row::writer>("writer", "Host and process that wrote it."),
    Column<&Row::created_at>("created_at", "When it was written, UTC."),
    Column<&Row::row_counts>("row_counts", "Rows of every table of the batch.")
        .Form(TextForm::kJson),
    Column<&Row::digests>("digests", "Digest of every table's rows.").Form(TextForm::kJson),
    Column<&Row::protocol_first>("protocol_first", "Protocol of the first ledger."),
    Column<&Row::protocol_last>("protocol_last", "Protocol of the last ledger."),
    Column<&Row::lineage_after>("lineage_after", "Id in _meta_lineage before the batch's first."),
    Column<&Row::lineage_last>("lineage_last", "The batch's last id in _meta_lineage."),
    Column<&Row::quality_after>("quality_after", "Id in _meta_quality before the batch's first."),
    Column<&Row::quality_last>("quality_last", "The batch's last id in _meta_quality."));

constexpr std::string_view kPrimaryKey[] = {"lo"};

std::vector<std::string> Split(std::string_view names) {
  std::vector<std::string> out;
  while (!names.empty()) {
    const std::size_t comma = names.find(',');
    out.emplace_back(names.substr(0, comma));
    names.remove_prefix(comma == names.npos ? names.size() : comma + 1);
  }
  return out;
}

Result<std::vector<BatchRecord>> Read(PgConnection& connection, std::string_view where,
                                      std::initializer_list<PgValue> values) {
  TRY_ASSIGN(
      const PgResult rows,
      connection.Query(
          fmt::format("SELECT lo, hi, batch_id, first_prev_hash, last_hash, writer, "
                      "to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS\"Z\"'), "
                      "(SELECT string_agg(k, ',' ORDER BY k COLLATE \"C\") FROM "
                      "json_object_keys(row_counts::json) k) FROM {} {} ORDER BY lo",
                      kHotBatchesTable, where),
          values));
  std::vector<BatchRecord> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    BatchRecord record;
    record.batch_id = rows.Text(2, i);
    record.range.first = static_cast<std::uint32_t>(rows.Int(0, i));
    record.range.last = static_cast<std::uint32_t>(rows.Int(1, i));
    if (record.range.first > record.range.last) {
      return Error{Code::kDataLoss, fmt::format("the hot buffer has a batch of ledgers {}-{}",
                                                record.range.first, record.range.last)};
    }
    TRY_ASSIGN(record.range.first_previous_hash, ParseHash(rows.Text(3, i)));
    TRY_ASSIGN(record.range.last_hash, ParseHash(rows.Text(4, i)));
    record.writer = rows.Text(5, i);
    record.created_at = rows.Text(6, i);
    record.tables = Split(rows.Text(7, i));
    out.push_back(std::move(record));
  }
  return out;
}

}  // namespace

constexpr TableSpec kHotBatches{
    .name = "hot_batches",
    .doc = "One row per batch of ledgers in the hot buffer.",
    .group = "hot",
    .purpose = "state",
    .subject = "hot_batches",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "",
    .primary_key = kPrimaryKey,
    .partition_column = "",
};
static_assert(Describes<Row>(kHotBatches));

HotBatchRow MakeHotBatchRow(const BatchRow& row, const Batch& batch, const MetaIds& before,
                            const MetaIds& last) {
  return {.lo = row.lo,
          .hi = row.hi,
          .batch_id = row.batch_id,
          .network = row.network,
          .first_prev_hash = row.first_prev_hash,
          .last_hash = row.last_hash,
          .source = row.source,
          .pipeline_version = row.pipeline_version,
          .writer = row.writer,
          .created_at = row.created_at,
          .row_counts = row.row_counts,
          .digests = row.digests,
          .protocol_first = batch.ledgers.front()->protocol,
          .protocol_last = batch.ledgers.back()->protocol,
          .lineage_after = before.lineage,
          .lineage_last = last.lineage,
          .quality_after = before.quality,
          .quality_last = last.quality};
}

Result<std::vector<BatchRecord>> ReadHotBatches(PgConnection& connection) {
  return Read(connection, "", {});
}

Result<std::vector<BatchRecord>> ReadHotBatchesNear(PgConnection& connection,
                                                    const CoveredRange& range) {
  return Read(connection, "WHERE lo <= $2 AND hi >= $1",
              {std::int64_t{range.first} - 1, std::int64_t{range.last} + 1});
}

Result<bool> HasHotBatch(PgConnection& connection, std::string_view batch_id) {
  TRY_ASSIGN(const PgResult rows,
             connection.Query(fmt::format("SELECT 1 FROM {} WHERE batch_id = $1", kHotBatchesTable),
                              {batch_id}));
  return rows.size() > 0;
}

}  // namespace lake
