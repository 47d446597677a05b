#include "sink/lake_fence.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hex.h"
#include "table/sql_text.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

std::string WatermarkSql(const std::optional<std::uint32_t>& watermark) {
  return watermark ? std::to_string(*watermark) : "NULL";
}

std::vector<std::string> SplitNames(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    out.emplace_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return out;
}

// Ranges stand as literals, not parameters: only then are files pruned by their statistics.
Result<std::vector<BatchRecord>> SelectBatches(Connection& connection, const Lake& lake,
                                               std::string_view condition) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format(
                 "SELECT batch_id, lo, hi, first_prev_hash, last_hash, writer, "
                 "array_to_string(list_sort(json_keys(row_counts)), ','), "
                 "strftime(created_at, '%Y-%m-%d %H:%M:%S') FROM {} WHERE {} ORDER BY lo",
                 lake.Table(kBatches.name), condition)));
  std::vector<BatchRecord> out;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    BatchRecord record;
    record.batch_id = std::string(rows.Text(0, row));
    record.range.first = static_cast<std::uint32_t>(rows.Int(1, row));
    record.range.last = static_cast<std::uint32_t>(rows.Int(2, row));
    TRY_ASSIGN(record.range.first_previous_hash, ParseLakeHash(rows.Text(3, row)));
    TRY_ASSIGN(record.range.last_hash, ParseLakeHash(rows.Text(4, row)));
    record.writer = std::string(rows.Text(5, row));
    record.tables = SplitNames(rows.Text(6, row));
    record.created_at = std::string(rows.Text(7, row));
    out.push_back(std::move(record));
    return {};
  }));
  return out;
}

}  // namespace

Result<Hash256> ParseLakeHash(std::string_view text) {
  TRY_ASSIGN(const std::vector<std::uint8_t> bytes, ParseHex(text));
  Hash256 hash;
  if (bytes.size() != hash.size()) {
    return {Code::kDataLoss, fmt::format("the lake holds '{}' for a hash", text)};
  }
  std::ranges::copy(bytes, hash.begin());
  return hash;
}

Result<Fence> ReadFence(Connection& connection, const Lake& lake, std::string_view network) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT network, commits, epoch, watermark, "
                                          "last_lineage_id, last_quality_id FROM {}",
                                          lake.Table(kFence.name))));
  std::optional<Fence> fence;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    if (rows.Text(0, row) != network) {
      return {Code::kInvalidArgument, fmt::format("this lake holds ledgers of {}, these are of {}",
                                                  rows.Text(0, row), network)};
    }
    if (fence) return {Code::kDataLoss, fmt::format("_fence has two rows for {}", network)};
    fence = Fence{.commits = rows.Int(1, row),
                  .epoch = rows.Int(2, row),
                  .watermark = {},
                  .ids = {.lineage = rows.Int(4, row), .quality = rows.Int(5, row)}};
    if (!rows.IsNull(3, row)) fence->watermark = static_cast<std::uint32_t>(rows.Int(3, row));
    return {};
  }));
  if (!fence) return {Code::kNotFound, "the lake has no fence row"};
  return *fence;
}

Status CreateFence(Connection& connection, const Lake& lake, std::string_view network,
                   Timestamp now) {
  TRY_ASSIGN(Statement insert,
             connection.Prepare(fmt::format(
                 "INSERT INTO {} (network, commits, epoch, watermark, updated_at, last_lineage_id, "
                 "last_quality_id) VALUES (?, 0, 1, NULL, ?, 0, 0)",
                 lake.Table(kFence.name))));
  auto done = insert.Bind(1, network).Bind(2, now).Execute();
  return done.ok() ? Status() : std::move(done).status();
}

Status AdvanceFence(Connection& connection, const Lake& lake, std::string_view network,
                    const Fence& before, const Fence& after, Timestamp now) {
  TRY_ASSIGN(
      QueryResult updated,
      connection.Query(fmt::format(
          "UPDATE {} SET commits = {}, epoch = {}, watermark = {}, updated_at = "
          "make_timestamp({}), last_lineage_id = {}, last_quality_id = {} WHERE network = {} AND "
          "commits = {} AND epoch = {}",
          lake.Table(kFence.name), after.commits, after.epoch, WatermarkSql(after.watermark),
          now.micros, after.ids.lineage, after.ids.quality, QuoteLiteral(network), before.commits,
          before.epoch)));
  if (updated.rows_changed() == 1) return {};
  return {Code::kConflict,
          fmt::format("the fence row moved while commit {} was under way", after.commits)};
}

Status CheckEpoch(const Fence& fence, std::int64_t epoch, bool& forbidden) {
  if (fence.epoch == epoch) return {};
  forbidden = true;
  return {Code::kConflict,
          fmt::format("what the lake holds was rewritten meanwhile (epoch {} instead of {}): open "
                      "it again",
                      fence.epoch, epoch)};
}

Result<std::vector<BatchRecord>> ReadBatches(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(const std::int64_t tables, CountTables(connection, lake));
  if (tables == 0) return std::vector<BatchRecord>();
  return SelectBatches(connection, lake, "true");
}

Result<std::vector<BatchRecord>> ReadNear(Connection& connection, const Lake& lake,
                                          const CoveredRange& range) {
  return SelectBatches(connection, lake,
                       fmt::format("hi >= {} AND lo <= {}", std::int64_t{range.first} - 1,
                                   std::int64_t{range.last} + 1));
}

Result<std::vector<BatchRecord>> ReadAfter(Connection& connection, const Lake& lake,
                                           std::uint32_t last) {
  return SelectBatches(connection, lake, fmt::format("lo > {}", last));
}

Result<bool> HasBatch(Connection& connection, const Lake& lake, std::string_view batch_id) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT count(*) FROM {} WHERE batch_id = {}",
                                          lake.Table(kBatches.name), QuoteLiteral(batch_id))));
  TRY(rows.NextSingleRow());
  return rows.Int(0, 0) > 0;
}

}  // namespace lake
