#include "sink/lake_registry.h"

#include <fmt/format.h>

#include <set>

#include "base/arena.h"
#include "duckdb/table_writer.h"
#include "lineage/dataset_rows.h"
#include "table/dataset_name.h"
#include "table/sql_text.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

Status WriteRows(Connection& connection, const Lake& lake, const TableSpec& spec,
                 const RowBuffer& rows) {
  auto written = WriteTable(
      connection, {.spec = spec, .target = lake.Table(spec.name), .rows = {&rows}, .threads = 1});
  return written.ok() ? Status() : std::move(written).status();
}

std::string EraCondition(const Era& era) {
  return fmt::format("era_id = {} AND network = {} AND version_label = {}",
                     QuoteLiteral(era.era_id), QuoteLiteral(era.network),
                     QuoteLiteral(era.version_label));
}

std::string NumberSql(const std::optional<std::int32_t>& number) {
  return number ? std::to_string(*number) : "NULL";
}

}  // namespace

Status RecordChanges(Connection& connection, const Lake& lake, const Origin& origin,
                     const std::vector<TableChange>& changes, Timestamp now) {
  if (changes.empty()) return {};
  TRY_ASSIGN(QueryResult last, connection.Query(fmt::format("SELECT coalesce(max(id), 0) FROM {}",
                                                            lake.Table(kMetaChanges.name))));
  TRY(last.NextSingleRow());
  auto id = static_cast<std::int32_t>(last.Int(0, 0));
  Arena arena;
  RowBuffer rows(sizeof(ChangeRow));
  const std::string applied_by =
      fmt::format("{}/{}", origin.processor_name, origin.pipeline_version);
  for (const TableChange& change : changes) {
    rows.Append(ChangeRow{.id = ++id,
                          .dataset = arena.Copy(DatasetName(*change.spec)),
                          .change_type = change.type,
                          .description = change.description,
                          .applied_by = applied_by,
                          .applied_at = now,
                          .rollback_sql = change.rollback_sql});
  }
  return WriteRows(connection, lake, kMetaChanges, rows);
}

Result<bool> RegisterDatasets(Connection& connection, const Lake& lake, const TableSet& tables,
                              Timestamp now) {
  TRY_ASSIGN(QueryResult found,
             connection.Query(fmt::format("SELECT name FROM {}", lake.Table(kMetaDatasets.name))));
  std::set<std::string, std::less<>> known;
  TRY(ForEachRow(found, [&](std::size_t row) -> Status {
    known.emplace(found.Text(0, row));
    return {};
  }));
  Arena arena;
  RowBuffer rows(sizeof(DatasetRow));
  for (const Table* table : tables) {
    const DatasetRow row = MakeDatasetRow(*table->spec, now, arena);
    if (!known.contains(row.name)) rows.Append(row);
  }
  if (rows.size() == 0) return false;
  TRY(WriteRows(connection, lake, kMetaDatasets, rows));
  return true;
}

Status RefreshDatasets(Connection& connection, const Lake& lake, const TableSet& tables,
                       Timestamp now) {
  Arena arena;
  std::string names, hashes;
  for (const Table* table : tables) {
    const DatasetRow row = MakeDatasetRow(*table->spec, now, arena);
    names += fmt::format("{}{}", names.empty() ? "" : ", ", QuoteLiteral(row.name));
    hashes +=
        fmt::format(" WHEN {} THEN {}", QuoteLiteral(row.name), QuoteLiteral(*row.schema_hash));
  }
  return connection.Execute(fmt::format(
      "UPDATE {} SET minor_version = 0, updated_at = make_timestamp({}), schema_hash = CASE name{} "
      "ELSE schema_hash END WHERE name IN ({})",
      lake.Table(kMetaDatasets.name), now.micros, hashes, names));
}

Status RegisterEra(Connection& connection, const Lake& lake, const Era& era, const TableSet& tables,
                   Timestamp now) {
  std::vector<const TableSpec*> specs;
  for (const Table* table : tables) specs.push_back(table->spec);
  const std::string epoch = SchemaEpoch(specs);
  RowBuffer rows(sizeof(EraRow));
  EraRow row{};
  row.era_id = era.era_id;
  row.network = era.network;
  row.version_label = era.version_label;
  row.ledger_start = era.ledger_start;
  row.status = "active";
  row.schema_epoch = epoch;
  row.created_at = now;
  rows.Append(row);
  return WriteRows(connection, lake, kMetaEras, rows);
}

Result<std::optional<EraState>> ReadEra(Connection& connection, const Lake& lake, const Era& era) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format(
                 "SELECT status, ledger_start, protocol_min, protocol_max FROM {} WHERE {}",
                 lake.Table(kMetaEras.name), EraCondition(era))));
  TRY_ASSIGN(const bool found, rows.Next());
  if (!found) return std::optional<EraState>();
  EraState state{.status = std::string(rows.Text(0, 0)),
                 .ledger_start = static_cast<std::uint32_t>(rows.Int(1, 0)),
                 .protocol_min = {},
                 .protocol_max = {}};
  if (!rows.IsNull(2, 0)) state.protocol_min = static_cast<std::int32_t>(rows.Int(2, 0));
  if (!rows.IsNull(3, 0)) state.protocol_max = static_cast<std::int32_t>(rows.Int(3, 0));
  return std::optional(std::move(state));
}

Status UpdateEra(Connection& connection, const Lake& lake, const Era& era, const EraState& state) {
  return connection.Execute(
      fmt::format("UPDATE {} SET ledger_start = {}, protocol_min = {}, protocol_max = {} WHERE {}",
                  lake.Table(kMetaEras.name), state.ledger_start, NumberSql(state.protocol_min),
                  NumberSql(state.protocol_max), EraCondition(era)));
}

}  // namespace lake
